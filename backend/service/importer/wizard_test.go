package importer

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"carteira/backend/crm"
	"carteira/backend/engine/mend"
	"carteira/backend/engine/tabular"
	"carteira/backend/sqlite"
)

// mapped maps the columns of a file in their order, those made of others behind them.
func mapped(fields ...tabular.Field) (out []tabular.Mapping) {
	for i, f := range fields {
		out = append(out, tabular.Mapping{Index: i, Field: f, How: Chosen})
	}
	return out
}

// alike checks that preview and dry run say what the import then does, and returns its result (D3.17).
func (o *office) alike(opts Options) (crm.Job, Result) {
	o.t.Helper()
	p, err := o.imp.Preview(o.ctx, opts)
	o.must(err)
	if p.Problem != nil {
		o.t.Fatalf("preview: %v", p.Problem)
	}
	j, err := o.imp.Check(o.ctx, opts)
	o.must(err)
	_, dry := o.finish(j)
	j, real := o.run(opts)
	if fmt.Sprint(dry.counts(), dry.PossibleDuplicates, dry.Reasons, dry.Fixed) != fmt.Sprint(real.counts(), real.PossibleDuplicates, real.Reasons, real.Fixed) {
		o.t.Errorf("dry run %s %v %v, import %s %v %v", dry.counts(), dry.Reasons, dry.Fixed, real.counts(), real.Reasons, real.Fixed)
	}
	if real.Lines <= previewLines {
		shown := Result{Reasons: map[string]int{}, FirstLines: map[string]int{}}
		for _, l := range p.Lines {
			shown.count(&row{number: l.Line}, decision{outcome: l.Outcome, problems: l.Problems, possibleDuplicate: l.PossibleDuplicate})
		}
		if shown.counts() != real.counts() {
			o.t.Errorf("preview %s, import %s", shown.counts(), real.counts())
		}
	}
	return j, real
}

func (o *office) names() []string {
	o.t.Helper()
	var out []string
	o.must(o.db.View(o.ctx, func(v *sqlite.View) error {
		for n := int64(1); ; n++ {
			s, err := v.At(n)
			if err != nil || s == nil {
				return err
			}
			out = append(out, s.Contact.Name())
		}
	}))
	return out
}

