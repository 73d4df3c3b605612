package workbook

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
)

// spillFile counts what goes through it and is gone when it is closed.
type spillFile struct{ *os.File }

func (s spillFile) Close() error {
	if err := s.File.Close(); err != nil {
		return err
	}
	return os.Remove(s.Name())
}

// Texts that do not fit in memory are found again, in whatever order the cells ask for them.
func TestSharedTextsSpill(t *testing.T) {
	const long, count = 2000, 2 * blocksHeld / 2000
	text := func(i int) string { return fmt.Sprint(i, strings.Repeat("x", long), i) }
	var sst, rows strings.Builder
	sst.WriteString("<sst>")
	for i := range count {
		sst.WriteString("<si><t>" + text(i) + "</t></si>")
	}
	sst.WriteString("</sst>")
	var asked []int
	for i := range 1000 {
		asked = append(asked, []int{i, count - 1 - i, i * 7919 % count, 5}[i%4])
		fmt.Fprintf(&rows, `<row><c t="s"><v>%d</v></c></row>`, asked[i])
	}
	b := zipped(t, append([]string{"xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + rows.String() + "</sheetData></worksheet>", "xl/sharedStrings.xml", sst.String()}, ordinary...)...)
	dir := t.TempDir()
	opened := 0
	book, err := Open(bytes.NewReader(b), int64(len(b)), Options{Spill: func() (Spill, error) {
		opened++
		f, err := os.Create(filepath.Join(dir, "spill"))
		return spillFile{f}, err
	}})
	must(t, err)
	var out bytes.Buffer
	_, err = book.WriteCSV(context.Background(), &out, 0, func(int) {})
	must(t, err)
	lines := strings.Split(strings.TrimSuffix(strings.TrimPrefix(out.String(), "\uFEFF"), "\r"), "\r")
	for i, n := range asked {
		if lines[i] != text(n) {
			t.Fatalf("row %d is %.20q, want %.20q", i+1, lines[i], text(n))
		}
	}
	if info, err := os.Stat(filepath.Join(dir, "spill")); opened != 1 || err != nil || info.Size() < blocksHeld/2 {
		t.Errorf("%d files, %v, %v", opened, info, err)
	}
	must(t, book.Close())
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// D3.5: reading and writing hold the same for ten times the rows.
func TestMemoryIsFlat(t *testing.T) {
	held := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	peak := func(rows int) (writing, reading uint64) {
		file, err := os.Create(filepath.Join(t.TempDir(), "book.xlsx"))
		must(t, err)
		defer func() { must(t, file.Close()) }()
		x, err := NewWriter(file, "Contatos")
		must(t, err)
		for i := range rows {
			must(t, x.Write(exported(i)))
			if i%(rows/4) == 0 {
				writing = max(writing, held())
			}
		}
		must(t, x.Flush())
		info, err := file.Stat()
		must(t, err)
		book, err := Open(file, info.Size(), Options{})
		must(t, err)
		n, err := book.WriteCSV(context.Background(), io.Discard, 0, func(n int) {
			if n%(rows/4) == 0 {
				reading = max(reading, held())
			}
		})
		must(t, err)
		must(t, book.Close())
		if n != rows {
			t.Fatal(n)
		}
		return writing, reading
	}
	writing, reading := peak(2000)
	if w, r := peak(20_000); w > writing+1<<20 || r > reading+1<<20 {
		t.Errorf("2,000 rows: %d and %d bytes held, 20,000 rows: %d and %d", writing, reading, w, r)
	}
}

// A small file that means to become an endless one is refused.
func TestFilesThatExpandWithoutEnd(t *testing.T) {
	sheet := func(rows string) string { return "<worksheet><sheetData>" + rows + "</sheetData></worksheet>" }
	text := strings.Repeat("x", mostLetters)
	for name, c := range map[string]struct{ sheet, texts, code string }{
		"one text in every cell":   {sheet(strings.Repeat(`<row>`+strings.Repeat(`<c t="s"><v>0</v></c>`, 100)+`</row>`, 20)), "<sst><si><t>" + text + "</t></si></sst>", CodeTooLarge},
		"the last column of all":   {sheet(strings.Repeat(`<row><c r="XFD1"><v>1</v></c></row>`, 3000)), "", ""},
		"a row beyond the last":    {sheet(`<row r="1048577"/>`), "", CodeDamaged},
		"a column beyond":          {sheet(`<row><c r="XFE1"/></row>`), "", CodeDamaged},
		"a column without end":     {sheet(`<row><c r="` + strings.Repeat("Z", 5000) + `1"/></row>`), "", CodeDamaged},
		"a text without end":       {sheet(`<row><c t="str"><v>` + strings.Repeat("x", largestToken+1<<17)), "", CodeDamaged},
		"a tag without end":        {sheet(`<row><c a="` + strings.Repeat("x", largestToken+1<<17)), "", CodeDamaged},
		"a comment without end":    {sheet(`<!--` + strings.Repeat("x", largestToken+1<<17)), "", CodeDamaged},
		"a value in many pieces":   {sheet(`<row><c t="str"><v>` + strings.Repeat("<![CDATA[xxxxxxxxxxxxxxxx]]>", 80_000)), "", CodeDamaged},
		"a text in many pieces":    {sheet(`<row><c t="s"><v>0</v></c></row>`), "<sst><si>" + strings.Repeat("<r><t>xxxxxxxxxxxxxxxx</t></r>", 80_000), CodeDamaged},
		"tags within tags":         {strings.Repeat("<a>", 100_000), "", CodeDamaged},
		"too many styles, texts …": {sheet(`<row><c t="s"><v>99999999999</v></c></row>`), "<sst/>", CodeDamaged},
	} {
		parts := append([]string{"xl/worksheets/sheet1.xml", c.sheet}, ordinary...)
		if c.texts != "" {
			parts = append(parts, "xl/sharedStrings.xml", c.texts)
		}
		b := zipped(t, parts...)
		book, err := Open(bytes.NewReader(b), int64(len(b)), Options{MostBytes: 8 << 20})
		written := &tally{}
		if err == nil {
			_, err = book.WriteCSV(context.Background(), written, 0, func(int) {})
			must(t, book.Close())
		}
		if crm.CodeOf(err) != c.code || written.n > 8<<20 {
			t.Errorf("%s: %v after %d bytes, want %q", name, err, written.n, c.code)
		}
	}
}

// The first rows are held in memory, and so are the formats and a row: a small file cannot make any of them large.
func TestTheBeginningIsBounded(t *testing.T) {
	row := `<row>` + strings.Repeat(`<c t="s"><v>0</v></c>`, 900) + `</row>` // 29 MB
	b := zipped(t, append([]string{
		"xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + strings.Repeat(row, 30) + "</sheetData></worksheet>",
		"xl/sharedStrings.xml", "<sst><si><t>" + strings.Repeat("x", mostLetters) + "</t></si></sst>",
	}, ordinary...)...)
	book := open(t, b, Options{})
	written := &tally{}
	_, err := book.WriteCSV(context.Background(), written, 1000, func(int) {})
	must(t, err)
	if written.n < mostBeginning-keptText || written.n > mostBeginning+keptText+1<<20 {
		t.Errorf("%d bytes of 30 rows", written.n)
	}

	var styles strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&styles, `<numFmt numFmtId="%d" formatCode="%s"/>`, 200+i, strings.Repeat("0-", 450))
	}
	b = zipped(t, append([]string{
		"xl/worksheets/sheet1.xml", "<worksheet><sheetData/></worksheet>", "xl/styles.xml", "<styleSheet><numFmts>" + styles.String() + "</numFmts></styleSheet>",
	}, ordinary...)...)
	if _, err := Open(bytes.NewReader(b), int64(len(b)), Options{}); crm.CodeOf(err) != CodeDamaged {
		t.Errorf("formats without end: %v", err)
	}
}

type tally struct{ n int64 }

func (c *tally) Write(b []byte) (int, error) {
	c.n += int64(len(b))
	return len(b), nil
}

// What we write, another program reads to the letter, and so do we.
func TestWrittenTextsAreReadBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		letters := rapid.StringOfN(rapid.OneOf(rapid.RuneFrom([]rune("aZ09 _x0041\n\t;\"'<>&=+-@é北🙂")), rapid.Rune()), 0, 20, -1)
		// Pieces that look like an escape, whole or as far as what follows them.
		pieces := rapid.SliceOfN(rapid.SampledFrom([]string{"_x0041", "_x000D_", "_x005F", "_", "x000D_", "\r", "\x01", "\uFFFE", "a"}), 0, 6)
		looking := rapid.Map(pieces, func(p []string) string { return strings.Join(p, "") })
		texts := rapid.SliceOfN(rapid.OneOf(letters, looking), 1, 6).Draw(rt, "texts")
		for i, s := range texts {
			texts[i] = strings.ReplaceAll(s, "\uFFFD", "")
		}
		var file bytes.Buffer
		x, err := NewWriter(&file, "A & B")
		must(t, err)
		must(t, x.Write([]string{"header"}))
		must(t, x.Write(texts))
		must(t, x.Flush())
		other, err := excelize.OpenReader(bytes.NewReader(file.Bytes()))
		must(t, err)
		rows, err := other.GetRows("A & B")
		must(t, err)
		for i, want := range texts {
			want = tabular.Neutralise(want)
			got := ""
			if len(rows) > 1 && i < len(rows[1]) {
				got = rows[1][i]
			}
			if got != want && !strings.ContainsFunc(want, func(r rune) bool { return r < ' ' || r == 0xFFFE || r == 0xFFFF }) { // which excelize does not restore
				rt.Fatalf("another program reads %q, want %q", got, want)
			}
		}
		book, err := Open(bytes.NewReader(file.Bytes()), int64(file.Len()), Options{})
		must(t, err)
		r, err := book.rows("A & B")
		must(t, err)
		must(t, r.next())
		if err := r.next(); err != nil {
			rt.Fatal(err)
		}
		for i, want := range texts {
			got := ""
			if i < len(r.cells) {
				got = string(r.cells[i])
			}
			if want = tabular.Neutralise(want); got != want && strings.TrimSpace(want) != "" {
				rt.Fatalf("we read %q, want %q", got, want)
			}
		}
		must(t, r.close())
		must(t, book.Close())
	})
}

