package syncer

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"github.com/klauspost/compress/zstd"

	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
)

const (
	// pageBytes is what one pull may bring, about 20,000 contacts. The first brings less: nothing is written here before it
	// has come, and each that follows twice as much as the one before.
	pageBytes      = 4 << 20
	firstPageBytes = pageBytes / 16
	// maxPage bounds what a page may expand to.
	maxPage = 512 << 20
	// worthCompressing is where zstd begins to pay.
	worthCompressing = 1 << 10
)

func (c *client) hello(ctx context.Context) (h wire.Hello, err error) {
	return h, c.get(ctx, "/v1/hello", &h)
}

func (c *client) digest(ctx context.Context) (d wire.DigestAnswer, err error) {
	return d, c.get(ctx, "/v1/digest", &d)
}

func (c *client) devices(ctx context.Context) (list []wire.Device, err error) {
	return list, c.get(ctx, "/v1/devices", &list)
}

func (c *client) get(ctx context.Context, path string, result any) error {
	a, err := c.call(ctx, request{method: http.MethodGet, path: path})
	if err != nil {
		return err
	}
	return a.json(result)
}

func (c *client) enrol(ctx context.Context, r wire.EnrolRequest) (a wire.EnrolAnswer, err error) {
	return a, c.exchange(ctx, "/v1/enroll", r, &a)
}

func (c *client) ack(ctx context.Context, a wire.Ack) error {
	body, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("encode receipt: %w", err)
	}
	answer, err := c.call(ctx, request{method: http.MethodPost, path: "/v1/ack", header: jsonHeader(), body: body})
	if err != nil {
		return err
	}
	answer.Close()
	return nil
}

// push sends operations and reads what became of each.
func (c *client) push(ctx context.Context, h wire.PushHeader, ops []wire.Op) (a wire.PushAnswer, results []wire.OpResult, err error) {
	body, header, err := encodePush(h, ops)
	if err != nil {
		return a, nil, err
	}
	answer, err := c.call(ctx, request{method: http.MethodPost, path: "/v1/push", header: header, body: body})
	if err != nil {
		return a, nil, err
	}
	defer answer.Close()
	frames, closeFrames, err := answer.frames(&a)
	if err != nil {
		return a, nil, err
	}
	defer closeFrames()
	for {
		var r wire.OpResult
		more, err := frames.Next(&r, nil)
		if err != nil {
			return a, nil, unreachable(err)
		}
		if !more {
			return a, results, nil
		}
		results = append(results, r)
	}
}

// encodePush writes a push. The body of a bulk operation is compressed already.
func encodePush(h wire.PushHeader, ops []wire.Op) ([]byte, http.Header, error) {
	var b bytes.Buffer
	w, err := wire.NewWriter(&b, h)
	if err != nil {
		return nil, nil, err
	}
	for i := range ops {
		if err := w.Item(ops[i]); err != nil {
			return nil, nil, err
		}
	}
	if err := w.Close(nil); err != nil {
		return nil, nil, err
	}
	header := http.Header{"Content-Type": {wire.MediaType}, "Accept-Encoding": {"zstd"}}
	if h.Lane == replication.LaneBulk || b.Len() < worthCompressing {
		return b.Bytes(), header, nil
	}
	header.Set("Content-Encoding", "zstd")
	return compressor.EncodeAll(b.Bytes(), nil), header, nil
}

// One encoder for all: it is safe for concurrent EncodeAll.
var compressor, _ = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<20))

// page is what one pull brought.
type page struct {
	header  wire.PullHeader
	entries []replication.Entry
	records []replication.Records
	count   int          // of records
	end     wire.PullEnd // blank when the stream was cut
}

// arrival is a page whose header has come. The rest is read by read, which ends it.
type arrival struct {
	page
	frames *wire.Reader
	close  func()
}

// ask asks for a page.
func (c *client) ask(ctx context.Context, cursor string, names int64, size int) (*arrival, error) {
	q := url.Values{"cursor": {cursor}, "max_bytes": {strconv.Itoa(size)}, "names": {strconv.FormatInt(names, 10)}}
	answer, err := c.call(ctx, request{
		method: http.MethodGet, path: "/v1/pull?" + q.Encode(),
		header: http.Header{"Accept": {wire.MediaType}, "Accept-Encoding": {"zstd"}},
	})
	if err != nil {
		return nil, err
	}
	var a arrival
	frames, closeFrames, err := answer.frames(&a.header)
	if err != nil {
		answer.Close()
		return nil, err
	}
	a.frames, a.close = frames, func() { closeFrames(); answer.Close() }
	return &a, nil
}

// read reads a page to its end. When the stream is cut the page holds what came whole, beside the error.
func (a *arrival) read() (*page, error) {
	defer a.close()
	p := &a.page
	for more := true; more; {
		var err error
		if p.header.State {
			var r replication.Records
			if more, err = a.frames.Next(&r, &p.end); more && err == nil {
				p.records, p.count = append(p.records, r), p.count+len(r)
			}
		} else {
			var e replication.Entry
			if more, err = a.frames.Next(&e, &p.end); more && err == nil {
				p.entries = append(p.entries, e)
			}
		}
		if err != nil {
			p.end = wire.PullEnd{}
			return p, unreachable(err)
		}
	}
	return p, nil
}

// frames begins to read the frames of an answer, expanding them where they are compressed.
func (a *answer) frames(header any) (r *wire.Reader, end func(), err error) {
	body, end := a.body, func() {}
	if a.Header.Get("Content-Encoding") == "zstd" {
		d, err := zstd.NewReader(body, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxMemory(64<<20))
		if err != nil {
			return nil, nil, fmt.Errorf("expand answer: %w", err)
		}
		body, end = d, d.Close
	}
	if r, err = wire.NewReader(io.LimitReader(body, maxPage), header); err != nil {
		end()
		return nil, nil, unreachable(err)
	}
	return r, end, nil
}
