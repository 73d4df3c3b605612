package cli

import (
	"context"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
)

type tabulationDoc struct {
	ID       string  `json:"id"`
	Name     string  `json:"name"`
	Service  *string `json:"service"` // name, null = offered in every service
	Archived bool    `json:"archived"`
}

func (p *program) tabulationCommand() *cobra.Command {
	return p.group("tabulation", "help.tabulation", p.tabulationAddCommand(), p.tabulationListCommand(), p.tabulationRenameCommand(),
		p.tabulationArchiveCommand())
}

func (p *program) tabulationAddCommand() *cobra.Command {
	c := &cobra.Command{Use: "add NAME", Short: p.text("help.tabulation.add"), Args: p.between(1, 1)}
	service := c.Flags().String("service", "", p.text("flag.tabulation-service"))
	c.RunE = p.run(p.showing(func(ctx context.Context, s *session, args []string) (a answer, err error) {
		of, err := s.serviceNamed(ctx, *service)
		if err != nil {
			return a, err
		}
		t, err := s.settings.AddTabulation(ctx, args[0], of)
		if err != nil {
			return a, err
		}
		return p.tabulationAnswer(ctx, s, t)
	}))
	return c
}

func (p *program) tabulationListCommand() *cobra.Command {
	c := &cobra.Command{Use: "list", Short: p.text("help.tabulation.list"), Args: p.between(0, 0)}
	all := c.Flags().Bool("all", false, p.text("flag.tabulation-all"))
	c.RunE = p.run(p.with(func(ctx context.Context, s *session, _ []string) (a answer, err error) {
		found, err := s.settings.Tabulations(ctx)
		if err != nil {
			return a, err
		}
		names, err := s.serviceNames(ctx)
		if err != nil {
			return a, err
		}
		docs := []tabulationDoc{}
		for _, t := range found {
			if *all || !t.Archived {
				docs = append(docs, tabulationOf(t, names))
			}
		}
		return p.tabulationsAnswer(map[string]any{"tabulations": docs}, docs...), nil
	}))
	return c
}

func (p *program) tabulationRenameCommand() *cobra.Command {
	c := &cobra.Command{Use: "rename NAME NEW", Short: p.text("help.tabulation.rename"), Args: p.between(2, 2)}
	service := c.Flags().String("service", "", p.text("flag.tabulation-service"))
	c.RunE = p.run(p.with(func(ctx context.Context, s *session, args []string) (a answer, err error) {
		t, err := s.tabulationNamed(ctx, args[0], *service)
		if err != nil {
			return a, err
		}
		if t, err = s.settings.RenameTabulation(ctx, t.ID, args[1]); err != nil {
			return a, err
		}
		return p.tabulationAnswer(ctx, s, t)
	}))
	return c
}

func (p *program) tabulationArchiveCommand() *cobra.Command {
	c := &cobra.Command{Use: "archive NAME", Short: p.text("help.tabulation.archive"), Args: p.between(1, 1)}
	service := c.Flags().String("service", "", p.text("flag.tabulation-service"))
	back := c.Flags().Bool("undo", false, p.text("flag.tabulation-undo"))
	c.RunE = p.run(p.with(func(ctx context.Context, s *session, args []string) (a answer, err error) {
		t, err := s.tabulationNamed(ctx, args[0], *service)
		if err != nil {
			return a, err
		}
		if t, err = s.settings.ArchiveTabulation(ctx, t.ID, !*back); err != nil {
			return a, err
		}
		return p.tabulationAnswer(ctx, s, t)
	}))
	return c
}

// serviceNamed finds a service; "" is none.
func (s *session) serviceNamed(ctx context.Context, name string) (crm.ID, error) {
	if name == "" {
		return crm.NoID, nil
	}
	all, err := s.settings.Services(ctx)
	if err != nil {
		return crm.NoID, err
	}
	for _, x := range all {
		if crm.Fold(x.Name) == crm.Fold(name) {
			return x.ID, nil
		}
	}
	return crm.NoID, crm.Errorf(crm.CodeNotFound, "service", "there is no service of that name")
}

func (s *session) tabulationNamed(ctx context.Context, name, service string) (t crm.Tabulation, err error) {
	of, err := s.serviceNamed(ctx, service)
	if err != nil {
		return t, err
	}
	all, err := s.settings.Tabulations(ctx)
	if err != nil {
		return t, err
	}
	for _, t := range all {
		if t.Service == of && crm.Fold(t.Name) == crm.Fold(name) {
			return t, nil
		}
	}
	return t, crm.Errorf(crm.CodeNotFound, "tabulation", "there is no tabulation of that name")
}

func (s *session) serviceNames(ctx context.Context) (map[crm.ID]string, error) {
	all, err := s.settings.Services(ctx)
	names := map[crm.ID]string{}
	for _, x := range all {
		names[x.ID] = x.Name
	}
	return names, err
}

func tabulationOf(t crm.Tabulation, services map[crm.ID]string) tabulationDoc {
	d := tabulationDoc{ID: t.ID.String(), Name: t.Name, Archived: t.Archived}
	if t.Service != crm.NoID {
		name := services[t.Service]
		d.Service = &name
	}
	return d
}

func (p *program) tabulationAnswer(ctx context.Context, s *session, t crm.Tabulation) (answer, error) {
	names, err := s.serviceNames(ctx)
	d := tabulationOf(t, names)
	return p.tabulationsAnswer(d, d), err
}

func (p *program) tabulationsAnswer(doc any, all ...tabulationDoc) answer {
	return answer{doc: doc, people: func(w io.Writer) {
		t := &table{head: strings.Split(p.text("tabulation.head"), "|")}
		for _, x := range all {
			t.add(x.Name, text(x.Service), strconv.FormatBool(x.Archived))
		}
		t.write(w)
	}}
}
