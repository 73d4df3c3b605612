package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
)

type changeDoc struct {
	At     *string           `json:"at"`
	Author string            `json:"author"`
	Source string            `json:"source"`
	Fields []crm.FieldChange `json:"fields"`
}

func (p *program) contactHistoryCommand() *cobra.Command {
	return &cobra.Command{Use: "history ID", Short: p.text("help.contact.history"), Args: p.between(1, 1),
		RunE: p.run(p.with(func(ctx context.Context, s *session, args []string) (a answer, err error) {
			id, err := idOf(args[0])
			if err != nil {
				return a, err
			}
			d, err := s.contacts.Get(ctx, id, true)
			if err != nil {
				return a, err
			}
			changes := []changeDoc{}
			for _, c := range d.Changes {
				changes = append(changes, changeDoc{timeText(c.At), c.Author, c.Source, append([]crm.FieldChange{}, c.Fields...)})
			}
			return answer{doc: map[string]any{"changes": changes}, people: func(w io.Writer) {
				for _, c := range changes {
					fmt.Fprintf(w, "%s  %s (%s)\n", text(c.At), oneLine(c.Author), c.Source)
					for _, f := range c.Fields {
						fmt.Fprintf(w, "    %s: %q → %q\n", oneLine(f.Field), f.Old, f.New)
					}
				}
			}}, nil
		}))}
}
