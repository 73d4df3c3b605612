package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// dialect is what SQLite and PostgreSQL differ in.
type dialect struct {
	writing, reading *sql.TxOptions
	schema           func(text string) string
	passing          func(err error) bool // another transaction was in the way: try again
	purge            func(ctx context.Context, s *Store) error
	parameters       int  // at most, in one statement
	overlaps         bool // two goroutines may use one transaction
}

// open opens both pools: writers and readers may be one.
func open(ctx context.Context, url string) (writer, reader *sql.DB, d *dialect, err error) {
	switch {
	case strings.HasPrefix(url, "sqlite:"):
		return openSQLite(ctx, strings.TrimPrefix(url, "sqlite:"))
	case strings.HasPrefix(url, "postgres://"), strings.HasPrefix(url, "postgresql://"):
		return openPostgres(url)
	}
	return nil, nil, nil, fmt.Errorf("a store is sqlite:FOLDER or postgres://…")
}
