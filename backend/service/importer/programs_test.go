package importer

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
	"carteira/backend/sqlite"
)

// A program is a file as another program writes it, byte for byte, and all that is to come of it (D3.1 to D3.7). The files
// stand in programs_*_test.go, each beside what is expected of it.
type program struct {
	name string
	file string
	// choose is what the person decides about columns that are not recognised: "First Name=contact_name; Título=ignore"; a name
	// after "custom:" is a custom field. What is not named is ignored.
	choose string
	sheet  string
	as     string // "encoding delimiter" that are detected
	row    int    // the line that the person says is the header; 0 = they leave it
	// columns is how many there are to decide on, where that is the question.
	columns int
	header  int // the line of the header that is found or said, where it is not the first
	// contacts are those created, in the order of their names: "name", then "field=value" for each that is filled; they are active
	// unless that says otherwise.
	contacts []string
	// rejected are the lines left out: "line code field".
	rejected []string
	refused  string // code, of a file of which nothing can be read
}

func tryPrograms(t *testing.T, extension string, all []program) {
	for _, c := range all {
		t.Run(c.name, func(t *testing.T) {
			o := newOffice(t)
			path := filepath.Join(t.TempDir(), "arquivo."+extension)
			o.must(os.WriteFile(path, []byte(c.file), 0o600))
			opts := Options{Path: path, Delimiter: "auto", Sheet: c.sheet, HeaderRow: c.row}
			p, err := o.imp.Preview(o.ctx, opts)
			o.must(err)
			if c.refused != "" {
				if p.Problem == nil || p.Problem.Code != c.refused {
					t.Errorf("preview: %v, want %s", p.Problem, c.refused)
				}
				opts.Mapping = c.mapping(t, p.Columns)
				if j, r := o.run(opts); j.Error == nil || j.Error.Code != c.refused || r.saved() != 0 {
					t.Errorf("import: %v, %s, want %s", j.Error, r.counts(), c.refused)
				}
				return
			}
			if as := p.Encoding + " " + p.Delimiter; c.as != "" && as != c.as {
				t.Errorf("detected %s, want %s", as, c.as)
			}
			if p.Problem != nil && p.Problem.Code != CodeNoNameColumn {
				t.Fatal(p.Problem)
			}
			if c.columns > 0 && len(p.Columns) != c.columns {
				t.Errorf("%d columns, want %d", len(p.Columns), c.columns)
			}
			if c.header > 0 && p.HeaderRow != c.header {
				t.Errorf("the header is line %d, want %d", p.HeaderRow, c.header)
			}
			if c.header == 0 && len(p.Top) > 0 && p.HeaderRow != p.Top[0].Line {
				t.Errorf("lines above %d were passed over: %+v", p.HeaderRow, p.Top)
			}
			opts.Mapping, opts.Derived = c.mapping(t, p.Columns), p.Derived
			j, r := o.run(opts)
			if j.Error != nil {
				t.Fatal(j.Error)
			}
			if got := o.everyone(); !slices.Equal(got, c.contacts) {
				t.Errorf("contacts\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.contacts, "\n"))
			}
			if got := o.rejections(j); !slices.Equal(got, c.rejected) {
				t.Errorf("rejected %q, want %q", got, c.rejected)
			}
			if r.Created != len(c.contacts) || r.Rejected != len(c.rejected) || r.Lines != r.Created+r.Rejected {
				t.Errorf("%d lines, %s", r.Lines, r.counts())
			}
		})
	}
}

// mapping is that of the preview with the person's choices.
func (c *program) mapping(t *testing.T, columns []Column) []tabular.Mapping {
	chosen := map[string]string{}
	for choice := range strings.SplitSeq(c.choose, ";") {
		if header, field, ok := strings.Cut(choice, "="); ok {
			chosen[strings.TrimSpace(header)] = field
		}
	}
	var mapping []tabular.Mapping
	for _, column := range columns {
		m := column.Mapping
		if field, ok := chosen[m.Header]; ok {
			m.Field, m.How = tabular.Field(field), Chosen
			delete(chosen, m.Header)
		} else if m.Field == tabular.Unmapped {
			m.Field, m.How = tabular.Ignore, Chosen
		}
		mapping = append(mapping, m)
	}
	if len(chosen) > 0 && c.refused == "" {
		t.Errorf("no column is called %v", chosen)
	}
	return mapping
}

// everyone describes each contact in the replica.
func (o *office) everyone() (all []string) {
	o.t.Helper()
	fields, labels := map[crm.ID]string{}, map[crm.ID]string{}
	o.must(o.db.View(o.ctx, func(v *sqlite.View) error {
		defined, err := v.CustomFields()
		if err != nil {
			return err
		}
		for _, f := range defined {
			fields[f.ID] = f.Name
		}
		tags, err := v.Labels()
		for _, l := range tags {
			labels[l.ID] = l.Name
		}
		return err
	}))
	o.must(o.db.Each(o.ctx, crm.Selection{All: true, Filter: crm.ContactFilter{}}, crm.ContactOrder{}, func(v *sqlite.View, c *sqlite.Stored) error {
		said := []string{c.Fields[crm.FieldName]}
		for i := range scalarColumns {
			if f := scalarColumns[i]; f.field != crm.FieldName && c.Fields[f.field] != "" && (f.field != crm.FieldActive || !c.Active()) {
				said = append(said, strings.TrimPrefix(string(f.column), "contact_")+"="+c.Fields[f.field])
			}
		}
		for _, phone := range c.Phones {
			said = append(said, "phone="+string(phone))
		}
		for _, value := range c.Custom {
			said = append(said, fields[value.Field]+"="+value.Value)
		}
		for _, id := range c.Labels {
			said = append(said, "label="+labels[id])
		}
		notes, err := v.Notes(c.N)
		for _, n := range notes {
			said = append(said, fmt.Sprintf("note=%q", n.Text))
		}
		all = append(all, strings.Join(said, " "))
		return err
	}))
	return all
}

func (o *office) rejections(j crm.Job) (all []string) {
	o.t.Helper()
	o.must(o.db.View(o.ctx, func(v *sqlite.View) error {
		return v.EachRejection(j.ID, func(r sqlite.Rejection) error {
			all = append(all, strings.TrimSpace(fmt.Sprintf("%d %s %s", r.Line, r.Code, r.Field)))
			return nil
		})
	}))
	return all
}

// latin is text in Windows-1252.
func latin(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch r {
		case '–':
			r = 0x96
		case '’':
			r = 0x92
		case '“':
			r = 0x93
		case '”':
			r = 0x94
		case '€':
			r = 0x80
		}
		b.WriteByte(byte(r))
	}
	return b.String()
}

// utf16le is text in UTF-16 with its mark.
func utf16le(text string) string {
	b := []byte{0xFF, 0xFE}
	for _, r := range text {
		b = append(b, byte(r), byte(r>>8))
	}
	return string(b)
}
