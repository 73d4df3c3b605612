package cli

import (
	"context"

	"github.com/spf13/cobra"
)

func (p *program) contactCreateCommand() *cobra.Command {
	c := &cobra.Command{Use: "create --name NAME", Short: p.text("help.contact.create"), Args: p.between(0, 0)}
	o := p.contactFlags(c)
	c.RunE = p.run(p.showing(func(ctx context.Context, s *session, _ []string) (a answer, err error) {
		in, err := p.input(c, o)
		if err != nil {
			return a, err
		}
		created, err := s.contacts.Create(ctx, in)
		if err != nil {
			return a, err
		}
		return p.contactAnswer(ctx, s, created.ID)
	}))
	return c
}
