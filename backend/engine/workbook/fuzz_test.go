package workbook

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
)

// zipped is an archive of parts: name, content, name, content.
func zipped(t testing.TB, parts ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		must(t, err)
		_, err = io.WriteString(w, parts[i+1])
		must(t, err)
	}
	must(t, z.Close())
	return b.Bytes()
}

// ordinary are the parts around a sheet.
var ordinary = []string{
	"_rels/.rels", topRelations, "xl/workbook.xml", strings.Replace(workbookPart, "%s", "A", 1),
	"xl/_rels/workbook.xml.rels", strings.Replace(workbookRelations, "</Relationships>",
		`<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`, 1),
}

// FuzzWorkbook: whatever a sheet, its texts and its styles are, reading ends, without a panic, with a table whose lines are the
// rows or an error for people.
func FuzzWorkbook(f *testing.F) {
	const rows = `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><r><t>b</t></r><rPh><t>x</t></rPh></is></c></row>`
	sheet := func(rows string) string { return "<worksheet><sheetData>" + rows + "</sheetData></worksheet>" }
	texts := `<sst><si><t>a_x000D_&#10;&amp;</t></si><si><r><t>b</t></r></si></sst>`
	for _, s := range []string{
		sheet(rows), sheet(rows + `<row><c s="1"><v>45000.5</v></c><c t="b"><v>1</v></c><c t="d"><v>1985-03-27</v></c><c t="e"><v>#N/A</v></c></row>`),
		sheet(`<row r="7"><c r="XFD7"><v>1E300</v></c></row><row r="1048576"/>`), sheet(`<row><c><f>A1</f></c></row>`), sheet(`<row><c s="-1"><v>-1</v></c><c s="2"><v>5548999990001</v></c>`),
		"\xFF\xFE<\x00a\x00/\x00>\x00", `<?xml version="1.0" encoding="latin1"?><a/>`, `<!DOCTYPE a><a/>`, `<a><![CDATA[x]]><!-- - -- --></a>`, "<a b='>'/>", "</a>", "<a/><b/>",
	} {
		f.Add(s, texts, `000\.000\-00;[<=9]0;General`)
		f.Add(s, texts, `[h]:mm:ss`)
	}
	f.Fuzz(func(t *testing.T, sheet, texts, format string) {
		var code strings.Builder
		escapeText(&code, format)
		styles := `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="` + strings.ReplaceAll(code.String(), `"`, "&quot;") + `"/></numFmts><cellXfs><xf/><xf numFmtId="170"/><xf numFmtId="14"/></cellXfs></styleSheet>`
		b := zipped(t, append([]string{"xl/worksheets/sheet1.xml", sheet, "xl/sharedStrings.xml", texts, "xl/styles.xml", styles}, ordinary...)...)
		book, err := Open(bytes.NewReader(b), int64(len(b)), Options{})
		var out bytes.Buffer
		rows := 0
		if err == nil {
			rows, err = book.WriteCSV(context.Background(), &out, 5000, func(int) {})
			must(t, book.Close())
		}
		if err != nil {
			if crm.CodeOf(err) == "" {
				t.Fatalf("not for people: %v", err)
			}
			return
		}
		if n := bytes.Count(out.Bytes(), []byte{'\r'}); n > rows {
			t.Fatalf("%d lines of %d rows", n, rows)
		}
		table, err := tabular.OpenCSV(bytes.NewReader(out.Bytes()), tabular.CSVOptions{Delimiter: ';'})
		if err != nil {
			if crm.CodeOf(err) == "" {
				t.Fatalf("not for people: %v", err)
			}
			return
		}
		for {
			if _, err := table.Next(); err == io.EOF {
				return
			} else if err != nil {
				t.Fatal(err)
			}
		}
	})
}

// FuzzFormat: no format code and no number make a panic, and digits are never lost under one that is no date or percentage.
func FuzzFormat(f *testing.F) {
	for _, code := range []string{"", "General", "@", `00000\-000`, "[<=99999999]####-####;(##) #####-####", "dd/mm/yyyy", "[h]:mm", "0.00%", `"R$" #,##0.00`, "[$-416]mmm-yy;@", `"CLI-"0000`, "# ?/?", "0;-0;;@", `[Red]0_)`, "e", "[", "\\", "_", "*"} {
		for _, n := range []string{"0", "5548999990001", "0.5", "-3", "1E+20", "45000.25", "x", "NaN"} {
			f.Add(code, n)
		}
	}
	f.Fuzz(func(t *testing.T, code, stored string) {
		format := parseFormat(code)
		said := format.text(stored, false)
		format.text(stored, true)
		if !isDigits([]byte(stored)) || stored == "" || len(stored) > 15 {
			return
		}
		n := 0.0
		for _, c := range stored {
			n = n*10 + float64(c-'0')
		}
		if s := format.section(n); s.kind == mask || s.kind == plain {
			digits := strings.Map(func(r rune) rune {
				if r >= '0' && r <= '9' {
					return r
				}
				return -1
			}, said)
			if !strings.Contains(digits, strings.TrimLeft(stored, "0")) && s.kind == plain {
				t.Fatalf("%q under %q is %q", stored, code, said)
			}
			if want := strings.TrimLeft(stored, "0"); s.kind == mask && !inOrder(digits, want) {
				t.Fatalf("%q under %q is %q", stored, code, said)
			}
		}
	})
}

// inOrder tells whether all of want is in digits, in its order: marks may hold digits of their own.
func inOrder(digits, want string) bool {
	for _, c := range want {
		i := strings.IndexRune(digits, c)
		if i < 0 {
			return false
		}
		digits = digits[i+1:]
	}
	return true
}
