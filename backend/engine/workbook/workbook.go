// Package workbook reads the sheets of XLSX files as people see them, and writes such files. A sheet becomes CSV, so that
// whatever imports CSV imports it: same rules, same resuming, same report.
package workbook

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"carteira/backend/crm"
)

// Codes of files that look like a workbook and cannot be read; the result is red and nothing is saved (D3.14).
const (
	CodeProtected    = "file_protected"       // a password is needed
	CodeLegacy       = "file_legacy_workbook" // .xls of before 2007
	CodeUnsupported  = "file_unsupported"     // another kind of archive: .ods, .numbers, .zip
	CodeDamaged      = "file_damaged"
	CodeSheetUnknown = "sheet_unknown"
)

// Magic numbers that files begin with.
var (
	zipMagic = []byte("PK\x03\x04")
	oleMagic = []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") // Office before 2007, and whatever Office has encrypted
)

// Is tells by its first bytes whether a file is to be opened as a workbook, if only to say what is wrong with it.
func Is(head []byte) bool { return bytes.HasPrefix(head, zipMagic) || bytes.HasPrefix(head, oleMagic) }

// mostExpanded bounds what a workbook may expand to: a few kilobytes can hold terabytes of zeros.
const mostExpanded = 4 << 30

// expandedInMemory is from where a part is expanded into the temporary folder instead.
const expandedInMemory = 16 << 20

// Options say what to open.
type Options struct {
	Sheet     string // "" is the first that is not hidden and holds something
	TempDir   string // for large parts: they hold what people typed, so the system's own is not good enough
	MostBytes int64  // of the expanded file, 0 = 4 GiB
}

// Book is an open workbook with one sheet chosen.
type Book struct {
	file     *excelize.File
	sheets   []string
	sheet    string
	date1904 bool
}

// Open opens a workbook of size bytes. Errors for people: the codes above.
func Open(f io.ReaderAt, size int64, o Options) (*Book, error) {
	if err := examine(f, size); err != nil {
		return nil, err
	}
	most := o.MostBytes
	if most == 0 {
		most = mostExpanded
	}
	book, err := excelize.OpenReader(io.NewSectionReader(f, 0, size), excelize.Options{
		TmpDir: o.TempDir, UnzipSizeLimit: most, UnzipXMLSizeLimit: min(expandedInMemory, most), ShortDatePattern: "dd/mm/yyyy",
	})
	if err != nil {
		return nil, damaged(err)
	}
	b := &Book{file: book}
	if err := b.choose(o.Sheet); err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return b, nil
}

func damaged(err error) error {
	return errors.Join(crm.Errorf(CodeDamaged, "", "the workbook is damaged; open it in a spreadsheet and save it again"), err)
}

// examine tells what is no XLSX, and checks that every sheet came whole: the library takes the end of a cut one for its
// end.
func examine(f io.ReaderAt, size int64) error {
	head := make([]byte, len(oleMagic))
	n, err := f.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return damaged(err)
	}
	if bytes.HasPrefix(head[:n], oleMagic) {
		return oldOrEncrypted(io.NewSectionReader(f, 0, size))
	}
	archive, err := zip.NewReader(f, size)
	if err != nil {
		return damaged(err)
	}
	isBook := false
	for _, part := range archive.File {
		name := strings.ToLower(strings.ReplaceAll(part.Name, `\`, "/"))
		isBook = isBook || strings.HasPrefix(name, "xl/workbook") && strings.HasSuffix(name, ".xml")
		if strings.HasPrefix(name, "xl/worksheets/") && strings.HasSuffix(name, ".xml") {
			if err := whole(part); err != nil {
				return damaged(fmt.Errorf("sheet: %w", err))
			}
		}
	}
	if !isBook {
		return crm.Errorf(CodeUnsupported, "", "this is no XLSX file; open it where it was made and save it as XLSX or CSV")
	}
	return nil
}

// oldOrEncrypted tells the two apart: an encrypted workbook holds a stream of that name, in UTF-16.
func oldOrEncrypted(f io.Reader) error {
	const name = "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"
	content, err := io.ReadAll(io.LimitReader(f, 64<<20))
	if err != nil {
		return damaged(err)
	}
	if bytes.Contains(content, []byte(name)) {
		return crm.Errorf(CodeProtected, "", "the workbook is protected by a password; save it without one and try again")
	}
	return crm.Errorf(CodeLegacy, "", "this is a workbook of an old format (.xls); save it as XLSX or CSV and try again")
}

// whole reads a part to its end, which checks its checksum, and looks for the end of its document there.
func whole(part *zip.File) (err error) {
	r, err := part.Open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	end := &tail{}
	if n, err := io.Copy(end, io.LimitReader(r, mostExpanded)); err != nil {
		return err
	} else if n == mostExpanded {
		return errors.New("it is too large")
	}
	if !bytes.Contains(end.last, []byte("worksheet>")) && !bytes.Contains(end.last, []byte("chartsheet>")) && !bytes.HasSuffix(bytes.TrimSpace(end.last), []byte("/>")) {
		return errors.New("its end is missing")
	}
	return nil
}

// tail keeps the last bytes written to it.
type tail struct{ last []byte }

func (t *tail) Write(b []byte) (int, error) {
	const kept = 4096
	t.last = append(t.last, b...)
	if len(t.last) > 2*kept {
		t.last = append(t.last[:0], t.last[len(t.last)-kept:]...)
	}
	return len(b), nil
}

// choose finds the sheets and settles on one.
func (b *Book) choose(sheet string) error {
	for _, name := range b.file.GetSheetList() {
		visible, err := b.file.GetSheetVisible(name)
		if err != nil {
			return damaged(err)
		}
		if visible || name == sheet {
			b.sheets = append(b.sheets, name)
		}
	}
	if props, err := b.file.GetWorkbookProps(); err != nil {
		return damaged(err)
	} else if props.Date1904 != nil {
		b.date1904 = *props.Date1904
	}
	if sheet != "" {
		if !slices.Contains(b.sheets, sheet) {
			return crm.Errorf(CodeSheetUnknown, "sheet", "the workbook has no sheet named %q; it has: %s", sheet, strings.Join(b.sheets, ", "))
		}
		b.sheet = sheet
		return nil
	}
	for _, name := range b.sheets {
		filled, err := b.filled(name)
		if err != nil {
			return err
		}
		if filled {
			b.sheet = name
			return nil
		}
	}
	if len(b.sheets) > 0 {
		b.sheet = b.sheets[0]
		return nil
	}
	return crm.Errorf(CodeDamaged, "", "the workbook has no sheet that can be read")
}

// filled tells whether one of the first rows holds something.
func (b *Book) filled(sheet string) (yes bool, err error) {
	rows, err := b.file.Rows(sheet)
	if err != nil {
		return false, nil // a chart has a sheet of its own, without rows
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for i := 0; i < 100 && rows.Next(); i++ {
		cells, err := rows.Columns()
		if err != nil {
			return false, damaged(err)
		}
		if slices.ContainsFunc(cells, func(s string) bool { return strings.TrimSpace(s) != "" }) {
			return true, nil
		}
	}
	return false, nil
}

// Sheets are the names of the sheets that are not hidden, in their order.
func (b *Book) Sheets() []string { return b.sheets }

// Sheet is the name of the chosen one.
func (b *Book) Sheet() string { return b.sheet }

// Close removes what was expanded into the temporary folder.
func (b *Book) Close() error { return b.file.Close() }
