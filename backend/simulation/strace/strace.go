// Package strace runs programs that are killed at chosen system calls. For tests.
package strace

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"testing"
)

// Need fails where strace has to be there, on hosted builds, and else skips the test, as it does where there is none.
func Need(tb testing.TB) {
	tb.Helper()
	if runtime.GOOS != "linux" {
		tb.Skip("SKIPPED, NOT TESTED: strace is of Linux")
	}
	out, err := exec.Command("strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync", "true").CombinedOutput()
	switch {
	case err == nil:
	case os.Getenv("CI") == "true":
		tb.Fatalf("strace does not run: %v\n%s", err, out)
	default:
		tb.Skipf("SKIPPED, NOT TESTED: strace does not run (apt-get install strace; it needs ptrace): %v\n%s", err, out)
	}
}

// KillAt are the words before a command that is killed at its nth of some calls ("fsync,rename"), which strace counts by thread.
func KillAt(calls string, n int) []string {
	return []string{"strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + calls, "-e", fmt.Sprintf("inject=%s:signal=SIGKILL:when=%d", calls, n)}
}
