package interactions

import (
	"bytes"
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

func (o *office) file(name string, lines ...string) string {
	o.t.Helper()
	path := filepath.Join(o.t.TempDir(), name)
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		o.t.Fatal(err)
	}
	return path
}

// everything is all that a preview might leave behind.
func (o *office) everything() (text string) {
	o.t.Helper()
	if err := o.db.View(o.ctx, func(v *sqlite.View) error {
		n, err := v.CountContacts()
		if err != nil {
			return err
		}
		c, err := v.Contact(o.contact)
		if err != nil {
			return err
		}
		audit, err := v.AuditEntries(crm.AuditFilter{}, 0, 1000)
		text = fmt.Sprint(n, c, len(audit))
		return err
	}); err != nil {
		o.t.Fatal(err)
	}
	return text
}

// A preview says line by line what the import then does, and leaves nothing behind (D3.17).
func TestPreviewIsTheImport(t *testing.T) {
	o := openOffice(t)
	o.add(Input{Channel: "voice", Protocol: "OPEN-1", Open: true, Opened: o.db.Now().AddDate(0, 0, -1)})
	closed := o.db.Now().Format("2006-01-02 15:04:05")
	path := o.file("semana.csv", "protocol;channel;from;opened;closed;outra",
		"A-1;voice;5548999998888;2025-03-10 09:00;2025-03-10 09:05;x",
		"A-1;voice;5548999998888;2025-03-10 09:00;2025-03-10 09:05;",
		"OPEN-1;voice;5548999998888;2025-03-10 09:00;"+closed+";",
		"A-2;fax;5548999998888;2025-03-10 09:00;;",
		"A-3;email;nova@example.com;2025-03-10 09:00;2025-03-10 09:05;",
		"A-4;email;nova@example.com;2025-03-10 09:00;2025-03-10 09:05;")
	before := o.everything()
	p, err := o.s.Preview(o.ctx, Options{Path: path})
	if err != nil || p.Problem != nil {
		t.Fatal(err, p.Problem)
	}
	if after := o.everything(); after != before {
		t.Errorf("the preview left something behind:\n%s\n%s", before, after)
	}
	var outcomes []string
	for _, l := range p.Lines {
		outcomes = append(outcomes, fmt.Sprintf("%d %s %s", l.Line, l.Outcome, l.Field))
	}
	want := []string{"2 create ", "3 unchanged ", "4 update ", "5 reject channel", "6 create ", "7 create "}
	if !slices.Equal(outcomes, want) {
		t.Errorf("%q, want %q", outcomes, want)
	}
	if p.Name != "semana.csv" || p.Delimiter != ";" || !p.Whole || p.Contacts != 1 || p.Columns[2].Holds != "from" || p.Columns[5].Holds != "" ||
		!slices.Equal(p.Columns[5].Samples, []string{"x"}) {
		t.Errorf("%+v", p)
	}
	j, err := o.s.Import(o.ctx, Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	if j, err = o.jobs.Wait(o.ctx, j.ID); err != nil {
		t.Fatal(err)
	}
	if r, err := ResultOf(j); err != nil || r.Created != 3 || r.Unchanged != 1 || r.Updated != 1 || r.Rejected != 1 || r.ContactsCreated != 1 {
		t.Errorf("the import: %+v %v", r, err)
	}
}

// What is wrong with a whole file is said before anything begins.
func TestPreviewOfAFileThatCannotBeImported(t *testing.T) {
	o := openOffice(t)
	for name, c := range map[string]struct {
		lines []string
		code  string
	}{
		"whom":      {[]string{"channel;opened", "voice;2025-03-10"}, CodeNoColumn},
		"header":    {[]string{"channel;from;opened"}, tabular.CodeFileEmpty},
		"delimiter": {[]string{"channel,from,opened", "voice,5548999998888,2025-03-10"}, tabular.CodeFileWrongDelimiter},
	} {
		p, err := o.s.Preview(o.ctx, Options{Path: o.file(name+".csv", c.lines...)})
		if err != nil || p.Problem == nil || p.Problem.Code != c.code {
			t.Errorf("%s: %v %v", name, p.Problem, err)
		}
	}
	if p, err := o.s.Preview(o.ctx, Options{Path: filepath.Join(t.TempDir(), "none.csv")}); err != nil || p.Problem == nil || p.Problem.Code != CodeUnreadable {
		t.Errorf("a file that is not there: %v %v", p.Problem, err)
	}
	if p, err := o.s.Preview(o.ctx, Options{Path: o.file("v.csv", "channel,from,opened", "voice,5548999998888,2025-03-10"), Delimiter: "auto"}); err != nil ||
		p.Problem != nil || p.Delimiter != "," || p.Lines[0].Outcome != Create {
		t.Errorf("detected: %+v %v", p, err)
	}
}

// JSON is looked at as CSV is.
func TestPreviewOfJSON(t *testing.T) {
	o := openOffice(t)
	p, err := o.s.Preview(o.ctx, Options{Path: o.file("x.json", `[{"channel":"voice","from":"5548999998888","opened":"2025-03-10T10:00:00Z"},{"channel":"fax","opened":"2025-03-10"}]`)})
	if err != nil || p.Problem != nil || len(p.Lines) != 2 || p.Lines[0].Outcome != Create || p.Lines[1].Outcome != Reject {
		t.Errorf("%+v %v", p, err)
	}
}

// The template imports as it is.
func TestTemplate(t *testing.T) {
	o := openOffice(t)
	var text bytes.Buffer
	if err := WriteTemplate(&text); err != nil {
		t.Fatal(err)
	}
	p, err := o.s.Preview(o.ctx, Options{Path: o.file("modelo.csv", strings.TrimSpace(text.String()))})
	if err != nil || p.Problem != nil || len(p.Lines) != 1 || p.Lines[0].Outcome != Create {
		t.Fatalf("%+v %v", p, err)
	}
	for _, c := range p.Columns {
		if c.Holds != c.Header {
			t.Errorf("the column %q holds %q", c.Header, c.Holds)
		}
	}
	known := map[string]bool{}
	for _, name := range aliases {
		known[name] = true
	}
	if len(known) != len(template) {
		t.Errorf("%d columns are understood, the template has %d", len(known), len(template))
	}
}
