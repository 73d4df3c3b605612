package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// The real program, killed with SIGKILL at random moments of a batch and resumed each time, labels every contact once: none
// twice, none skipped, none that came later (D2.5, D6.1).
func TestBatchSurvivesBeingKilled(t *testing.T) {
	const kills, people = 10, 30_000
	program := build(t)
	file := filepath.Join(t.TempDir(), "contatos.csv")
	writeFile(t, file, mixedLines(people))
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	whole := time.Duration(0)
	for killed := 0; killed < kills; {
		r := newReplica(t, program)
		r.run("import", file)
		r.run("label", "add", "Lote")
		want := r.total()
		began := time.Now()
		for {
			goOn, ended := r.goOnBatch()
			if ended {
				break
			}
			wait := time.Hour
			if whole > 0 && killed < kills {
				wait = time.Duration(random.Int64N(int64(whole)))
			}
			if r.runFor(wait, goOn...) {
				killed++
			}
		}
		if whole == 0 { // the first one is not disturbed: it says how long a batch takes
			whole = time.Since(began)
		}
		got := r.batchResult()
		if got.Changed != want || got.Total != want || got.Unchanged+got.Refused != 0 {
			t.Errorf("after %d kills: %+v, want %d changed", killed, got, want)
		}
		if n := r.total("--label", "Lote"); n != want {
			t.Errorf("after %d kills: %d of %d have the label", killed, n, want)
		}
	}
}

type batchResult struct{ Total, Changed, Unchanged, Refused int }

func (r *replica) total(filter ...string) int {
	r.t.Helper()
	var list struct{ Total int }
	if err := json.Unmarshal(r.run(append([]string{"contact", "list", "--limit", "1"}, filter...)...), &list); err != nil {
		r.t.Fatal(err)
	}
	return list.Total
}

type batchJob struct {
	ID, Kind, State string
	Result          batchResult
}

func (r *replica) batchJob() (batchJob, bool) {
	r.t.Helper()
	var list struct{ Jobs []json.RawMessage }
	if err := json.Unmarshal(r.run("jobs", "list"), &list); err != nil {
		r.t.Fatal(err)
	}
	jobs := make([]batchJob, len(list.Jobs))
	for i, raw := range list.Jobs {
		var kind struct{ Kind string }
		if err := json.Unmarshal(raw, &kind); err != nil || kind.Kind != "batch" {
			continue
		}
		if err := json.Unmarshal(raw, &jobs[i]); err != nil {
			r.t.Fatal(fmt.Errorf("%w: %s", err, raw))
		}
	}
	i := slices.IndexFunc(jobs, func(j batchJob) bool { return j.Kind == "batch" })
	if i < 0 {
		return batchJob{}, false
	}
	return jobs[i], true
}

// goOnBatch is the command that carries the batch on. A kill may have come before its job existed.
func (r *replica) goOnBatch() (args []string, ended bool) {
	r.t.Helper()
	j, found := r.batchJob()
	if !found {
		return []string{"contact", "label", "add", "Lote", "--all"}, false
	}
	return []string{"jobs", "resume", j.ID}, j.State == "ended"
}

func (r *replica) batchResult() batchResult {
	r.t.Helper()
	j, _ := r.batchJob()
	if j.State != "ended" {
		r.t.Fatalf("%+v", j)
	}
	return j.Result
}
