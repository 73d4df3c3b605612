package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

func (p *program) contactListCommand() *cobra.Command {
	c := &cobra.Command{Use: "list", Short: p.text("help.contact.list"), Args: p.between(0, 0)}
	o := p.filterFlags(c)
	limit := c.Flags().Int("limit", 50, p.text("flag.limit"))
	after := c.Flags().String("after", "", p.text("flag.after"))
	c.RunE = p.run(p.with(func(ctx context.Context, s *session, _ []string) (a answer, err error) {
		filter, order, err := p.choose(ctx, s, o)
		if err != nil {
			return a, err
		}
		page, next, err := s.contacts.ListAfter(ctx, filter, order, *after, *limit)
		if err != nil {
			return a, err
		}
		return p.listAnswer(ctx, s, page, next)
	}))
	return c
}

// listDoc is a page of contacts; next is null after the last.
type listDoc struct {
	Contacts []contactDoc `json:"contacts"`
	Total    int64        `json:"total"`
	Next     *string      `json:"next"`
}

func (p *program) listAnswer(ctx context.Context, s *session, page sqlite.ListPage, next string) (a answer, err error) {
	n, err := s.names(ctx)
	if err != nil {
		return a, err
	}
	notes := make([][]crm.Note, len(page.Contacts))
	if p.json { // people see them with `contact show`
		if notes, err = s.contacts.NotesOf(ctx, page.N); err != nil {
			return a, err
		}
	}
	doc := listDoc{Contacts: []contactDoc{}, Total: page.Total}
	if next != "" {
		doc.Next = &next
	}
	for i, c := range page.Contacts {
		doc.Contacts = append(doc.Contacts, n.contact(&c.Contact, notes[i]))
	}
	return answer{doc: doc, people: func(w io.Writer) {
		p.contactTable(w, n, page.Contacts)
		fmt.Fprintln(w, p.text("list.total", len(page.Contacts), page.Total))
		if next != "" {
			fmt.Fprintln(w, p.text("list.next", next))
		}
	}}, nil
}

func (p *program) contactTable(w io.Writer, n *names, all []*sqlite.Stored) {
	t := &table{head: strings.Split(p.text("list.head"), "|"), whole: []int{2, 3, 6}} // phone, CPF, id
	for _, c := range all {
		phone, owner := "", ""
		if len(c.Phones) > 0 {
			phone = crm.FormatPhone(c.Phones[0])
		}
		if c.Portfolio != nil {
			owner = n.users[c.Portfolio.Owner].Name
		}
		var labels []string
		for _, id := range c.Labels {
			labels = append(labels, n.labels[id])
		}
		t.add(c.Name(), c.Fields[crm.FieldEmail], phone, crm.MaskCPF(c.Fields[crm.FieldCPF]), owner, strings.Join(labels, ", "), c.ID.String())
	}
	t.write(w)
}
