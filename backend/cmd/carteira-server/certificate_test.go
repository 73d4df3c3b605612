package main

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"carteira/backend/simulation/strace"
)

func must[T any](value T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// left are the files of a folder of state.
func left(t *testing.T, dir string) string {
	t.Helper()
	names := []string{}
	for _, e := range must(os.ReadDir(dir))(t) {
		names = append(names, e.Name())
		if mode := must(e.Info())(t).Mode().Perm(); mode&0o077 != 0 && os.PathSeparator == '/' {
			t.Errorf("%s may be read by others: %o", e.Name(), mode)
		}
	}
	return strings.Join(names, " ")
}

// A server that is killed wherever it keeps its certificate leaves a key behind in no file but the one that counts, as soon as
// the next one has started, whether that needs a certificate or not.
func TestKilledWhileKeepingTheCertificate(t *testing.T) {
	strace.Need(t)
	for _, at := range []string{"rename,renameat,renameat2", "fsync", "flock"} {
		t.Run(at, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			words := append(strace.KillAt(at, 1), os.Args[0], "-test.run=^TestMakeTheCertificate$")
			c := exec.Command(words[0], words[1:]...)
			c.Env = append(os.Environ(), "CARTEIRA_TEST_STATE="+dir)
			var exit *exec.ExitError
			if out, err := c.CombinedOutput(); !errors.As(err, &exit) {
				t.Fatalf("it was not killed: %v %s", err, out)
			} else if s, ok := exit.Sys().(syscall.WaitStatus); !ok || s.Signal() != syscall.SIGKILL {
				t.Fatalf("it was not killed: %v %s", err, out)
			}
			_, half := os.Stat(filepath.Join(dir, partFile))
			if halfKept := at != "flock"; (half == nil) != halfKept {
				t.Fatalf("half kept: %v, want %v: the test does not reach what it is about", half == nil, halfKept)
			}
			if err := discardHalfKept(dir); err != nil {
				t.Fatal(err)
			}
			if got := left(t, dir); strings.Contains(got, partFile) {
				t.Errorf("one that needs no certificate leaves %s", got)
			}
			must(ownCertificate(dir, "", time.Now()))(t)
			if got := left(t, dir); got != certFile+" "+certLock {
				t.Errorf("the next one leaves %s", got)
			}
		})
	}
}

// TestMakeTheCertificate is the process that is killed.
func TestMakeTheCertificate(t *testing.T) {
	dir := os.Getenv("CARTEIRA_TEST_STATE")
	if dir == "" {
		t.Skip("started by TestKilledWhileKeepingTheCertificate")
	}
	must(ownCertificate(dir, "", time.Now()))(t)
}

// What a living program has half written stays until it is whole, and is the one that counts.
func TestWaitsForWhoeverKeepsTheCertificate(t *testing.T) {
	dir := t.TempDir()
	lock := flock.New(filepath.Join(dir, certLock), flock.SetPermissions(0o600))
	if err := lock.Lock(); err != nil {
		t.Fatal(err)
	}
	part, want := filepath.Join(dir, partFile), must(makeCertificate("", time.Now()))(t)
	if err := os.WriteFile(part, want[:100], 0o600); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := discardHalfKept(dir); err != nil {
			t.Error(err)
		}
	})
	wg.Go(func() {
		if _, err := ownCertificate(dir, "", time.Now()); err != nil {
			t.Error(err)
		}
	})
	time.Sleep(50 * time.Millisecond)
	if got := must(os.ReadFile(part))(t); !bytes.Equal(got, want[:100]) {
		t.Error("what somebody writes is gone")
	}
	f := must(os.OpenFile(part, os.O_WRONLY, 0))(t)
	must(f.Seek(100, io.SeekStart))(t)
	_, err := f.Write(want[100:])
	if err := errors.Join(err, f.Close(), os.Rename(part, filepath.Join(dir, certFile)), lock.Close()); err != nil {
		t.Fatal(err)
	}
	wg.Wait()
	if got := must(os.ReadFile(filepath.Join(dir, certFile)))(t); !bytes.Equal(got, want) {
		t.Error("the certificate is another one")
	}
	if _, err := os.Stat(part); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("half written, and stays: %v", err)
	}
}

// Several that start at once agree on one certificate.
func TestOneCertificateForAll(t *testing.T) {
	dir := t.TempDir()
	pins := make(chan string, 8)
	var wg sync.WaitGroup
	for range cap(pins) {
		wg.Go(func() {
			c, err := ownCertificate(dir, "", time.Now())
			if err != nil {
				t.Error(err)
				return
			}
			pin, err := fingerprint(c)
			if err != nil {
				t.Error(err)
			}
			pins <- pin
		})
	}
	wg.Wait()
	close(pins)
	first := <-pins
	for pin := range pins {
		if pin != first || first == "" {
			t.Errorf("two certificates: %q %q", pin, first)
		}
	}
}
