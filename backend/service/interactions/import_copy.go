package interactions

import (
	"context"
	"errors"
	"io"
	"os"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
	"carteira/backend/engine/workbook"
	"carteira/backend/sqlite"
)

const (
	copyName     = sqlite.JobCopy
	bytesAtATime = 1 << 20 // of a copy, between two looks at whether the job was cancelled
)

// openFile opens a file that a person chose.
func openFile(path string) (*os.File, error) {
	if err := tabular.CheckAddress(path); err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, errors.Join(crm.Errorf(CodeUnreadable, "", "the file cannot be opened; close it in other programs and check that you may read it"), err)
	}
	if info, err := f.Stat(); err != nil || info.IsDir() {
		return nil, errors.Join(crm.Errorf(CodeUnreadable, "", "this is not a file that can be imported"), err, f.Close())
	}
	return f, nil
}

// spool puts the private copy on disk, workbooks and JSON as CSV. What a large workbook expands to meanwhile goes to dir.
func spool(ctx context.Context, from, to, dir string) (format string, err error) {
	src, err := openFile(from)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, src.Close()) }()
	part := to + ".part"
	dst, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return "", sqlite.DiskError(err)
	}
	format, err = convert(ctx, dst, src, dir, 0)
	if err == nil && format == FormatCSV {
		err = copyWhole(ctx, dst, src)
	}
	if err == nil {
		err = dst.Sync()
	}
	if err = errors.Join(err, dst.Close()); err != nil {
		return format, sqlite.DiskError(errors.Join(err, os.Remove(part)))
	}
	return format, os.Rename(part, to)
}

// Formats of files.
const (
	FormatCSV  = "csv"
	FormatXLSX = "xlsx"
	FormatJSON = "json"
)

// convert writes a workbook or JSON as CSV, at most mostRows of it when that is not 0; a file that is CSV it leaves alone.
func convert(ctx context.Context, dst io.Writer, src *os.File, dir string, mostRows int) (format string, err error) {
	head := make([]byte, 4096)
	n, err := src.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	switch head = head[:n]; {
	case tabular.IsJSON(head):
		_, err := tabular.JSONToCSV(ctx, src, dst, mostRows, func(int) {})
		return FormatJSON, err
	case workbook.Is(head):
		info, err := src.Stat()
		if err != nil {
			return FormatXLSX, err
		}
		spill := func() (workbook.Spill, error) { return sqlite.OpenSpill(dir) }
		book, err := workbook.Open(src, info.Size(), workbook.Options{Spill: spill})
		if err != nil {
			return FormatXLSX, err
		}
		_, err = book.WriteCSV(ctx, dst, mostRows, func(int) {})
		return FormatXLSX, errors.Join(err, book.Close())
	}
	return FormatCSV, nil
}

func copyWhole(ctx context.Context, dst io.Writer, src io.Reader) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := io.CopyN(dst, src, bytesAtATime); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
	}
}

// table is CSV being read: the private copy, or the beginning of a file that somebody looks at.
type table struct {
	rows    *tabular.CSVRows
	lines   *tabular.Lines
	columns columns
	size    int64
	close   func() error
}

func openTable(path string, o Options, at tabular.Position) (*table, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	t, err := readTable(f, info.Size(), o, at)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	t.close = f.Close
	return t, nil
}

func readTable(src io.Reader, size int64, o Options, at tabular.Position) (t *table, err error) {
	if size == 0 {
		return nil, crm.Errorf(tabular.CodeFileEmpty, "", "the file is empty")
	}
	delimiter, err := o.delimiter()
	if err != nil {
		return nil, err
	}
	t = &table{size: size, close: func() error { return nil }}
	if t.rows, err = tabular.OpenCSV(src, tabular.CSVOptions{
		Delimiter: delimiter, HeaderLine: o.HeaderRow, KnownHeader: o.knownHeader, Names: namesColumns, ResumeAt: at,
	}); err != nil {
		return nil, err
	}
	header := t.rows.Header()
	mapping := make([]tabular.Mapping, len(header))
	for i, h := range header {
		mapping[i] = tabular.Mapping{Index: i, Header: h, Field: tabular.Ignore}
	}
	t.columns = columnsOf(header)
	t.lines, err = tabular.NewLines(t.rows, mapping)
	return t, err
}
