package replication_test

import (
	"testing"

	"carteira/backend/crm"
	r "carteira/backend/engine/replication"
)

// A segment is one text: who saw what stands there wins, whatever the clocks say, otherwise the later; gone is a state like
// another, and stays known.
func TestSegments(t *testing.T) {
	seen := r.Stamp{HLC: at(10), Device: 2}
	put := func(name string, base r.Stamp) any {
		return &r.SegmentPut{ID: id(1), Name: name, Filter: `{"status":"active"}`, Base: base}
	}
	for name, c := range map[string]struct {
		device  int64
		clock   int
		kind    r.Kind
		body    any
		outcome r.Outcome
		stands  string // "" = gone
	}{
		"seen, clock behind":       {3, 5, r.KindSegmentPut, put("B", seen), r.Applied, "B"},
		"unseen, later":            {3, 11, r.KindSegmentPut, put("B", r.Stamp{}), r.Applied, "B"},
		"unseen, earlier":          {3, 9, r.KindSegmentPut, put("B", r.Stamp{}), r.Already, "A"},
		"own, by one's own number": {2, 9, r.KindSegmentPut, put("B", r.Stamp{HLC: at(10), Device: r.OwnDevice}), r.Applied, "B"},
		"nameless":                 {3, 11, r.KindSegmentPut, put("", seen), r.Rejected, "A"},
		"deleted, seen":            {3, 5, r.KindSegmentDelete, &r.SegmentDelete{ID: id(1), Base: seen}, r.Applied, ""},
		"deleted, unseen, earlier": {3, 9, r.KindSegmentDelete, &r.SegmentDelete{ID: id(1)}, r.Already, "A"},
		"deleted, unknown":         {3, 11, r.KindSegmentDelete, &r.SegmentDelete{ID: id(2)}, r.Already, "A"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.by(2, at(10), r.KindSegmentPut, put("A", r.Stamp{}))
			expect(t, "outcome", w.by(c.device, at(c.clock), c.kind, c.body).Outcome, c.outcome)
			got, err := w.s.Segment(id(1))
			if err != nil {
				t.Fatal(err)
			}
			expect(t, "name", got.Name, c.stands)
			expect(t, "gone", got.Gone, c.stands == "")
			if got.Gone != (got.Filter == "") {
				t.Errorf("filter %q", got.Filter)
			}
		})
	}
}

// What came too late of a segment that is gone does not bring it back; what is later does.
func TestDeletedSegmentsStayKnown(t *testing.T) {
	w := newWorld(t)
	w.by(2, at(1), r.KindSegmentPut, &r.SegmentPut{ID: id(1), Name: "A", Filter: "{}"})
	w.by(3, at(5), r.KindSegmentDelete, &r.SegmentDelete{ID: id(1), Base: r.Stamp{HLC: at(1), Device: 2}})
	expect(t, "earlier", w.by(2, at(4), r.KindSegmentPut, &r.SegmentPut{ID: id(1), Name: "B", Filter: "{}"}).Outcome, r.Already)
	expect(t, "later", w.by(2, at(6), r.KindSegmentPut, &r.SegmentPut{ID: id(1), Name: "C", Filter: "{}"}).Outcome, r.Applied)
}

// A batch edits, and nothing else; by the rights of its author.
func TestBatchesEditOnly(t *testing.T) {
	w := newWorld(t)
	w.person(2, at(1), id(1), texts{crm.FieldName: "Ana"})
	doc := r.Document{Fields: []string{"", "Bia"}}
	new := id(9)
	create := &r.ImportChunk{Creates: []r.Imported{{ID: new[:], At: 1, Document: doc.AppendTo(nil)}}}
	expect(t, "creates", w.by(3, at(2), r.KindContactBatch, create).Code, crm.CodeInvalid)
	got := w.by(3, at(3), r.KindContactBatch, &r.ImportChunk{Edits: []r.ContactEdit{*w.fields(id(1), crm.FieldCity, "Natal"), {ID: id(8)}}})
	expect(t, "outcome", got.Outcome, r.Applied)
	expect(t, "refused", got.Refused[0].Code, r.CodeUnknown)
	expect(t, "city", w.contact(id(1)).Field(crm.FieldCity), "Natal")
}
