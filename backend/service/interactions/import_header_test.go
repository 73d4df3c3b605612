package interactions

import (
	"slices"
	"strings"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
)

const under = ";5548999998888;2026-03-01T10:00:00Z"

// The header is found below titles and filters as it is in a file of contacts, and the lines keep their numbers (D3.2, D3.16).
func TestHeaderBelowTitles(t *testing.T) {
	o := openOffice(t)
	for name, c := range map[string]struct {
		lines  []string
		header int
		code   string
	}{
		"first":        {[]string{"canal;de;abertura", "voice" + under}, 1, ""},
		"title":        {[]string{"Relatório de atendimentos", "", "canal;de;abertura", "voice" + under}, 3, ""},
		"filters":      {[]string{"Agente;Todos", "Canal;Todos;Status;Fechado", "canal;de;abertura;status", "voice" + under + ";closed"}, 3, ""},
		"nothing says": {[]string{"Relatório", "canal;abertura", "voice;2026-03-01"}, 2, CodeNoColumn},
		"none":         {[]string{"voice" + under, "voice" + under}, 1, CodeNoColumn},
	} {
		p, err := o.s.Preview(o.ctx, Options{Path: o.file("a.csv", c.lines...)})
		if err != nil || p.HeaderRow != c.header || len(p.Top) == 0 || (c.code == "") != (p.Problem == nil) || p.Problem != nil && p.Problem.Code != c.code {
			t.Errorf("%s: header %d, problem %v, %v", name, p.HeaderRow, p.Problem, err)
		}
		if c.code == "" && (len(p.Lines) != 1 || p.Lines[0].Line != c.header+1 || p.Lines[0].Outcome != Create) {
			t.Errorf("%s: lines %+v", name, p.Lines)
		}
	}
	// Separators count where the header stands.
	if p, err := o.s.Preview(o.ctx, Options{Path: o.file("v.csv", "Atendimentos; todos", "canal,de,abertura", strings.ReplaceAll("voice"+under, ";", ",")), Delimiter: "auto"}); err != nil ||
		p.HeaderRow != 2 || p.Delimiter != "," {
		t.Errorf("header %d, separator %q, %v", p.HeaderRow, p.Delimiter, err)
	}
	j, r := o.imported(Options{Path: o.file("a.csv", "Relatório", "Período;novembro", "protocolo;canal;de;abertura", "A;voice"+under, "B;fax"+under)})
	if r.HeaderRow != 3 || r.PassedOver != 2 || r.Lines != 2 || r.Created != 1 || r.FirstLines["channel_invalid"] != 5 {
		t.Errorf("%+v", r)
	}
	var report strings.Builder
	if n, err := o.s.WriteReport(o.ctx, j.ID, &report); err != nil || n != 1 || !strings.Contains(report.String(), "B;fax"+under+";5;") || strings.Contains(report.String(), "Relatório") {
		t.Errorf("%d %v %q", n, err, report.String())
	}
}

// A line that a person points out is the header, also of the next file that has it anywhere, until somebody points at another; looking
// remembers nothing, and contacts' files with the same headers know nothing of it (D3.2).
func TestChosenHeader(t *testing.T) {
	o := openOffice(t)
	lines := []string{"canal;de;abertura", "voice" + under, "Canal;Telefone;Aberto em", "voice" + under}
	header := func(lines []string, chosen int) int {
		t.Helper()
		p, err := o.s.Preview(o.ctx, Options{Path: o.file("a.csv", lines...), HeaderRow: chosen})
		if err != nil || p.Problem != nil {
			t.Fatal(err, p.Problem)
		}
		return p.HeaderRow
	}
	if got := []int{header(lines, 0), header(lines, 3), header(lines, 0)}; !slices.Equal(got, []int{1, 3, 1}) {
		t.Errorf("found, chosen, found again: %v", got)
	}
	if _, r := o.imported(Options{Path: o.file("a.csv", lines...), HeaderRow: 3}); r.HeaderRow != 3 || r.PassedOver != 2 || r.Lines != 1 {
		t.Errorf("%+v", r)
	}
	later := append([]string{"Título"}, lines...)
	if got := header(later, 0); got != 4 {
		t.Errorf("in the next file it is line %d", got)
	}
	if _, r := o.imported(Options{Path: o.file("a.csv", lines...), HeaderRow: 1}); r.HeaderRow != 1 || r.PassedOver != 0 || r.Lines != 3 {
		t.Errorf("%+v", r)
	}
	if got := header(later, 0); got != 2 {
		t.Errorf("after another choice it is line %d", got)
	}
	for name, c := range map[string]struct {
		path string
		row  int
		code string
	}{
		"beyond":   {o.file("a.csv", lines...), 9, tabular.CodeNoHeaderLine},
		"no line":  {o.file("a.csv", lines...), -1, crm.CodeInvalid},
		"too far":  {o.file("a.csv", lines...), tabular.MaxHeaderLine + 1, crm.CodeInvalid},
		"of JSON":  {o.file("a.json", `[{"channel":"voice","from":"5548999998888","opened":"2026-03-01"}]`), 2, crm.CodeInvalid},
		"the keys": {o.file("a.json", `[{"channel":"voice","from":"5548999998888","opened":"2026-03-01"}]`), 1, ""},
	} {
		p, err := o.s.Preview(o.ctx, Options{Path: c.path, HeaderRow: c.row})
		if err != nil || (p.Problem == nil) != (c.code == "") || p.Problem != nil && (p.Problem.Code != c.code || p.Problem.Field != "header_row") {
			t.Errorf("%s: %v %v", name, p.Problem, err)
		}
	}
}

// A job that an earlier version began goes on with the header it had: the first line, whatever it looks like.
func TestHeaderOfAnEarlierVersion(t *testing.T) {
	o, at, err := decode(crm.Job{Params: []byte(`{"path":"a.csv","header_row":7}`), Checkpoint: []byte(`{"spooled":true,"result":{"lines":5}}`)})
	if err != nil || !at.Spooled || o.HeaderRow != 0 {
		t.Fatal(o, at, err)
	}
	office := openOffice(t)
	table, err := openTable(office.file("a.csv", "Atendimentos", "canal;de"), o, tabular.Position{})
	if err != nil || !slices.Equal(table.rows.Header(), []string{"Atendimentos"}) {
		t.Fatal(err)
	}
	if err := table.close(); err != nil {
		t.Error(err)
	}
}
