package cli

import (
	"context"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
)

type serviceDoc struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Mailbox   string `json:"mailbox"`
	Validated bool   `json:"validated"`
}

func (p *program) serviceCommand() *cobra.Command {
	return p.group("service", "help.service", p.serviceAddCommand(), p.serviceListCommand())
}

func (p *program) serviceAddCommand() *cobra.Command {
	c := &cobra.Command{Use: "add NAME", Short: p.text("help.service.add"), Args: p.between(1, 1)}
	mailbox := c.Flags().String("mailbox", "", p.text("flag.mailbox"))
	validated := c.Flags().Bool("validated", false, p.text("flag.validated"))
	c.RunE = p.run(p.with(func(ctx context.Context, s *session, args []string) (answer, error) {
		added, err := s.settings.PutService(ctx, crm.Service{Name: args[0], Mailbox: *mailbox, Validated: *validated})
		return p.servicesAnswer(serviceOf(added), added), err
	}))
	return c
}

func (p *program) serviceListCommand() *cobra.Command {
	return &cobra.Command{Use: "list", Short: p.text("help.service.list"), Args: p.between(0, 0),
		RunE: p.run(p.with(func(ctx context.Context, s *session, _ []string) (answer, error) {
			all, err := s.settings.Services(ctx)
			docs := []serviceDoc{}
			for _, x := range all {
				docs = append(docs, serviceOf(x))
			}
			return p.servicesAnswer(map[string]any{"services": docs}, all...), err
		}))}
}

func serviceOf(s crm.Service) serviceDoc {
	return serviceDoc{s.ID.String(), s.Name, s.Mailbox, s.Validated}
}

func (p *program) servicesAnswer(doc any, all ...crm.Service) answer {
	return answer{doc: doc, people: func(w io.Writer) {
		t := &table{head: strings.Split(p.text("service.head"), "|")}
		for _, s := range all {
			t.add(s.Name, s.Mailbox, strconv.FormatBool(s.Validated))
		}
		t.write(w)
	}}
}
