package replication

import (
	"reflect"
	"testing"

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
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if _, err := DecodeChunk(b[:len(b)-3]); err == nil {
		t.Error("a cut chunk was read")
	}
}
