package undo

import (
	"fmt"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/service/jobs"
	"carteira/backend/sqlite"
)

// An undo that stopped between two transactions goes on with the part that comes next: nothing twice, nothing skipped.
func TestInterruptedUndoGoesOn(t *testing.T) {
	const people = 16_000 // four parts
	o := newOffice(t)
	o.undo.alone = 0 // a transaction each
	lines := make([]string, people)
	for i := range lines {
		lines[i] = fmt.Sprintf("Pessoa %d;;p%d@example.com;;;;", i, i)
	}
	j := o.imports(header, lines...)
	u, err := o.undo.Start(o.ctx, j.ID)
	o.must(err)
	for {
		now, err := o.jobs.Get(o.ctx, u.ID)
		o.must(err)
		if now.Done > 0 || now.State.Over() {
			break
		}
		time.Sleep(time.Millisecond)
	}
	o.jobs.Close()
	o.jobs = jobs.New(o.db)
	o.undo = New(o.db, o.jobs)
	var stopped crm.Job
	o.must(o.db.View(o.ctx, func(v *sqlite.View) (err error) { stopped, err = v.Job(u.ID); return err }))
	if !stopped.State.Over() {
		o.must(o.jobs.ResumeInterrupted(o.ctx))
	}
	u, err = o.jobs.Wait(o.ctx, u.ID)
	o.must(err)
	r, err := sqlite.UndoResultOf(u)
	o.must(err)
	if u.State != crm.JobEnded || r.Removed != people || r.Done != people || r.Total != people || o.count() != 0 {
		t.Errorf("interrupted at %d: %s %+v, %d contacts left", stopped.Done, u.State, r, o.count())
	}
}
