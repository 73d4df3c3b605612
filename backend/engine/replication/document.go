package replication

import (
	"errors"
	"fmt"

	"github.com/fxamacker/cbor/v2"

	"carteira/backend/crm"
)

// Document is what a contact holds, as it is stored and as an import sends it: CBOR arrays by position. Custom
// fields and labels are numbered by a dictionary that stands beside it: the local tables, or the chunk's own.
type Document struct {
	_      struct{} `cbor:",toarray"`
	Fields []string // by crm.Field, blank ones at the end cut
	Phones []crm.Phone
	Custom []DocumentValue
	Labels []int64
}

// DocumentValue is the value of one custom field.
type DocumentValue struct {
	_     struct{} `cbor:",toarray"`
	Field int64
	Value string
}

// Trim cuts the blank fields at the end.
func (d *Document) Trim() {
	for len(d.Fields) > 0 && d.Fields[len(d.Fields)-1] == "" {
		d.Fields = d.Fields[:len(d.Fields)-1]
	}
}

// AppendTo appends the document's encoding. An import writes it a million times, so it does without the
// library's reflection, which takes five times as long; a test holds the two equal.
func (d *Document) AppendTo(b []byte) []byte {
	b = appendHead(b, 4, 4)
	b = appendHead(b, 4, uint64(len(d.Fields)))
	for _, s := range d.Fields {
		b = appendText(b, s)
	}
	b = appendHead(b, 4, uint64(len(d.Phones)))
	for _, p := range d.Phones {
		b = appendText(b, p)
	}
	b = appendHead(b, 4, uint64(len(d.Custom)))
	for _, v := range d.Custom {
		b = appendHead(b, 4, 2)
		b = appendHead(b, 0, uint64(v.Field))
		b = appendText(b, v.Value)
	}
	b = appendHead(b, 4, uint64(len(d.Labels)))
	for _, n := range d.Labels {
		b = appendHead(b, 0, uint64(n))
	}
	return b
}

func appendText[T ~string](b []byte, s T) []byte {
	return append(appendHead(b, 3, uint64(len(s))), s...)
}

// appendHead writes a CBOR item head (RFC 8949, section 3): major 0 a number, 2 bytes, 3 a text, 4 an array.
func appendHead(b []byte, major byte, n uint64) []byte {
	major <<= 5
	switch {
	case n < 24:
		return append(b, major|byte(n))
	case n <= 0xff:
		return append(b, major|24, byte(n))
	case n <= 0xffff:
		return append(b, major|25, byte(n>>8), byte(n))
	case n <= 0xffffffff:
		return append(b, major|26, byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
	}
	return append(b, major|27, byte(n>>56), byte(n>>48), byte(n>>40), byte(n>>32), byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
}

// DecodeDocument reads a document. Every contact that is read from disk, decided or copied goes through here, so the
// usual form is read without the library; what does not look like it is the library's to judge.
func DecodeDocument(b []byte) (d Document, err error) {
	if r := (plainCBOR{s: string(b)}); r.document(&d) && len(r.s) == 0 {
		return d, nil
	}
	d = Document{}
	if err := cbor.Unmarshal(b, &d); err != nil {
		return d, fmt.Errorf("read contact document: %w", err)
	}
	return d, nil
}

// EachField calls f with the filled fields of an encoded document in order and reads nothing else of it, for walks over all
// contacts.
func EachField(b []byte, f func(field crm.Field, text string)) error {
	r := plainCBOR{s: string(b)}
	if n, ok := r.array(); !ok || n != 4 {
		return errors.New("read contact document: it is no array of four")
	}
	n, ok := r.array()
	for i := 0; ok && i < n; i++ {
		var text string
		if text, ok = r.text(); ok && text != "" {
			f(crm.Field(i), text)
		}
	}
	if !ok {
		return errors.New("read contact document: its fields are no texts")
	}
	return nil
}

func (r *plainCBOR) document(d *Document) (ok bool) {
	if n, ok := r.array(); !ok || n != 4 {
		return false
	}
	if d.Fields, ok = plainList(r, r.text); !ok {
		return false
	}
	if d.Phones, ok = plainList(r, r.phone); !ok {
		return false
	}
	if d.Custom, ok = plainList(r, r.value); !ok {
		return false
	}
	d.Labels, ok = plainList(r, r.number)
	return ok
}

func (r *plainCBOR) value() (v DocumentValue, ok bool) {
	if n, ok := r.array(); !ok || n != 2 {
		return v, false
	}
	if v.Field, ok = r.number(); !ok {
		return v, false
	}
	v.Value, ok = r.text()
	return v, ok
}
