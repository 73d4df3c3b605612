package cli

import (
	"context"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
)

type labelDoc struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Color string `json:"color"`
}

// labelColors are the tokens of the theme that a label may have.
var labelColors = []string{"gray", "petrol", "green", "amber", "red"}

func (p *program) labelCommand() *cobra.Command {
	return p.group("label", "help.label", p.labelAddCommand(), p.labelListCommand())
}

func (p *program) labelAddCommand() *cobra.Command {
	c := &cobra.Command{Use: "add NAME", Short: p.text("help.label.add"), Args: p.between(1, 1)}
	color := c.Flags().String("color", "", p.text("flag.color"))
	c.RunE = p.run(p.with(func(ctx context.Context, s *session, args []string) (a answer, err error) {
		if *color != "" && !slices.Contains(labelColors, *color) {
			return a, crm.Errorf(crm.CodeInvalid, "color", "a color is one of %v", labelColors)
		}
		if _, err := s.settings.AddLabel(ctx, crm.Label{Name: args[0], Color: *color}); err != nil {
			return a, err
		}
		all, err := s.settings.Labels(ctx) // the color may have been chosen for it
		for _, l := range all {
			if crm.Fold(l.Name) == crm.Fold(args[0]) {
				return p.labelsAnswer(labelOf(l), l), err
			}
		}
		return a, err
	}))
	return c
}

func (p *program) labelListCommand() *cobra.Command {
	return &cobra.Command{Use: "list", Short: p.text("help.label.list"), Args: p.between(0, 0),
		RunE: p.run(p.with(func(ctx context.Context, s *session, _ []string) (answer, error) {
			all, err := s.settings.Labels(ctx)
			docs := []labelDoc{}
			for _, l := range all {
				docs = append(docs, labelOf(l))
			}
			return p.labelsAnswer(map[string]any{"labels": docs}, all...), err
		}))}
}

func labelOf(l crm.Label) labelDoc { return labelDoc{l.ID.String(), l.Name, l.Color} }

func (p *program) labelsAnswer(doc any, all ...crm.Label) answer {
	return answer{doc: doc, people: func(w io.Writer) {
		t := &table{head: strings.Split(p.text("label.head"), "|")}
		for _, l := range all {
			t.add(l.Name, l.Color)
		}
		t.write(w)
	}}
}
