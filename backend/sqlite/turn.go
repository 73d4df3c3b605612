package sqlite

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// SQLite hands its write lock to whoever happens to ask first, and a long job asks again right after each batch: another
// process, which polls, would wait until the job is over, be it only to cancel it. So whoever wants to write says so by a
// shared lock on a file. A job looks at people's before and during every batch, at other jobs' before every batch.
const (
	personsTurn = "turn.lock"
	jobsTurn    = "turn-job.lock"
)

// longestTurn is how long a job stands back at most before a batch: it must go on, whatever the others do.
const longestTurn = 2 * time.Second

func (db *DB) turn(file string) *flock.Flock {
	return flock.New(filepath.Join(db.dir, file), flock.SetPermissions(0o600))
}

// askTurn says that somebody wants to write, until release is called.
func (db *DB) askTurn(file string) (release func() error, err error) {
	lock := db.turn(file)
	if err := lock.RLock(); err != nil { // waits for a job's look only
		return nil, fmt.Errorf("ask for a turn to write: %w", errors.Join(err, lock.Close()))
	}
	return lock.Close, nil
}

// turnAsked tells whether anybody, of whatever process, waits to write.
func (db *DB) turnAsked(file string) (bool, error) {
	lock := db.turn(file)
	free, err := lock.TryLock()
	if err := errors.Join(err, lock.Close()); err != nil {
		return false, fmt.Errorf("look who waits to write: %w", err)
	}
	return !free, nil
}

// giveTurn stands back while others wait to write.
func (db *DB) giveTurn(ctx context.Context) error {
	for end := time.Now().Add(longestTurn); time.Now().Before(end) && ctx.Err() == nil; time.Sleep(5 * time.Millisecond) {
		person, err := db.turnAsked(personsTurn)
		if err != nil {
			return err
		}
		job, err := db.turnAsked(jobsTurn)
		if err != nil || !person && !job {
			return err
		}
	}
	return nil
}

// begin takes SQLite's write lock. A job says meanwhile that it waits, too, lest the job of another process keep it out
// until SQLite gives up; people's writes have said so since before they waited here.
// Whoever writes the database anew may take longer than SQLite waits: that is waited for, too.
func (db *DB) begin(ctx context.Context, bulk bool) (err error) {
	if bulk {
		release, aerr := db.askTurn(jobsTurn)
		if aerr != nil {
			return aerr
		}
		defer func() { err = errors.Join(err, release()) }()
	}
	for {
		if _, err = db.writer.exec(`BEGIN IMMEDIATE`); faultOf(err) != busy || ctx.Err() != nil {
			return err
		}
		rewriting, terr := db.turnAsked(rewriteTurn)
		if terr != nil || !rewriting {
			return errors.Join(err, terr)
		}
	}
}
