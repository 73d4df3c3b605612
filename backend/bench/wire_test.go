//go:build cgo && !windows

package bench

import (
	"fmt"
	"net/http"
	"testing"

	"carteira/backend/engine/wire"
)

// BenchmarkSyncWire asks a server for the lines of its log that edits have made, as an office does, and weighs the
// answers: the frame of one change, and what one of a hundred takes compressed.
func BenchmarkSyncWire(b *testing.B) {
	size(b)
	for b.Loop() {
		c := newCentral(b, "")
		s := c.start()
		a := founded(b, c, s.url)
		a.imports(1000, 1)
		must(b, a.sync.Now(a.ctx))
		d := newDevice(b, c, s.url)
		head := d.hello().Head
		for i, id := range a.contacts(100) {
			must(b, a.edit(id, fmt.Sprintf("sala %d", i+100)))
		}
		must(b, a.sync.Now(a.ctx))

		plain := d.page(head, "")
		frames := framesOf(b, plain)
		if len(frames) != 102 {
			b.Fatalf("%d frames, not a header, 100 changes and a trailer", len(frames))
		}
		total := 0
		for _, f := range frames[1:101] {
			total += len(f)
		}
		packed := d.page(head, "zstd")
		t := newTable(b, "size of changes on the wire")
		t.most("one change, its frame", float64(total)/100, 70, "bytes")
		t.most("one of a hundred, compressed", float64(len(packed))/100, 30, "bytes")
		t.told("of it the header and trailer", float64(len(frames[0])+len(frames[101]))/100, "bytes")
	}
}

// page is the body of a pull as it comes.
func (d *device) page(after int64, encoding string) []byte {
	d.Helper()
	r, err := http.NewRequest(http.MethodGet, fmt.Sprintf("%s/v1/pull?cursor=%d&names=1000", d.url, after), nil)
	must(d.TB, err)
	r.Header.Set("Accept", wire.MediaType)
	if encoding != "" {
		r.Header.Set("Accept-Encoding", encoding)
	}
	return d.do(r)
}

// framesOf takes a stream apart, and makes sure that it says what is meant.
func framesOf(b *testing.B, stream []byte) (frames [][]byte) {
	for rest := stream; len(rest) > 0; {
		n := 8 + int(rest[0])<<24 + int(rest[1])<<16 + int(rest[2])<<8 + int(rest[3])
		frames, rest = append(frames, rest[:n]), rest[n:]
	}
	return frames
}
