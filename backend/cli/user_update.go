package cli

import (
	"context"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
	"carteira/backend/service/access"
)

func (p *program) userUpdateCommand() *cobra.Command {
	c := &cobra.Command{Use: "update E-MAIL", Short: p.text("help.user.update"), Args: p.between(1, 1)}
	f := c.Flags()
	email := f.String("email", "", p.text("flag.email"))
	name := f.String("name", "", p.text("flag.name"))
	profile := f.String("profile", "", p.text("flag.profile"))
	number := f.String("external-number", "", p.text("flag.external-number"))
	limit := f.Int("limit", 0, p.text("flag.user-limit"))
	active := f.String("active", "", p.text("flag.user-active"))
	stdin := f.Bool("password-stdin", false, p.text("flag.password-stdin"))
	c.RunE = p.run(p.with(func(ctx context.Context, s *session, args []string) (a answer, err error) {
		var up access.UserUpdate
		if f.Changed("email") {
			up.Email = email
		}
		if f.Changed("name") {
			up.Name = name
		}
		if f.Changed("profile") {
			profile, err := crm.ParseProfile(*profile)
			if err != nil {
				return a, err
			}
			up.Profile = &profile
		}
		if f.Changed("external-number") {
			number, err := externalNumber(*number)
			if err != nil {
				return a, err
			}
			up.ExternalNumber = &number
		}
		if f.Changed("limit") {
			up.ConcurrencyLimit = limit
		}
		if f.Changed("active") {
			on, err := onOff("active", *active)
			if err != nil {
				return a, err
			}
			up.Active = &on
		}
		if *stdin {
			password, err := p.newPassword(true)
			if err != nil {
				return a, err
			}
			up.Password = &password
		}
		u, err := s.access.UpdateUser(ctx, args[0], up)
		if err != nil {
			return a, err
		}
		return p.usersAnswer(userOf(u), u), nil
	}))
	return c
}
