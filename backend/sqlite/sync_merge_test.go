package sqlite

import (
	"context"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// A merge that waits has moved what hangs on the secondary. When one of the two turns out to be erased, the merge is
// rejected (S2): what was that person's own is gone wherever it lies meanwhile, and what was the other's stays.
func TestErasureUndoesAWaitingMerge(t *testing.T) {
	for _, mode := range [][2]bool{{false, false}, {false, true}, {true, false}, {true, true}} {
		primary, answered := mode[0], mode[1] // who is erased; whether the merge is rejected before the erasure is here
		c := newCentral(t)
		db, ctx := c.openOffice()
		a, b := c.alike(db, ctx)
		mustUpdate(t, db, ctx, func(tx *Tx) error {
			return tx.AddInteractions([]NewInteraction{{Contact: a.ID, Channel: "voice", Opened: tx.Now(), Closed: tx.Now()}})
		})
		c.sync(db, ctx)
		c.agree(db, ctx)
		mustUpdate(t, db, ctx, func(tx *Tx) error {
			_, err := tx.Perform(replication.KindMerge, b.ID, &replication.Merge{Primary: b.ID, Secondaries: []crm.ID{a.ID}})
			return err
		})
		erased := a.ID
		if primary {
			erased = b.ID
		}
		c.other(replication.KindAnonymize, erased, &replication.Erase{ID: erased})
		if answered {
			c.answer(db, ctx, c.take(db, ctx, replication.LaneEdit))
		}
		c.sync(db, ctx)
		c.agree(db, ctx)
	}
}

// A merge that is refused puts everything back where the server has it.
func TestRefusedMergeIsTakenBack(t *testing.T) {
	c := newCentral(t)
	db, ctx := c.openOffice()
	a, b := c.alike(db, ctx)
	c.sync(db, ctx)
	c.other(replication.KindPermissionSet, crm.NoID, &replication.PermissionSet{Profile: crm.ProfileAdmin, Permission: crm.PermMerge})
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		_, err := tx.Perform(replication.KindMerge, b.ID, &replication.Merge{Primary: b.ID, Secondaries: []crm.ID{a.ID}})
		return err
	})
	c.sync(db, ctx)
	c.agree(db, ctx)
}

// The primary of a refused merge is as it was made, also where the server does not know it yet: the phones and labels that
// the merge had brought are gone with their tags.
func TestRefusedMergeIntoAnImportedContact(t *testing.T) {
	c := newCentral(t)
	db, ctx := c.openOffice()
	a, b := sample(), new(crm.Contact)
	b.Fields[crm.FieldName], b.Fields[crm.FieldCPF] = "João", "11144477735"
	mustUpdate(t, db, ctx, func(tx *Tx) error { _, err := tx.CreateContact(a, nil); return err })
	c.sync(db, ctx)
	c.other(replication.KindPermissionSet, crm.NoID, &replication.PermissionSet{Profile: crm.ProfileAdmin, Permission: crm.PermMerge})
	importing(t, db, ctx, []*crm.Contact{b})
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		_, err := tx.Perform(replication.KindMerge, b.ID, &replication.Merge{Primary: b.ID, Secondaries: []crm.ID{a.ID}})
		return err
	})
	for _, lane := range []replication.Lane{replication.LaneBulk, replication.LaneEdit} { // both answers before the log
		c.answer(db, ctx, c.take(db, ctx, lane))
	}
	c.view(db, ctx, func(v *View) error {
		if got := must(v.stored(b.ID))(t).state(); len(got.Phones)+len(got.PhoneTags) > 0 {
			t.Errorf("phones %v, added by %v", got.Phones, got.PhoneTags)
		}
		return nil
	})
	c.sync(db, ctx)
	c.agree(db, ctx)
}

// An office merges what it has imported with the contact that the import is folded into at the server: there is one by then.
func TestMergeWithWhatIsFolded(t *testing.T) {
	for _, imported := range []string{"secondary", "primary"} {
		t.Run(imported, func(t *testing.T) {
			c := newCentral(t)
			db, ctx := c.openOffice()
			a, b := sample(), sample()
			importing(t, db, ctx, []*crm.Contact{a})
			mustUpdate(t, db, ctx, func(tx *Tx) error { _, err := tx.CreateContact(b, nil); return err })
			m := &replication.Merge{Primary: b.ID, Secondaries: []crm.ID{a.ID}}
			if imported == "primary" {
				m = &replication.Merge{Primary: a.ID, Secondaries: []crm.ID{b.ID}}
			}
			mustUpdate(t, db, ctx, func(tx *Tx) error { _, err := tx.Perform(replication.KindMerge, m.Primary, m); return err })
			for range 2 {
				c.answer(db, ctx, c.take(db, ctx, replication.LaneEdit))
				c.answer(db, ctx, c.take(db, ctx, replication.LaneBulk))
				c.pull(db, ctx)
				c.view(db, ctx, func(v *View) error { return v.CheckForest() })
			}
			c.sync(db, ctx)
			c.agree(db, ctx)
		})
	}
}

// Two offices merge the same two the other way round: until the server has decided this office's, people see one contact,
// and afterwards the server's (S5.8).
func TestMergesTheOtherWayRound(t *testing.T) {
	for name, arrive := range map[string]func(c *central, db *DB, ctx context.Context){
		"with the log": func(c *central, db *DB, ctx context.Context) { c.pull(db, ctx) },
		"in a copy":    func(c *central, db *DB, ctx context.Context) { c.copyTo(db, ctx) },
	} {
		t.Run(name, func(t *testing.T) {
			c := newCentral(t)
			db, ctx := c.openOffice()
			a, b := c.alike(db, ctx)
			c.sync(db, ctx)
			mustUpdate(t, db, ctx, func(tx *Tx) error {
				_, err := tx.Perform(replication.KindMerge, b.ID, &replication.Merge{Primary: b.ID, Secondaries: []crm.ID{a.ID}})
				return err
			})
			c.other(replication.KindMerge, a.ID, &replication.Merge{Primary: a.ID, Secondaries: []crm.ID{b.ID}})
			arrive(c, db, ctx)
			c.view(db, ctx, (*View).CheckForest)
			c.view(db, ctx, (*View).CheckLookups)
			c.view(db, ctx, func(v *View) error {
				s := must(v.stored(b.ID))(t)
				if s.MergedInto != a.ID {
					t.Errorf("the server has merged it into %s, here it is merged into %s", a.ID, s.MergedInto)
				}
				return nil
			})
			c.sync(db, ctx)
			c.agree(db, ctx)
			c.view(db, ctx, (*View).CheckForest)
		})
	}
}

// alike makes two contacts of one CPF, with a note each: listed as possible duplicates.
func (c *central) alike(db *DB, ctx context.Context) (a, b *crm.Contact) {
	c.t.Helper()
	a, b = sample(), sample()
	for _, x := range []*crm.Contact{b, a} {
		mustUpdate(c.t, db, ctx, func(tx *Tx) error { _, err := tx.CreateContact(x, []string{"remark"}); return err })
	}
	return a, b
}
