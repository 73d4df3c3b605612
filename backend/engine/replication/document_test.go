package replication

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/fxamacker/cbor/v2"
	"pgregory.net/rapid"

	"carteira/backend/crm"
)

// The hand-written encoding is byte for byte the library's.
func TestDocumentEncodingIsTheLibrarys(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.Map(rapid.IntRange(0, 70_000), func(n int) string { return strings.Repeat("a", n) }))
		numbers := rapid.Int64Range(0, 1<<40)
		d := Document{
			Fields: rapid.SliceOfN(text, 0, 30).Draw(t, "fields"),
			Phones: rapid.SliceOfN(rapid.Map(rapid.StringMatching(`[0-9]{8,15}`), func(s string) crm.Phone { return crm.Phone(s) }), 0, 10).Draw(t, "phones"),
			Labels: rapid.SliceOf(numbers).Draw(t, "labels"),
		}
		for _, n := range rapid.SliceOf(numbers).Draw(t, "custom") {
			d.Custom = append(d.Custom, DocumentValue{Field: n, Value: text.Draw(t, "value")})
		}
		want, err := cbor.Marshal(&Document{
			Fields: append([]string{}, d.Fields...), Phones: append([]crm.Phone{}, d.Phones...),
			Custom: append([]DocumentValue{}, d.Custom...), Labels: append([]int64{}, d.Labels...),
		})
		if err != nil {
			t.Fatal(err)
		}
		got := d.AppendTo(nil)
		if !bytes.Equal(got, want) {
			t.Fatalf("got %x, want %x", got, want)
		}
		back, err := DecodeDocument(got)
		if err != nil {
			t.Fatal(err)
		}
		if len(d.Fields) > 0 && !reflect.DeepEqual(back.Fields, d.Fields) {
			t.Fatalf("read back %q, want %q", back.Fields, d.Fields)
		}
	})
}

// Reading by hand is reading by the library, whatever the bytes.
func TestDocumentIsReadAsTheLibraryReadsIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := Document{
			Fields: rapid.SliceOfN(rapid.String(), 0, 5).Draw(t, "fields"), Labels: rapid.SliceOf(rapid.Int64Range(0, 1<<40)).Draw(t, "labels"),
			Phones: []crm.Phone{"5511999990001"}, Custom: []DocumentValue{{Field: 3, Value: rapid.String().Draw(t, "value")}},
		}
		b := d.AppendTo(nil)
		for range rapid.IntRange(0, 3).Draw(t, "flips") {
			b[rapid.IntRange(0, len(b)-1).Draw(t, "at")] = rapid.Byte().Draw(t, "byte")
		}
		b = b[:rapid.IntRange(0, len(b)).Draw(t, "length")]
		got, err := DecodeDocument(b)
		var want Document
		wantErr := cbor.Unmarshal(b, &want)
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("%x: %v, the library says %v", b, err, wantErr)
		}
		if err == nil && !reflect.DeepEqual(got, want) {
			t.Fatalf("%x: %+v, the library reads %+v", b, got, want)
		}
		filled := map[crm.Field]string{}
		if failed := EachField(b, func(f crm.Field, text string) { filled[f] = text }); err == nil && failed != nil {
			t.Fatalf("%x: %v", b, failed)
		}
		for i, text := range want.Fields {
			if err == nil && filled[crm.Field(i)] != text {
				t.Fatalf("%x: field %d is %q, want %q", b, i, filled[crm.Field(i)], text)
			}
		}
	})
}

func BenchmarkDecodeDocument(b *testing.B) {
	d := Document{Fields: []string{"", "Ana Paula de Souza", "ana@exemplo.com.br", "52998224725", "", "Feminino", "1988-02-14", "A-1", "Firma", "50000000",
		"Rua das Flores", "12", "", "Recife", "PE", "Brasil"}, Phones: []crm.Phone{"5581999990001"}, Labels: []int64{2}}
	raw := d.AppendTo(nil)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := DecodeDocument(raw); err != nil {
			b.Fatal(err)
		}
	}
}
