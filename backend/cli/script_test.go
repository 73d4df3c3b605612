package cli_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"carteira/backend/cli"
	"carteira/backend/crm"
	"carteira/backend/service/importer"
	"carteira/backend/sqlite"
)

// The scripts of testdata run the real command as a process of its own.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"carteira": func() { os.Exit(cli.Main(announceOnly)) }})
}

// announceOnly stands for the window, whose own tests are beside it.
func announceOnly(_ context.Context, w cli.Web) error {
	url := "http://" + w.Listen + "/#token=of-" + filepath.Base(w.DataFolder)
	if w.Idle != 0 {
		url += "&idle=" + w.Idle.String()
	}
	w.Announce(url)
	return nil
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("CARTEIRA_DATA", filepath.Join(e.WorkDir, "data"))
			e.Setenv("CARTEIRA_PASSWORD", "segredo-123")
			e.Setenv("LANG", "C")
			e.Setenv("TZ", "America/Sao_Paulo")
			e.Setenv("A", "--as=ana@example.com")
			e.Values[centralServer{}] = new(centralServer)
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"office":    office,
			"status":    status,
			"json":      jsonValue,
			"jsonkeys":  jsonKeys,
			"setjson":   setJSON,
			"recode":    recode,
			"generate":  generate,
			"talk":      talk,
			"committed": committed,
			"replace":   replace,
			"foreign":   foreign,
			"central":   central,
		},
	})
}

// office initialises the replica with the administrator Ana.
func office(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Check(ts.Exec("carteira", "init", "--admin-email", "ana@example.com", "--admin-name", "Ana"))
}

// status N carteira … runs a command and compares its exit status.
func status(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	switch err := ts.Exec(args[1], args[2:]...); {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	default:
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit status %d, not %d", got, want)
	}
}

// document is standard output, which must be exactly one JSON document. The counts of an import add up in all of them
// (D3.13).
func document(ts *testscript.TestScript) any {
	d := json.NewDecoder(strings.NewReader(ts.ReadFile("stdout")))
	d.UseNumber()
	var doc any
	ts.Check(d.Decode(&doc))
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		ts.Fatalf("standard output goes on after its JSON document")
	}
	if m, ok := doc.(map[string]any); ok && m["unchanged"] != nil {
		sum, parts := 0, []string{"created", "updated", "unchanged", "rejected"}
		if m["lines"] == nil { // a batch
			m["lines"], parts = m["total"], []string{"changed", "unchanged", "refused"}
		}
		for _, key := range parts {
			n, err := strconv.Atoi(string(m[key].(json.Number)))
			ts.Check(err)
			sum += n
		}
		if lines := string(m["lines"].(json.Number)); lines != strconv.Itoa(sum) {
			ts.Fatalf("the counts add up to %d of %s lines", sum, lines)
		}
	}
	return doc
}

// at walks down a path such as contacts.0.name.
func at(ts *testscript.TestScript, doc any, path string) any {
	if path == "." {
		return doc
	}
	for _, step := range strings.Split(path, ".") {
		switch here := doc.(type) {
		case map[string]any:
			value, ok := here[step]
			if !ok {
				ts.Fatalf("there is no %q in %v", step, here)
			}
			doc = value
		case []any:
			i, err := strconv.Atoi(step)
			ts.Check(err)
			if i >= len(here) {
				ts.Fatalf("there are only %d of %s", len(here), path)
			}
			doc = here[i]
		default:
			ts.Fatalf("%q leads nowhere", path)
		}
	}
	return doc
}

func written(ts *testscript.TestScript, value any) string {
	if s, ok := value.(string); ok {
		return s
	}
	b, err := json.Marshal(value)
	ts.Check(err)
	return string(b)
}

// [!] json PATH VALUE compares one value; PATH.len is the length of a list.
func jsonValue(ts *testscript.TestScript, neg bool, args []string) {
	path, count := strings.CutSuffix(args[0], ".len")
	value := at(ts, document(ts), path)
	got := written(ts, value)
	if count {
		got = strconv.Itoa(len(value.([]any)))
	}
	if (got == args[1]) == neg {
		ts.Fatalf("%s is %s", args[0], got)
	}
}

// jsonkeys PATH KEY,KEY… compares all keys of an object.
func jsonKeys(ts *testscript.TestScript, _ bool, args []string) {
	var got []string
	for key := range at(ts, document(ts), args[0]).(map[string]any) {
		got = append(got, key)
	}
	want := strings.Split(args[1], ",")
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		ts.Fatalf("keys %s\nnot  %s", strings.Join(got, ","), strings.Join(want, ","))
	}
}

// setjson VARIABLE PATH keeps a value for later commands.
func setJSON(ts *testscript.TestScript, _ bool, args []string) {
	ts.Setenv(args[0], written(ts, at(ts, document(ts), args[1])))
}

