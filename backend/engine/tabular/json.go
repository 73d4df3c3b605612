package tabular

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"carteira/backend/crm"
)

// Codes of a JSON file that cannot be read; nothing of it is imported (D3.14).
const (
	CodeJSONDamaged = "file_json_damaged"
	CodeTooManyKeys = "json_too_many_keys"
)

// IsJSON tells by its first bytes whether a file is an array of objects or one object a line. A CSV file may begin with a
// bracket, but not with an object.
func IsJSON(head []byte) bool {
	encoding, mark := bomOf(head)
	if encoding == "" {
		encoding = utf16Pattern(head)
	}
	head = bytes.TrimLeft(decodeAll(head[mark:], encoding), " \t\r\n")
	if len(head) == 0 {
		return false
	}
	rest := bytes.TrimLeft(head[1:], " \t\r\n")
	if len(rest) == 0 {
		return false
	}
	return head[0] == '[' && (rest[0] == '{' || rest[0] == ']') || head[0] == '{' && (rest[0] == '"' || rest[0] == '}')
}

const utf8Mark = "\uFEFF"

// JSONToCSV writes an array of objects, or one object a line, as CSV: a column for every key, in the order in which they
// first appear, at most most records when that is not 0. A contact as this program writes it (phones, custom_fields, labels,
// notes, portfolio) fills the columns of D3.2; any other object inside a record has a column for each of its own keys, "address.city".
// Lines end with a lone CR and breaks inside a cell are LF, so that the n-th record is line n+1. src stands at its beginning
// and is read three times: for its encoding (D3.4), its keys and its values.
func JSONToCSV(ctx context.Context, src io.ReadSeeker, dst io.Writer, most int, progress func(records int)) (records int, err error) {
	encoding, err := DetectEncoding(src)
	if err != nil {
		return 0, err
	}
	columns, _, err := jsonColumns(ctx, src, encoding, extent{records: most})
	if err != nil {
		return 0, err
	}
	return jsonRows(ctx, src, dst, encoding, columns, most, progress)
}

// JSONColumns are the columns of a file that stands at its beginning: a key may be missing in its first records. most is how many
// bytes of its text are looked through, 0 for all; records is in how many records the keys were looked for, 0 when that was all
// of the file.
func JSONColumns(ctx context.Context, src io.ReadSeeker, most int64) (columns []string, records int, err error) {
	encoding, err := DetectEncoding(src)
	if err != nil {
		return nil, 0, err
	}
	return jsonColumns(ctx, src, encoding, extent{bytes: most})
}