func TestColumnsAreSplitAndJoined(t *testing.T) {
	o := newOffice(t)
	_, r := o.alike(Options{
		Path: o.file(
			"Nome completo;DDD;Fone;Outros;CPF;Endereço",
			"Ana de Souza;11;988887777;551133334444 / 5521977776666;"+cpfA+";Rua A, 12",
			"Bia;21;977775555;;"+cpfB+";Rua B",
		),
		Mapping: mapped(tabular.Ignore, tabular.Ignore, tabular.Ignore, tabular.Ignore, tabular.CPF, tabular.Ignore,
			tabular.Name, tabular.CustomField("Sobrenome"), tabular.Phone, tabular.Phone2, tabular.Phone3, tabular.Address, tabular.Number),
		Derived: []tabular.Derived{
			{How: tabular.SplitFirst, From: []int{0}, Parts: 2},
			{How: tabular.Join, From: []int{1, 2}},
			{How: tabular.SplitAny, From: []int{3}, Separator: "/,", Parts: 2},
			{How: tabular.SplitAt, From: []int{5}, Separator: ",", Parts: 2},
		},
		Fixes: []mend.Fix{mend.Phones},
	})
	if r.counts() != "2 created 0 updated 0 unchanged 0 rejected" || r.Fixed[mend.Phones] != 2 {
		t.Fatalf("%s %v %v", r.counts(), r.Reasons, r.Fixed)
	}
	c := o.contact(cpfA)
	if c.Name() != "Ana" || fmt.Sprint(c.Phones) != "[5511988887777 551133334444 5521977776666]" ||
		c.Fields[crm.FieldAddress] != "Rua A" || c.Fields[crm.FieldNumber] != "12" || len(c.Custom) != 1 {
		t.Errorf("%+v", c.Contact)
	}
	// Remembered for these headers in any order, and so are the rules where they are asked for.
	p, err := o.imp.Preview(o.ctx, Options{FixesRemembered: true, Path: o.file(
		"Fone;DDD;nome completo;CPF;OUTROS;Endereço", "966664444;11;Caio Melo;"+cpfC+";;")})
	o.must(err)
	if p.Problem != nil || len(p.Derived) != 4 || len(p.Columns) != 13 || !slices.Equal(p.Fixes, []mend.Fix{mend.Phones}) {
		t.Fatalf("remembered: %v %+v %v", p.Problem, p.Derived, p.Fixes)
	}
	if l := p.Lines[0]; l.Outcome != Create || l.Cells[6] != "Caio" || l.Cells[8] != "11966664444" {
		t.Errorf("remembered: %+v", l)
	}
	j, _ := o.run(Options{FixesRemembered: true, Path: o.file("Fone;DDD;nome completo;CPF;OUTROS;Endereço", "966664444;11;Caio Melo;"+cpfC+";;")})
	if how, err := DetailsOf(j); err != nil || !slices.Equal(how.Fixes, []string{string(mend.Phones)}) {
		t.Errorf("the details say %v %v", how.Fixes, err)
	}
	if p, err := o.imp.Preview(o.ctx, Options{Path: o.file("Fone;DDD;nome completo;CPF;OUTROS;Endereço", "966664444;11;Caio Melo;"+cpfC+";;")}); err != nil || len(p.Fixes) != 0 {
		t.Errorf("rules that nobody asked for: %v %v", p.Fixes, err)
	}
}

// Somebody saves the file anew while another person decides what becomes of its columns: what was said of the third one must
// not be done to another one's values.
func TestColumnsThatHaveChangedAreRefused(t *testing.T) {
	for name, header := range map[string]string{
		"in another order": "nome;telefone;CPF", "one more": "nome;CPF;telefone;x", "one less": "nome;CPF", "another name": "nome;CPF;fone",
	} {
		o := newOffice(t)
		opts := Options{Path: o.file("nome;CPF;telefone", "Ana;"+cpfA+";5511988887777")}
		p, err := o.imp.Preview(o.ctx, opts)
		o.must(err)
		for _, c := range p.Columns {
			opts.Mapping = append(opts.Mapping, c.Mapping)
		}
		opts.Mapping[2].Field, opts.Mapping[2].How = tabular.Phone2, Chosen
		o.must(os.WriteFile(opts.Path, []byte(header+"\r\nAna;5511988887777;"+cpfA+"\r\n"), 0o600))
		if p, err = o.imp.Preview(o.ctx, opts); err != nil || p.Problem == nil || p.Problem.Code != CodeColumnsChanged {
			t.Errorf("%s: preview %v %v", name, p.Problem, err)
		}
		if j, r := o.run(opts); j.State != crm.JobFailed || j.Error.Code != CodeColumnsChanged || r.Lines != 0 {
			t.Errorf("%s: %s %v %s", name, j.State, j.Error, r.counts())
		}
	}
}

// A key that first appears far down is a column as well: the preview shows it, so that somebody can decide on it (D3.2).
func TestKeysThatAppearLateAreShown(t *testing.T) {
	o := newOffice(t)
	var text strings.Builder
	for i := range previewRows + 5 {
		fmt.Fprintf(&text, "{\"nome\":\"Pessoa %d\"}\n", i)
	}
	text.WriteString("{\"nome\":\"Ana\",\"apelido\":\"Aninha\"}\n")
	opts := Options{Path: o.text("contatos.ndjson", text.String())}
	p, err := o.imp.Preview(o.ctx, opts)
	o.must(err)
	if len(p.Columns) != 2 || p.Columns[1].Header != "apelido" || p.Problem != nil {
		t.Fatalf("%+v %v", p.Columns, p.Problem)
	}
	opts.Mapping = mapped(tabular.Name, tabular.CustomField("Apelido"))
	if _, r := o.run(opts); r.Created != previewRows+6 {
		t.Errorf("%s %v", r.counts(), r.Reasons)
	}
	o.must(os.WriteFile(opts.Path, []byte(`[{"nome":"Bia","outra":1}]`), 0o600)) // another file of that name
	if p, err = o.imp.Preview(o.ctx, Options{Path: opts.Path}); err != nil || len(p.Columns) != 2 || p.Columns[1].Header != "outra" {
		t.Errorf("%+v %v", p.Columns, err)
	}
}

