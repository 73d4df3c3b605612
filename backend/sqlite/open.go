package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pressly/goose/v3"

	"carteira/backend/crm"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// FileName is the replica's database inside the data directory.
const FileName = "carteira.db"

// readers is how many connections read at the same time.
const readers = 4

// Options are the seams of a replica; the zero value is right for a program.
type Options struct {
	Now func() time.Time // nil = time.Now
	// RefuseUntyped makes a commit that wrote a contact without an operation fail (S1.2). Always on in tests
	// and in builds with the tag carteira_debug.
	RefuseUntyped bool
	scratch       bool // see OpenScratch
}

// DB is an open replica. Safe for concurrent use; several processes may have one replica open.
type DB struct {
	dir      string
	now      func() time.Time
	writer   *conn
	write    sync.Mutex
	urgent   atomic.Int32 // people's writes waiting for or holding the writer
	pool     chan *conn
	guard    *opGuard
	bus      bus
	warm     warmth
	search   searchIndex
	unpurged unpurged
}

// Dir is the data directory.
func (db *DB) Dir() string { return db.dir }

// Now is the replica's clock.
func (db *DB) Now() time.Time { return db.now().UTC() }

// Open opens the replica in dir, creating it when there is none, and brings its schema up to date.
func Open(ctx context.Context, dir string, o Options) (*DB, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("create data directory: %w", err)
	}
	path := filepath.Join(dir, FileName)
	if err := migrate(ctx, path); err != nil {
		return nil, fmt.Errorf("open replica %q: %w", path, err)
	}
	db := &DB{dir: dir, now: o.Now, pool: make(chan *conn, readers)}
	db.search.off = o.scratch
	if db.now == nil {
		db.now = time.Now
	}
	var err error
	if db.writer, err = openConn(path, writerPragmas); err != nil {
		return nil, fmt.Errorf("open replica %q: %w", path, err)
	}
	if o.RefuseUntyped || refuseUntyped {
		db.guard = guardWrites(db.writer.raw)
	}
	for range readers {
		c, err := openConn(path, readerPragmas)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("open replica %q: %w", path, err), db.Close())
		}
		db.pool <- c
	}
	if err := db.identify(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open replica %q: %w", path, err), db.Close())
	}
	return db, nil
}

// The writer checkpoints by itself between transactions (see checkpoint), so that SQLite's default of every
// thousand pages does not rewrite hot index pages over and over: that costs a bulk import 40 %.
const writerPragmas = `PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -65536; PRAGMA journal_size_limit = 67108864;`
const readerPragmas = `PRAGMA query_only = ON; PRAGMA cache_size = -8192;`

// migrate creates or upgrades the schema. Pages of 8 KiB and full write-ahead logging are chosen before the
// first table exists.
func migrate(ctx context.Context, path string) (err error) {
	c, err := openConn(path, "")
	if err != nil {
		return foreignError(err)
	}
	if err := refuseForeign(c); err != nil {
		return errors.Join(err, c.close())
	}
	_, err = c.raw.Exec("PRAGMA page_size = 8192; PRAGMA journal_mode = WAL;", nil)
	if err := errors.Join(err, c.close()); err != nil {
		return err
	}
	pool, err := sql.Open("sqlite3", dsn(path)+"?_busy_timeout=15000&_txlock=immediate")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	files, err := fs.Sub(schemaFiles, "schema")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, pool, files)
	if err != nil {
		return err
	}
	pending, err := provider.HasPending(ctx)
	if err != nil || !pending {
		return err
	}
	_, err = provider.Up(ctx)
	return err
}

// identify makes sure the replica has an identity. Only a new one is written to: opening must not wait for an import
// that another process is at.
func (db *DB) identify(ctx context.Context) error {
	var known int64
	if err := db.View(ctx, func(v *View) (err error) {
		known, err = v.c.integer(`SELECT count(*) FROM replica`)
		return err
	}); err != nil || known > 0 {
		return err
	}
	return db.update(ctx, crm.System, byPerson, func(tx *Tx) error {
		n, err := tx.c.integer(`SELECT count(*) FROM replica`)
		if err != nil || n > 0 {
			return err
		}
		id := crm.NewID()
		if _, err := tx.c.exec(`INSERT INTO device (n, id) VALUES (1, ?)`, id[:]); err != nil {
			return err
		}
		_, err = tx.c.exec(`
			INSERT INTO replica (one, id, incarnation, counter, hlc, created_at)
			VALUES (1, ?, 1, 0, 0, ?)`, id[:], tx.now.UnixMilli())
		return err
	})
}

// Close waits for the write under way and closes every connection.
func (db *DB) Close() error {
	errs := []error{db.stopSearch(), db.stopWarm()}
	db.write.Lock()
	defer db.write.Unlock()
	for range len(db.pool) {
		errs = append(errs, (<-db.pool).close())
	}
	if db.writer != nil {
		errs = append(errs, db.writer.close())
	}
	errs = append(errs, db.unpurged.close())
	return errors.Join(errs...)
}
