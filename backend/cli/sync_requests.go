package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
	"carteira/backend/service/syncer"
)

type requestDoc struct {
	Number      int64   `json:"number"`
	Kind        string  `json:"kind"`
	Entity      *string `json:"entity"`
	Name        string  `json:"name"` // of the contact it is about
	At          *string `json:"at"`
	Author      string  `json:"author"`
	Why         string  `json:"why"`    // offline, sending, import, connection, echo, refused, unreadable
	Reason      string  `json:"reason"` // code of a refusal
	Other       *string `json:"other"`  // the record that stands in the way
	Lines       int     `json:"lines"`
	Cancellable bool    `json:"cancellable"`
}

// syncWhys are the words for why an operation waits.
var syncWhys = map[syncer.Why]string{
	syncer.WhyOffline: "why.offline", syncer.WhySending: "why.sending", syncer.WhyImport: "why.import",
	syncer.WhyConnection: "why.connection", syncer.WhyEcho: "why.echo", syncer.WhyRefused: "why.refused",
	syncer.WhyUnreadable: "why.unreadable",
}

func (p *program) syncRequestsCommand() *cobra.Command {
	c := &cobra.Command{Use: "requests", Short: p.text("help.sync.requests"), Args: p.between(0, 0)}
	limit := c.Flags().Int("limit", listedSync, p.text("flag.limit"))
	c.RunE = p.run(p.with(func(ctx context.Context, s *session, _ []string) (a answer, err error) {
		if *limit < 1 {
			return a, wrong("usage.limit")
		}
		st, err := s.sync.Status(ctx)
		if err != nil {
			return a, err
		}
		all, err := s.sync.Pending(ctx, *limit)
		if err != nil {
			return a, err
		}
		docs, total := []requestDoc{}, st.Pending+st.Refused
		for _, r := range all {
			docs = append(docs, requestDoc{
				Number: r.Counter, Kind: string(r.Kind), Entity: idText(r.Entity), Name: r.Name, At: timeText(r.At), Author: r.Author,
				Why: string(r.Why), Reason: r.Code, Other: idText(r.Other), Lines: r.Size, Cancellable: r.Cancellable,
			})
		}
		return answer{doc: map[string]any{"requests": docs, "total": total}, people: func(w io.Writer) {
			p.requestTable(w, docs)
			fmt.Fprintln(w, p.text("list.total", len(docs), total))
		}}, nil
	}))
	c.AddCommand(
		p.syncRequestCommand("cancel", "help.sync.cancel", "requests.cancelled", (*syncer.Service).Cancel),
		p.syncRequestCommand("discard", "help.sync.discard", "requests.discarded", (*syncer.Service).Discard),
		p.syncDraftCommand(),
	)
	return c
}

func (p *program) requestTable(w io.Writer, docs []requestDoc) {
	t := &table{head: strings.Split(p.text("requests.head"), "|"), whole: []int{0}}
	for _, d := range docs {
		why := p.text(syncWhys[syncer.Why(d.Why)])
		if d.Reason != "" {
			why += ": " + p.errorText(errorDoc{Code: d.Reason, Message: d.Reason})
		}
		t.add(strconv.FormatInt(d.Number, 10), d.Kind, d.Name, text(d.At), d.Author, strconv.Itoa(d.Lines), why)
	}
	t.write(w)
}

// syncRequestCommand does something with one operation that waits or was refused.
func (p *program) syncRequestCommand(use, short, done string, act func(*syncer.Service, context.Context, int64) error) *cobra.Command {
	return &cobra.Command{Use: use + " N", Short: p.text(short), Args: p.between(1, 1),
		RunE: p.run(p.with(func(ctx context.Context, s *session, args []string) (a answer, err error) {
			n, err := requestNumber(args[0])
			if err != nil {
				return a, err
			}
			if err := act(s.sync, ctx, n); err != nil {
				return a, err
			}
			return answer{doc: map[string]int64{"number": n}, people: func(w io.Writer) { fmt.Fprintln(w, p.text(done)) }}, nil
		}))}
}

func (p *program) syncDraftCommand() *cobra.Command {
	c := &cobra.Command{Use: "draft N", Short: p.text("help.sync.draft"), Args: p.between(1, 1)}
	output := c.Flags().String("output", "", p.text("flag.output"))
	c.RunE = p.run(p.with(func(ctx context.Context, s *session, args []string) (a answer, err error) {
		n, err := requestNumber(args[0])
		if err != nil {
			return a, err
		}
		draft, err := s.sync.Draft(ctx, n)
		if err != nil {
			return a, err
		}
		write := func(w io.Writer) error {
			e := json.NewEncoder(w)
			e.SetEscapeHTML(false)
			e.SetIndent("", "  ")
			return e.Encode(draft)
		}
		if *output == "" {
			return answer{}, write(p.Stdout)
		}
		path, err := s.writeWhole(*output, write)
		return answer{doc: map[string]string{"file": path}, people: func(w io.Writer) { fmt.Fprintln(w, path) }}, err
	}))
	return c
}

func requestNumber(text string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 1 {
		return 0, errors.Join(crm.Errorf(crm.CodeInvalid, "number", "a request is named by its number, as listed"), err)
	}
	return n, nil
}
