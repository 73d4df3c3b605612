package undo

import (
	"context"
	"time"

	"carteira/backend/crm"
	"carteira/backend/service/jobs"
	"carteira/backend/sqlite"
)

// How long one transaction goes on: long when nobody else writes, so that each index page is touched few times; short
// while a person is editing, who must not wait longer than about 300 ms. A part of five thousand contacts is the least.
const (
	alone        = 1500 * time.Millisecond
	shared       = time.Millisecond
	sharedPeriod = 10 * time.Second // after a person's last write
)

func (s *Service) run(ctx context.Context, run *jobs.Run) error {
	o, err := optionsOf(run.Job())
	if err != nil {
		return err
	}
	before, err := sqlite.UndoResultOf(run.Job())
	if err != nil {
		return err
	}
	w := &work{s: s, run: run, of: o.Import, began: s.db.Now(), before: before.Seconds, last: before}
	run.Ending(asStored)
	for more := true; more && err == nil; {
		more, err = w.commit(ctx)
	}
	run.Finish(w.last, w.last.Colour())
	if err != nil {
		return err
	}
	return s.db.Settle()
}

// asStored lets the job end with the result that is stored: the server's word on what the last transactions did may have
// come since.
func asStored(tx *sqlite.Tx, j *crm.Job) error {
	stored, err := tx.Job(j.ID)
	if err != nil || stored.Result == nil {
		return err
	}
	result, err := sqlite.UndoResultOf(stored)
	if err != nil {
		return err
	}
	j.Result = stored.Result
	if j.State == crm.JobEnded {
		j.Colour = result.Colour()
	}
	return nil
}

// work is one run of an undo. What is left to do says the replica: each part is forgotten with the transaction that took
// it back.
type work struct {
	s      *Service
	run    *jobs.Run
	of     crm.ID
	began  time.Time
	before float64 // seconds worked before this time
	last   sqlite.UndoResult
	shared time.Time // when a person was last seen writing
}

func (w *work) commit(ctx context.Context) (more bool, err error) {
	deadline := time.Now().Add(w.limit())
	var job crm.Job
	var result sqlite.UndoResult
	err = w.s.db.Bulk(ctx, func(tx *sqlite.Tx) error {
		if err := tx.Require(crm.PermImport); err != nil {
			return err
		}
		id := w.run.Job().ID
		if err := tx.BeginUndo(w.of, id); err != nil {
			return err
		}
		// Read here: the server's word on an earlier part may have come since.
		if job, err = tx.Job(id); err != nil {
			return err
		}
		if result, err = sqlite.UndoResultOf(job); err != nil {
			return err
		}
		if result.Total == 0 {
			if result.Total, err = tx.Undoable(w.of); err != nil {
				return err
			}
		}
		for {
			step, err := tx.UndoNext(w.of, id)
			if err != nil {
				return err
			}
			if more = step != nil; !more {
				break
			}
			result.Add(step.UndoCounts, step.Kept)
			result.Done += step.Size
			if err := tx.KeepUndone(id, step.Kept); err != nil {
				return err
			}
			if time.Now().After(deadline) || w.s.db.Contended() {
				break
			}
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		result.Seconds = w.before + w.s.db.Now().Sub(w.began).Seconds()
		job.Done, job.Total, job.Result = int64(result.Done), int64(result.Total), jobs.Encode(result)
		return w.run.Commit(tx, job)
	})
	if err != nil {
		return false, err
	}
	w.last = result
	w.run.Committed(job)
	w.run.Advance(job.Done, job.Total)
	return more, nil
}

// limit is how long the next transaction may take.
func (w *work) limit() time.Duration {
	if w.s.db.Contended() {
		w.shared = time.Now()
	}
	if time.Since(w.shared) < sharedPeriod {
		return shared
	}
	return w.s.alone
}
