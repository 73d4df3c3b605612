package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

func (s *Service) perform(ctx context.Context, run *Run) {
	err := s.work(ctx, run)
	if s.ctx.Err() != nil && err != nil {
		return // the program is closing: the job stays as its last checkpoint left it and is resumed next time
	}
	j := run.Job()
	j.EndedAt = s.db.Now()
	switch {
	case err == nil:
		j.State = crm.JobEnded
	case run.cancelled.Load():
		j.State, j.Error, j.Colour = crm.JobCancelled, nil, partly(j.Colour)
	default:
		j.State, j.Error = crm.JobFailed, forPeople(err)
		switch {
		case !run.finished:
			j.Colour = crm.Red
		case j.Colour == crm.Green: // what there is of it was good, but it is not all
			j.Colour = crm.Yellow
		}
		slog.Error("job failed", "job", j.ID, "kind", j.Kind, "code", j.Error.Code)
	}
	run.set(j)
	// The job's own context may be cancelled; its end is recorded all the same.
	if err := s.db.Update(context.WithoutCancel(ctx), func(tx *sqlite.Tx) error {
		if run.ending != nil {
			if err := run.ending(tx, &j); err != nil {
				return err
			}
		}
		if err := tx.SaveJob(&j); err != nil {
			return err
		}
		return tx.Audit(string(j.Kind)+".end", j.ID, map[string]any{"state": string(j.State), "colour": string(j.Colour)})
	}); err != nil {
		slog.Error("record the end of a job", "job", j.ID, "error", crm.CodeOf(err))
		return
	}
	run.set(j)
	if run.after != nil && j.State == crm.JobEnded {
		if err := run.after(); err != nil {
			slog.Error("clean up after a job", "job", j.ID, "error", err)
		}
	}
}

func (s *Service) work(ctx context.Context, run *Run) (err error) {
	defer func() {
		if p := recover(); p != nil { // a bug in one job must not take the window down
			err = fmt.Errorf("panic in job: %v", p)
			slog.Error("panic in job", "job", run.job.ID, "kind", run.job.Kind, "stack", stack())
		}
	}()
	work, ok := s.kinds[run.job.Kind]
	if !ok {
		return fmt.Errorf("bug: nobody does the work of %q", run.job.Kind)
	}
	j := run.Job()
	j.State = crm.JobRunning
	if j.StartedAt.IsZero() {
		j.StartedAt = s.db.Now()
	}
	run.set(j)
	if err := s.db.Update(ctx, func(tx *sqlite.Tx) error { return tx.SaveJob(&j) }); err != nil {
		return err
	}
	stop := run.watchCancel(ctx)
	defer stop()
	return work(ctx, run)
}

// forPeople keeps an error made for people and hides any other behind a neutral one.
func forPeople(err error) *crm.Error {
	var e *crm.Error
	if errors.As(err, &e) {
		return e
	}
	slog.Error("job", "error", err)
	return crm.Errorf("internal", "", "an unexpected error stopped this job; what was saved before it stays saved")
}

// Cancel asks a job to stop; what it has committed stays.
func (s *Service) Cancel(ctx context.Context, id crm.ID) error {
	actor, err := crm.ActorOf(ctx)
	if err != nil {
		return err
	}
	err = s.db.Update(ctx, func(tx *sqlite.Tx) error {
		j, err := tx.Job(id)
		if err != nil {
			return err
		}
		if j.Owner != actor.User {
			if err := tx.Require(crm.PermSettings); err != nil {
				return err
			}
		}
		if j.State.Over() {
			return crm.Errorf(crm.CodeConflict, "job", "this job has already ended")
		}
		return tx.RequestCancel(id)
	})
	if err != nil {
		return err
	}
	s.mu.Lock()
	run := s.runs[id]
	s.mu.Unlock()
	if run != nil {
		run.stop()
		return nil
	}
	return s.endAbandoned(ctx, id)
}

// endAbandoned ends a cancelled job that no process works on any more.
func (s *Service) endAbandoned(ctx context.Context, id crm.ID) error {
	lock, err := s.lock(id)
	if err != nil {
		if crm.CodeOf(err) == crm.CodeBusy {
			return nil // its process will see the request
		}
		return err
	}
	var j crm.Job
	abandoned := false
	err = s.db.Update(ctx, func(tx *sqlite.Tx) (err error) {
		if j, err = tx.Job(id); err != nil || j.State.Over() {
			return err
		}
		abandoned = true
		j.State, j.EndedAt = crm.JobCancelled, tx.Now()
		return tx.SaveJob(&j)
	})
	if remove := s.leftovers[j.Kind]; err == nil && abandoned && remove != nil {
		err = remove(j)
	}
	return errors.Join(err, lock.Unlock())
}
