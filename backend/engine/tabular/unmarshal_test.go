package tabular

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/gocarina/gocsv"

	"carteira/backend/crm"
)

// openLines opens a file and maps it as proposed, what is unmapped becoming custom fields.
func openLines(t *testing.T, file string) *Lines {
	t.Helper()
	rows, err := OpenCSV(strings.NewReader(file), CSVOptions{})
	if err != nil {
		t.Fatal(err)
	}
	mappings := MapHeaders(rows.Header())
	for i := range mappings {
		if mappings[i].Field == Unmapped {
			mappings[i].Field = CustomField(mappings[i].Header)
		}
	}
	lines, err := NewLines(rows, mappings)
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

// copied is an Item that outlives its batch.
type copied struct {
	Line   Line
	Custom []Pair
	Code   string
	Number int
	Raw    string
	Cells  []string
}

func readLines(t *testing.T, lines *Lines, batch int) []copied {
	t.Helper()
	var all []copied
	for {
		items, err := lines.Read(batch)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		if len(items) == 0 || len(items) > batch {
			t.Fatalf("a batch of %d", len(items))
		}
		for _, it := range items {
			all = append(all, copied{*it.Line, append([]Pair(nil), it.Custom...), crm.CodeOf(asError(it.Err)), it.Number, it.Source.Raw(), it.Source.Cells()})
		}
	}
}

func asError(e *crm.Error) error {
	if e == nil {
		return nil
	}
	return e
}

const mixed = "Nome;Faturamento;Telefone;Celular;Região;contact_custom_fields;E-mail\n" +
	"Ana;20.000;5548999999999;5548888888888;Sul;" + example + ";ana@example.com\n" +
	"\"Bia; Souza\";;;\"x\";;;\n" +
	"bad;\"open;1;2\n" +
	"'=Caio;'+1;'-x; ;\n" +
	"Davi\n" +
	"Eva;1;2;3;4;5;6;7\n" +
	"José;é;;;;;z"

func TestLines(t *testing.T) {
	want := []copied{
		{Line: Line{Name: "Ana", Phone: "5548999999999", Phone2: "5548888888888", CustomFields: example, Email: "ana@example.com"},
			Custom: []Pair{{"Faturamento", "20.000"}, {"Região", "Sul"}}, Number: 2},
		{Line: Line{Name: "Bia; Souza", Phone2: "x"}, Number: 3},
		{Code: CodeUnclosedQuote, Number: 4},
		{Line: Line{Name: "=Caio", Phone: "-x", Phone2: " "}, Custom: []Pair{{"Faturamento", "+1"}}, Number: 5},
		{Line: Line{Name: "Davi"}, Number: 6},
		{Code: CodeExtraCells, Number: 7},
		{Line: Line{Name: "José", Email: "z"}, Custom: []Pair{{"Faturamento", "é"}}, Number: 8},
	}
	physical := strings.Split(mixed, "\n")
	for _, batch := range []int{1, 2, 3, 100} {
		got := readLines(t, openLines(t, mixed), batch)
		if len(got) != len(want) {
			t.Fatalf("batches of %d: %d lines", batch, len(got))
		}
		for i, g := range got {
			if g.Raw != physical[i+1] {
				t.Errorf("line %d: raw %q, want %q", i, g.Raw, physical[i+1])
			}
			w := want[i]
			w.Raw, w.Cells = g.Raw, g.Cells
			if !reflect.DeepEqual(g, w) {
				t.Errorf("batches of %d, line %d:\ngot  %+v\nwant %+v", batch, i, g, w)
			}
		}
		if !slices.Equal(got[0].Line.Phones(), []string{"5548999999999", "5548888888888"}) {
			t.Errorf("phones %q", got[0].Line.Phones())
		}
		if !slices.Equal(got[1].Cells, []string{"Bia; Souza", "", "", "x", "", "", ""}) {
			t.Errorf("cells %q", got[1].Cells)
		}
	}
	got := readLines(t, openLines(t, mixed), 10)
	if fields, err := ParseCustomFields(got[0].Line.CustomFields); err != nil || len(fields) != 3 {
		t.Errorf("the example of the reference: %q %v", fields, err)
	}
}

// gocsv's own reading by the struct tags and ours by its hook give the same lines.
func TestLinesAgreeWithGocsvTags(t *testing.T) {
	var file strings.Builder
	file.WriteString(strings.Join(Headers(), ";") + "\n")
	for i := range 50 {
		for j := range Fields {
			if (i+j)%7 != 0 {
				fmt.Fprintf(&file, "v%d.%d", i, j)
			}
			if j < len(Fields)-1 {
				file.WriteByte(';')
			}
		}
		file.WriteByte('\n')
	}
	got := readLines(t, openLines(t, file.String()), 7)
	table := batchTable{}
	for _, line := range strings.Split(strings.TrimSpace(file.String()), "\n") {
		table.rows = append(table.rows, strings.Split(line, ";"))
	}
	var want []taggedLine
	if err := gocsv.UnmarshalCSV(&table, &want); err != nil {
		t.Fatal(err)
	}
	if len(got) != 50 || len(want) != 50 {
		t.Fatalf("%d and %d lines", len(got), len(want))
	}
	for i := range want {
		if got[i].Line != Line(want[i]) {
			t.Fatalf("line %d:\n%+v\n%+v", i, got[i].Line, want[i])
		}
	}
}

func TestNewLinesRefuses(t *testing.T) {
	for name, m := range map[string][]Mapping{
		"unmapped":  {{Index: 0, Field: Name}, {Index: 1}},
		"missing":   {{Index: 0, Field: Name}},
		"twice":     {{Index: 0, Field: Name}, {Index: 0, Field: Email}, {Index: 1, Field: CPF}},
		"same":      {{Index: 0, Field: Name}, {Index: 1, Field: Name}},
		"beyond":    {{Index: 0, Field: Name}, {Index: 2, Field: Email}},
		"nonsense":  {{Index: 0, Field: Name}, {Index: 1, Field: "contact_shoe_size"}},
		"no custom": {{Index: 0, Field: Name}, {Index: 1, Field: CustomField(" ")}},
	} {
		rows, err := OpenCSV(strings.NewReader("a;b\n1;2\n"), CSVOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := NewLines(rows, m); crm.CodeOf(err) != crm.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	rows, err := OpenCSV(strings.NewReader("a;b\n1;2\n"), CSVOptions{})
	if err != nil {
		t.Fatal(err)
	}
	lines, err := NewLines(rows, []Mapping{{Index: 1, Field: CustomField("B")}, {Index: 0, Field: Ignore}})
	if err != nil {
		t.Fatal(err)
	}
	if got := readLines(t, lines, 5); len(got) != 1 || got[0].Line != (Line{}) || !slices.Equal(got[0].Custom, []Pair{{"B", "2"}}) {
		t.Errorf("only custom fields: %+v", got)
	}
}

// The lines before an error of the source are given first, and the error is not the end of the file.
func TestLinesBeforeASourceError(t *testing.T) {
	rows, err := OpenCSV(&brokenSource{"a;b\n" + strings.Repeat("1;2\n", 100_000)}, CSVOptions{Encoding: UTF8, Delimiter: ';'})
	if err != nil {
		t.Fatal(err)
	}
	lines, err := NewLines(rows, []Mapping{{Index: 0, Field: Name}, {Index: 1, Field: Email}})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for {
		items, err := lines.Read(1000)
		n += len(items)
		if errors.Is(err, io.EOF) {
			t.Fatal("the error looks like the end")
		}
		if err != nil {
			break
		}
	}
	if n != 100_000 {
		t.Errorf("%d lines before the error", n)
	}
}

func TestRecordsDoNotAllocate(t *testing.T) {
	file := "a;b;c\n" + strings.Repeat("João;\"x;y\";3\nplain;1;2\n", 50_000)
	rows, err := OpenCSV(strings.NewReader(file), CSVOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for range 20_000 { // past the first buffers
		if _, err := rows.Next(); err != nil {
			t.Fatal(err)
		}
	}
	if n := testing.AllocsPerRun(40_000, func() {
		if _, err := rows.Next(); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations a record", n)
	}
}

// asJSON stands for a format whose texts are never neutralised.
type asJSON struct{ *CSVRows }

func (asJSON) Neutralised() bool { return false }

// D4.3: the apostrophe is taken away only where an export may have put it.
func TestOnlySpreadsheetsAreRestored(t *testing.T) {
	for restored, want := range map[bool]string{true: "=1", false: "'=1"} {
		rows, err := OpenCSV(strings.NewReader("contact_name\n'=1\n"), CSVOptions{})
		if err != nil {
			t.Fatal(err)
		}
		var table Rows = rows
		if !restored {
			table = asJSON{rows}
		}
		lines, err := NewLines(table, MapHeaders(rows.Header()))
		if err != nil {
			t.Fatal(err)
		}
		if got := readLines(t, lines, 1); got[0].Line.Name != want {
			t.Errorf("neutralised %v: %q, want %q", restored, got[0].Line.Name, want)
		}
	}
}
