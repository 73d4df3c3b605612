package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/mend"
	"carteira/backend/engine/tabular"
	"carteira/backend/service/importer"
	"carteira/backend/service/jobs"
	"carteira/backend/sqlite"
)

// What was corrected by hand, left out, split and mended before an import is so after it, too, however often the real
// program was killed with SIGKILL in between (D3.15, D3.17).
func TestCorrectionsSurviveBeingKilled(t *testing.T) {
	const kills, lines = 4, 15_000
	program := build(t)
	file := filepath.Join(t.TempDir(), "contatos.csv")
	// The header is pointed at: the first line looks more like one.
	text := "Nome;Telefone\r\n\r\n" + mixedLines(lines)
	writeFile(t, file, text)
	o := corrected(file, strings.Split(strings.TrimRight(text, "\r\n"), "\r\n")[headerLine:])

	calm := newReplica(t, program)
	calm.begin(o)
	began := time.Now()
	calm.run("import", "--resume")
	whole := time.Since(began)
	want, contents := calm.ended(), calm.contents()
	if want.Reasons[importer.CodeLeftOut] != len(o.Corrections.LeftOut) || want.Reasons[importer.CodeOutdated] != 1 || want.Created == 0 {
		t.Fatalf("the import does not try everything: %+v", want)
	}
	for _, c := range o.Corrections.Cells[:len(o.Corrections.Cells)-1] {
		if !slices.ContainsFunc(contents, func(line string) bool { return strings.Contains(line, c.Value) }) {
			t.Errorf("the correction of line %d was not imported", c.Line)
		}
	}

	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	for killed := 0; killed < kills; {
		rough := newReplica(t, program)
		rough.begin(o)
		for {
			goOn, ended := rough.goOn(file)
			if ended {
				break
			}
			wait := time.Hour
			if killed < kills {
				wait = time.Duration(random.Int64N(int64(whole / 2)))
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

// headerLine is where the header of the file stands.
const headerLine = 3

// corrected are options that change the file's lines in every way, from its beginning to its end.
func corrected(file string, lines []string) importer.Options {
	o := importer.Options{
		Path: file, HeaderRow: headerLine,
		Derived: []tabular.Derived{{How: tabular.SplitFirst, From: []int{0}, Parts: 2}},
		Fixes:   []mend.Fix{mend.Names, mend.Zeros},
	}
	for i, f := range []tabular.Field{tabular.Ignore, tabular.CPF, tabular.Phone, tabular.Email, tabular.Labels, tabular.Notes, tabular.CustomFields,
		tabular.Company, tabular.Name} {
		o.Mapping = append(o.Mapping, tabular.Mapping{Index: i, Field: f, How: importer.Chosen})
	}
	seen := func(i int) string { return importer.LineMark(strings.Split(lines[i], ";")) }
	for i := 96; i < len(lines); i += 97 * 20 { // a CPF that does not exist
		o.Corrections.Cells = append(o.Corrections.Cells, importer.Correction{Line: i + headerLine + 1, Column: 1, Value: validCPF(1_000_000 + i), Seen: seen(i)})
	}
	for i := 50; i < len(lines); i += 1000 {
		o.Corrections.LeftOut = append(o.Corrections.LeftOut, importer.LeftOut{Line: i + headerLine + 1, Seen: seen(i)})
	}
	o.Corrections.Cells = append(o.Corrections.Cells, importer.Correction{Line: len(lines) / 2, Column: 0, Value: "Outra Pessoa", Seen: "0"})
	return o
}

// begin starts an import as the window does, and leaves it before it has read a line: the command line has no corrections by
// hand, but goes on with them.
func (r *replica) begin(o importer.Options) {
	r.t.Helper()
	db, err := sqlite.Open(context.Background(), r.dir, sqlite.Options{})
	if err != nil {
		r.t.Fatal(err)
	}
	j := jobs.New(db)
	imports := importer.New(db, j)
	var users []crm.User
	if err := db.View(context.Background(), func(v *sqlite.View) (err error) { users, err = v.Users(); return err }); err != nil || len(users) != 1 {
		r.t.Fatalf("%d users: %v", len(users), err)
	}
	ada := crm.Actor{User: users[0].ID, Name: users[0].Name, Email: users[0].Email, Profile: users[0].Profile, Source: "test"}
	j.Close() // nothing is worked on any more: the job waits for the next program
	if _, err := imports.Start(crm.WithActor(context.Background(), ada), o); err != nil {
		r.t.Fatal(err)
	}
	j.Close()
	if err := db.Close(); err != nil {
		r.t.Fatal(err)
	}
}
