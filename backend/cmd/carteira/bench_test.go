//go:build cgo && !windows

package main

import (
	"bufio"
	"database/sql/driver"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	sqlite3 "github.com/mattn/go-sqlite3"
)

// BenchmarkImport measures `carteira import` as a whole process, with every rule on, against the floor of
// `sqlite3 .import`: files prepared from the very result, inserted by the shell into the same tables and
// indexes, without and with the search index. It runs when CARTEIRA_BENCH is set to the number of lines, or to
// anything else for a million, and prints a table; each figure is the median of its runs, which alternate with the
// floor's so that a noisy machine weighs on both.
func BenchmarkImport(b *testing.B) {
	env := os.Getenv("CARTEIRA_BENCH")
	if env == "" {
		return
	}
	lines, err := strconv.Atoi(env)
	if err != nil || lines < 1000 {
		lines = 1_000_000
	}
	if _, err := exec.LookPath("sqlite3"); err != nil {
		b.Fatal("the floor needs the sqlite3 shell: install the package sqlite3")
	}
	m := &measurement{B: b, dir: b.TempDir(), lines: lines, runs: benchRuns, program: build(b)}
	if n, err := strconv.Atoi(os.Getenv("CARTEIRA_BENCH_RUNS")); err == nil && n > 0 {
		m.runs = n
	}
	for b.Loop() {
		m.run()
	}
}

// benchRuns is how many runs a figure is the median of; CARTEIRA_BENCH_RUNS changes it.
const benchRuns = 3

type measurement struct {
	*testing.B
	dir, program string
	lines, runs  int
}

// measured is one process: seconds of wall clock and of processors, and peak memory.
type measured struct {
	seconds float64
	cpu     float64
	peak    int64 // bytes
}

func (m *measurement) run() {
	base := m.csv("base", 1, 0, false)
	small := m.csvOf("small", m.lines/10, 1, 0, false)

	m.replica("empty")
	first := m.importInto("first", "empty", base)
	flat := m.importInto("flat", "empty", small)
	floor := m.prepareFloor(filepath.Join(m.dir, "first", "carteira.db"))

	var empty, plain, indexed []measured
	for range m.runs {
		empty = append(empty, m.importInto("again", "empty", base))
		plain = append(plain, m.floor(floor, false))
		indexed = append(indexed, m.floor(floor, true))
	}
	fmt.Printf("\n%d lines, %s/%s, %d cores, %s\n", m.lines, runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())
	fmt.Printf("%-52s %9s %9s %9s %9s\n", "", "seconds", "÷ floor", "÷ +search", "peak MiB")
	p, i := median(plain).seconds, median(indexed).seconds
	row := func(name string, x measured) {
		fmt.Printf("%-52s %9.1f %9.2f %9.2f %9.0f\n", name, x.seconds, x.seconds/p, x.seconds/i, float64(x.peak)/(1<<20))
	}
	row("floor: sqlite3 .import, same tables", median(plain))
	row("floor: the same with the search index", median(indexed))
	row("carteira import, empty base (0 % match)", median(empty))
	for _, tc := range []struct {
		name   string
		known  float64
		change bool
	}{
		{"carteira import, 50 % match", 0.5, false},
		{"carteira import, 100 % match, nothing changes", 1, false},
		{"carteira import, 100 % match, two fields change", 1, true},
	} {
		file := m.csv("next", 1, tc.known, tc.change)
		var runs []measured
		for range m.runs {
			runs = append(runs, m.importInto("onto", "first", file))
		}
		row(tc.name, median(runs))
	}
	row(fmt.Sprintf("carteira import, %d lines", m.lines/10), flat)
	fmt.Printf("peak memory of %d lines ÷ %d lines: %.2f\n\n", m.lines, m.lines/10, float64(first.peak)/float64(flat.peak))
	for _, x := range append(empty, first, flat) {
		m.bound("csv", x)
	}
}

// mostMemory is what an import may hold at its peak, of any length and in any format.
const mostMemory = 256 << 20

func (m *measurement) bound(format string, x measured) {
	m.Helper()
	if x.peak > mostMemory {
		m.Errorf("an import of %s held %d MiB, %d are the bound", format, x.peak>>20, mostMemory>>20)
	}
}

