//go:build unix

package sqlite

import (
	"syscall"
	"testing"
	"time"
)

// processorTime is what this process has used of the processors: on a machine that others use too it says more of a
// question than the clock.
func processorTime(t testing.TB) time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		t.Fatal(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
