//go:build cgo

package store

import (
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	sqlite3 "github.com/mattn/go-sqlite3"
)

// passingError is what the store's engine says of a transaction that another one was in the way of.
func passingError(f *fixture) error {
	if strings.HasPrefix(f.url, "sqlite:") {
		return fmt.Errorf("probe: %w", sqlite3.Error{Code: sqlite3.ErrBusy})
	}
	return fmt.Errorf("probe: %w", &pgconn.PgError{Code: "40001"})
}
