package workbook

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
)

// file makes a workbook.
func file(t testing.TB, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	fill(f)
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func open(t testing.TB, b []byte, o Options) *Book {
	t.Helper()
	book, err := Open(bytes.NewReader(b), int64(len(b)), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := book.Close(); err != nil {
			t.Error(err)
		}
	})
	return book
}

// read gives the records of the sheet as an import reads them, with their line numbers.
func read(t testing.TB, b *Book) (header []string, lines []int, records [][]string) {
	t.Helper()
	var out bytes.Buffer
	if _, err := b.WriteCSV(context.Background(), &out, 0, func(int) {}); err != nil {
		t.Fatal(err)
	}
	rows, err := tabular.OpenCSV(bytes.NewReader(out.Bytes()), tabular.CSVOptions{Delimiter: ';'})
	if err != nil {
		t.Fatal(err)
	}
	for {
		r, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return rows.Header(), lines, records
		}
		if err != nil || r.Err != nil {
			t.Fatal(err, r.Err)
		}
		var cells []string
		for _, c := range r.Cells {
			cells = append(cells, string(c))
		}
		lines, records = append(lines, r.Line), append(records, cells)
	}
}

func TestCellsAreWhatPeopleSee(t *testing.T) {
	format := func(code string) *excelize.Style { return &excelize.Style{CustomNumFmt: &code} }
	day := time.Date(1988, 2, 14, 0, 0, 0, 0, time.UTC)
	cells := []struct {
		name  string
		value any
		style *excelize.Style
		want  string
	}{
		{"text", "Ana Paula", nil, "Ana Paula"},
		{"text with zeros in front", "00529982247", nil, "00529982247"},
		{"text of a number", "1.50", nil, "1.50"},
		{"text like an exponent", "1E5", nil, "1E5"},
		{"whole number", 52998224725, nil, "52998224725"},
		{"phone as a number", 5548999999999, nil, "5548999999999"},
		{"phone shown with an exponent", 5548999999999, format("0.00E+00"), "5548999999999"},
		{"padded by its format", 529982247, format("00000000000"), "00529982247"},
		{"masked by its format", 52998224725, format(`000\.000\.000\-00`), "529.982.247-25"},
		{"zip code", 1310100, format("00000-000"), "01310-100"},
		{"thousands", 20000, &excelize.Style{NumFmt: 3}, "20000"},
		{"money", 1234.5, format(`"R$" #,##0.00`), "1234.5"},
		{"noise", 0.1 + 0.2, nil, "0.3"},
		{"percentage", 0.125, &excelize.Style{NumFmt: 10}, "12.50%"},
		{"date of the system's form", day, &excelize.Style{NumFmt: 14}, "14/02/1988"},
		{"date, month first", day, format("mm/dd/yyyy"), "14/02/1988"},
		{"date, ISO", day, format("yyyy-mm-dd"), "14/02/1988"},
		{"date with the month's name", day, format("d-mmm-yy"), "14/02/1988"},
		{"date and time", day.Add(15*time.Hour + 4*time.Minute), format("dd/mm/yyyy hh:mm"), "14/02/1988 15:04:00"},
		{"yes", true, nil, "true"},
		{"no", false, nil, "false"},
		{"line break", "a\nb", nil, "a\nb"},
		{"formula text", "=1+1", nil, "=1+1"},
		{"delimiter", `a;b "c"`, nil, `a;b "c"`},
		{"blank", "", nil, ""},
	}
	b := open(t, file(t, func(f *excelize.File) {
		for i, c := range cells {
			must(t, f.SetCellValue("Sheet1", fmt.Sprintf("A%d", i+2), fmt.Sprint("x", i)))
			at := fmt.Sprintf("B%d", i+2)
			must(t, f.SetCellValue("Sheet1", at, c.value))
			if c.style != nil {
				id, err := f.NewStyle(c.style)
				must(t, err)
				must(t, f.SetCellStyle("Sheet1", at, at, id))
			}
		}
		must(t, f.SetSheetRow("Sheet1", "A1", &[]any{"contact\nname", "value"}))
	}), Options{})
	header, lines, records := read(t, b)
	if !slices.Equal(header, []string{"contact name", "value"}) {
		t.Errorf("header %q", header)
	}
	for i, c := range cells {
		got := ""
		if len(records[i]) > 1 {
			got = records[i][1]
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if lines[i] != i+2 {
			t.Errorf("%s: line %d, want %d", c.name, lines[i], i+2)
		}
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestLinesAreTheSheetsRows(t *testing.T) {
	b := open(t, file(t, func(f *excelize.File) {
		must(t, f.SetSheetRow("Sheet1", "A3", &[]any{"name", "note"}))
		must(t, f.SetSheetRow("Sheet1", "A5", &[]any{"Ana", "one\ntwo\nthree"}))
		must(t, f.SetSheetRow("Sheet1", "A9", &[]any{"Bia"}))
	}), Options{})
	_, lines, records := read(t, b)
	if !slices.Equal(lines, []int{5, 9}) || records[0][1] != "one\ntwo\nthree" {
		t.Errorf("%v %q", lines, records)
	}
}

func TestSheets(t *testing.T) {
	b := file(t, func(f *excelize.File) {
		for _, name := range []string{"Contatos", "Escondida"} {
			_, err := f.NewSheet(name)
			must(t, err)
			must(t, f.SetCellValue(name, "A1", name))
		}
		must(t, f.SetSheetVisible("Escondida", false))
	})
	book := open(t, b, Options{})
	if book.Sheet() != "Contatos" || !slices.Equal(book.Sheets(), []string{"Sheet1", "Contatos"}) {
		t.Errorf("%q of %q: the first one is empty", book.Sheet(), book.Sheets())
	}
	if header, _, _ := read(t, open(t, b, Options{Sheet: "Escondida"})); !slices.Equal(header, []string{"Escondida"}) {
		t.Errorf("%q", header)
	}
	if _, err := Open(bytes.NewReader(b), int64(len(b)), Options{Sheet: "Outra"}); crm.CodeOf(err) != CodeSheetUnknown || !strings.Contains(err.Error(), "Contatos") {
		t.Errorf("got %v", err)
	}
}

func TestFilesThatCannotBeRead(t *testing.T) {
	good := file(t, func(f *excelize.File) {
		for i := range 2000 {
			must(t, f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &[]any{i, fmt.Sprint("name ", i)}))
		}
	})
	protected := func() []byte {
		f := excelize.NewFile()
		b := new(bytes.Buffer)
		must(t, f.Write(b, excelize.Options{Password: "secret"}))
		return b.Bytes()
	}()
	for _, c := range []struct {
		name string
		file []byte
		code string
	}{
		{"protected", protected, CodeProtected},
		{"old", append(slices.Clone(oleMagic), make([]byte, 600)...), CodeLegacy},
		{"another archive", archive(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet"), CodeUnsupported},
		{"cut", good[:len(good)/2], CodeDamaged},
		{"a sheet that ends early", rewritten(t, good, func(s string) string { return s[:len(s)/2] }), CodeDamaged},
		{"a bomb", good, CodeTooLarge},
	} {
		o := Options{}
		if c.name == "a bomb" {
			o.MostBytes = 10_000
		}
		b, err := Open(bytes.NewReader(c.file), int64(len(c.file)), o)
		if err == nil {
			_, err = b.WriteCSV(context.Background(), io.Discard, 0, func(int) {})
			must(t, b.Close())
		}
		if crm.CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %s", c.name, err, c.code)
		}
	}
	damage := slices.Clone(good)
	for i := len(damage) / 4; i < len(damage)/4+40; i++ {
		damage[i] ^= 0xff
	}
	if b, err := Open(bytes.NewReader(damage), int64(len(damage)), Options{}); err == nil {
		if _, err := b.WriteCSV(context.Background(), io.Discard, 0, func(int) {}); crm.CodeOf(err) != CodeDamaged {
			t.Errorf("damaged bytes: %v", err)
		}
	} else if crm.CodeOf(err) != CodeDamaged {
		t.Errorf("damaged bytes: %v", err)
	}
}

func archive(t testing.TB, name, content string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	must(t, err)
	_, err = io.WriteString(w, content)
	must(t, err)
	must(t, z.Close())
	return b.Bytes()
}

// rewritten is a workbook whose sheets are changed.
func rewritten(t testing.TB, b []byte, change func(string) string) []byte {
	in, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	must(t, err)
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, part := range in.File {
		r, err := part.Open()
		must(t, err)
		content, err := io.ReadAll(r)
		must(t, err)
		if strings.HasPrefix(part.Name, "xl/worksheets/") {
			content = []byte(change(string(content)))
		}
		w, err := z.Create(part.Name)
		must(t, err)
		_, err = w.Write(content)
		must(t, err)
	}
	must(t, z.Close())
	return out.Bytes()
}

// BenchmarkRead reads 20,000 rows of ten cells.
func BenchmarkRead(b *testing.B) {
	const rows = 20_000
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	must(b, err)
	for i := range rows {
		must(b, w.SetRow(fmt.Sprintf("A%d", i+1), []any{fmt.Sprint("Ana ", i), "ana@exemplo.com.br", 52998224725 + i, "", "Feminino", time.Now(), i, "Recife", "PE", 5581999990000 + i}))
	}
	must(b, w.Flush())
	out, err := f.WriteToBuffer()
	must(b, err)
	b.ReportAllocs()
	for b.Loop() {
		book := open(b, out.Bytes(), Options{})
		n, err := book.WriteCSV(context.Background(), io.Discard, 0, func(int) {})
		must(b, err)
		if n != rows {
			b.Fatal(n)
		}
	}
	b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
}

// What XML cannot say is written _xHHHH_ (an escape), a lone CR among it, and a _ that is meant _x005F_. Both ways.
func TestEscapes(t *testing.T) {
	for text, written := range map[string]string{
		"a\rb": "a_x000D_b", "a\r\nb": "a_x000D_\nb", "_x000D_": "_x005F_x000D_", "_x000d_": "_x005F_x000d_", "_x000D": "_x000D",
		"_x000G_": "_x000G_", "a_b": "a_b", "_x005F_": "_x005F_x005F_", "__x0041_": "__x005F_x0041_",
		// What follows is itself written as an escape, whose first _ would end another.
		"_x0041\r": "_x005F_x0041_x000D_", "_x0041\x01": "_x005F_x0041_x0001_", "_x0041\uFFFE": "_x005F_x0041_xFFFE_",
		"_x0041\n": "_x0041\n", "_x0041_x0042_": "_x005F_x0041_x005F_x0042_", "_x0041": "_x0041",
	} {
		var b strings.Builder
		escapeText(&b, text)
		if b.String() != written {
			t.Errorf("%q is written %q, want %q", text, b.String(), written)
		}
		if got := string(unescape([]byte("é"+b.String()), len("é"))); got != "é"+text {
			t.Errorf("%q is read as %q, want %q", b.String(), got, text)
		}
	}
}

// What a workbook says with an escape, in each of the places where it may: a CR ends no line of the CSV, and what looks like
// an escape across two runs is text.
func TestEscapesInCells(t *testing.T) {
	cell := func(t, inner string) string { return `<c t="` + t + `">` + inner + `</c>` }
	text := func(runs ...string) string {
		return "<is><r><t>" + strings.Join(runs, "</t></r><r><t>") + "</t></r></is>"
	}
	cells := []struct{ cell, want string }{
		{cell("inlineStr", text("a_x000D_b")), "a\nb"},
		{cell("inlineStr", text("a_x000D_\nb")), "a\nb"},
		{cell("inlineStr", text("a_x000D__x000A_b")), "a\nb"},
		{cell("inlineStr", text("a_x000D_&#10;b")), "a\nb"},
		{cell("inlineStr", text("a&#13;b")), "a\nb"},
		{cell("inlineStr", text("a\r\nb")), "a\nb"},
		{cell("inlineStr", text("_x005F_x000D_")), "_x000D_"},
		{cell("inlineStr", text("a_x0041", "_b")), "a_x0041_b"},
		{cell("inlineStr", text("a", "_x0041_", "b")), "aAb"},
		{cell("inlineStr", text("_x005F_", "x0041_")), "_x0041_"},
		{cell("str", "<f>A1</f><v>a_x000D_b</v>"), "a\nb"},
		{cell("s", "<v>0</v>"), "a\nb"},
		{cell("s", "<v>1</v>"), "a_x000D_b"},
	}
	row := "<row>" + cell("inlineStr", text("he_x000D_ad"))
	for range cells[1:] {
		row += cell("inlineStr", text("x"))
	}
	row += "</row><row>"
	for _, c := range cells {
		row += c.cell
	}
	b := zipped(t, append([]string{
		"xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + row + "</row></sheetData></worksheet>",
		"xl/sharedStrings.xml", "<sst><si><t>a_x000D_b</t></si><si><r><t>a_x000D</t></r><r><t>_b</t></r></si></sst>",
	}, ordinary...)...)
	header, lines, records := read(t, open(t, b, Options{}))
	if header[0] != "he ad" || !slices.Equal(lines, []int{2}) {
		t.Fatalf("header %q, lines %v", header[0], lines)
	}
	for i, c := range cells {
		if got := records[0][i]; got != c.want {
			t.Errorf("%s: %q, want %q", c.cell, got, c.want)
		}
	}
}
