package replication_test

import (
	"testing"

	"carteira/backend/crm"
	r "carteira/backend/engine/replication"
)

// A legacy text that is no CPF or phone must not make one person of all who have such a text (D1.3, D3.8).
func TestLegacyTextsFindNobody(t *testing.T) {
	w := newWorld(t)
	w.person(2, at(1), id(1), map[crm.Field]string{crm.FieldName: "Ana", crm.FieldCPF: "123"}, "abc")
	doc := r.Document{Fields: make([]string, crm.NumFields)}
	doc.Fields[crm.FieldName], doc.Fields[crm.FieldCPF] = "Bia", "45-6"
	for n, phones := range [][]crm.Phone{nil, {"xyz"}} {
		if doc.Phones = phones; phones != nil {
			doc.Fields[crm.FieldCPF] = ""
		}
		contact := id(n + 2)
		w.by(3, at(2), r.KindImportChunk, &r.ImportChunk{Creates: []r.Imported{{ID: contact[:], At: 1, Document: doc.AppendTo(nil)}}})
		expect(t, "name", w.contact(contact).Field(crm.FieldName), "Bia")
	}
	expect(t, "keys", w.contact(id(1)).Keys(), []r.Key(nil))
}
