package sqlite

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

func text(s string) *string { return &s }

func yes(b bool) *bool { return &b }

func (c *central) fields(db *DB, ctx context.Context) (out []crm.CustomField) {
	c.t.Helper()
	c.view(db, ctx, func(v *View) error { out = must(v.CustomFields())(c.t); return nil })
	return out
}

func (c *central) labels(db *DB, ctx context.Context) (out []crm.Label) {
	c.t.Helper()
	c.view(db, ctx, func(v *View) error { out = must(v.Labels())(c.t); return nil })
	return out
}

func ana() *crm.Contact {
	x := &crm.Contact{ID: crm.NewID()}
	x.Fields[crm.FieldName], x.Fields[crm.FieldActive] = "Ana", "true"
	return x
}

func labelNamesOf(all []crm.Label) (out []string) {
	for _, l := range all {
		out = append(out, l.Name)
	}
	return out
}

// defined makes three labels and a field, which the server knows.
func (c *central) defined(db *DB, ctx context.Context) (labels []crm.ID, field crm.ID) {
	c.t.Helper()
	mustUpdate(c.t, db, ctx, func(tx *Tx) error {
		for _, name := range []string{"A", "B", "C"} {
			id, _, err := tx.DefineLabel(crm.Label{Name: name})
			if err != nil {
				return err
			}
			labels = append(labels, id)
		}
		var err error
		field, _, err = tx.DefineField(crm.CustomField{Name: "Plano", Type: crm.TypeChoice, Choices: []string{"Prata", "Ouro"}})
		return err
	})
	c.sync(db, ctx)
	c.agree(db, ctx)
	return labels, field
}

// order, archive, choices and colours reach the server, one operation each.
func TestChangedDefinitionsSync(t *testing.T) {
	c := newCentral(t)
	db, ctx := c.openOffice()
	labels, field := c.defined(db, ctx)
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		for _, f := range []func() error{
			func() error { return tx.MoveLabel(labels[2], 0) },
			func() error { return tx.MoveLabel(labels[0], 9) },
			func() error {
				return tx.UpdateLabel(labels[1], LabelUpdate{Name: text("Bê"), Color: text("red"), Archived: yes(true)})
			},
			func() error { return tx.UpdateField(field, FieldUpdate{Choices: []string{"Ouro", "Diamante"}}) },
			func() error { return tx.UpdateField(field, FieldUpdate{Choices: []string{"Ouro", "Diamante"}}) }, // changes nothing
		} {
			if err := f(); err != nil {
				return err
			}
		}
		if n := must(tx.PendingOperations())(t); n != 4 {
			t.Errorf("%d operations, want one a change", n)
		}
		return nil
	})
	want := []crm.Label{{ID: labels[2], Name: "C"}, {ID: labels[1], Name: "Bê", Archived: true}, {ID: labels[0], Name: "A"}}
	for range 2 { // before and after the server's word
		for i, l := range c.labels(db, ctx) {
			if l.ID != want[i].ID || l.Name != want[i].Name || l.Archived != want[i].Archived {
				t.Errorf("label %d is %+v, want %+v", i, l, want[i])
			}
		}
		if f := c.fields(db, ctx)[0]; !slices.Equal(f.Choices, []string{"Ouro", "Diamante"}) {
			t.Errorf("choices %v", f.Choices)
		}
		c.sync(db, ctx)
	}
	c.agree(db, ctx)
}

// Two offices rename one field, neither knowing of the other: both show the later's name, and what only one of them did.
func TestOneFieldRenamedInTwoOffices(t *testing.T) {
	for name, theirs := range map[string]replication.HLC{"theirs is later": 1<<60 + 1000, "ours is later": 1} {
		t.Run(name, func(t *testing.T) {
			c := newCentral(t)
			db, ctx := c.openOffice()
			_, field := c.defined(db, ctx)
			mustUpdate(t, db, ctx, func(tx *Tx) error {
				return tx.UpdateField(field, FieldUpdate{Name: text("Nosso"), Archived: yes(true)})
			})
			body, err := replication.Encode(&replication.FieldDefine{ID: field, Name: "Deles", Change: &replication.DefinitionChange{Parts: replication.PartName}})
			if err != nil {
				t.Fatal(err)
			}
			c.decide(replication.Op{Device: 9, Incarnation: 1, Counter: 1, Kind: replication.KindFieldDefine, Entity: field, HLC: theirs, Body: body})
			want := "Nosso"
			if theirs > 1 {
				want = "Deles"
			}
			c.pull(db, ctx) // theirs comes while ours waits: shown as it will be
			if f := c.fields(db, ctx)[0]; f.Name != want || !f.Archived {
				t.Errorf("while waiting: %+v, want %s", f, want)
			}
			c.sync(db, ctx)
			c.agree(db, ctx)
			if f := c.fields(db, ctx)[0]; f.Name != want || !f.Archived {
				t.Errorf("decided: %+v, want %s", f, want)
			}
		})
	}
}

