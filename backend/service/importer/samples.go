package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"carteira/backend/crm"
	"carteira/backend/engine/mend"
	"carteira/backend/engine/tabular"
	"carteira/backend/service/jobs"
	"carteira/backend/sqlite"
)

// Mended is a value that a rule has changed or, where Applied is false, would change.
type Mended struct {
	Line          int
	Fix           mend.Fix
	Column        tabular.Field
	Before, After string
	Applied       bool
}

// mendedIn are the mendings of a row that are to be shown.
func mendedIn(r *row) (out []Mended) {
	for i := range r.mended {
		if m := &r.mended[i]; m.shown() {
			out = append(out, Mended{r.number, m.fix, m.column, m.before, m.after, m.applied})
		}
	}
	return out
}

// eachCause is how many lines show a cause, wherever in the file they are.
const eachCause = 5

// RejectionSamples are the first rejected lines of a job, and some of every cause that those do not show.
func (s *Service) RejectionSamples(ctx context.Context, id crm.ID, limit int) (header []string, out []jobs.Rejected, err error) {
	j, err := s.jobs.Get(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	r, err := ResultOf(j)
	if err != nil {
		return nil, nil, err
	}
	missing := map[string]int{}
	for code, n := range r.Reasons {
		missing[code] = min(n, eachCause)
	}
	taken := 0
	return s.jobs.ChosenRejections(ctx, id, s.reopen, func(r sqlite.Rejection) (take, more bool) {
		take = taken < limit || missing[r.Code] > 0
		if take {
			taken++
			if missing[r.Code]--; missing[r.Code] <= 0 {
				delete(missing, r.Code)
			}
		}
		return take, taken < limit || len(missing) > 0
	})
}

// Mendings show what each rule has done, or would do, to some lines of a dry run. They are read from its private copy again:
// the job itself keeps the numbers of the lines only.
func (s *Service) Mendings(ctx context.Context, j crm.Job) (out []Mended, err error) {
	o, at, err := decode(j)
	if err != nil || len(at.Result.Places) == 0 || j.Dismissed {
		return nil, err
	}
	wanted := map[int]bool{}
	for _, lines := range at.Result.Places {
		for _, n := range lines {
			wanted[n] = true
		}
	}
	o.settle(at)
	if o.Corrections, err = readCorrections(s.jobs.Folder(j.ID)); err != nil {
		return nil, err
	}
	c, err := s.converter(ctx, &o, at.Result.Format, true)
	if err != nil {
		return nil, err
	}
	t, err := openTable(filepath.Join(s.jobs.Folder(j.ID), copyName), o, at.Result.Encoding, tabular.Position{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, t.close()) }()
	lines, err := t.lines(t.mapping, &o)
	if err != nil {
		return nil, err
	}
	for len(wanted) > 0 {
		items, err := lines.Read(s.unitLines)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("read the copy of the file: %w", err)
		}
		for i := range items {
			if !wanted[items[i].Number] {
				continue
			}
			delete(wanted, items[i].Number)
			var r row
			c.convert(&items[i], &r)
			for _, m := range mendedIn(&r) {
				if slices.Contains(at.Result.Places[m.Fix], m.Line) {
					out = append(out, m)
				}
			}
		}
	}
	return out, nil
}

// MappingOf is how the columns of a job's file were mapped, those made of others included.
func MappingOf(j crm.Job) ([]tabular.Mapping, error) {
	_, at, err := decode(j)
	return at.Mapping, err
}
