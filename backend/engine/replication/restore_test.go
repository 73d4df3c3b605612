package replication_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"carteira/backend/crm"
	r "carteira/backend/engine/replication"
)

// offer is what a replica offers to a server that was restored from a backup.
func (w *world) offer(effects ...r.Effect) r.Result {
	w.t.Helper()
	return w.by(9, at(1000), r.KindRestore, &r.RestoreChunk{Effects: effects})
}

func TestRestoreNeverClosesACircle(t *testing.T) {
	w := newWorld(t)
	w.person(2, at(1), id(1), map[crm.Field]string{crm.FieldName: "Ana"})
	w.person(2, at(2), id(2), map[crm.Field]string{crm.FieldName: "Ana"})
	before := w.s.Clone()
	w.by(2, at(3), r.KindMerge, &r.Merge{Primary: id(1), Secondaries: []crm.ID{id(2)}})
	lost := &world{t: t, s: before, env: w.env}
	lost.by(2, at(4), r.KindMerge, &r.Merge{Primary: id(2), Secondaries: []crm.ID{id(1)}})

	w.offer(r.Effect{Put: lost.contact(id(1))})
	w.offer(r.Effect{Put: lost.contact(id(2))})
	root, _ := w.s.Root(r.NounContact, id(1)) // the state panics on a circle
	expect(t, "root", root, id(1))

	w.offer(r.Effect{Alias: &r.Alias{Noun: r.NounContact, From: id(1), To: id(5)}})
	w.offer(r.Effect{Alias: &r.Alias{Noun: r.NounContact, From: id(5), To: id(6)}})
	w.offer(r.Effect{Alias: &r.Alias{Noun: r.NounContact, From: id(6), To: id(5)}})
	w.offer(r.Effect{Alias: &r.Alias{Noun: r.NounUser, From: crm.NoID, To: id(5)}})
	for contact, want := range map[crm.ID]crm.ID{id(1): id(1), id(5): id(6), id(6): id(6)} {
		root, _ := w.s.Root(r.NounContact, contact)
		expect(t, "root of "+short(contact), root, want)
	}
	nobody, _ := w.s.Root(r.NounUser, crm.NoID)
	expect(t, "user of nobody", nobody, crm.NoID)
}

// The erasure that the backup did not have covers whoever was merged with the person since, in either direction (S2),
// and what others offer about the person stays out.
func TestRestoredErasureCoversTheTreeAsItIsNow(t *testing.T) {
	for _, primary := range []int{1, 2} {
		w := newWorld(t)
		w.person(2, at(1), id(1), map[crm.Field]string{crm.FieldName: "Ana", crm.FieldCity: "Recife"})
		w.person(2, at(2), id(2), map[crm.Field]string{crm.FieldName: "Ana B."})
		before := w.s.Clone()
		erased := &world{t: t, s: before, env: w.env}
		erased.by(2, at(3), r.KindAnonymize, &r.Erase{ID: id(1)})

		w.by(3, at(4), r.KindMerge, &r.Merge{Primary: id(primary), Secondaries: []crm.ID{id(3 - primary)}})
		w.by(3, at(5), r.KindNoteAdd, &r.NoteAdd{ID: id(20), Contact: id(primary), Text: "note"})
		w.offer(r.Effect{Put: erased.contact(id(1))})
		for n := 1; n <= 2; n++ {
			expect(t, "mark", w.contact(id(n)).Mark, r.Anonymized)
		}
		w.offer(r.Effect{Conflict: &r.Conflict{ID: id(30), Contact: id(1), Value: "Recife"}},
			r.Effect{Note: &r.Note{ID: id(31), Contact: id(2), Text: "note"}})
		for _, line := range describe(t, w.s) {
			if len(line) > 8 && (line[:8] == "conflict" || line[:6] == "record") {
				t.Errorf("left of the person: %s", line)
			}
		}
	}
}

