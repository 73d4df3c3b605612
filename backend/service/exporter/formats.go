package exporter

import (
	"io"
	"path/filepath"
	"strings"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
	"carteira/backend/engine/workbook"
)

// Formats of an export (D4.1).
const (
	FormatCSV    = "csv"
	FormatXLSX   = "xlsx"
	FormatJSON   = "json"
	FormatNDJSON = "ndjson" // one document a line, which other programs read without holding the file
)

// CheckFormat refuses what is no format of an export.
func CheckFormat(format string) error {
	switch format {
	case "", FormatCSV, FormatXLSX, FormatJSON, FormatNDJSON:
		return nil
	}
	return crm.Errorf(crm.CodeInvalid, "format", "an export is written as csv, xlsx, json or ndjson")
}

// FormatOf is the format that the ending of a file's name stands for; FormatCSV for any other name.
func FormatOf(path string) string {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".xlsx":
		return FormatXLSX
	case ".json":
		return FormatJSON
	case ".ndjson", ".jsonl":
		return FormatNDJSON
	}
	return FormatCSV
}

// writer writes contacts in one format.
type writer interface {
	contact(c *crm.Contact, notes []crm.Note) error
	end() error // the file is whole
}

func newWriter(w io.Writer, format string, names *Names) (writer, error) {
	switch format {
	case FormatJSON:
		return newDocuments(w, names, true), nil
	case FormatNDJSON:
		return newDocuments(w, names, false), nil
	case FormatXLSX:
		rows, err := workbook.NewWriter(w, "Contatos")
		if err != nil {
			return nil, err
		}
		t := &table{rows, names}
		return t, t.header()
	case "", FormatCSV:
		rows, err := tabular.NewCSVWriter(w, tabular.CSVWriterOptions{BOM: true, Neutralise: true})
		if err != nil {
			return nil, err
		}
		t := &table{rows, names}
		return t, t.header()
	}
	return nil, CheckFormat(format)
}

// table writes rows under the import's headers.
type table struct {
	rows interface {
		Write(cells []string) error
		Flush() error
	}
	names *Names
}

func (t *table) header() error {
	return t.rows.Write(append(tabular.Headers(), tabular.ExportHeaders...))
}

func (t *table) contact(c *crm.Contact, notes []crm.Note) error {
	return t.rows.Write(t.names.cells(c, notes))
}

func (t *table) end() error { return t.rows.Flush() }