// Names stay unique while the server has not decided yet, and are the server's afterwards.
func TestNamesThatMeet(t *testing.T) {
	t.Run("both rename to one name", func(t *testing.T) {
		c := newCentral(t)
		db, ctx := c.openOffice()
		labels, _ := c.defined(db, ctx)
		mustUpdate(t, db, ctx, func(tx *Tx) error { return tx.UpdateLabel(labels[0], LabelUpdate{Name: text("Novo")}) })
		c.other(replication.KindLabelDefine, labels[1], &replication.LabelDefine{ID: labels[1], Name: "novo", Change: &replication.DefinitionChange{Parts: replication.PartName}})
		c.pull(db, ctx)
		if got := labelNamesOf(c.labels(db, ctx)); !slices.Equal(got, []string{"Novo (2)", "novo", "C"}) {
			t.Errorf("while waiting: %q", got)
		}
		c.sync(db, ctx)
		c.agree(db, ctx)
	})
	t.Run("ours is new, theirs is renamed to it: they become one, contacts with it", func(t *testing.T) {
		c := newCentral(t)
		db, ctx := c.openOffice()
		labels, _ := c.defined(db, ctx)
		person := ana()
		mustUpdate(t, db, ctx, func(tx *Tx) error {
			id, _, err := tx.DefineLabel(crm.Label{Name: "Novo"})
			if err != nil {
				return err
			}
			person.Labels = []crm.ID{id}
			_, err = tx.CreateContact(person, nil)
			return err
		})
		c.other(replication.KindLabelDefine, labels[1], &replication.LabelDefine{ID: labels[1], Name: "novo", Change: &replication.DefinitionChange{Parts: replication.PartName}})
		c.sync(db, ctx)
		c.agree(db, ctx)
		c.view(db, ctx, func(v *View) error {
			if got := must(v.Contact(person.ID))(t); !slices.Equal(got.Labels, []crm.ID{labels[1]}) {
				t.Errorf("labels %v, want %v", got.Labels, labels[1])
			}
			if use := must(v.LabelUse())(t); use[labels[1]] != 1 {
				t.Errorf("use %v", use)
			}
			return nil
		})
		if got := labelNamesOf(c.labels(db, ctx)); !slices.Equal(got, []string{"A", "novo", "C"}) {
			t.Errorf("labels %q", got)
		}
	})
}

// A new label, field or service that the server refuses does not stay: at once when nothing names it, with the last that
// names it otherwise. What was changed is as before.
func TestRefusedDefinitionsGo(t *testing.T) {
	c := newCentral(t)
	db, ctx := c.openOffice()
	labels, field := c.defined(db, ctx)
	for _, p := range []crm.Permission{crm.PermSettings, crm.PermImport} {
		c.other(replication.KindPermissionSet, crm.NoID, &replication.PermissionSet{Profile: crm.ProfileAdmin, Permission: p})
	}
	c.sync(db, ctx)
	mustUpdate(t, db, ctx, func(tx *Tx) error { // the office does not know yet
		if err := tx.UpdateLabel(labels[0], LabelUpdate{Name: text("Z"), Archived: yes(true)}); err != nil {
			return err
		}
		if err := tx.UpdateField(field, FieldUpdate{Choices: []string{"x"}}); err != nil {
			return err
		}
		_, err := tx.DefineService(crm.Service{Name: "Vendas"})
		return err
	})
	c.sync(db, ctx)
	c.agree(db, ctx)
	if l := c.labels(db, ctx)[0]; l.Name != "A" || l.Archived {
		t.Errorf("a refused change stays: %+v", l)
	}

	c.other(replication.KindPermissionSet, crm.NoID, &replication.PermissionSet{Profile: crm.ProfileAdmin, Permission: crm.PermEdit})
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		label, _, err := tx.DefineLabel(crm.Label{Name: "Nova"})
		if err != nil {
			return err
		}
		custom, _, err := tx.DefineField(crm.CustomField{Name: "Novo", Type: crm.TypeText})
		if err != nil {
			return err
		}
		x := ana()
		x.Labels = []crm.ID{label}
		x.SetCustom(custom, "v")
		_, err = tx.CreateContact(x, nil)
		return err
	})
	c.sync(db, ctx)
	c.agree(db, ctx)
	if got := labelNamesOf(c.labels(db, ctx)); !slices.Equal(got, []string{"A", "B", "C"}) {
		t.Errorf("labels %q", got)
	}
	if got := c.fields(db, ctx); len(got) != 1 {
		t.Errorf("fields %+v", got)
	}
	c.view(db, ctx, func(v *View) error {
		if n := must(v.c.integer(`SELECT count(*) FROM service`))(t); n != 0 {
			t.Errorf("%d services stay", n)
		}
		return nil
	})
}

