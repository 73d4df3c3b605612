// Package tabular reads and writes tables: any file a person imports becomes one iterator of records, and records
// become files again. It knows formats and headers and nothing of contacts, databases, clocks or networks.
package tabular

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"carteira/backend/crm"
)

// Rows is a table being read, whatever its format. Next gives one record after another and io.EOF after the last; a
// record that could not be read has its Err set and the next one follows. Another error of Next ends the table.
type Rows interface {
	Header() []string
	Next() (*Record, error)
	Position() Position // after the record Next gave last
	// Neutralised says whether cells may carry the apostrophe of an export (D4.3): in CSV and XLSX, not in JSON.
	Neutralised() bool
	Close() error
}

// MaxColumns is how many columns a header may have.
const MaxColumns = 1000

// CSVOptions say how to read a CSV file; the zero value detects everything.
type CSVOptions struct {
	// Delimiter is `;`, `,`, tab or `|`; 0 takes the one a "sep=" line names, else the one detected, else `;`. A delimiter
	// that does not split the header while another one does is a *DelimiterError (D3.3).
	Delimiter rune
	// Encoding is a name of detect.go or "". Then a source that can seek is read whole to find out (D3.4); another one is
	// judged by its first 64 KiB, and a stray byte further down costs its line.
	Encoding string
	// Limit in bytes of the source, 0 for none: a file that grows while it is read ends where it ended.
	Limit int64
	// HeaderLine is the line of the file that is the header, counted from 1; 0 is the first that is not blank, FindHeader the first
	// that looks like one. What is above it is passed over.
	HeaderLine int
	// KnownHeader is asked first where the header is looked for: the line, among the first ones of the file, that is one, or 0.
	KnownHeader func(top []Row) (line int, err error)
	// Names knows the columns of the file where the header is looked for; nil knows those of contacts (D3.2).
	Names Naming
	// ResumeAt goes on after the record that ended there; the source is still given from its beginning.
	ResumeAt Position
}

var _ Rows = (*CSVRows)(nil)

// CSVRows is a CSV file being read.
type CSVRows struct {
	reader *reader
	source *counter
	format Format
	header []string
	line   int   // of the header
	top    []Row // the first lines, unless the header is simply the first
}

