package tabular

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"carteira/backend/crm"
)

// reader splits decoded text into records. It is tolerant where encoding/csv is strict (a quote inside a cell, a bare
// custom-field list) and strict where LazyQuotes is lax (an unclosed quote must not swallow the file). Its rules:
//
//  1. A line without quote and bracket is split at every delimiter: the quick way, without an allocation.
//  2. A cell that begins with a quote is quoted as in RFC 4180 and may span lines. Blanks around the quotes are dropped.
//     When its closing quote is followed by other text on the same line and nothing of doubt lies between ("Zé" Silva),
//     all of it is plain text. A quote elsewhere is plain text.
//  3. A cell that begins with `[` and is a custom-field list (brackets.go) ends where the list ends.
//  4. A quote is unclosed when the file, 256 KiB or 500 lines end before its closing quote; when that quote, on a later line,
//     is followed by anything but a delimiter or the line's end; when the lines it would join have too many cells together, or
//     are each a whole line of the file by themselves (three columns or more). Its physical line is rejected, the next one is read afresh.
//  5. After an unclosed quote a line shorter than the file's lines is taken for the rest of the broken cell and
//     rejected too, rather than becoming a contact named after half a sentence.
//  6. Lines of blanks and delimiters only are no lines: skipped and not counted.
//  7. Missing cells at the end are blank (spreadsheets drop them); filled cells beyond the last column reject the line.
type reader struct {
	src   io.Reader
	delim byte
	eol   byte // '\n', with '\r' before it dropped, or '\r', with '\n' after it dropped
	bound bounds

	buf        []byte
	pos, end   int   // unread part of buf
	base       int64 // offset of buf[0] in the decoded stream
	atEOF      bool
	srcErr     error
	line       int // physical line that begins at pos
	columns    int // of the header; 0 until it has been read
	width      int // cells of the last good record
	resync     bool
	quote      mark
	bracket    mark
	nul        mark
	rec        Record
	cells      [][]byte
	scratch    []byte // unescaped cells of the current record
	probeCells [][]byte
}

const firstBuffer = 256 << 10

func newReader(src io.Reader, delim, eol byte, bound bounds) *reader {
	return &reader{src: src, delim: delim, eol: eol, bound: bound, line: 1,
		quote: mark{b: '"'}, bracket: mark{b: '['}, nul: mark{b: 0}}
}

// resumeAt is for a src that begins at p.
func (r *reader) resumeAt(p Position) {
	r.base, r.line, r.width, r.resync = p.Offset, p.Line+1, p.Width, p.Resync
}

// next gives the next record, io.EOF after the last. Another error is one of the source itself and ends the reading.
func (r *reader) next() (*Record, error) {
	for {
		n, after, err := r.physicalLine(0)
		if err != nil {
			return nil, err
		}
		if n > r.bound.line {
			return r.tooLong()
		}
		rec, err := r.record(n, after)
		if err != nil {
			return nil, err
		}
		if rec.Err == nil && r.isBlank() {
			r.consume(rec)
			continue
		}
		r.judge(rec)
		r.consume(rec)
		return rec, nil
	}
}

// record fills r.rec with the record that begins at pos, whose first physical line is n bytes and after with its ending.
func (r *reader) record(n, after int) (*Record, error) {
	r.cells, r.scratch = r.cells[:0], r.scratch[:0]
	rec := &r.rec
	*rec = Record{Line: r.line, EndLine: r.line, Offset: r.base + int64(r.pos)}
	if r.occurs(&r.quote, n) || r.occurs(&r.bracket, n) {
		var err error
		if n, after, err = r.quotedRecord(n, after); err != nil {
			return nil, err
		}
	} else {
		r.cells = splitPlain(r.buf[r.pos:r.pos+n], r.delim, r.cells)
		rec.plain = true
	}
	rec.Raw = r.buf[r.pos : r.pos+n : r.pos+n]
	rec.End = r.base + int64(r.pos+after)
	return rec, nil
}

// judge settles what is wrong with a record that could be split, or was not.
func (r *reader) judge(rec *Record) {
	if rec.Err == nil {
		rec.Err = r.fault(rec)
	}
	switch {
	case rec.Err == nil:
		r.width, r.resync = min(len(r.cells), max(r.columns, 1)), false
	case rec.Err.Code == CodeUnclosedQuote:
		r.resync = true
	}
	rec.Cells = r.cells
}

func (r *reader) fault(rec *Record) *crm.Error {
	valid, mayNeedNFC := scanText(rec.Raw)
	switch {
	case !valid:
		return crm.Errorf(CodeBadText, "", "the line holds bytes that do not exist in this encoding")
	case r.occurs(&r.nul, len(rec.Raw)):
		return crm.Errorf(CodeNUL, "", "the line holds a NUL byte")
	case len(rec.Raw) > r.bound.cell && r.largestCell() > r.bound.cell:
		return crm.Errorf(CodeCellTooLarge, "", "a cell is larger than %d bytes", r.bound.cell)
	case r.resync && len(r.cells) < r.width:
		return crm.Errorf(CodeAfterUnclosedQuote, "", "the line follows an unclosed quote and seems to be the rest of it")
	}
	if r.overfull() {
		return crm.Errorf(CodeExtraCells, "", "the line has more cells (%d) than the header (%d)", len(r.cells), r.columns)
	}
	if mayNeedNFC && normalise(r.cells) {
		rec.plain = false
	}
	return nil
}

