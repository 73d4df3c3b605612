//go:build cgo && !windows

package bench

import (
	"fmt"
	"net/http"
	"testing"

	"carteira/backend/engine/wire"
)

// BenchmarkSyncWire asks a server for what edits have made, as an office does, and weighs the answers: the frame of one
// change that comes alone, and everything that is sent for a hundred.
func BenchmarkSyncWire(b *testing.B) {
	size(b)
	for b.Loop() {
		c := newCentral(b, "")
		s := c.start()
		a := founded(b, c, s.url)
		a.imports(1000, 1)
		must(b, a.sync.Now(a.ctx))
		d := newDevice(b, c, s.url)
		ids := a.contacts(100)
		const alone = 20
		total := 0
		for i := range alone {
			head := d.hello().Head
			must(b, a.edit(ids[i], fmt.Sprintf("sala %d", i+100)))
			must(b, a.sync.Now(a.ctx))
			total += itemFrame(b, d.page(head))
		}
		head := d.hello().Head
		for i, id := range ids {
			must(b, a.edit(id, fmt.Sprintf("sala %d", i+500)))
		}
		must(b, a.sync.Now(a.ctx))
		if changes := d.hello().Head - head; changes != 100 {
			b.Fatalf("%d changes, not 100", changes)
		}
		heading("size of changes on the wire")
		most("one change, its frame", float64(total)/alone, 70, "bytes")
		most("one of a hundred, all that is sent, compressed", float64(len(d.page(head)))/100, 30, "bytes")
	}
}

// page is the body of a pull as it comes: compressed where the server finds that worth it.
func (d *device) page(after int64) []byte {
	d.Helper()
	r, err := http.NewRequest(http.MethodGet, fmt.Sprintf("%s/v1/pull?cursor=%d&names=1000", d.url, after), nil)
	must(d.TB, err)
	r.Header.Set("Accept", wire.MediaType)
	r.Header.Set("Accept-Encoding", "zstd")
	return d.do(r)
}

// itemFrame is the size of the second frame of a stream that has three: header, one of items, trailer.
func itemFrame(b *testing.B, stream []byte) (size int) {
	frames := 0
	for len(stream) > 0 {
		n := 8 + int(stream[0])<<24 + int(stream[1])<<16 + int(stream[2])<<8 + int(stream[3])
		if frames++; frames == 2 {
			size = n
		}
		stream = stream[n:]
	}
	if frames != 3 {
		b.Fatalf("%d frames, not header, items and trailer", frames)
	}
	return size
}
