package cli

import (
	"context"

	"github.com/spf13/cobra"
)

func (p *program) contactUpdateCommand() *cobra.Command {
	c := &cobra.Command{Use: "update ID", Short: p.text("help.contact.update"), Args: p.between(1, 1)}
	o := p.contactFlags(c)
	c.RunE = p.run(p.showing(func(ctx context.Context, s *session, args []string) (a answer, err error) {
		id, err := idOf(args[0])
		if err != nil {
			return a, err
		}
		in, err := p.input(c, o)
		if err != nil {
			return a, err
		}
		if _, _, err := s.contacts.Update(ctx, id, in); err != nil {
			return a, err
		}
		return p.contactAnswer(ctx, s, id)
	}))
	return c
}