// overfull says whether there are filled cells beyond the last column.
func (r *reader) overfull() bool {
	if r.columns == 0 {
		return false
	}
	for _, c := range r.cells[min(r.columns, len(r.cells)):] {
		if !blank(c) {
			return true
		}
	}
	return false
}

func (r *reader) isBlank() bool {
	for _, c := range r.cells {
		if !blank(c) {
			return false
		}
	}
	return true
}

func (r *reader) largestCell() int {
	largest := 0
	for _, c := range r.cells {
		largest = max(largest, len(c))
	}
	return largest
}

func (r *reader) consume(rec *Record) {
	r.pos += int(rec.End - rec.Offset)
	r.line = rec.EndLine + 1
}

func (r *reader) position() Position {
	return Position{Line: r.line - 1, Offset: r.base + int64(r.pos), Width: r.width, Resync: r.resync}
}

// physicalLine finds the line that begins from bytes after pos: n is its end and after the beginning of the next, both
// counted from pos. Beyond the bound of a line it stops looking: n is then larger than the bound. io.EOF at the end.
func (r *reader) physicalLine(from int) (n, after int, err error) {
	seen := from
	for {
		data := r.buf[r.pos:r.end]
		if i := bytes.IndexByte(data[seen:], r.eol); i >= 0 {
			n, after = seen+i, seen+i+1
			if r.eol == '\n' {
				for n > from && data[n-1] == '\r' {
					n--
				}
				return n, after, nil
			}
			if after < len(data) || r.atEOF {
				if after < len(data) && data[after] == '\n' {
					after++
				}
				return n, after, nil
			}
			seen += i // the byte after '\r' has not been read yet
		} else {
			seen = len(data)
		}
		switch {
		case seen-from > r.bound.line:
			return seen, seen, nil
		case !r.atEOF:
			if err := r.fill(); err != nil {
				return 0, 0, err
			}
		case seen == from:
			return 0, 0, io.EOF
		default:
			n = len(data)
			for r.eol == '\n' && n > from && data[n-1] == '\r' {
				n--
			}
			return n, len(data), nil
		}
	}
}

// fill reads more. It moves the unread part to the front and doubles the buffer when that part already fills it, so
// slices of buf taken before it are void; counts from pos stay right.
func (r *reader) fill() error {
	if r.srcErr != nil {
		return r.srcErr
	}
	if r.pos > 0 {
		copy(r.buf, r.buf[r.pos:r.end])
		r.base += int64(r.pos)
		r.end -= r.pos
		r.pos = 0
	}
	if r.end == len(r.buf) {
		grown := make([]byte, max(firstBuffer, 2*len(r.buf)))
		copy(grown, r.buf[:r.end])
		r.buf = grown
	}
	for range 100 {
		n, err := r.src.Read(r.buf[r.end:])
		r.end += n
		switch {
		case errors.Is(err, io.EOF):
			r.atEOF = true
			return nil
		case err != nil:
			r.srcErr = fmt.Errorf("read line %d: %w", r.line, err)
			return r.srcErr
		case n > 0:
			return nil
		}
	}
	r.srcErr = fmt.Errorf("read line %d: %w", r.line, io.ErrNoProgress)
	return r.srcErr
}

// tooLong reports a physical line beyond the bound and skips it without keeping it.
func (r *reader) tooLong() (*Record, error) {
	start := r.base + int64(r.pos)
	head := bytes.Clone(r.buf[r.pos : r.pos+r.bound.keep])
	r.cells, r.scratch = splitPlain(r.buf[r.pos:r.pos+r.bound.line], r.delim, r.cells[:0]), r.scratch[:0]
	reason := crm.Errorf(CodeLineTooLarge, "", "the line is larger than %d bytes; only its beginning is shown", r.bound.line)
	if r.largestCell() > r.bound.cell {
		reason = crm.Errorf(CodeCellTooLarge, "", "a cell is larger than %d bytes; only the beginning of the line is shown", r.bound.cell)
	}
	for {
		if i := bytes.IndexByte(r.buf[r.pos:r.end], r.eol); i >= 0 {
			r.pos += i
			break
		}
		r.pos = r.end
		if r.atEOF {
			break
		}
		if err := r.fill(); err != nil {
			return nil, err
		}
	}
	if r.pos < r.end {
		_, after, err := r.physicalLine(0) // the ending itself, one byte or two
		if err != nil {
			return nil, err
		}
		r.pos += after
	}
	r.cells = splitPlain(head, r.delim, r.cells[:0])
	r.rec = Record{Line: r.line, EndLine: r.line, Offset: start, End: r.base + int64(r.pos), Raw: head, Cells: r.cells, Err: reason}
	r.line++
	return &r.rec, nil
}

// mark remembers where a byte occurs next, so that one quick sweep of the buffer answers for all lines before it.
type mark struct {
	b   byte
	at  int64 // nothing of b from the last asked offset up to here
	hit bool  // and here is one; else here the buffer ended
}

// occurs says whether m.b is among the n bytes from pos.
func (r *reader) occurs(m *mark, n int) bool {
	from := r.base + int64(r.pos)
	to := from + int64(n)
	for {
		if m.at >= to {
			return false
		}
		if m.hit && m.at >= from {
			return true
		}
		start := max(m.at, from)
		i := bytes.IndexByte(r.buf[start-r.base:r.end], m.b)
		if m.hit = i >= 0; m.hit {
			m.at = start + int64(i)
		} else {
			m.at = r.base + int64(r.end)
		}
	}
}
