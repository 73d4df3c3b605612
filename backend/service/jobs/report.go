package jobs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
	"carteira/backend/sqlite"
)

// An import keeps of a rejected line its number and the reason; the line itself is read again from the job's private copy
// of the file when somebody asks for the report (D3.16).

// CodeReportGone is the code of a report whose notification was closed (D3.16).
const CodeReportGone = "report_gone"

// ReportGone says that a job has no report, or none any more.
func ReportGone() error {
	return crm.Errorf(CodeReportGone, "job", "there is no report: its notification was closed, or no line was read")
}

// Reported is a job whose report the actor in ctx may see: a report is its owner's alone, and closed with its notification.
func Reported(ctx context.Context, v *sqlite.View, id crm.ID) (j crm.Job, err error) {
	actor, err := crm.ActorOf(ctx)
	if err != nil {
		return j, err
	}
	j, err = v.Job(id)
	switch {
	case err != nil:
		return j, err
	case j.Owner != actor.User:
		return j, crm.Errorf(crm.CodeNotAllowed, "job", "this report is another user's")
	case j.Dismissed:
		return j, ReportGone()
	}
	return j, nil
}

// Rejected is one line of a report. Cells are those of the file, untouched.
type Rejected struct {
	Line   int
	Cells  []string
	Code   string
	Field  string
	Reason string
}

// Copy is the private copy of a file, at its first line.
type Copy struct {
	Rows  *tabular.CSVRows
	Lines *tabular.Lines
	Close func() error
}

// Reopen opens the private copy of a job as the job read it.
type Reopen func(crm.Job) (*Copy, error)

// linesAtATime is how many lines of the copy are in memory.
const linesAtATime = 2000

// WriteReport writes every rejected line of a job to w, its columns untouched, with the reason (D3.16), and
// returns how many there are.
func (s *Service) WriteReport(ctx context.Context, id crm.ID, reopen Reopen, w io.Writer) (n int, err error) {
	var out *tabular.ErrorReportWriter
	err = s.eachRejected(ctx, id, reopen, func(rows *tabular.CSVRows) (err error) {
		out, err = tabular.NewErrorReportWriter(w, rows.Header(), rows.Format().Delimiter)
		return err
	}, func(r sqlite.Rejection, item *tabular.Item) error {
		n++
		return out.Write(item.Source, r.Line, item.Err, r.Reason)
	})
	if err != nil {
		return n, sqlite.DiskError(err)
	}
	return n, sqlite.DiskError(out.Flush())
}

// Rejections are the first rejected lines of a job with their header.
func (s *Service) Rejections(ctx context.Context, id crm.ID, reopen Reopen, limit int) (header []string, out []Rejected, err error) {
	taken := 0
	return s.ChosenRejections(ctx, id, reopen, func(sqlite.Rejection) (take, more bool) {
		taken++
		return true, taken < limit
	})
}

// ChosenRejections are the rejected lines of a job that choose takes, in their order, until it wants no more.
func (s *Service) ChosenRejections(ctx context.Context, id crm.ID, reopen Reopen,
	choose func(sqlite.Rejection) (take, more bool),
) (header []string, out []Rejected, err error) {
	enough := errors.New("enough")
	err = s.eachRejected(ctx, id, reopen, func(rows *tabular.CSVRows) error {
		header = rows.Header()
		return nil
	}, func(r sqlite.Rejection, item *tabular.Item) error {
		take, more := choose(r)
		if !take {
			if !more {
				return enough
			}
			return nil
		}
		cells := item.Source.Cells()
		for i, c := range cells { // a part of the text of the whole batch
			cells[i] = strings.Clone(c)
		}
		out = append(out, Rejected{Line: r.Line, Cells: cells, Code: r.Code, Field: r.Field, Reason: r.Reason})
		if !more {
			return enough
		}
		return nil
	})
	if errors.Is(err, enough) {
		err = nil
	}
	return header, out, err
}

// eachRejected reads the private copy again beside the stored rejections: both are in line order.
func (s *Service) eachRejected(ctx context.Context, id crm.ID, reopen Reopen, begin func(*tabular.CSVRows) error,
	each func(sqlite.Rejection, *tabular.Item) error,
) error {
	return s.db.View(ctx, func(v *sqlite.View) (err error) {
		j, err := Reported(ctx, v, id)
		if err != nil {
			return err
		}
		c, err := reopen(j)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, c.Close()) }()
		if err := begin(c.Rows); err != nil {
			return err
		}
		var items []tabular.Item
		return v.EachRejection(id, func(r sqlite.Rejection) error {
			for {
				for i := range items {
					if items[i].Number == r.Line {
						item := items[i]
						items = items[i+1:]
						return each(r, &item)
					}
				}
				var err error
				if items, err = c.Lines.Read(linesAtATime); err != nil {
					return fmt.Errorf("line %d of the private copy: %w", r.Line, err)
				}
			}
		})
	})
}
