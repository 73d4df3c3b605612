package cli

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
	"carteira/backend/service/undo"
	"carteira/backend/sqlite"
)

// undoDoc is the answer of an undo; of a dry run what it would come to.
type undoDoc struct {
	Job      *string        `json:"job"`
	Import   string         `json:"import"`
	Status   string         `json:"status"`
	Total    int            `json:"total"`
	Removed  int            `json:"removed"`
	Restored int            `json:"restored"`
	Kept     int            `json:"kept"`
	Reasons  map[string]int `json:"reasons"`
	KeptFile *string        `json:"kept_file"`
	Seconds  float64        `json:"seconds"`
	Error    *errorDoc      `json:"error,omitempty"`
}

func (p *program) importUndoCommand() *cobra.Command {
	c := &cobra.Command{Use: "undo JOB", Short: p.text("help.import.undo"), Long: p.text("help.import.undo-long"), Args: p.between(1, 1)}
	dry := c.Flags().Bool("dry-run", false, p.text("flag.dry-run"))
	kept := c.Flags().String("kept", "", p.text("flag.kept"))
	c.RunE = p.run(p.with(func(ctx context.Context, s *session, args []string) (a answer, err error) {
		id, err := idOf(args[0])
		if err != nil {
			return a, err
		}
		if *dry {
			plan, err := s.undo.Plan(ctx, id, func(int, int) {})
			doc := undoDoc{Import: id.String(), Total: plan.Total, Removed: plan.Removed, Restored: plan.Restored, Kept: plan.Kept, Reasons: map[string]int{}}
			status := sqlite.UndoResult{UndoCounts: plan.UndoCounts}
			doc.Status = string(status.Colour())
			return answer{doc: doc, status: statusOf(status.Colour()), people: func(w io.Writer) {
				fmt.Fprintln(w, p.text("undo.would", doc.Removed, doc.Restored, doc.Kept))
			}}, err
		}
		j, err := s.undo.Start(ctx, id)
		if err != nil {
			return a, err
		}
		j, interrupted, err := s.wait(ctx, j.ID)
		if err != nil {
			return a, err
		}
		return p.undoAnswer(context.WithoutCancel(ctx), s, id, j, interrupted, *kept)
	}))
	return c
}

func (p *program) undoAnswer(ctx context.Context, s *session, imported crm.ID, j crm.Job, interrupted bool, kept string) (a answer, err error) {
	r, err := sqlite.UndoResultOf(j)
	if err != nil {
		return a, err
	}
	colour, problem := outcome(j, interrupted)
	job := j.ID.String()
	doc := undoDoc{
		Job: &job, Import: imported.String(), Status: string(colour), Total: r.Total, Removed: r.Removed, Restored: r.Restored,
		Kept: r.Kept, Reasons: r.Reasons, Seconds: r.Seconds,
	}
	if problem != nil {
		e := describe(problem)
		doc.Error = &e
	}
	words := undo.WordsIn(p.language)
	if kept != "" && r.Kept > 0 {
		path, err := s.writeWhole(kept, func(w io.Writer) error {
			_, err := s.undo.WriteReport(ctx, j.ID, w, words)
			return err
		})
		if err != nil {
			return a, err
		}
		doc.KeptFile = &path
	}
	return answer{doc: doc, status: statusOf(colour), people: func(w io.Writer) {
		if doc.Error != nil {
			fmt.Fprintln(w, p.errorText(*doc.Error))
		}
		fmt.Fprintln(w, p.text("undo.done", p.text("colour."+doc.Status), doc.Removed, doc.Restored, doc.Kept))
		if len(doc.Reasons) > 0 {
			t := &table{head: strings.Split(p.text("undo.reasons"), "|")}
			for _, code := range slices.Sorted(maps.Keys(doc.Reasons)) {
				t.add(words.Code(code), strconv.Itoa(doc.Reasons[code]))
			}
			t.write(w)
		}
		if doc.KeptFile != nil {
			fmt.Fprintln(w, p.text("undo.kept", *doc.KeptFile))
		} else if doc.Kept > 0 {
			fmt.Fprintln(w, p.text("undo.list", job))
		}
	}}, nil
}
