//go:build linux

// Package process_test runs the real programs as offices and servers have them: processes that are killed at any
// moment, servers behind one PostgreSQL, folders put back from a backup.
package process_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// The programs, built once for all tests.
var officeProgram, serverProgram string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "carteira-process-")
	if err == nil {
		officeProgram, serverProgram = filepath.Join(dir, "carteira"), filepath.Join(dir, "carteira-server")
		var out []byte
		if out, err = exec.Command("go", "build", "-tags", "sqlite_fts5", "-o", dir, "carteira/backend/cmd/carteira", "carteira/backend/cmd/carteira-server").CombinedOutput(); err != nil {
			err = fmt.Errorf("build the programs: %w\n%s", err, out)
		}
	}
	status := 1
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	} else {
		status = m.Run()
	}
	_ = os.RemoveAll(dir)
	os.Exit(status)
}

const (
	admin    = "ada@example.com"
	password = "correct horse battery"
)

// surroundings are those of every process: no keystore, which would outlive the test, and no proxy.
func surroundings() []string {
	return append(os.Environ(), "CARTEIRA_PASSWORD="+password, "LANG=C", "DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent",
		"NO_PROXY=127.0.0.1", "CARTEIRA_LOG=debug")
}

// process is a command that a test starts and may kill; it dies with the test program at the latest.
func process(program string, args ...string) *exec.Cmd {
	c := exec.Command(program, args...)
	c.Env = surroundings()
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
	return c
}

// kill ends a process at once, with those that it started.
func kill(c *exec.Cmd) { _ = syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }

// outcome is how a process ended.
type outcome struct {
	out, log []byte
	status   int // -1 when it was killed
}

func (o outcome) String() string { return fmt.Sprintf("status %d\n%s%s", o.status, o.out, o.log) }

func (o outcome) killed() bool { return o.status < 0 }

// finish runs a command, and kills it after a while unless it has ended by then; 0 = never.
func finish(t testing.TB, c *exec.Cmd, within time.Duration) outcome {
	t.Helper()
	var out, log bytes.Buffer
	c.Stdout, c.Stderr = &out, &log
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	if within > 0 {
		defer time.AfterFunc(within, func() { kill(c) }).Stop()
	}
	_ = c.Wait()
	return outcome{out.Bytes(), log.Bytes(), c.ProcessState.ExitCode()}
}

func decode(t testing.TB, b []byte, v any) {
	t.Helper()
	if err := json.Unmarshal(b, v); err != nil {
		t.Fatalf("%v: %s", err, b)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// chance is where all decisions of a test come from; the seed that is printed repeats them.
func chance(t testing.TB) *rand.Rand {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	if text := os.Getenv("CARTEIRA_SEED"); text != "" {
		var err error
		seed, err = strconv.ParseUint(text, 10, 64)
		must(t, err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("CARTEIRA_SEED=%d", seed)
		}
	})
	return rand.New(rand.NewPCG(seed, 0))
}

// another has decisions of its own, for what runs side by side.
func another(r *rand.Rand) *rand.Rand { return rand.New(rand.NewPCG(r.Uint64(), 0)) }

// between is a time between two, in ms.
func between(r *rand.Rand, from, to int) time.Duration {
	return time.Duration(from+r.IntN(to-from)) * time.Millisecond
}
