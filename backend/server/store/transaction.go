package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// attempts is how often a transaction is tried before its conflict with others is given up on.
const attempts = 12

// tx is a transaction. Placeholders are $1…, first named in the order of their numbers: SQLite takes them for names.
type tx struct {
	ctx context.Context
	sql *sql.Tx
}

// update carries out a writing transaction, again when another one stood in its way: f must not keep anything.
func (s *Store) update(ctx context.Context, f func(t *tx) error) error {
	return s.retry(ctx, func() error {
		entered := s.calm.wait()
		defer entered()
		return inTx(ctx, s.writer, s.dialect.writing, func(t *tx) error {
			entered()
			if err := f(t); err != nil {
				return err
			}
			if s.beforeCommit != nil {
				return s.beforeCommit()
			}
			return nil
		})
	})
}

// view reads one snapshot.
func (s *Store) view(ctx context.Context, f func(t *tx) error) error {
	return s.retry(ctx, func() error { return inTx(ctx, s.reader, s.dialect.reading, f) })
}

func (s *Store) retry(ctx context.Context, try func() error) error {
	for n := 1; ; n++ {
		err := try()
		if err == nil || n == attempts || !s.dialect.passing(err) {
			return err
		}
		most := min(time.Second, 2*time.Millisecond<<n)
		select {
		case <-time.After(rand.N(most)):
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		}
	}
}

func inTx(ctx context.Context, db *sql.DB, o *sql.TxOptions, f func(t *tx) error) (err error) {
	x, err := db.BeginTx(ctx, o)
	if err != nil {
		return fmt.Errorf("begin transaction: %w", err)
	}
	committed := false
	defer func() {
		if !committed { // also after a panic: the one writer must not stay taken
			_ = x.Rollback()
		}
	}()
	if err := f(&tx{ctx: ctx, sql: x}); err != nil {
		return err
	}
	if err := x.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	committed = true
	return nil
}

func (t *tx) exec(query string, args ...any) error {
	_, err := t.sql.ExecContext(t.ctx, query, args...)
	return wrap(query, err)
}

// count is exec, with the number of rows that it changed.
func (t *tx) count(query string, args ...any) (int64, error) {
	res, err := t.sql.ExecContext(t.ctx, query, args...)
	if err != nil {
		return 0, wrap(query, err)
	}
	n, err := res.RowsAffected()
	return n, wrap(query, err)
}

// script runs several statements.
func (t *tx) script(text string) error {
	for _, statement := range statements(text) {
		if strings.TrimSpace(statement) == "" {
			continue
		}
		if err := t.exec(statement); err != nil {
			return err
		}
	}
	return nil
}

// one reads at most one row; found is false when there is none.
func (t *tx) one(query string, args []any, dst ...any) (found bool, err error) {
	err = t.sql.QueryRowContext(t.ctx, query, args...).Scan(dst...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, wrap(query, err)
}

// integer reads one number, 0 when there is no row.
func (t *tx) integer(query string, args ...any) (n int64, err error) {
	_, err = t.one(query, args, &n)
	return n, err
}

// errStop ends the reading of rows early.
var errStop = errors.New("stop")

// each reads row after row.
func (t *tx) each(query string, args []any, f func(row *sql.Rows) error) (err error) {
	rows, err := t.sql.QueryContext(t.ctx, query, args...)
	if err != nil {
		return wrap(query, err)
	}
	defer func() {
		if cerr := rows.Close(); err == nil {
			err = wrap(query, cerr)
		}
	}()
	for rows.Next() {
		if err := f(rows); err != nil {
			if errors.Is(err, errStop) {
				return nil
			}
			return err
		}
	}
	return wrap(query, rows.Err())
}

func wrap(query string, err error) error {
	if err == nil {
		return nil
	}
	first, _, _ := strings.Cut(strings.TrimSpace(query), "\n")
	if len(first) > 60 {
		first = first[:60] + "…"
	}
	return fmt.Errorf("%s: %w", first, err)
}

// in is the placeholders of a list whose first number is given: "$3, $4, $5".
func in(first, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "$%d", first+i)
	}
	return b.String()
}
