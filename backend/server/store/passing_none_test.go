//go:build !cgo

package store

import "github.com/jackc/pgx/v5/pgconn"

// passingError: without cgo there is PostgreSQL alone.
func passingError(*fixture) error { return &pgconn.PgError{Code: "40001"} }
