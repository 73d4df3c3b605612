package cli

import (
	"context"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
)

func (p *program) userCommand() *cobra.Command {
	return p.group("user", "help.user", p.userAddCommand(), p.userListCommand(), p.userUpdateCommand(),
		p.userPasswordCommand(), p.userPresenceCommand())
}

type userDoc struct {
	ID             string  `json:"id"`
	Name           string  `json:"name"`
	Email          string  `json:"email"`
	Profile        string  `json:"profile"`
	ExternalNumber string  `json:"external_number"`
	Limit          int     `json:"limit"` // interactions at once, 0 = no limit
	Active         bool    `json:"active"`
	Presence       string  `json:"presence"`
	PresenceReason string  `json:"presence_reason"`
	CreatedAt      *string `json:"created_at"`
}

func userOf(u crm.User) userDoc {
	return userDoc{u.ID.String(), u.Name, u.Email, string(u.Profile), string(u.ExternalNumber), u.ConcurrencyLimit,
		u.Active, string(u.Presence), u.PresenceReason, timeText(u.CreatedAt)}
}

func (p *program) usersAnswer(doc any, users ...crm.User) answer {
	return answer{doc: doc, people: func(w io.Writer) {
		t := &table{head: strings.Split(p.text("user.head"), "|")}
		for _, u := range users {
			t.add(u.Email, u.Name, string(u.Profile), strconv.FormatBool(u.Active), string(u.Presence))
		}
		t.write(w)
	}}
}

func (p *program) userListCommand() *cobra.Command {
	return &cobra.Command{Use: "list", Short: p.text("help.user.list"), Args: p.between(0, 0),
		RunE: p.run(p.with(func(ctx context.Context, s *session, _ []string) (a answer, err error) {
			users, err := s.access.Users(ctx)
			if err != nil {
				return a, err
			}
			docs := []userDoc{}
			for _, u := range users {
				docs = append(docs, userOf(u))
			}
			return p.usersAnswer(map[string]any{"users": docs}, users...), nil
		}))}
}
