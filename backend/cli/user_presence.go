package cli

import (
	"context"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
)

func (p *program) userPresenceCommand() *cobra.Command {
	c := &cobra.Command{Use: "presence E-MAIL available|paused|offline", Short: p.text("help.user.presence"), Args: p.between(2, 2)}
	reason := c.Flags().String("reason", "", p.text("flag.reason"))
	c.RunE = p.run(p.with(func(ctx context.Context, s *session, args []string) (a answer, err error) {
		u, err := s.access.SetPresence(ctx, args[0], crm.Presence(args[1]), *reason)
		if err != nil {
			return a, err
		}
		return p.usersAnswer(userOf(u), u), nil
	}))
	return c
}
