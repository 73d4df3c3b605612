package sqlite

import (
	"slices"

	"carteira/backend/crm"
)

// fold makes the contact that this office has imported part of the one that the organization had already: its notes,
// interactions and pending changes move there. In a copy that one may come later.
func (tx *Tx) fold(from, to crm.ID) error {
	own, err := tx.stored(from)
	if err != nil || own == nil {
		return err
	}
	into, err := tx.stored(to)
	if err != nil {
		return err
	}
	if into == nil {
		_, err := tx.c.exec(`INSERT INTO fold_later (id) VALUES (?) ON CONFLICT DO NOTHING`, from[:])
		return err
	}
	if _, err := tx.c.exec(`UPDATE refused_op SET entity = ? WHERE entity = ?`, to[:], from[:]); err != nil {
		return err
	}
	if err := tx.settle(own.N); err != nil {
		return err
	}
	if err := tx.keepImage(into); err != nil {
		return err
	}
	if err := tx.moveBelongings(own.N, to); err != nil {
		return err
	}
	if err := tx.foldAvatar(own, to); err != nil {
		return err
	}
	if _, err := tx.c.exec(`UPDATE OR IGNORE contact_draft SET contact = ? WHERE contact = ?`, into.N, own.N); err != nil {
		return err
	}
	if _, err := tx.c.exec(`UPDATE OR IGNORE contact_change SET contact = ? WHERE contact = ?`, into.N, own.N); err != nil {
		return err
	}
	if err := tx.remove(own); err != nil {
		return err
	}
	known, err := tx.serverView(into)
	if err != nil {
		return err
	}
	return tx.accept(into, known)
}

// moveBelongings moves notes, interactions, surveys, appointments and conflicts to another contact.
func (tx *Tx) moveBelongings(n int64, to crm.ID) error {
	root, err := tx.c.integer(`SELECT n FROM contact WHERE id = ?`, to[:])
	if err != nil || root == 0 {
		return err
	}
	if err := tx.settle(n); err != nil {
		return err
	}
	for _, table := range []string{"note", "interaction", "survey", "appointment", "conflict"} {
		if _, err := tx.c.exec(`UPDATE OR IGNORE `+table+` SET contact = ? WHERE contact = ?`, root, n); err != nil {
			return err
		}
	}
	tx.touched = append(tx.touched, root, n)
	for _, m := range []int64{root, n} {
		if err := tx.sumActivity(m); err != nil {
			return err
		}
	}
	return nil
}

// listBelongings notes what is about to move with a merge.
func (tx *Tx) listBelongings(n int64, m *mergeDelta) error {
	for _, q := range []struct {
		sql  string
		into *[]crm.ID
	}{
		{`SELECT id FROM note WHERE contact = ?`, &m.Notes},
		{`SELECT id FROM interaction WHERE contact = ?`, &m.Interactions},
		{`SELECT id FROM survey WHERE contact = ?`, &m.Surveys},
		{`SELECT id FROM appointment WHERE contact = ?`, &m.Appointments},
		{`SELECT id FROM conflict WHERE contact = ?`, &m.Conflicts},
	} {
		if err := tx.c.query(q.sql, values(n), func(row result) error {
			*q.into = append(*q.into, blobID(row[0]))
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// bringBack moves the belongings of a contact back whose merge was not carried out, from wherever further merges have
// taken them: to the contact, or to the one that the server has merged it into meanwhile.
func (tx *Tx) bringBack(s *Stored, m *mergeDelta) error {
	home := s.N
	known, err := tx.image(s.N)
	if err != nil {
		return err
	}
	if known != nil && known.MergedInto != crm.NoID {
		root, err := tx.c.integer(`SELECT n FROM contact WHERE id = ?`, known.MergedInto[:])
		if err != nil {
			return err
		}
		if root != 0 {
			home = root
		}
	}
	changed := []int64{home}
	for _, q := range []struct {
		ids             []crm.ID
		holder, bringTo string
	}{
		{m.Notes, `SELECT contact FROM note WHERE id = ?`, `UPDATE note SET contact = ? WHERE id = ?`},
		{m.Interactions, `SELECT contact FROM interaction WHERE id = ?`, `UPDATE interaction SET contact = ? WHERE id = ?`},
		{m.Surveys, `SELECT contact FROM survey WHERE id = ?`, `UPDATE survey SET contact = ? WHERE id = ?`},
		{m.Appointments, `SELECT contact FROM appointment WHERE id = ?`, `UPDATE appointment SET contact = ? WHERE id = ?`},
		{m.Conflicts, `SELECT contact FROM conflict WHERE id = ?`, `UPDATE conflict SET contact = ? WHERE id = ?`},
	} {
		for _, id := range q.ids {
			holder, err := tx.c.integer(q.holder, id[:])
			if err != nil {
				return err
			}
			if holder == 0 || holder == home {
				continue
			}
			if !slices.Contains(changed, holder) {
				changed = append(changed, holder)
			}
			if _, err := tx.c.exec(q.bringTo, home, id[:]); err != nil {
				return err
			}
		}
	}
	tx.touched = append(tx.touched, changed...)
	for _, n := range changed {
		if err := tx.sumActivity(n); err != nil {
			return err
		}
	}
	return nil
}

// sumActivity adds the interactions of a contact up anew.
func (tx *Tx) sumActivity(n int64) error {
	if _, err := tx.c.exec(`DELETE FROM activity WHERE contact = ?`, n); err != nil {
		return err
	}
	_, err := tx.c.exec(`
		INSERT INTO activity (contact, interactions, last_at)
		SELECT contact, count(*), max(opened_at) FROM interaction WHERE contact = ? GROUP BY contact`, n)
	return err
}

// remove takes every row of a contact away, but for what others refer to.
func (tx *Tx) remove(s *Stored) error {
	if err := tx.settle(s.N); err != nil {
		return err
	}
	gone := &crm.Contact{ID: s.ID, Anonymized: true, Deleted: true}
	if err := tx.replaceKeys(s.N, identified(&s.Contact), identified(gone)); err != nil {
		return err
	}
	if err := tx.dropRoster(s.N, &s.Contact); err != nil {
		return err
	}
	if err := tx.forgetAvatar(s.N, s.ID); err != nil {
		return err
	}
	for _, sql := range []string{
		`DELETE FROM contact_draft WHERE contact = ?`, `DELETE FROM portfolio WHERE contact = ?`, `DELETE FROM activity WHERE contact = ?`, `DELETE FROM note WHERE contact = ?`,
		`DELETE FROM content WHERE interaction IN (SELECT n FROM interaction WHERE contact = ?)`, `DELETE FROM survey WHERE contact = ?`,
		`DELETE FROM appointment WHERE contact = ?`, `DELETE FROM interaction WHERE contact = ?`, `DELETE FROM conflict WHERE contact = ?`, `DELETE FROM contact_change WHERE contact = ?`,
		`DELETE FROM image WHERE contact = ?`, `DELETE FROM contact WHERE n = ?`,
	} {
		if _, err := tx.c.exec(sql, s.N); err != nil {
			return err
		}
	}
	tx.touched = append(tx.touched, s.N)
	tx.Announce(Event{"contact"})
	return tx.flushKeys()
}
