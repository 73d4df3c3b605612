package workbook

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
)

// What a sheet holds at most, in every program.
const (
	lastRow    = 1 << 20
	lastColumn = 1 << 14
)

// keptColumns is how many cells of a row are handed on. A file may have tabular.MaxColumns; a filled cell further right is
// kept at the place after them, so that its line is refused for it and a small file cannot become an endless one.
const keptColumns = tabular.MaxColumns + 1

// keptText is how much of a row is handed on, twice what a line may hold: it is refused for what there is.
const keptText = 8 << 20

// sheetRows reads the rows of one sheet, one after another.
type sheetRows struct {
	book   *Book
	part   io.Closer
	markup *markup
	number int      // of the row that next has read
	ended  bool     // the rows have; the document may go on
	cells  [][]byte // of the row, without blank ones at its end, in text
	text   []byte
	spans  []span
	stored []byte // of the cell
}

// span is where in the row's text a cell lies.
type span struct{ from, to int }

func (b *Book) rows(sheet string) (*sheetRows, error) {
	part, err := b.parts.open(b.partOf[sheet])
	if err != nil {
		return nil, err
	}
	m, err := newMarkup(part)
	if err != nil {
		return nil, errors.Join(err, part.Close())
	}
	return &sheetRows{book: b, part: part, markup: m}, nil
}

func (r *sheetRows) close() error { return r.part.Close() }

// next reads the next row that the file has; io.EOF when the sheet has ended, whole.
func (r *sheetRows) next() error {
	for {
		t, err := r.markup.next()
		switch {
		case err != nil:
			return err
		case t == closing && string(r.markup.name) == "sheetData":
			r.ended = true
		case t != opening || r.ended:
		case string(r.markup.name) == "row":
			return r.row()
		}
	}
}

// row reads the row whose opening tag was the last token.
func (r *sheetRows) row() error {
	number := r.number + 1
	if at := r.markup.attr("r"); at != nil {
		n, err := strconv.Atoi(string(at))
		if err != nil || n < number {
			return fmt.Errorf("row %q follows row %d", at, r.number)
		}
		number = n
	}
	if number > lastRow {
		return fmt.Errorf("a sheet has no row %d", number)
	}
	r.number = number
	r.text, r.spans = r.text[:0], r.spans[:0]
	column := 0 // of the last cell, counted from 1
	for depth := r.markup.depth; ; {
		t, err := r.markup.next()
		switch {
		case err != nil:
			return err
		case t == closing && r.markup.depth < depth:
			r.cut()
			return nil
		case t == opening && string(r.markup.name) == "c":
			column++
			if at := r.markup.attr("r"); at != nil {
				n := columnOf(at)
				if n < column {
					return fmt.Errorf("cell %q is out of order", at)
				}
				column = n
			}
			if column > lastColumn {
				return fmt.Errorf("a sheet has no column %d", column)
			}
			if err := r.cell(column); err != nil {
				return err
			}
		}
	}
}

// cut makes cells of the text, once it moves no more.
func (r *sheetRows) cut() {
	r.cells = r.cells[:0]
	for _, s := range r.spans {
		r.cells = append(r.cells, r.text[s.from:s.to:s.to])
	}
}

// columnOf is the column of a reference, counted from 1: AB7 is 28. Beyond the last one it is no particular number.
func columnOf(reference []byte) (n int) {
	for _, c := range reference {
		switch {
		case c >= 'A' && c <= 'Z':
			n = n*26 + int(c-'A') + 1
		case c >= 'a' && c <= 'z':
			n = n*26 + int(c-'a') + 1
		default:
			return n
		}
		if n > lastColumn {
			return n
		}
	}
	return n
}

// cell reads the cell whose opening tag was the last token.
func (r *sheetRows) cell(column int) error {
	m := r.markup
	kind := kindOf(m.attr("t"))
	style := 0
	if s := m.attr("s"); s != nil && kind == numberCell {
		style, _ = strconv.Atoi(string(s)) // one that is no number is none
	}
	from := len(r.text)
	stored, formula, inValue := r.stored[:0], false, false
	for depth := m.depth; ; {
		t, err := m.next()
		if err != nil {
			return err
		}
		switch {
		case t == closing && m.depth < depth:
			r.stored = stored
			if formula && len(stored) == 0 && kind == numberCell {
				return crm.Errorf(CodeNotCalculated, "",
					"row %d has a formula without a result; open the workbook in a spreadsheet, save it and try again", r.number)
			}
			if err := r.say(kind, style, stored); err != nil {
				return err
			}
			r.place(column, from)
			return nil
		case t == closing:
			inValue = false
		case t == opening && string(m.name) == "is":
			if r.text, err = richText(m, r.text); err != nil {
				return err
			}
		case t == opening:
			inValue = string(m.name) == "v"
			formula = formula || string(m.name) == "f"
		case inValue:
			if stored, err = m.appendChars(stored); err != nil {
				return err
			}
			if len(stored) > largestToken {
				return fmt.Errorf("a value is larger than %d bytes", largestToken)
			}
		}
	}
}

// cellKind is what the value of a cell stands for.
type cellKind int

const (
	numberCell cellKind = iota
	sharedCell          // number of a text that cells share
	textCell            // itself: a formula's text, an error, a text beside the value
	boolCell
	dateCell // as text
)

func kindOf(t []byte) cellKind {
	switch string(t) {
	case "", "n":
		return numberCell
	case "s":
		return sharedCell
	case "b":
		return boolCell
	case "d":
		return dateCell
	}
	return textCell
}

// say appends what a cell says to the row's text. The text of an inlineStr is there already.
func (r *sheetRows) say(kind cellKind, style int, stored []byte) error {
	if kind != textCell {
		stored = bytes.TrimSpace(stored)
	}
	if len(stored) == 0 {
		return nil
	}
	switch kind {
	case sharedCell:
		n, err := strconv.Atoi(string(stored))
		if err != nil {
			return fmt.Errorf("shared text %q", stored)
		}
		text, err := r.book.texts.at(n)
		r.text = append(r.text, text...)
		return err
	case boolCell:
		r.text = strconv.AppendBool(r.text, string(stored) == "1" || string(stored) == "true")
	case dateCell:
		r.text = append(r.text, isoDate(string(stored))...)
	case textCell:
		from := len(r.text)
		r.text = unescape(append(r.text, stored...), from)
	case numberCell:
		if f := r.book.styles.format(style); len(f) == 1 && f[0].kind == plain && isDigits(stored) {
			r.text = append(r.text, stored...)
		} else {
			r.text = append(r.text, f.text(string(stored), r.book.date1904)...)
		}
	}
	return nil
}

func isDigits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// place makes the text from an offset on the cell of a column.
func (r *sheetRows) place(column, from int) {
	cell := r.text[from:]
	if from > keptText || len(bytes.TrimSpace(cell)) == 0 {
		r.text = r.text[:from]
		return
	}
	if column > keptColumns {
		if len(r.spans) == keptColumns {
			r.text = r.text[:from]
			return
		}
		column = keptColumns
	}
	for len(r.spans) < column-1 {
		r.spans = append(r.spans, span{})
	}
	r.spans = append(r.spans, span{from, len(r.text)})
}
