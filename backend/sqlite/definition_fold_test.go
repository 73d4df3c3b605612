package sqlite

import (
	"context"
	"slices"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// This office takes its own new definition for the server's of that name, as the server would. When the server's has
// another name again before ours arrives, the server has two, and so has everybody.
func TestTwoDefinitionsAfterAll(t *testing.T) {
	rename := func(c *central, id crm.ID, name string) {
		c.other(replication.KindLabelDefine, id, &replication.LabelDefine{ID: id, Name: name, Change: &replication.DefinitionChange{Parts: replication.PartName}})
	}
	for name, arrange := range map[string]func(c *central, known crm.ID) (theirs crm.ID){
		"theirs was here by another name": func(c *central, known crm.ID) crm.ID {
			rename(c, known, "novo")
			return known
		},
		"theirs is new as well": func(c *central, _ crm.ID) crm.ID {
			id := crm.NewID()
			c.other(replication.KindLabelDefine, id, &replication.LabelDefine{ID: id, Name: "novo"})
			return id
		},
	} {
		t.Run("label, "+name, func(t *testing.T) {
			c := newCentral(t)
			db, ctx := c.openOffice()
			labels, _ := c.defined(db, ctx)
			ours, one, both := newlyLabelled(t, db, ctx, labels[1])
			theirs := arrange(c, labels[1])
			c.pull(db, ctx)
			c.labelled(db, ctx, one.ID, theirs)
			rename(c, theirs, "Outro")
			c.sync(db, ctx)
			c.sync(db, ctx) // what is read again
			c.agree(db, ctx)
			c.labelled(db, ctx, one.ID, ours)
			c.labelled(db, ctx, both.ID, ours, labels[1])
			if got := labelNamesOf(c.labels(db, ctx)); !slices.Contains(got, "Novo") || !slices.Contains(got, "Outro") {
				t.Errorf("labels %q", got)
			}
			c.view(db, ctx, (*View).CheckLookups)
		})
	}
	// Theirs has given its name up, and a third has it by the time ours arrives: ours is the third.
	t.Run("label, one with a third in the end", func(t *testing.T) {
		c := newCentral(t)
		db, ctx := c.openOffice()
		labels, _ := c.defined(db, ctx)
		_, one, both := newlyLabelled(t, db, ctx, labels[1])
		rename(c, labels[1], "novo")
		c.pull(db, ctx)
		c.labelled(db, ctx, one.ID, labels[1])
		rename(c, labels[1], "Outro")
		third := crm.NewID()
		c.other(replication.KindLabelDefine, third, &replication.LabelDefine{ID: third, Name: "Novo"})
		for _, lane := range []replication.Lane{replication.LaneEdit, replication.LaneBulk} {
			c.answer(db, ctx, c.take(db, ctx, lane))
		}
		c.sync(db, ctx)
		c.sync(db, ctx)
		c.agree(db, ctx)
		c.labelled(db, ctx, one.ID, third)
		c.labelled(db, ctx, both.ID, third, labels[1])
		c.view(db, ctx, (*View).CheckLookups)
	})
	t.Run("custom field", func(t *testing.T) {
		c := newCentral(t)
		db, ctx := c.openOffice()
		_, known := c.defined(db, ctx)
		kind := c.fields(db, ctx)[0].Type
		both := ana()
		var ours crm.ID
		mustUpdate(t, db, ctx, func(tx *Tx) (err error) {
			if ours, _, err = tx.DefineField(crm.CustomField{Name: "Novo", Type: kind}); err != nil {
				return err
			}
			both.Custom = []crm.CustomValue{{Field: ours, Value: "10"}, {Field: known, Value: "20"}}
			_, err = tx.CreateContact(both, nil)
			return err
		})
		change := func(name string) {
			c.other(replication.KindFieldDefine, known, &replication.FieldDefine{ID: known, Name: name, Type: kind, Change: &replication.DefinitionChange{Parts: replication.PartName}})
		}
		change("novo")
		c.pull(db, ctx)
		change("Outro")
		c.sync(db, ctx)
		c.sync(db, ctx)
		c.agree(db, ctx)
		c.view(db, ctx, func(v *View) error {
			got := must(v.Contact(both.ID))(t)
			if got.CustomOf(ours) != "10" || got.CustomOf(known) != "20" {
				t.Errorf("values %v, want 10 of %s and 20 of %s", got.Custom, ours, known)
			}
			return nil
		})
		c.view(db, ctx, (*View).CheckLookups)
	})
}

// newlyLabelled makes a label "Novo" here, a contact with it, and one with another label as well.
func newlyLabelled(t *testing.T, db *DB, ctx context.Context, other crm.ID) (ours crm.ID, one, both *crm.Contact) {
	t.Helper()
	one, both = ana(), ana()
	mustUpdate(t, db, ctx, func(tx *Tx) (err error) {
		if ours, _, err = tx.DefineLabel(crm.Label{Name: "Novo"}); err != nil {
			return err
		}
		one.Labels, both.Labels = []crm.ID{ours}, []crm.ID{ours, other}
		if _, err = tx.CreateContact(one, nil); err != nil {
			return err
		}
		_, err = tx.CreateContact(both, nil)
		return err
	})
	return ours, one, both
}

func (c *central) labelled(db *DB, ctx context.Context, id crm.ID, want ...crm.ID) {
	c.t.Helper()
	c.view(db, ctx, func(v *View) error {
		got := slices.Clone(must(v.Contact(id))(c.t).Labels)
		slices.SortFunc(got, func(a, b crm.ID) int { return slices.Compare(a[:], b[:]) })
		slices.SortFunc(want, func(a, b crm.ID) int { return slices.Compare(a[:], b[:]) })
		if !slices.Equal(got, want) {
			c.t.Errorf("labels %v, want %v", got, want)
		}
		use := must(v.LabelUse())(c.t)
		for _, l := range want {
			if use[l] == 0 {
				c.t.Errorf("no lookup of label %s", l)
			}
		}
		return nil
	})
}
