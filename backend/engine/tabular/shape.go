package tabular

import (
	"strings"

	"carteira/backend/crm"
)

// Shape changes the cells of a line between the file and the mapping: cells that a person has corrected, columns made of
// others. A file read without one pays nothing for it.
type Shape interface {
	// Added is how many columns follow those of the file.
	Added() int
	// Cells gives the cells of a line, the added ones behind them. It may change cells, which may lack blank ones at their
	// end, and what it returns is used up before the next call. An error costs the line.
	Cells(line int, cells []string) ([]string, *crm.Error)
}

// NewShapedLines is NewLines for a table whose cells are changed before they are mapped; mappings name the added columns
// too, behind those of the file. shape may be nil.
func NewShapedLines(rows Rows, mappings []Mapping, shape Shape) (*Lines, error) {
	added := 0
	if shape != nil {
		added = shape.Added()
	}
	l, err := newLines(rows, mappings, len(rows.Header())+added)
	if err == nil {
		l.shape = shape
	}
	return l, err
}

// cutShaped is what cut does with one line under a shape. It returns how many cells of row are filled.
func (l *Lines) cutShaped(item *Item, row []string, restore bool) (last int) {
	l.shaped = l.shaped[:0]
	at, gap := item.Source.cellsAt()
	for _, n := range item.Source.lengths {
		l.shaped = append(l.shaped, item.Source.text[at:at+int(n)])
		at += int(n) + gap
	}
	cells, err := l.shape.Cells(item.Number, l.shaped)
	if err != nil {
		item.Err = err
		return 0
	}
	l.shaped = cells
	for c, value := range cells {
		if c >= len(l.columns) || value == "" {
			continue
		}
		if restore {
			value = Shown(value)
		}
		switch column := &l.columns[c]; {
		case column.slot >= 0:
			row[column.slot] = value
			last = max(last, column.slot+1)
		case column.custom != "" && strings.TrimSpace(value) != "":
			item.Custom = append(item.Custom, Pair{Name: column.custom, Value: value})
		}
	}
	return last
}
