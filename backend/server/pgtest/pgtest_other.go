//go:build !unix

// Package pgtest gives tests a real PostgreSQL, where there are the means to start one.
package pgtest

import "testing"

// URL is the address of an empty database. Here there is none.
func URL(tb testing.TB) string {
	tb.Helper()
	tb.Skip("SKIPPED, NOT TESTED: throwaway PostgreSQL clusters are made on Unix only")
	return ""
}