// Of a large JSON file the keys of its beginning are shown. Those behind are found by the check, which takes nothing and says which,
// and are shown from then on; a caller that cannot be asked again is shown all.
func TestKeysBehindWhatWasLookedThrough(t *testing.T) {
	for name, choose := range map[string]func(o *Options){
		"chosen": func(o *Options) { o.Mapping = mapped(tabular.Name) }, "as recognised": func(*Options) {},
	} {
		o := newOffice(t)
		o.imp.previewKeys = 100
		opts := Options{Path: o.text("contatos.ndjson", strings.Repeat("{\"nome\":\"Ana\"}\n", 50)+"{\"nome\":\"Bia\",\"apelido\":\"Bi\",\"time\":1}\n")}
		if all, _, err := o.imp.Columns(o.ctx, Options{Path: opts.Path, AllKeys: true}); err != nil || len(all) != 3 {
			t.Fatalf("%s: all keys: %+v %v", name, all, err)
		}
		o.imp.keys.of = lookedAt{} // as another file in between
		p, err := o.imp.Preview(o.ctx, opts)
		o.must(err)
		if len(p.Columns) != 1 || p.KeysOf != 7 || p.Problem != nil {
			t.Fatalf("%s: %+v of %d records, %v", name, p.Columns, p.KeysOf, p.Problem)
		}
		choose(&opts)
		for range 2 { // again when nobody looks at it in between
			j, r := o.run(opts)
			if j.State != crm.JobFailed || j.Error.Code != CodeLateKeys || !strings.Contains(j.Error.Message, `"apelido", "time"`) || r.Lines != 0 {
				t.Fatalf("%s: %s %v %s", name, j.State, j.Error, r.counts())
			}
		}
		if p, err = o.imp.Preview(o.ctx, Options{Path: opts.Path}); err != nil || len(p.Columns) != 3 || p.KeysOf != 0 {
			t.Fatalf("%s: %+v of %d records, %v", name, p.Columns, p.KeysOf, err)
		}
		opts.Mapping = mapped(tabular.Name, tabular.CustomField("Apelido"), tabular.Ignore)
		if _, r := o.run(opts); r.Created != 51 {
			t.Errorf("%s: %s %v", name, r.counts(), r.Reasons)
		}
	}
}

