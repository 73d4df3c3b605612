package sqlite

import (
	"context"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// change edits a contact as a person does.
func change(t testing.TB, db *DB, ctx context.Context, id crm.ID, f func(c *crm.Contact)) {
	t.Helper()
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		old := must(tx.Contact(id))(t)
		next := old.Clone()
		f(next)
		_, err := tx.UpdateContact(old, next, nil)
		return err
	})
}

func setField(f crm.Field, text string) func(c *crm.Contact) {
	return func(c *crm.Contact) { c.Fields[f] = text }
}

// What a push brought about may be here before its answer, which says what was refused of it (S2), or instead of it.
func TestEchoBeforeTheAnswer(t *testing.T) {
	for _, lost := range []bool{false, true} {
		c := newCentral(t)
		db, ctx := c.openOffice()
		owners := []crm.ID{crm.NewID(), crm.NewID()}
		contact := sample()
		mustUpdate(t, db, ctx, func(tx *Tx) error {
			for i, id := range owners {
				if err := tx.PutUser(crm.User{ID: id, Name: "A", Email: string(rune('a'+i)) + "@example.com", Profile: crm.ProfileAgent, Active: true}, "x"); err != nil {
					return err
				}
			}
			_, err := tx.CreateContact(contact, nil)
			return err
		})
		c.sync(db, ctx)
		c.agree(db, ctx)

		c.other(replication.KindContactEdit, contact.ID, &replication.ContactEdit{
			ID: contact.ID, Portfolio: &replication.Assign{Link: &replication.Portfolio{Type: 1, Owner: owners[0]}}})
		change(t, db, ctx, contact.ID, func(x *crm.Contact) {
			x.Fields[crm.FieldCity] = "Natal"
			x.Portfolio = &crm.Portfolio{Type: 1, Owner: owners[1]}
		})
		p := c.take(db, ctx, replication.LaneEdit)
		c.pull(db, ctx)
		if !lost {
			c.answer(db, ctx, p)
		}
		change(t, db, ctx, contact.ID, setField(crm.FieldCity, "Olinda"))
		c.sync(db, ctx)
		c.agree(db, ctx)
		c.view(db, ctx, func(v *View) error {
			all := must(v.PendingOps(10))(t)
			if len(all) != 1 || all[0].Code != replication.CodeOwnerChanged || all[0].Other != owners[0] {
				t.Errorf("lost %v: the refused assignment is listed as %+v", lost, all)
			}
			return nil
		})
	}
}
