package importer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
	"carteira/backend/sqlite"
)

// copyName is the private copy of the source file in the job's folder: what is imported, whatever happens to
// the file meanwhile (D3.15).
const copyName = sqlite.JobCopy

// open opens a file a person chose, with errors that say what to do.
func open(path string) (*os.File, error) {
	if err := tabular.CheckAddress(path); err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err == nil {
		info, serr := f.Stat()
		switch {
		case serr != nil:
			return nil, errors.Join(serr, f.Close())
		case info.IsDir():
			return nil, errors.Join(crm.Errorf(CodeDirectory, "", "this is a folder; choose a file in it"), f.Close())
		}
		return f, nil
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.Join(crm.Errorf(CodeFileMissing, "", "the file is not there any more; choose it again"), err)
	}
	return nil, errors.Join(crm.Errorf(CodeUnreadable, "",
		"the file cannot be opened; close it in other programs and check that you may read it"), err)
}

// unreadable says in people's words that a file was opened and then could not be read: a lock, a broken disk.
func unreadable(err error) error {
	return errors.Join(crm.Errorf(CodeUnreadable, "",
		"the file cannot be read; close it in other programs and check that you may read it"), err)
}

// copied describes a finished private copy.
type copied struct {
	size     int64
	encoding string // as detected over the whole file
	growing  bool
	format   string // of the source; the copy is CSV
	sheet    string
}

// A file that is still being written is waited for: settleTime at most, looking again at every glance; it counts as
// complete when nobody has written to it for settledAfter.
const (
	settleTime   = 2 * time.Second
	settledAfter = 500 * time.Millisecond
	glance       = 30 * time.Millisecond
)

// makeCopy copies the source into dir, as CSV, and puts it on disk. A file that keeps growing is taken up to its last
// whole line.
func makeCopy(ctx context.Context, o *Options, dir string, progress func(done, total int64)) (c copied, err error) {
	src, err := open(o.Path)
	if err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, src.Close()) }()
	temporary := filepath.Join(dir, copyName+".part")
	dst, err := os.OpenFile(temporary, os.O_CREATE|os.O_TRUNC|os.O_RDWR, 0o600)
	if err != nil {
		return c, sqlite.DiskError(err)
	}
	defer func() {
		if cerr := dst.Close(); cerr != nil && !errors.Is(cerr, fs.ErrClosed) {
			err = errors.Join(err, cerr)
		}
	}()
	if c.size, c.growing, err = copyGrowing(ctx, dst, src, progress); err != nil {
		return c, sqlite.DiskError(err)
	}
	if _, err := dst.Seek(0, io.SeekStart); err != nil {
		return c, err
	}
	if c.format, err = o.formatOf(dst); err != nil {
		return c, err
	}
	if c.format != FormatCSV {
		if err := o.convertCopy(ctx, &c, dst, dir); err != nil {
			return c, err
		}
		return c, errors.Join(dst.Close(), os.Remove(temporary)) // Windows removes no file that is open
	}
	if c.encoding, err = tabular.DetectEncoding(dst); err != nil {
		return c, err
	}
	if err := dst.Sync(); err != nil {
		return c, sqlite.DiskError(err)
	}
	if err := dst.Close(); err != nil {
		return c, sqlite.DiskError(err)
	}
	return c, os.Rename(temporary, filepath.Join(dir, copyName))
}

// convertCopy puts what a workbook or JSON says in the copy's place.
func (o *Options) convertCopy(ctx context.Context, c *copied, src *os.File, dir string) (err error) {
	temporary := filepath.Join(dir, copyName+".csv")
	dst, err := os.OpenFile(temporary, os.O_CREATE|os.O_TRUNC|os.O_RDWR, 0o600)
	if err != nil {
		return sqlite.DiskError(err)
	}
	found, err := o.convert(ctx, src, c.format, dir, dst, 0)
	if err = errors.Join(err, dst.Sync()); err == nil {
		c.size, err = dst.Seek(0, io.SeekEnd)
	}
	if err = errors.Join(err, dst.Close()); err != nil {
		return sqlite.DiskError(err)
	}
	c.sheet, c.encoding = found.chosen, tabular.UTF8BOM
	o.Delimiter, o.Encoding = "", ""
	return os.Rename(temporary, filepath.Join(dir, copyName))
}

// copyGrowing copies until the file has settled: it has not been written for a moment, or, when it ends with a whole
// line, not while we looked. growing tells that it was still being written when we gave up waiting.
func copyGrowing(ctx context.Context, dst *os.File, src *os.File, progress func(done, total int64)) (size int64, growing bool, err error) {
	first, err := src.Stat()
	if err != nil {
		return 0, false, err
	}
	grew := false
	for deadline := time.Now().Add(settleTime); ; time.Sleep(glance) {
		n, err := io.Copy(dst, &reading{ctx, src, func(n int64) { progress(size+n, first.Size()) }, 0})
		if err != nil {
			return size, false, err
		}
		grew = grew || size > 0 && n > 0
		looked := size > 0 && n == 0
		size += n
		now, err := src.Stat()
		if err != nil {
			return size, false, err
		}
		if now.Size() <= size {
			whole, err := endsWithLine(dst, size)
			if err != nil {
				return size, false, err
			}
			if time.Since(now.ModTime()) > settledAfter || whole && looked && !grew {
				return size, false, nil
			}
		}
		if time.Now().After(deadline) {
			if !grew { // only its time of writing is odd: a clock that is ahead
				return size, false, nil
			}
			size, err = cutToLine(dst, size)
			return size, true, err
		}
	}
}

