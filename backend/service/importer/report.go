package importer

import (
	"context"
	"errors"
	"io"
	"path/filepath"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
	"carteira/backend/service/jobs"
)

// WriteReport writes every rejected line of a job to w, its columns untouched, with the reason (D3.16), and
// returns how many there are.
func (s *Service) WriteReport(ctx context.Context, id crm.ID, w io.Writer) (n int, err error) {
	return s.jobs.WriteReport(ctx, id, s.reopen, w)
}

// Rejections are the first rejected lines of a job with their header.
func (s *Service) Rejections(ctx context.Context, id crm.ID, limit int) (header []string, out []jobs.Rejected, err error) {
	return s.jobs.Rejections(ctx, id, s.reopen, limit)
}

func (s *Service) reopen(j crm.Job) (*jobs.Copy, error) {
	o, at, err := decode(j)
	if err != nil {
		return nil, err
	}
	if !at.Spooled {
		return nil, jobs.ReportGone()
	}
	o.settle(at)
	t, err := openTable(filepath.Join(s.jobs.Folder(j.ID), copyName), o, at.Result.Encoding, tabular.Position{})
	if err != nil {
		return nil, err
	}
	// A report shows the lines as they stand in the file: neither corrected nor with columns made of others (D3.16).
	lines, err := tabular.NewLines(t.rows, t.mapping[:len(t.rows.Header())])
	if err != nil {
		return nil, errors.Join(err, t.close())
	}
	return &jobs.Copy{Rows: t.rows, Lines: lines, Close: t.close}, nil
}

// ResultOf reads what an import or dry run has come to so far.
func ResultOf(j crm.Job) (Result, error) {
	_, at, err := decode(j)
	return at.Result, err
}
