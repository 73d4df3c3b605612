package replication

import (
	"fmt"

	"github.com/fxamacker/cbor/v2"

	"carteira/backend/crm"
)

// EncodeChunk writes an import chunk, compressed: about 75 bytes a contact.
func EncodeChunk(c *ImportChunk) ([]byte, error) {
	b, err := Encode(c)
	if err != nil {
		return nil, err
	}
	return compressor.EncodeAll(b, nil), nil
}

// DecodeChunk is the inverse of EncodeChunk. The usual form of a chunk is read without the library, its documents with
// it: the server reads every imported contact once, while its organization waits for nobody.
func DecodeChunk(b []byte) (*ImportChunk, error) {
	raw, err := expander.DecodeAll(b, nil)
	if err != nil {
		return nil, fmt.Errorf("expand import chunk: %w", err)
	}
	return readChunk(raw)
}

func readChunk(raw []byte) (*ImportChunk, error) {
	c := new(ImportChunk)
	r := chunkReader{plainCBOR: plainCBOR{s: string(raw)}, raw: raw}
	if r.chunk(c) && len(r.s) == 0 {
		return c, nil
	}
	*c = ImportChunk{}
	return c, Decode(raw, c)
}

// chunkReader reads a chunk by hand; raw is the whole of what s is the rest of.
type chunkReader struct {
	plainCBOR
	raw []byte
}

func (r *chunkReader) at() int { return len(r.raw) - len(r.s) }

func (r *chunkReader) chunk(c *ImportChunk) bool {
	n, ok := r.head(5)
	if !ok {
		return false
	}
	for last := int64(0); n > 0; n-- {
		key, ok := r.number()
		if !ok || key <= last || !r.member(c, key) {
			return false
		}
		last = key
	}
	return true
}

func (r *chunkReader) member(c *ImportChunk, key int64) (ok bool) {
	var n int64
	switch key {
	case 1:
		c.Job, ok = r.id()
	case 2:
		n, ok = r.number()
		c.FirstLine = int(n)
	case 3:
		n, ok = r.number()
		c.LastLine = int(n)
	case 4:
		c.Fields, ok = r.dictionary()
	case 5:
		c.Labels, ok = r.dictionary()
	case 6:
		c.Creates, ok = plainList(&r.plainCBOR, r.imported)
	case 7:
		rest, err := cbor.UnmarshalFirst(r.raw[r.at():], &c.Edits)
		if ok = err == nil; ok {
			r.s = r.s[len(r.s)-len(rest):]
		}
	}
	return ok
}

func (r *chunkReader) dictionary() (map[int64]crm.ID, bool) {
	n, ok := r.head(5)
	if !ok || n > uint64(len(r.s)) {
		return nil, false
	}
	m := make(map[int64]crm.ID, n)
	for range n {
		number, ok := r.number()
		if !ok {
			return nil, false
		}
		if m[number], ok = r.id(); !ok {
			return nil, false
		}
	}
	return m, len(m) == int(n)
}

func (r *chunkReader) imported() (x Imported, ok bool) {
	if n, ok := r.array(); !ok || n != 5 {
		return x, false
	}
	n, ok := r.head(2)
	if !ok || n > uint64(len(r.s)) {
		return x, false
	}
	from := r.at()
	x.ID, r.s = r.raw[from:from+int(n):from+int(n)], r.s[n:]
	if x.At, ok = r.number(); !ok {
		return x, false
	}
	from, x.document = r.at(), new(Document)
	if !r.plainCBOR.document(x.document) {
		return x, false
	}
	x.Document = r.raw[from:r.at():r.at()]
	if !r.null() {
		if x.Portfolio, ok = r.portfolio(); !ok {
			return x, false
		}
	}
	x.Notes, ok = plainOptional(&r.plainCBOR, r.note)
	return x, ok
}

func (r *plainCBOR) portfolio() (p *Portfolio, ok bool) {
	if n, ok := r.array(); !ok || n != 4 {
		return nil, false
	}
	p = new(Portfolio)
	kind, ok := r.number()
	if !ok {
		return nil, false
	}
	p.Type = crm.PortfolioType(kind)
	for _, id := range []*crm.ID{&p.Owner, &p.Service, &p.Reserve} {
		if *id, ok = r.id(); !ok {
			return nil, false
		}
	}
	return p, true
}

func (r *plainCBOR) note() (n NoteAdd, ok bool) {
	if size, ok := r.array(); !ok || size != 4 {
		return n, false
	}
	for _, id := range []*crm.ID{&n.ID, &n.Contact} {
		if *id, ok = r.id(); !ok {
			return n, false
		}
	}
	if n.Text, ok = r.text(); !ok {
		return n, false
	}
	n.At, ok = r.number()
	return n, ok
}

// ReadAhead reads the body of a chunk before it is decided, outside of any lock: Decide finds it read, once. nil when
// the operation is none or cannot be read, which Decide says.
func (o *Op) ReadAhead() *ImportChunk {
	if o.Kind != KindImportChunk && o.Kind != KindContactBatch && o.Kind != KindImportUndo {
		return nil
	}
	c, err := DecodeChunk(o.Body)
	if err != nil {
		return nil
	}
	o.ahead = &ahead{c}
	return c
}

// ahead is what was read ahead. Deciding changes it, so that whoever decides again reads again.
type ahead struct{ chunk *ImportChunk }

func (o *Op) takeChunk() (*ImportChunk, error) {
	if o.ahead != nil && o.ahead.chunk != nil {
		c := o.ahead.chunk
		o.ahead.chunk = nil
		return c, nil
	}
	return DecodeChunk(o.Body)
}
