package api

import (
	"bufio"
	"fmt"
	"net"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	idleClients   = 2000
	bytesAnIdler  = 60 << 10 // S6
	idlersTold    = 2 * time.Second
	clientsAtOnce = 64
)

// Clients that only wait cost little, and all of them are told of a change soon. What is measured is the whole
// process: the server's goroutines, buffers and connections, and the test's own ends of them.
func TestIdleClientsAreCheap(t *testing.T) {
	c := onSQLite(t)
	o := c.enrol(c.org("Alfa"))
	address := strings.TrimPrefix(c.url, "http://")
	before := memoryInUse()
	conns := make([]net.Conn, idleClients)
	each(t, len(conns), func(i int) (err error) {
		if conns[i], err = net.Dial("tcp", address); err != nil {
			return err
		}
		if _, err = fmt.Fprintf(conns[i], "GET /v1/events HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n", address, o.token); err != nil {
			return err
		}
		return untilEvent(conns[i], `{"head":0`)
	})
	defer func() {
		for _, x := range conns {
			if x != nil {
				x.Close()
			}
		}
	}()
	cost := (memoryInUse() - before) / idleClients
	t.Logf("%d bytes a client", cost)
	if cost > bytesAnIdler {
		t.Errorf("an idle client costs %d bytes", cost)
	}
	begin := time.Now()
	o.push(o.create(secret))
	each(t, len(conns), func(i int) error { return untilEvent(conns[i], `{"head":1`) })
	took := time.Since(begin)
	t.Logf("all were told after %v", took)
	if took > idlersTold {
		t.Errorf("the last was told after %v", took)
	}
}

// untilEvent reads up to an event, with no more buffer than the test can do with.
func untilEvent(c net.Conn, event string) error {
	if err := c.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		return err
	}
	r := bufio.NewReaderSize(c, 512)
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return err
		}
		if strings.Contains(line, event) {
			return nil
		}
	}
}

// each calls f for 0 to n−1, some at a time.
func each(t *testing.T, n int, f func(i int) error) {
	t.Helper()
	var all sync.WaitGroup
	places := make(chan struct{}, clientsAtOnce)
	for i := range n {
		places <- struct{}{}
		all.Go(func() {
			defer func() { <-places }()
			if err := f(i); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if t.Failed() {
		t.FailNow()
	}
}

// memoryInUse is heap and stacks, in bytes.
func memoryInUse() int {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapInuse + m.StackInuse)
}