func endsWithLine(f *os.File, size int64) (bool, error) {
	if size == 0 {
		return true, nil
	}
	var last [1]byte
	_, err := f.ReadAt(last[:], size-1)
	return last[0] == '\n', err
}

// cutToLine drops an unfinished last line.
func cutToLine(f *os.File, size int64) (int64, error) {
	const window = 64 << 10
	tail := make([]byte, min(size, window))
	if _, err := f.ReadAt(tail, size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return size, err
	}
	var head [2]byte
	if _, err := f.ReadAt(head[:], 0); err != nil && !errors.Is(err, io.EOF) {
		return size, err
	}
	endings := []string{"\n", "\r"} // the latter of old Macs
	switch string(head[:]) {
	case "\xFF\xFE": // UTF-16: letters of two bytes, of which half a one is none
		endings = []string{"\n\x00", "\r\x00"}
	case "\xFE\xFF":
		endings = []string{"\x00\n", "\x00\r"}
	}
	begin := size - int64(len(tail))
	for _, ending := range endings {
		width := len(ending)
		i := bytes.LastIndex(tail, []byte(ending))
		for i >= 0 && (begin+int64(i))%int64(width) != 0 {
			i = bytes.LastIndex(tail[:i+width-1], []byte(ending))
		}
		if i >= 0 {
			size = begin + int64(i+width)
			break
		}
	}
	_, err := f.Seek(size, io.SeekStart)
	return size, errors.Join(err, f.Truncate(size))
}

// reading is a file that stops when the job does and reports how far it is.
type reading struct {
	ctx  context.Context // lives for one copy
	f    *os.File
	tell func(int64)
	n    int64
}

func (r *reading) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := r.f.Read(p)
	r.n += int64(n)
	r.tell(r.n)
	if err != nil && !errors.Is(err, io.EOF) {
		err = unreadable(err)
	}
	return n, err
}

// table is a file opened for reading under a mapping.
type table struct {
	file    io.Closer
	rows    *tabular.CSVRows
	mapping []tabular.Mapping
}

func (t *table) close() error { return t.file.Close() }

// openTable opens a CSV at its beginning, or after a line that has been committed. encoding is as detected.
func openTable(path string, o Options, encoding string, at tabular.Position) (*table, error) {
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	return readTable(f, f, o, encoding, at)
}

// readTable reads a CSV that is open; closed with the table, or when it cannot be read.
func readTable(f io.ReadSeeker, c io.Closer, o Options, encoding string, at tabular.Position) (*table, error) {
	delimiter, err := o.delimiter()
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	if encoding, err = o.encoding(encoding); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	opts := tabular.CSVOptions{Delimiter: delimiter, Encoding: encoding, HeaderLine: o.HeaderRow, KnownHeader: o.knownHeader, ResumeAt: at}
	if o.HeaderRow == 0 && !o.firstLine {
		opts.HeaderLine = tabular.FindHeader
	}
	rows, err := tabular.OpenCSV(f, opts)
	if err != nil {
		if crm.CodeOf(err) == "" { // reading failed: a locked or broken file
			err = unreadable(err)
		}
		return nil, errors.Join(err, c.Close())
	}
	mapping := o.Mapping
	if mapping == nil {
		mapping = tabular.MapHeaders(rows.Header())
	} else if err := tabular.CheckDerived(o.Derived, len(rows.Header())); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return &table{file: c, rows: rows, mapping: mapping}, nil
}

// checkColumns refuses a file whose columns are no longer those that a person chose for: somebody has saved it anew meanwhile, and
// what was said of the third column would be done to another one's values.
func (t *table) checkColumns(o *Options) error {
	header := t.rows.Header()
	width := len(header)
	for i := range o.Derived {
		width += o.Derived[i].Columns()
	}
	same := len(t.mapping) == width
	for _, m := range t.mapping {
		same = same && m.Index >= 0 && m.Index < width && (m.Index >= len(header) || m.Header == "" || m.Header == header[m.Index])
	}
	if !same {
		return crm.Errorf(CodeColumnsChanged, "mapping", "the columns of the file are others than those that were chosen for; look at it again")
	}
	return nil
}

// checkMapping refuses a file without a name column and columns nobody decided on (D3.2).
func checkMapping(mapping []tabular.Mapping) error {
	named := false
	headers := make([]string, len(mapping))
	for i, m := range mapping {
		headers[i] = m.Header
	}
	var open []string
	for i, label := range tabular.ColumnLabels(headers) {
		named = named || mapping[i].Field == tabular.Name
		if mapping[i].Field == tabular.Unmapped {
			open = append(open, label)
		}
	}
	if !named {
		return crm.Errorf(CodeNoNameColumn, string(tabular.Name),
			"no column holds the contact's name; the template calls it contact_name")
	}
	if len(open) > 0 {
		return crm.Errorf(CodeMappingIncomplete, "mapping",
			"choose what becomes of these columns, a custom field or nothing: %s", quotedHeaders(open))
	}
	return nil
}

// quotedHeaders names columns in a message, ten at most.
func quotedHeaders(headers []string) string {
	const shown = 10
	var b strings.Builder
	for i, h := range headers[:min(shown, len(headers))] {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%q", h)
	}
	if more := len(headers) - shown; more > 0 {
		fmt.Fprintf(&b, " and %d more", more)
	}
	return b.String()
}
