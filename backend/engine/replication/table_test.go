package replication

import (
	"errors"
	"fmt"
	"reflect"
	"testing"

	"github.com/fxamacker/cbor/v2"
	"pgregory.net/rapid"

	"carteira/backend/crm"
)

func drawnContact(t *rapid.T, ids []crm.ID) *Contact {
	id := rapid.SampledFrom(ids)
	number := rapid.Int64Range(0, 1<<60)
	c := &Contact{
		ID: crm.NewID(), Created: number.Draw(t, "created"), Updated: number.Draw(t, "updated"), By: id.Draw(t, "by"),
		Stamp: Stamp{HLC: HLC(number.Draw(t, "hlc")), Device: rapid.Int64Range(0, 300).Draw(t, "device")},
		Since: number.Draw(t, "since"),
	}
	for f, text := range rapid.MapOfN(rapid.IntRange(1, int(maxField)-1), rapid.String(), 0, 6).Draw(t, "fields") {
		c.SetField(crm.Field(f), text)
	}
	for range rapid.IntRange(0, 3).Draw(t, "phones") {
		c.Phones = append(c.Phones, crm.Phone(rapid.StringMatching(`55\d{2}9?\d{8}`).Draw(t, "phone")))
	}
	for range rapid.IntRange(0, 3).Draw(t, "custom") {
		c.Custom = append(c.Custom, Custom{Field: id.Draw(t, "field"), Value: rapid.String().Draw(t, "value")})
	}
	for range rapid.IntRange(0, 3).Draw(t, "labels") {
		c.Labels = append(c.Labels, id.Draw(t, "label"))
	}
	return c
}

// A table gives back what was put in, and takes only contacts that nobody has changed.
func TestTableOfContacts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := []crm.ID{crm.NoID, crm.NewID(), crm.NewID(), crm.NewID()}
		var w TableWriter
		var want []Contact
		for range rapid.IntRange(0, 12).Draw(t, "contacts") {
			c := drawnContact(t, ids)
			plain := true
			switch rapid.IntRange(0, 9).Draw(t, "kind") {
			case 0:
				c.Versions, plain = map[string]Stamp{"city": c.Stamp}, false
			case 1:
				c.MergedInto, plain = crm.NewID(), false
			case 2:
				c.Mark, plain = Anonymized, false
			case 3:
				c.Portfolio, plain = &Portfolio{Type: 1, Owner: ids[1]}, false
			}
			b, err := EncodeEffect(&Effect{Put: c})
			if err != nil {
				t.Fatal(err)
			}
			if got := w.Add(b); got != plain {
				t.Fatalf("added: %v, want %v: %+v", got, plain, c)
			}
			if plain {
				want = append(want, *c)
			}
		}
		if w.Len() != len(want) {
			t.Fatalf("%d in the table, want %d", w.Len(), len(want))
		}
		b, err := w.Take()
		if err != nil || w.Len() != 0 {
			t.Fatalf("%v, %d left", err, w.Len())
		}
		var r Records
		if err := cbor.Unmarshal(b, &r); err != nil {
			t.Fatal(err)
		}
		if len(r) != len(want) {
			t.Fatalf("read %d, want %d", len(r), len(want))
		}
		for i := range want {
			if !reflect.DeepEqual(r[i], Effect{Put: &want[i]}) {
				t.Fatalf("contact %d:\n got %+v\nwant %+v", i, r[i].Put, want[i])
			}
		}
		if len(want) > 1 { // they share memory, but not each other's
			r[0].Put.SetField(maxField-1, "longer")
			if !reflect.DeepEqual(*r[1].Put, want[1]) {
				t.Fatalf("changing the first changed the second: %+v", r[1].Put)
			}
		}
	})
}

