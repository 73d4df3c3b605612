package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// The real program, killed with SIGKILL at random moments of an import and resumed each time, ends with the
// same counts and contents as an undisturbed run (D3.15). One import may end before all kills are spent; the
// rest then falls on another one.
func TestImportSurvivesBeingKilled(t *testing.T) {
	const kills = 20
	program := build(t)
	file := filepath.Join(t.TempDir(), "contatos.csv")
	writeFile(t, file, mixedLines(70_000))

	calm := newReplica(t, program)
	began := time.Now()
	calm.run("import", file)
	whole := time.Since(began)
	want := calm.ended()
	contents := calm.contents()
	if want.Created == 0 || want.Updated == 0 || want.Rejected == 0 || want.Unchanged == 0 {
		t.Fatalf("the file does not try everything: %+v", want)
	}

	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	for killed := 0; killed < kills; {
		rough := newReplica(t, program)
		for {
			goOn, ended := rough.goOn(file)
			if ended {
				break
			}
			wait := time.Duration(random.Int64N(int64(whole / 2)))
			if killed == kills {
				wait = time.Hour
			}
			if rough.runFor(wait, goOn...) {
				killed++
			}
		}
		got := rough.ended()
		got.Seconds, want.Seconds = 0, 0
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("after %d kills:\n got %+v\nwant %+v", killed, got, want)
		}
		if again := rough.contents(); !slices.Equal(contents, again) {
			t.Errorf("after %d kills: the contents differ: %d and %d contacts", killed, len(contents), len(again))
		}
	}
}

type result struct {
	Lines, Created, Updated, Unchanged, Rejected, PossibleDuplicates int
	Seconds                                                          float64
	Reasons                                                          map[string]int
}

// replica is a data folder and the program that works on it.
type replica struct {
	t            *testing.T
	program, dir string
}

func newReplica(t *testing.T, program string) *replica {
	r := &replica{t, program, t.TempDir()}
	r.run("init", "--admin-email", "ada@example.com", "--admin-name", "Ada")
	return r
}

func (r *replica) command(args ...string) *exec.Cmd {
	c := exec.Command(r.program, append([]string{"--data", r.dir, "--as", "ada@example.com", "--json"}, args...)...)
	c.Env = append(os.Environ(), "CARTEIRA_PASSWORD=correct horse battery", "LANG=C")
	return c
}

// run lets a command end; only a partly successful one may have another status than 0.
func (r *replica) run(args ...string) []byte {
	r.t.Helper()
	var errs bytes.Buffer
	c := r.command(args...)
	c.Stderr = &errs
	out, err := c.Output()
	var exit *exec.ExitError
	if err != nil && !(errors.As(err, &exit) && exit.ExitCode() == 3) {
		r.t.Fatalf("%v: %v\n%s%s", args, err, out, errs.String())
	}
	return out
}

// runFor kills the command after a while, unless it has ended by then.
func (r *replica) runFor(wait time.Duration, args ...string) (killed bool) {
	r.t.Helper()
	var out bytes.Buffer
	c := r.command(args...)
	c.Stdout, c.Stderr = &out, &out
	if err := c.Start(); err != nil {
		r.t.Fatal(err)
	}
	timer := time.AfterFunc(wait, func() { _ = c.Process.Kill() })
	err := c.Wait()
	timer.Stop()
	if !c.ProcessState.Exited() {
		return true
	}
	if err != nil && c.ProcessState.ExitCode() != 3 {
		r.t.Fatalf("%v: %v\n%s", args, err, out.String())
	}
	return false
}

type importJob struct {
	Kind, State string
	Result      json.RawMessage
}

// importJob is the import of this replica; found is false until it has one.
func (r *replica) importJob() (j importJob, found bool) {
	r.t.Helper()
	var list struct{ Jobs []importJob }
	if err := json.Unmarshal(r.run("jobs", "list"), &list); err != nil {
		r.t.Fatal(err)
	}
	i := slices.IndexFunc(list.Jobs, func(j importJob) bool { return j.Kind == "import" })
	if i < 0 {
		return j, false
	}
	return list.Jobs[i], true
}

// goOn is the command that carries the import on. A kill may have come before its job existed, and also between
// the job's end and that of the process.
func (r *replica) goOn(file string) (args []string, ended bool) {
	r.t.Helper()
	j, found := r.importJob()
	if !found {
		return []string{"import", file}, false
	}
	return []string{"import", "--resume"}, j.State == "ended"
}

// ended is the result of the import that has ended.
func (r *replica) ended() (res result) {
	r.t.Helper()
	j, _ := r.importJob()
	out := bytes.ReplaceAll(j.Result, []byte("possible_duplicates"), []byte("PossibleDuplicates"))
	if err := json.Unmarshal(out, &res); err != nil || j.State != "ended" {
		r.t.Fatalf("%v: %+v", err, j)
	}
	return res
}

// contents are all contacts without what differs from run to run: identifiers and times of creation.
func (r *replica) contents() []string {
	r.t.Helper()
	file := filepath.Join(r.t.TempDir(), "export.csv")
	r.run("export", "--output", file)
	out, err := os.ReadFile(file)
	if err != nil {
		r.t.Fatal(err)
	}
	out = bytes.TrimPrefix(out, []byte("\uFEFF"))
	reader := csv.NewReader(bytes.NewReader(out))
	reader.Comma = ';'
	rows, err := reader.ReadAll()
	if err != nil {
		r.t.Fatal(err)
	}
	drop := []int{slices.Index(rows[0], "contact_id"), slices.Index(rows[0], "contact_created_at")}
	var all []string
	for _, row := range rows {
		for _, i := range drop {
			row[i] = ""
		}
		all = append(all, strings.Join(row, "|"))
	}
	slices.Sort(all)
	return all
}

func build(t testing.TB) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "carteira")
	out, err := exec.Command("go", "build", "-tags", "sqlite_fts5", "-o", program, ".").CombinedOutput()
	if err != nil {
		t.Fatalf("build the program: %v\n%s", err, out)
	}
	return program
}

// mixedLines creates, updates, leaves unchanged, adds to and rejects, so that an applied-twice or a skipped line
// shows in counts and contents.
func mixedLines(n int) string {
	var b strings.Builder
	b.WriteString("contact_name;contact_cpf;contact_phone;contact_email;contact_labels;contact_notes;contact_custom_fields\r\n")
	line := ""
	for i := range n {
		if i%10 == 3 { // the line before once more: changes nothing
			b.WriteString(line)
			continue
		}
		who := i
		if i%5 == 4 {
			who = i * 7 / 11 // somebody earlier
		}
		note := ""
		if i%10 == 9 {
			note = fmt.Sprintf("nota %d", i)
		}
		cpf := validCPF(who)
		if i%97 == 96 {
			cpf = "12345678900"
		}
		line = fmt.Sprintf("Pessoa %d;%s;55119%08d;p%d@example.com;grupo %d;%s;[\"Saldo\",\"%d\"]\r\n",
			who, cpf, 60_000_000+i%9_000, who, who%13, note, i%1000)
		b.WriteString(line)
	}
	return b.String()
}

func validCPF(i int) string {
	digits := []int{}
	for _, c := range fmt.Sprintf("%09d", 100_000_000+i*37) {
		digits = append(digits, int(c-'0'))
	}
	for range 2 {
		sum := 0
		for j, d := range digits {
			sum += d * (len(digits) + 1 - j)
		}
		digits = append(digits, sum*10%11%10)
	}
	return strings.Trim(strings.ReplaceAll(fmt.Sprint(digits), " ", ""), "[]")
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
