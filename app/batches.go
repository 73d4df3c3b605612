package app

import (
	"context"
	"io"
	"slices"

	"carteira/backend/crm"
	"carteira/backend/service/batch"
)

// Batches is what is done to many contacts at once (D2.5).
type Batches struct{ app *App }

// Start begins an action on a selection in the background and returns its job. action is "activate", "deactivate",
// "add_label" or "remove_label"; label is "" where none is needed.
func (s *Batches) Start(action, label string, sel Selection) (string, error) {
	a := s.app
	return signedIn(a, "Batches.Start", func(ctx context.Context) (string, error) {
		o := batch.Options{Action: batch.Action(action)}
		var err error
		if o.Selection, err = sel.selection(); err != nil {
			return "", err
		}
		if label != "" {
			if o.Label, err = crm.ParseID(label); err != nil {
				return "", err
			}
		}
		j, err := a.batch.Start(ctx, o)
		return j.ID.String(), err
	})
}

func actionOf(j crm.Job) (string, error) {
	o, err := batch.OptionsOf(j)
	return string(o.Action), err
}

func batchResult(j crm.Job) (*JobResult, error) {
	r, err := batch.ResultOf(j)
	if err != nil || r == nil {
		return nil, err
	}
	out := &JobResult{
		Lines: r.Total, Updated: r.Changed, Unchanged: r.Unchanged, Rejected: r.Refused, Written: r.Changed,
	}
	for code, n := range r.Reasons {
		out.Reasons = append(out.Reasons, Reason{Code: code, Count: n})
	}
	slices.SortFunc(out.Reasons, mostFrequent)
	return out, nil
}

// saveRefused saves the contacts that a batch left as they are, with the reasons (D2.5).
func (a *App) saveRefused(ctx context.Context, j crm.Job) (string, error) {
	if _, err := a.batch.Refused(ctx, j.ID, 1); err != nil {
		return "", err // nobody is asked where to save what is gone
	}
	p, err := a.phrases(ctx)
	if err != nil {
		return "", err
	}
	words := batchPhrasesOf[p.tag.String()]
	name := words.file + "-" + a.db.Now().Local().Format("2006-01-02") + ".csv"
	return a.save(p.csvDialog(words.saveReport, name), func(w io.Writer) error {
		_, err := a.batch.WriteReport(ctx, j.ID, w, words.head, func(code string) string { return words.reasons[code] })
		return err
	})
}

func (a *App) refusedLines(ctx context.Context, id crm.ID, limit int) ([]ReportLine, error) {
	all, err := a.batch.Refused(ctx, id, limit)
	out := make([]ReportLine, len(all))
	for i, r := range all {
		out[i] = ReportLine{Line: i + 1, Reason: r.Code, Code: r.Code, Cells: []string{r.ID, r.Name}}
	}
	return out, err
}
