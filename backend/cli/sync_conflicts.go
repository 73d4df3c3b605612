package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"carteira/backend/engine/replication"
	"carteira/backend/service/syncer"
)

// listedSync is how many conflicts or requests are shown when nobody says.
const listedSync = 1000

type conflictDoc struct {
	ID        string  `json:"id"`
	Contact   *string `json:"contact"`
	Name      string  `json:"name"`
	Kind      string  `json:"kind"` // field, cnpj, duplicate
	Field     string  `json:"field"`
	Custom    bool    `json:"custom"`
	Request   *string `json:"request"` // interaction or appointment whose part field is
	About     string  `json:"about"`   // its protocol, or when the appointment is
	Value     string  `json:"value"`   // what gave way
	ValueBy   string  `json:"value_by"`
	ValueAt   *string `json:"value_at"`
	Winner    string  `json:"winner"` // what stands
	WinnerBy  string  `json:"winner_by"`
	WinnerAt  *string `json:"winner_at"`
	Other     *string `json:"other"`
	OtherName string  `json:"other_name"`
	Mine      bool    `json:"mine"` // value was written in this office
}

func (p *program) syncConflictsCommand() *cobra.Command {
	c := &cobra.Command{Use: "conflicts", Short: p.text("help.sync.conflicts"), Args: p.between(0, 0)}
	limit := c.Flags().Int("limit", listedSync, p.text("flag.limit"))
	c.RunE = p.run(p.with(func(ctx context.Context, s *session, _ []string) (a answer, err error) {
		if *limit < 1 {
			return a, wrong("usage.limit")
		}
		st, err := s.sync.Status(ctx)
		if err != nil {
			return a, err
		}
		all, err := s.sync.Conflicts(ctx, *limit)
		if err != nil {
			return a, err
		}
		docs := []conflictDoc{}
		for _, c := range all {
			docs = append(docs, conflictOf(c))
		}
		return answer{doc: map[string]any{"conflicts": docs, "total": st.Conflicts}, people: func(w io.Writer) {
			p.conflictTable(w, docs)
			fmt.Fprintln(w, p.text("list.total", len(docs), st.Conflicts))
		}}, nil
	}))
	c.AddCommand(p.syncSettleCommand())
	return c
}

func conflictOf(c syncer.Conflict) conflictDoc {
	about := c.About
	if at := timeText(c.Due); at != nil {
		about = *at
	}
	return conflictDoc{
		Request: idText(c.Request), About: about,
		ID: c.ID.String(), Contact: idText(c.Contact), Name: c.Name, Kind: string(c.Kind), Field: c.Field, Custom: c.Custom,
		Value: c.Value, ValueBy: c.ValueBy, ValueAt: timeText(c.ValueAt),
		Winner: c.Winner, WinnerBy: c.WinnerBy, WinnerAt: timeText(c.WinnerAt),
		Other: idText(c.Other), OtherName: c.OtherName, Mine: c.Mine,
	}
}

func (p *program) conflictTable(w io.Writer, docs []conflictDoc) {
	t := &table{head: strings.Split(p.text("conflicts.head"), "|"), whole: []int{0}}
	for _, d := range docs {
		what := d.Field
		if d.Kind == string(replication.ConflictDuplicate) {
			what = p.text("conflicts.duplicate")
		}
		t.add(d.ID, d.Name, what, d.Value, d.ValueBy, d.Winner, d.WinnerBy, d.OtherName)
	}
	t.write(w)
}

func (p *program) syncSettleCommand() *cobra.Command {
	c := &cobra.Command{Use: "settle ID --take winner|value", Short: p.text("help.sync.settle"), Args: p.between(1, 1)}
	take := c.Flags().String("take", "", p.text("flag.take"))
	c.RunE = p.run(p.with(func(ctx context.Context, s *session, args []string) (a answer, err error) {
		choice := syncer.Choice(*take)
		if choice != syncer.KeepWinner && choice != syncer.TakeValue {
			return a, wrong("usage.take")
		}
		id, err := idOf(args[0])
		if err != nil {
			return a, err
		}
		if err := s.sync.Settle(ctx, id, choice); err != nil {
			return a, err
		}
		return answer{doc: map[string]string{"id": id.String(), "took": string(choice)}, people: func(w io.Writer) {
			fmt.Fprintln(w, p.text("conflicts.settled"))
		}}, nil
	}))
	return c
}
