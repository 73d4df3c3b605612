package replication_test

import (
	"testing"

	"carteira/backend/crm"
	r "carteira/backend/engine/replication"
	"carteira/backend/engine/replication/replicationtest"
)

// A field that only a newer program knows is decided, kept and merged like any other (S3, S5.17).
func TestFieldsOfANewerVersionAreCarried(t *testing.T) {
	const newer = crm.Field(crm.NumFields + 2)
	s := replicationtest.NewState()
	id := crm.NewID()
	decide := func(device, hlc int64, kind r.Kind, body any) r.Result {
		b, err := r.Encode(body)
		if err != nil {
			t.Fatal(err)
		}
		result, err := r.Decide(s, &r.Op{Device: device, Incarnation: 1, Counter: hlc, Kind: kind, Entity: id, HLC: r.HLC(hlc), At: hlc, Body: b}, r.Env{Server: true})
		if err != nil {
			t.Fatal(err)
		}
		return result
	}
	decide(2, 1, r.KindContactCreate, &r.ContactCreate{ID: id, At: 1, Fields: map[crm.Field]string{crm.FieldName: "Ana", newer: "a"}})
	seen := r.Stamp{HLC: 1, Device: 2}
	decide(3, 5, r.KindContactEdit, &r.ContactEdit{ID: id, Fields: []r.FieldEdit{{Field: newer, Value: "b", Base: seen}}})
	decide(4, 4, r.KindContactEdit, &r.ContactEdit{ID: id, Fields: []r.FieldEdit{{Field: newer, Value: "c", Base: seen}, {Field: crm.FieldCity, Value: "Natal", Base: seen}}})
	c, err := s.Contact(id)
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Field(newer); got != "b" {
		t.Errorf("the newer field is %q, want the later text b", got)
	}
	if c.Version(r.FieldPart(newer)) != (r.Stamp{HLC: 5, Device: 3}) {
		t.Errorf("its version is %v", c.Version(r.FieldPart(newer)))
	}
	if c.Field(crm.FieldCity) != "Natal" {
		t.Error("the edit beside it was lost")
	}
}