// What was made before the office joined an organization is refused likewise.
func TestRefusedDefinitionOfBeforeJoining(t *testing.T) {
	c := newCentral(t)
	db, ctx := openTest(t)
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		_, _, err := tx.DefineLabel(crm.Label{Name: "Nova"})
		return err
	})
	for _, p := range []crm.Permission{crm.PermSettings, crm.PermImport, crm.PermEdit} {
		c.other(replication.KindPermissionSet, crm.NoID, &replication.PermissionSet{Profile: crm.ProfileAdmin, Permission: p})
	}
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		return tx.SaveEnrolment(&Enrolment{Server: "https://example.com", OrganizationID: crm.NewID(), Number: officeNumber, Epoch: "a"})
	})
	c.sync(db, ctx)
	if got := c.labels(db, ctx); len(got) != 0 {
		t.Errorf("labels %+v", got)
	}
}

// A restored server gets back the later of each part.
func TestRestoredServerLearnsOfChangedDefinitions(t *testing.T) {
	c := newCentral(t)
	db, ctx := c.openOffice()
	labels, _ := c.defined(db, ctx)
	before := c.state.Clone()
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		if _, _, err := tx.DefineLabel(crm.Label{Name: "D"}); err != nil {
			return err
		}
		return tx.UpdateLabel(labels[0], LabelUpdate{Name: text("Z"), Archived: yes(true)})
	})
	c.sync(db, ctx)
	c.restore(db, ctx, before)
	c.sync(db, ctx)
	c.agree(db, ctx)
	if got := labelNamesOf(c.labels(db, ctx)); !slices.Equal(got, []string{"Z", "B", "C", "D"}) {
		t.Errorf("labels %q", got)
	}
}

// Archived definitions are still what their name means, and nothing brings them back but people (D1.7).
func TestArchivedDefinitionIsStillTheOne(t *testing.T) {
	db, ctx := openTest(t)
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		label, _, err := tx.DefineLabel(crm.Label{Name: "VIP"})
		if err != nil {
			return err
		}
		field, _, err := tx.DefineField(crm.CustomField{Name: "Plano", Type: crm.TypeText})
		if err != nil {
			return err
		}
		if err := tx.UpdateLabel(label, LabelUpdate{Archived: yes(true)}); err != nil {
			return err
		}
		if err := tx.UpdateField(field, FieldUpdate{Archived: yes(true)}); err != nil {
			return err
		}
		again, created, err := tx.DefineLabel(crm.Label{Name: "vip"})
		if err != nil || created || again != label {
			t.Errorf("label %v, created %v, %v", again, created, err)
		}
		again, created, err = tx.DefineField(crm.CustomField{Name: "PLANO", Type: crm.TypeNumber})
		if err != nil || created || again != field {
			t.Errorf("field %v, created %v, %v", again, created, err)
		}
		if l := must(tx.Labels())(t)[0]; !l.Archived {
			t.Error("the label is back")
		}
		if err := tx.UpdateLabel(label, LabelUpdate{Name: text("Plano")}); err != nil { // another kind's names are free
			t.Error(err)
		}
		if _, _, err := tx.DefineLabel(crm.Label{Name: "VIP"}); err != nil {
			return err
		}
		if err := tx.UpdateLabel(label, LabelUpdate{Name: text("vip")}); crm.CodeOf(err) != crm.CodeConflict {
			t.Errorf("a taken name: %v", err)
		}
		return nil
	})
}

// However often things are moved, the order is what people made it.
func TestOrderOfDefinitions(t *testing.T) {
	db, ctx := openTest(t)
	var ids []crm.ID
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		for i := range 6 {
			id, _, err := tx.DefineLabel(crm.Label{Name: fmt.Sprint("L", i)})
			if err != nil {
				return err
			}
			ids = append(ids, id)
		}
		return nil
	})
	want := slices.Clone(ids)
	for i := range 200 { // between two neighbours again and again: the room gives out
		at, to := (i*7)%6, 1+(i*3)%4
		id := want[at]
		want = slices.Insert(slices.Delete(want, at, at+1), to, id)
		mustUpdate(t, db, ctx, func(tx *Tx) error { return tx.MoveLabel(id, to) })
		if err := db.View(ctx, func(v *View) error {
			for j, l := range must(v.Labels())(t) {
				if l.ID != want[j] {
					return fmt.Errorf("move %d: place %d is %s", i, j, l.Name)
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
}
