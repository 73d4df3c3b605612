package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
)

func (p *program) contactShowCommand() *cobra.Command {
	return &cobra.Command{Use: "show ID", Short: p.text("help.contact.show"), Args: p.between(1, 1),
		RunE: p.run(p.with(func(ctx context.Context, s *session, args []string) (answer, error) {
			id, err := idOf(args[0])
			if err != nil {
				return answer{}, err
			}
			return p.contactAnswer(ctx, s, id)
		}))}
}

// contactAnswer is one contact, as it is stored now.
func (p *program) contactAnswer(ctx context.Context, s *session, id crm.ID) (a answer, err error) {
	d, err := s.contacts.Get(ctx, id, false)
	if err != nil {
		return a, err
	}
	n, err := s.names(ctx)
	if err != nil {
		return a, err
	}
	doc := n.contact(&d.Contact, d.Notes)
	return answer{doc: doc, people: func(w io.Writer) { doc.write(w, &d.Contact) }}, nil
}

// write shows what is filled, documents masked.
func (d *contactDoc) write(w io.Writer, c *crm.Contact) {
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(w, "%-20s %s\n", name, oneLine(value))
		}
	}
	line("id", d.ID)
	for f := crm.FieldName; int(f) < crm.NumFields; f++ {
		switch value := c.Fields[f]; f {
		case crm.FieldCPF:
			line(f.String(), crm.MaskCPF(value))
		case crm.FieldCNPJ:
			line(f.String(), crm.FormatCNPJ(value))
		default:
			line(f.String(), value)
		}
	}
	for _, phone := range c.Phones {
		line("phone", crm.FormatPhone(phone))
	}
	custom := make([]string, 0, len(d.CustomFields))
	for name := range d.CustomFields {
		custom = append(custom, name)
	}
	slices.Sort(custom)
	for _, name := range custom {
		line(oneLine(name), d.CustomFields[name])
	}
	line("labels", strings.Join(d.Labels, ", "))
	if d.Portfolio != nil {
		line("portfolio", fmt.Sprintf("%d %s %s%s", d.Portfolio.Type, d.Portfolio.Owner, d.Portfolio.Service, d.Portfolio.Reserve))
	}
	for _, note := range d.Notes {
		line("note", note.Text)
	}
	line("created_at", text(d.CreatedAt))
	line("updated_at", text(d.UpdatedAt))
	line("last_interaction_at", text(d.LastInteractionAt))
	line("merged_into", text(d.MergedInto))
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
