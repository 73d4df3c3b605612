package sqlite

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"time"

	"carteira/backend/crm"
)

// Writing a large database anew takes a minute in which nobody can write. So a purge begins when nobody has written for a
// while, makes way for a person who wants to write in the middle of it, and folds the log back without holding the writer.
// After some minutes of that it makes way no longer: people's writes then wait for it, none fails (see begin).

// rewriteTurn is asked for by whoever writes the database anew.
const rewriteTurn = "rewrite.lock"

const (
	quietFor = 5 * time.Second // since anybody's last write
	patience = 3 * time.Minute // from when the files were to be purged first
)

// ErrQuietFirst says that people come first, and costs nothing to be tried again soon.
var ErrQuietFirst error = crm.Errorf(crm.CodeBusy, "", "somebody is at work; what was erased goes from the files in a quiet moment")

// quiet tells whether nobody has written for a while: every write is in the log, whoever's it is.
func (db *DB) quiet() (bool, error) {
	info, err := os.Stat(filepath.Join(db.dir, FileName+"-wal"))
	if errors.Is(err, os.ErrNotExist) {
		return true, nil
	}
	return err == nil && time.Since(info.ModTime()) >= quietFor, err
}

// mayRewrite is ErrQuietFirst while the files should wait for a quiet moment.
func (db *DB) mayRewrite(d *debt) error {
	t := &db.unpurged
	if t.rewritten == d.due || !t.patient() {
		return nil
	}
	if quiet, err := db.quiet(); err != nil || quiet {
		return err
	}
	return ErrQuietFirst
}

// patient tells whether people still come first.
func (t *unpurged) patient() bool {
	if t.since.IsZero() {
		t.since = time.Now()
	}
	return time.Since(t.since) < patience
}

// rewriteInPeace is rewriteFiles that does not do again what was done when something else had to wait.
func (db *DB) rewriteInPeace(ctx context.Context, d *debt) error {
	t := &db.unpurged
	if t.indexed != d.due {
		if err := db.renewSearch(ctx); err != nil {
			return err
		}
		t.indexed = d.due
	}
	if t.rewritten != d.due {
		if err := db.vacuum(ctx, t.patient()); err != nil {
			return err
		}
		t.rewritten = d.due
	}
	if err := db.emptyLog(ctx); err != nil {
		return err
	}
	t.indexed, t.rewritten = 0, 0
	return nil
}

// rewriteFiles has the search index built again from nothing, writes the database anew without what was deleted, and
// empties its log. It makes way for nobody.
func (db *DB) rewriteFiles(ctx context.Context) error {
	if err := db.renewSearch(ctx); err != nil {
		return err
	}
	if err := db.vacuum(ctx, false); err != nil {
		return err
	}
	return db.emptyLog(ctx)
}

// vacuum writes the database anew, into its log, and brings that into the database file, beside writers and readers. With
// yields a person who wants to write stops it, while it can be stopped: ErrQuietFirst.
func (db *DB) vacuum(ctx context.Context, yields bool) (err error) {
	release, err := db.askTurn(rewriteTurn)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	if err := db.writeAnew(ctx, yields); err != nil {
		return err
	}
	select {
	case c := <-db.pool:
		_, err = c.integer(`PRAGMA wal_checkpoint(PASSIVE)`)
		db.pool <- c
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (db *DB) writeAnew(ctx context.Context, yields bool) (err error) {
	release, err := db.askTurn(jobsTurn) // jobs of other processes stand back
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	db.write.Lock()
	defer db.write.Unlock()
	if yields {
		if asked, err := db.turnAsked(personsTurn); err != nil || asked {
			return errors.Join(err, ErrQuietFirst)
		}
	}
	ctx, stop := context.WithCancelCause(ctx)
	var watch sync.WaitGroup
	defer watch.Wait()
	defer stop(nil)
	if yields {
		watch.Go(func() { stop(db.someoneAsks(ctx)) })
	}
	if _, err := db.writer.execContext(ctx, `VACUUM`); err != nil {
		if cause := context.Cause(ctx); cause != nil {
			return cause
		}
		return DiskError(err)
	}
	return nil
}

// someoneAsks returns ErrQuietFirst when a person wants to write, nil when ctx has ended.
func (db *DB) someoneAsks(ctx context.Context) error {
	for {
		asked, err := db.turnAsked(personsTurn)
		switch {
		case err != nil:
			return err
		case asked:
			return ErrQuietFirst
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// emptyLog cuts the log to nothing.
func (db *DB) emptyLog(ctx context.Context) error {
	for try := 0; ; try++ {
		busy, err := db.cutLog()
		if err != nil || !busy {
			return err
		}
		if try == 10 {
			return crm.Errorf(crm.CodeBusy, "", "a reader keeps the log from being emptied; the purge is tried again")
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// cutLog cuts the log to nothing unless somebody reads it. SQLite keeps all writers out while it waits for a reader, so it
// waits for a moment only.
func (db *DB) cutLog() (busy bool, err error) {
	db.write.Lock()
	defer db.write.Unlock()
	if _, err := db.writer.raw.Exec(`PRAGMA busy_timeout = 250`, nil); err != nil {
		return false, err
	}
	defer func() {
		_, perr := db.writer.raw.Exec(busyTimeout, nil)
		err = errors.Join(err, perr)
	}()
	n, err := db.writer.integer(`PRAGMA wal_checkpoint(TRUNCATE)`)
	return n != 0, err
}