// What was damaged on the way is refused, or is other contacts: never a panic, nor more memory than it has bytes for.
func FuzzTable(f *testing.F) {
	var w TableWriter
	for i := range 3 {
		c := &Contact{ID: crm.NewID(), Created: int64(i), By: crm.NewID(), Labels: []crm.ID{crm.NewID()}, Phones: []crm.Phone{"5581999990001"},
			Custom: []Custom{{Field: crm.NewID(), Value: "a"}}}
		c.SetField(crm.FieldName, fmt.Sprint("Ana ", i))
		w.add(c)
	}
	b, err := w.Take()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte{cborArray})
	f.Fuzz(func(t *testing.T, b []byte) {
		var columns [][]byte
		if cbor.Unmarshal(b, &columns) != nil {
			return
		}
		contacts, err := readTable(columns)
		if err != nil && !errors.Is(err, ErrTable) {
			t.Fatal(err)
		}
		for i := range contacts {
			w.add(&contacts[i])
		}
		again, err := w.Take()
		if err != nil {
			t.Fatal(err)
		}
		var r Records
		if err := cbor.Unmarshal(again, &r); err != nil || len(r) != len(contacts) {
			t.Fatalf("%d contacts, written and read again %d: %v", len(contacts), len(r), err)
		}
	})
}

// Columns that are too short, too long or name what is not there.
func TestDamagedTables(t *testing.T) {
	table := func() [][]byte {
		var w TableWriter
		c := &Contact{ID: crm.NewID(), By: crm.NewID(), Labels: []crm.ID{crm.NewID()}, Phones: []crm.Phone{"5581999990001"},
			Custom: []Custom{{Field: crm.NewID(), Value: "a"}}}
		c.SetField(crm.FieldName, "Ana")
		w.add(c)
		b, err := w.Take()
		if err != nil {
			t.Fatal(err)
		}
		var columns [][]byte
		if err := cbor.Unmarshal(b, &columns); err != nil {
			t.Fatal(err)
		}
		return columns
	}
	if _, err := readTable(table()); err != nil {
		t.Fatal(err)
	}
	for i, column := range table() {
		for name, damage := range map[string]func(b []byte) []byte{
			"one byte more": func(b []byte) []byte { return append(b, 1) },
			"cut":           func(b []byte) []byte { return b[:max(0, len(b)-1)] },
		} {
			if name == "cut" && len(column) == 0 {
				continue
			}
			columns := table()
			if columns[i] = damage(columns[i]); columns[i] == nil {
				columns[i] = []byte{}
			}
			if _, err := readTable(columns); !errors.Is(err, ErrTable) {
				t.Errorf("column %d, %s: %v", i, name, err)
			}
		}
	}
	for name, damage := range map[string]func(c [][]byte) [][]byte{
		"no such id":      func(c [][]byte) [][]byte { c[tableBy] = []byte{99}; return c },
		"a million":       func(c [][]byte) [][]byte { c[tableCount] = []byte{0xff, 0xff, 0x3f}; return c },
		"not UTF-8":       func(c [][]byte) [][]byte { c[tableCustomTexts] = []byte{0xff}; return c },
		"lengths alone":   func(c [][]byte) [][]byte { return c[:len(c)-1] },
		"too many fields": func(c [][]byte) [][]byte { return append(c, make([][]byte, 2*int(maxField))...) },
		"too few columns": func(c [][]byte) [][]byte { return c[:3] },
	} {
		if _, err := readTable(damage(table())); !errors.Is(err, ErrTable) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func BenchmarkReadTable(b *testing.B) {
	const contacts = 10_000
	var w TableWriter
	for i := range contacts {
		w.add(&Contact{ID: crm.NewID(), Created: 1_790_000_000_000 + int64(i), Updated: 1_790_000_000_000, By: crm.ID{1}, Stamp: Stamp{HLC: 1_790_000_000_000 << 16, Device: 3},
			Fields: []string{"", "Ana Paula de Souza", "ana@exemplo.com.br", "52998224725", "", "Feminino", "1988-02-14", "", "", "", "", "", "", "Recife", "PE"},
			Phones: []crm.Phone{"5581999990001"}})
	}
	raw, err := w.Take()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		var r Records
		if err := cbor.Unmarshal(raw, &r); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/contacts, "ns/contact")
}
