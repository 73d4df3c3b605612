package workbook

import (
	"errors"
	"io"

	"carteira/backend/engine/tabular"
)

// WriteTemplate writes the template as a workbook (D3.1).
func WriteTemplate(w io.Writer) (err error) {
	x, err := NewWriter(w, "Contatos", "")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, x.Close()) }()
	for _, row := range tabular.TemplateRows() {
		if err := x.Write(row); err != nil {
			return err
		}
	}
	return x.Flush()
}
