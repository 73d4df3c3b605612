package main

import (
	"encoding/json"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"
)

// The real program, killed with SIGKILL at random moments of an undo and resumed each time, takes everything back once:
// what was there before is there as it was, and nothing else (D3.18, D6.1).
func TestUndoSurvivesBeingKilled(t *testing.T) {
	const kills, people = 3, 9_000
	program := build(t)
	first, second := filepath.Join(t.TempDir(), "antes.csv"), filepath.Join(t.TempDir(), "depois.csv")
	writeFile(t, first, mixedLines(people/3))
	writeFile(t, second, mixedLines(people))
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	whole := time.Duration(0)
	for killed := 0; killed < kills; {
		r := newReplica(t, program)
		r.run("import", first)
		before := r.total()
		r.run("import", second)
		if r.total() <= before {
			t.Fatal("the second import creates nobody")
		}
		imported := r.jobsOf("import")[0].ID
		began := time.Now()
		for {
			args := []string{"import", "undo", imported}
			if all := r.jobsOf("import_undo"); len(all) > 0 {
				if all[0].State == "ended" {
					break
				}
				args = []string{"jobs", "resume", all[0].ID}
			}
			wait := time.Hour
			if whole > 0 && killed < kills {
				wait = time.Duration(random.Int64N(int64(whole)))
			}
			if r.runFor(wait, args...) {
				killed++
			}
		}
		if whole == 0 { // the first one is not disturbed: it says how long an undo takes
			whole = time.Since(began)
		}
		var got struct{ Total, Done, Removed, Restored, Kept int }
		j := r.jobsOf("import_undo")[0]
		if err := json.Unmarshal(j.Result, &got); err != nil {
			t.Fatal(err)
		}
		// Contacts that the file creates and changes again are removed, once.
		if got.Done != got.Total || got.Kept != 0 || got.Removed == 0 || got.Removed+got.Restored > got.Total {
			t.Errorf("after %d kills: %+v", killed, got)
		}
		if n := r.total(); n != before {
			t.Errorf("after %d kills: %d contacts, want the %d of before", killed, n, before)
		}
	}
}

type listedJob struct {
	ID, Kind, State string
	Result          json.RawMessage
}

// jobsOf are the jobs of a kind, newest first.
func (r *replica) jobsOf(kind string) (out []listedJob) {
	r.t.Helper()
	var list struct{ Jobs []listedJob }
	if err := json.Unmarshal(r.run("jobs", "list"), &list); err != nil {
		r.t.Fatal(err)
	}
	for _, j := range list.Jobs {
		if j.Kind == kind {
			out = append(out, j)
		}
	}
	return out
}
