package simulation_test

import (
	"fmt"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// The eighteen invariants of S5 and one more, each a small named test in a file by topic: the schedules and the tests with real processes look for
// what nobody has thought of, these say what is promised.

// quiet is a world without faults, whose clocks are right.
func quiet(t *testing.T, offices int) *world {
	w := newWorld(t, 0, 0)
	w.faulty = false
	for i := range offices {
		w.join(fmt.Sprint("office ", i), 0)
	}
	w.found()
	w.newIdentifiers()
	t.Cleanup(w.close)
	return w
}

// add is a contact that an office creates.
func (w *world) add(o *office, fill func(c *crm.Contact)) crm.ID {
	c := &crm.Contact{ID: crm.NewID()}
	c.Fields[crm.FieldName], c.Fields[crm.FieldActive] = "Pessoa "+c.ID.String(), "true"
	if fill != nil {
		fill(c)
	}
	w.update(o, "create", func(tx *sqlite.Tx) error { _, err := tx.CreateContact(c, nil); return err })
	w.people = append(w.people, c.ID)
	return c.ID
}

func (w *world) write(o *office, id crm.ID, f crm.Field, text string) {
	w.update(o, "edit", func(tx *sqlite.Tx) error {
		old, err := tx.Contact(id)
		if err != nil {
			return err
		}
		next := old.Clone()
		next.Fields[f] = text
		_, err = tx.UpdateContact(old, next, nil)
		return err
	})
}

func (w *world) read(o *office, id crm.ID) (c *crm.Contact) {
	w.must(o.db.View(w.ctx, func(v *sqlite.View) error {
		s, err := v.Contact(id)
		if err == nil {
			c = &s.Contact
		}
		if crm.CodeOf(err) == crm.CodeNotFound {
			return nil
		}
		return err
	}))
	return c
}

func (w *world) conflicts(o *office) (out []sqlite.SyncConflict) {
	w.must(o.db.View(w.ctx, func(v *sqlite.View) (err error) { out, err = v.SyncConflicts(100); return err }))
	return out
}

func (w *world) waiting(o *office) (out []sqlite.PendingOp) {
	w.must(o.db.View(w.ctx, func(v *sqlite.View) (err error) { out, err = v.PendingOps(100); return err }))
	return out
}

func (w *world) enrolment(o *office) (e *sqlite.Enrolment) {
	w.must(o.db.View(w.ctx, func(v *sqlite.View) (err error) { e, err = v.Enrolment(); return err }))
	return e
}
