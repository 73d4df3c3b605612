package replication_test

import (
	"testing"

	"carteira/backend/crm"
	r "carteira/backend/engine/replication"
)

// Contacts of one import share their version, so that an edit of a merged one must not take its primary's for what its
// author has seen: the text that gives way would be lost without a trace (S2).
func TestEditOfASecondaryKnowsNothingOfItsPrimary(t *testing.T) {
	for _, author := range []int64{2, 3} { // 2 has imported both
		w := newWorld(t)
		chunk := &r.ImportChunk{FirstLine: 2, LastLine: 3}
		for n, city := range []string{"Recife", "Olinda"} {
			contact := id(n + 1)
			doc := r.Document{Fields: make([]string, crm.NumFields)}
			doc.Fields[crm.FieldName], doc.Fields[crm.FieldCity] = "Ana", city
			doc.Trim()
			chunk.Creates = append(chunk.Creates, r.Imported{ID: contact[:], At: 1, Document: doc.AppendTo(nil)})
		}
		w.by(2, at(1), r.KindImportChunk, chunk)
		stale := w.fields(id(2), crm.FieldCity, "Natal")
		w.by(4, at(2), r.KindMerge, &r.Merge{Primary: id(1), Secondaries: []crm.ID{id(2)}})

		w.by(author, at(3), r.KindContactEdit, stale)
		expect(t, "city", w.contact(id(1)).Field(crm.FieldCity), "Natal")
		if c := w.conflicts(); len(c) != 1 || c[0].Value != "Recife" || c[0].Winner != "Natal" {
			t.Errorf("device %d: the primary's text is not in the conflict list: %+v", author, c)
		}
	}
}

// A blank that nobody wrote is no text: it neither beats one nor is listed as lost.
func TestBlankThatNobodyWroteGivesWay(t *testing.T) {
	w := newWorld(t)
	w.person(2, at(9), id(1), map[crm.Field]string{crm.FieldName: "Ana"})
	w.by(3, at(1), r.KindContactEdit, &r.ContactEdit{ID: id(1), Fields: []r.FieldEdit{{Field: crm.FieldCity, Value: "Natal"}}})
	expect(t, "city", w.contact(id(1)).Field(crm.FieldCity), "Natal")
	expect(t, "conflicts", len(w.conflicts()), 0)

	// Whoever cleared a field did write it.
	w.by(2, at(20), r.KindContactEdit, w.fields(id(1), crm.FieldCity, ""))
	w.by(3, at(15), r.KindContactEdit, &r.ContactEdit{ID: id(1), Fields: []r.FieldEdit{{Field: crm.FieldCity, Value: "Olinda"}}})
	expect(t, "city", w.contact(id(1)).Field(crm.FieldCity), "")
	expect(t, "conflicts", len(w.conflicts()), 1)
}
