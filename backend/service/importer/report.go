package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
	"carteira/backend/sqlite"
)

// CodeReportGone is the code of a report whose notification was closed (D3.16).
const CodeReportGone = "report_gone"

// Rejected is one line of the error report, for the window.
type Rejected struct {
	Line   int
	Cells  []string
	Code   string
	Field  string
	Reason string
	whole  *tabular.Item
}

// WriteReport writes every rejected line of a job to w, its columns untouched, with the reason (D3.16), and
// returns how many there are.
func (s *Service) WriteReport(ctx context.Context, id crm.ID, w io.Writer) (n int, err error) {
	var out *tabular.ErrorReportWriter
	err = s.eachRejected(ctx, id, func(t *table) (err error) {
		out, err = tabular.NewErrorReportWriter(w, t.rows.Header(), t.rows.Format().Delimiter)
		return err
	}, func(r Rejected) error {
		n++
		return out.Write(r.whole.Source, r.Line, r.whole.Err, r.Reason)
	})
	if err != nil {
		return n, sqlite.DiskError(err)
	}
	return n, sqlite.DiskError(out.Flush())
}

// Rejections are the first rejected lines of a job with their header.
func (s *Service) Rejections(ctx context.Context, id crm.ID, limit int) (header []string, out []Rejected, err error) {
	err = s.eachRejected(ctx, id, func(t *table) error {
		header = t.rows.Header()
		return nil
	}, func(r Rejected) error {
		r.Cells = r.whole.Source.Cells()
		r.whole = nil
		out = append(out, r)
		if len(out) >= limit {
			return errEnough
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return header, out, err
}

var errEnough = errors.New("enough")

// eachRejected reads the private copy again beside the stored rejections: both are in line order.
func (s *Service) eachRejected(ctx context.Context, id crm.ID, begin func(*table) error, each func(Rejected) error) (err error) {
	actor, err := crm.ActorOf(ctx)
	if err != nil {
		return err
	}
	return s.db.View(ctx, func(v *sqlite.View) (err error) {
		j, err := v.Job(id)
		if err != nil {
			return err
		}
		if j.Owner != actor.User {
			return crm.Errorf(crm.CodeNotAllowed, "job", "this report is another user's")
		}
		t, lines, err := s.reopen(j)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, t.close()) }()
		if err := begin(t); err != nil {
			return err
		}
		var items []tabular.Item
		return v.EachRejection(id, func(r sqlite.Rejection) error {
			for {
				for i := range items {
					if items[i].Number == r.Line {
						item := items[i]
						items = items[i+1:]
						return each(Rejected{Line: r.Line, Code: r.Code, Field: r.Field, Reason: r.Reason, whole: &item})
					}
				}
				var err error
				if items, err = lines.Read(unitLines); err != nil {
					return fmt.Errorf("line %d of the private copy: %w", r.Line, err)
				}
			}
		})
	})
}

func (s *Service) reopen(j crm.Job) (*table, *tabular.Lines, error) {
	o, at, err := decode(j)
	if err != nil {
		return nil, nil, err
	}
	if j.Dismissed || !at.Spooled {
		return nil, nil, crm.Errorf(CodeReportGone, "job", "there is no report: its notification was closed, or no line was read")
	}
	o.Mapping, o.Delimiter, o.Encoding = at.Mapping, at.Result.Delimiter, at.Result.Encoding
	t, err := openTable(filepath.Join(s.jobs.Folder(j.ID), copyName), o, at.Result.Encoding, tabular.Position{})
	if err != nil {
		return nil, nil, err
	}
	lines, err := tabular.NewLines(t.rows, t.mapping)
	if err != nil {
		return nil, nil, errors.Join(err, t.close())
	}
	return t, lines, nil
}

// ResultOf reads what an import or dry run has come to so far.
func ResultOf(j crm.Job) (Result, error) {
	_, at, err := decode(j)
	return at.Result, err
}
