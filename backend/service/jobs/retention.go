package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/robfig/cron/v3"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// UndoDays is for how long an import can be undone: as long as a report is kept at most. Later nobody would expect it,
// and what is known of it is forgotten.
const UndoDays = 90

// keepDays is for how many days the organization keeps reports (D3.16); 0 = until their notification is closed.
func keepDays(v *sqlite.View) (int, error) {
	value, err := v.Setting(crm.SettingKeepReports)
	if err != nil || value == crm.DefaultSetting(crm.SettingKeepReports) {
		return 0, err
	}
	days, err := strconv.Atoi(value)
	if err != nil {
		return 0, fmt.Errorf("setting %s: %w", crm.SettingKeepReports, err)
	}
	return days, nil
}

// KeepDays is for how many days the organization keeps reports, 0 = until their notification is closed.
func (s *Service) KeepDays(ctx context.Context) (days int, err error) {
	err = s.db.View(ctx, func(v *sqlite.View) error { days, err = keepDays(v); return err })
	return days, err
}

// Dismiss closes a job's notification. Its report and private copy go with it for good, unless the organization keeps
// reports (D3.16).
func (s *Service) Dismiss(ctx context.Context, id crm.ID) error { return s.close(ctx, id, true) }

// Discard is Dismiss for what leaves nothing to keep, whatever the organization has set: a dry run, a command that wrote
// its report to a file.
func (s *Service) Discard(ctx context.Context, id crm.ID) error { return s.close(ctx, id, false) }

func (s *Service) close(ctx context.Context, id crm.ID, mayKeep bool) error {
	actor, err := crm.ActorOf(ctx)
	if err != nil {
		return err
	}
	kept := false
	err = s.db.Update(ctx, func(tx *sqlite.Tx) error {
		j, err := tx.Job(id)
		if err != nil {
			return err
		}
		if j.Owner != actor.User {
			return crm.Errorf(crm.CodeNotAllowed, "job", "this notification is another user's")
		}
		if !j.State.Over() {
			return crm.Errorf(crm.CodeConflict, "job", "this job is still running")
		}
		days, err := keepDays(&tx.View)
		if err != nil {
			return err
		}
		if kept = mayKeep && days > 0 && j.Kind.Reports() && !j.Dismissed; kept {
			j.Closed = true
			return tx.SaveJob(&j)
		}
		return discard(tx, &j)
	})
	if err != nil || kept {
		return err
	}
	return os.RemoveAll(s.Folder(id))
}

func discard(tx *sqlite.Tx, j *crm.Job) error {
	j.Closed, j.Dismissed = true, true
	if err := tx.DropRejections(j.ID); err != nil {
		return err
	}
	return tx.SaveJob(j)
}

// SignedOut closes the notifications of a user who signs out, but for those whose reports the organization keeps (D3.16).
func (s *Service) SignedOut(ctx context.Context) error {
	actor, err := crm.ActorOf(ctx)
	if err != nil {
		return err
	}
	var mine []crm.ID
	err = s.db.View(ctx, func(v *sqlite.View) error {
		days, err := keepDays(v)
		if err != nil {
			return err
		}
		all, err := v.Jobs(1000)
		for _, j := range all {
			if j.Owner == actor.User && j.State.Over() && !j.Dismissed && !j.Closed && (days == 0 || !j.Kind.Reports()) {
				mine = append(mine, j.ID)
			}
		}
		return err
	})
	for _, id := range mine {
		err = errors.Join(err, s.Dismiss(ctx, id))
	}
	return err
}

// Sweep deletes the reports whose time is over, with their private copies, folders that no job needs any more, and what
// is known for undoing imports that are too old for it.
func (s *Service) Sweep(ctx context.Context) error {
	ctx = crm.WithActor(ctx, crm.System)
	var due, dead []crm.ID
	now := s.db.Now()
	if err := s.db.View(ctx, func(v *sqlite.View) error {
		days, err := keepDays(v)
		if err != nil {
			return err
		}
		return v.EachJobOver(func(j crm.Job) error {
			switch {
			case j.Dismissed:
				dead = append(dead, j.ID)
			case days == 0 && j.Closed, days > 0 && j.Kind.Reports() && now.Sub(j.EndedAt) > time.Duration(days)*24*time.Hour:
				due = append(due, j.ID)
			}
			return nil
		})
	}); err != nil {
		return err
	}
	var all error
	for _, id := range due {
		err := s.db.Update(ctx, func(tx *sqlite.Tx) error {
			j, err := tx.Job(id)
			if err != nil {
				return err
			}
			return discard(tx, &j)
		})
		if err == nil {
			err = os.RemoveAll(s.Folder(id))
		}
		all = errors.Join(all, err)
	}
	for _, id := range dead { // the program may have ended between the two
		all = errors.Join(all, os.RemoveAll(s.Folder(id)))
	}
	all = errors.Join(all, s.sweepUnknown(ctx))
	return errors.Join(all, s.db.Update(ctx, func(tx *sqlite.Tx) error { return tx.ForgetParts(now.AddDate(0, 0, -UndoDays)) }))
}

// sweepUnknown deletes folders of jobs that were never stored: their program ended while it was about to.
func (s *Service) sweepUnknown(ctx context.Context) error {
	folders, err := os.ReadDir(filepath.Join(s.db.Dir(), "jobs"))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	for _, f := range folders {
		id, perr := crm.ParseID(f.Name())
		if perr != nil {
			continue
		}
		info, serr := f.Info()
		if serr != nil || s.db.Now().Sub(info.ModTime()) < 24*time.Hour {
			continue
		}
		if _, jerr := s.Get(ctx, id); crm.CodeOf(jerr) == crm.CodeNotFound {
			err = errors.Join(err, os.RemoveAll(s.Folder(id)))
		}
	}
	return err
}

// SweepDaily sweeps, also what killed programs have left outside the data folder, now and every night, until the service is closed.
func (s *Service) SweepDaily() {
	sweep := func() {
		if err := s.Sweep(s.ctx); err != nil && s.ctx.Err() == nil {
			slog.Error("delete reports whose time is over", "error", err)
		}
		if err := s.db.RemoveUnfinished(); err != nil {
			slog.Warn("remove what killed programs have left", "error", err)
		}
	}
	clock := cron.New()
	if _, err := clock.AddFunc("17 3 * * *", sweep); err != nil {
		panic("bug: schedule: " + err.Error())
	}
	clock.Start()
	s.wait.Add(1)
	go func() {
		defer s.wait.Done()
		sweep()
		<-s.ctx.Done()
		<-clock.Stop().Done()
	}()
}
