package cli

import (
	"context"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
)

func (p *program) userAddCommand() *cobra.Command {
	c := &cobra.Command{Use: "add --email E --name N --profile P", Short: p.text("help.user.add"), Args: p.between(0, 0)}
	f := c.Flags()
	email := f.String("email", "", p.text("flag.email"))
	name := f.String("name", "", p.text("flag.name"))
	profile := f.String("profile", "", p.text("flag.profile"))
	number := f.String("external-number", "", p.text("flag.external-number"))
	limit := f.Int("limit", 0, p.text("flag.user-limit"))
	stdin := f.Bool("password-stdin", false, p.text("flag.password-stdin"))
	c.RunE = p.run(p.with(func(ctx context.Context, s *session, _ []string) (a answer, err error) {
		if *email == "" || *name == "" || *profile == "" {
			return a, wrong("usage.missing", c.UseLine())
		}
		u := crm.User{Name: *name, Email: *email, ConcurrencyLimit: *limit}
		if u.Profile, err = crm.ParseProfile(*profile); err != nil {
			return a, err
		}
		if u.ExternalNumber, err = externalNumber(*number); err != nil {
			return a, err
		}
		password, err := p.newPassword(*stdin)
		if err != nil {
			return a, err
		}
		if u, err = s.access.AddUser(ctx, u, password); err != nil {
			return a, err
		}
		return p.usersAnswer(userOf(u), u), nil
	}))
	return c
}

// externalNumber is the number of flow 4 (D5.2); "" is none.
func externalNumber(text string) (crm.Phone, error) {
	if text == "" {
		return "", nil
	}
	return crm.ParsePhone(text)
}
