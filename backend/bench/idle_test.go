//go:build cgo && !windows

package bench

import (
	"bufio"
	"fmt"
	"net"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

const (
	idlers       = 10_000
	spareFiles   = 500 // open files of this process beside the clients
	diallers     = 64
	idlePatience = 30 * time.Second
)

// BenchmarkSyncIdle keeps many offices waiting on one server process, and tells them all of one change. The clients are
// plain connections in this process; the memory is the server's resident size.
func BenchmarkSyncIdle(b *testing.B) {
	size(b)
	for b.Loop() {
		c := newCentral(b, "")
		s := c.start()
		a := founded(b, c, s.url)
		d := newDevice(b, c, s.url)
		head := d.hello().Head
		n := min(idlers, openFiles()-spareFiles)
		heading(fmt.Sprintf("%d idle clients on one server process", n))
		if n < idlers {
			told("fewer than wanted, for want of open files", float64(idlers-n), "")
		}
		before := memory(s.cmd.Process.Pid, "VmRSS")
		clients := make([]net.Conn, n)
		defer func() {
			for _, x := range clients {
				if x != nil {
					_ = x.Close()
				}
			}
		}()
		began := time.Now()
		everyClient(b, n, func(i int) (err error) {
			clients[i], err = d.listens(fmt.Sprintf(`{"head":%d,`, head))
			return err
		})
		told("all connected after", time.Since(began).Seconds(), "s")
		time.Sleep(3 * time.Second) // what connecting took is collected
		if before > 0 {
			most("resident memory a client", float64(memory(s.cmd.Process.Pid, "VmRSS")-before)/float64(n)/1024, 60, "KiB")
		}
		began = time.Now()
		must(b, a.edit(a.oneContact(), "sala 1"))
		must(b, a.sync.Now(a.ctx))
		everyClient(b, n, func(i int) error { return untilEvent(clients[i], fmt.Sprintf(`{"head":%d,`, head+2)) })
		told("edit until every client has been told", time.Since(began).Seconds()*1000, "ms")
	}
}

// openFiles raises the limit of open files as far as it may be, and returns it. A program started later has it as well.
func openFiles() int {
	var l syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l) != nil {
		return 256
	}
	l.Cur = l.Max
	_ = syscall.Setrlimit(syscall.RLIMIT_NOFILE, &l)
	_ = syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l)
	return int(min(uint64(l.Cur), 1<<20))
}

// listens opens a stream of events and waits for its first.
func (d *device) listens(event string) (net.Conn, error) {
	address := strings.TrimPrefix(d.url, "http://")
	c, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	if _, err := fmt.Fprintf(c, "GET /v1/events HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n", address, d.token); err != nil {
		return c, err
	}
	return c, untilEvent(c, event)
}

func untilEvent(c net.Conn, event string) error {
	if err := c.SetReadDeadline(time.Now().Add(idlePatience)); err != nil {
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

// everyClient does f for 0 to n−1, some at a time.
func everyClient(b *testing.B, n int, f func(i int) error) {
	b.Helper()
	var all sync.WaitGroup
	places := make(chan struct{}, diallers)
	for i := range n {
		places <- struct{}{}
		all.Go(func() {
			defer func() { <-places }()
			if err := f(i); err != nil {
				b.Error(err)
			}
		})
	}
	all.Wait()
	if b.Failed() {
		b.FailNow()
	}
}
