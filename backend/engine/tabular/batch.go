package tabular

import (
	"errors"
	"io"
	"sync"
)

// Source is a line as it was in the file. Like its Item it belongs to the batch.
type Source struct {
	text    string
	lengths []int32 // of its cells
	start   int     // of the raw text in text
	raw     int     // its length; the cells follow it unless plain
	first   int     // index of the first of lengths in the batch
	cells   int
	plain   bool
}

// Raw is the line as decoded, without its ending; "" in a format that is not text.
func (s Source) Raw() string { return s.text[s.start : s.start+s.raw] }

// Cells are the line's cells, unquoted; for a line that could not be read the guess of Record.Err.
func (s Source) Cells() []string {
	cells := make([]string, len(s.lengths))
	at, gap := s.cellsAt()
	for i, n := range s.lengths {
		cells[i] = s.text[at : at+int(n)]
		at += int(n) + gap
	}
	return cells
}

// cellsAt is where in text the first cell begins and how many bytes lie between two.
func (s Source) cellsAt() (at, gap int) {
	if s.plain {
		return s.start, 1
	}
	return s.start + s.raw, 0
}

// batchTable is the gocsv.CSVReader of one batch: the canonical names as the header, then its rows.
type batchTable struct {
	header []string
	rows   [][]string
	cells  []string // of all rows
}

func (t *batchTable) reset(lines int) {
	if cap(t.rows) < lines+1 {
		t.rows = make([][]string, lines+1)
		t.cells = make([]string, lines*len(t.header))
	}
	t.rows = t.rows[:lines+1]
	clear(t.cells)
	t.rows[0] = t.header
}

// ReadAll is what gocsv.UnmarshalCSV asks for.
func (t *batchTable) ReadAll() ([][]string, error) { return t.rows, nil }

// Read belongs to the interface; a batch is only ever read whole.
func (t *batchTable) Read() ([]string, error) {
	return nil, errors.Join(errors.New("bug: a batch is read whole"), io.ErrUnexpectedEOF)
}

// linePool recycles lines from batch to batch: a Line is 650 bytes and a file has a million.
var linePool = sync.Pool{New: func() any { return new(Line) }}

// handle is what gocsv makes and copies for each row instead of a whole Line, which it would allocate twice.
type handle struct{ Line *Line }

// UnmarshalCSVWithFields is called by gocsv for each cell of a row.
func (h *handle) UnmarshalCSVWithFields(name, value string) error {
	if value == "" {
		return nil
	}
	return h.filled().UnmarshalCSVWithFields(name, value)
}

func (h *handle) filled() *Line {
	if h.Line == nil {
		h.Line = linePool.Get().(*Line)
	}
	return h.Line
}

// UnmarshalCSVWithFields is gocsv's way to fill a Line; a name that is no canonical column is passed over.
func (l *Line) UnmarshalCSVWithFields(name, value string) error {
	if slot := l.Slot(Field(name)); slot != nil {
		*slot = value
	}
	return nil
}
