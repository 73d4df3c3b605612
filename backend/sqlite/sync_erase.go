package sqlite

import (
	"slices"
	"sync"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// traces are the people whose values must yet be gone from every file: in memory only.
type traces struct {
	mu     sync.Mutex
	people []*crm.Contact
}

func (t *traces) add(people []*crm.Contact) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.people = append(t.people, people...)
}

// scrub destroys what this replica holds of a person beside the contact itself, which the server's masked state
// replaces (D8.4, S4): notes, history, what waits to be sent, drafts, conflicts.
func (tx *Tx) scrub(s *Stored) error {
	if err := tx.settle(s.N); err != nil {
		return err
	}
	tx.erased = append(tx.erased, s.Contact.Clone())
	if err := tx.scrubChunks(s); err != nil {
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
	for _, sql := range []string{
		`DELETE FROM pending_op WHERE entity = ?`, `DELETE FROM refused_op WHERE entity = ?`,
	} {
		if _, err := tx.c.exec(sql, s.ID[:]); err != nil {
			return err
		}
	}
	if err := tx.scrubConflicts(s.ID); err != nil {
		return err
	}
	tx.Announce(Event{"sync"})
	return nil
}

// scrubConflicts destroys conflicts of others that name the person.
func (tx *Tx) scrubConflicts(id crm.ID) error {
	all, err := tx.conflicts(-1)
	if err != nil {
		return err
	}
	for _, c := range all {
		if c.Other == id {
			if _, err := tx.c.exec(`DELETE FROM conflict WHERE id = ?`, c.ID[:]); err != nil {
				return err
			}
		}
	}
	return nil
}

// scrubChunks takes the person out of imports that wait to be sent or were refused in part: the rest of them goes on.
func (tx *Tx) scrubChunks(s *Stored) error {
	for _, q := range []struct{ read, write string }{
		{`SELECT DISTINCT p.counter, p.body FROM contact_change h JOIN pending_op p ON p.counter = h.op
		  WHERE h.contact = ? AND p.kind = 'import.chunk'`, `UPDATE pending_op SET body = ? WHERE counter = ?`},
		{`SELECT r.counter, r.body FROM refused_op r WHERE r.kind = 'import.chunk' AND ? > 0`, `UPDATE refused_op SET body = ? WHERE counter = ?`},
	} {
		bodies := map[int64][]byte{}
		if err := tx.c.query(q.read, values(s.N), func(row result) error {
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
			c.Creates = slices.DeleteFunc(c.Creates, func(x replication.Imported) bool { return crm.ID(x.ID) == s.ID })
			c.Edits = slices.DeleteFunc(c.Edits, func(x replication.ContactEdit) bool { return x.ID == s.ID })
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
