package tabular

import (
	"bytes"
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
//  5. When a stray quote is found in a line below, the broken cell had several lines: until a line as wide as the one
//     before the damage, shorter ones are taken for its rest and rejected too, rather than becoming a contact named after
//     half a sentence. A quote that nothing follows costs its own line and no other.
//  6. Lines of blanks and delimiters only are no lines: skipped and not counted.
//     Nor is one that holds nothing but the character by which DOS ended a file.
//  7. Missing cells at the end are blank (spreadsheets drop them); filled cells beyond the last column reject the line.
//  8. The header once more, word for word, is no line of data: files that were put together, pages of a report. It is rejected.
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
	line       int     // physical line that begins at pos
	columns    int     // of the header, unnamed ones at its end included; 0 until it has been read
	fillable   int     // of them those that a line may fill
	labels     []label // and what they are called
	width      int     // cells of the last good record
	resync     bool    // the rest of a broken cell may follow (rule 5)
	quote      mark
	bracket    mark
	nul        mark
	rec        Record
	cells      [][]byte
	scratch    []byte // unescaped cells of the current record
	probeCells [][]byte
	listTries  int // left for the current record, see maxListTries
	moves      int // how often fill has moved or replaced buf's content
}

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
		if rec.Err == nil && (r.isBlank() || len(rec.Raw) > 0 && len(bytes.Trim(rec.Raw, "\x1A")) == 0) {
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
	if rec.Err == nil {
		r.width, r.resync = min(len(r.cells), max(r.columns, 1)), false
	}
	rec.Cells = r.cells
}

func (r *reader) fault(rec *Record) *crm.Error {
	valid, mayNeedNFC := scanText(rec.Raw)
	switch {
	case !valid:
		return crm.Errorf(CodeBadText, "", "the line holds bytes that do not exist in this encoding")
	case r.occurs(&r.nul, len(rec.Raw)):
		if first := r.cells[0]; bytes.HasPrefix(first, []byte(brokenMark)) {
			r.cells[0], rec.plain = first[1:], false
			return errJSONLine()
		}
		return crm.Errorf(CodeNUL, "", "the line holds a NUL byte")
	case len(rec.Raw) > r.bound.cell && r.largestCell() > r.bound.cell:
		return crm.Errorf(CodeCellTooLarge, "", "a cell is larger than %d bytes", r.bound.cell)
	case r.resync && len(r.cells) < r.width:
		return crm.Errorf(CodeAfterUnclosedQuote, "", "the line follows an unclosed quote and seems to be the rest of it")
	}
	if r.overfull() {
		return crm.Errorf(CodeExtraCells, "", "the line has more cells (%d) than the header (%d)", len(r.cells), r.fillable)
	}
	if mayNeedNFC && normalise(r.cells) {
		rec.plain = false
	}
	if r.jsonAgain() {
		return errJSONLine()
	}
	if r.headerAgain() {
		return crm.Errorf(CodeHeaderAgain, "", "the line repeats the header and is no contact")
	}
	return nil
}

// label is a column that the header names, one of a report apart: that has the line again, corrected or not.
type label struct {
	column int
	name   string
}

func labelsOf(header []string) (labels []label) {
	for i, name := range header {
		if name != "" && !isReportColumn(name) {
			labels = append(labels, label{i, name})
		}
	}
	return labels
}

func (r *reader) headerAgain() bool {
	for _, l := range r.labels {
		if l.column >= len(r.cells) {
			return false
		}
		cell := bytes.TrimSpace(r.cells[l.column])
		if string(cell) == l.name {
			continue
		}
		if otherwise := bytes.IndexByte(cell, '\n') >= 0 || bytes.HasPrefix(cell, []byte("=")); !otherwise || headerCell(cell, r.eol) != l.name {
			return false
		}
	}
	return len(r.labels) > 1
}

// overfull says whether there are filled cells beyond the last column.
func (r *reader) overfull() bool {
	if r.columns == 0 {
		return false
	}
	for _, c := range r.cells[min(r.fillable, len(r.cells)):] {
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
