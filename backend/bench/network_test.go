//go:build cgo && !windows

package bench

import (
	"context"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/zstd"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
)

// network is HTTP as the program uses it, that counts bytes of its connections and sees when the server has taken what
// was pushed.
type network struct {
	base           *http.Transport
	sent, received atomic.Int64
	chunks         atomic.Int64 // bulk operations that the server has taken

	mu      sync.Mutex
	waiting map[crm.ID]time.Time // edits of contacts, and when they were begun
	reached []time.Duration      // how long those took that the server has
}

func newNetwork() *network {
	n := &network{waiting: map[crm.ID]time.Time{}}
	n.base = &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 4, DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := new(net.Dialer).DialContext(ctx, network, address)
		return &counted{c, n}, err
	}}
	return n
}

func (n *network) close() { n.base.CloseIdleConnections() }

type counted struct {
	net.Conn
	n *network
}

func (c *counted) Read(b []byte) (int, error) {
	k, err := c.Conn.Read(b)
	c.n.received.Add(int64(k))
	return k, err
}

func (c *counted) Write(b []byte) (int, error) {
	k, err := c.Conn.Write(b)
	c.n.sent.Add(int64(k))
	return k, err
}

// begins notes that an edit of a contact begins.
func (n *network) begins(id crm.ID) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.waiting[id] = time.Now()
}

// RoundTrip implements http.RoundTripper.
func (n *network) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Path != "/v1/push" {
		return n.base.RoundTrip(r)
	}
	lane, entities := n.look(r)
	a, err := n.base.RoundTrip(r)
	if err != nil || a.StatusCode != http.StatusOK {
		return a, err
	}
	now := time.Now()
	if lane == replication.LaneBulk {
		n.chunks.Add(int64(len(entities)))
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, id := range entities {
		if began, ok := n.waiting[id]; ok {
			n.reached = append(n.reached, now.Sub(began))
			delete(n.waiting, id)
		}
	}
	return a, nil
}

// look reads what the operations of a push are about, one id each.
func (n *network) look(r *http.Request) (lane replication.Lane, entities []crm.ID) {
	body, err := r.GetBody()
	if err != nil {
		panic("bug: a push cannot be read twice: " + err.Error())
	}
	var plain io.Reader = body
	if r.Header.Get("Content-Encoding") == "zstd" {
		d, err := zstd.NewReader(body, zstd.WithDecoderConcurrency(1))
		if err != nil {
			panic("bug: zstd: " + err.Error())
		}
		defer d.Close()
		plain = d
	}
	var h wire.PushHeader
	frames, err := wire.NewReader(plain, &h)
	if err != nil {
		panic("bug: a push that cannot be read: " + err.Error())
	}
	for {
		var op wire.Op
		more, err := frames.Next(&op, nil)
		if err != nil {
			panic("bug: a push that cannot be read: " + err.Error())
		}
		if !more {
			return h.Lane, entities
		}
		entities = append(entities, op.Entity)
	}
}

// latencies are those of the edits that the server has, and how many it has not.
func (n *network) latencies() (all []time.Duration, missing int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.reached, len(n.waiting)
}
