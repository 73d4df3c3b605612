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
// process, which polls, would wait until the job is over, be it only to cancel it. So people's writes say that they want a
// turn by a shared lock on a file, and a job looks for that before and during every batch.
const turnFile = "turn.lock"

// longestTurn is how long a job stands back at most before a batch: it must go on, whatever the others do.
const longestTurn = 2 * time.Second

func (db *DB) turn() *flock.Flock {
	return flock.New(filepath.Join(db.dir, turnFile), flock.SetPermissions(0o600))
}

// askTurn says that a person wants to write, until release is called.
func (db *DB) askTurn() (release func() error, err error) {
	lock := db.turn()
	if err := lock.RLock(); err != nil { // waits for a job's look only
		return nil, fmt.Errorf("ask for a turn to write: %w", errors.Join(err, lock.Close()))
	}
	return lock.Close, nil
}

// turnAsked tells whether a person, of whatever process, is waiting to write.
func (db *DB) turnAsked() (bool, error) {
	lock := db.turn()
	free, err := lock.TryLock()
	if err := errors.Join(err, lock.Close()); err != nil {
		return false, fmt.Errorf("look who waits to write: %w", err)
	}
	return !free, nil
}

// giveTurn stands back while people write.
func (db *DB) giveTurn(ctx context.Context) error {
	for end := time.Now().Add(longestTurn); time.Now().Before(end) && ctx.Err() == nil; time.Sleep(5 * time.Millisecond) {
		if asked, err := db.turnAsked(); err != nil || !asked {
			return err
		}
	}
	return nil
}
