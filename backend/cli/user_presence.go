package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
)

func (p *program) userPresenceCommand() *cobra.Command {
	c := &cobra.Command{Use: "presence E-MAIL available|paused|offline", Short: p.text("help.user.presence"), Args: p.between(2, 2)}
	reason := c.Flags().String("reason", "", p.text("flag.reason"))
	c.RunE = p.run(p.with(func(ctx context.Context, s *session, args []string) (a answer, err error) {
		if err := s.access.SetPresence(ctx, args[0], crm.Presence(args[1]), *reason); err != nil {
			return a, err
		}
		users, err := s.access.Users(ctx)
		for _, u := range users {
			if strings.EqualFold(u.Email, args[0]) {
				return p.usersAnswer(userOf(u), u), err
			}
		}
		return a, err
	}))
	return c
}
