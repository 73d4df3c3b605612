//go:build linux

package process_test

import (
	"fmt"
	"testing"

	"carteira/backend/simulation/strace"
)

// cutAt runs a program that is killed at its nth write or flush.
func cutAt(n int) []string { return strace.KillAt("fsync,fdatasync,pwrite64,ftruncate", n) }

// Whatever `sync now` is writing when it is killed, nothing that was done in the office is lost or done twice, and
// nothing that it fetches is skipped (S5.3, S5.7).
func TestPowerCutAtEveryWriteOfAnOffice(t *testing.T) {
	t.Parallel()
	strace.Need(t)
	s := newServer(t)
	s.organization("Aurora")
	a := founded(t, s, "Aurora", "centro")
	b := joined(t, s, "Aurora", "norte")
	x := a.create("--name", everybody)
	a.sync()
	b.sync()
	made := 1
	for _, n := range cuts {
		mine, theirs := fmt.Sprint("centro ", n), fmt.Sprint("norte ", n)
		a.edit(x.ID, "--address", mine)
		a.create("--name", fmt.Sprint(everybody, " ", n))
		made++
		b.edit(x.ID, "--complement", theirs)
		b.sync()
		c := a.command("sync", "now")
		cut := process("strace", append(cutAt(n)[1:], c.Args...)...)
		o := finish(t, cut, 0)
		if !o.killed() && o.status != 0 {
			t.Fatalf("cut at write %d: %v", n, o)
		}
		a.sync()
		if p := a.show(x.ID); p.Address != mine || p.Complement != theirs {
			t.Errorf("cut at write %d: %+v", n, p)
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
	everyoneOnce(t, made, a, b)
}

// everyoneOnce fails unless the offices have so many contacts, each of another name.
func everyoneOnce(t *testing.T, want int, offices ...*office) {
	t.Helper()
	for _, o := range offices {
		names := map[string]int{}
		for _, p := range o.exported() {
			if names[p.Name]++; names[p.Name] > 1 {
				t.Errorf("%s has %q twice", o.name, p.Name)
			}
		}
		if len(names) != want {
			t.Errorf("%s has %d contacts, not %d", o.name, len(names), want)
		}
	}
}

// Whatever the server is writing when it is killed, from its start to the answer of a push, nothing is lost or done
// twice.
func TestPowerCutAtEveryWriteOfTheServer(t *testing.T) {
	t.Parallel()
	strace.Need(t)
	s := newServer(t)
	s.organization("Aurora")
	a := founded(t, s, "Aurora", "centro")
	b := joined(t, s, "Aurora", "norte")
	x := a.create("--name", everybody)
	a.sync()
	survived, killed, made := 0, 0, 1
	for _, n := range cuts {
		want := fmt.Sprint("centro ", n)
		a.edit(x.ID, "--address", want)
		a.create("--name", fmt.Sprint(everybody, " ", n))
		made++
		s.kill()
		s.wrap = cutAt(n)
		dead := s.start() != nil // at its start
		if !dead {
			o := finish(t, a.command("sync", "now"), 0)
			if dead = o.status != 0; dead && !unreachable(o) {
				t.Fatalf("cut at write %d: %v", n, o)
			}
		}
		if survived++; dead {
			survived, killed = 0, killed+1
		}
		s.kill()
		s.wrap = nil
		must(t, s.start())
		a.sync()
		b.sync()
		if got := b.show(x.ID).Address; got != want {
			t.Errorf("cut at write %d: %q", n, got)
		}
		if yes, how := b.agrees(); !yes {
			t.Fatalf("cut at write %d: %s", n, how)
		}
		if survived == 3 { // which thread writes differs from one time to the next
			t.Logf("write %d is not reached any more", n)
			break
		}
	}
	if killed == 0 {
		t.Error("nothing was cut")
	}
	heal(t, a, b)
	everyoneOnce(t, made, a, b)
	s.saysNothingOf(everybody, "centro 1")
}
