package undo

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/service/demo"
	"carteira/backend/service/importer"
	"carteira/backend/sqlite"
)

// BenchmarkUndo takes back an import that changed, and one that created, as many contacts as CARTEIRA_BENCH says, 100,000
// when it is no number. It runs only with it.
//
//	CARTEIRA_BENCH=100000 go test -tags sqlite_fts5 -run '^$' -bench Undo -benchtime 1x ./backend/service/undo
func BenchmarkUndo(b *testing.B) {
	env := os.Getenv("CARTEIRA_BENCH")
	if env == "" {
		return
	}
	lines, err := strconv.Atoi(env)
	if err != nil || lines < 1000 {
		lines = 100_000
	}
	o := newOffice(b)
	created := o.importsPeople(lines, demo.CSVOptions{})
	changed := o.importsPeople(lines, demo.CSVOptions{Known: 1, Change: true})
	for _, c := range []struct {
		name string
		job  crm.Job
	}{{"restore", changed}, {"remove", created}} { // the one after the other: a contact that is changed stays
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				j, err := o.undo.Start(o.ctx, c.job.ID)
				if crm.CodeOf(err) == CodeNothing {
					b.Skip("undone already: run with -benchtime 1x")
				}
				o.must(err)
				j, err = o.jobs.Wait(o.ctx, j.ID)
				o.must(err)
				r, err := sqlite.UndoResultOf(j)
				o.must(err)
				if r.Kept > 0 || r.Done == 0 {
					b.Fatalf("%+v", r)
				}
				b.ReportMetric(float64(r.Done)/r.Seconds, "contacts/s")
			}
		})
	}
}

func (o *office) importsPeople(lines int, c demo.CSVOptions) crm.Job {
	o.t.Helper()
	path := filepath.Join(o.t.TempDir(), "people.csv")
	f, err := os.Create(path)
	o.must(err)
	o.must(demo.WriteCSV(f, lines, 1, c))
	o.must(f.Close())
	j, err := o.imp.Start(o.ctx, importer.Options{Path: path})
	o.must(err)
	j, err = o.jobs.Wait(o.ctx, j.ID)
	o.must(err)
	if j.State != crm.JobEnded {
		o.t.Fatalf("import: %s %v", j.State, j.Error)
	}
	return j
}
