package cli

import (
	"context"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
	"carteira/backend/service/access"
)

// userPasswordCommand gives anybody a new password, or the one who acts one of their own: that needs no permission, for
// the current password was given to act at all.
func (p *program) userPasswordCommand() *cobra.Command {
	c := &cobra.Command{Use: "password E-MAIL", Short: p.text("help.user.password"), Args: p.between(1, 1)}
	stdin := c.Flags().Bool("password-stdin", false, p.text("flag.password-stdin"))
	c.RunE = p.run(p.with(func(ctx context.Context, s *session, args []string) (a answer, err error) {
		next, err := p.newPassword(*stdin)
		if err != nil {
			return a, err
		}
		if crm.EmailKey(args[0]) == crm.EmailKey(s.actor.Email) {
			current, err := p.ownPassword()
			if err != nil {
				return a, err
			}
			if err := s.access.ChangePassword(ctx, current, next); err != nil {
				return a, err
			}
		} else if _, err := s.access.UpdateUser(ctx, args[0], access.UserUpdate{Password: &next}); err != nil {
			return a, err
		}
		u, err := s.access.UserByEmail(ctx, args[0])
		if err != nil {
			return a, err
		}
		return p.usersAnswer(userOf(u), u), nil
	}))
	return c
}
