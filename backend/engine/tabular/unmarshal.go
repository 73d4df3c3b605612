package tabular

import (
	"fmt"
	"strings"

	"github.com/gocarina/gocsv"

	"carteira/backend/crm"
)

// Item is one line ready for validation. It belongs to its batch: what is kept beyond the next Read must be cloned
// (strings.Clone), for all texts of a batch share one allocation.
type Item struct {
	Line   *Line  // the canonical columns; never nil, blank when Err is set
	Custom []Pair // filled cells of the columns mapped to custom fields
	Err    *crm.Error

	Number    int      // physical line of the file (D3.6)
	EndNumber int      // its last physical line
	After     Position // where reading resumes when this line has been committed (D3.15)
	Source    Source   // the line as it was, for the error report (D3.16)
}

// Lines reads a table in batches of Items under a mapping. gocsv fills the structs; three things about how:
//
//   - it is given one batch of rows at a time, through its own CSVReader interface, because its streaming functions stop
//     at the first bad row and its Unmarshaller insists on encoding/csv;
//   - the struct implements gocsv's UnmarshalCSVWithFields, which it calls for each cell: its reflection over tagged fields
//     takes several times as long (BenchmarkGocsvRows, BenchmarkGocsvTags); a test holds both to the same result;
//   - none of its settings, which belong to the whole process, is touched.
type Lines struct {
	rows    Rows
	columns []column // of the file, in order
	table   batchTable
	handles []handle
	items   []Item
	text    strings.Builder
	lengths []int32 // of every cell of the batch
	failed  error   // of the source, held back until the lines before it have been given
	shape   Shape   // nil for a file whose cells are mapped as they are
	shaped  []string
}

type column struct {
	field  Field
	custom string
	slot   int // among the mapped columns, -1
}

// NewLines reads rows under mappings, which must name its columns once each and must leave none unmapped: what the
// person did not choose is not decided here (D3.2).
func NewLines(rows Rows, mappings []Mapping) (*Lines, error) {
	return newLines(rows, mappings, len(rows.Header()))
}

func newLines(rows Rows, mappings []Mapping, width int) (*Lines, error) {
	l := &Lines{rows: rows, columns: make([]column, width)}
	for i := range l.columns {
		l.columns[i].slot = -1
	}
	taken := map[Field]bool{Ignore: false}
	mapped := make([]bool, len(l.columns))
	for _, m := range mappings {
		if m.Index < 0 || m.Index >= len(l.columns) || mapped[m.Index] {
			return nil, crm.Errorf(crm.CodeInvalid, "mapping", "the mapping names column %d, which the file does not have or which is named twice", m.Index+1)
		}
		mapped[m.Index] = true
		c := &l.columns[m.Index]
		c.field = m.Field
		name, custom := m.Field.CustomName()
		switch {
		case m.Field == Ignore:
		case custom && strings.TrimSpace(name) != "":
			c.custom = name
		case !m.Field.Canonical():
			return nil, crm.Errorf(crm.CodeInvalid, "mapping", "column %d has no target: choose a field, a custom field or ignore", m.Index+1)
		case taken[m.Field]:
			return nil, crm.Errorf(crm.CodeInvalid, string(m.Field), "two columns are mapped to %s", m.Field)
		default:
			taken[m.Field] = true
			c.slot = len(l.table.header)
			l.table.header = append(l.table.header, string(m.Field))
		}
	}
	for i, done := range mapped {
		if !done {
			return nil, crm.Errorf(crm.CodeInvalid, "mapping", "column %d has no target: choose a field, a custom field or ignore", i+1)
		}
	}
	return l, nil
}

// Read gives up to limit lines, valid until the next Read, and io.EOF when there are no more. Lines that could not be read
// are among them with Err set. Any other error is one of the source; the lines before it are given first.
func (l *Lines) Read(limit int) ([]Item, error) {
	l.release()
	l.gather(limit)
	if len(l.items) == 0 {
		return nil, l.failed
	}
	l.cut()
	if err := gocsv.UnmarshalCSV(&l.table, &l.handles); err != nil {
		return nil, fmt.Errorf("map lines to fields: %w", err)
	}
	for i := range l.items {
		l.items[i].Line = l.handles[i].filled()
	}
	return l.items, nil
}

// release gives the lines of the batch before back to the pool.
func (l *Lines) release() {
	for i := range l.items {
		*l.items[i].Line = Line{}
		linePool.Put(l.items[i].Line)
		l.items[i].Line = nil
	}
	clear(l.handles)
	l.items, l.lengths = l.items[:0], l.lengths[:0]
}

// gather copies the text of up to limit records: as it is in the file, and the cells once more where they differ from it.
func (l *Lines) gather(limit int) {
	expect := l.text.Len()
	l.text.Reset()
	l.text.Grow(expect + expect/16)
	for len(l.items) < limit && l.failed == nil {
		rec, err := l.rows.Next()
		if err != nil {
			l.failed = err
			return
		}
		item := Item{Err: rec.Err, Number: rec.Line, EndNumber: rec.EndLine, After: l.rows.Position()}
		if len(l.items) < cap(l.items) {
			item.Custom = l.items[:len(l.items)+1][len(l.items)].Custom[:0] // the room of an earlier batch
		}
		item.Source = Source{start: l.text.Len(), raw: len(rec.Raw), plain: rec.plain, first: len(l.lengths), cells: len(rec.Cells)}
		l.text.Write(rec.Raw)
		for _, c := range rec.Cells {
			if !rec.plain {
				l.text.Write(c)
			}
			l.lengths = append(l.lengths, int32(len(c)))
		}
		l.items = append(l.items, item)
	}
}

// cut makes rows for gocsv and custom fields out of the text of the batch.
func (l *Lines) cut() {
	text, width := l.text.String(), len(l.table.header)
	restore := l.rows.Neutralised()
	l.table.reset(len(l.items))
	for i := range l.items {
		item := &l.items[i]
		item.Source.text = text
		item.Source.lengths = l.lengths[item.Source.first : item.Source.first+item.Source.cells]
		if item.Err != nil {
			l.table.rows[i+1] = nil
			continue
		}
		row := l.table.cells[i*width : (i+1)*width : (i+1)*width]
		if l.shape != nil {
			if last := l.cutShaped(item, row, restore); item.Err == nil {
				l.table.rows[i+1] = row[:last]
			} else {
				l.table.rows[i+1] = nil
			}
			continue
		}
		last := 0 // trailing blank cells need not go through gocsv
		at, gap := item.Source.cellsAt()
		for c, n := range item.Source.lengths {
			value := text[at : at+int(n)]
			at += int(n) + gap
			if c >= len(l.columns) || n == 0 {
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
		l.table.rows[i+1] = row[:last]
	}
}