// Nothing that is too long is cut off.
func TestTextsThatNoCellHolds(t *testing.T) {
	x, err := NewWriter(io.Discard, "A")
	must(t, err)
	must(t, x.Write([]string{"header"}))
	must(t, x.Write([]string{strings.Repeat("é", mostLetters)}))
	if err := x.Write([]string{"", strings.Repeat("🙂", mostLetters/2+1)}); crm.CodeOf(err) != CodeTextTooLong || !strings.Contains(err.Error(), "B3") {
		t.Errorf("got %v", err)
	}
}

func TestColumnNames(t *testing.T) {
	for n, name := range map[int]string{1: "A", 26: "Z", 27: "AA", 52: "AZ", 702: "ZZ", 703: "AAA", lastColumn: "XFD"} {
		if got := columnName(n); got != name || columnOf([]byte(name+"7")) != n {
			t.Errorf("%d is %s, %s is %d", n, got, name, columnOf([]byte(name+"7")))
		}
	}
}

// What a number says under a format, beside the cells that other tests take from whole files.
func TestFormats(t *testing.T) {
	for _, c := range [][3]string{
		{"dd/mm/yyyy", "31133.75", "27/03/1985"}, {"dd/mm/yyyy hh:mm", "31133.75", "27/03/1985 18:00:00"}, {"hh:mm", "31133.75", "18:00:00"}, {"hh:mm", "0.75", "18:00:00"},
		{"[$-416]d \"de\" mmmm \"de\" yyyy;@", "31133", "27/03/1985"}, {"mmm-yy", "31133", "27/03/1985"}, {"m/d/yy h:mm AM/PM", "31133.5", "27/03/1985 12:00:00"},
		{"dd/mm/yyyy", "1", "01/01/1900"}, {"dd/mm/yyyy", "59", "28/02/1900"}, {"dd/mm/yyyy", "61", "01/03/1900"}, {"dd/mm/yyyy", "-1", "-1"}, {"dd/mm/yyyy", "2958466", "2958466"},
		{"[h]:mm:ss", "1.5", "36:00:00"}, {"0%", "0.125", "13%"}, {"0.0%", "0.125", "12.5%"}, {"0.00E+00", "5548999990001", "5548999990001"}, {"General", "5.548999990001E12", "5548999990001"},
		{"00000000000", "191", "00000000191"}, {"00000000000", "123456789012", "123456789012"}, {"[<=99999999]0000-0000;(00) 00000-0000", "33334444", "3333-4444"},
		{"[<=99999999]0000-0000;(00) 00000-0000", "48999990001", "(48) 99999-0001"}, {"+00 (00) 00000-0000", "5548999990001", "+55 (48) 99999-0001"},
		{`"CLI-"0000`, "42", "CLI-0042"}, {`0" anos"`, "42", "42"}, {`"R$ "0`, "42", "42"}, {"#,##0", "20000", "20000"}, {"#,##0.00;[Red]-#,##0.00", "-1234.5", "-1234.5"},
		{"00000", "1.5", "1.5"}, {"00000", "-7", "-7"}, {"@", "00042", "00042"}, {"General", "x", "x"}, {"0;-0;;@", "0", "0"}, {"General", "0.30000000000000004", "0.3"},
	} {
		if got := parseFormat(c[0]).text(c[1], false); got != c[2] {
			t.Errorf("%s under %q is %q, want %q", c[1], c[0], got, c[2])
		}
	}
	if got := parseFormat("dd/mm/yyyy").text("29671", true); got != "27/03/1985" {
		t.Errorf("from 1904: %q", got)
	}
	for stored, want := range map[string]string{"1985-03-27": "27/03/1985", "1985-03-27T00:00:00": "27/03/1985", "1985-03-27T18:00:00Z": "27/03/1985 18:00:00", "18:00:00": "18:00:00", "soon": "soon"} {
		if got := isoDate(stored); got != want {
			t.Errorf("%s is %q, want %q", stored, got, want)
		}
	}
}
