package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
)

type jobDoc struct {
	ID        string          `json:"id"`
	Kind      string          `json:"kind"`
	State     string          `json:"state"`
	Colour    string          `json:"colour"`
	Title     string          `json:"title"`
	Owner     string          `json:"owner"` // e-mail
	Done      int64           `json:"done"`
	Total     int64           `json:"total"` // 0 = unknown
	Resumed   int             `json:"resumed"`
	CreatedAt *string         `json:"created_at"`
	StartedAt *string         `json:"started_at"`
	EndedAt   *string         `json:"ended_at"`
	Error     *errorDoc       `json:"error"`
	Result    json.RawMessage `json:"result"`
}

func (p *program) jobsCommand() *cobra.Command {
	return p.group("jobs", "help.jobs", p.jobsListCommand(), p.jobsShowCommand(), p.jobsCancelCommand(), p.jobsResumeCommand())
}

func (s *session) jobDocs(ctx context.Context, all ...crm.Job) ([]jobDoc, error) {
	users, err := s.access.Users(ctx)
	if err != nil {
		return nil, err
	}
	email := map[crm.ID]string{}
	for _, u := range users {
		email[u.ID] = u.Email
	}
	docs := []jobDoc{}
	for _, j := range all {
		d := jobDoc{
			ID: j.ID.String(), Kind: string(j.Kind), State: string(j.State), Colour: string(j.Colour), Title: j.Title,
			Owner: email[j.Owner], Done: j.Done, Total: j.Total, Resumed: j.Resumed, CreatedAt: timeText(j.CreatedAt),
			StartedAt: timeText(j.StartedAt), EndedAt: timeText(j.EndedAt), Result: j.Result,
		}
		if j.Error != nil {
			e := describe(j.Error)
			d.Error = &e
		}
		docs = append(docs, d)
	}
	return docs, nil
}

func (p *program) jobTable(w io.Writer, docs []jobDoc) {
	t := &table{head: strings.Split(p.text("jobs.head"), "|"), whole: []int{0}}
	for _, d := range docs {
		state := d.State
		if d.Total > 0 {
			state += fmt.Sprintf(" %d%%", d.Done*100/d.Total)
		}
		problem := ""
		if d.Error != nil {
			problem = p.errorText(*d.Error)
		}
		t.add(d.ID, d.Kind, state, d.Colour, d.Title, d.Owner, text(d.CreatedAt), problem)
	}
	t.write(w)
}

// jobAnswer is one job as it is now.
func (p *program) jobAnswer(ctx context.Context, s *session, j crm.Job) (a answer, err error) {
	docs, err := s.jobDocs(ctx, j)
	if err != nil {
		return a, err
	}
	return answer{doc: docs[0], people: func(w io.Writer) { p.jobTable(w, docs) }}, nil
}

func (p *program) jobsListCommand() *cobra.Command {
	c := &cobra.Command{Use: "list", Short: p.text("help.jobs.list"), Args: p.between(0, 0)}
	limit := c.Flags().Int("limit", 50, p.text("flag.limit"))
	c.RunE = p.run(p.with(func(ctx context.Context, s *session, _ []string) (a answer, err error) {
		if *limit < 1 {
			return a, wrong("usage.limit")
		}
		all, err := s.jobs.List(ctx, *limit)
		if err != nil {
			return a, err
		}
		docs, err := s.jobDocs(ctx, all...)
		return answer{doc: map[string]any{"jobs": docs}, people: func(w io.Writer) { p.jobTable(w, docs) }}, err
	}))
	return c
}

func (p *program) jobsShowCommand() *cobra.Command {
	return &cobra.Command{Use: "show JOB", Short: p.text("help.jobs.show"), Args: p.between(1, 1),
		RunE: p.run(p.with(func(ctx context.Context, s *session, args []string) (a answer, err error) {
			id, err := idOf(args[0])
			if err != nil {
				return a, err
			}
			j, err := s.jobs.Get(ctx, id)
			if err != nil {
				return a, err
			}
			return p.jobAnswer(ctx, s, j)
		}))}
}

func (p *program) jobsCancelCommand() *cobra.Command {
	return &cobra.Command{Use: "cancel JOB", Short: p.text("help.jobs.cancel"), Args: p.between(1, 1),
		RunE: p.run(p.with(func(ctx context.Context, s *session, args []string) (a answer, err error) {
			id, err := idOf(args[0])
			if err != nil {
				return a, err
			}
			if err := s.jobs.Cancel(ctx, id); err != nil {
				return a, err
			}
			j, err := s.jobs.Get(ctx, id)
			if err != nil {
				return a, err
			}
			return p.jobAnswer(ctx, s, j)
		}))}
}

func (p *program) jobsResumeCommand() *cobra.Command {
	return &cobra.Command{Use: "resume JOB", Short: p.text("help.jobs.resume"), Args: p.between(1, 1),
		RunE: p.run(p.with(func(ctx context.Context, s *session, args []string) (a answer, err error) {
			id, err := idOf(args[0])
			if err != nil {
				return a, err
			}
			if err := s.resume(ctx, id); err != nil {
				return a, err
			}
			j, interrupted, err := s.wait(ctx, id)
			if err != nil {
				return a, err
			}
			if interrupted {
				p.note("job.interrupted", j.ID)
			}
			colour, _ := outcome(j, interrupted)
			a, err = p.jobAnswer(context.WithoutCancel(ctx), s, j)
			a.status = statusOf(colour)
			return a, err
		}))}
}

// resume takes up a job of one's own; another user's needs the right to manage the organization.
func (s *session) resume(ctx context.Context, id crm.ID) error {
	j, err := s.jobs.Get(ctx, id)
	if err != nil {
		return err
	}
	if j.Owner != s.actor.User {
		mine, err := s.access.Mine(ctx)
		if err != nil {
			return err
		}
		if !slices.Contains(mine, crm.PermSettings) {
			return crm.Errorf(crm.CodeNotAllowed, "job", "this job is another user's")
		}
	}
	return s.jobs.Resume(ctx, id)
}
