package importer

import (
	"slices"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
)

// shape is what happens to the cells of a line before they are mapped: corrected by hand, then split and joined. The
// preview, the dry run, the import and its resumption read through the same one.
type shape struct {
	width   int // columns of the file
	derived []tabular.Derived
	added   int
	changed map[int]*changedLine // by number of the line
}

type changedLine struct {
	seen    string
	leftOut bool
	cells   []Correction
}

// newShape is nil when lines are mapped as they are, which then costs nothing.
func newShape(width int, derived []tabular.Derived, c *Corrections) (*shape, error) {
	if len(derived) == 0 && c.empty() {
		return nil, nil
	}
	if err := tabular.CheckDerived(derived, width); err != nil {
		return nil, err
	}
	s := &shape{width: width, derived: derived, changed: make(map[int]*changedLine, len(c.Cells)+len(c.LeftOut))}
	for i := range derived {
		s.added += derived[i].Columns()
	}
	line := func(n int, seen string) *changedLine {
		l := s.changed[n]
		if l == nil {
			l = &changedLine{seen: seen}
			s.changed[n] = l
		}
		return l
	}
	for _, cell := range c.Cells {
		if cell.Column >= width {
			return nil, crm.Errorf(crm.CodeInvalid, "corrections", "line %d: column %d was corrected, which the file does not have", cell.Line, cell.Column+1)
		}
		l := line(cell.Line, cell.Seen)
		l.cells = append(l.cells, cell)
	}
	for _, o := range c.LeftOut {
		line(o.Line, o.Seen).leftOut = true
	}
	return s, nil
}

func (s *shape) Added() int { return s.added }

func (s *shape) Cells(number int, cells []string) ([]string, *crm.Error) {
	if l := s.changed[number]; l != nil {
		switch {
		case l.seen != LineMark(cells):
			return nil, crm.Errorf(CodeOutdated, "", "the file has changed since this line was corrected by hand; look at it again")
		case l.leftOut:
			return nil, crm.Errorf(CodeLeftOut, "", "left out by the person who imported")
		}
		cells = s.padded(cells)
		for _, c := range l.cells {
			cells[c.Column] = c.Value
		}
	}
	if len(s.derived) == 0 {
		return cells, nil
	}
	cells = s.padded(cells)
	for i := range s.derived {
		cells = s.derived[i].Append(cells, func(c int) string { return tabular.Shown(cells[c]) })
	}
	return cells, nil
}

// padded gives exactly the columns of the file: cells beyond are blank, or have cost the line already.
func (s *shape) padded(cells []string) []string {
	for len(cells) < s.width {
		cells = append(cells, "")
	}
	return cells[:s.width]
}

// withDerived gives the cells of a line as they stand in the file, and behind them what is made of them once they are
// corrected.
func (t *table) withDerived(o *Options, number int, cells []string) ([]string, error) {
	if len(o.Derived) == 0 {
		return cells, nil
	}
	width := len(t.rows.Header())
	s, err := newShape(width, o.Derived, &o.Corrections)
	if err != nil {
		return cells, err
	}
	shaped, refused := s.Cells(number, slices.Clone(cells))
	cells = s.padded(cells)
	if refused != nil {
		return cells, nil
	}
	return append(cells, shaped[width:]...), nil
}

// lines reads a table under a mapping and what was made of its columns.
func (t *table) lines(mapping []tabular.Mapping, o *Options) (*tabular.Lines, error) {
	s, err := newShape(len(t.rows.Header()), o.Derived, &o.Corrections)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return tabular.NewLines(t.rows, mapping)
	}
	return tabular.NewShapedLines(t.rows, mapping, s)
}
