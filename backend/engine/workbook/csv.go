package workbook

import (
	"bytes"
	"context"
	"errors"
	"io"

	"carteira/backend/engine/tabular"
)

// mostBeginning bounds what the first rows become: who asks for them has them in memory.
const mostBeginning = 64 << 20

// WriteCSV writes the sheet as CSV, at most mostRows of its rows when that is not 0. A line ends with a lone CR and a break
// inside a cell is LF: so the numbers of lines are those of the rows in the sheet. progress is told the rows done from time
// to time. A sheet written to its end has come whole.
func (b *Book) WriteCSV(ctx context.Context, w io.Writer, mostRows int, progress func(rows int)) (rows int, err error) {
	sink := &limited{w, b.parts.most}
	out, err := tabular.NewCSVWriter(sink, tabular.CSVWriterOptions{BOM: true, Ending: "\r"})
	if err != nil {
		return 0, err
	}
	r, err := b.rows(b.sheet)
	if err != nil {
		return 0, damaged(err)
	}
	defer func() { err = errors.Join(err, r.close()) }()
	written, header := 0, true
	for n := 1; mostRows == 0 || r.number < mostRows && b.parts.most-sink.left < mostBeginning; n++ {
		if n%1000 == 0 {
			if err := ctx.Err(); err != nil {
				return r.number, err
			}
			progress(r.number)
		}
		err := r.next()
		if errors.Is(err, io.EOF) {
			if err := b.texts.rest(); err != nil {
				return r.number, damaged(err)
			}
			break
		}
		if err != nil {
			return r.number, damaged(err)
		}
		if len(r.cells) == 0 {
			continue // a sheet may end with a million of them
		}
		for ; written < r.number-1; written++ {
			if err := out.Write(nil); err != nil {
				return r.number, err
			}
		}
		for i, cell := range r.cells {
			r.cells[i] = oneEnding(cell, header)
		}
		if err := out.WriteBytes(r.cells); err != nil {
			return r.number, err
		}
		written, header = r.number, false
	}
	return r.number, out.Flush()
}

// oneEnding makes every line break of a cell LF, in place. A header has none: by its first line ending a reader of CSV knows
// what ends the others.
func oneEnding(cell []byte, header bool) []byte {
	if bytes.IndexByte(cell, '\r') < 0 && (!header || bytes.IndexByte(cell, '\n') < 0) {
		return cell
	}
	out := cell[:0]
	for i, c := range cell {
		switch {
		case c == '\r' && i+1 < len(cell) && cell[i+1] == '\n':
			continue
		case c == '\r':
			c = '\n'
		}
		if c == '\n' && header {
			c = ' '
		}
		out = append(out, c)
	}
	return out
}

// limited refuses to write more than a workbook may become: one shared text of 32,767 letters can be in every cell.
type limited struct {
	w    io.Writer
	left int64
}

func (l *limited) Write(p []byte) (int, error) {
	if l.left -= int64(len(p)); l.left < 0 {
		return 0, tooLarge(mostExpanded)
	}
	return l.w.Write(p)
}
