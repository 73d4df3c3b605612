package exporter_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/service/exporter"
	"carteira/backend/service/importer"
	"carteira/backend/service/jobs"
	"carteira/backend/sqlite"
)

type office struct {
	t       *testing.T
	ctx     context.Context
	jobs    *jobs.Service
	imports *importer.Service
	exports *exporter.Service
}

func newOffice(t *testing.T) *office {
	db, err := sqlite.Open(context.Background(), t.TempDir(), sqlite.Options{RefuseUntyped: true})
	if err != nil {
		t.Fatal(err)
	}
	admin := crm.User{ID: crm.NewID(), Name: "Ada", Email: "ada@example.com", Profile: crm.ProfileAdmin, Active: true}
	if err := db.Update(crm.WithActor(context.Background(), crm.System), func(tx *sqlite.Tx) error { return tx.PutUser(admin, "-") }); err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, jobs: jobs.New(db)}
	o.imports, o.exports = importer.New(db, o.jobs), exporter.New(db, o.jobs)
	o.ctx = crm.WithActor(context.Background(), crm.Actor{User: admin.ID, Name: admin.Name, Profile: admin.Profile, Source: "test"})
	t.Cleanup(func() {
		o.jobs.Close()
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return o
}

func (o *office) wait(j crm.Job, err error) crm.Job {
	o.t.Helper()
	if err == nil {
		j, err = o.jobs.Wait(o.ctx, j.ID)
	}
	if err != nil || j.Error != nil {
		o.t.Fatal(err, j.Error)
	}
	return j
}

func (o *office) imported(path string) importer.Result {
	o.t.Helper()
	r, err := importer.ResultOf(o.wait(o.imports.Start(o.ctx, importer.Options{Path: path, Delimiter: "auto"})))
	if err != nil {
		o.t.Fatal(err)
	}
	return r
}

func (o *office) exported(path, format string) {
	o.t.Helper()
	o.wait(o.exports.Start(o.ctx, exporter.Options{Selection: crm.Selection{All: true}, Format: format, Path: path}))
}

type unwatched struct{}

func (unwatched) Advance(int64, int64) {}

// people are all contacts without what another replica gives them anew.
func (o *office) people() (all []exporter.Document) {
	o.t.Helper()
	var text bytes.Buffer
	if _, err := o.exports.Write(o.ctx, &text, exporter.Options{Selection: crm.Selection{All: true}, Format: exporter.FormatJSON}, unwatched{}); err != nil {
		o.t.Fatal(err)
	}
	if err := json.Unmarshal(text.Bytes(), &all); err != nil {
		o.t.Fatal(err)
	}
	for i := range all {
		d := &all[i]
		d.ID, d.CreatedAt, d.UpdatedAt = "", nil, nil
		for k := range d.Notes {
			d.Notes[k] = exporter.NoteDocument{Text: d.Notes[k].Text}
		}
		slices.Sort(d.Labels)
	}
	return all
}

// What was exported fills an empty replica with the same people (D4.1), and changes nothing where they came from.
func TestExportsAreImportedWithoutLoss(t *testing.T) {
	o := newOffice(t)
	source := filepath.Join(t.TempDir(), "a.csv")
	lines := []string{
		`contact_name;contact_cpf;contact_cnpj;contact_email;contact_phone;contact_phone_2;contact_gender;contact_birth_date;contact_company;contact_zip_code;contact_address;contact_number;contact_active;contact_corporate;contact_custom_fields;contact_labels;contact_notes;contact_instagram`,
		`Maria "Zé" <b>;52998224725;;maria@example.com;5548999990001;554833334444;Feminino;27/03/1985;A & B;01310100;"Rua ""X""; 10";0012;true;false;["Plano","=1+1"|"Código","00042"];vip|Norte;"duas` + "\n" + `linhas";@maria`,
		`João 🙂 ` + "\u00A0" + `d’Ávila;;11222333000181;joao@example.com;;;Não Informado;;;;;;false;true;;;"{""a"":1}";`,
		`'apóstrofo;11144477735;;;;;;;;;;-7;;;["Barra\n","a\\b, [c]"];;"=SOMA(A1)";+x`,
		`_x000D_ e _x0041_;39053344705;;;;;;;;;;;;;;;"_x005F_";`,
	}
	if err := os.WriteFile(source, []byte(strings.Join(lines, "\r\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	if r := o.imported(source); r.Created != len(lines)-1 {
		t.Fatalf("%+v", r)
	}
	want := o.people()
	for format, name := range map[string]string{
		exporter.FormatCSV: "a.csv", exporter.FormatXLSX: "a.xlsx", exporter.FormatJSON: "a.json", exporter.FormatNDJSON: "a.ndjson",
	} {
		t.Run(format, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), name)
			o.t = t
			o.exported(path, format)
			if r := o.imported(path); r.Unchanged != len(want) || r.Lines != len(want) {
				t.Errorf("where it came from: %+v", r)
			}
			other := newOffice(t)
			if r := other.imported(path); r.Created != len(want) || r.Lines != len(want) {
				t.Errorf("elsewhere: %+v", r)
			}
			got := other.people()
			for i := range want {
				if i < len(got) && !reflect.DeepEqual(got[i], want[i]) {
					t.Errorf("\n%+v\nwas\n%+v", got[i], want[i])
				}
			}
		})
	}
}

// One document a line, each ended, and none inside an array.
func TestNDJSON(t *testing.T) {
	o := newOffice(t)
	path := filepath.Join(t.TempDir(), "a.ndjson")
	o.exported(path, exporter.FormatNDJSON)
	if text, err := os.ReadFile(path); err != nil || len(text) != 0 {
		t.Errorf("nobody: %q %v", text, err)
	}
	source := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(source, []byte("contact_name;contact_notes\nAna;\"a\nb\"\nBia;\nCaio;\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	o.imported(source)
	o.exported(path, exporter.FormatNDJSON)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(text), "\n")
	if len(lines) != 4 || lines[3] != "" {
		t.Fatalf("%d lines: %q", len(lines)-1, text)
	}
	for i, name := range []string{"Ana", "Bia", "Caio"} {
		var d exporter.Document
		if err := json.Unmarshal([]byte(lines[i]), &d); err != nil || d.Name != name {
			t.Errorf("line %d: %q %v", i+1, d.Name, err)
		}
	}
}

func TestFormatOfANamedFile(t *testing.T) {
	for path, want := range map[string]string{
		"": "csv", "a": "csv", "a.csv": "csv", "a.txt": "csv", "a.xlsx": "xlsx", "a.XLSX": "xlsx", "a.json": "json", "a.ndjson": "ndjson",
		"b/a.JsonL": "ndjson", "a.ndjson.csv": "csv", "ndjson": "csv",
	} {
		if got := exporter.FormatOf(path); got != want {
			t.Errorf("%q: %s, want %s", path, got, want)
		}
	}
}
