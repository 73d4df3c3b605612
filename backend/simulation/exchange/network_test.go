// Package exchange_test runs whole offices (replica and syncer) against a whole server (store and HTTP) in one process,
// with a network between them that does what networks do.
package exchange_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"sync"

	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
)

// network is an office's way to the server; a test puts its fault into between.
type network struct {
	mu      sync.Mutex
	between func(r *http.Request, send func(*http.Request) (*http.Response, error)) (*http.Response, error)
	bodies  [][]byte // of every push that left
	base    http.RoundTripper
}

func (n *network) RoundTrip(r *http.Request) (*http.Response, error) {
	n.mu.Lock()
	between := n.between
	if r.URL.Path == "/v1/push" {
		n.bodies = append(n.bodies, body(r))
	}
	n.mu.Unlock()
	if between == nil {
		return n.base.RoundTrip(r)
	}
	return between(r, n.base.RoundTrip)
}

// fault sets what happens to the requests from now on, nil for nothing.
func (n *network) fault(f func(r *http.Request, send func(*http.Request) (*http.Response, error)) (*http.Response, error)) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.between = f
}

var errNetwork = errors.New("the cable is out")

// body is what a request sends; it can be sent after this.
func body(r *http.Request) []byte {
	b, err := r.GetBody()
	if err != nil {
		panic(err)
	}
	all, err := io.ReadAll(b)
	if err != nil {
		panic(err)
	}
	return all
}

// again is the same request once more.
func again(r *http.Request) *http.Request {
	c := r.Clone(r.Context())
	if r.GetBody != nil {
		c.Body, _ = r.GetBody()
	}
	return c
}

// laneOf is the lane of a push, "" for other requests and compressed ones, which are edits.
func laneOf(r *http.Request) replication.Lane {
	if r.URL.Path != "/v1/push" {
		return ""
	}
	var h wire.PushHeader
	if _, err := wire.NewReader(bytes.NewReader(body(r)), &h); err != nil {
		return replication.LaneEdit
	}
	return h.Lane
}

// cutAfter ends an answer after n bytes as a broken connection would.
func cutAfter(resp *http.Response, n int) *http.Response {
	resp.Body = &cut{resp.Body, n}
	return resp
}

type cut struct {
	io.ReadCloser
	left int
}

func (c *cut) Read(b []byte) (int, error) {
	if c.left <= 0 {
		return 0, io.ErrUnexpectedEOF
	}
	n, err := c.ReadCloser.Read(b[:min(len(b), c.left)])
	c.left -= n
	return n, err
}

// recorder makes a response out of nothing.
type recorder struct {
	header http.Header
	body   bytes.Buffer
}

func (w *recorder) response(r *http.Request, status int) *http.Response {
	return &http.Response{
		StatusCode: status, Header: w.header, Body: io.NopCloser(&w.body), Request: r, ProtoMajor: 1, ProtoMinor: 1,
		ContentLength: int64(w.body.Len()),
	}
}
