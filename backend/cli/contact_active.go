package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
)

// batchDoc is the answer of every command on several contacts.
type batchDoc struct {
	Done    []string     `json:"done"`
	Refused []refusedDoc `json:"refused"`
}

type refusedDoc struct {
	ID     string `json:"id"`
	Reason string `json:"reason"` // an error code
}

func (p *program) contactActiveCommand(use string, active bool) *cobra.Command {
	return &cobra.Command{Use: use + " ID…", Short: p.text("help.contact." + use), Args: p.between(1, -1),
		RunE: p.run(p.with(func(ctx context.Context, s *session, args []string) (a answer, err error) {
			var ids []crm.ID
			for _, arg := range args {
				id, err := idOf(arg)
				if err != nil {
					return a, err
				}
				ids = append(ids, id)
			}
			done, refused, err := s.contacts.SetActive(ctx, ids, active)
			if err != nil {
				return a, err
			}
			return p.batchAnswer(ids, done, refused), nil
		}))}
}

func (p *program) batchAnswer(ids, done []crm.ID, refused map[crm.ID]error) answer {
	doc := batchDoc{Done: []string{}, Refused: []refusedDoc{}}
	for _, id := range done {
		doc.Done = append(doc.Done, id.String())
	}
	for _, id := range ids { // in the order they were given
		if err := refused[id]; err != nil {
			doc.Refused = append(doc.Refused, refusedDoc{id.String(), crm.CodeOf(err)})
		}
	}
	status := statusPartly
	switch {
	case len(doc.Refused) == 0:
		status = statusDone
	case len(doc.Done) == 0:
		status = statusFailed
	}
	return answer{doc: doc, status: status, people: func(w io.Writer) {
		fmt.Fprintln(w, p.text("batch.done", len(doc.Done), len(doc.Refused)))
		for _, id := range ids {
			if err := refused[id]; err != nil {
				fmt.Fprintf(w, "%s  %s\n", id, p.errorText(describe(err)))
			}
		}
	}}
}