func jsonColumns(ctx context.Context, src io.ReadSeeker, encoding string, most extent) (columns []string, records int, err error) {
	known := map[string]bool{}
	err = eachObject(ctx, src, encoding, most, keysOnly, func(cells []jsonCell, _ []byte, _ bool) error {
		records++
		for _, c := range cells {
			if known[c.column] {
				continue
			}
			if len(columns) == MaxColumns {
				return tooManyKeys()
			}
			known[c.column] = true
			columns = append(columns, c.column)
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		return columns, records, nil
	}
	return columns, 0, err
}

func tooManyKeys() error {
	return crm.Errorf(CodeTooManyKeys, "",
		"the records have more than %d different keys; write the file with the same keys in every record, what differs being their values", MaxColumns)
}

// mostBeginning bounds what the first records of a file become: who asks for them has them in memory.
const mostBeginning = 64 << 20

var errEnough = errors.New("enough was read")

// JSONRows writes the records of a file that stands at its beginning as JSONToCSV does, with the columns that JSONColumns found.
func JSONRows(ctx context.Context, src io.ReadSeeker, dst io.Writer, columns []string, most int) (records int, err error) {
	encoding, err := DetectEncoding(src)
	if err != nil {
		return 0, err
	}
	return jsonRows(ctx, src, dst, encoding, columns, most, func(int) {})
}

func jsonRows(ctx context.Context, src io.ReadSeeker, dst io.Writer, encoding string, columns []string, most int,
	progress func(records int),
) (records int, err error) {
	if len(columns) == 0 {
		return 0, nil
	}
	index := make(map[string]int, len(columns))
	header := make([]string, len(columns))
	for i, c := range columns {
		index[c] = i
		header[i] = strings.Map(oneLine, c)
	}
	out, err := NewCSVWriter(dst, CSVWriterOptions{BOM: true, Ending: "\r"})
	if err != nil {
		return 0, err
	}
	if err := out.Write(header); err != nil {
		return 0, err
	}
	out.opts.Neutralise = true // of the cells: whoever reads them restores them
	row := make([][]byte, len(columns))
	size := 0
	err = eachObject(ctx, src, encoding, extent{records: most}, wholeValues, func(cells []jsonCell, text []byte, broken bool) error {
		clear(row)
		if broken {
			row[0] = text
		}
		for _, c := range cells {
			i, ok := index[c.column]
			if !ok {
				return crm.Errorf(CodeJSONDamaged, "", "the file has changed while it was being read; read it again")
			}
			if value := text[c.from:c.to]; len(value) > 0 { // of a key that repeats the last that says something
				row[i] = value
			}
		}
		if records++; records%1000 == 0 {
			progress(records)
		}
		if err := out.WriteBytes(row); err != nil {
			return err
		}
		if size += len(text); most > 0 && size > mostBeginning {
			return errEnough
		}
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		return records, err
	}
	return records, out.Flush()
}

// oneLine makes a break in a header a blank: by its first line ending a reader of CSV knows what ends the others.
func oneLine(r rune) rune {
	if r == '\r' || r == '\n' {
		return ' '
	}
	return r
}

// reading is what eachObject reads of a record.
type reading bool

const (
	keysOnly    reading = false
	wholeValues reading = true
)

// extent is how much of a file is read: no more records, and none that begins beyond so many bytes of text. 0 sets no bound.
type extent struct {
	records int
	bytes   int64
}

// eachObject calls f with one record after another: its cells, and the text they lie in, or the text of a line that could not be read
// (json_broken.go). errEnough says that the bytes of most ended it.
func eachObject(ctx context.Context, src io.ReadSeeker, encoding string, most extent, how reading, f func(cells []jsonCell, text []byte, broken bool) error) error {
	open := func(from int64) (io.Reader, error) { return jsonFrom(src, encoding, from) }
	text, err := open(0)
	if err != nil {
		return err
	}
	bound := &recordBound{r: text}
	r := newRecordReader(bound, how)
	base, lost := int64(0), 0 // offset of what the decoder reads; lines passed over
	for n := 0; most.records == 0 || n < most.records; n++ {
		if n%100 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		begin := r.d.InputOffset()
		bound.from(begin)
		err := r.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		at := int64(-1) // where it is damaged
		var syntax *jsontext.SyntacticError
		switch {
		case errors.As(err, &syntax):
			at = syntax.ByteOffset
		case errors.Is(err, errNoRecords), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, errRecordTooLarge):
			at = r.d.InputOffset()
		case err != nil:
			return err
		}
		if at < 0 {
			err = f(r.cells, r.text, false)
		} else {
			line, ok, lerr := brokenLine(open, base+begin, n == 0)
			if lerr != nil {
				return lerr
			}
			if lost++; !ok || r.array || lost > mostBroken {
				return damagedJSON(open, base+at, err)
			}
			if err = f(nil, line.text, true); err == nil {
				base, bound = line.next, &recordBound{r: line.rest}
				r.d = jsontext.NewDecoder(bound, lenient...)
			}
		}
		if err != nil {
			return err
		}
		if most.bytes > 0 && base+r.d.InputOffset() >= most.bytes {
			return errEnough
		}
	}
	return nil
}

// jsonFrom is the text of the file from an offset in it on.
func jsonFrom(src io.ReadSeeker, encoding string, from int64) (io.Reader, error) {
	head := make([]byte, len(utf8Mark))
	if _, err := src.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("go back to the beginning: %w", err)
	}
	n, err := io.ReadFull(src, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return nil, err
	}
	_, mark := bomOf(head[:n])
	skip := int64(mark)
	if encoding == UTF8 || encoding == UTF8BOM { // its bytes are the text's
		skip, from = skip+from, 0
	}
	if _, err := src.Seek(skip, io.SeekStart); err != nil {
		return nil, fmt.Errorf("go back behind the byte order mark: %w", err)
	}
	text, err := decoded(src, encoding)
	if err == nil && from > 0 {
		_, err = io.CopyN(io.Discard, text, from)
	}
	return text, err
}

func damagedJSON(open func(from int64) (io.Reader, error), offset int64, cause error) error {
	line := 1
	if text, err := open(0); err == nil {
		before := &lineCounter{}
		if _, err := io.CopyN(before, text, offset); err == nil || errors.Is(err, io.EOF) {
			line += before.n
		}
	}
	return errors.Join(crm.Errorf(CodeJSONDamaged, "", "the JSON cannot be read from line %d on; nothing of the file was imported", line), cause)
}

type lineCounter struct{ n int }

func (c *lineCounter) Write(b []byte) (int, error) {
	c.n += bytes.Count(b, []byte{'\n'})
	return len(b), nil
}

// mostRecord bounds what one record may hold: the decoder keeps a whole text of it.
const mostRecord = 16 << 20

var errRecordTooLarge = fmt.Errorf("a record is larger than %d bytes", mostRecord)

// recordBound is the decoded file, which ends in an error where a record goes on for too long.
type recordBound struct {
	r     io.Reader
	n     int64 // read so far
	until int64
}

// from says that a record begins at an offset.
func (b *recordBound) from(offset int64) { b.until = offset + mostRecord }

func (b *recordBound) Read(p []byte) (int, error) {
	if b.n > b.until {
		return 0, errRecordTooLarge
	}
	n, err := b.r.Read(p[:min(len(p), 256<<10)])
	b.n += int64(n)
	return n, err
}
