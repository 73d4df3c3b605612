package app

import (
	"context"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"carteira/backend/crm"
	"carteira/backend/service/interactions"
	"carteira/backend/service/jobs"
)

// interactionResult is what an import of interactions has come to so far.
func interactionResult(j crm.Job) (*JobResult, error) {
	if j.Checkpoint == nil {
		return nil, nil
	}
	r, err := interactions.ResultOf(j)
	if err != nil {
		return nil, err
	}
	out := &JobResult{
		Lines: r.Lines, Created: r.Created, Updated: r.Updated, Unchanged: r.Unchanged, Rejected: r.Rejected,
		Encoding: r.Encoding, Delimiter: r.Delimiter, Written: r.Created + r.Updated,
	}
	for code, n := range r.Reasons {
		out.Reasons = append(out.Reasons, Reason{Code: code, Count: n, SampleLine: r.FirstLines[code]})
	}
	slices.SortFunc(out.Reasons, mostFrequent)
	return out, nil
}

// saveInteractionReport saves every rejected line of an import of interactions (D3.16); see App.save for the answer.
func (a *App) saveInteractionReport(ctx context.Context, j crm.Job) (string, error) {
	if _, _, err := a.interactions.Rejections(ctx, j.ID, 1); err != nil {
		return "", err
	}
	p, err := a.phrases(ctx)
	if err != nil {
		return "", err
	}
	name := strings.TrimSuffix(j.Title, filepath.Ext(j.Title)) + "-" + p.rejected + ".csv"
	return a.save(p.csvDialog(p.saveReport, name), func(w io.Writer) error {
		_, err := a.interactions.WriteReport(ctx, j.ID, w)
		return err
	})
}

func (a *App) interactionRejections(ctx context.Context, job crm.ID, limit int) ([]ReportLine, error) {
	_, lines, err := a.interactions.Rejections(ctx, job, limit)
	return convert(lines, func(r jobs.Rejected) ReportLine {
		return ReportLine{Line: r.Line, Reason: r.Reason, Code: r.Code, Cells: r.Cells}
	}), err
}
