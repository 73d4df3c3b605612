package api

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/klauspost/compress/zstd"

	"carteira/backend/crm"
)

const (
	maxJSON     = 64 << 10
	bodySlowest = 2 * time.Minute // that a body may take on its way in
)

var errTooLarge = errors.New("request too large")

// readJSON reads the one JSON document that a request holds. strict refuses members that do not exist, which in a
// hand-written client is a typing error.
func readJSON(c *call, strict bool, dst any) error {
	body := c.body(maxJSON)
	defer body.Close()
	return decodeJSON(body, strict, dst)
}

func decodeJSON(r io.Reader, strict bool, dst any) error {
	d := json.NewDecoder(r)
	if strict {
		d.DisallowUnknownFields()
	}
	if err := d.Decode(dst); err != nil {
		return badJSON(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return crm.Errorf(crm.CodeInvalid, "", "the request goes on after its JSON document")
	}
	return nil
}

// badJSON says what is wrong without quoting it.
func badJSON(err error) error {
	var tooLarge *http.MaxBytesError
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &tooLarge), errors.Is(err, errTooLarge):
		return err
	case errors.As(err, &syntax):
		return crm.Errorf(crm.CodeInvalid, "", "the request is not JSON: syntax error at byte %d", syntax.Offset)
	case errors.As(err, &kind):
		return crm.Errorf(crm.CodeInvalid, kind.Field, "this member of the JSON document has the wrong type")
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return crm.Errorf(crm.CodeInvalid, "", "the request holds no whole JSON document")
	}
	return crm.Errorf(crm.CodeInvalid, "", "the JSON document does not have the members that /openapi.json describes")
}

// body is what a request holds, expanded, no more than limit bytes of it, and not for ever.
func (c *call) body(limit int64) io.ReadCloser {
	control := http.NewResponseController(c.w)
	_ = control.SetReadDeadline(time.Now().Add(bodySlowest)) // a test's recorder has none
	b := &requestBody{
		raw:    http.MaxBytesReader(c.w, c.r.Body, limit),
		relent: func() { _ = control.SetReadDeadline(time.Time{}) },
	}
	b.r = b.raw
	switch c.r.Header.Get("Content-Encoding") {
	case "", "identity":
	case "zstd":
		b.expander = expanders.Get().(*zstd.Decoder)
		if err := b.expander.Reset(b.raw); err != nil {
			b.r = failing{err}
			return b
		}
		b.r = &limited{r: b.expander, left: limit}
	default:
		b.r = failing{refusal(http.StatusUnsupportedMediaType, codeMediaType, "a body is sent plain or as zstd")}
	}
	return b
}

// expanders are costly to build. The window is bounded: a hostile stream must not choose our memory.
var expanders = sync.Pool{New: func() any {
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(8<<20))
	if err != nil {
		panic("bug: zstd options: " + err.Error())
	}
	return d
}}

type requestBody struct {
	r        io.Reader
	raw      io.ReadCloser
	expander *zstd.Decoder
	relent   func()
}

func (b *requestBody) Read(p []byte) (int, error) { return b.r.Read(p) }

// Close gives the expander back and takes the deadline off: past it the connection would end while we still work.
func (b *requestBody) Close() error {
	if b.expander != nil {
		_ = b.expander.Reset(nil) // lets go of the body
		expanders.Put(b.expander)
		b.expander = nil
	}
	b.relent()
	return b.raw.Close()
}

// limited is an io.LimitedReader that says so.
type limited struct {
	r    io.Reader
	left int64
}

func (l *limited) Read(p []byte) (int, error) {
	if l.left <= 0 {
		var one [1]byte
		n, err := l.r.Read(one[:])
		if n > 0 {
			return 0, errTooLarge
		}
		return 0, err
	}
	n, err := l.r.Read(p[:min(int64(len(p)), l.left)])
	l.left -= int64(n)
	return n, err
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
