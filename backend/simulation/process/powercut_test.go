//go:build linux

package process_test

import (
	"fmt"
	"os"
	"os/exec"
	"testing"
)

// cutAt runs a program that is killed at its nth write or flush; strace counts them by thread.
func cutAt(n int) []string {
	const calls = "fsync,fdatasync,pwrite64,ftruncate"
	return []string{"strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + calls, "-e", fmt.Sprintf("inject=%s:signal=SIGKILL:when=%d", calls, n)}
}

// needStrace fails where it has to be there, on hosted builds, and else skips the test.
func needStrace(t *testing.T) {
	t.Helper()
	out, err := exec.Command("strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync", "true").CombinedOutput()
	switch {
	case err == nil:
	case os.Getenv("CI") == "true":
		t.Fatalf("strace does not run: %v\n%s", err, out)
	default:
		t.Skipf("SKIPPED, NOT TESTED: strace does not run (apt-get install strace; it needs ptrace): %v\n%s", err, out)
	}
}

// Whatever `sync now` is writing when it is killed, nothing that was done in the office is lost or done twice, and
// nothing that it fetches is skipped (S5.3, S5.7).
func TestPowerCutAtEveryWriteOfAnOffice(t *testing.T) {
	t.Parallel()
	needStrace(t)
	s := newServer(t)
	s.organization("Aurora")
	a := founded(t, s, "Aurora", "centro")
	b := joined(t, s, "Aurora", "norte")
	x := a.create("--name", everybody)
	a.sync()
	b.sync()
	for _, n := range cuts {
		mine, theirs, made := fmt.Sprint("centro ", n), fmt.Sprint("norte ", n), fmt.Sprint(everybody, " ", n)
		a.edit(x.ID, "--address", mine)
		y := a.create("--name", made)
		b.edit(x.ID, "--complement", theirs)
		b.sync()
		c := a.command("sync", "now")
		cut := process("strace", append(cutAt(n)[1:], c.Args...)...)
		o := finish(t, cut, 0)
		if !o.killed() && o.status != 0 {
			t.Fatalf("cut at write %d: %v", n, o)
		}
		a.sync()
		b.sync()
		for _, o := range []*office{a, b} {
			if p := o.show(x.ID); p.Address != mine || p.Complement != theirs {
				t.Errorf("cut at write %d: %s has %+v", n, o.name, p)
			}
			if p := o.show(y.ID); p.Name != made {
				t.Errorf("cut at write %d: %s has %+v", n, o.name, p)
			}
		}
		if yes, how := a.agrees(); !yes {
			t.Fatalf("cut at write %d: %s", n, how)
		}
		if !o.killed() {
			t.Logf("write %d is not reached any more", n)
			if n == cuts[0] {
				t.Error("nothing was cut")
			}
			break
		}
	}
	heal(t, a, b)
}

// Whatever the server is writing when it is killed, from its start to the answer of a push, nothing is lost or done
// twice.
func TestPowerCutAtEveryWriteOfTheServer(t *testing.T) {
	t.Parallel()
	needStrace(t)
	s := newServer(t)
	s.organization("Aurora")
	a := founded(t, s, "Aurora", "centro")
	b := joined(t, s, "Aurora", "norte")
	x := a.create("--name", everybody)
	a.sync()
	survived := 0
	for _, n := range cuts {
		want := fmt.Sprint("centro ", n)
		a.edit(x.ID, "--address", want)
		y := a.create("--name", fmt.Sprint(everybody, " ", n))
		s.kill()
		s.wrap = cutAt(n)
		if err := s.start(); err == nil { // else it was killed at its start
			if o := finish(t, a.command("sync", "now"), 0); o.status == 0 {
				survived++
			} else if o.status != 1 || !unreachable(o) {
				t.Fatalf("cut at write %d: %v", n, o)
			}
		}
		s.kill()
		s.wrap = nil
		must(t, s.start())
		a.sync()
		b.sync()
		for _, o := range []*office{a, b} {
			if p := o.show(x.ID); p.Address != want {
				t.Errorf("cut at write %d: %s has %+v", n, o.name, p)
			}
			if p := o.show(y.ID); p.ID != y.ID {
				t.Errorf("cut at write %d: %s has %+v", n, o.name, p)
			}
		}
		if yes, how := b.agrees(); !yes {
			t.Fatalf("cut at write %d: %s", n, how)
		}
		if survived == 3 { // writes of different threads, so that one may be early
			t.Logf("write %d is not reached any more", n)
			break
		}
	}
	if survived == len(cuts) {
		t.Error("nothing was cut")
	}
	heal(t, a, b)
	s.saysNothingOf(everybody, "centro 1")
}
