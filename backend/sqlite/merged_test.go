package sqlite

import (
	"slices"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// A page says of each merged contact what it gave, where several of one merge gave something (D2.6, D7.4); after the
// primary itself was merged its own list goes on to the new one.
func TestMergedContactsAndWhatTheyGave(t *testing.T) {
	c := newCentral(t)
	db, ctx := c.openOffice()
	person := func(name string, change func(*crm.Contact)) *crm.Contact {
		p := new(crm.Contact)
		p.Fields[crm.FieldName], p.Fields[crm.FieldActive] = name, "true"
		change(p)
		mustUpdate(t, db, ctx, func(tx *Tx) error { _, err := tx.CreateContact(p, []string{"remark of " + name}); return err })
		return p
	}
	primary := person("Ana", func(p *crm.Contact) { p.Fields[crm.FieldCity] = "Natal" })
	first := person("Ana P.", func(p *crm.Contact) {
		p.Fields[crm.FieldEmail], p.Fields[crm.FieldCity], p.Phones = "ana@example.com", "Recife", []crm.Phone{"5584999990001"}
	})
	second := person("A. Paula", func(p *crm.Contact) {
		p.Fields[crm.FieldCompany], p.Phones = "Firma", []crm.Phone{"5584999990002"}
	})
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		return tx.AddInteractions([]NewInteraction{{Contact: first.ID, Channel: "voice", Opened: tx.Now(), Closed: tx.Now()}})
	})
	merge := func(into *crm.Contact, others ...crm.ID) {
		mustUpdate(t, db, ctx, func(tx *Tx) error {
			_, err := tx.Perform(replication.KindMerge, into.ID, &replication.Merge{Primary: into.ID, Secondaries: others})
			return err
		})
	}
	merged := func(of *crm.Contact) (out []Merged) {
		if err := db.View(ctx, func(v *View) error {
			s, err := v.Contact(of.ID)
			if err == nil {
				out, err = v.MergedInto(s.N)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return out
	}
	merge(primary, first.ID, second.ID)
	gave := map[crm.ID]Merged{}
	for _, m := range merged(primary) {
		gave[m.ID] = m
	}
	if m := gave[first.ID]; !slices.Equal(m.Gave, []string{"email", "phone"}) || m.Interactions != 1 || m.Notes != 1 || m.At.IsZero() {
		t.Errorf("the first gave %+v", m)
	}
	if m := gave[second.ID]; !slices.Equal(m.Gave, []string{"company", "phone"}) || m.Interactions != 0 || m.Notes != 1 {
		t.Errorf("the second gave %+v", m)
	}
	other := person("Ana Paula", func(*crm.Contact) {})
	merge(other, primary.ID)
	if all := merged(other); len(all) != 3 {
		t.Errorf("%d contacts in the chain: %+v", len(all), all)
	}
	if nobody := merged(second); nobody != nil {
		t.Errorf("%+v", nobody)
	}
}
