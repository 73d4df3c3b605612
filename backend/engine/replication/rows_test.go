package replication_test

import (
	"fmt"
	"testing"

	"carteira/backend/crm"
	r "carteira/backend/engine/replication"
)

// The table of S2, row by row, each asserted for the winner and for the loser.

// two is a world with two people, both of device 2.
func two(t *testing.T) *world {
	w := newWorld(t)
	w.person(2, at(1), id(1), texts{crm.FieldName: "Ana", crm.FieldCity: "Recife"}, phoneA)
	w.person(2, at(2), id(2), texts{crm.FieldName: "Bia"}, phoneB)
	return w
}

func TestEditEdit(t *testing.T) {
	for _, c := range []struct {
		name          string
		first, second int // clocks
		stands, lost  string
	}{
		{"the later clock arrives last", 10, 20, "Olinda", "Natal"},
		{"the later clock arrives first", 20, 10, "Natal", "Olinda"},
		{"one clock, the greater device", 10, 10, "Olinda", "Natal"},
	} {
		t.Run("same field: "+c.name, func(t *testing.T) {
			w := two(t)
			stale := w.fields(id(1), crm.FieldCity, "Olinda")
			w.by(3, at(c.first), r.KindContactEdit, w.fields(id(1), crm.FieldCity, "Natal"))
			expect(t, "outcome", w.by(4, at(c.second), r.KindContactEdit, stale).Outcome, r.Applied)
			expect(t, "city", w.contact(id(1)).Field(crm.FieldCity), c.stands)
			if x := w.conflicts(); len(x) != 1 || x[0].Value != c.lost || x[0].Winner != c.stands || x[0].Part != "city" {
				t.Errorf("conflicts %+v", x)
			}
		})
	}
	t.Run("same field, seen: applies whatever the clocks say", func(t *testing.T) {
		w := two(t)
		w.by(3, at(10_000_000), r.KindContactEdit, w.fields(id(1), crm.FieldCity, "Natal"))
		w.by(4, at(5), r.KindContactEdit, w.fields(id(1), crm.FieldCity, "Olinda"))
		expect(t, "city", w.contact(id(1)).Field(crm.FieldCity), "Olinda")
		expect(t, "conflicts", len(w.conflicts()), 0)
	})
	t.Run("own earlier write, as the device wrote it", func(t *testing.T) {
		w := two(t)
		e := &r.ContactEdit{ID: id(1), Fields: []r.FieldEdit{{Field: crm.FieldCity, Value: "Natal", Base: r.Stamp{HLC: at(1), Device: r.OwnDevice}}}}
		w.by(2, at(0), r.KindContactEdit, e)
		expect(t, "city", w.contact(id(1)).Field(crm.FieldCity), "Natal")
		w = two(t)
		w.by(3, at(0), r.KindContactEdit, e)
		expect(t, "another device's own", w.contact(id(1)).Field(crm.FieldCity), "Recife")
	})
	t.Run("same field, same text: nothing is lost", func(t *testing.T) {
		w := two(t)
		stale := w.fields(id(1), crm.FieldCity, "Natal")
		w.by(3, at(10), r.KindContactEdit, w.fields(id(1), crm.FieldCity, "Natal"))
		w.by(4, at(5), r.KindContactEdit, stale)
		expect(t, "conflicts", len(w.conflicts()), 0)
	})
	t.Run("different fields: both", func(t *testing.T) {
		w := two(t)
		stale := w.fields(id(1), crm.FieldState, "PE")
		w.by(3, at(20), r.KindContactEdit, w.fields(id(1), crm.FieldCity, "Natal"))
		w.by(4, at(10), r.KindContactEdit, stale)
		expect(t, "both", []string{w.contact(id(1)).Field(crm.FieldCity), w.contact(id(1)).Field(crm.FieldState)}, []string{"Natal", "PE"})
		expect(t, "conflicts", len(w.conflicts()), 0)
	})
	t.Run("settled", func(t *testing.T) {
		w := two(t)
		stale := w.fields(id(1), crm.FieldCity, "Olinda")
		w.by(3, at(10), r.KindContactEdit, w.fields(id(1), crm.FieldCity, "Natal"))
		w.by(4, at(20), r.KindContactEdit, stale)
		w.by(3, at(30), r.KindConflictSettle, &r.ConflictSettle{ID: w.conflicts()[0].ID})
		expect(t, "conflicts", len(w.conflicts()), 0)
		expect(t, "settling nothing", w.by(3, at(31), r.KindConflictSettle, &r.ConflictSettle{ID: id(99)}).Outcome, r.Already)
	})
}

