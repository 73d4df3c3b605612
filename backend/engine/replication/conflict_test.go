package replication_test

import (
	"testing"

	"carteira/backend/crm"
	r "carteira/backend/engine/replication"
)

// An operation that wins one field and loses another runs into less when it comes again: the loser listed the first
// time must stay listed. The world decides everything twice.
func TestConflictsOfOneOperationKeepApart(t *testing.T) {
	w := newWorld(t)
	w.person(2, at(1), id(1), map[crm.Field]string{crm.FieldName: "Ana", crm.FieldCity: "Recife", crm.FieldState: "PE"})
	stale := w.fields(id(1), crm.FieldCity, "Natal", crm.FieldState, "RN")
	w.by(2, at(5), r.KindContactEdit, w.fields(id(1), crm.FieldCity, "Olinda"))
	w.by(2, at(9), r.KindContactEdit, w.fields(id(1), crm.FieldState, "PB"))
	w.by(3, at(7), r.KindContactEdit, stale)
	expect(t, "conflicts", len(w.conflicts()), 2)
}

// A CNPJ that could not be taken made none give way (D1.8).
func TestCNPJThatStaysIsNotListedAsLost(t *testing.T) {
	const mine, other, theirs = "11222333000181", "11444777000161", "45997418000153"
	w := newWorld(t)
	w.person(2, at(1), id(1), map[crm.Field]string{crm.FieldName: "Ana", crm.FieldCNPJ: mine})
	w.person(2, at(2), id(2), map[crm.Field]string{crm.FieldName: "Bia", crm.FieldCNPJ: theirs})
	stale := w.fields(id(1), crm.FieldCNPJ, theirs)
	w.by(2, at(3), r.KindContactEdit, w.fields(id(1), crm.FieldCNPJ, other))
	w.by(3, at(4), r.KindContactEdit, stale)
	expect(t, "CNPJ", w.contact(id(1)).Field(crm.FieldCNPJ), other)
	if c := w.conflicts(); len(c) != 1 || c[0].Kind != r.ConflictCNPJ || c[0].Value != theirs || c[0].Other != id(2) {
		t.Errorf("conflicts: %+v", c)
	}
}
