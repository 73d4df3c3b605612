//go:build cgo && !windows

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// BenchmarkFormats measures `carteira export` and `carteira import` as whole processes in each format, side by side: as many
// contacts as CARTEIRA_BENCH says, 200,000 of them in a workbook at most, and a tenth of each to show that memory is flat.
func BenchmarkFormats(b *testing.B) {
	env := os.Getenv("CARTEIRA_BENCH")
	if env == "" {
		return
	}
	lines, err := strconv.Atoi(env)
	if err != nil || lines < 10_000 {
		lines = 1_000_000
	}
	m := &measurement{B: b, dir: b.TempDir(), program: build(b)}
	for b.Loop() {
		m.replica("empty")
		fmt.Printf("\n%-9s %-6s %8s %9s %8s %8s %9s %9s %8s %8s %9s\n", "contacts", "format", "file MB",
			"export s", "cpu s", "rows/s", "peak MiB", "import s", "cpu s", "rows/s", "peak MiB")
		counts := []int{lines / 10, lines}
		if lines > 200_000 {
			counts = []int{20_000, 200_000, lines}
		}
		for _, n := range counts {
			from := fmt.Sprint("of", n)
			m.importInto(from, "empty", m.csvOf(from, n, 1, 0, false))
			for _, format := range []string{"csv", "xlsx", "json"} {
				if format == "xlsx" && n > 200_000 {
					continue
				}
				file := filepath.Join(m.dir, from+"."+format)
				out := m.process(m.carteira(from, "export", "--format", format, "--output", file))
				info, err := os.Stat(file)
				if err != nil {
					b.Fatal(err)
				}
				in := m.importInto("copied", "empty", file)
				m.bound(format, in)
				fmt.Printf("%-9d %-6s %8.1f %9.1f %8.1f %8.0f %9.0f %9.1f %8.1f %8.0f %9.0f\n", n, format, float64(info.Size())/1e6,
					out.seconds, out.cpu, float64(n)/out.seconds, float64(out.peak)/(1<<20), in.seconds, in.cpu, float64(n)/in.seconds, float64(in.peak)/(1<<20))
			}
		}
	}
}
