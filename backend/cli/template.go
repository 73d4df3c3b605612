package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
	"carteira/backend/engine/workbook"
	"carteira/backend/service/exporter"
	"carteira/backend/sqlite"
)

func (p *program) templateCommand() *cobra.Command {
	c := &cobra.Command{Use: "template", Short: p.text("help.template-command"), Args: p.between(0, 0)}
	format := c.Flags().String("format", "csv", p.text("flag.format-template"))
	output := c.Flags().String("output", "", p.text("flag.output"))
	c.RunE = p.run(func(context.Context, []string) (a answer, err error) {
		write := tabular.WriteTemplate
		switch *format {
		case exporter.FormatCSV:
		case exporter.FormatXLSX:
			write = workbook.WriteTemplate
		default:
			return a, crm.Errorf(crm.CodeInvalid, "format", "the template comes as csv or xlsx")
		}
		if *output == "" {
			if p.json {
				return a, wrong("usage.json-output")
			}
			return answer{}, write(p.Stdout)
		}
		path, err := writeWhole(*output, sqlite.BeginWithoutNote, write)
		if err != nil {
			return a, err
		}
		return answer{doc: map[string]string{"path": path}, people: func(w io.Writer) { fmt.Fprintln(w, path) }}, nil
	})
	return c
}
