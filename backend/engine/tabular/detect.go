package tabular

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"carteira/backend/crm"
)

// Encodings of D3.4. The names are what the window shows and what CSVOptions.Encoding takes.
const (
	UTF8        = "utf-8"
	UTF8BOM     = "utf-8-bom"
	UTF16LE     = "utf-16le"
	UTF16BE     = "utf-16be"
	Windows1252 = "windows-1252"
	Macintosh   = "macintosh" // of Excel for Mac's CSV
	CP850       = "cp850"     // of MS-DOS: Excel's CSV (MS-DOS), and systems older than Windows
)

// Format is what a file looks like. Delimiter is 0 when nothing separates its header.
type Format struct {
	Encoding  string
	Delimiter rune
	SepLine   bool // a leading "sep=;" line, which spreadsheets write and which is no data (D3.3)
}

// SniffSize is how much of a file Sniff wants: enough for the header and some lines of any ordinary file.
const SniffSize = 64 << 10

// Sniff looks at the first bytes of a file (SniffSize of them, or the whole file when it is shorter). A byte that
// is no UTF-8 may come later than head: DetectEncoding is the one that knows.
func Sniff(head []byte) Format {
	enc, bom := bomOf(head)
	if enc == "" {
		if enc = utf16Pattern(head); enc == "" {
			enc = UTF8
			if !validPrefix(head) {
				enc = singleByte(head)
			}
		}
	}
	text := decodeAll(head[bom:], enc)
	f := Format{Encoding: enc}
	if d, n := sepLine(text); n > 0 {
		f.SepLine, f.Delimiter = true, rune(d)
		return f
	}
	f.Delimiter = detectDelimiter(text, 0, nil)
	return f
}

// DetectEncoding reads the whole of r: a Windows-1252 letter may be on the last line of a million (D3.4).
func DetectEncoding(r io.Reader) (string, error) {
	buf := make([]byte, 256<<10)
	kept, first := 0, true
	for {
		n, err := io.ReadFull(r, buf[kept:])
		data, atEnd := buf[:kept+n], false
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			atEnd = true
		case err != nil:
			return "", fmt.Errorf("detect encoding: %w", err)
		}
		if first {
			first = false
			if enc, _ := bomOf(data); enc != "" && enc != UTF8BOM {
				return enc, nil
			} else if enc == UTF8BOM {
				return UTF8BOM, nil
			}
			if enc := utf16Pattern(data[:min(len(data), SniffSize)]); enc != "" {
				return enc, nil
			}
		}
		whole := len(data)
		if !atEnd {
			whole -= partialRune(data)
		}
		if !validUTF8(data[:whole]) {
			return singleByte(data), nil
		}
		if atEnd {
			return UTF8, nil
		}
		kept = copy(buf, data[whole:])
	}
}

// bomOf recognises a byte order mark and gives its length.
func bomOf(head []byte) (encoding string, size int) {
	switch {
	case bytes.HasPrefix(head, []byte{0xEF, 0xBB, 0xBF}):
		return UTF8BOM, 3
	case bytes.HasPrefix(head, []byte{0xFF, 0xFE}):
		return UTF16LE, 2
	case bytes.HasPrefix(head, []byte{0xFE, 0xFF}):
		return UTF16BE, 2
	}
	return "", 0
}

// utf16Pattern recognises UTF-16 without a mark: western text has a NUL in every other byte, and always the same one.
func utf16Pattern(head []byte) string {
	var zero [2]int
	for i, b := range head {
		if b == 0 {
			zero[i&1]++
		}
	}
	pairs := len(head) / 2
	switch {
	case pairs < 2:
		return ""
	case zero[1]*10 >= pairs*6 && zero[0]*20 <= pairs:
		return UTF16LE
	case zero[0]*10 >= pairs*6 && zero[1]*20 <= pairs:
		return UTF16BE
	}
	return ""
}

// validPrefix is UTF-8 validity of a head that may end in the middle of a letter.
func validPrefix(head []byte) bool { return validUTF8(head[:len(head)-partialRune(head)]) }

// partialRune is how many bytes at the end of b are the beginning of an unfinished letter.
func partialRune(b []byte) int {
	for n := 1; n <= 3 && n <= len(b); n++ {
		if c := b[len(b)-n]; utf8.RuneStart(c) {
			if !utf8.FullRune(b[len(b)-n:]) {
				return n
			}
			return 0
		}
	}
	return 0
}

// magics are the files people most often take for a CSV.
var magics = []struct{ prefix, name string }{
	{"PK\x03\x04", "an XLSX workbook or another ZIP file"},
	{"\xD0\xCF\x11\xE0", "an old Excel workbook (XLS)"},
	{"%PDF", "a PDF"},
	{"\x1F\x8B", "a compressed file"},
	{"\x89PNG", "an image"},
	{"\xFF\xD8\xFF", "an image"},
	{"GIF8", "an image"},
	{"Rar!", "a compressed file"},
	{"7z\xBC\xAF", "a compressed file"},
	{"SQLite format 3", "a database"},
}

// markups are how documents begin that other systems call .xls or .csv, in lower case.
var markups = []string{"<!doctype", "<html", "<head", "<body", "<meta", "<style", "<table", "<div", "<?xml", "<?mso", "<!--", "mime-version:"}

// otherDocument refuses decoded text that is a table of another kind, of which the lines of a CSV would be nonsense.
func otherDocument(text []byte) *crm.Error {
	text = bytes.ToLower(bytes.TrimLeft(text[:min(len(text), 1<<10)], " \t\r\n\v\f"))
	for _, m := range markups {
		if bytes.HasPrefix(text, []byte(m)) {
			return crm.Errorf(CodeFileMarkup, "", "this is a page of the web or XML, whatever its name says; open it in a spreadsheet and save it as XLSX or CSV")
		}
	}
	if bytes.HasPrefix(text, []byte("begin:vcard")) {
		return crm.Errorf(CodeFileCards, "", "these are contact cards (vCard); export the contacts as CSV where the file was made")
	}
	return nil
}

// notText refuses what cannot be a text file: known magics, or more than one control byte in ten. A single NUL is no
// such sign: it costs its own line only.
func notText(head []byte, encoding string) *crm.Error {
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.prefix)) {
			return crm.Errorf(CodeFileNotText, "", "this is not a CSV file: it looks like %s", m.name)
		}
	}
	if encoding == UTF16LE || encoding == UTF16BE {
		return nil
	}
	control := 0
	for _, b := range bytes.TrimRight(head, "\x1A") { // DOS fills the last block with it
		if b < 0x20 && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != '\v' {
			control++
		}
	}
	if control*10 > len(head) {
		return crm.Errorf(CodeFileNotText, "", "this is not a text file")
	}
	return nil
}
