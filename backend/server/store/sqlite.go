//go:build cgo

package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	sqlite3 "github.com/mattn/go-sqlite3"
)

// FileName is the embedded database inside its folder.
const FileName = "carteira-server.db"

// readers is how many connections read the embedded database at the same time.
const readers = 4

// purgePatience is how long a purge waits for those that hold the write-ahead log; busy_timeout is as long.
const purgePatience = 15 * time.Second

// Pages of 8 KiB are chosen before the first table exists. secure_delete overwrites what is deleted (D8); temp_store
// keeps sorting and VACUUM out of temporary files.
const (
	sqlitePragmas = `PRAGMA busy_timeout = 15000; PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
		PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 67108864;`
	sqliteWriter = sqlitePragmas + `PRAGMA cache_size = -131072; PRAGMA wal_autocheckpoint = 16000;`
	sqliteReader = sqlitePragmas + `PRAGMA cache_size = -16384; PRAGMA query_only = ON;`
)

// sqliteConnector opens connections with their pragmas: database/sql opens them when it likes.
type sqliteConnector struct {
	driver *sqlite3.SQLiteDriver
	dsn    string
}

func (c *sqliteConnector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.dsn) }
func (c *sqliteConnector) Driver() driver.Driver                        { return c.driver }

func openSQLite(ctx context.Context, dir string) (writer, reader *sql.DB, d *dialect, err error) {
	if dir == "" {
		return nil, nil, nil, errors.New("sqlite: needs a folder")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, nil, nil, fmt.Errorf("create data folder: %w", err)
	}
	path := filepath.Join(dir, FileName)
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) // SQLite gives its companion files the same rights
	if err != nil {
		return nil, nil, nil, err
	}
	if err := f.Close(); err != nil {
		return nil, nil, nil, err
	}
	pool := func(pragmas, lock string, most int) *sql.DB {
		db := sql.OpenDB(&sqliteConnector{
			dsn: "file:" + strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path) +
				"?_txlock=" + lock + "&_stmt_cache_size=64",
			driver: &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
				_, err := c.Exec(pragmas, nil)
				return err
			}},
		})
		db.SetMaxOpenConns(most)
		db.SetMaxIdleConns(most)
		return db
	}
	writer, reader = pool(sqliteWriter, "immediate", 1), pool(sqliteReader, "deferred", readers)
	if err := writer.PingContext(ctx); err != nil {
		return nil, nil, nil, errors.Join(err, writer.Close(), reader.Close())
	}
	return writer, reader, &dialect{
		schema:     func(text string) string { return strings.ReplaceAll(text, "/*packed*/", "WITHOUT ROWID") },
		passing:    passingSQLite,
		purge:      purgeSQLite,
		parameters: 32766,
		overlaps:   true,
	}, nil
}

func passingSQLite(err error) bool {
	var e sqlite3.Error
	return errors.As(err, &e) && (e.Code == sqlite3.ErrBusy || e.Code == sqlite3.ErrLocked)
}

// purgeSQLite rewrites the file and empties the write-ahead log: secure_delete alone leaves traces in the rests of pages.
func purgeSQLite(ctx context.Context, s *Store) error {
	conn, err := s.writer.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	if _, err := conn.ExecContext(ctx, "VACUUM"); err != nil {
		return fmt.Errorf("vacuum: %w", err)
	}
	// Another process that folds its own rewriting back refuses ours at once, without SQLite's waiting.
	for until := time.Now().Add(purgePatience); ; {
		var busy, frames, moved int64
		if err := conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &moved); err != nil {
			return fmt.Errorf("checkpoint: %w", err)
		}
		if busy == 0 {
			return nil
		}
		if time.Now().After(until) {
			return errors.New("checkpoint: a reader holds the write-ahead log")
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(10 * time.Millisecond):
		}
	}
}
