package tabular

import (
	"bytes"
	"errors"
	"io"

	"carteira/backend/crm"
)

// span is a record as far as it has been read: its bytes and lines, counted from pos.
type span struct {
	n, after int // end without and with the line ending
	lines    int
}

// quotedRecord splits the record whose first physical line is n bytes (after with its ending), taking in further lines
// while a cell is open. It leaves cells and, for an unclosed quote, the error in r and gives the record's end.
func (r *reader) quotedRecord(n, after int) (int, int, error) {
	first := span{n, after, 1}
	cur, lists := first, true
	openAt, openCell := -1, 0 // where and in which cell the first line was left open
	from, moves := 0, r.moves // where to go on splitting, as long as the buffer lies where it lay
	for {
		if from == 0 || moves != r.moves {
			from, moves = 0, r.moves
			r.cells, r.scratch, r.listTries = r.cells[:0], r.scratch[:0], maxListTries
		}
		cells, at, res := r.splitQuoted(r.buf[r.pos:r.pos+cur.n], from, r.cells, lists)
		r.cells, from = cells, at
		if res != splitWhole && openAt < 0 {
			openAt, openCell = at, len(cells)
		}
		var more bool
		var err error
		switch res {
		case splitWhole:
			if cur.lines > 1 && (r.overfull() || r.swallows(first, cur, openAt, openCell)) {
				return r.unclosed(first, false)
			}
			r.rec.EndLine = r.line + cur.lines - 1
			return cur.n, cur.after, nil
		case splitDamaged:
			return r.unclosed(first, cur.lines > 1)
		case splitOpen:
			if cur.lines > 1 && r.overfull() {
				return r.unclosed(first, false)
			}
			if cur, more, err = r.untilQuote(cur); err != nil {
				return 0, 0, err
			} else if !more {
				return r.unclosed(first, false)
			}
		case splitList:
			next, more, err := r.extend(cur)
			if err != nil {
				return 0, 0, err
			}
			if cur = next; !more || cur.lines > r.bound.list {
				// No list after all: an ordinary text that begins with a bracket. Whoever needs a list there says so.
				cur, from, lists, openAt = first, 0, false, -1
			}
		}
	}
}

// extend takes in one more physical line. more is false when there is none, or none within the look-ahead.
func (r *reader) extend(s span) (_ span, more bool, err error) {
	n, after, err := r.physicalLine(s.after)
	switch {
	case errors.Is(err, io.EOF):
		return s, false, nil
	case err != nil:
		return s, false, err
	case s.lines >= r.bound.lines || after > r.bound.lookAhead:
		return s, false, nil
	}
	return span{n, after, s.lines + 1}, true, nil
}

// untilQuote takes in lines up to one that may close the open cell: one with a quote that is not doubled.
func (r *reader) untilQuote(s span) (_ span, more bool, err error) {
	for {
		from := s.after
		if s, more, err = r.extend(s); err != nil || !more {
			return s, false, err
		}
		line := r.buf[r.pos+from : r.pos+s.n]
		for {
			i := bytes.IndexByte(line, '"')
			if i < 0 {
				break
			}
			if i+1 == len(line) || line[i+1] != '"' {
				return s, true, nil
			}
			line = line[i+2:]
		}
	}
}

// unclosed gives up on the record: only its first line is rejected. A stray quote in a later line is a sign that this was
// a cell of several lines, of which the others are still to come.
func (r *reader) unclosed(first span, strayBelow bool) (int, int, error) {
	r.resync = strayBelow
	r.rec.Err = crm.Errorf(CodeUnclosedQuote, "", "a quote is opened in this line and not closed")
	r.cells = splitPlain(r.buf[r.pos:r.pos+first.n], r.delim, r.cells[:0])
	return first.n, first.after, nil
}

// swallows says whether a cell that spans lines has in truth swallowed lines of the file: an unclosed quote here and a
// stray one (TV 50";) further down look just like a quoted cell. Then the first line, its quote taken as text, and each of
// the others are whole lines by themselves, which the lines of a note practically never are.
func (r *reader) swallows(first, all span, openAt, openCell int) bool {
	data := r.buf[r.pos : r.pos+all.n]
	if openAt < 0 || r.columns < 2 || r.columns == 2 && data[openAt] != '[' {
		return false // with two columns a note with a semicolon in each line would look like that; a list would not
	}
	if openCell+1+bytes.Count(data[openAt:first.n], []byte{r.delim}) != r.columns {
		return false
	}
	for rest := data[min(first.after, len(data)):]; ; {
		line := rest
		i := bytes.IndexByte(rest, r.eol)
		if i >= 0 {
			line, rest = rest[:i], rest[i+1:]
		}
		if r.cellsAlone(bytes.TrimRight(line, "\r\n")) != r.columns {
			return false
		}
		if i < 0 {
			return true
		}
	}
}

// cellsAlone counts the cells of a physical line read by itself.
func (r *reader) cellsAlone(line []byte) int {
	r.listTries = maxListTries
	cells, _, res := r.splitQuoted(line, 0, r.probeCells[:0], true)
	r.probeCells = cells
	if res != splitWhole {
		return 1 + bytes.Count(line, []byte{r.delim})
	}
	return len(cells)
}
