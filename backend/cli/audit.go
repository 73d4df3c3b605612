package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
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
	limit := c.Flags().Int("limit", 100, p.text("flag.limit"))
	c.RunE = p.run(p.with(func(ctx context.Context, s *session, _ []string) (a answer, err error) {
		if *limit < 1 {
			return a, wrong("usage.limit")
		}
		entries, err := s.settings.Audit(ctx, *limit)
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

func (p *program) auditVerifyCommand() *cobra.Command {
	return &cobra.Command{Use: "verify", Short: p.text("help.audit.verify"), Args: p.between(0, 0),
		RunE: p.run(p.with(func(ctx context.Context, s *session, _ []string) (a answer, err error) {
			entries, broken, err := s.settings.VerifyAudit(ctx)
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
