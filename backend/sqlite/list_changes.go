package sqlite

// listChanges is what a transaction tells the copies of the list: the one in memory and the search index.
type listChanges struct {
	version int64       // list_state.version after it
	fresh   []rosterRow // of contacts it created, and of some it renamed
}

// keepFresh remembers the searchable text that is about to be written, so that the indexer need not read it back.
func (tx *Tx) keepFresh(rows []rosterRow) {
	if len(rows) > 0 && tx.db.search.wantsFresh(len(tx.lists.fresh)+len(rows)) {
		tx.lists.fresh = append(tx.lists.fresh, rows...)
	}
}

// countListChange gives the transaction its number among those that change lists.
func (tx *Tx) countListChange() error {
	if len(tx.touched) == 0 {
		return nil
	}
	if _, err := tx.c.exec(`UPDATE list_state SET version = version + 1`); err != nil {
		return err
	}
	var err error
	tx.lists.version, err = tx.listVersion()
	return err
}

// listVersion is the number of the last transaction that changed what lists show.
func (v *View) listVersion() (int64, error) {
	return v.c.integer(`SELECT version FROM list_state`)
}

// listsChanged runs after the commit and before anybody hears of it, so that a list read afterwards shows it.
func (db *DB) listsChanged(tx *Tx) {
	if tx.lists.version == 0 {
		return
	}
	db.warm.committed(tx.lists.version, tx.touched)
	db.search.committed(db, tx.lists.fresh)
}
