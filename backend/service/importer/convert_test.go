package importer

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"carteira/backend/crm"
	"carteira/backend/engine/workbook"
)

// book saves a workbook whose sheets have the rows given.
func (o *office) book(rows map[string][][]any) string {
	o.t.Helper()
	f := excelize.NewFile()
	for _, sheet := range slices.Sorted(func(yield func(string) bool) {
		for name := range rows {
			if !yield(name) {
				return
			}
		}
	}) {
		_, err := f.NewSheet(sheet)
		o.must(err)
		for i, row := range rows[sheet] {
			at, err := excelize.CoordinatesToCellName(1, i+1)
			o.must(err)
			o.must(f.SetSheetRow(sheet, at, &row))
		}
	}
	path := filepath.Join(o.t.TempDir(), "contatos.xlsx")
	o.must(f.SaveAs(path))
	return path
}

func (o *office) text(name, text string) string {
	o.t.Helper()
	path := filepath.Join(o.t.TempDir(), name)
	o.must(os.WriteFile(path, []byte(text), 0o600))
	return path
}

func TestWorkbookIsImportedLikeCSV(t *testing.T) {
	o := newOffice(t)
	path := o.book(map[string][][]any{
		"A contatos": {
			{"Nome", "CPF", "Celular", "Observações"},
			{"Maria", 52998224725, 5548999999999, "liga\nà tarde"},
			{},
			{"José", "111.444.777-35", "5548988888888", ""},
			{"Rui", "11144477736", "", ""},
		},
		"B outros": {{"Nome"}, {"Zilda"}},
	})
	p, err := o.imp.Preview(o.ctx, Options{Path: path})
	o.must(err)
	if p.Problem != nil || p.Format != FormatXLSX || p.Sheet != "A contatos" || len(p.Sheets) != 3 || len(p.Lines) != 3 {
		t.Fatalf("%+v %v", p, p.Problem)
	}
	// What the person chose for another CSV does not matter to a workbook.
	j, r := o.run(Options{Path: path, Delimiter: ",", Encoding: "windows-1252"})
	if r.counts() != "2 created 0 updated 0 unchanged 1 rejected" || r.Format != FormatXLSX || r.Sheet != "A contatos" || r.FirstLines[crm.CodeCPFInvalid] != 5 {
		t.Fatalf("%s %+v %v", r.counts(), r, j.Error)
	}
	c := o.contact(cpfA)
	if c.Fields[crm.FieldName] != "Maria" || c.Phones[0] != "5548999999999" {
		t.Errorf("%+v", c.Contact)
	}
	if _, again := o.run(Options{Path: path}); again.Unchanged != 2 {
		t.Errorf("again: %s", again.counts())
	}
	if _, other := o.run(Options{Path: path, Sheet: "B outros"}); other.Created != 1 || other.Sheet != "B outros" {
		t.Errorf("another sheet: %s %+v", other.counts(), other)
	}
	left, err := os.ReadDir(filepath.Join(o.dir, "preview"))
	if err != nil || len(left) != 0 {
		t.Errorf("left of the preview: %v %v", left, err)
	}
	inJob, err := os.ReadDir(o.jobs.Folder(j.ID))
	if err != nil || len(inJob) != 2 || inJob[1].Name() != copyName {
		t.Errorf("left of the import: %v %v", inJob, err)
	}
}

func TestJSONIsImportedLikeCSV(t *testing.T) {
	o := newOffice(t)
	path := o.text("contatos.json", `[
		{"name": "Maria", "cpf": "52998224725", "phones": ["5548999999999", "554833333333"], "labels": ["vip"], "custom_fields": {"Plano": "Ouro"}},
		{"name": "Rui", "cpf": "1"}]`)
	p, err := o.imp.Preview(o.ctx, Options{Path: path})
	o.must(err)
	if p.Problem != nil || p.Format != FormatJSON || len(p.Lines) != 2 {
		t.Fatalf("%+v %v", p, p.Problem)
	}
	_, r := o.run(Options{Path: path, Format: FormatJSON})
	if r.counts() != "1 created 0 updated 0 unchanged 1 rejected" || r.Format != FormatJSON {
		t.Fatalf("%s %+v", r.counts(), r)
	}
	if c := o.contact(cpfA); len(c.Phones) != 2 || len(c.Labels) != 1 || len(c.Custom) != 1 {
		t.Errorf("%+v", c.Contact)
	}
	if _, lines := o.run(Options{Path: o.text("a.ndjson", "{\"name\":\"Ana\"}\n{\"name\":\"Bia\"}\n")}); lines.Created != 2 {
		t.Errorf("one object a line: %s", lines.counts())
	}
}

func TestFilesOfOtherFormats(t *testing.T) {
	o := newOffice(t)
	csv := o.file("contact_name", "Ana")
	for _, c := range []struct {
		name string
		o    Options
		code string
	}{
		{"a CSV said to be a workbook", Options{Path: csv, Format: FormatXLSX}, CodeFormat},
		{"a workbook said to be CSV", Options{Path: o.book(map[string][][]any{"A": {{"Nome"}, {"Ana"}}}), Format: FormatCSV}, CodeFormat},
		{"an old workbook", Options{Path: o.text("a.xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more")}, workbook.CodeLegacy},
		{"a cut archive", Options{Path: o.text("a.xlsx", "PK\x03\x04 and more")}, workbook.CodeDamaged},
		{"a sheet that is not there", Options{Path: o.book(map[string][][]any{"A": {{"Nome"}, {"Ana"}}}), Sheet: "B"}, workbook.CodeSheetUnknown},
		{"a format that is none", Options{Path: csv, Format: "pdf"}, CodeFormat},
	} {
		p, err := o.imp.Preview(o.ctx, c.o)
		o.must(err)
		if p.Problem == nil || p.Problem.Code != c.code {
			t.Errorf("%s, preview: %v", c.name, p.Problem)
		}
		if j, r := o.run(c.o); j.Error == nil || j.Error.Code != c.code || r.Lines != 0 {
			t.Errorf("%s, import: %+v", c.name, j.Error)
		}
	}
}
