package tabular

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
)

// CSVWriterOptions of a file for people: semicolons and CRLF are what spreadsheets of this country expect.
type CSVWriterOptions struct {
	Delimiter  rune   // 0 is `;`
	BOM        bool   // spreadsheets take a UTF-8 file for Windows-1252 without it
	Neutralise bool   // for files that are opened in a spreadsheet and imported again (D4.3)
	Ending     string // of a line; "" is CR LF
}

// CSVWriter writes UTF-8 CSV that OpenCSV reads back to the same texts, brought to NFC.
type CSVWriter struct {
	w    *bufio.Writer
	opts CSVWriterOptions
}

// NewCSVWriter writes to w; the byte order mark, if any, comes with the first row.
func NewCSVWriter(w io.Writer, opts CSVWriterOptions) (*CSVWriter, error) {
	if opts.Delimiter == 0 {
		opts.Delimiter = ';'
	}
	if opts.Ending == "" {
		opts.Ending = "\r\n"
	}
	c := &CSVWriter{w: bufio.NewWriterSize(w, 64<<10), opts: opts}
	if opts.BOM {
		if _, err := c.w.WriteString("\uFEFF"); err != nil {
			return nil, fmt.Errorf("write the byte order mark: %w", err)
		}
	}
	return c, nil
}

// Write writes one row.
func (c *CSVWriter) Write(cells []string) error {
	for i, cell := range cells {
		if i > 0 {
			c.w.WriteByte(byte(c.opts.Delimiter))
		}
		if c.opts.Neutralise {
			cell = Neutralise(cell)
		}
		c.cell(cell)
	}
	return c.endLine()
}

// WriteBytes is Write for cells that are not kept as strings.
func (c *CSVWriter) WriteBytes(cells [][]byte) error {
	for i, cell := range cells {
		if i > 0 {
			c.w.WriteByte(byte(c.opts.Delimiter))
		}
		if c.opts.Neutralise && len(cell) > 0 && !isLetterOrDigit(cell[0]) {
			cell = []byte(Neutralise(string(cell)))
		}
		if needsQuotes(cell, c.opts.Delimiter) {
			c.w.WriteByte('"')
			c.w.Write(bytes.ReplaceAll(cell, []byte(`"`), []byte(`""`)))
			c.w.WriteByte('"')
		} else {
			c.w.Write(cell)
		}
	}
	return c.endLine()
}

func isLetterOrDigit(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// Flush writes what is buffered.
func (c *CSVWriter) Flush() error {
	if err := c.w.Flush(); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	return nil
}

// cell leaves errors to the end of the line: a bufio.Writer keeps its first one.
func (c *CSVWriter) cell(s string) {
	if !needsQuotes(s, c.opts.Delimiter) {
		c.w.WriteString(s)
		return
	}
	c.w.WriteByte('"')
	c.w.WriteString(strings.ReplaceAll(s, `"`, `""`))
	c.w.WriteByte('"')
}

func (c *CSVWriter) endLine() error {
	if _, err := c.w.WriteString(c.opts.Ending); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	return nil
}

// needsQuotes: beside what RFC 4180 asks for, a leading blank or bracket (a list is read by its own grammar), and what
// means something at the beginning of a file.
func needsQuotes[T string | []byte](s T, delimiter rune) bool {
	if len(s) == 0 {
		return false
	}
	for i := range len(s) {
		if c := s[i]; c == byte(delimiter) || c == '"' || c == '\r' || c == '\n' {
			return true
		}
	}
	first, last := s[0], s[len(s)-1]
	return first == ' ' || first == '\t' || first == '[' || last == ' ' || last == '\t' ||
		first == utf8Mark[0] && len(s) >= len(utf8Mark) && string(s[:len(utf8Mark)]) == utf8Mark || len(s) >= 4 && strings.EqualFold(string(s[:4]), "sep=")
}