func TestReactivatedContactStaysSoWhenTheServerIsRestored(t *testing.T) {
	w := newWorld(t)
	w.person(2, at(1), id(1), map[crm.Field]string{crm.FieldName: "Ana"})
	w.person(2, at(2), id(2), map[crm.Field]string{crm.FieldName: "Ana"})
	w.by(2, at(3), r.KindMerge, &r.Merge{Primary: id(1), Secondaries: []crm.ID{id(2)}})
	merged := w.contact(id(2)).Clone()
	e := w.fields(id(2), crm.FieldActive, "true")
	e.Alone = true
	w.by(2, at(4), r.KindContactEdit, e)
	expect(t, "merged into", w.contact(id(2)).MergedInto, crm.NoID)
	w.offer(r.Effect{Put: merged})
	expect(t, "merged into", w.contact(id(2)).MergedInto, crm.NoID)
}

// Join takes any two of the states that one contact has been in, whatever happened since they parted.
func TestJoinIsCommutativeAssociativeAndIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := &r.Contact{ID: id(1), Created: 1, Stamp: r.Stamp{HLC: at(0), Device: 2}, Fields: []string{1: "Ana"},
			Phones: []crm.Phone{"5511999990001"}, Labels: []crm.ID{id(50)}}
		clock := 0
		grow(t, first, &clock)
		var c [3]*r.Contact
		for i := range c {
			c[i] = first.Clone()
			grow(t, c[i], &clock)
		}
		same := func(what string, a, b *r.Contact) {
			x, y := contactLines(sortedPhones(a)), contactLines(sortedPhones(b))
			slices.Sort(x)
			slices.Sort(y)
			if !slices.Equal(x, y) {
				t.Fatalf("%s:\n%v\n%v", what, x, y)
			}
		}
		same("a∨a", r.Join(c[0], c[0]), c[0])
		same("a∨b", r.Join(c[0], c[1]), r.Join(c[1], c[0]))
		same("(a∨b)∨c", r.Join(r.Join(c[0], c[1]), c[2]), r.Join(c[0], r.Join(c[1], c[2])))
		same("(a∨b)∨b", r.Join(r.Join(c[0], c[1]), c[1]), r.Join(c[0], c[1]))
	})
}

// sortedPhones: their order is the server's who joins.
func sortedPhones(c *r.Contact) *r.Contact {
	c = c.Clone()
	slices.Sort(c.Phones)
	return c
}

// grow applies some effects, each with a stamp of its own.
func grow(t *rapid.T, c *r.Contact, clock *int) {
	if c.Erased() {
		return
	}
	for range rapid.IntRange(0, 5).Draw(t, "changes") {
		*clock++
		by := r.Author{Stamp: r.Stamp{HLC: at(rapid.IntRange(1, 30).Draw(t, "time")*100 + *clock), Device: int64(rapid.IntRange(2, 4).Draw(t, "device"))}}
		by.At = by.Stamp.HLC.Time().UnixMilli()
		e := &r.ContactEdit{ID: id(1), Alone: true}
		phone := crm.Phone(fmt.Sprintf("551199999000%d", rapid.IntRange(1, 3).Draw(t, "phone")))
		label := id(50 + rapid.IntRange(0, 2).Draw(t, "label"))
		field := rapid.SampledFrom([]crm.Field{crm.FieldName, crm.FieldCity, crm.FieldActive}).Draw(t, "field")
		switch rapid.IntRange(0, 8).Draw(t, "change") {
		case 0:
			e.Fields = []r.FieldEdit{{Field: field, Value: rapid.SampledFrom([]string{"", "true", "x", "y"}).Draw(t, "text"), Base: c.Version(field.String())}}
		case 1:
			e.Custom = []r.CustomEdit{{Field: id(60), Value: rapid.SampledFrom([]string{"", "x", "y"}).Draw(t, "text"), Base: c.Version(r.CustomPart(id(60)))}}
		case 2:
			e.AddPhones = []crm.Phone{phone}
		case 3:
			e.RemovePhones = []r.PhoneRemoval{{Phone: phone, Seen: c.SeenPhone(phone)}}
		case 4:
			e.AddLabels = []crm.ID{label}
		case 5:
			e.RemoveLabels = []r.LabelRemoval{{Label: label, Seen: c.SeenLabel(label)}}
		case 6:
			e.PhoneOrder = slices.Sorted(slices.Values(c.Phones))
		case 7:
			e.Portfolio = &r.Assign{Owner: owner(c), Link: rapid.SampledFrom([]*r.Portfolio{nil, {Type: 1, Owner: id(70)}, {Type: 1, Owner: id(71)}}).Draw(t, "link")}
		case 8:
			into := id(1 + rapid.IntRange(1, 2).Draw(t, "primary"))
			c.Apply(&r.Delta{ID: id(1), Stamp: by.Stamp, Merge: &into, Fields: []r.FieldSet{{Field: crm.FieldActive, Value: "false"}}})
			continue
		}
		if d, _, _ := c.Edit(e, by); d != nil {
			c.Apply(d)
		}
	}
	if rapid.IntRange(0, 9).Draw(t, "erased") == 0 {
		*clock++
		erased := &r.Contact{ID: c.ID, Created: c.Created, Stamp: r.Stamp{HLC: at(*clock), Device: 2}, Mark: r.Anonymized}
		*c = *erased
	}
}

