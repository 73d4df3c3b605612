package tabular

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"carteira/backend/crm"
)

// In a file of one object a line, a line that cannot be read costs itself alone, as in CSV (D3.6). It is one when it begins with an
// object and the next line with another one, or with nothing: an object that is written over several lines cannot be told from what
// follows it, and refuses the file, as does anything wrong with an array.

// CodeJSONLine is the code of such a line.
const CodeJSONLine = "json_line_broken"

// brokenMark begins the first cell of such a line where JSON has become CSV. No text of JSON or of a spreadsheet has it there.
const brokenMark = "\x00{"

func errJSONLine() *crm.Error {
	return crm.Errorf(CodeJSONLine, "", "the line is no JSON that can be read")
}

// jsonAgain is whether a line is one that could not be read as JSON, back from a report that nobody has corrected: its text is in the first
// cell, where a file mostly has the name.
func (r *reader) jsonAgain() bool {
	if first := r.cells[0]; !bytes.HasPrefix(first, []byte("{")) || !bytes.Contains(first, []byte(`"`)) {
		return false
	}
	for _, l := range r.labels {
		if l.column > 0 && l.column < len(r.cells) && len(bytes.TrimSpace(r.cells[l.column])) > 0 {
			return false
		}
	}
	return len(r.labels) > 0
}

// mostBroken is from how many on the file is something else than it seems.
const mostBroken = 10_000

type broken struct {
	text []byte // of the line, marked; its beginning when it is long
	next int64  // offset of the line below
	rest io.Reader
}

// brokenLine finds the line below an offset, where a record could not be read. A file that is nothing but one such line, the first, is
// no file of objects.
func brokenLine(open func(from int64) (io.Reader, error), from int64, first bool) (b broken, ok bool, err error) {
	text, err := open(from)
	if err != nil {
		return b, false, err
	}
	lines := bufio.NewReaderSize(text, ordinary.keep)
	blanks, err := skipBlanks(lines)
	if err != nil {
		return b, false, err
	}
	b.next = from + blanks
	for n := 0; ; n++ {
		piece, err := lines.ReadSlice('\n')
		b.next += int64(len(piece))
		if n == 0 {
			b.text = append([]byte(brokenMark), bytes.TrimPrefix(piece, []byte("{"))...)
			ok = bytes.HasPrefix(piece, []byte("{"))
		}
		if err == nil || errors.Is(err, io.EOF) {
			break
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return b, false, fmt.Errorf("read a line that is no JSON: %w", err)
		}
		if b.next-from > mostRecord {
			return b, false, nil
		}
	}
	b.text = bytes.ToValidUTF8(bytes.ReplaceAll(bytes.TrimRight(b.text, "\r\n"), []byte("\r"), []byte(" ")), []byte("\uFFFD"))
	blanks, err = skipBlanks(lines)
	if err != nil {
		return b, false, err
	}
	b.next += blanks
	below, err := lines.Peek(1)
	if err != nil && !errors.Is(err, io.EOF) {
		return b, false, err
	}
	b.rest = lines
	return b, ok && (len(below) == 0 && !first || len(below) > 0 && below[0] == '{'), nil
}

func skipBlanks(r *bufio.Reader) (n int64, err error) {
	for {
		c, err := r.ReadByte()
		switch {
		case errors.Is(err, io.EOF):
			return n, nil
		case err != nil:
			return n, fmt.Errorf("read a line that is no JSON: %w", err)
		case c != ' ' && c != '\t' && c != '\r' && c != '\n':
			return n, r.UnreadByte()
		}
		n++
	}
}
