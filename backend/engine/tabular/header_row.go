package tabular

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"carteira/backend/crm"
)

// The header is the first line that looks like one, because reports of telephone exchanges, dialers and CRMs begin with a title, a period,
// a filter. Its rules, in this order (D3.2):
//
//  1. The first line, if it names the contact's name or two columns of D3.2. What a file of something else names is said by Naming.
//  2. The first line that names the contact's name and another column, of which no line above has more cells filled. Where the first
//     line could be no header, two columns are enough, and so is the name in a line wider than all above.
//  3. The first line, if it could be a header: labels (no number, date, address) and as wide as the table below.
//  4. The first line that could be one and is wider than all above; else the first.
//
// What is wrong is said by the person: CSVOptions.HeaderLine.

// FindHeader as CSVOptions.HeaderLine looks for the header.
const FindHeader = -1

// MaxHeaderLine is the last line that can be the header.
const MaxHeaderLine = 1000

// CodeNoHeaderLine says that the line chosen for the header holds none.
const CodeNoHeaderLine = "file_no_header_line"

// Naming tells how many cells of a line name a column, and whether they name what no file is without.
type Naming func(cells []string) (known int, named bool)

// topRows is how many records the header is looked for in, and from how many a person chooses it.
const topRows = 40

// Row is a line at the top of a file.
type Row struct {
	Line    int
	Cells   []string
	damaged bool // it could not be read
}

// headOnly is for reading what is in memory already.
var headOnly = bounds{buffer: SniffSize, cell: ordinary.cell, line: ordinary.line, keep: ordinary.keep, lookAhead: ordinary.lookAhead, lines: ordinary.lines, list: ordinary.list}

// topOf reads the first lines of decoded text, a "sep=" line apart, that are not blank. cut says that text is the beginning of more:
// its last record may be half of one.
func topOf(text []byte, delimiter byte, cut bool) (rows []Row) {
	_, skip := sepLine(text)
	r := newReader(bytes.NewReader(text[skip:]), delimiter, lineEnding(text), headOnly)
	if skip > 0 {
		r.line++
	}
	for len(rows) < topRows {
		rec, err := r.next()
		if err != nil || cut && len(rows) > 0 && r.pos == r.end && r.atEOF {
			break
		}
		row := Row{Line: rec.Line, Cells: make([]string, len(rec.Cells)), damaged: rec.Err != nil}
		for i, c := range rec.Cells {
			row.Cells[i] = strings.TrimSpace(string(c))
		}
		rows = append(rows, row)
	}
	return rows
}

// HeaderIn is the line of the one of the first lines of a file that looks like the header; 0 when there are none. A nil names is
// that of a file of contacts.
func HeaderIn(top []Row, names Naming) (line int) {
	if len(top) == 0 {
		return 0
	}
	return top[headerAmong(top, names)].Line
}

// PassedOver are how many of the first lines stand above the header.
func PassedOver(top []Row, header int) (n int) {
	for _, row := range top {
		if row.Line < header {
			n++
		}
	}
	return n
}

// headerAmong is the index in rows of the one that looks like the header; 0 when none does better than the first.
func headerAmong(rows []Row, names Naming) int {
	if len(rows) == 0 {
		return 0
	}
	if known, named := rows[0].known(names); named || known > 1 {
		return 0
	}
	first := rows[0].couldHead(rows[1:])
	widest := rows[0].filled() // of the lines above
	for i, row := range rows[1:] {
		filled := row.filled()
		if known, named := row.known(names); filled > 1 && filled >= widest && (named && known > 1 || !first && (known > 1 || named && filled > widest)) {
			return i + 1
		}
		widest = max(widest, filled)
	}
	if first {
		return 0
	}
	widest = rows[0].filled()
	for i, row := range rows[1:] {
		filled := row.filled()
		if filled > 1 && filled > widest && row.couldHead(rows[i+2:]) {
			return i + 1
		}
		widest = max(widest, filled)
	}
	return 0
}