// OpenCSV reads the header of src, which stands at its beginning and remains the caller's to close. Errors for people:
// file_empty, file_not_text, file_wrong_delimiter, csv_too_many_columns and what may be wrong with a header line.
func OpenCSV(src io.Reader, opts CSVOptions) (*CSVRows, error) {
	if opts.HeaderLine < FindHeader {
		return nil, CheckHeaderLine(opts.HeaderLine)
	}
	format, source, err := examine(src, opts)
	if err != nil {
		return nil, err
	}
	text, err := decoded(source, format.Encoding)
	if err != nil {
		return nil, err
	}
	// Held back, so that the sep= line can be told from the header and the line ending is known before the first line.
	head, err := readHead(text)
	if err != nil {
		return nil, err
	}
	rows := &CSVRows{source: source, format: format}
	if err := rows.open(head, text, opts); err != nil {
		return nil, err
	}
	if opts.ResumeAt.Offset > 0 {
		if err := rows.resume(opts.ResumeAt); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// examine settles encoding and delimiter and gives the source after its byte order mark.
func examine(src io.Reader, opts CSVOptions) (Format, *counter, error) {
	encoding := opts.Encoding
	if seeker, ok := src.(io.ReadSeeker); ok && encoding == "" {
		start, err := seeker.Seek(0, io.SeekCurrent)
		if err != nil {
			return Format{}, nil, fmt.Errorf("find the beginning: %w", err)
		}
		if encoding, err = DetectEncoding(limited(seeker, opts.Limit)); err != nil {
			return Format{}, nil, err
		}
		if _, err := seeker.Seek(start, io.SeekStart); err != nil {
			return Format{}, nil, fmt.Errorf("go back to the beginning: %w", err)
		}
	}
	source := &counter{r: limited(src, opts.Limit)}
	head, err := readHead(source)
	if err != nil {
		return Format{}, nil, err
	}
	mark, bom := bomOf(head)
	if encoding == "" {
		encoding = Sniff(head).Encoding
	}
	if e := notText(head, encoding); e != nil {
		return Format{}, nil, e
	}
	if mark != encoding && !(mark == UTF8BOM && encoding == UTF8) {
		bom = 0 // the person said otherwise, and then these bytes are text
	}
	text := decodeAll(head[bom:], encoding)
	if e := otherDocument(text); e != nil {
		return Format{}, nil, e
	}
	format := Format{Encoding: encoding, Delimiter: opts.Delimiter}
	named, n := sepLine(text)
	format.SepLine = n > 0
	detected := rune(named)
	if n == 0 {
		detected = detectDelimiter(text, opts.HeaderLine, opts.Names)
	}
	switch {
	case format.Delimiter == 0 && detected == 0:
		format.Delimiter = ';'
	case format.Delimiter == 0:
		format.Delimiter = detected
	case bytes.IndexByte(delimiters, byte(format.Delimiter)) < 0 || format.Delimiter > 127:
		return Format{}, nil, crm.Errorf(crm.CodeInvalid, "delimiter", "the delimiter must be one of ; , | and tab")
	case detected != 0 && detected != format.Delimiter && headerWidth(text, byte(format.Delimiter), opts) < 2:
		return Format{}, nil, wrongDelimiter(format.Delimiter, detected)
	}
	source.r, source.n = io.MultiReader(bytes.NewReader(head[bom:]), source.r), int64(bom) // the head is read once more
	return format, source, nil
}

// headerWidth is how many columns d gives the header of text.
func headerWidth(text []byte, d byte, opts CSVOptions) int {
	rows := topOf(text, d, false)
	if i := headerIndex(rows, opts.HeaderLine, opts.Names); i >= 0 {
		return len(rows[i].Cells)
	}
	return 0
}

// open reads the header from head and what follows it.
func (c *CSVRows) open(head []byte, text io.Reader, opts CSVOptions) error {
	if opts.HeaderLine != 0 {
		c.top = topOf(head, byte(c.format.Delimiter), len(head) == SniffSize)
	}
	line, err := headerLine(c.top, opts)
	if err != nil {
		return err
	}
	_, skip := sepLine(head)
	c.reader = newReader(io.MultiReader(bytes.NewReader(head[skip:]), text), byte(c.format.Delimiter), lineEnding(head), ordinary)
	c.reader.base = int64(skip)
	if skip > 0 {
		c.reader.line++
	}
	rec, err := c.reader.readHeader(line)
	if errors.Is(err, io.EOF) {
		return crm.Errorf(CodeFileEmpty, "", "the file is empty")
	}
	if err != nil {
		return err
	}
	if rec.Err != nil {
		return crm.Errorf(rec.Err.Code, "", "the header cannot be read: %s", rec.Err.Message)
	}
	if len(rec.Cells) > MaxColumns {
		return crm.Errorf(CodeTooManyColumns, "", "the file has more than %d columns", MaxColumns)
	}
	for _, cell := range rec.Cells {
		c.header = append(c.header, headerCell(cell, c.reader.eol))
	}
	c.line = rec.Line
	c.reader.columns, c.reader.width = len(c.header), 0
	if width := c.namedColumns(); width < len(c.header) && !usedBeyond(width, head, c.format.Delimiter, c.line) {
		c.header = c.header[:width]
	}
	c.reader.fillable, c.reader.labels = len(c.header), labelsOf(c.header)
	return nil
}

// namedColumns is how many columns the header has up to the last that it names.
func (c *CSVRows) namedColumns() int {
	n := len(c.header)
	for n > 0 && c.header[n-1] == "" {
		n--
	}
	return n
}

// usedBeyond tells whether one of the first lines of a file has something in a column at the end that the header does not name. If
// none has, the delimiters there are what programs leave behind, and no columns; a cell that is filled further down costs its line.
func usedBeyond(width int, head []byte, delimiter rune, header int) bool {
	for _, row := range topOf(head, byte(delimiter), len(head) == SniffSize) {
		if row.Line <= header || row.damaged {
			continue
		}
		for _, cell := range row.Cells[min(width, len(row.Cells)):] {
			if cell != "" {
				return true
			}
		}
	}
	return false
}

// resume discards what was read before p. Another encoding has no way from a decoded offset to a byte of the file, and for
// UTF-8 discarding costs a tenth of a second for 265 MB: one way for all.
func (c *CSVRows) resume(p Position) error {
	r := c.reader
	if here := r.base + int64(r.pos); p.Offset < here {
		return fmt.Errorf("resume at offset %d: before the data, which begins at %d", p.Offset, here)
	}
	for r.base+int64(r.end) < p.Offset {
		r.pos = r.end
		if r.atEOF {
			return fmt.Errorf("resume at offset %d: the file ends at %d", p.Offset, r.base+int64(r.end))
		}
		if err := r.fill(); err != nil {
			return err
		}
	}
	r.pos = int(p.Offset - r.base)
	r.line, r.width, r.resync = p.Line+1, p.Width, p.Resync
	return nil
}

// HeaderLine is the line of the file that the header stands on.
func (c *CSVRows) HeaderLine() int { return c.line }

// Top are the first lines of the file that are not blank, the header among them or not; none where the header is the first.
func (c *CSVRows) Top() []Row { return c.top }

// Header is the header as written, trimmed; names may be blank and may repeat.
func (c *CSVRows) Header() []string { return c.header }

// Format is what the file was found or told to be.
func (c *CSVRows) Format() Format { return c.format }

// Next gives the next record; see Rows.
func (c *CSVRows) Next() (*Record, error) { return c.reader.next() }

// Position is where the last record ended.
func (c *CSVRows) Position() Position { return c.reader.position() }

// Neutralised is true: a spreadsheet file may be one of our own exports.
func (c *CSVRows) Neutralised() bool { return true }

// BytesRead is how much of the source has been taken in, for a percentage; it runs ahead of Next by a buffer.
func (c *CSVRows) BytesRead() int64 { return c.source.n }

// Close does nothing: the source is the caller's.
func (c *CSVRows) Close() error { return nil }

// counter counts what is read from the source.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

func limited(r io.Reader, limit int64) io.Reader {
	if limit > 0 {
		return io.LimitReader(r, limit)
	}
	return r
}

// readHead takes the first SniffSize bytes, or all of a shorter source.
func readHead(r io.Reader) ([]byte, error) {
	head := make([]byte, SniffSize)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, fmt.Errorf("read the beginning: %w", err)
	}
	return head[:n], nil
}
