// Package sqlite is the replica: one office's complete local database, and all the SQL there is for it.
// One Update writes, one View reads; rows, operations, audit, lookups and checkpoints commit together.
package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// conn is one driver connection with its prepared statements. database/sql would double the cost of the
// small lookups an import makes by the million, so the driver is used directly. Not safe for concurrent use.
type conn struct {
	raw   *driverConn
	stmts map[string]*statement
}

type statement struct {
	raw  *driverStmt
	args []driver.NamedValue
	row  []driver.Value
}

// connPragmas hold for every connection. secure_delete overwrites what is deleted (D8); temp_store keeps
// sorting and VACUUM out of temporary files.
const connPragmas = busyTimeout + `
PRAGMA foreign_keys = ON;
PRAGMA secure_delete = ON;
PRAGMA temp_store = MEMORY;
PRAGMA synchronous = FULL;
`

// busyTimeout is how long SQLite waits for another connection's lock, in ms.
const busyTimeout = `PRAGMA busy_timeout = 15000;`

func openConn(path, pragmas string) (*conn, error) {
	if err := private(path); err != nil {
		return nil, err
	}
	raw, err := openDriver(dsn(path))
	if err != nil {
		return nil, err
	}
	if _, err := raw.Exec(connPragmas+pragmas, nil); err != nil {
		return nil, errors.Join(err, raw.Close())
	}
	return &conn{raw: raw, stmts: map[string]*statement{}}, nil
}

// private makes sure that only this user can read the file; SQLite gives its companion files the same rights.
func private(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// dsn escapes what a file: URI would take for its own syntax.
func dsn(path string) string {
	return "file:" + strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path)
}

func (c *conn) close() error {
	var errs []error
	for _, s := range c.stmts {
		errs = append(errs, s.raw.Close())
	}
	return errors.Join(append(errs, c.raw.Close())...)
}

func (c *conn) prepare(sql string, args []driver.Value) (*statement, error) {
	s, ok := c.stmts[sql]
	if !ok {
		raw, err := c.raw.Prepare(sql)
		if err != nil {
			return nil, fmt.Errorf("prepare %q: %w", firstLine(sql), err)
		}
		s = &statement{raw: raw.(*driverStmt)}
		c.stmts[sql] = s
	}
	s.args = s.args[:0]
	for i, a := range args {
		s.args = append(s.args, driver.NamedValue{Ordinal: i + 1, Value: a})
	}
	return s, nil
}

// exec runs one statement. Arguments are int64, float64, string, []byte or nil.
func (c *conn) exec(sql string, args ...driver.Value) (driver.Result, error) {
	return c.execContext(context.Background(), sql, args...)
}

// execContext is exec, interrupted when ctx ends.
func (c *conn) execContext(ctx context.Context, sql string, args ...driver.Value) (driver.Result, error) {
	s, err := c.prepare(sql, args)
	if err != nil {
		return nil, err
	}
	res, err := s.raw.ExecContext(ctx, s.args)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", firstLine(sql), err)
	}
	return res, nil
}

// errStop ends a query early without an error.
var errStop = errors.New("stop")

// query calls each with every row. The slice is reused; strings and blobs in it may be kept. A statement
// must not be used again inside its own each.
func (c *conn) query(sql string, args []driver.Value, each func(row result) error) error {
	return c.queryContext(context.Background(), sql, args, each)
}

// queryContext is query, interrupted when ctx ends; that costs a microsecond, so the small lookups do without.
func (c *conn) queryContext(ctx context.Context, sql string, args []driver.Value, each func(row result) error) (err error) {
	s, err := c.prepare(sql, args)
	if err != nil {
		return err
	}
	rows, err := s.raw.QueryContext(ctx, s.args)
	if err != nil {
		return fmt.Errorf("%s: %w", firstLine(sql), err)
	}
	defer func() {
		if cerr := rows.Close(); err == nil && cerr != nil {
			err = cerr
		}
	}()
	if s.row == nil {
		s.row = make([]driver.Value, len(rows.Columns()))
	}
	for {
		switch err := rows.Next(s.row); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("%s: %w", firstLine(sql), err)
		}
		if err := each(s.row); err != nil {
			if errors.Is(err, errStop) {
				return nil
			}
			return err
		}
	}
}

// one reads at most one row; found is false when there is none.
func (c *conn) one(sql string, args []driver.Value, scan func(row result) error) (found bool, err error) {
	err = c.query(sql, args, func(row result) error {
		found = true
		if err := scan(row); err != nil {
			return err
		}
		return errStop
	})
	return found, err
}

// integer reads a single number, 0 when there is no row.
func (c *conn) integer(sql string, args ...driver.Value) (n int64, err error) {
	_, err = c.one(sql, args, func(row result) error {
		n, _ = row[0].(int64) // NULL counts as 0
		return nil
	})
	return n, err
}

func firstLine(sql string) string {
	sql = strings.TrimSpace(sql)
	if i := strings.IndexByte(sql, '\n'); i >= 0 {
		return sql[:i] + " …"
	}
	return sql
}

func values(args ...driver.Value) []driver.Value { return args }

// result is one row of a result: int64, float64, string, []byte or nil by column.
type result = []driver.Value
