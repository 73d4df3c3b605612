package workbook

import (
	"archive/zip"
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/klauspost/compress/flate"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
)

// Codes of a table that does not fit on a sheet.
const (
	CodeTooManyRows = "sheet_full"
	CodeTextTooLong = "sheet_text_too_long"
)

// mostLetters is how much a cell holds, in units of UTF-16. Whoever writes more has the rest cut off in silence.
const mostLetters = 32767

// Writer writes one sheet. Every cell is a text, so that no zero in front is lost and nothing is a formula, and formulas are
// neutralised as in CSV all the same (D4.3): whoever reads either reads the same. The columns are texts too, so that what is
// typed into a blank cell stays as it was typed.
//
// The rows go through the archive straight to their destination: neither memory nor a temporary file holds them. excelize, which is
// there to make files for the tests, keeps the sheet in a file and the whole archive in memory, at a tenth of the rate.
type Writer struct {
	archive *zip.Writer
	sheet   *bufio.Writer
	row     int
	columns []string // their letters, as far as they were needed
	number  []byte   // of the row
}

// NewWriter writes to w a workbook with one sheet, whose first row is a header.
func NewWriter(w io.Writer, sheet string) (*Writer, error) {
	x := &Writer{archive: zip.NewWriter(w)}
	x.archive.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, 5) })
	var name strings.Builder
	escapeText(&name, sheet)
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", topRelations},
		{"xl/workbook.xml", fmt.Sprintf(workbookPart, name.String())},
		{"xl/_rels/workbook.xml.rels", workbookRelations},
		{"xl/styles.xml", stylesPart},
	} {
		p, err := x.archive.Create(part.name)
		if err != nil {
			return nil, fmt.Errorf("write the workbook: %w", err)
		}
		if _, err := io.WriteString(p, xmlHead+part.text); err != nil {
			return nil, fmt.Errorf("write the workbook: %w", err)
		}
	}
	part, err := x.archive.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		return nil, fmt.Errorf("write the workbook: %w", err)
	}
	x.sheet = bufio.NewWriterSize(part, 64<<10)
	_, err = fmt.Fprintf(x.sheet, xmlHead+sheetBegin, len(tabular.Fields))
	return x, err
}

// Write writes one row.
func (x *Writer) Write(cells []string) error {
	if x.row++; x.row > lastRow {
		return crm.Errorf(CodeTooManyRows, "format", "a sheet holds %d rows at most; export as CSV or fewer contacts", lastRow)
	}
	for i := len(x.columns); i < len(cells); i++ {
		x.columns = append(x.columns, columnName(i+1))
	}
	x.number = strconv.AppendInt(x.number[:0], int64(x.row), 10)
	x.sheet.WriteString(`<row r="`)
	x.sheet.Write(x.number)
	x.sheet.WriteString(`">`)
	for i, text := range cells {
		if text == "" {
			continue
		}
		text = tabular.Neutralise(text)
		if len(text) > mostLetters && lettersOf(text) > mostLetters {
			return crm.Errorf(CodeTextTooLong, "format",
				"the text for cell %s%d is longer than the %d characters that a sheet's cell holds; export as CSV or JSON", x.columns[i], x.row, mostLetters)
		}
		x.cell(i, text)
	}
	_, err := x.sheet.WriteString("</row>")
	return err
}

// cell leaves errors to the end of the row: a bufio.Writer keeps its first one.
func (x *Writer) cell(column int, text string) {
	x.sheet.WriteString(`<c r="`)
	x.sheet.WriteString(x.columns[column])
	x.sheet.Write(x.number)
	if x.row == 1 {
		x.sheet.WriteString(`" s="2" t="inlineStr"><is><t`)
	} else {
		x.sheet.WriteString(`" s="1" t="inlineStr"><is><t`)
	}
	if isBlank(text[0]) || isBlank(text[len(text)-1]) || strings.IndexByte(text, '\n') >= 0 {
		x.sheet.WriteString(` xml:space="preserve"`)
	}
	x.sheet.WriteByte('>')
	escapeText(x.sheet, text)
	x.sheet.WriteString("</t></is></c>")
}

// Flush writes the file's end. Nothing may follow.
func (x *Writer) Flush() error {
	if _, err := x.sheet.WriteString(sheetEnd); err != nil {
		return fmt.Errorf("write the workbook: %w", err)
	}
	if err := x.sheet.Flush(); err != nil {
		return fmt.Errorf("write the workbook: %w", err)
	}
	if err := x.archive.Close(); err != nil {
		return fmt.Errorf("write the workbook: %w", err)
	}
	return nil
}

// escapeText writes text as XML. What XML has no place for is written _xHHHH_, and so is the _ of a text that looks like that.
func escapeText(w interface {
	io.ByteWriter
	io.StringWriter
}, text string) {
	from := 0
	for i := 0; i < len(text); {
		c := text[i]
		size, as := 1, ""
		switch {
		case c == '&':
			as = "&amp;"
		case c == '<':
			as = "&lt;"
		case c == '>':
			as = "&gt;"
		case c < ' ' && c != '\t' && c != '\n':
			as = fmt.Sprintf("_x%04X_", c)
		case c == '_':
			if looksEscaped(text[i:]) {
				as = "_x005F_"
			}
		case c == 0xEF: // U+FFFE and U+FFFF are no characters
			var r rune
			if r, size = utf8.DecodeRuneInString(text[i:]); r == 0xFFFE || r == 0xFFFF {
				as = fmt.Sprintf("_x%04X_", r)
			}
		}
		if as != "" {
			w.WriteString(text[from:i])
			w.WriteString(as)
			from = i + size
		}
		i += size
	}
	w.WriteString(text[from:])
}

// looksEscaped says whether text, once written, begins like an escape: with a _xHHHH and a _ behind it, be that one of the text or
// the one with which a character begins that is itself written as an escape.
func looksEscaped(text string) bool {
	const size = len("_xHHHH")
	if len(text) <= size {
		return false
	}
	if _, looks := escape([]byte(text[:size] + "_")); !looks {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[size:])
	return r == '_' || r < ' ' && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF
}

// lettersOf counts units of UTF-16.
func lettersOf(text string) (n int) {
	for _, r := range text {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

// columnName is the inverse of columnOf.
func columnName(n int) string {
	var b [3]byte
	i := len(b)
	for ; n > 0; n = (n - 1) / 26 {
		i--
		b[i] = byte('A' + (n-1)%26)
	}
	return string(b[i:])
}

// The parts of a workbook with one sheet: style 1 is a text, style 2 a header.
const (
	xmlHead      = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	contentTypes = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
		`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`
	topRelations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	workbookPart = `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"` +
		` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="%s" sheetId="1" r:id="rId1"/></sheets></workbook>`
	workbookRelations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`
	stylesPart = `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
		`<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font><font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
		`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		`<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
		`<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
		`<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs>` +
		`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
	sheetBegin = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
		`<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
		`<cols><col min="1" max="%d" width="22" style="1" customWidth="1"/></cols><sheetData>`
	sheetEnd = `</sheetData></worksheet>`
)
