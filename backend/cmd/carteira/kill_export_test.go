package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// The real program, killed with SIGKILL while it writes files with contacts in them, leaves them half written, hidden in a person's
// folder; the next command removes them, whatever it is for, and nothing that another process writes (D8.4).
func TestNextCommandRemovesWhatAKilledOneHasLeft(t *testing.T) {
	program := build(t)
	r := newReplica(t, program)
	file := filepath.Join(t.TempDir(), "contatos.csv")
	writeFile(t, file, mixedLines(20_000))
	folder := t.TempDir()
	left := func() []string {
		t.Helper()
		parts, err := filepath.Glob(filepath.Join(folder, ".carteira-*.part"))
		if err != nil {
			t.Fatal(err)
		}
		return parts
	}
	// killed runs a command until it has begun its file, and then no longer.
	killed := func(args ...string) {
		t.Helper()
		before := len(left())
		c := r.command(args...)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan struct{})
		go func() { _ = c.Wait(); close(ended) }()
		for len(left()) == before {
			select {
			case <-ended:
				t.Fatalf("%v ended before it could be killed: %v", args, c.ProcessState)
			case <-time.After(time.Millisecond):
			}
		}
		if err := c.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		<-ended
		if len(left()) != before+1 {
			t.Fatalf("%v left %q", args, left())
		}
	}

	// The report of rejected lines is begun before its import, so that the import may not have begun.
	killed("import", file, "--errors", filepath.Join(folder, "erros.csv"))
	r.run("jobs", "list")
	if parts := left(); len(parts) > 0 {
		t.Errorf("%q stay after the next command", parts)
	}
	r.run("import", file)

	killed("export", "--output", filepath.Join(folder, "a.csv"))
	living := r.command("export", "--output", filepath.Join(folder, "b.csv"))
	if err := living.Start(); err != nil {
		t.Fatal(err)
	}
	r.run("jobs", "list") // beside it
	if err := living.Wait(); err != nil {
		t.Errorf("an export beside which another command ran: %v", err)
	}
	if parts := left(); len(parts) > 0 {
		t.Errorf("%q stay after the next command", parts)
	}
	for name, want := range map[string]bool{"erros.csv": false, "a.csv": false, "b.csv": true} {
		if _, err := os.Stat(filepath.Join(folder, name)); (err == nil) != want {
			t.Errorf("%s is there: %v, want %v", name, err == nil, want)
		}
	}
}