// recode ENCODING FILE rewrites a UTF-8 file; crlf only changes its line ends.
func recode(ts *testscript.TestScript, _ bool, args []string) {
	encodings := map[string]encoding.Encoding{
		"utf-16le":     unicode.UTF16(unicode.LittleEndian, unicode.UseBOM),
		"utf-16be":     unicode.UTF16(unicode.BigEndian, unicode.UseBOM),
		"utf-16le-raw": unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM),
		"windows-1252": charmap.Windows1252,
		"utf-8-bom":    unicode.UTF8BOM,
	}
	path := ts.MkAbs(args[1])
	text := ts.ReadFile(args[1])
	b, err := encodings[args[0]].NewEncoder().Bytes([]byte(text))
	ts.Check(err)
	ts.Check(os.WriteFile(path, b, 0o600))
}

// replace OLD NEW FILE edits a file, as a person corrects a report.
func replace(ts *testscript.TestScript, _ bool, args []string) {
	text := ts.ReadFile(args[2])
	if !strings.Contains(text, args[0]) {
		ts.Fatalf("%q is not in %s", args[0], args[2])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(strings.ReplaceAll(text, args[0], args[1])), 0o600))
}

// generate KIND FILE makes the inputs that are too large or too odd to be committed.
func generate(ts *testscript.TestScript, _ bool, args []string) {
	var b bytes.Buffer
	line := func(i int) string { return "Pessoa " + strconv.Itoa(i) + ";p" + strconv.Itoa(i) + "@example.com\n" }
	b.WriteString("contact_name;contact_email\n")
	switch args[0] {
	case "unclosed-quote": // on line 5 of a thousand
		for i := 2; i <= 1000; i++ {
			if i == 5 {
				b.WriteString("\"Pessoa 5;p5@example.com\n")
				continue
			}
			b.WriteString(line(i))
		}
	case "large-cell": // of 10 MB, in line 3
		b.WriteString(line(2) + strings.Repeat("x", 10<<20) + ";p3@example.com\n" + line(4))
	case "large-quoted-cell":
		b.WriteString(line(2) + `"` + strings.Repeat("x", 10<<20) + "\";p3@example.com\n" + line(4))
	case "columns": // two thousand
		b.Reset()
		b.WriteString("contact_name" + strings.Repeat(";c", 1999) + "\nAna" + strings.Repeat(";v", 1999) + "\n")
	case "nul": // one in line 3
		b.WriteString(line(2) + "Pes\x00soa 3;p3@example.com\n")
		for i := 4; i <= 50; i++ {
			b.WriteString(line(i))
		}
	case "latin": // a Windows-1252 letter far down, in its last line
		for i := 2; i <= 10_000; i++ {
			b.WriteString(line(i))
		}
		b.WriteString("Jos\xe9;jose@example.com\n")
	case "binary":
		b.Reset()
		b.WriteString("PK\x03\x04\x14\x00\x06\x00")
	default:
		ts.Fatalf("nobody generates %q", args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), b.Bytes(), 0o600))
}

// talk E-MAIL gives the contact of that e-mail an open interaction.
func talk(ts *testscript.TestScript, _ bool, args []string) {
	inReplica(ts, func(ctx context.Context, db *sqlite.DB) error {
		return db.Update(crm.WithActor(ctx, crm.System), func(tx *sqlite.Tx) error {
			found, err := tx.ByEmail(args[0])
			if err != nil {
				return err
			}
			c, err := tx.At(found[0])
			if err != nil {
				return err
			}
			return tx.AddInteractions([]sqlite.NewInteraction{{Contact: c.ID, Protocol: "1", Channel: "voice", Opened: tx.Now()}})
		})
	})
}

// committed [N] waits until a running import has put more than N lines on disk, its first batch by default.
func committed(ts *testscript.TestScript, _ bool, args []string) {
	more := 0
	if len(args) > 0 {
		var err error
		more, err = strconv.Atoi(args[0])
		ts.Check(err)
	}
	inReplica(ts, func(ctx context.Context, db *sqlite.DB) error {
		for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
			var live []crm.Job
			if err := db.View(ctx, func(v *sqlite.View) (err error) { live, err = v.LiveJobs(); return err }); err != nil {
				return err
			}
			for _, j := range live {
				if r, err := importer.ResultOf(j); err == nil && r.Lines > more {
					return nil
				}
			}
		}
		return errors.New("no import has committed anything for a minute")
	})
}

// foreign FILE makes a database of another program.
func foreign(ts *testscript.TestScript, _ bool, args []string) {
	path := ts.MkAbs(args[0])
	ts.Check(os.RemoveAll(path))
	db, err := sql.Open("sqlite3", path)
	ts.Check(err)
	_, err = db.Exec(`CREATE TABLE books (title TEXT); INSERT INTO books VALUES ('Dom Casmurro')`)
	ts.Check(errors.Join(err, db.Close()))
}

func inReplica(ts *testscript.TestScript, f func(ctx context.Context, db *sqlite.DB) error) {
	ctx := context.Background()
	db, err := sqlite.Open(ctx, ts.Getenv("CARTEIRA_DATA"), sqlite.Options{})
	ts.Check(err)
	err = f(ctx, db)
	ts.Check(errors.Join(err, db.Close()))
}
