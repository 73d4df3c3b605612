//go:build linux

package process_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// server is a process of carteira-server, which is killed and started again at one address.
type server struct {
	t       testing.TB
	store   string // as --store takes it
	address string
	state   string   // folder
	wrap    []string // a program that runs the server, and its arguments

	mu      sync.Mutex
	running *exec.Cmd
	ended   chan struct{} // of running
	log     lockedBuffer  // of all processes at this address
}

// lockedBuffer is written by a process that one test kills and another part of it reads.
type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// newServer starts a server on a store of its own.
func newServer(t testing.TB) *server {
	t.Helper()
	return serverOn(t, "sqlite:"+filepath.Join(t.TempDir(), "store"))
}

func serverOn(t testing.TB, store string) *server {
	t.Helper()
	s := &server{t: t, store: store, address: freeAddress(t), state: t.TempDir()}
	t.Cleanup(func() {
		s.kill()
		if log := strings.ReplaceAll(s.log.String(), "\"listening\"", ""); t.Failed() {
			t.Logf("end of the log of the server at %s:\n%s", s.address, log[max(0, len(log)-4000):])
		}
	})
	must(t, s.start())
	return s
}

var lastPort atomic.Int64

// freeAddress is a port that the system gives nobody by itself, so that a killed server finds it free.
func freeAddress(t testing.TB) string {
	t.Helper()
	lastPort.CompareAndSwap(0, 20_000+time.Now().UnixNano()/1000%10_000)
	for range 1000 {
		address := fmt.Sprint("127.0.0.1:", lastPort.Add(1))
		if l, err := net.Listen("tcp", address); err == nil {
			must(t, l.Close())
			return address
		}
	}
	t.Fatal("no port is free")
	return ""
}

// start returns once the server says that it is ready, or with an error when it ended before.
func (s *server) start() error {
	args := append(s.wrap[:len(s.wrap):len(s.wrap)], serverProgram, "serve", "--listen", s.address, "--store", s.store, "--state", s.state)
	c := process(args[0], args[1:]...)
	c.Stderr = &s.log
	out, err := c.StdoutPipe()
	if err != nil {
		return err
	}
	if err := c.Start(); err != nil {
		return err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_, _ = io.Copy(io.Discard, out)
		_ = c.Wait()
	}()
	if err != nil || !strings.HasPrefix(line, "listening on ") {
		kill(c)
		<-ended
		return fmt.Errorf("the server did not start: %v %q", err, line)
	}
	s.mu.Lock()
	s.running, s.ended = c, ended
	s.mu.Unlock()
	return nil
}

// kill ends the server as a power cut would; nothing happens when it has ended.
func (s *server) kill() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running == nil {
		return
	}
	kill(s.running)
	<-s.ended
	s.running = nil
}

// haunted kills the server at random moments and starts it again, until stop is called; it then runs.
func (s *server) haunted(random *rand.Rand) (stop func() (kills int)) {
	over, done, kills := make(chan struct{}), make(chan error, 1), 0
	go func() {
		for {
			select {
			case <-over:
				done <- nil
				return
			case <-time.After(between(random, 20, 500)):
			}
			s.kill()
			kills++
			time.Sleep(between(random, 0, 100))
			if err := s.start(); err != nil {
				done <- err
				return
			}
		}
	}()
	return func() int {
		s.t.Helper()
		close(over)
		must(s.t, <-done)
		return kills
	}
}

// administer runs a command on the store, as whoever runs the server does.
func (s *server) administer(args ...string) []byte {
	s.t.Helper()
	o := finish(s.t, process(serverProgram, append(args, "--store", s.store, "--state", s.state, "--json")...), 0)
	if o.status != 0 {
		s.t.Fatalf("%v: %v", args, o)
	}
	return o.out
}

func (s *server) organization(name string) {
	s.t.Helper()
	s.administer("org", "create", name)
}

func (s *server) code(organization string) string {
	s.t.Helper()
	var doc struct{ Code string }
	decode(s.t, s.administer("device", "code", organization), &doc)
	return doc.Code
}

// saysNothingOf fails when the log of the server holds what nobody but the offices may know.
func (s *server) saysNothingOf(personal ...string) {
	s.t.Helper()
	log := s.log.String()
	if !strings.Contains(log, "listening") {
		s.t.Error("the server logged nothing: the test looks at the wrong place")
	}
	for _, p := range personal {
		if at := strings.Index(log, p); at >= 0 {
			s.t.Fatalf("the log of the server holds %q: …%s…", p, log[max(0, at-200):min(len(log), at+200)])
		}
	}
}