func TestNewFieldsHaveAType(t *testing.T) {
	o := newOffice(t)
	opts := Options{
		Path:    o.file("nome;Vence;Time;Pontos", "Ana;31/12/2030;avaí;10", "Bia;12-31-30;Avaí;10", "Caio;;Figueirense;x"),
		Mapping: mapped(tabular.Name, tabular.CustomField("Vence"), tabular.CustomField("Time"), tabular.CustomField("Pontos")),
		NewFields: []NewField{
			{Name: "Vence", Type: crm.TypeDate}, {Name: "Time", Type: crm.TypeChoice, Choices: []string{"Avaí"}}, {Name: "Pontos", Type: crm.TypeNumber},
		},
	}
	_, r := o.alike(opts)
	if r.Created != 1 || r.Reasons[crm.CodeCustomInvalid] != 2 {
		t.Fatalf("%s %v", r.counts(), r.Reasons)
	}
	o.must(o.db.View(o.ctx, func(v *sqlite.View) error {
		fields, err := v.CustomFields()
		if len(fields) != 3 {
			t.Errorf("fields %+v", fields)
		}
		for _, f := range fields {
			if f.Type == crm.TypeText || f.Type == crm.TypeChoice && !slices.Equal(f.Choices, []string{"Avaí"}) {
				t.Errorf("field %+v", f)
			}
		}
		return err
	}))
	opts.Fixes = []mend.Fix{mend.MonthFirst, mend.Dates}
	if _, r = o.alike(opts); r.Created != 1 || r.Fixed[mend.MonthFirst] != 1 { // the others' date has no 31st month
		t.Errorf("month first: %s %v %v", r.counts(), r.Reasons, r.Fixed)
	}
	for _, bad := range []NewField{{Name: "X", Type: "colour"}, {Name: "X", Type: crm.TypeChoice}, {Name: " "}} {
		if _, err := o.imp.Start(o.ctx, Options{Path: opts.Path, NewFields: []NewField{bad}}); crm.CodeOf(err) != crm.CodeInvalid {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

func TestRulesAreOfferedAndApplied(t *testing.T) {
	o := newOffice(t)
	lines := []string{"contact_name;contact_cpf;contact_phone;contact_gender;contact_birth_date;contact_state;contact_email"}
	lines = append(lines,
		"ANA SOUZA;1234567890;(11) 98888-7777;fem;31-05-90;São Paulo;mailto:ana@x.com.br",
		"Bia;"+cpfB+";5511977776666;Feminino;01/02/1990;SP;bia@x.com.br",
		"Caio;"+cpfC+";;;05/31/1990;rj;")
	path := o.file(lines...)
	j, err := o.imp.Check(o.ctx, Options{Path: path})
	o.must(err)
	j, dry := o.finish(j)
	if dry.counts() != "1 created 0 updated 0 unchanged 2 rejected" || fmt.Sprint(dry.Offered) !=
		"map[dates:1 emails:1 gender:1 month_first:1 names:1 phones:1 states:2 zeros:1]" || len(dry.Fixed) != 0 {
		t.Fatalf("offered: %s %v %v", dry.counts(), dry.Offered, dry.Fixed)
	}
	shown, err := o.imp.Mendings(o.ctx, j)
	o.must(err)
	var texts []string
	for _, m := range shown {
		if m.Applied {
			t.Errorf("%s is applied", m.Fix)
		}
		texts = append(texts, fmt.Sprintf("%d %s %s→%s", m.Line, m.Fix, m.Before, m.After))
	}
	slices.Sort(texts)
	if got := strings.Join(texts, "\n"); got != strings.Join([]string{
		"2 dates 31-05-90→1990-05-31", "2 emails mailto:ana@x.com.br→ana@x.com.br", "2 gender fem→Feminino", "2 names ANA SOUZA→Ana Souza",
		"2 phones (11) 98888-7777→5511988887777", "2 states São Paulo→SP", "2 zeros 1234567890→01234567890", "4 month_first 05/31/1990→1990-05-31", "4 states rj→RJ",
	}, "\n") {
		t.Errorf("samples:\n%s", got)
	}
	_, r := o.alike(Options{Path: path, Fixes: []mend.Fix{mend.Phones, mend.Dates, mend.Gender, mend.Zeros, mend.Emails, mend.States, mend.Names}})
	if r.counts() != "2 created 0 updated 0 unchanged 1 rejected" && r.counts() != "2 created 0 updated 1 unchanged 1 rejected" || r.Fixed[mend.States] != 1 {
		t.Errorf("applied: %s %v %v", r.counts(), r.Reasons, r.Fixed)
	}
	if c := o.contact("01234567890"); c.Name() != "Ana Souza" || c.Fields[crm.FieldState] != "SP" || c.Fields[crm.FieldBirthDate] != "1990-05-31" {
		t.Errorf("%+v", c.Contact)
	}
	if _, err := o.imp.Start(o.ctx, Options{Path: path, Fixes: []mend.Fix{"everything"}}); crm.CodeOf(err) != crm.CodeInvalid {
		t.Errorf("a rule nobody knows: %v", err)
	}
}

// corrected marks a cell of a line of the file as the preview shows it.
func (o *office) corrected(opts Options, line, column int, value string) Correction {
	o.t.Helper()
	p, err := o.imp.Preview(o.ctx, opts)
	o.must(err)
	for _, l := range p.Lines {
		if l.Line == line {
			return Correction{Line: line, Column: column, Value: value, Seen: l.Seen}
		}
	}
	o.t.Fatalf("the preview does not show line %d", line)
	return Correction{}
}

func TestCorrectedCells(t *testing.T) {
	o := newOffice(t)
	text := []string{"contact_name;contact_cpf;contact_email", "Ana;123;", "Bia;" + cpfB + ";", "Caio;12;x", "Davi;"}
	opts := Options{Path: o.file(text...)}
	before, err := os.ReadFile(opts.Path)
	o.must(err)
	opts.Corrections = Corrections{
		Cells: []Correction{
			o.corrected(opts, 2, 1, cpfA), o.corrected(opts, 5, 2, "davi@x.com.br"), // a cell that the line does not have
			{Line: 9, Column: 0, Value: "nobody", Seen: "0"}, // no such line
		},
		LeftOut: []LeftOut{{Line: 3, Seen: o.corrected(opts, 3, 0, "").Seen}},
	}
	j, r := o.alike(opts)
	if r.counts() != "2 created 0 updated 0 unchanged 2 rejected" || r.Reasons[CodeLeftOut] != 1 || r.Reasons[crm.CodeEmailInvalid] != 1 {
		t.Fatalf("%s %v", r.counts(), r.Reasons)
	}
	if got := strings.Join(o.names(), " "); got != "Ana Davi" {
		t.Errorf("saved %s", got)
	}
	// The file and the report are as they were.
	if after, err := os.ReadFile(opts.Path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the person's file was touched: %v", err)
	}
	var report bytes.Buffer
	if n, err := o.imp.WriteReport(o.ctx, j.ID, &report); err != nil || n != 2 ||
		!strings.Contains(report.String(), "Bia;"+cpfB+";;3;left out by the person who imported") {
		t.Errorf("report: %v\n%s", err, report.String())
	}
	if _, err := os.Stat(filepath.Join(o.jobs.Folder(j.ID), correctionsName)); err != nil {
		t.Errorf("the corrections of a job that has a report: %v", err)
	}
	if bytes.Contains(j.Params, []byte("davi@")) || bytes.Contains(j.Checkpoint, []byte("davi@")) {
		t.Error("the job itself holds a person's data")
	}
	o.must(o.jobs.Dismiss(o.ctx, j.ID))

	// Another line stands there now: nobody gets another one's data.
	o.must(os.WriteFile(opts.Path, []byte(strings.Join(slices.Insert(slices.Clone(text), 1, "Eva;;"), "\r\n")), 0o600))
	if _, r = o.alike(opts); r.Reasons[CodeOutdated] != 3 || r.Reasons[CodeLeftOut] != 0 {
		t.Errorf("a file that has changed: %s %v", r.counts(), r.Reasons)
	}
}

func TestCorrectionsGoWithAGreenImport(t *testing.T) {
	o := newOffice(t)
	opts := Options{Path: o.file("contact_name;contact_cpf", "Ana;123")}
	opts.Corrections.Cells = []Correction{o.corrected(opts, 2, 1, cpfA)}
	o.must(o.imp.KeepBegun(o.ctx, opts.Path, `{"a":1}`))
	j, r := o.run(opts)
	if j.Colour != crm.Green || r.Created != 1 {
		t.Fatalf("%s %v", r.counts(), r.Reasons)
	}
	for _, name := range []string{correctionsName, copyName} {
		if _, err := os.Stat(filepath.Join(o.jobs.Folder(j.ID), name)); !os.IsNotExist(err) {
			t.Errorf("%s outlives a green import", name)
		}
	}
	if begun, err := o.imp.Begun(o.ctx); err != nil || len(begun) != 0 {
		t.Errorf("begun after the import: %v %v", begun, err)
	}
	bad := opts
	bad.Corrections.Cells = []Correction{{Line: 2, Column: 7, Seen: "0"}}
	if j, _ := o.run(bad); j.State != crm.JobFailed || j.Error == nil || j.Error.Field != "corrections" {
		t.Errorf("a column that is not there: %s %v", j.State, j.Error)
	}
	bad.Corrections.Cells = []Correction{{Line: 2, Value: strings.Repeat("x", maxCorrection+1)}}
	if _, err := o.imp.Start(o.ctx, bad); crm.CodeOf(err) != crm.CodeInvalid {
		t.Errorf("an endless cell: %v", err)
	}
}

// What was corrected by hand is still there when the import cannot begin: the file is open in Excel, or gone.
func TestBegunSurvivesAnImportThatCannotBegin(t *testing.T) {
	o := newOffice(t)
	path := filepath.Join(t.TempDir(), "gone.csv")
	o.must(o.imp.KeepBegun(o.ctx, path, "1"))
	if j, _ := o.run(Options{Path: path}); j.State != crm.JobFailed || j.Error.Code != CodeFileMissing {
		t.Fatalf("%s %v", j.State, j.Error)
	}
	if begun, err := o.imp.Begun(o.ctx); err != nil || len(begun) != 1 {
		t.Errorf("begun %v %v", begun, err)
	}
}

func TestBegunImports(t *testing.T) {
	o := newOffice(t)
	o.must(o.imp.KeepBegun(o.ctx, "/a.csv", "1"))
	o.must(o.imp.KeepBegun(o.ctx, "/b.csv", "2"))
	o.must(o.imp.KeepBegun(o.ctx, "/a.csv", "3"))
	begun, err := o.imp.Begun(o.ctx)
	o.must(err)
	if len(begun) != 2 || begun[0].Path != "/a.csv" || begun[0].Body != "3" {
		t.Errorf("%+v", begun)
	}
	o.must(o.imp.KeepBegun(o.ctx, "/a.csv", ""))
	if begun, err = o.imp.Begun(o.ctx); err != nil || len(begun) != 1 {
		t.Errorf("%+v %v", begun, err)
	}
}

// Whatever was split, joined, mended, corrected and left out: what the dry run counts is what the import does (D3.17), in
// however small pieces it reads.
func TestDryRunIsTheImportUnderAnyPlan(t *testing.T) {
	if checks := flag.Lookup("rapid.checks"); checks.Value.String() == checks.DefValue { // each opens a replica
		if err := checks.Value.Set("6"); err != nil {
			t.Fatal(err)
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		pick := func(name string, of ...string) string { return rapid.SampledFrom(of).Draw(r, name) }
		lines := []string{"nome;ddd;fone;cpf;nascimento;uf;extra"}
		for range rapid.IntRange(1, 30).Draw(r, "lines") {
			lines = append(lines, strings.Join([]string{
				pick("name", "ANA SOUZA", "Bia", "Caio de Melo", ""), pick("ddd", "", "11", "21"),
				pick("phone", "", "98888-7777", "977776666 / 5511966665555"), pick("cpf", "", cpfA, cpfB, "1234567890", "9"),
				pick("birth", "", "31-05-90", "05/31/1990", "01/02/1990"), pick("state", "", "São Paulo", "sp"), pick("extra", "", "a b", "1,2"),
			}, ";"))
		}
		o := newOffice(t)
		o.imp.unitLines = rapid.IntRange(1, 5).Draw(r, "unit")
		o.imp.partLines = rapid.IntRange(1, 8).Draw(r, "part")
		opts := Options{Path: o.file(lines...), Mapping: mapped(tabular.Name, tabular.Ignore, tabular.Ignore, tabular.CPF, tabular.BirthDate, tabular.State, tabular.Ignore)}
		made := func(d tabular.Derived, fields ...tabular.Field) {
			opts.Derived = append(opts.Derived, d)
			for _, f := range fields {
				opts.Mapping = append(opts.Mapping, tabular.Mapping{Index: len(opts.Mapping), Field: f, How: Chosen})
			}
		}
		if rapid.Bool().Draw(r, "join") {
			made(tabular.Derived{How: tabular.Join, From: []int{1, 2}}, tabular.Phone)
		}
		if rapid.Bool().Draw(r, "split") {
			made(tabular.Derived{How: tabular.SplitAny, From: []int{2}, Separator: "/", Parts: 2}, tabular.Phone2, tabular.Phone3)
		}
		if rapid.Bool().Draw(r, "words") {
			made(tabular.Derived{How: tabular.SplitFirst, From: []int{6}, Parts: 2}, tabular.CustomField("A"), tabular.City)
		}
		for _, f := range mend.All {
			if rapid.Bool().Draw(r, string(f)) {
				opts.Fixes = append(opts.Fixes, f)
			}
		}
		p, err := o.imp.Preview(o.ctx, opts)
		o.must(err)
		for _, l := range p.Lines {
			switch rapid.IntRange(0, 5).Draw(r, "by hand") {
			case 0:
				opts.Corrections.LeftOut = append(opts.Corrections.LeftOut, LeftOut{l.Line, l.Seen})
			case 1:
				opts.Corrections.Cells = append(opts.Corrections.Cells, Correction{l.Line, 3, pick("corrected", "", cpfC, "x"), l.Seen})
			}
		}
		o.alike(opts)
	})
}

// The counts and contents of an import with everything in it do not depend on where it was interrupted.
func TestCorrectionsAfterAnInterruption(t *testing.T) {
	lines := []string{"nome;ddd;fone"}
	for i := range 40 {
		lines = append(lines, fmt.Sprintf("PESSOA %03d;11;9%08d", i, i))
	}
	run := func(restart bool) string {
		o := newOffice(t)
		o.imp.unitLines, o.imp.partLines = 2, 4
		opts := Options{
			Path: o.file(lines...), Mapping: mapped(tabular.Name, tabular.Ignore, tabular.Ignore, tabular.Phone),
			Derived: []tabular.Derived{{How: tabular.Join, From: []int{1, 2}}}, Fixes: []mend.Fix{mend.Phones, mend.Names},
		}
		opts.Corrections.Cells = []Correction{o.corrected(opts, 30, 0, "Zilda"), o.corrected(opts, 39, 1, "21")}
		opts.Corrections.LeftOut = []LeftOut{{Line: 35, Seen: o.corrected(opts, 35, 0, "").Seen}}
		j, err := o.imp.Start(o.ctx, opts)
		o.must(err)
		if restart {
			o.jobs.Close() // as it ends with the program; the next one finds the job
			next := openOffice(t, o.dir)
			next.ctx, o = o.ctx, next
			o.imp.unitLines, o.imp.partLines = 2, 4
			o.must(o.jobs.ResumeInterrupted(o.ctx))
		}
		_, r := o.finish(j)
		if r.counts() != "39 created 0 updated 0 unchanged 1 rejected" || r.Fixed[mend.Phones] != 39 {
			t.Errorf("restart %v: %s %v %v", restart, r.counts(), r.Reasons, r.Fixed)
		}
		return o.dump()
	}
	if calm, rough := run(false), run(true); calm != rough {
		t.Errorf("interrupted:\n%s\nwant\n%s", rough, calm)
	}
}
