package replication_test

import (
	"testing"

	"carteira/backend/crm"
	r "carteira/backend/engine/replication"
)

// D8.4: what says who a person is, and what only sounds like it.
func TestSegmentNamesAPerson(t *testing.T) {
	c := &r.Contact{ID: id(1), Phones: []crm.Phone{"5511987650001"}}
	for f, text := range (texts{crm.FieldName: "Zenaide  Quixabeira", crm.FieldEmail: "Zenaide@X.com", crm.FieldCPF: "52998224725", crm.FieldCNPJ: "12ABC34501DE35"}) {
		c.SetField(f, text)
	}
	alone := &r.Contact{ID: id(2)}
	alone.SetField(crm.FieldName, "Recife")
	for text, want := range map[string]bool{
		"Zenaide Quixabeira": true, "clientes da ZENÁIDE quixabeira, todos": true, "Pedidos ZENAIDE quixabeira": true, "Zenaide": false, "Quixabeira": false,
		"Zenaide Quixabeiras": false, "zenaide@x.com": true, "CPF 529.982.247-25": true, "CNPJ 12.abc.345/01DE-35": true, "+55 (11) 98765-0001": true,
		"11 98765 0001": true, "98765": false, "Recife": false, "": false,
	} {
		if got := (&r.Segment{Name: text, Filter: "{}"}).Names(c); got != want {
			t.Errorf("name %q: %v, want %v", text, got, want)
		}
		if got := (&r.Segment{Name: "s", Filter: `{"custom":[{"field":"` + id(60).String() + `","value":"` + text + `"}]}`}).Names(c); got != want {
			t.Errorf("value %q: %v, want %v", text, got, want)
		}
	}
	if (&r.Segment{Name: "Recife", Filter: "{}"}).Names(alone) {
		t.Error("one word is a place as well")
	}
	if !(&r.Segment{Name: "s", Filter: `of a newer program: zenaide@x.com`}).Names(c) {
		t.Error("a filter that cannot be read is searched as it is")
	}
}

// The segment goes with the person whatever the clocks say, and those of others stay.
func TestErasureTakesSegmentsThatNameThePerson(t *testing.T) {
	w := two(t)
	w.by(2, at(900), r.KindSegmentPut, &r.SegmentPut{ID: id(20), Name: "fone 5511987650001", Filter: "{}"})
	w.by(2, at(901), r.KindSegmentPut, &r.SegmentPut{ID: id(21), Name: "Recife", Filter: "{}"})
	w.by(3, at(9), r.KindAnonymize, &r.Erase{ID: id(1)})
	gone, _ := w.s.Segment(id(20))
	stays, _ := w.s.Segment(id(21))
	expect(t, "gone", []any{gone.Gone, gone.Name, gone.Filter}, []any{true, "", ""})
	expect(t, "stays", []any{stays.Gone, stays.Name}, []any{false, "Recife"})
	noTrace(t, w, string(phoneA))
	w.by(4, at(500), r.KindSegmentPut, &r.SegmentPut{ID: id(20), Name: "renamed by somebody who had not heard", Filter: "{}"})
	gone, _ = w.s.Segment(id(20))
	expect(t, "stays gone", gone.Gone, true)
}
