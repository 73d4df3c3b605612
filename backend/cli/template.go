package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
)

func (p *program) templateCommand() *cobra.Command {
	c := &cobra.Command{Use: "template", Short: p.text("help.template-command"), Args: p.between(0, 0)}
	format := c.Flags().String("format", "csv", p.text("flag.format"))
	output := c.Flags().String("output", "", p.text("flag.output"))
	c.RunE = p.run(func(context.Context, []string) (a answer, err error) {
		if err := onlyCSV(*format); err != nil {
			return a, err
		}
		if *output == "" {
			if p.json {
				return a, wrong("usage.json-output")
			}
			return answer{}, tabular.WriteTemplate(p.Stdout)
		}
		path, err := writeWhole(*output, tabular.WriteTemplate)
		if err != nil {
			return a, err
		}
		return answer{doc: map[string]string{"path": path}, people: func(w io.Writer) { fmt.Fprintln(w, path) }}, nil
	})
	return c
}

// onlyCSV refuses the formats that this version does not read or write.
func onlyCSV(format string) error {
	switch format {
	case "csv":
		return nil
	case "xlsx", "json":
		return crm.Errorf(codeFormatUnsupported, "format", "this version reads and writes CSV; save the file as CSV")
	}
	return crm.Errorf(crm.CodeInvalid, "format", "the format is csv")
}
