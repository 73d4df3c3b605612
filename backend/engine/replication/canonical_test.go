package replication

import (
	"testing"

	"carteira/backend/crm"
)

// Tags of one moment are in another order where a device is number 1 to itself: the contact is the same.
func TestDigestIgnoresTheOrderOfTags(t *testing.T) {
	id := crm.NewID()
	there := &Contact{ID: id, Stamp: Stamp{HLC: 7, Device: 3}, Phones: []crm.Phone{"5511999990000"}, Labels: []crm.ID{id},
		PhoneTags: map[crm.Phone][]Stamp{"5511999990000": {{HLC: 9, Device: 3}, {HLC: 9, Device: 5}}},
		LabelTags: map[crm.ID][]Stamp{id: {{HLC: 9, Device: 3}, {HLC: 9, Device: 5}}}}
	here := there.Clone()
	here.PhoneTags["5511999990000"] = []Stamp{{HLC: 9, Device: OwnDevice}, {HLC: 9, Device: 3}}
	here.LabelTags[id] = []Stamp{{HLC: 9, Device: OwnDevice}, {HLC: 9, Device: 3}}
	e := Effect{Put: here}
	e.Renumber(OwnDevice, 5)
	var a, b Digest
	for _, x := range []struct {
		digest *Digest
		effect Effect
	}{{&a, Effect{Put: there}}, {&b, e}} {
		if err := x.digest.Add(NounContact, x.effect); err != nil {
			t.Fatal(err)
		}
	}
	if !a.Equal(&b) {
		t.Error("the order of tags changes the digest")
	}
}
