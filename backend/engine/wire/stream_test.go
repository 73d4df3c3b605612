package wire

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// page is a stream of log lines.
func page(t testing.TB, entries []replication.Entry) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := NewWriter(&b, PullHeader{Epoch: "e", Head: 9})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if err := w.Item(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(PullEnd{Cursor: "c", Seq: 9}); err != nil {
		t.Fatal(err)
	}
	if w.Size() != int64(b.Len()) {
		t.Errorf("size %d of %d bytes", w.Size(), b.Len())
	}
	return b.Bytes()
}

// read is what a reader gets out of a stream until it ends or fails.
func read(r io.Reader) (got []replication.Entry, end PullEnd, err error) {
	var head PullHeader
	x, err := NewReader(r, &head)
	if err != nil {
		return nil, end, err
	}
	for {
		var e replication.Entry
		more, err := x.Next(&e, &end)
		if err != nil || !more {
			return got, end, err
		}
		got = append(got, e)
	}
}

func lines(n int) (out []replication.Entry) {
	for i := range n {
		out = append(out, entry(int64(i+1)))
	}
	return out
}

func entry(n int64) replication.Entry {
	stamp := replication.Stamp{HLC: replication.HLC(1_795_000_000_000+n*37_000)<<16 + 1, Device: 2 + n%3}
	return replication.Entry{Seq: 1_000_000 + n, Device: stamp.Device, Incarnation: 1, Counter: 300 + n, Actor: 7,
		Effects: []replication.Effect{{Change: &replication.Delta{ID: crm.NewID(), Stamp: stamp,
			Fields: []replication.FieldSet{{Field: crm.FieldCity, Value: "Florianópolis"}}}}}}
}

func TestStreamComesBackAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var b bytes.Buffer
		head := rapid.String().Draw(t, "header")
		items := rapid.SliceOf(rapid.SliceOf(rapid.Byte())).Draw(t, "items")
		end := rapid.Int64().Draw(t, "end")
		w, err := NewWriter(&b, head)
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range items {
			if err := w.Item(item); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(end); err != nil {
			t.Fatal(err)
		}
		var gotHead string
		r, err := NewReader(iotest.OneByteReader(&b), &gotHead)
		if err != nil || gotHead != head {
			t.Fatalf("header %q, %v", gotHead, err)
		}
		for _, item := range items {
			var got []byte
			if more, err := r.Next(&got, nil); err != nil || !more || !bytes.Equal(got, item) {
				t.Fatalf("item %v, %v, %v", got, more, err)
			}
		}
		var gotEnd int64
		if more, err := r.Next(new([]byte), &gotEnd); err != nil || more || gotEnd != end {
			t.Fatalf("end %d, %v, %v", gotEnd, more, err)
		}
	})
}

// A stream cut at any byte is a valid prefix, known to be one (S5.18), and so is one whose connection breaks.
func TestStreamCutAnywhereIsAPrefix(t *testing.T) {
	want := lines(5)
	whole := page(t, want)
	if got, end, err := read(bytes.NewReader(whole)); err != nil || len(got) != 5 || end.Cursor != "c" {
		t.Fatalf("the whole stream: %d items, %+v, %v", len(got), end, err)
	}
	broken := errors.New("connection reset")
	for n := range whole {
		for _, r := range []io.Reader{bytes.NewReader(whole[:n]), io.MultiReader(bytes.NewReader(whole[:n]), iotest.ErrReader(broken))} {
			got, _, err := read(r)
			if !errors.Is(err, ErrTruncated) || errors.Is(err, ErrDamaged) {
				t.Fatalf("cut at %d: %v", n, err)
			}
			if len(got) > 0 && !reflect.DeepEqual(got, want[:len(got)]) {
				t.Fatalf("cut at %d: not a prefix", n)
			}
		}
	}
}

// Every flipped byte is noticed, and no item that differs from what was written is handed out before.
func TestFlippedByteIsNoticed(t *testing.T) {
	want := lines(4)
	whole := page(t, want)
	for at := range whole {
		for _, flip := range []byte{0x01, 0x80, 0xff} {
			b := bytes.Clone(whole)
			b[at] ^= flip
			got, _, err := read(bytes.NewReader(b))
			if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrTruncated) {
				t.Fatalf("byte %d ^ %#x: %v", at, flip, err)
			}
			if len(got) > 0 && !reflect.DeepEqual(got, want[:len(got)]) {
				t.Fatalf("byte %d ^ %#x: a wrong item was handed out", at, flip)
			}
		}
	}
}