func (m *measurement) csv(name string, seed int, known float64, change bool) string {
	return m.csvOf(name, m.lines, seed, known, change)
}

func (m *measurement) csvOf(name string, lines, seed int, known float64, change bool) string {
	m.Helper()
	path := filepath.Join(m.dir, name+".csv")
	args := []string{"demo", "csv", "--lines", strconv.Itoa(lines), "--seed", strconv.Itoa(seed), "--output", path}
	if known > 0 {
		args = append(args, "--known", fmt.Sprint(known))
	}
	if change {
		args = append(args, "--change")
	}
	m.process(exec.Command(m.program, args...))
	return path
}

func (m *measurement) replica(name string) {
	m.Helper()
	m.process(m.carteira(name, "init", "--admin-email", "ada@example.com", "--admin-name", "Ada"))
}

func (m *measurement) carteira(name string, args ...string) *exec.Cmd {
	c := exec.Command(m.program, append([]string{"--data", filepath.Join(m.dir, name), "--as", "ada@example.com", "--json"}, args...)...)
	c.Env = append(os.Environ(), "CARTEIRA_PASSWORD=correct horse battery")
	return c
}

// importInto imports a file into a copy of a replica.
func (m *measurement) importInto(name, from, file string) measured {
	m.Helper()
	dir := filepath.Join(m.dir, name)
	if err := os.RemoveAll(dir); err != nil {
		m.Fatal(err)
	}
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(m.dir, from))); err != nil {
		m.Fatal(err)
	}
	return m.process(m.carteira(name, "import", file))
}

// process runs a command to its end, which may be a partly successful one.
func (m *measurement) process(c *exec.Cmd) measured {
	m.Helper()
	began := time.Now()
	out, err := c.CombinedOutput()
	took := time.Since(began).Seconds()
	var exit *exec.ExitError
	if err != nil && !(errors.As(err, &exit) && exit.ExitCode() == 3) {
		m.Fatalf("%v: %v\n%s", c.Args, err, out)
	}
	return measured{took, (c.ProcessState.UserTime() + c.ProcessState.SystemTime()).Seconds(), peakMemory(c.ProcessState)}
}

// floorTables are the tables an import fills, and what of them the shell can import: text in place of blobs, of the
// same length.
var floorTables = []struct{ name, columns, index, query string }{
	{"contact", "n INTEGER PRIMARY KEY, id TEXT, created_at INTEGER, updated_at INTEGER, created_by INTEGER, hlc INTEGER, device INTEGER, doc TEXT",
		"CREATE UNIQUE INDEX contact_id ON contact (id); CREATE INDEX contact_created ON contact (created_at);",
		"SELECT n, id, created_at, updated_at, created_by, hlc, device, doc FROM contact ORDER BY n"},
	{"roster", "name_key TEXT, contact INTEGER, attrs INTEGER, rest TEXT, PRIMARY KEY (name_key, contact)", "",
		"SELECT name_key, contact, attrs, rest FROM roster ORDER BY contact"},
	{"contact_cpf", "k INTEGER, contact INTEGER, PRIMARY KEY (k, contact)", "", "SELECT cpf, contact FROM contact_cpf ORDER BY contact"},
	{"contact_cnpj", "k TEXT PRIMARY KEY, contact INTEGER", "", "SELECT cnpj, contact FROM contact_cnpj ORDER BY contact"},
	{"contact_phone", "k INTEGER, contact INTEGER, PRIMARY KEY (k, contact)", "", "SELECT phone, contact FROM contact_phone ORDER BY contact"},
	{"contact_email", "k INTEGER, contact INTEGER, PRIMARY KEY (k, contact)", "", "SELECT email, contact FROM contact_email ORDER BY contact"},
	{"contact_label", "k INTEGER, contact INTEGER, PRIMARY KEY (k, contact)", "", "SELECT label, contact FROM contact_label ORDER BY contact"},
	{"contact_custom", "f INTEGER, k TEXT, contact INTEGER, PRIMARY KEY (f, k, contact)", "",
		"SELECT field, value, contact FROM contact_custom ORDER BY contact"},
	{"note", "contact INTEGER, id TEXT, author INTEGER, at INTEGER, text TEXT, PRIMARY KEY (contact, id)", "",
		"SELECT contact, id, author, at, text FROM note ORDER BY contact"},
}

