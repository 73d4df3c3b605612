package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
	"carteira/backend/service/importer"
	"carteira/backend/service/jobs"
	"carteira/backend/service/undo"
	"carteira/backend/sqlite"
)

// importEntryDoc is one import of the history: a job and what became of it.
type importEntryDoc struct {
	jobDoc
	Undoable bool    `json:"undoable"`
	Undo     *jobDoc `json:"undo"`
}

// historyFlags narrow the history.
type historyFlags struct {
	search, by, result, undo, from, to string
	limit                              int
}

func (p *program) importHistoryCommand() *cobra.Command {
	c := &cobra.Command{Use: "history", Aliases: []string{"list"}, Short: p.text("help.import.history"), Args: p.between(0, 0)}
	o := new(historyFlags)
	f := c.Flags()
	f.IntVar(&o.limit, "limit", 50, p.text("flag.limit"))
	f.StringVar(&o.search, "search", "", p.text("flag.history-search"))
	f.StringVar(&o.by, "by", "", p.text("flag.history-by"))
	f.StringVar(&o.result, "result", "", p.text("flag.history-result"))
	f.StringVar(&o.undo, "undo", "", p.text("flag.history-undo"))
	f.StringVar(&o.from, "from", "", p.text("flag.history-from"))
	f.StringVar(&o.to, "to", "", p.text("flag.history-to"))
	c.RunE = p.run(p.with(func(ctx context.Context, s *session, _ []string) (a answer, err error) {
		filter, err := s.historyFilter(ctx, o)
		if err != nil {
			return a, err
		}
		entries, _, err := s.undo.History(ctx, filter)
		if err != nil {
			return a, err
		}
		docs, err := s.entryDocs(ctx, entries...)
		if err != nil {
			return a, err
		}
		return answer{doc: map[string]any{"imports": docs}, people: func(w io.Writer) { p.historyTable(w, entries, docs) }}, nil
	}))
	return c
}

func (s *session) historyFilter(ctx context.Context, o *historyFlags) (f sqlite.ImportFilter, err error) {
	if o.limit < 1 || o.limit > 1000 {
		return f, wrong("usage.limit")
	}
	f = sqlite.ImportFilter{Search: o.search, Colour: crm.Colour(o.result), Undo: o.undo, Limit: o.limit}
	switch f.Colour {
	case "", crm.Green, crm.Yellow, crm.Red:
	default:
		return f, crm.Errorf(crm.CodeInvalid, "result", "a result is green, yellow or red")
	}
	if o.undo != "" && o.undo != "possible" && o.undo != "done" {
		return f, crm.Errorf(crm.CodeInvalid, "undo", "undo is possible or done")
	}
	if f.From, err = dayOf("from", o.from); err != nil {
		return f, err
	}
	if f.To, err = dayOf("to", o.to); err != nil {
		return f, err
	}
	if !f.To.IsZero() {
		f.To = f.To.AddDate(0, 0, 1)
	}
	if o.by == "" {
		return f, nil
	}
	n, err := s.names(ctx)
	if err != nil {
		return f, err
	}
	var ok bool
	if f.Owner, ok = n.user(o.by); !ok {
		return f, crm.Errorf(crm.CodeNotFound, "by", "there is no user with that e-mail address")
	}
	return f, nil
}

func (s *session) entryDocs(ctx context.Context, entries ...sqlite.ImportEntry) ([]importEntryDoc, error) {
	out := []importEntryDoc{}
	for _, e := range entries {
		docs, err := s.jobDocs(ctx, e.Job)
		if err != nil {
			return nil, err
		}
		d := importEntryDoc{jobDoc: docs[0], Undoable: e.Undoable}
		if e.Undo != nil {
			if docs, err = s.jobDocs(ctx, *e.Undo); err != nil {
				return nil, err
			}
			d.Undo = &docs[0]
		}
		out = append(out, d)
	}
	return out, nil
}

