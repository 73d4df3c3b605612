package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
	"carteira/backend/service/demo"
)

// demoAdmin is the administrator of a replica that the demo itself has initialised.
const demoAdmin = "demo@example.com"

func (p *program) demoCommand() *cobra.Command {
	c := &cobra.Command{Use: "demo", Short: p.text("help.demo"), Args: p.between(0, 0)}
	number := c.Flags().Int("contacts", 1000, p.text("flag.contacts"))
	seed := c.Flags().Uint64("seed", 1, p.text("flag.seed"))
	c.AddCommand(p.demoCSVCommand())
	c.RunE = p.run(func(ctx context.Context, _ []string) (a answer, err error) {
		s, err := p.open(ctx, true)
		if err != nil {
			return a, err
		}
		defer func() { err = errors.Join(err, s.close()) }()
		password, err := p.demoActor(ctx, s)
		if err != nil {
			return a, err
		}
		return p.fillDemo(crm.WithActor(ctx, s.actor), s, *number, *seed, password)
	})
	return c
}

// demoActor signs in or, where nobody has initialised the replica, does so. password is "" when it is the person's own.
func (p *program) demoActor(ctx context.Context, s *session) (password string, err error) {
	yes, err := s.access.Initialised(ctx)
	if err != nil {
		return "", err
	}
	if yes {
		s.actor, err = p.signIn(ctx, s.access)
		return "", err
	}
	if password = p.Getenv(passwordVariable); password == "" {
		password = demo.Password
	}
	s.actor, err = s.access.Initialise(ctx, "Administração", demoAdmin, password, source)
	return password, err
}

type demoDoc struct {
	Job          string  `json:"job"`
	Status       string  `json:"status"`
	Contacts     int     `json:"contacts"`
	Interactions int     `json:"interactions"`
	Users        int     `json:"users"`
	Admin        string  `json:"admin"`
	Password     *string `json:"password"` // of the administrator and the agents; null when the administrator is your own
	Seconds      float64 `json:"seconds"`
}

func (p *program) fillDemo(ctx context.Context, s *session, number int, seed uint64, password string) (a answer, err error) {
	j, err := s.demo.Start(ctx, number, seed)
	if err != nil {
		return a, err
	}
	j, interrupted, err := s.wait(ctx, j.ID)
	if err != nil {
		return a, err
	}
	colour, problem := outcome(j, interrupted)
	if interrupted {
		p.note("job.interrupted", j.ID)
	}
	if problem != nil {
		return a, problem
	}
	var result demo.Result
	if err := decodeResult(j, &result); err != nil {
		return a, err
	}
	doc := demoDoc{j.ID.String(), string(colour), result.Contacts, result.Interactions, result.Users, s.actor.Email, nil, j.EndedAt.Sub(j.StartedAt).Seconds()}
	if password != "" {
		doc.Password = &password
	}
	return answer{doc: doc, status: statusOf(colour), people: func(w io.Writer) {
		fmt.Fprintln(w, p.text("demo.done", doc.Contacts, doc.Interactions, doc.Users))
		if password != "" {
			fmt.Fprintln(w, p.text("demo.sign-in", doc.Admin, password))
		}
	}}, nil
}