func TestEditMerge(t *testing.T) {
	w := two(t)
	stale := w.fields(id(2), crm.FieldCity, "Natal")
	stale.AddPhones, stale.Notes = []crm.Phone{phoneC}, []r.NoteAdd{{ID: id(30), Contact: id(2), Text: "t", At: 1}}
	w.by(3, at(4), r.KindNoteAdd, &r.NoteAdd{ID: id(31), Contact: id(2), Text: "u", At: 1})
	w.by(3, at(5), r.KindMerge, &r.Merge{Primary: id(1), Secondaries: []crm.ID{id(2)}})
	w.by(4, at(9), r.KindContactEdit, stale)
	root := w.contact(id(1))
	expect(t, "city of the root", root.Field(crm.FieldCity), "Natal")
	expect(t, "phones unite", root.Phones, []crm.Phone{phoneA, phoneB, phoneC})
	expect(t, "city of the secondary", w.contact(id(2)).Field(crm.FieldCity), "")
	expect(t, "the root's text is kept", w.conflicts()[0].Value, "Recife")
	expect(t, "active", []bool{root.Active(), w.contact(id(2)).Active()}, []bool{true, false})
	notes := 0
	_ = w.s.Each(func(_ r.Noun, e r.Effect) error {
		if e.Note != nil && e.Note.Contact == id(1) {
			notes++
		}
		return nil
	})
	expect(t, "notes of the root", notes, 2)

	older := two(t)
	stale = older.fields(id(2), crm.FieldCity, "Natal")
	older.by(3, at(50), r.KindContactEdit, older.fields(id(1), crm.FieldCity, "Olinda"))
	older.by(3, at(51), r.KindMerge, &r.Merge{Primary: id(1), Secondaries: []crm.ID{id(2)}})
	older.by(4, at(9), r.KindContactEdit, stale)
	expect(t, "an older edit loses", older.contact(id(1)).Field(crm.FieldCity), "Olinda")
	expect(t, "and is kept", older.conflicts()[0].Value, "Natal")
}

func TestMergeMerge(t *testing.T) {
	merge := func(w *world, into, from int) r.Result {
		return w.by(3, at(10), r.KindMerge, &r.Merge{Primary: id(into), Secondaries: []crm.ID{id(from)}})
	}
	root := func(w *world, n int) crm.ID {
		x, _ := w.s.Root(r.NounContact, id(n)) // panics on a cycle
		return x
	}
	t.Run("A→B and B→A", func(t *testing.T) {
		w := two(t)
		expect(t, "first", merge(w, 1, 2).Outcome, r.Applied)
		expect(t, "second", merge(w, 2, 1).Outcome, r.Already)
		expect(t, "root", []crm.ID{root(w, 1), root(w, 2)}, []crm.ID{id(1), id(1)})
	})
	t.Run("chains", func(t *testing.T) {
		w := two(t)
		w.person(2, at(3), id(3), texts{crm.FieldName: "Caio"})
		merge(w, 1, 2)
		merge(w, 3, 2) // 2 is 1
		expect(t, "a cycle over three", merge(w, 2, 3).Outcome, r.Already)
		expect(t, "root", []crm.ID{root(w, 1), root(w, 2)}, []crm.ID{id(3), id(3)})
		tree, _ := w.s.Tree(id(3))
		expect(t, "one tree", len(tree), 3)
	})
	t.Run("the primary keeps, blanks are filled in order, a CNPJ moves", func(t *testing.T) {
		w := two(t)
		w.person(2, at(3), id(3), texts{crm.FieldName: "Caio", crm.FieldCNPJ: cnpjA, crm.FieldState: "SP"}, "551187650001", phoneC)
		w.person(2, at(4), id(4), texts{crm.FieldName: "Davi", crm.FieldCNPJ: cnpjB, crm.FieldState: "RJ", crm.FieldCountry: "BR"})
		w.by(3, at(9), r.KindMerge, &r.Merge{Primary: id(1), Secondaries: []crm.ID{id(3), id(4)}})
		c := w.contact(id(1))
		expect(t, "fields", []string{c.Field(crm.FieldName), c.Field(crm.FieldState), c.Field(crm.FieldCountry), c.Field(crm.FieldCNPJ)}, []string{"Ana", "SP", "BR", cnpjA})
		expect(t, "the CNPJ is on one", w.contact(id(3)).Field(crm.FieldCNPJ), "")
		expect(t, "one number in two forms is one phone", c.Phones, []crm.Phone{phoneA, phoneC})
	})
	t.Run("reactivated alone", func(t *testing.T) {
		w := two(t)
		merge(w, 1, 2)
		e := w.fields(id(2), crm.FieldActive, "true")
		e.Alone = true
		w.by(3, at(20), r.KindContactEdit, e)
		expect(t, "root", root(w, 2), id(2))
		expect(t, "merged again", merge(w, 1, 2).Outcome, r.Applied)
	})
}

