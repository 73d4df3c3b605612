package importer

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
	"carteira/backend/engine/workbook"
	"carteira/backend/sqlite"
)

// Formats of files (D3.1). A workbook or JSON becomes CSV once, at the beginning: that is what is previewed, imported,
// resumed and reported.
const (
	FormatCSV  = "csv"
	FormatXLSX = "xlsx"
	FormatJSON = "json"
	// FormatNDJSON is asked for only: such a file is FormatJSON, whether its documents are in an array or not.
	FormatNDJSON = "ndjson"
)

// CodeFormat is the code of a file that is not of the format it was said to be.
const CodeFormat = "file_other_format"

// formatOf tells a file's format by how it begins, whatever its name says, and refuses another one than was asked for.
func (o *Options) formatOf(f io.ReaderAt) (format string, err error) {
	head := make([]byte, 4096)
	n, err := f.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", unreadable(err)
	}
	format = FormatCSV
	switch head = head[:n]; {
	case workbook.Is(head):
		format = FormatXLSX
	case tabular.IsJSON(head):
		format = FormatJSON
	}
	asked := o.Format
	if asked == FormatNDJSON {
		asked = FormatJSON
	}
	if asked != "" && asked != "auto" && asked != format {
		return "", crm.Errorf(CodeFormat, "format", "the file is not %s but %s", strings.ToUpper(o.Format), strings.ToUpper(format))
	}
	return format, nil
}

// sheets are those of a workbook, and the one that is read.
type sheets struct {
	all    []string
	chosen string
}

// convert writes a workbook or JSON as CSV, at most mostRows of it when that is not 0. dir takes what a large workbook
// expands to meanwhile.
func (o *Options) convert(ctx context.Context, f *os.File, format, dir string, dst io.Writer, mostRows int) (found sheets, err error) {
	if format == FormatJSON {
		_, err := tabular.JSONToCSV(ctx, f, dst, mostRows, func(int) {})
		return found, err
	}
	info, err := f.Stat()
	if err != nil {
		return found, unreadable(err)
	}
	spill := func() (workbook.Spill, error) { return sqlite.OpenSpill(dir) }
	book, err := workbook.Open(f, info.Size(), workbook.Options{Sheet: o.Sheet, Spill: spill})
	if err != nil {
		return found, err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	_, err = book.WriteCSV(ctx, dst, mostRows, func(int) {})
	return sheets{book.Sheets(), book.Sheet()}, err
}

// previewRows is how much of a workbook or JSON is converted for a preview of previewLines: some rows may be blank.
const previewRows = 10 * previewLines

// beginning is a file that somebody looks at before it is imported.
type beginning struct {
	path     string
	format   string
	sheets   sheets
	encoding string
	size     int64
	text     []byte // its beginning as CSV, when it is none itself
}

// look opens a file to be previewed. What it is read by is settled in o.
func (s *Service) look(ctx context.Context, o *Options) (b *beginning, err error) {
	b = &beginning{path: o.Path}
	f, err := open(o.Path)
	if err != nil {
		return b, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return b, unreadable(err)
	}
	b.size = info.Size()
	if b.format, err = o.formatOf(f); err != nil {
		return b, err
	}
	if b.format == FormatCSV {
		if b.encoding, err = tabular.DetectEncoding(f); err != nil && crm.CodeOf(err) == "" {
			err = unreadable(err)
		}
		return b, err
	}
	dir, err := s.db.PrivateFolder("preview")
	if err != nil {
		return b, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	var text bytes.Buffer
	if b.format == FormatJSON {
		err = s.beginJSON(ctx, f, info, &text)
	} else {
		b.sheets, err = o.convert(ctx, f, b.format, dir, &text, previewRows)
	}
	if err != nil {
		return b, err
	}
	b.text, b.encoding = text.Bytes(), tabular.UTF8BOM
	o.Delimiter, o.Encoding = "", ""
	return b, nil
}

// beginJSON converts the first records, with a column for every key of the file: one that first appears further down must be
// decided on as well.
func (s *Service) beginJSON(ctx context.Context, f *os.File, info os.FileInfo, dst io.Writer) error {
	is := lookedAt{f.Name(), info.Size(), info.ModTime()}
	s.keys.mu.Lock()
	defer s.keys.mu.Unlock()
	if s.keys.of != is {
		columns, err := tabular.JSONColumns(ctx, f)
		if err != nil {
			return err
		}
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return unreadable(err)
		}
		s.keys.of, s.keys.columns = is, columns
	}
	_, err := tabular.JSONRows(ctx, f, dst, s.keys.columns, previewRows)
	return err
}

// jsonKeys are the columns of the JSON file that was looked at last: finding them reads all of it, and a preview is asked for
// again with every choice.
type jsonKeys struct {
	mu      sync.Mutex
	of      lookedAt
	columns []string
}

type lookedAt struct {
	path  string
	size  int64
	wrote time.Time
}

// table opens what is looked at.
func (b *beginning) table(o Options) (*table, error) {
	if b.text == nil && b.format == FormatCSV {
		return openTable(b.path, o, b.encoding, tabular.Position{})
	}
	return readTable(bytes.NewReader(b.text), io.NopCloser(nil), o, b.encoding, tabular.Position{})
}
