package sqlite

import (
	"database/sql/driver"
	"slices"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// aboutThePerson are the operations with something of the person in them. The wish to erase has nothing and may go
// further than what was done; a merge, which is rejected, is taken back with all that it changed on others.
const aboutThePerson = ` AND kind NOT IN ('contact.anonymize', 'contact.delete', 'contact.merge')`

// scrub destroys what this replica holds of a person beside the contact itself, which the server's masked state
// replaces (D8.4, S4): notes, history, what waits to be sent, drafts, conflicts.
func (tx *Tx) scrub(s *Stored) error {
	if err := tx.settle(s.N); err != nil {
		return err
	}
	tx.erased.people = append(tx.erased.people, s.Contact.Clone())
	ids, err := tx.everyID(s.ID)
	if err != nil {
		return err
	}
	if err := tx.scrubChunks(s, ids); err != nil {
		return err
	}
	if err := tx.scrubOffers(s, ids); err != nil {
		return err
	}
	if err := tx.scrubSegments(s); err != nil {
		return err
	}
	if err := tx.bringAllBack(s); err != nil {
		return err
	}
	if err := tx.scrubRequests(s.N); err != nil {
		return err
	}
	for _, sql := range []string{
		`DELETE FROM note WHERE contact = ?`, `DELETE FROM contact_change WHERE contact = ?`, `DELETE FROM conflict WHERE contact = ?`,
		`DELETE FROM image WHERE contact = ?`,
	} {
		if _, err := tx.c.exec(sql, s.N); err != nil {
			return err
		}
	}
	if err := tx.forgetAvatar(s.N, s.ID); err != nil {
		return err
	}
	if err := tx.scrubDrafts(s); err != nil {
		return err
	}
	for _, id := range ids {
		for _, sql := range []string{
			`UPDATE refused_op SET body = x'' WHERE entity = ?`,
			// Its author is told what became of it (S2), without its body.
			`INSERT INTO refused_op (counter, lane, kind, entity, actor, at, code, other, body)
			 SELECT counter, lane, kind, entity, actor, at, '` + replication.CodeErased + `', zeroblob(16), x''
			 FROM pending_op WHERE entity = ? AND seq = 0` + aboutThePerson + ` ON CONFLICT DO NOTHING`,
			`DELETE FROM pending_op WHERE entity = ?` + aboutThePerson,
		} {
			if _, err := tx.c.exec(sql, id[:]); err != nil {
				return err
			}
		}
	}
	tx.Announce(Event{"sync"})
	return nil
}

// bringAllBack undoes what merges that wait, and will be rejected, have moved away from the contact or to it.
func (tx *Tx) bringAllBack(s *Stored) error {
	merged := []*Stored{s}
	secondaries, err := tx.numbers(`SELECT n FROM contact WHERE merged_into = ? AND merged_into > 0`, s.N)
	if err != nil {
		return err
	}
	for _, n := range secondaries {
		x, err := tx.storedAt(n)
		if err != nil {
			return err
		}
		merged = append(merged, x)
	}
	for _, x := range merged {
		pending, err := tx.pendingChanges(x.N)
		if err != nil {
			return err
		}
		for _, p := range pending {
			if m := p.doc.Merge; m != nil && m.New != crm.NoID {
				if err := tx.bringBack(x, m); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// everyID is the contact's id and those that were folded into it: what was done before is recorded under them.
func (v *View) everyID(id crm.ID) ([]crm.ID, error) {
	ids := []crm.ID{id}
	err := v.c.query(`SELECT id FROM alias WHERE noun = 'contact' AND root = ?`, values(id[:]), func(row result) error {
		ids = append(ids, blobID(row[0]))
		return nil
	})
	return ids, err
}

// scrubPerson destroys the notes and conflicts of a person whose contacts are masked already, and conflicts of others
// that name one of them: here the person may have been erased before, and known to a restored server meanwhile.
func (tx *Tx) scrubPerson(root crm.ID) error {
	tree, err := (&local{tx: tx}).Tree(root)
	if err != nil {
		return err
	}
	var gone []crm.ID
	for _, id := range tree {
		n, err := tx.c.integer(`SELECT n FROM contact WHERE id = ? AND anonymized > 0`, id[:])
		if err != nil {
			return err
		}
		if n == 0 {
			continue // merged here alone, by an operation that waits
		}
		gone = append(gone, id)
		tx.erased.more++ // the contact itself is masked here already, what lies with it may not have been
		if err := tx.scrubRequests(n); err != nil {
			return err
		}
		for _, sql := range []string{`DELETE FROM note WHERE contact = ?`, `DELETE FROM conflict WHERE contact = ?`} {
			if _, err := tx.c.exec(sql, n); err != nil {
				return err
			}
		}
		if err := tx.forgetAvatar(n, id); err != nil {
			return err
		}
	}
	all, err := tx.conflicts(-1)
	if err != nil {
		return err
	}
	for _, c := range all {
		if slices.Contains(gone, c.Other) {
			if _, err := tx.c.exec(`DELETE FROM conflict WHERE id = ?`, c.ID[:]); err != nil {
				return err
			}
		}
	}
	return nil
}

// pendingChunksSQL finds the imports that wait and have changed or created a contact.
const pendingChunksSQL = `
	SELECT p.counter, p.body
	FROM contact_change h CROSS JOIN pending_op p ON p.counter = h.op
	WHERE h.contact = ? AND p.kind IN ('import.chunk', 'contact.batch', 'import.undo')
	UNION ALL
	SELECT p.counter, p.body FROM pending_op p WHERE p.hlc = ? AND p.kind IN ('import.chunk', 'contact.batch', 'import.undo')`

// scrubChunks takes the person out of imports that wait to be sent or were refused in part: the rest of them goes on.
func (tx *Tx) scrubChunks(s *Stored, ids []crm.ID) error {
	created := int64(s.stamp.HLC)
	if s.stamp.Device != thisDevice {
		created = 0
	}
	for _, q := range []struct {
		read  string
		args  []driver.Value
		write string
	}{
		{pendingChunksSQL, values(s.N, created), `UPDATE pending_op SET body = ? WHERE counter = ?`},
		{`SELECT counter, body FROM refused_op WHERE kind IN ('import.chunk', 'contact.batch', 'import.undo')`, nil, `UPDATE refused_op SET body = ? WHERE counter = ?`},
	} {
		bodies := map[int64][]byte{}
		if err := tx.c.query(q.read, q.args, func(row result) error {
			bodies[row[0].(int64)] = row[1].([]byte)
			return nil
		}); err != nil {
			return err
		}
		for counter, body := range bodies {
			c, err := replication.DecodeChunk(body)
			if err != nil {
				return err
			}
			before := len(c.Creates) + len(c.Edits)
			c.Creates = slices.DeleteFunc(c.Creates, func(x replication.Imported) bool { return slices.Contains(ids, crm.ID(x.ID)) })
			c.Edits = slices.DeleteFunc(c.Edits, func(x replication.ContactEdit) bool { return slices.Contains(ids, x.ID) })
			if len(c.Creates)+len(c.Edits) == before {
				continue
			}
			next, err := replication.EncodeChunk(c)
			if err != nil {
				return err
			}
			if _, err := tx.c.exec(q.write, next, counter); err != nil {
				return err
			}
		}
	}
	return nil
}
