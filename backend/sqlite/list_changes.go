package sqlite

import "slices"

// listChanges is what a transaction tells the copies of the list: the one in memory and the search index.
type listChanges struct {
	version int64       // list_state.version after it
	fresh   []rosterRow // of contacts it created, and of some it renamed
	highest int64       // list_state.highest before it, once known
	known   bool
	newest  int64 // highest contact number it wrote
	follow  bool  // a list in memory is told what becomes of each row:
	shown   []shown
}

// keptTouched is of how many commits list_touched tells what they changed.
const keptTouched = 1_000

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
	if tx.lists.version, err = tx.listVersion(); err != nil {
		return err
	}
	numbers := slices.Clone(tx.touched)
	slices.Sort(numbers)
	if _, err := tx.c.exec(`INSERT INTO list_touched (version, contacts) VALUES (?, ?)`,
		tx.lists.version, packNumbers(slices.Compact(numbers))); err != nil {
		return err
	}
	_, err = tx.c.exec(`DELETE FROM list_touched WHERE version <= ?`, tx.lists.version-keptTouched)
	return err
}

// ListVersion is the number of the last transaction that changed what lists show: as long as it is the same, no contact has
// changed.
func (v *View) ListVersion() (int64, error) { return v.listVersion() }

// touchedSince calls each with the commits after one, as far as they are still known, and the packed numbers of the
// contacts that they changed.
func (v *View) touchedSince(version int64, each func(version int64, contacts []byte) error) error {
	return v.c.query(`SELECT version, contacts FROM list_touched WHERE version > ? ORDER BY version`, values(version), func(row result) error {
		return each(row[0].(int64), row[1].([]byte))
	})
}

// allTouched stands among the contacts that a transaction touched for all there are.
const allTouched = 0

// listVersion is the number of the last transaction that changed what lists show.
func (v *View) listVersion() (int64, error) {
	return v.c.integer(`SELECT version FROM list_state`)
}

// listsChanged runs after the commit and before anybody hears of it, so that a list read afterwards shows it.
func (db *DB) listsChanged(tx *Tx) {
	if tx.lists.version == 0 {
		return
	}
	db.warm.committed(commit{
		version: tx.lists.version, touched: tx.touched, rows: tx.lists.shown, foreign: !tx.lists.follow,
	})
	db.search.committed(db, tx.lists.fresh)
}