// filled counts cells that hold something. Those of a line that could not be read are a guess.
func (r Row) filled() (n int) {
	if r.damaged {
		return 0
	}
	for _, c := range r.Cells {
		if c != "" {
			n++
		}
	}
	return n
}

// known is what names says of the line.
func (r Row) known(names Naming) (n int, named bool) {
	if r.damaged || len(r.Cells) > MaxColumns {
		return 0, false
	}
	if names == nil {
		names = ofContacts
	}
	return names(r.Cells)
}

func ofContacts(cells []string) (n int, named bool) {
	for _, m := range MapHeaders(cells) {
		if m.How != None {
			n++
		}
		named = named || m.Field == Name
	}
	return n, named
}

// couldHead tells a line of labels, different from one another, as wide as at least half of the lines below.
func (r Row) couldHead(below []Row) bool {
	if r.damaged {
		return false
	}
	seen := map[string]bool{}
	for _, c := range r.Cells {
		if c == "" {
			continue
		}
		key := foldHeader(c)
		if seen[key] || !isLabel(c) {
			return false
		}
		seen[key] = true
	}
	wider := 0
	for _, row := range below {
		if row.filled() > len(seen) {
			wider++
		}
	}
	return len(seen) > 0 && wider*2 <= len(below)
}

// isLabel tells what may stand in a header from a value: it has a letter and is not made of digits mostly, is no address, and holds
// no delimiter of another kind.
func isLabel(text string) bool {
	letters, digits := 0, 0
	for _, r := range text {
		switch {
		case r == '@', r == ';', r == '\t', r == '|':
			return false
		case unicode.IsLetter(r):
			letters++
		case unicode.IsDigit(r):
			digits++
		}
	}
	return letters > digits && len(text) <= 100
}

// headerLine settles which of the first lines is the header: the one asked for, one that has been the header of a file before, else
// the one found.
func headerLine(rows []Row, opts CSVOptions) (int, error) {
	if opts.HeaderLine != FindHeader || len(rows) == 0 {
		return max(opts.HeaderLine, 0), nil
	}
	if opts.KnownHeader != nil {
		if line, err := opts.KnownHeader(rows); line > 0 || err != nil {
			return line, err
		}
	}
	return rows[headerAmong(rows, opts.Names)].Line, nil
}

// readHeader reads the record at line, or the first one when that is 0. What is above a line is passed over as it stands: quotes
// mean nothing there.
func (r *reader) readHeader(line int) (*Record, error) {
	for r.line < line {
		n, after, err := r.physicalLine(0)
		if errors.Is(err, io.EOF) {
			return nil, noHeaderLine(line, "the file ends above it")
		}
		if err != nil {
			return nil, err
		}
		if n > r.bound.line {
			if _, err := r.tooLong(); err != nil {
				return nil, err
			}
			continue
		}
		r.pos += after
		r.line++
	}
	rec, err := r.next()
	switch {
	case line > 1 && errors.Is(err, io.EOF):
		return nil, noHeaderLine(line, "nothing is there")
	case err == nil && line > 0 && rec.Line != line:
		return nil, noHeaderLine(line, "it is blank")
	}
	return rec, err
}

func noHeaderLine(line int, why string) error {
	return crm.Errorf(CodeNoHeaderLine, "header_row", "line %d cannot be the header: %s", line, why)
}

// headerCell is a header's name. Where a lone CR ends a line, as in a copy of a workbook, breaks inside a cell are no part of it.
func headerCell(cell []byte, eol byte) string {
	text := strings.TrimSpace(Shown(string(bytes.TrimSpace(cell))))
	if eol == '\r' {
		text = strings.Map(oneLine, text)
	}
	return text
}

// CheckHeaderLine refuses what is no line, nor 0, which stands for looking for it.
func CheckHeaderLine(line int) error {
	if line < 0 || line > MaxHeaderLine {
		return crm.Errorf(crm.CodeInvalid, "header_row", "%s", fmt.Sprintf("the header is one of the first %d lines", MaxHeaderLine))
	}
	return nil
}
