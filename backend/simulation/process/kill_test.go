//go:build linux

package process_test

import (
	"sync"
	"testing"
)

// Offices and their server are killed at random moments of whatever they do. In the end everybody has everything that
// any command answered with success (S5.1, S5.2, S5.3).
func TestOfficesAndServerSurviveKills(t *testing.T) {
	t.Parallel()
	random := chance(t)
	s := newServer(t)
	s.organization("Aurora")
	a := founded(t, s, "Aurora", "centro")
	b := joined(t, s, "Aurora", "norte")
	writers := []*writer{
		newWriter(a, another(random), "address", 0, importedLines),
		newWriter(b, another(random), "complement", importedLines/2, importedLines),
	}
	stop := s.haunted(another(random))
	atOnce(writers, steps)
	t.Logf("%d kills of the server", stop())
	settled(t, []*server{s}, writers, a, b)
}

const (
	importedLines = 2500
	steps         = 25
)

// atOnce lets the writers work side by side; one whose test fails ends alone, and settled ends the test.
func atOnce(writers []*writer, steps int) {
	var all sync.WaitGroup
	for _, w := range writers {
		all.Go(func() { w.work(steps) })
	}
	all.Wait()
}

// settled checks what has to hold once the faults are over.
func settled(t *testing.T, servers []*server, writers []*writer, offices ...*office) {
	t.Helper()
	if t.Failed() {
		t.FailNow() // a writer gave up: what follows would only repeat it
	}
	heal(t, offices...)
	for _, w := range writers {
		t.Logf("%s: %d contacts by hand, %d edits", w.office.name, len(w.created), len(w.edits))
	}
	t.Logf("%d values gave way", len(offices[0].conflicts()))
	for _, o := range offices {
		nothingLost(t, o, writers...)
		if refused := o.requests(); len(refused) > 0 {
			t.Errorf("%s: nothing here is against a rule, yet: %v", o.name, refused)
		}
	}
	for _, s := range servers {
		s.saysNothingOf(everybody, "zulmira", validCPF(0), validCPF(importedLines/2), validCPF(importedLines))
	}
}
