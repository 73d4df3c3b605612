package importer

import (
	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
	"carteira/backend/service/jobs"
	"carteira/backend/sqlite"
)

// The line of a file that is the header (D3.2): the person's choice; else the line whose headers a person has pointed out before,
// wherever it stands; else what looks like one. It is settled when the file is looked at and when the private copy is taken, and
// kept with the job: a dry run, an import and its resumption read the same lines.

// findHeader lets the table be opened at the header of a file of a format, which only CSV and workbooks have to look for.
func (o *Options) findHeader(v *sqlite.View, format string) error {
	if format == FormatJSON {
		if o.HeaderRow > 1 {
			return crm.Errorf(crm.CodeInvalid, "header_row", "a JSON file has no header line: its keys are the columns")
		}
		o.HeaderRow = 1 // of what it was converted to
		return nil
	}
	o.knownHeader = func(top []tabular.Row) (int, error) {
		for _, row := range top {
			known, err := memoryOf(v, row.Cells)
			if err != nil || known != nil && known.Header {
				return row.Line, err
			}
		}
		return 0, nil
	}
	return nil
}

// pointedOut tells whether a header is to be remembered as such: a person chose its line, and by its look it would be another.
func pointedOut(chosen bool, line int, top []tabular.Row) bool {
	return chosen && line != tabular.HeaderIn(top, nil)
}

// forgetHeaders takes back what was pointed out before in the other lines of a file: the person has chosen this one now.
func forgetHeaders(tx *sqlite.Tx, top []tabular.Row, header int) error {
	for _, row := range top {
		known, err := memoryOf(&tx.View, row.Cells)
		if err != nil {
			return err
		}
		if row.Line == header || known == nil || !known.Header {
			continue
		}
		known.Header = false
		if err := tx.SetImportMapping(tabular.HeaderSetKey(row.Cells), string(jobs.Encode(known))); err != nil {
			return err
		}
	}
	return nil
}
