package sqlite

import (
	"context"

	"carteira/backend/crm"
)

// renew indexes contacts anew that changed. One that is gone before it was ever indexed lies beyond the watermark, where
// no contact will move it.
func (x *indexer) renew() (busy bool, err error) {
	type entry struct {
		n, stamp int64
		text     string // "" = the contact is gone
	}
	var entries []entry
	var version int64
	if err := x.db.View(context.Background(), func(v *View) (err error) {
		if version, err = v.listVersion(); err != nil {
			return err
		}
		if err := v.c.query(`
			SELECT d.contact, d.stamp
			FROM search_dirty d
			WHERE d.contact <= ? OR NOT EXISTS (SELECT 1 FROM contact c WHERE c.n = d.contact)
			ORDER BY d.contact
			LIMIT ?`,
			values(x.state.watermark, int64(indexRead)), func(row result) error {
				entries = append(entries, entry{n: row[0].(int64), stamp: row[1].(int64)})
				return nil
			}); err != nil {
			return err
		}
		for i := range entries {
			s, err := v.contactAt(entries[i].n)
			if err != nil {
				return err
			}
			if s != nil {
				entries[i].text = nameKey(&s.Contact) + "\n" + searchRest(&s.Contact) + "\n"
			}
		}
		return nil
	}); err != nil {
		return false, err
	}
	if len(entries) == 0 {
		return false, nil
	}
	if err := x.commit(); err != nil {
		return false, err
	}
	if err := x.begin(); err != nil {
		return false, err
	}
	for _, e := range entries {
		x.open++
		if _, err := x.c.exec(`DELETE FROM gram WHERE rowid = ?`, e.n); err != nil {
			return false, err
		}
		if e.text == "" {
			continue
		}
		if _, err := x.c.exec(`INSERT INTO gram (rowid, text) VALUES (?, ?)`, e.n, e.text); err != nil {
			return false, err
		}
	}
	x.state.generation++
	x.state.reflects = max(x.state.reflects, version)
	if err := x.commit(); err != nil {
		return false, err
	}
	return true, x.db.update(context.Background(), crm.System, inBulk, func(tx *Tx) error {
		for _, e := range entries {
			if _, err := tx.c.exec(`DELETE FROM search_dirty WHERE contact = ? AND stamp = ?`, e.n, e.stamp); err != nil {
				return err
			}
		}
		// A purge may have asked for a new index since: see renewSearch.
		_, err := tx.c.exec(`UPDATE list_state SET generation = max(generation, ?)`, x.state.generation)
		return err
	})
}

// tidy uses idle time to merge segments, a little at a time; more tells that it is not finished.
func (x *indexer) tidy() (more bool, err error) {
	if x.c == nil || !x.merge {
		return false, nil
	}
	if err := x.finishBulk(); err != nil {
		return false, err
	}
	before, err := x.c.integer(`SELECT total_changes()`)
	if err != nil {
		return false, err
	}
	if _, err := x.c.exec(`INSERT INTO gram (gram, rank) VALUES ('merge', 400)`); err != nil {
		return false, err
	}
	after, err := x.c.integer(`SELECT total_changes()`)
	if err != nil {
		return false, err
	}
	x.merge = after-before >= 2 // the documented sign that something was merged
	return x.merge, nil
}

func (x *indexer) finishBulk() error {
	if !x.bulk || x.c == nil {
		return nil
	}
	x.bulk = false
	return x.setHash(smallHash)
}
