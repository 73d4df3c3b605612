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
	text     []byte        // its beginning as CSV, when it is none itself
	keysOf   int           // see Preview.KeysOf
	top      []tabular.Row // its first lines, once it has been recalled
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
	dir, release, err := s.db.PrivateFolder(sqlite.PreviewFolder)
	if err != nil {
		return b, err
	}
	defer func() { err = errors.Join(err, release()) }()
	var text bytes.Buffer
	if b.format == FormatJSON {
		b.keysOf, err = s.beginJSON(ctx, f, o, info, &text)
	} else {
		b.sheets, err = o.convert(ctx, f, b.format, dir, &text, previewRows+o.HeaderRow)
	}
	if err != nil {
		return b, err
	}
	b.text, b.encoding = text.Bytes(), tabular.UTF8BOM
	o.Delimiter, o.Encoding = "", ""
	return b, nil
}

// previewKeys is in how many bytes of a JSON file's text its keys are looked for before it is shown: some 230,000 records, a third
// of a second. Those that first appear behind them are found with the rest of the file, see late.
const previewKeys = 64 << 20

// beginJSON converts the first records, with a column for every key that was found: one that first appears further down must be
// decided on as well.
func (s *Service) beginJSON(ctx context.Context, f *os.File, o *Options, info os.FileInfo, dst io.Writer) (keysOf int, err error) {
	is := lookedAt{f.Name(), info.Size(), info.ModTime()}
	s.keys.mu.Lock()
	defer s.keys.mu.Unlock()
	whole := o.AllKeys || s.keys.late == f.Name()
	if s.keys.of != is || whole && s.keys.records > 0 {
		most := s.previewKeys
		if whole {
			most = 0
		}
		columns, records, err := tabular.JSONColumns(ctx, f, most)
		if err != nil {
			return 0, err
		}
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return 0, unreadable(err)
		}
		s.keys.of, s.keys.columns, s.keys.records = is, columns, records
	}
	rows := previewRows
	if s.keys.records > 0 {
		rows = min(rows, s.keys.records) // the next one may have a key that was not looked for
	}
	_, err = tabular.JSONRows(ctx, f, dst, s.keys.columns, rows)
	return s.keys.records, err
}

// jsonKeys are the columns of the JSON file that was looked at last: a preview is asked for again with every choice.
type jsonKeys struct {
	mu      sync.Mutex
	of      lookedAt
	columns []string
	records int    // in how many records they were looked for, 0 = in all
	late    string // path of the file that turned out to have more of them
}

// late refuses the columns of a JSON file's private copy when there are more than a person was shown: nothing is decided for them
// (D3.2). From then on the file is looked through whole before it is shown.
func (s *Service) late(o *Options, format string, t *table) error {
	if format != FormatJSON {
		return nil
	}
	header := t.rows.Header()
	s.keys.mu.Lock()
	defer s.keys.mu.Unlock()
	if s.keys.of.path != o.Path || s.keys.records == 0 || len(s.keys.columns) >= len(header) {
		return nil
	}
	s.keys.late = o.Path
	return crm.Errorf(CodeLateKeys, "mapping",
		"the columns shown are those of the first %d records; further down there are more: %s. Look at the file again and choose what becomes of them",
		s.keys.records, quotedHeaders(header[len(s.keys.columns):]))
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
