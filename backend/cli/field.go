package cli

import (
	"context"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
)

type fieldDoc struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Type    string   `json:"type"`
	Choices []string `json:"choices"`
}

func (p *program) fieldCommand() *cobra.Command {
	return p.group("field", "help.field", p.fieldAddCommand(), p.fieldListCommand())
}

func (p *program) fieldAddCommand() *cobra.Command {
	c := &cobra.Command{Use: "add NAME", Short: p.text("help.field.add"), Args: p.between(1, 1)}
	kind := c.Flags().String("type", "text", p.text("flag.type"))
	choices := c.Flags().StringArray("choice", nil, p.text("flag.choice"))
	c.RunE = p.run(p.with(func(ctx context.Context, s *session, args []string) (a answer, err error) {
		f := crm.CustomField{Name: args[0], Choices: *choices}
		if f.Type, err = crm.ParseFieldType(*kind); err != nil {
			return a, err
		}
		f, err = s.settings.AddField(ctx, f)
		return p.fieldsAnswer(fieldOf(f), f), err
	}))
	return c
}

func (p *program) fieldListCommand() *cobra.Command {
	return &cobra.Command{Use: "list", Short: p.text("help.field.list"), Args: p.between(0, 0),
		RunE: p.run(p.with(func(ctx context.Context, s *session, _ []string) (answer, error) {
			all, err := s.settings.Fields(ctx)
			docs := []fieldDoc{}
			for _, f := range all {
				docs = append(docs, fieldOf(f))
			}
			return p.fieldsAnswer(map[string]any{"fields": docs}, all...), err
		}))}
}

func fieldOf(f crm.CustomField) fieldDoc {
	return fieldDoc{f.ID.String(), f.Name, string(f.Type), append([]string{}, f.Choices...)}
}

func (p *program) fieldsAnswer(doc any, all ...crm.CustomField) answer {
	return answer{doc: doc, people: func(w io.Writer) {
		t := &table{head: strings.Split(p.text("field.head"), "|")}
		for _, f := range all {
			t.add(f.Name, string(f.Type), strings.Join(f.Choices, ", "))
		}
		t.write(w)
	}}
}
