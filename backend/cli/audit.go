package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
)

type auditDoc struct {
	Seq     int64          `json:"seq"`
	At      *string        `json:"at"`
	Actor   *string        `json:"actor"` // user id, null = the program
	Source  string         `json:"source"`
	Action  string         `json:"action"`
	Subject *string        `json:"subject"`
	Detail  map[string]any `json:"detail"`
	Hash    string         `json:"hash"`
}

func (p *program) auditCommand() *cobra.Command {
	return p.group("audit", "help.audit", p.auditListCommand(), p.auditVerifyCommand())
}

func (p *program) auditListCommand() *cobra.Command {
	c := &cobra.Command{Use: "list", Short: p.text("help.audit.list"), Args: p.between(0, 0)}
	f := c.Flags()
	limit := f.Int("limit", 100, p.text("flag.limit"))
	before := f.Int64("before", 0, p.text("flag.audit-before"))
	from := f.String("from", "", p.text("flag.audit-from"))
	to := f.String("to", "", p.text("flag.audit-to"))
	user := f.String("user", "", p.text("flag.audit-user"))
	action := f.String("action", "", p.text("flag.audit-action"))
	c.RunE = p.run(p.with(func(ctx context.Context, s *session, _ []string) (a answer, err error) {
		if *limit < 1 {
			return a, wrong("usage.limit")
		}
		filter := crm.AuditFilter{Action: *action}
		if filter.From, err = dayOf("from", *from); err != nil {
			return a, err
		}
		if filter.To, err = dayOf("to", *to); err != nil {
			return a, err
		}
		if !filter.To.IsZero() {
			filter.To = filter.To.AddDate(0, 0, 1) // the day itself too
		}
		if *user != "" {
			if filter.Actor, err = p.auditActor(ctx, s, *user); err != nil {
				return a, err
			}
		}
		entries, err := s.audit.List(ctx, filter, *before, *limit)
		if err != nil {
			return a, err
		}
		docs := []auditDoc{}
		t := &table{head: strings.Split(p.text("audit.head"), "|")}
		for _, e := range entries {
			docs = append(docs, auditDoc{e.Seq, timeText(e.At), idText(e.Actor), e.Source, e.Action, idText(e.Subject), e.Detail, e.Hash})
			detail, err := json.Marshal(e.Detail)
			if err != nil {
				return a, err
			}
			t.add(strconv.FormatInt(e.Seq, 10), text(timeText(e.At)), e.Action, e.Source, string(detail))
		}
		return answer{doc: map[string]any{"entries": docs}, people: t.write}, nil
	}))
	return c
}

// dayOf reads the beginning of a day, by this computer's clock; "" is none.
func dayOf(field, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	day, err := time.ParseInLocation(time.DateOnly, text, time.Local)
	if err != nil {
		return day, crm.Errorf(crm.CodeInvalid, field, "a day is written yyyy-mm-dd")
	}
	return day, nil
}

// auditActor finds who acted: a user by e-mail, or the program itself.
func (p *program) auditActor(ctx context.Context, s *session, email string) (*crm.ID, error) {
	if email == "system" {
		return new(crm.ID), nil
	}
	users, err := s.access.Users(ctx)
	if err != nil {
		return nil, err
	}
	for _, u := range users {
		if crm.EmailKey(u.Email) == crm.EmailKey(email) {
			return &u.ID, nil
		}
	}
	return nil, crm.Errorf(crm.CodeNotFound, "email", "there is no user with that e-mail address")
}

func (p *program) auditVerifyCommand() *cobra.Command {
	return &cobra.Command{Use: "verify", Short: p.text("help.audit.verify"), Args: p.between(0, 0),
		RunE: p.run(p.with(func(ctx context.Context, s *session, _ []string) (a answer, err error) {
			entries, broken, err := s.audit.Verify(ctx)
			if err != nil {
				return a, err
			}
			a.doc = map[string]any{"entries": entries, "broken": nil}
			a.people = func(w io.Writer) { fmt.Fprintln(w, p.text("audit.intact", entries)) }
			if broken != 0 {
				a.status = statusFailed
				a.doc = map[string]any{"entries": entries, "broken": broken}
				a.people = func(w io.Writer) { fmt.Fprintln(w, p.text("audit.broken", broken)) }
			}
			return a, nil
		}))}
}
