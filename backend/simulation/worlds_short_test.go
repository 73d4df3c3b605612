//go:build !long

package simulation_test

import "runtime"

const worlds = 100

// A world does one thing after another. On one processor it takes a quarter less work, for nothing wakes up another, and
// `go test ./...` has something to do for the rest.
func init() { runtime.GOMAXPROCS(1) }