func TestErasure(t *testing.T) {
	anonymize := func(w *world, n int) r.Result { return w.by(5, at(3), r.KindAnonymize, &r.Erase{ID: id(n)}) }
	t.Run("merge, then anonymize: the whole tree", func(t *testing.T) {
		for _, asked := range []int{1, 2} {
			w := two(t)
			w.by(3, at(5), r.KindNoteAdd, &r.NoteAdd{ID: id(31), Contact: id(1), Text: "Recife", At: 1})
			w.by(3, at(5), r.KindMerge, &r.Merge{Primary: id(1), Secondaries: []crm.ID{id(2)}})
			anonymize(w, asked)
			noTrace(t, w, "Ana", "Bia", "Recife", string(phoneA), string(phoneB))
			for n := 1; n <= 2; n++ {
				expect(t, "mark", w.contact(id(n)).Mark, r.Anonymized)
				expect(t, "keys", len(w.contact(id(n)).Keys()), 0)
			}
		}
	})
	t.Run("anonymize, then a merge that did not know", func(t *testing.T) {
		for _, m := range []r.Merge{{Primary: id(1), Secondaries: []crm.ID{id(2)}}, {Primary: id(2), Secondaries: []crm.ID{id(1)}}} {
			w := two(t)
			anonymize(w, 1)
			got := w.by(3, at(9), r.KindMerge, &m)
			expect(t, "rejected", []any{got.Outcome, got.Code, got.Other}, []any{r.Rejected, r.CodeErased, id(1)})
			expect(t, "the other lives", w.contact(id(2)).Mark, r.Live)
		}
	})
	t.Run("anonymize vs anything else", func(t *testing.T) {
		w := two(t)
		e := w.fields(id(1), crm.FieldCity, "Segredo")
		anonymize(w, 1) // with an older clock
		before := describe(t, w.s)
		for _, x := range []struct {
			kind r.Kind
			body any
		}{
			{r.KindContactEdit, e}, {r.KindNoteAdd, &r.NoteAdd{ID: id(30), Contact: id(1), Text: "Segredo"}},
			{r.KindContactCreate, &r.ContactCreate{ID: id(1), Fields: texts{crm.FieldName: "Segredo"}}},
		} {
			got := w.by(3, at(10_000), x.kind, x.body)
			expect(t, string(x.kind), []any{got.Outcome, got.Code}, []any{r.Superseded, "superseded_by_erasure"})
		}
		line := pen{fresh: 1}.lines(texts{crm.FieldCity: "Segredo"})
		expect(t, "an imported line", w.by(3, at(11_000), r.KindImportChunk, line).Refused[0].Code, r.CodeErased)
		sameState(t, "afterwards", describe(t, w.s), before)
		expect(t, "again", anonymize(w, 1).Outcome, r.Already)
	})
	t.Run("an open interaction stands against it", func(t *testing.T) {
		w := two(t)
		call := r.InteractionAdd{ID: id(40), Contact: id(2), Open: true}
		w.by(3, at(5), r.KindInteraction, &r.InteractionChunk{Interactions: []r.InteractionAdd{call}})
		w.by(3, at(5), r.KindMerge, &r.Merge{Primary: id(1), Secondaries: []crm.ID{id(2)}})
		for _, kind := range []r.Kind{r.KindAnonymize, r.KindDelete} {
			got := w.by(3, at(6), kind, &r.Erase{ID: id(1)})
			expect(t, string(kind), []any{got.Outcome, got.Code}, []any{r.Rejected, r.CodeOpenRequest})
		}
		call.Open, call.Contact = false, id(1)
		w.by(3, at(7), r.KindInteraction, &r.InteractionChunk{Interactions: []r.InteractionAdd{call}})
		expect(t, "once it is closed", anonymize(w, 1).Outcome, r.Applied)
		call.ID = id(41)
		w.by(3, at(8), r.KindInteraction, &r.InteractionChunk{Interactions: []r.InteractionAdd{call}})
		x, _ := w.s.Interaction(id(41))
		expect(t, "a fact is kept", x != nil, true)
	})
	t.Run("delete/edit", func(t *testing.T) {
		w := two(t)
		e := w.fields(id(1), crm.FieldCity, "Segredo")
		expect(t, "delete", w.by(3, at(5), r.KindDelete, &r.Erase{ID: id(1)}).Outcome, r.Applied)
		got := w.by(4, at(9), r.KindContactEdit, e)
		expect(t, "edit", []any{got.Outcome, got.Code}, []any{r.Superseded, r.CodeDeleted})
		noTrace(t, w, "Ana", "Recife", "Segredo")
		expect(t, "anonymize", anonymize(w, 1).Outcome, r.Already)
		anonymize(w, 2)
		expect(t, "delete the anonymized", w.by(3, at(9), r.KindDelete, &r.Erase{ID: id(2)}).Outcome, r.Applied)
		expect(t, "nothing is left", len(w.contact(id(2)).Fields), 0)
	})
}

// noTrace looks for personal texts in everything that the state holds.
func noTrace(t *testing.T, w *world, texts ...string) {
	t.Helper()
	var all string
	_ = w.s.Each(func(_ r.Noun, e r.Effect) error {
		if e.Put != nil {
			all += fmt.Sprintf("%+v", *e.Put)
		} else {
			b, _ := r.Encode(e)
			all += string(b)
		}
		return nil
	})
	for _, text := range texts {
		if contains(all, text) {
			t.Errorf("%q can still be read", text)
		}
	}
}
