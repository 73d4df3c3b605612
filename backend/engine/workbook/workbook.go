// Package workbook reads the sheets of XLSX files as people see them, and writes such files. A sheet becomes CSV, so that
// whatever imports CSV imports it: same rules, same resuming, same report.
package workbook

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"

	"carteira/backend/crm"
)

// Codes of files that look like a workbook and cannot be read; the result is red and nothing is saved (D3.14).
const (
	CodeProtected     = "file_protected"       // a password is needed
	CodeLegacy        = "file_legacy_workbook" // .xls of before 2007
	CodeUnsupported   = "file_unsupported"     // another kind of archive: .ods, .numbers, .zip
	CodeDamaged       = "file_damaged"
	CodeTooLarge      = "file_too_large" // once expanded
	CodeNotCalculated = "file_not_calculated"
	CodeSheetUnknown  = "sheet_unknown"
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

// Options say what to open.
type Options struct {
	Sheet     string                // "" is the first that is not hidden and holds something
	Spill     func() (Spill, error) // makes room for the texts of a large workbook; nil keeps them in memory
	MostBytes int64                 // that a part may expand to, 0 = 4 GiB
}

// Book is an open workbook with one sheet chosen.
type Book struct {
	parts    *parts
	partOf   map[string]string // names of the parts of the sheets
	sheets   []string
	sheet    string
	styles   *styles
	texts    *sharedTexts
	date1904 bool
}

// Open opens a workbook of size bytes. Errors for people: the codes above. What is damaged further down is found when the
// sheet is written.
func Open(f io.ReaderAt, size int64, o Options) (_ *Book, err error) {
	head := make([]byte, len(oleMagic))
	n, err := f.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, damaged(err)
	}
	if bytes.HasPrefix(head[:n], oleMagic) {
		return nil, oldOrEncrypted(io.NewSectionReader(f, 0, size))
	}
	b := &Book{partOf: map[string]string{}}
	most := o.MostBytes
	if most == 0 {
		most = mostExpanded
	}
	if b.parts, err = openParts(f, size, most); err != nil {
		return nil, damaged(err)
	}
	texts, err := b.readWorkbook(o.Sheet)
	if err != nil {
		return nil, err
	}
	if b.texts, err = openTexts(b.parts, texts, o.Spill); err != nil {
		return nil, damaged(err)
	}
	if err := b.choose(o.Sheet); err != nil {
		return nil, errors.Join(damaged(err), b.Close())
	}
	return b, nil
}

// damaged says so of what is no error for people and none of reading or writing a file.
func damaged(err error) error {
	var io *fs.PathError
	if crm.CodeOf(err) != "" || errors.As(err, &io) {
		return err
	}
	return errors.Join(crm.Errorf(CodeDamaged, "", "the workbook is damaged; open it in a spreadsheet and save it again"), err)
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

// readWorkbook finds the sheets, in their order and without the hidden ones unless that is the one wanted, and the styles; it
// gives the name of the part with the shared texts.
func (b *Book) readWorkbook(wanted string) (texts string, err error) {
	const usual = "xl/workbook.xml"
	top, err := b.parts.relations("")
	if err != nil && b.parts.byName[usual] == nil {
		return "", crm.Errorf(CodeUnsupported, "", "this is no XLSX file; open it where it was made and save it as XLSX or CSV")
	}
	name := related(top, "officeDocument")
	if b.parts.byName[canonical(name)] == nil {
		name = usual
	}
	if !strings.HasSuffix(canonical(name), ".xml") || b.parts.byName[canonical(name)] == nil { // .xlsb, .docx
		return "", crm.Errorf(CodeUnsupported, "", "this is no XLSX file; open it where it was made and save it as XLSX or CSV")
	}
	relations, err := b.parts.relations(name)
	if err != nil {
		return "", damaged(err)
	}
	isBook := false
	if err := b.parts.read(name, func(m *markup) error {
		switch string(m.name) {
		case "workbook":
			isBook = true
		case "workbookPr":
			on := string(m.attr("date1904"))
			b.date1904 = on == "1" || on == "true" || on == "on"
		case "sheet":
			title, err := m.value("name")
			if err != nil {
				return err
			}
			hidden := bytes.HasSuffix(bytes.ToLower(m.attr("state")), []byte("hidden"))
			// A chart has a sheet of its own, without rows.
			if r := relations[string(m.attr("id"))]; r.kind == "worksheet" && (!hidden || title == wanted) {
				b.sheets = append(b.sheets, title)
				b.partOf[title] = r.target
			}
		}
		return nil
	}); err != nil {
		return "", damaged(err)
	}
	if !isBook {
		return "", crm.Errorf(CodeUnsupported, "", "this is no XLSX file; open it where it was made and save it as XLSX or CSV")
	}
	if b.styles, err = readStyles(b.parts, b.parts.present(related(relations, "styles"))); err != nil {
		return "", damaged(err)
	}
	return b.parts.present(related(relations, "sharedStrings")), nil
}

// choose settles on a sheet.
func (b *Book) choose(sheet string) error {
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
	return errors.New("the workbook has no sheet that can be read")
}

// filled tells whether one of the first rows holds something.
func (b *Book) filled(sheet string) (yes bool, err error) {
	rows, err := b.rows(sheet)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, rows.close()) }()
	for range 100 {
		if err := rows.next(); errors.Is(err, io.EOF) {
			return false, nil
		} else if err != nil {
			return false, err
		}
		if len(rows.cells) > 0 {
			return true, nil
		}
	}
	return false, nil
}

// Sheets are the names of the sheets that are not hidden, in their order.
func (b *Book) Sheets() []string { return b.sheets }

// Sheet is the name of the chosen one.
func (b *Book) Sheet() string { return b.sheet }

// Close removes what was spilled.
func (b *Book) Close() error { return b.texts.close() }
