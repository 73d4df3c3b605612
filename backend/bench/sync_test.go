//go:build cgo && !windows

// Package bench measures what whole programs do together, against targets and a peer. Nothing here runs unless
// CARTEIRA_BENCH is set.
package bench

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// Each benchmark is one group of figures of S6: the real server program, real HTTP on loopback, real replicas. They run
// when CARTEIRA_BENCH is set to the number of contacts, or to anything else for a million, and print a table.
// CARTEIRA_BENCH_PROFILE names a folder for CPU profiles; the server is then this program, which does the same.

// roleVariable makes this program one of the others that a measurement needs.
const roleVariable = "CARTEIRA_BENCH_ROLE"

var roles = map[string]func(args []string) error{"join": join, "serve": serve}

func TestMain(m *testing.M) {
	role := roles[os.Getenv(roleVariable)]
	if role == nil {
		status := m.Run()
		if programs != "" {
			_ = os.RemoveAll(programs)
		}
		os.Exit(status)
	}
	if err := profiled(os.Getenv(roleVariable), func() error { return role(os.Args[1:]) }); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// profiled runs f, and writes a profile of it when asked to.
func profiled(name string, f func() error) error {
	dir := os.Getenv("CARTEIRA_BENCH_PROFILE")
	if dir == "" {
		return f()
	}
	out, err := os.CreateTemp(dir, name+"-*.prof")
	if err != nil {
		return err
	}
	defer out.Close()
	if err := pprof.StartCPUProfile(out); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()
	return f()
}

// size is how many contacts to measure with.
func size(b *testing.B) int {
	b.Helper()
	env := os.Getenv("CARTEIRA_BENCH")
	if env == "" {
		b.Skip("CARTEIRA_BENCH is not set")
	}
	if n, err := strconv.Atoi(env); err == nil && n >= 1000 {
		return n
	}
	return 1_000_000
}

// heading begins a table of figures with their targets beside them.
func heading(title string) {
	fmt.Printf("\n%s, %s/%s, %d cores, %s, load %s\n", title, runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version(), load())
}

// load is how many wanted to run during the last minute: figures taken beside other work are worth little.
func load() string {
	b, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	first, _, _ := strings.Cut(string(b), " ")
	return first
}

// most is a figure that should not exceed its target.
func most(name string, value, target float64, unit string) {
	mark := "✓"
	if value > target {
		mark = "✗"
	}
	fmt.Printf("%s%s %s ≤ %.4g %s\n", pad(name, 56), pad(number(value), -10), pad(unit, 6), target, mark)
}

// told is a figure without a target.
func told(name string, value float64, unit string) {
	fmt.Printf("%s%s %s\n", pad(name, 56), pad(number(value), -10), unit)
}

func number(v float64) string {
	if v >= 100 || v == float64(int64(v)) {
		return strconv.FormatFloat(v, 'f', 0, 64)
	}
	return strconv.FormatFloat(v, 'f', 1, 64)
}

// pad fills up to a number of letters; negative, on the left.
func pad(s string, n int) string {
	space := strings.Repeat(" ", max(0, max(n, -n)-len([]rune(s))))
	if n < 0 {
		return space + s
	}
	return s + space
}

// percentile of durations, in milliseconds.
func percentile(all []time.Duration, p int) float64 {
	sorted := slices.Sorted(slices.Values(all))
	if len(sorted) == 0 {
		return -1
	}
	return float64(sorted[min(len(sorted)-1, len(sorted)*p/100)].Microseconds()) / 1000
}

// programs is the folder of what was built, "" before.
var programs string

// built is the server, built once for all benchmarks.
var built = sync.OnceValues(func() (program string, err error) {
	if programs, err = os.MkdirTemp("", "carteira-bench"); err != nil {
		return "", err
	}
	program = filepath.Join(programs, "carteira-server")
	out, err := exec.Command("go", "build", "-tags", "sqlite_fts5", "-o", program, "../cmd/carteira-server").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build the server: %w\n%s", err, out)
	}
	return program, nil
})

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// decode reads the one JSON document that a program printed.
func decode(tb testing.TB, b []byte, into any) {
	tb.Helper()
	if err := json.Unmarshal(b, into); err != nil {
		tb.Fatalf("%v: %s", err, b)
	}
}

const mebibyte = 1 << 20
