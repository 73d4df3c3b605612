package replication

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"carteira/backend/crm"
)

func TestImportChunkComesBackAsItWas(t *testing.T) {
	id, label := crm.NewID(), crm.NewID()
	doc := Document{Fields: []string{"", "Ana"}, Phones: []crm.Phone{"5511999999999"}, Labels: []int64{7}}
	want := &ImportChunk{
		Job: crm.NewID(), FirstLine: 2, LastLine: 9,
		Labels:  map[int64]crm.ID{7: label},
		Creates: []Imported{{ID: id[:], At: 42, Document: doc.AppendTo(nil)}},
		Edits:   []ContactEdit{{ID: id, Fields: []FieldEdit{{Field: crm.FieldCity, Value: "Recife", Base: Stamp{HLC: 3, Device: 7}}}}},
	}
	b, err := EncodeChunk(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := DecodeChunk(b)
	if err != nil {
		t.Fatal(err)
	}
	if got.Creates[0].document == nil {
		t.Error("read by the library")
	}
	got.Creates[0].document = nil
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if _, err := DecodeChunk(b[:len(b)-3]); err == nil {
		t.Error("a cut chunk was read")
	}
}

// Reading a chunk by hand is reading it by the library, whatever the bytes.
func TestChunkIsReadAsTheLibraryReadsIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := &ImportChunk{Job: crm.NewID(), FirstLine: rapid.IntRange(0, 1<<20).Draw(t, "first"), LastLine: 9}
		if rapid.Bool().Draw(t, "dictionaries") {
			c.Fields, c.Labels = map[int64]crm.ID{3: crm.NewID(), 900: crm.NewID()}, map[int64]crm.ID{7: crm.NewID()}
		}
		for i := range rapid.IntRange(0, 3).Draw(t, "creates") {
			id := crm.NewID()
			doc := Document{Fields: rapid.SliceOfN(rapid.String(), 0, 4).Draw(t, "fields"), Phones: []crm.Phone{"5511999990001"}}
			x := Imported{ID: id[:], At: rapid.Int64Range(-1, 1<<42).Draw(t, "at"), Document: doc.AppendTo(nil)}
			if i == 1 {
				x.Portfolio = &Portfolio{Type: 2, Owner: crm.NewID(), Reserve: crm.NewID()}
				x.Notes = []NoteAdd{{ID: crm.NewID(), Contact: id, Text: rapid.String().Draw(t, "note"), At: 5}}
			}
			c.Creates = append(c.Creates, x)
		}
		if rapid.Bool().Draw(t, "edits") {
			c.Edits = []ContactEdit{{ID: crm.NewID(), AddPhones: []crm.Phone{"5511999990001"}}, {ID: crm.NewID()}}
		}
		raw, err := Encode(c)
		if err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(0, 2).Draw(t, "flips") {
			raw[rapid.IntRange(0, len(raw)-1).Draw(t, "at")] = rapid.Byte().Draw(t, "byte")
		}
		got, gotErr := readChunk(raw)
		want := new(ImportChunk)
		wantErr := Decode(raw, want)
		if (gotErr == nil) != (wantErr == nil) {
			t.Fatalf("%x: %v, the library says %v", raw, gotErr, wantErr)
		}
		if gotErr != nil {
			return
		}
		for i := range got.Creates {
			x := &got.Creates[i]
			if x.document == nil {
				continue
			}
			doc, err := DecodeDocument(x.Document)
			if err != nil || !reflect.DeepEqual(*x.document, doc) {
				t.Fatalf("%x: document %+v, by itself %+v %v", raw, x.document, doc, err)
			}
			x.document = nil
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%x:\n got %+v\nwant %+v", raw, got, want)
		}
	})
}

func BenchmarkReadChunk(b *testing.B) {
	c := &ImportChunk{Job: crm.NewID(), FirstLine: 2}
	for range 5000 {
		id := crm.NewID()
		doc := Document{Fields: []string{"", "Ana Paula de Souza", "ana@exemplo.com.br", "52998224725", "", "Feminino", "1988-02-14"}, Phones: []crm.Phone{"5581999990001"}}
		c.Creates = append(c.Creates, Imported{ID: id[:], At: 1_790_000_000_000, Document: doc.AppendTo(nil)})
	}
	body, err := EncodeChunk(c)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := DecodeChunk(body); err != nil {
			b.Fatal(err)
		}
	}
}
