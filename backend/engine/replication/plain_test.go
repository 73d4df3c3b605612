package replication

import (
	"bytes"
	"reflect"
	"testing"

	"github.com/fxamacker/cbor/v2"
	"pgregory.net/rapid"

	"carteira/backend/crm"
)

// Reading a contact by hand is reading it by the library, whatever the bytes.
func TestContactIsReadAsTheLibraryReadsIt(t *testing.T) {
	stamp := func(t *rapid.T, name string) Stamp {
		return Stamp{HLC: HLC(rapid.Int64Range(0, 1<<60).Draw(t, name)), Device: rapid.Int64Range(0, 300).Draw(t, name+" device")}
	}
	rapid.Check(t, func(t *rapid.T) {
		c := &Contact{
			ID: crm.NewID(), Created: rapid.Int64Range(0, 1<<42).Draw(t, "created"), Updated: 7, Stamp: stamp(t, "stamp"),
			Fields: rapid.SliceOfN(rapid.String(), 0, 5).Draw(t, "fields"), Mark: Mark(rapid.IntRange(0, 2).Draw(t, "mark")),
		}
		if rapid.Bool().Draw(t, "more") {
			c.By, c.MergedInto = crm.NewID(), crm.NewID()
			c.Custom, c.Labels = []Custom{{Field: crm.NewID(), Value: "a"}}, []crm.ID{crm.NewID()}
			c.Phones = []crm.Phone{"5511999990001"}
		}
		if rapid.Bool().Draw(t, "changed") {
			c.Versions = map[string]Stamp{"city": stamp(t, "version")}
			c.PhoneTags = map[crm.Phone][]Stamp{"5511999990001": {stamp(t, "tag")}}
			c.Portfolio = &Portfolio{Type: 2, Owner: crm.NewID()}
		}
		b, err := cbor.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := EncodeEffect(&Effect{Put: c}); err != nil || !bytes.Equal(got, append([]byte{0xa1, 1}, b...)) {
			t.Fatalf("written as\n%x, the library writes\n%x %v", got, b, err)
		}
		var whole Contact
		if err := cbor.Unmarshal(b, &whole); err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(0, 2).Draw(t, "flips") {
			b[rapid.IntRange(0, len(b)-1).Draw(t, "at")] = rapid.Byte().Draw(t, "byte")
		}
		var got, want Contact
		gotErr, wantErr := cbor.Unmarshal(b, &got), cbor.Unmarshal(b, (*contactAlias)(&want))
		if (gotErr == nil) != (wantErr == nil) {
			t.Fatalf("%x: %v, the library says %v", b, gotErr, wantErr)
		}
		if gotErr == nil && !reflect.DeepEqual(got, want) {
			t.Fatalf("%x:\n got %+v\nwant %+v", b, got, want)
		}
	})
}

func BenchmarkReadContact(b *testing.B) {
	c := &Contact{ID: crm.NewID(), Created: 1_790_000_000_000, Updated: 1_790_000_000_000, By: crm.NewID(), Stamp: Stamp{HLC: 1_790_000_000_000 << 16, Device: 3},
		Fields: []string{"", "Ana Paula de Souza", "ana@exemplo.com.br", "52998224725", "", "Feminino", "1988-02-14", "", "", "", "", "", "", "Recife", "PE"},
		Phones: []crm.Phone{"5581999990001"}}
	raw, err := cbor.Marshal(Effect{Put: c})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		var e Effect
		if err := cbor.Unmarshal(raw, &e); err != nil {
			b.Fatal(err)
		}
	}
}
