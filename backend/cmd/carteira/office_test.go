//go:build (office || long) && cgo && !windows

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"carteira/backend/engine/tabular"
)

// Round trips through LibreOffice Calc: `make test-office`, and part of `make test-long`.

// office runs LibreOffice without a window, under a profile of its own.
type office struct {
	t       *testing.T
	profile string
	made    int
}

func newOffice(t *testing.T) *office {
	if _, err := exec.LookPath("soffice"); err != nil {
		t.Skip("SKIPPED, LibreOffice is not there: install libreoffice-calc, or run build/setup/packages.sh office as root")
	}
	o := &office{t: t, profile: t.TempDir()}
	if err := os.Mkdir(filepath.Join(o.profile, "user"), 0o700); err != nil {
		t.Fatal(err)
	}
	// Settings of pt-BR: days before months, whatever the machine speaks.
	writeFile(t, filepath.Join(o.profile, "user", "registrymodifications.xcu"), `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>pt-BR</value></prop></item>
</oor:items>`)
	return o
}

// Filters of LibreOffice. CSV: delimiter, quote, letters (76 UTF-8, 1 Windows-1252), first line, kinds of columns, language (1046
// pt-BR), quote all texts, as shown or numbers found.
const (
	toXLSX = "xlsx:Calc MS Excel 2007 XML"
	toODS  = "ods:calc8"
	toFlat = "fods:OpenDocument Spreadsheet Flat XML"
)

func toCSV(letters int) string {
	return fmt.Sprintf("csv:Text - txt - csv (StarCalc):59,34,%d,1,,1046,false,true,false", letters)
}

func fromCSV(columns string) string {
	return fmt.Sprintf("--infilter=Text - txt - csv (StarCalc):59,34,76,1,%s,1046,false,true", columns)
}

// save opens a file and saves it as something else.
func (o *office) save(file, as string, options ...string) string {
	o.t.Helper()
	o.made++
	dir := filepath.Join(o.profile, fmt.Sprint("out", o.made))
	args := append([]string{"--headless", "--norestore", "-env:UserInstallation=file://" + o.profile, "--convert-to", as, "--outdir", dir}, options...)
	out, err := exec.Command("soffice", append(args, file)...).CombinedOutput()
	extension, _, _ := strings.Cut(as, ":")
	saved := filepath.Join(dir, strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))+"."+extension)
	if _, serr := os.Stat(saved); err != nil || serr != nil {
		o.t.Fatalf("save %s as %s: %v, %v\n%s", file, as, err, serr, out)
	}
	return saved
}

