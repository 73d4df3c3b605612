package workbook

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"carteira/backend/engine/tabular"
)

// WriteCSV writes the sheet as CSV, at most mostRows of its rows when that is not 0. A line ends with a lone CR and a break
// inside a cell is LF: so the numbers of lines are those of the rows in the sheet. progress is told the rows done from time
// to time.
func (b *Book) WriteCSV(ctx context.Context, w io.Writer, mostRows int, progress func(rows int)) (rows int, err error) {
	out, err := tabular.NewCSVWriter(w, tabular.CSVWriterOptions{BOM: true, Ending: "\r"})
	if err != nil {
		return 0, err
	}
	shown, err := b.file.Rows(b.sheet)
	if err != nil {
		return 0, damaged(err)
	}
	defer func() { err = errors.Join(err, shown.Close()) }()
	stored, err := b.file.Rows(b.sheet)
	if err != nil {
		return 0, damaged(err)
	}
	defer func() { err = errors.Join(err, stored.Close()) }()
	begun, blank := false, 0
	for (mostRows == 0 || rows < mostRows) && shown.Next() && stored.Next() {
		rows++
		if rows%1000 == 0 {
			if err := ctx.Err(); err != nil {
				return rows, err
			}
			progress(rows)
		}
		cells, err := b.row(shown, stored, !begun)
		if err != nil {
			return rows, damaged(err)
		}
		if len(cells) == 0 {
			blank++ // a sheet may end with a million of them
			continue
		}
		begun = true
		for ; blank > 0; blank-- {
			if err := out.Write(nil); err != nil {
				return rows, err
			}
		}
		if err := out.Write(cells); err != nil {
			return rows, err
		}
	}
	return rows, out.Flush()
}

// row is the next row as it is to be read, without the blank cells at its end.
func (b *Book) row(shown, stored *excelize.Rows, header bool) ([]string, error) {
	cells, err := shown.Columns()
	if err != nil {
		return nil, err
	}
	raw, err := stored.Columns(excelize.Options{RawCellValue: true})
	if err != nil {
		return nil, err
	}
	last := 0
	for i := range cells {
		if i < len(raw) {
			cells[i] = b.text(raw[i], cells[i])
		}
		cells[i] = oneEnding.Replace(cells[i])
		if header { // by its first line ending a reader of CSV knows what ends the others
			cells[i] = strings.ReplaceAll(cells[i], "\n", " ")
		}
		if strings.TrimSpace(cells[i]) != "" {
			last = i + 1
		}
	}
	return cells[:last], nil
}

var oneEnding = strings.NewReplacer("\r\n", "\n", "\r", "\n", "_x000D_", "")
