package sqlite

// listChanges is what a transaction tells the copies of the list: the one in memory and the search index.
type listChanges struct {
	version int64       // list_state.version after it
	fresh   []rosterRow // of contacts it created, and of some it renamed
	highest int64       // list_state.highest before it, once known
	known   bool
	newest  int64 // highest contact number it wrote
}

// keepFresh remembers the searchable text that is about to be written, so that the indexer need not read it
// back, and tells it of contacts that took the number of a deleted one.
func (tx *Tx) keepFresh(rows []rosterRow) error {
	l := &tx.lists
	if len(rows) == 0 {
		return nil
	}
	if !l.known {
		highest, err := tx.c.integer(`SELECT highest FROM list_state`)
		if err != nil {
			return err
		}
		l.highest, l.known = highest, true
	}
	for _, r := range rows {
		l.newest = max(l.newest, r.contact)
		if r.contact <= l.highest {
			if err := tx.searchDirty(r.contact); err != nil {
				return err
			}
		}
	}
	if tx.db.search.wantsFresh(len(l.fresh) + len(rows)) {
		l.fresh = append(l.fresh, rows...)
	}
	return nil
}

// countListChange gives the transaction its number among those that change lists.
func (tx *Tx) countListChange() error {
	if len(tx.touched) == 0 {
		return nil
	}
	if _, err := tx.c.exec(`UPDATE list_state SET version = version + 1, highest = max(highest, ?)`, tx.lists.newest); err != nil {
		return err
	}
	var err error
	tx.lists.version, err = tx.listVersion()
	return err
}

// ListVersion is the number of the last transaction that changed what lists show: as long as it is the same, no contact has
// changed.
func (v *View) ListVersion() (int64, error) { return v.listVersion() }

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
