package workbook

import (
	"io"

	"carteira/backend/engine/tabular"
)

// WriteTemplate writes the template as a workbook (D3.1).
func WriteTemplate(w io.Writer) error {
	x, err := NewWriter(w, "Contatos")
	if err != nil {
		return err
	}
	for _, row := range tabular.TemplateRows() {
		if err := x.Write(row); err != nil {
			return err
		}
	}
	return x.Flush()
}