// historyTable says who imported what, when, and with which counts (D3.18).
func (p *program) historyTable(w io.Writer, imports []sqlite.ImportEntry, docs []importEntryDoc) {
	t := &table{head: strings.Split(p.text("history.head"), "|")}
	for i, d := range docs {
		result, err := importer.ResultOf(imports[i].Job)
		if err != nil {
			result = importer.Result{} // its checkpoint is another version's: the rest of the line still holds
		}
		undo := "-"
		switch {
		case d.Undo != nil:
			undo = p.text("history.undone", d.Undo.State)
		case d.Undoable:
			undo = p.text("history.undoable")
		}
		t.add(text(d.CreatedAt), d.Owner, d.Title, p.text("colour."+d.Colour), strconv.Itoa(result.Lines), strconv.Itoa(result.Created),
			strconv.Itoa(result.Updated), strconv.Itoa(result.Unchanged), strconv.Itoa(result.Rejected), fmt.Sprintf("%.1f s", result.Seconds), d.State,
			undo, d.ID)
	}
	t.write(w)
}

func (p *program) importShowCommand() *cobra.Command {
	return &cobra.Command{Use: "show JOB", Short: p.text("help.import.show"), Args: p.between(1, 1),
		RunE: p.run(p.with(func(ctx context.Context, s *session, args []string) (a answer, err error) {
			id, err := idOf(args[0])
			if err != nil {
				return a, err
			}
			e, err := s.undo.One(ctx, id)
			if err != nil {
				return a, err
			}
			docs, err := s.entryDocs(ctx, e)
			if err != nil {
				return a, err
			}
			how, err := importer.DetailsOf(e.Job)
			if err != nil {
				return a, err
			}
			doc := struct {
				importEntryDoc
				importer.Details
			}{docs[0], how}
			return answer{doc: doc, people: func(w io.Writer) { p.showImport(w, e, docs[0], how) }}, nil
		}))}
}

// showImport says how one import was done.
func (p *program) showImport(w io.Writer, e sqlite.ImportEntry, doc importEntryDoc, how importer.Details) {
	p.historyTable(w, []sqlite.ImportEntry{e}, []importEntryDoc{doc})
	fmt.Fprintln(w, p.text("history.how", how.Format, how.Encoding, how.Delimiter))
	t := &table{head: strings.Split(p.text("history.columns"), "|")}
	for _, m := range how.Columns {
		t.add(m.Header, m.Target, m.How)
	}
	t.write(w)
}

func (p *program) importReportCommand() *cobra.Command {
	c := &cobra.Command{Use: "report JOB", Short: p.text("help.import.report"), Args: p.between(1, 1)}
	output := c.Flags().String("output", "", p.text("flag.output"))
	c.RunE = p.run(p.with(func(ctx context.Context, s *session, args []string) (a answer, err error) {
		if err := s.access.May(ctx, crm.PermView); err != nil {
			return a, err
		}
		id, err := idOf(args[0])
		if err != nil {
			return a, err
		}
		j, err := s.jobs.Get(ctx, id)
		if err != nil {
			return a, err
		}
		lines := 0
		write := func(w io.Writer) (err error) {
			switch j.Kind {
			case crm.JobImport:
				lines, err = s.importer.WriteReport(ctx, id, w)
			case crm.JobImportUndo:
				lines, err = s.undo.WriteReport(ctx, id, w, undo.WordsIn(p.language))
			default:
				err = crm.Errorf(crm.CodeNotFound, "job", "that job is no import of contacts")
			}
			return err
		}
		if *output == "" {
			return answer{}, write(p.Stdout)
		}
		path, err := s.writeWhole(*output, write)
		if err != nil {
			return a, err
		}
		return answer{doc: map[string]any{"job": id.String(), "lines": lines, "errors_file": path},
			people: func(w io.Writer) { fmt.Fprintln(w, p.text("import.errors", path)) }}, nil
	}))
	return c
}

// importResumable tells a job that --resume can finish.
func importResumable(j crm.Job) bool { return jobs.Resumable(j) }

// decodeResult reads what a job has come to.
func decodeResult(j crm.Job, into any) error {
	if err := json.Unmarshal(j.Result, into); err != nil {
		return fmt.Errorf("result of job %s: %w", j.ID, err)
	}
	return nil
}
