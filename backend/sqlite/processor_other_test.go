//go:build !unix

package sqlite

import (
	"testing"
	"time"
)

var started = time.Now()

// processorTime is the clock where the system does not tell.
func processorTime(testing.TB) time.Duration { return time.Since(started) }
