package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
	"carteira/backend/service/batch"
)

// actionDoc is the answer of an action on all contacts of a filter (D2.5).
type actionDoc struct {
	Job         string         `json:"job"`
	Status      string         `json:"status"`
	Total       int            `json:"total"`
	Changed     int            `json:"changed"`
	Unchanged   int            `json:"unchanged"`
	Refused     int            `json:"refused"`
	Reasons     map[string]int `json:"reasons"`
	RefusedFile *string        `json:"refused_file"`
	Seconds     float64        `json:"seconds"`
}

func (p *program) contactLabelCommand() *cobra.Command {
	return p.group("label", "help.contact.label", p.contactLabelling("add", batch.AddLabel), p.contactLabelling("remove", batch.RemoveLabel))
}

func (p *program) contactLabelling(use string, action batch.Action) *cobra.Command {
	c := &cobra.Command{Use: use + " LABEL", Short: p.text("help.contact.label." + use), Args: p.between(1, 1)}
	o := p.filterFlags(c)
	all := c.Flags().Bool("all", false, p.text("flag.all"))
	file := c.Flags().String("refused", "", p.text("flag.refused"))
	c.RunE = p.run(p.with(func(ctx context.Context, s *session, args []string) (a answer, err error) {
		if o.any() == *all { // nobody labels everybody by leaving something out
			return a, wrong("usage.all")
		}
		n, err := s.names(ctx)
		if err != nil {
			return a, err
		}
		label, ok := byName(n.labels, args[0])
		if !ok {
			return a, crm.Errorf(crm.CodeNotFound, "label", "there is no such label")
		}
		filter, _, err := p.choose(ctx, s, o)
		if err != nil {
			return a, err
		}
		return p.act(ctx, s, batch.Options{Action: action, Label: label, Selection: crm.Selection{All: true, Filter: filter}}, *file)
	}))
	return c
}

// act carries a batch action out and waits for it.
func (p *program) act(ctx context.Context, s *session, o batch.Options, file string) (a answer, err error) {
	j, err := s.batch.Start(ctx, o)
	if err != nil {
		return a, err
	}
	j, interrupted, err := s.wait(ctx, j.ID)
	if err != nil {
		return a, err
	}
	colour, problem := outcome(j, interrupted)
	r, err := batch.ResultOf(j)
	if err != nil {
		return a, err
	}
	if interrupted {
		p.note("job.interrupted", j.ID)
	} else if problem != nil {
		return a, problem
	}
	doc := actionDoc{Job: j.ID.String(), Status: string(colour), Reasons: map[string]int{}}
	if r != nil {
		doc.Total, doc.Changed, doc.Unchanged, doc.Refused, doc.Reasons, doc.Seconds = r.Total, r.Changed, r.Unchanged, r.Refused, r.Reasons, r.Seconds
	}
	if file != "" && doc.Refused > 0 && !interrupted {
		path, err := s.writeWhole(file, func(w io.Writer) error {
			_, err := s.batch.WriteReport(ctx, j.ID, w, strings.Split(p.text("action.head"), "|"), func(code string) string {
				return p.text("action." + code)
			})
			return err
		})
		if err != nil {
			return a, err
		}
		doc.RefusedFile = &path
	}
	return answer{doc: doc, status: statusOf(colour), people: func(w io.Writer) {
		fmt.Fprintln(w, p.text("action.done", doc.Changed, doc.Unchanged, doc.Refused))
	}}, nil
}
