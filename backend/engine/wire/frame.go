// Package wire is how replicas and the server write to each other: frames with a checksum each, closed by a trailer,
// and the messages in them. Pure: it reads and writes streams of bytes.
package wire

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"

	"github.com/fxamacker/cbor/v2"
)

// Every frame is its length (4 bytes, big endian, of type and payload), the CRC-32C of type and payload, one byte of
// type, and the payload in CBOR. A stream is a header, items and a trailer: what has no trailer was cut off. Small items
// share a frame, so that the head of a frame weighs little.

type frameType byte

const (
	headerFrame  frameType = 1
	itemFrame    frameType = 2
	trailerFrame frameType = 3
)

// MaxFrame is the largest frame that is read, in bytes.
const MaxFrame = 64 << 20

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// ErrTruncated is a stream that ended before its trailer: what came before it is whole.
var ErrTruncated = errors.New("the stream was cut off before its end")

// ErrDamaged is a stream in which a checksum or the form is wrong.
var ErrDamaged = errors.New("the stream is damaged")

// decoding limits what a hostile stream can make us build.
var decoding = func() cbor.DecMode {
	m, err := cbor.DecOptions{MaxArrayElements: 1 << 20, MaxMapPairs: 1 << 20, MaxNestedLevels: 16}.DecMode()
	if err != nil {
		panic("bug: CBOR limits: " + err.Error())
	}
	return m
}()

// itemsTogether is from which size on a frame of items is sent.
const itemsTogether = 16 << 10

// Writer writes one stream.
type Writer struct {
	w     io.Writer
	sum   hash.Hash
	count int64
	size  int64
	items []byte // not sent yet
}

// NewWriter begins a stream with its header.
func NewWriter(w io.Writer, header any) (*Writer, error) {
	x := &Writer{w: w, sum: sha256.New()}
	return x, x.frame(headerFrame, header)
}

// Item writes one item.
func (w *Writer) Item(item any) error {
	b, err := cbor.Marshal(item)
	if err != nil {
		return fmt.Errorf("encode item: %w", err)
	}
	w.count++
	w.items = append(w.items, b...)
	if len(w.items) < itemsTogether {
		return nil
	}
	return w.flush()
}

func (w *Writer) flush() error {
	if len(w.items) == 0 {
		return nil
	}
	err := w.write(itemFrame, w.items)
	w.items = w.items[:0]
	return err
}

// Size is how many bytes have been written, items that wait for company included.
func (w *Writer) Size() int64 { return w.size + int64(len(w.items)) }

// Close writes the trailer, with the message that closes the stream.
func (w *Writer) Close(end any) error {
	b, err := cbor.Marshal(end)
	if err != nil {
		return fmt.Errorf("close stream: %w", err)
	}
	if err := w.flush(); err != nil {
		return err
	}
	return w.frame(trailerFrame, trailer{Count: w.count, Sum: w.sum.Sum(nil), End: b})
}

type trailer struct {
	_     struct{} `cbor:",toarray"`
	Count int64
	Sum   []byte // SHA-256 of all frames before this one
	End   cbor.RawMessage
}

func (w *Writer) frame(t frameType, v any) error {
	b, err := cbor.Marshal(v)
	if err != nil {
		return fmt.Errorf("encode frame: %w", err)
	}
	return w.write(t, b)
}

func (w *Writer) write(t frameType, b []byte) error {
	buf := make([]byte, 9, 9+len(b))
	binary.BigEndian.PutUint32(buf, uint32(len(b)+1))
	buf[8] = byte(t)
	buf = append(buf, b...)
	binary.BigEndian.PutUint32(buf[4:], crc32.Checksum(buf[8:], castagnoli))
	w.sum.Write(buf)
	n, err := w.w.Write(buf)
	w.size += int64(n)
	return err
}

// Reader reads one stream.
type Reader struct {
	r     *bufio.Reader
	sum   hash.Hash
	count int64
	items []byte // of the last frame, not read yet
}

// NewReader begins to read a stream and fills in its header.
func NewReader(r io.Reader, header any) (*Reader, error) {
	x := &Reader{r: bufio.NewReaderSize(r, 64<<10), sum: sha256.New()}
	t, b, raw, err := x.frame()
	if err != nil {
		return nil, err
	}
	if t != headerFrame {
		return nil, fmt.Errorf("%w: it does not begin with a header", ErrDamaged)
	}
	x.sum.Write(raw)
	return x, decode(b, header)
}

// Next reads the next item; more is false at the end, which is filled in. Every item before an error was whole.
// Errors: ErrTruncated, ErrDamaged.
func (r *Reader) Next(item, end any) (more bool, err error) {
	if len(r.items) > 0 {
		return true, r.item(item)
	}
	t, b, raw, err := r.frame()
	if err != nil {
		return false, err
	}
	switch t {
	case itemFrame:
		r.sum.Write(raw)
		r.items = b
		return true, r.item(item)
	case trailerFrame:
		var x trailer
		if err := decode(b, &x); err != nil {
			return false, err
		}
		if x.Count != r.count || string(x.Sum) != string(r.sum.Sum(nil)) {
			return false, fmt.Errorf("%w: the trailer does not fit", ErrDamaged)
		}
		return false, decode(x.End, end)
	}
	return false, fmt.Errorf("%w: unexpected frame", ErrDamaged)
}

// item reads the next of the items that share a frame.
func (r *Reader) item(item any) error {
	if item == nil {
		item = new(cbor.RawMessage)
	}
	rest, err := decoding.UnmarshalFirst(r.items, item)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	r.items = rest
	r.count++
	return nil
}

func (r *Reader) frame() (t frameType, payload, raw []byte, err error) {
	var head [8]byte
	if _, err := io.ReadFull(r.r, head[:]); err != nil {
		return 0, nil, nil, cut(err)
	}
	size := binary.BigEndian.Uint32(head[:])
	if size < 1 || size > MaxFrame {
		return 0, nil, nil, fmt.Errorf("%w: impossible frame length", ErrDamaged)
	}
	raw = make([]byte, 8, min(int(size)+8, 1<<20))
	copy(raw, head[:])
	if raw, err = appendN(raw, r.r, int(size)); err != nil {
		return 0, nil, nil, cut(err)
	}
	if crc32.Checksum(raw[8:], castagnoli) != binary.BigEndian.Uint32(head[4:]) {
		return 0, nil, nil, fmt.Errorf("%w: wrong checksum", ErrDamaged)
	}
	return frameType(raw[8]), raw[9:], raw, nil
}

// appendN reads n bytes in steps, each as much as has come before: a hostile length alone must not allocate.
func appendN(b []byte, r io.Reader, n int) ([]byte, error) {
	const step = 1 << 20
	for n > 0 {
		k := min(n, max(step, len(b)))
		at := len(b)
		b = append(b, make([]byte, k)...)
		if _, err := io.ReadFull(r, b[at:]); err != nil {
			return nil, err
		}
		n -= k
	}
	return b, nil
}

// cut turns every way in which a stream can end early into ErrTruncated; what a network says is kept.
func cut(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return ErrTruncated
	}
	return fmt.Errorf("%w: %w", ErrTruncated, err)
}

func decode(b []byte, v any) error {
	if v == nil {
		return nil
	}
	if err := decoding.Unmarshal(b, v); err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return nil
}
