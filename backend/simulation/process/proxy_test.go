//go:build linux

package process_test

import (
	"io"
	"math/rand/v2"
	"net"
	"sync"
	"sync/atomic"
	"testing"
)

// proxy stands before several servers: each connection goes to one of them by chance, and one in four is cut after
// some bytes while it is faulty.
type proxy struct {
	address string
	faulty  atomic.Bool
	served  []atomic.Int64 // connections, by server

	mu     sync.Mutex
	random *rand.Rand
}

func newProxy(t testing.TB, random *rand.Rand, servers ...*server) *proxy {
	t.Helper()
	l, err := net.Listen("tcp", freeAddress(t))
	must(t, err)
	t.Cleanup(func() { _ = l.Close() })
	p := &proxy{address: l.Addr().String(), random: random, served: make([]atomic.Int64, len(servers))}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go p.carry(c, servers)
		}
	}()
	return p
}

// carry connects with a server: the next one when the first does not answer.
func (p *proxy) carry(office net.Conn, servers []*server) {
	defer office.Close()
	p.mu.Lock()
	first, cut := p.random.IntN(len(servers)), -1
	if p.faulty.Load() && p.random.IntN(4) == 0 {
		cut = p.random.IntN(20_000)
	}
	p.mu.Unlock()
	for i := range servers {
		n := (first + i) % len(servers)
		s, err := net.Dial("tcp", servers[n].address)
		if err != nil {
			continue
		}
		defer s.Close()
		p.served[n].Add(1)
		l := &line{left: cut}
		over := make(chan struct{}, 2)
		for _, way := range [][2]net.Conn{{office, s}, {s, office}} {
			go func() {
				_, _ = io.Copy(way[1], l.through(way[0]))
				over <- struct{}{}
			}()
		}
		<-over // either end has hung up, or the line is cut: both are closed
		return
	}
}

// line carries both directions of a connection and breaks after some bytes; a negative number never.
type line struct {
	mu   sync.Mutex
	left int
}

func (l *line) through(r io.Reader) io.Reader { return &direction{l, r} }

type direction struct {
	line *line
	r    io.Reader
}

func (d *direction) Read(b []byte) (int, error) {
	n, err := d.r.Read(b)
	d.line.mu.Lock()
	defer d.line.mu.Unlock()
	if d.line.left < 0 {
		return n, err
	}
	if n >= d.line.left {
		n, d.line.left = d.line.left, 0
		return n, io.EOF
	}
	d.line.left -= n
	return n, err
}
