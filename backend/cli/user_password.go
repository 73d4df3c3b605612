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
		var u crm.User
		if crm.EmailKey(args[0]) == crm.EmailKey(s.actor.Email) {
			u, err = p.changeOwnPassword(ctx, s, next)
		} else {
			u, err = s.access.UpdateUser(ctx, args[0], access.UserUpdate{Password: &next})
		}
		if err != nil {
			return a, err
		}
		return p.usersAnswer(userOf(u), u), nil
	}))
	return c
}

func (p *program) changeOwnPassword(ctx context.Context, s *session, next string) (u crm.User, err error) {
	current, err := p.ownPassword()
	if err != nil {
		return u, err
	}
	if err := s.access.ChangePassword(ctx, current, next); err != nil {
		return u, err
	}
	return s.access.Own(ctx)
}