// prepareFloor writes the files and the scripts of the floor; the second script builds the search index too.
func (m *measurement) prepareFloor(database string) (scripts [2]string) {
	m.Helper()
	begin := "PRAGMA page_size = 8192;\nPRAGMA journal_mode = WAL;\nPRAGMA synchronous = FULL;\n"
	var create, load strings.Builder
	for _, t := range floorTables {
		rowid := " WITHOUT ROWID"
		if t.name == "contact" {
			rowid = ""
		}
		fmt.Fprintf(&create, "CREATE TABLE %s (%s)%s; %s\n", t.name, t.columns, rowid, t.index)
		path := filepath.Join(m.dir, t.name+".floor")
		m.dump(database, t.query, path)
		fmt.Fprintf(&load, ".import %s %s\n", path, t.name)
	}
	texts := filepath.Join(m.dir, "search.floor")
	m.dump(database, "SELECT name_key || char(10) || rest FROM roster ORDER BY contact", texts)
	scripts[0] = begin + create.String() + ".mode csv\n" + load.String()
	scripts[1] = begin + create.String() +
		"CREATE VIRTUAL TABLE search USING fts5 (text, content = '', detail = none, tokenize = 'trigram');\n" +
		".mode csv\n" + load.String() + ".import " + texts + " search\n"
	return scripts
}

func (m *measurement) floor(scripts [2]string, search bool) measured {
	m.Helper()
	path := filepath.Join(m.dir, "floor.db")
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.RemoveAll(path + suffix); err != nil {
			m.Fatal(err)
		}
	}
	c := exec.Command("sqlite3", "-bail", path)
	c.Stdin = strings.NewReader(scripts[0])
	if search {
		c.Stdin = strings.NewReader(scripts[1])
	}
	return m.process(c)
}

// dump writes a query's rows as CSV. A blob becomes printable text of its length; an identifier keeps its order.
func (m *measurement) dump(database, query, path string) {
	m.Helper()
	c, err := (&sqlite3.SQLiteDriver{}).Open("file:" + database + "?mode=ro")
	if err != nil {
		m.Fatal(err)
	}
	defer c.Close()
	rows, err := c.(*sqlite3.SQLiteConn).Query(query, nil)
	if err != nil {
		m.Fatal(err)
	}
	f, err := os.Create(path)
	if err != nil {
		m.Fatal(err)
	}
	w := bufio.NewWriterSize(f, 1<<20)
	row := make([]driver.Value, len(rows.Columns()))
	for rows.Next(row) == nil {
		for i, v := range row {
			if i > 0 {
				w.WriteByte(',')
			}
			switch v := v.(type) {
			case []byte:
				if len(v) == 16 {
					w.WriteString(base64.RawURLEncoding.EncodeToString(v)[:16])
				} else {
					fmt.Fprintf(w, `"%s"`, printable(v))
				}
			case string:
				fmt.Fprintf(w, `"%s"`, strings.ReplaceAll(v, `"`, `""`))
			default:
				fmt.Fprint(w, v)
			}
		}
		w.WriteByte('\n')
	}
	if err := errors.Join(rows.Close(), w.Flush(), f.Close()); err != nil {
		m.Fatal(err)
	}
}

func printable(b []byte) string {
	out := make([]byte, len(b))
	for i, c := range b {
		if c < ' ' || c > '~' || c == '"' {
			c = '.'
		}
		out[i] = c
	}
	return string(out)
}

func median(runs []measured) measured {
	best := runs[0]
	for _, x := range runs { // the one with as many below as above
		below, above := 0, 0
		for _, y := range runs {
			switch {
			case y.seconds < x.seconds:
				below++
			case y.seconds > x.seconds:
				above++
			}
		}
		if below <= len(runs)/2 && above <= len(runs)/2 {
			best = x
		}
	}
	return best
}
