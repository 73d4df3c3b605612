package undo

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

const header = `contact_name;contact_cpf;contact_email;contact_phone;contact_labels;contact_notes;contact_custom_fields`

func TestCreatedContactsGo(t *testing.T) {
	o := newOffice(t)
	j := o.imports(header,
		`Maria;529.982.247-25;maria@example.com;5548999999999;vip;ligar à tarde;["Faturamento","20.000"]`,
		`José;11144477735;;;;;`)
	_, r := o.undone(j)
	if r.Removed != 2 || r.Kept != 0 || o.count() != 0 || o.contact(cpfA) != nil {
		t.Errorf("%+v, %d contacts left", r, o.count())
	}
	if _, err := o.undo.Start(o.ctx, j.ID); crm.CodeOf(err) != CodeNothing {
		t.Errorf("a second undo: %v", err)
	}
	// Nobody has heard of these people: nothing is left that would tell the server of them.
	o.must(o.db.View(o.ctx, func(v *sqlite.View) error {
		ops, err := v.PendingOps(100)
		for _, op := range ops {
			if op.Kind == "import.chunk" || op.Kind == "import.undo" {
				t.Errorf("%s still waits to be sent", op.Kind)
			}
		}
		return err
	}))
	// The same file again.
	again := o.imports(header, `Maria;529.982.247-25;maria@example.com;5548999999999;vip;ligar à tarde;["Faturamento","20.000"]`)
	if o.count() != 1 || o.contact(cpfA) == nil {
		t.Error("importing again does not work")
	}
	if _, r := o.undone(again); r.Removed != 1 || o.count() != 0 {
		t.Errorf("and its undo: %+v", r)
	}
}

func TestChangedContactsAreRestored(t *testing.T) {
	o := newOffice(t)
	o.imports(header, `Maria;52998224725;maria@example.com;5548999999999;norte;antiga;["Faturamento","10.000"]`)
	before := o.contact(cpfA)
	j := o.imports(header, `Maria Silva;52998224725;outra@example.com;5548988888888;vip;nova;["Faturamento","20.000"|"Cor","azul"]`)
	if c := o.contact(cpfA); c.Name() != "Maria Silva" || len(c.Phones) != 2 || len(c.Labels) != 2 {
		t.Fatalf("imported %+v", c.Contact)
	}
	_, r := o.undone(j)
	after := o.contact(cpfA)
	if r.Restored != 1 || r.Kept != 0 || !same(before, after) {
		t.Errorf("%+v\nbefore %+v\nafter  %+v", r, before.Contact, after.Contact)
	}
	var notes []crm.Note
	o.must(o.db.View(o.ctx, func(v *sqlite.View) (err error) { notes, err = v.Notes(after.N); return err }))
	if len(notes) != 1 || notes[0].Text != "antiga" {
		t.Errorf("notes %+v", notes)
	}
}

// same compares what people see of a contact.
func same(a, b *sqlite.Stored) bool {
	x, y := a.Clone(), b.Clone()
	x.UpdatedAt, y.UpdatedAt = time.Time{}, time.Time{}
	x.Custom = slices.DeleteFunc(x.Custom, func(v crm.CustomValue) bool { return v.Value == "" })
	y.Custom = slices.DeleteFunc(y.Custom, func(v crm.CustomValue) bool { return v.Value == "" })
	if x.Portfolio != nil && y.Portfolio != nil {
		x.Portfolio.Since, y.Portfolio.Since = time.Time{}, time.Time{}
	}
	return text(x) == text(y)
}

// What somebody has changed since the import stays, and is listed with who and when.
func TestChangedSinceStays(t *testing.T) {
	o := newOffice(t)
	bia := o.person("Bia", crm.ProfileSupervisor)
	o.imports(header, `Maria;52998224725;maria@example.com;;;;`)
	j := o.imports(header,
		`Maria Silva;52998224725;outra@example.com;5548988888888;vip;;`,
		`José;11144477735;;;;;`,
		`Rita;39053344705;;;;;`)
	o.edit(as(bia), cpfA, func(c *crm.Contact) { c.Fields[crm.FieldEmail] = "terceira@example.com" })
	o.edit(as(bia), cpfB, func(c *crm.Contact) { c.Fields[crm.FieldCity] = "Natal" })
	u, r := o.undone(j)
	if r.Removed != 1 || r.Restored != 1 || r.Kept != 2 || u.Colour != crm.Yellow {
		t.Errorf("%+v %s", r, u.Colour)
	}
	c := o.contact(cpfA)
	if c.Name() != "Maria" || c.Fields[crm.FieldEmail] != "terceira@example.com" || len(c.Phones)+len(c.Labels) != 0 {
		t.Errorf("restored %+v", c.Contact)
	}
	if c := o.contact(cpfB); c == nil || c.Fields[crm.FieldCity] != "Natal" {
		t.Error("a contact that somebody has changed is gone")
	}
	kept := o.kept(u)
	if len(kept) != 2 {
		t.Fatalf("kept %+v", kept)
	}
	for _, k := range kept {
		if k.Code != "changed_since" || k.By != "Bia" || k.At.IsZero() {
			t.Errorf("kept %+v", k)
		}
	}
	if k := kept[slices.IndexFunc(kept, func(k Kept) bool { return k.Name == "Maria" })]; !slices.Equal(k.Parts, []string{"email"}) {
		t.Errorf("parts %v", k.Parts)
	}
	var out bytes.Buffer
	n, err := o.undo.WriteReport(o.ctx, u.ID, &out, Words{
		Head: []string{"id", "name", "reason", "parts", "by", "at", "code"},
		Code: func(code string) string { return "<" + code + ">" }, Part: func(p string) string { return "f-" + p },
		Time: func(time.Time) string { return "agora" },
	})
	if err != nil || n != 2 || !strings.Contains(out.String(), ";Maria;<changed_since>;f-email;Bia;agora;changed_since") {
		t.Errorf("%d %v\n%s", n, err, out.String())
	}
}