func owner(c *r.Contact) crm.ID {
	if c.Portfolio == nil {
		return crm.NoID
	}
	return c.Portfolio.Owner
}

// In what a device offers, its own number stands for itself, as in whatever it writes.
func TestRestoreKnowsTheOffering(t *testing.T) {
	w := newWorld(t)
	w.offer(r.Effect{Put: &r.Contact{
		ID: id(1), Stamp: r.Stamp{HLC: at(1), Device: r.OwnDevice}, Fields: []string{"", "Ana"}, Phones: []crm.Phone{"5548999990001"},
		Versions:  map[string]r.Stamp{crm.FieldCity.String(): {HLC: at(2), Device: r.OwnDevice}},
		PhoneTags: map[crm.Phone][]r.Stamp{"5548999990001": {{HLC: at(3), Device: r.OwnDevice}}},
	}})
	c := w.contact(id(1))
	expect(t, "contact", c.Stamp.Device, 9)
	expect(t, "city", c.Version(crm.FieldCity.String()).Device, 9)
	expect(t, "phone", c.SeenPhone("5548999990001")[0].Device, 9)
}

// A label or user that was made anew on the restored server, under the same name, stands for the one that is offered; a
// contact never names what the server does not have.
func TestRestoredContactNamesWhatTheServerHas(t *testing.T) {
	w := newWorld(t)
	w.by(2, at(1), r.KindLabelDefine, &r.LabelDefine{ID: id(50), Name: "VIP"})
	w.by(2, at(1), r.KindUserPut, &r.UserPut{ID: id(70), Name: "Bia", Email: "bia@example.com", Active: true})
	w.by(2, at(1), r.KindLabelDefine, &r.LabelDefine{ID: id(51), Name: "vip"})
	stamp := r.Stamp{HLC: at(2), Device: 2}
	w.offer(r.Effect{Put: &r.Contact{ID: id(1), Stamp: stamp, Fields: []string{"", "Ana"}, Labels: []crm.ID{id(51), id(52)},
		LabelTags: map[crm.ID][]r.Stamp{id(51): {{HLC: at(3), Device: 3}}, id(52): {{HLC: at(3), Device: 3}}},
		Custom:    []r.Custom{{Field: id(60), Value: "x"}}, Portfolio: &r.Portfolio{Type: 1, Owner: id(71)}}})
	c := w.contact(id(1))
	expect(t, "labels", c.Labels, []crm.ID{id(50)})
	expect(t, "tags", c.LabelTags, map[crm.ID][]r.Stamp{id(50): {{HLC: at(3), Device: 3}}})
	expect(t, "custom fields", len(c.Custom), 0)
	expect(t, "portfolio", c.Portfolio, (*r.Portfolio)(nil))
}