// A sheet in pt-BR settings, with real dates, numbers and texts, imports alike however LibreOffice saves it.
func TestOfficeSavesWhatImportsAlike(t *testing.T) {
	o := newOffice(t)
	program := build(t)
	typed := filepath.Join(t.TempDir(), "clientes.csv")
	writeFile(t, typed, strings.Join([]string{
		"Nome;CPF;Celular;Data de nascimento;CEP;Código externo;Ativo;Observações",
		`José da Conceição;52998224725;5548999990001;27/03/1985;01310-100;00042;true;"linha um
linha ""dois"""`,
		"Ana D'Ávila;00000000191;5548999990002;01/02/1990;88010-400;1E5;false;",
		"Bia;;554833330003;;;3-4;;'=1+1",
		"Sem telefone;52998224726;;31/12/1999;;;;",
	}, "\r\n")+"\r\n")
	// Nome, CPF, CEP, código and observações are texts, the birth date a date, the phone a number.
	book := o.save(typed, toXLSX, fromCSV("1/2/2/2/3/1/4/4/5/2/6/2/7/2/8/2"))
	var want []string
	for _, file := range []string{
		book, o.save(book, toCSV(76)), o.save(book, toCSV(1)), o.save(o.save(book, toODS), toXLSX),
	} {
		r := newReplica(t, program)
		r.run("import", file, "--errors", filepath.Join(t.TempDir(), "errors.csv"))
		if res := r.ended(); res.Created != 3 || res.Rejected != 1 || res.Reasons["cpf_invalid"] != 1 {
			t.Errorf("%s: %+v", file, res)
		}
		got := r.contents()
		if want == nil {
			want = got
			for _, text := range []string{"1985-03-27", "00042", "1E5", "3-4", "00000000191", "5548999990002", "José da Conceição", "'=1+1", "linha \"dois\""} {
				if !strings.Contains(strings.Join(got, "\n"), text) {
					t.Errorf("%q is lost: %q", text, got)
				}
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s:\n%s\nwant\n%s", file, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// What is exported opens in LibreOffice, formulas inert (D4.3), and comes back through it without loss.
func TestExportsComeBackThroughOffice(t *testing.T) {
	o := newOffice(t)
	r := newReplica(t, build(t))
	source := filepath.Join(t.TempDir(), "contatos.csv")
	rows := []string{"contact_name;contact_cpf;contact_phone;contact_external_id;contact_company;contact_address;contact_birth_date;contact_custom_fields;contact_labels;contact_notes;contact_active"}
	for i, dangerous := range []string{
		"=1+1", "+55 48", "-2+3", "@SUM(A1:A9)", "\t=1+1", "'=1+1", "''x", "=cmd|' /C calc'!A0", `=HYPERLINK("http://x.br","y")`, "＝1+1", "00042", "1E5", "3-4", "1/2",
		"TRUE", "5548999990001", "12345678901234567890", "50%", "R$ 5,00", "  em volta  ", `aspas "duplas"`, "a;b,c|d", "João 🙂 Σ 北京", "_x0041_", "<b>&amp;</b>", "linha\numa",
	} {
		quoted := `"` + strings.ReplaceAll(tabular.Neutralise(dangerous), `"`, `""`) + `"`
		custom := tabular.FormatCustomFields([]tabular.Pair{{Name: "Plano", Value: dangerous}})
		rows = append(rows, fmt.Sprintf(`Contato %02d;;;%s;%s;%s;1985-03-27;"%s";vip|sul;%s;true`, i, quoted, quoted, quoted, strings.ReplaceAll(custom, `"`, `""`), quoted))
	}
	rows = append(rows, "Número;00000000191;5548999990001;;;;;;;;false")
	writeFile(t, source, strings.Join(rows, "\r\n")+"\r\n")
	r.run("import", source)
	if res := r.ended(); res.Created != len(rows)-1 {
		t.Fatalf("%+v", res)
	}
	want := r.contents()
	book, csv := filepath.Join(t.TempDir(), "contatos.xlsx"), filepath.Join(t.TempDir(), "contatos.csv")
	r.run("export", "--format", "xlsx", "--output", book)
	r.run("export", "--output", csv)

	var texts []string // every column a text, as the dialog of LibreOffice offers
	for i := range tabular.Headers() {
		texts = append(texts, fmt.Sprintf("%d/2", i+1))
	}
	asTexts, asIs := fromCSV(strings.Join(texts, "/")), fromCSV("")
	fromBook := o.save(book, toODS)
	for name, file := range map[string]string{
		"XLSX": o.save(book, toXLSX), "XLSX, ODS, XLSX": o.save(fromBook, toXLSX), "XLSX, ODS, CSV": o.save(fromBook, toCSV(76)),
		"CSV, XLSX": o.save(csv, toXLSX, asTexts), "CSV, CSV": o.save(csv, toCSV(76), asTexts),
	} {
		copied := newReplica(t, r.program)
		copied.run("import", file)
		if got := copied.contents(); !slices.Equal(got, want) {
			for i := range min(len(got), len(want)) {
				if got[i] != want[i] {
					t.Errorf("%s:\n%q\nwant\n%q", name, got[i], want[i])
				}
			}
			if len(got) != len(want) {
				t.Errorf("%s: %d rows, want %d", name, len(got), len(want))
			}
		}
	}
	for name, file := range map[string]string{"XLSX": o.save(book, toFlat), "CSV": o.save(csv, toFlat, asIs)} {
		sheet, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(sheet), "table:formula") || !strings.Contains(string(sheet), "HYPERLINK") {
			t.Errorf("%s: a cell runs as a formula, or is gone", name)
		}
	}
}
