package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"
)

func (p *program) initCommand() *cobra.Command {
	c := &cobra.Command{Use: "init --admin-email E --admin-name N", Short: p.text("help.init"), Args: p.between(0, 0)}
	email := c.Flags().String("admin-email", "", p.text("flag.admin-email"))
	name := c.Flags().String("admin-name", "", p.text("flag.admin-name"))
	c.RunE = p.run(func(ctx context.Context, _ []string) (a answer, err error) {
		if *email == "" || *name == "" {
			return a, wrong("usage.missing", c.UseLine())
		}
		password := p.Getenv(passwordVariable)
		if password == "" {
			if password, err = p.newPassword(false); err != nil {
				return a, err
			}
		}
		s, err := p.open(ctx, true)
		if err != nil {
			return a, err
		}
		defer func() { err = errors.Join(err, s.close()) }()
		actor, err := s.access.Initialise(ctx, *name, *email, password, source)
		if err != nil {
			return a, err
		}
		doc := map[string]any{"id": actor.User, "name": actor.Name, "email": actor.Email, "profile": actor.Profile, "data": s.db.Dir()}
		return answer{doc: doc, people: func(w io.Writer) {
			fmt.Fprintln(w, p.text("init.done", s.db.Dir(), actor.Email))
		}}, nil
	})
	return c
}
