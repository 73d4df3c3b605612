// Package erasure keeps the promise of an anonymization or deletion on this computer's disk (D8.5): soon after it, and again
// at the next start when that was cut short, with a server or without.
package erasure

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

const (
	// look is how often it is looked whether somebody was erased, by whatever process; erasures of that time are one.
	look = 2 * time.Second
	// again is when files that could not be purged are purged again, longer and longer.
	again, longest = 20 * time.Second, 10 * time.Minute
)

// Keep makes every file free of erased people until ctx ends.
func Keep(ctx context.Context, db *sqlite.DB) { keep(ctx, db, look, again) }

func keep(ctx context.Context, db *sqlite.DB, look, again time.Duration) {
	failures, waits := 0, false
	var next time.Time // when it is tried again
	for wait := time.Duration(0); ; wait = look {
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		if time.Now().Before(next) {
			db.IndexNewContacts() // the program that does it may wait for the search index, which is this one's
			continue
		}
		did, err := settle(ctx, db, db.PurgeWhenQuiet)
		switch {
		case ctx.Err() != nil:
			return
		case err == nil:
			failures = 0
			if did {
				slog.Info("erased people are gone from every file")
			}
		case errors.Is(err, sqlite.ErrJobsFirst), errors.Is(err, sqlite.ErrQuietFirst):
			if !waits {
				slog.Info("erased people are not gone from every file yet", "reason", err)
			}
			waits = true
			continue
		case crm.CodeOf(err) == crm.CodeBusy:
			next = time.Now().Add(again)
			slog.Info("erased people are not gone from every file yet", "reason", err)
		default:
			pause := min(again<<min(failures, 8), longest)
			next = time.Now().Add(pause)
			failures++
			slog.Error("make files free of erased people", "error", err, "again", pause)
		}
		waits = false
	}
}

// Settle does now what is owed, though people come first. crm.CodeBusy says that it must wait: for a job that began before
// an erasure, for another program.
func Settle(ctx context.Context, db *sqlite.DB) error {
	for {
		if _, err := settle(ctx, db, db.PurgeErased); !errors.Is(err, sqlite.ErrQuietFirst) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(look):
		}
	}
}

// settle has purge do what is owed; did tells that something was.
func settle(ctx context.Context, db *sqlite.DB, purge func(context.Context) (int64, error)) (did bool, err error) {
	if err := db.View(ctx, func(v *sqlite.View) (err error) { did, err = v.Owes(); return err }); err != nil || !did {
		return false, err
	}
	if _, err = purge(ctx); err != nil {
		return false, err
	}
	// What a killed program has left half written elsewhere may hold them too. A folder that cannot be reached is no reason to wait.
	if err := db.RemoveUnfinished(); err != nil {
		slog.Warn("remove what killed programs have left", "error", err)
	}
	return true, nil
}
