package importer

import (
	"slices"
	"strings"
	"testing"

	"carteira/backend/engine/mend"
	"carteira/backend/engine/tabular"
)

// report is a file whose headers nobody would recognise, below a line that looks like headers.
var report = []string{"Fila;Equipe;Mês", "Vendas;Sul;Novembro", "Assinante;Linha;Praça", "Ana Lima;(48) 99999-0001;Recife", "Bia Reis;5548999990002;Olinda"}

// A header that was pointed out is found in the next file, wherever it stands there, until somebody points at another line; the same
// lines are read by preview, dry run and import, whatever is made of their columns (D3.2, D3.17).
func TestHeaderRowIsRemembered(t *testing.T) {
	o := newOffice(t)
	row := func(lines []string, chosen int) int {
		t.Helper()
		p, err := o.imp.Preview(o.ctx, Options{Path: o.file(lines...), HeaderRow: chosen})
		o.must(err)
		if len(p.Top) != len(lines) || p.Top[0].Line != 1 || !slices.Equal(p.Top[0].Cells, strings.Split(lines[0], ";")) {
			t.Errorf("top %+v", p.Top)
		}
		return p.HeaderRow
	}
	if got := row(report, 0); got != 1 {
		t.Errorf("by its look the header is line %d", got)
	}
	if got := row(report, 3); got != 3 {
		t.Errorf("chosen, it is line %d", got)
	}
	if got := row(report, 0); got != 1 {
		t.Errorf("a look remembers line %d", got)
	}
	opts := Options{
		Path: o.file(report...), HeaderRow: 3, Fixes: []mend.Fix{mend.Phones},
		Mapping: mapped(tabular.Ignore, tabular.Phone, tabular.City, tabular.Name, tabular.CustomField("Sobrenome")),
		Derived: []tabular.Derived{{How: tabular.SplitFirst, From: []int{0}, Parts: 2}},
	}
	_, r := o.alike(opts)
	if r.counts() != "2 created 0 updated 0 unchanged 0 rejected" || r.HeaderRow != 3 || r.PassedOver != 2 || r.Fixed[mend.Phones] != 1 {
		t.Errorf("%s %+v", r.counts(), r)
	}
	if got, want := o.everyone(), []string{"Ana city=Recife phone=5548999990001 Sobrenome=Lima", "Bia city=Olinda phone=5548999990002 Sobrenome=Reis"}; !slices.Equal(got, want) {
		t.Errorf("contacts %q", got)
	}
	// With the mapping, the columns made and the rules; also where it stands elsewhere.
	later := append([]string{"Outro título"}, report...)
	p, err := o.imp.Preview(o.ctx, Options{Path: o.file(later...), FixesRemembered: true})
	o.must(err)
	if p.HeaderRow != 4 || len(p.Derived) != 1 || !slices.Equal(p.Fixes, []mend.Fix{mend.Phones}) || p.Problem != nil || p.Lines[0].Line != 5 || p.Lines[0].Outcome != Unchanged {
		t.Errorf("header %d, derived %+v, fixes %v, %v, lines %+v", p.HeaderRow, p.Derived, p.Fixes, p.Problem, p.Lines)
	}
	// Somebody points at the first line after all: from now on it is the header again.
	wrong := Options{Path: o.file(report...), HeaderRow: 1, Mapping: mapped(tabular.Name, tabular.Ignore, tabular.Ignore)}
	if _, r := o.run(wrong); r.HeaderRow != 1 || r.PassedOver != 0 || r.Lines != 4 {
		t.Errorf("%+v", r)
	}
	if got := row(report, 0); got != 1 {
		t.Errorf("after another choice it is line %d", got)
	}
}

// What is above the header is no line: not counted, not reported, and a correction by hand keeps its number (D3.6, D3.13).
func TestLinesBelowATitle(t *testing.T) {
	o := newOffice(t)
	lines := []string{"Título", "", "nome;cpf", "Ana;52998224725", "Bia;1", "Caio;2"}
	p, err := o.imp.Preview(o.ctx, Options{Path: o.file(lines...)})
	o.must(err)
	if p.HeaderRow != 3 || len(p.Lines) != 3 || p.Lines[1].Line != 5 {
		t.Fatalf("header %d, lines %+v", p.HeaderRow, p.Lines)
	}
	j, r := o.alike(Options{
		Path: o.file(lines...), Corrections: Corrections{Cells: []Correction{{Line: 5, Column: 1, Value: cpfB, Seen: p.Lines[1].Seen}}},
	})
	if r.counts() != "2 created 0 updated 0 unchanged 1 rejected" || r.FirstLines["cpf_length"] != 6 {
		t.Errorf("%s %v", r.counts(), r.FirstLines)
	}
	var report strings.Builder
	if _, err := o.imp.WriteReport(o.ctx, j.ID, &report); err != nil {
		t.Fatal(err)
	}
	if text := report.String(); !strings.Contains(text, "Caio;2") || strings.Contains(text, "Título") || !strings.Contains(text, "6") {
		t.Errorf("report %q", text)
	}
}

// A job that an earlier version began goes on, and is reported, with the header it had: the first line, whatever it looks like.
func TestTheHeaderOfAnEarlierVersion(t *testing.T) {
	o := newOffice(t)
	path := o.file("Clientes", "nome;telefone", "Ana;5548999990001")
	var began Options
	began.settle(checkpoint{Spooled: true, Mapping: mapped(tabular.Name), Result: Result{Delimiter: ";", Encoding: tabular.UTF8}})
	table, err := openTable(path, began, tabular.UTF8, tabular.Position{})
	o.must(err)
	if got := table.rows.Header(); !slices.Equal(got, []string{"Clientes"}) || table.rows.HeaderLine() != 1 {
		t.Errorf("header %q on line %d", got, table.rows.HeaderLine())
	}
	o.must(table.close())
}
