// Package store is the central server's storage: every organization's records, log and devices, in an embedded
// SQLite file or in PostgreSQL, through one text of SQL.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"carteira/backend/crm"
)

// Options are the seams and bounds of a store; the zero value is right for a program.
type Options struct {
	Now      func() time.Time // nil = time.Now
	Log      *slog.Logger     // nil = slog.Default
	LogBytes int64            // bound of an organization's log, 0 = 256 MiB
}

// Store is an open store. Safe for concurrent use; several processes may have one open.
type Store struct {
	now            func() time.Time
	log            *slog.Logger
	logBytes       int64
	writer, reader *sql.DB
	dialect        *dialect
	beforeCommit   func() error // seam of the tests

	mu     sync.Mutex
	orgs   map[crm.ID]orgRow
	memory map[int64]memory // by organization

	calm   calm
	watch  watchers
	purger purger
}

// Open opens the store, "sqlite:FOLDER" or "postgres://…", creating what it needs, and brings its schema up to date.
func Open(ctx context.Context, url string, o Options) (*Store, error) {
	s := &Store{
		now: o.Now, log: o.Log, logBytes: o.LogBytes,
		orgs: map[crm.ID]orgRow{}, memory: map[int64]memory{},
		calm: calm{together: together},
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.log == nil {
		s.log = slog.Default()
	}
	if s.logBytes == 0 {
		s.logBytes = 256 << 20
	}
	var err error
	if s.writer, s.reader, s.dialect, err = open(ctx, url); err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	if err := s.migrate(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open store: %w", err), s.closePools())
	}
	s.startPurger()
	return s, nil
}

// Close waits for what is under way and closes every connection.
func (s *Store) Close() error {
	s.stopPurger()
	s.watch.close()
	return s.closePools()
}

func (s *Store) closePools() error {
	err := closePool(s.writer)
	if s.reader != s.writer {
		err = errors.Join(err, closePool(s.reader))
	}
	return err
}

// closePool closes a pool. What was called off gives its connection back a moment later, and the file is in use until then.
func closePool(pool *sql.DB) error {
	err := pool.Close()
	for range 5000 {
		if pool.Stats().OpenConnections == 0 {
			return err
		}
		time.Sleep(time.Millisecond)
	}
	return errors.Join(err, errors.New("a connection of the store is still in use"))
}

// millis is the server's clock.
func (s *Store) millis() int64 { return s.now().UnixMilli() }
