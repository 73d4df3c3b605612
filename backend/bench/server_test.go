//go:build cgo && !windows

package bench

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"carteira/backend/server/api"
	"carteira/backend/server/store"
)

// central is a store with the server programs that serve it.
type central struct {
	testing.TB
	program, store, state string
	org                   string
}

// newCentral is an empty organization on a store: "" for the embedded one.
func newCentral(tb testing.TB, url string) *central {
	tb.Helper()
	program, err := built()
	must(tb, err)
	c := &central{TB: tb, program: program, store: url, state: tb.TempDir()}
	if url == "" {
		c.store = "sqlite:" + filepath.Join(c.state, "store")
	}
	var o struct{ ID string }
	decode(tb, c.run("org", "create", "Aurora"), &o)
	c.org = o.ID
	return c
}

func (c *central) run(args ...string) []byte {
	c.Helper()
	cmd := exec.Command(c.program, append(args, "--json", "--store", c.store, "--state", c.state)...)
	var failure bytes.Buffer
	cmd.Stderr = &failure
	out, err := cmd.Output()
	if err != nil {
		c.Fatalf("carteira-server %v: %v\n%s%s", args, err, out, &failure)
	}
	return out
}

func (c *central) code() string {
	c.Helper()
	var d struct{ Code string }
	decode(c.TB, c.run("device", "code", c.org), &d)
	return d.Code
}

// process is a server that runs.
type process struct {
	testing.TB
	cmd *exec.Cmd
	url string
}

// start starts a server on the store; there may be several.
func (c *central) start() *process {
	c.Helper()
	cmd := exec.Command(c.program, "serve", "--json", "--listen", "127.0.0.1:0", "--store", c.store, "--state", c.state)
	if os.Getenv("CARTEIRA_BENCH_PROFILE") != "" {
		cmd = exec.Command(os.Args[0], c.store)
		cmd.Env = append(os.Environ(), roleVariable+"=serve")
	}
	failure := new(bytes.Buffer)
	cmd.Stderr = failure
	out, err := cmd.StdoutPipe()
	must(c.TB, err)
	must(c.TB, cmd.Start())
	p := &process{TB: c.TB, cmd: cmd}
	c.Cleanup(func() { p.stop() })
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err != nil {
		c.Fatalf("the server does not start: %v\n%s", err, failure)
	}
	var d struct{ Listening string }
	decode(c.TB, line, &d)
	p.url = d.Listening
	return p
}

// stop ends the server and returns its peak memory in bytes; once.
func (p *process) stop() int64 {
	p.Helper()
	if p.cmd.ProcessState != nil {
		return 0
	}
	peak := memory(p.cmd.Process.Pid, "VmHWM")
	must(p.TB, p.cmd.Process.Signal(syscall.SIGTERM))
	var exit *exec.ExitError
	if err := p.cmd.Wait(); err != nil && !errors.As(err, &exit) {
		p.Fatal(err)
	}
	return peak
}

// memory is what the kernel says of a process, in bytes: VmRSS now, VmHWM at most. 0 where there is no /proc. What
// getrusage tells is no use here: on Linux a program inherits the peak of the one that started it.
func memory(pid int, what string) int64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(b), what+":")
	var kilobytes int64
	_, _ = fmt.Sscan(rest, &kilobytes)
	return kilobytes << 10
}

// processor is the processor time that a process has used, in seconds; 0 where there is no /proc. Beside other work it
// tells more than the clock.
func processor(pid int) float64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(b[bytes.LastIndexByte(b, ')')+1:]))
	var user, system int64
	_, _ = fmt.Sscan(fields[11]+" "+fields[12], &user, &system)
	return float64(user+system) / 100 // of a second each, whatever the kernel's own rate
}

// serve is the server where a profile of it is wanted.
func serve(args []string) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	quiet := slog.New(slog.DiscardHandler)
	s, err := store.Open(ctx, args[0], store.Options{Log: quiet})
	if err != nil {
		return err
	}
	a, err := api.New(ctx, s, api.Options{Log: quiet})
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	if err := json.NewEncoder(os.Stdout).Encode(map[string]string{"listening": "http://" + l.Addr().String()}); err != nil {
		return err
	}
	server := &http.Server{Handler: a}
	context.AfterFunc(ctx, func() { a.Close(); _ = server.Close() })
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return s.Close()
}