// Frames each whole, but not those that were written: lost, repeated, exchanged, of another stream.
func TestFramesThatDoNotBelongTogetherAreNoticed(t *testing.T) {
	large := func() []replication.Entry { // each fills a frame of its own
		out := lines(3)
		for i := range out {
			out[i].Effects[0].Change.Fields[0].Value = strings.Repeat("x", itemsTogether)
		}
		return out
	}
	frames, other := split(page(t, large())), split(page(t, large()))
	h, a, b, c, end := frames[0], frames[1], frames[2], frames[3], frames[4]
	for name, stream := range map[string][][]byte{
		"lost":                  {h, a, c, end},
		"repeated":              {h, a, a, b, c, end},
		"exchanged":             {h, b, a, c, end},
		"of another stream":     {h, a, other[2], c, end},
		"another header":        {{0, 0, 0, 2, 0x2b, 0x9d, 0x6f, 0x16, 1, 0xa0}, a, b, c, end},
		"without header":        {a, b, c, end},
		"two headers":           {h, h, a, b, c, end},
		"another trailer":       {h, a, b, c, other[4]},
		"trailer at the start":  {end},
		"frame without content": {h, {0, 0, 0, 0, 0, 0, 0, 0}},
		"frame without end":     {h, {0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0}},
	} {
		if _, _, err := read(bytes.NewReader(bytes.Join(stream, nil))); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := read(bytes.NewReader(bytes.Join([][]byte{h, a}, nil))); !errors.Is(err, ErrTruncated) {
		t.Errorf("without trailer: %v", err)
	}
}

// split takes a stream apart into its frames.
func split(b []byte) (out [][]byte) {
	for len(b) > 0 {
		n := 8 + int(b[0])<<24 + int(b[1])<<16 + int(b[2])<<8 + int(b[3])
		out, b = append(out, b[:n]), b[n:]
	}
	return out
}

// A length alone must not take memory.
func TestHostileLengthTakesNoMemory(t *testing.T) {
	b := append([]byte{MaxFrame >> 24, MaxFrame >> 16 & 0xff, 0, 0}, make([]byte, 100)...)
	if n := testing.AllocsPerRun(1, func() { _, _ = NewReader(bytes.NewReader(b), nil) }); n > 40 {
		t.Errorf("%v allocations", n)
	}
	if _, err := NewReader(bytes.NewReader(b), nil); !errors.Is(err, ErrTruncated) {
		t.Error(err)
	}
}

// What a newer version adds to a message that is a map is passed over (S3).
func TestUnknownKeyIsPassedOver(t *testing.T) {
	var b bytes.Buffer
	w, err := NewWriter(&b, map[int]any{1: "e", 2: 5, 99: []string{"new"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(map[int]any{1: "c", 98: true}); err != nil {
		t.Fatal(err)
	}
	var head PullHeader
	var end PullEnd
	r, err := NewReader(&b, &head)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Next(nil, &end); err != nil || head.Head != 5 || end.Cursor != "c" {
		t.Errorf("%+v %+v %v", head, end, err)
	}
}

func FuzzReader(f *testing.F) {
	whole := page(f, lines(3))
	f.Add(whole)
	f.Add(whole[:len(whole)-3])
	f.Add(bytes.Join(split(whole)[:2], nil))
	f.Fuzz(func(t *testing.T, b []byte) {
		got, _, err := read(bytes.NewReader(b))
		if err != nil && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrTruncated) {
			t.Fatalf("an error of another kind: %v", err)
		}
		if err == nil {
			if again, _, err := read(bytes.NewReader(b)); err != nil || fmt.Sprint(len(again)) != fmt.Sprint(len(got)) {
				t.Fatal("read differently the second time")
			}
		}
	})
}

// FuzzMessages gives every message arbitrary CBOR: the checksum of a frame would keep the fuzzer out.
func FuzzMessages(f *testing.F) {
	for _, frame := range split(page(f, lines(2))) {
		f.Add(frame[9:])
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, v := range []any{new(PushHeader), new(Op), new(PushAnswer), new(OpResult), new(PullHeader), new(PullEnd),
			new(replication.Entry), new(replication.Effect), new(replication.Records), new(trailer)} {
			if err := decode(b, v); err != nil && !errors.Is(err, ErrDamaged) {
				t.Fatalf("an error of another kind: %v", err)
			}
		}
	})
}

func TestCompactLinesAreExpanded(t *testing.T) {
	want := lines(5)
	want[3].Seq, want[4].Seq = 1_000_009, 1_000_010
	got := lines(5)
	got[3].Seq, got[4].Seq = 1_000_009, 1_000_010
	for i := range got {
		got[i].Effects = want[i].Effects
	}
	var h PullHeader
	Compact(&h, got)
	if got[0].Seq+got[1].Seq+got[4].Seq != 0 || got[3].Seq == 0 {
		t.Errorf("compact: %d %d %d %d", got[0].Seq, got[1].Seq, got[3].Seq, got[4].Seq)
	}
	Expand(h, got)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}
