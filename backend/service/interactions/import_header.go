package interactions

import (
	"context"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
	"carteira/backend/sqlite"
)

// The header of a file of interactions is found as that of a file of contacts is, below titles (D3.2): the line a person chose; else one
// that was pointed out before; else what looks like one. It is settled with the private copy and kept with the job.

// namesColumns is tabular.Naming of these files. Only a line that says whom and by which channel can be imported under: a filter above
// the table, "Canal;Todos;Agente;Ana", names columns too.
func namesColumns(cells []string) (known int, named bool) {
	c := columnsOf(cells)
	if c.check() != nil {
		return 0, false
	}
	return len(c), true
}

// findHeader lets a file of a format be opened at its header.
func (s *Service) findHeader(ctx context.Context, o *Options, format string) error {
	if format == FormatJSON {
		if o.HeaderRow > 1 {
			return crm.Errorf(crm.CodeInvalid, "header_row", "a JSON file has no header line: its keys are the columns")
		}
		o.HeaderRow = 1 // of what it was converted to
		return nil
	}
	if o.HeaderRow > 0 {
		return nil
	}
	o.HeaderRow = tabular.FindHeader
	o.knownHeader = func(top []tabular.Row) (line int, err error) {
		err = s.db.View(ctx, func(v *sqlite.View) error {
			for _, row := range top {
				text, err := v.ImportMapping(headerKey(row.Cells))
				if err != nil {
					return err
				}
				if text != "" {
					line = row.Line
					return nil
				}
			}
			return nil
		})
		return line, err
	}
	return nil
}

// pointedOut stands for a header that a person has chosen although another line looks more like it.
const pointedOut = `{"header":true}`

// headerKey is apart from what is remembered of contacts' files with the same headers.
func headerKey(cells []string) string { return "interactions/" + tabular.HeaderSetKey(cells) }

// keepHeader remembers what a person chose of the first lines of a file, and takes back what was pointed out in the others.
func keepHeader(tx *sqlite.Tx, top []tabular.Row, chosen int) error {
	for _, row := range top {
		key, want := headerKey(row.Cells), ""
		if row.Line == chosen && chosen != tabular.HeaderIn(top, namesColumns) {
			want = pointedOut
		}
		had, err := tx.ImportMapping(key)
		if err == nil && had != want {
			err = tx.SetImportMapping(key, want)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
