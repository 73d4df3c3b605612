package interactions

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
	"carteira/backend/service/jobs"
	"carteira/backend/sqlite"
)

// How many lines one transaction takes.
const (
	batchLines  = 1000
	sharedLines = 200 // while a person edits
)

func (s *Service) importFile(ctx context.Context, run *jobs.Run) (err error) {
	began := s.db.Now()
	o, at, err := decode(run.Job())
	if err != nil {
		return err
	}
	path := filepath.Join(run.Folder(), copyName)
	var t *table
	if at.Spooled {
		t, err = openTable(path, o, at.Position)
	} else {
		t, err = s.stage(ctx, run, o, path)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.close()) }()
	if err := t.columns.check(); err != nil {
		return err
	}
	if !at.Spooled {
		at.Spooled, at.Result.HeaderRow = true, t.rows.HeaderLine()
		at.Result.PassedOver = tabular.PassedOver(t.rows.Top(), at.Result.HeaderRow)
	}
	at.Result.Encoding, at.Result.Delimiter = t.rows.Format().Encoding, string(t.rows.Format().Delimiter)
	w := &writer{s: s, run: run, at: at, began: began, before: at.Worked, table: t}
	if err := w.all(ctx); err != nil {
		run.Finish(w.at.Result, w.at.Result.colour())
		return err
	}
	run.Finish(w.at.Result, w.at.Result.colour())
	if w.at.Result.Lines == 0 {
		return crm.Errorf(tabular.CodeFileEmpty, "", "the file has a header and no lines")
	}
	if w.at.Result.Rejected == 0 {
		run.After(func() error { return os.Remove(path) })
	}
	return s.db.Settle()
}

// stage takes the private copy and opens it at its header, which is remembered when a person pointed it out.
func (s *Service) stage(ctx context.Context, run *jobs.Run, o Options, path string) (t *table, err error) {
	format, err := spool(ctx, o.Path, path, run.Folder())
	if err != nil {
		return nil, err
	}
	chosen := o.HeaderRow
	if err := s.findHeader(ctx, &o, format); err != nil {
		return nil, err
	}
	if t, err = openTable(path, o, tabular.Position{}); err != nil {
		return nil, err
	}
	if chosen == 0 || format == FormatJSON || t.columns.check() != nil {
		return t, nil
	}
	if err := s.db.Update(ctx, func(tx *sqlite.Tx) error {
		if err := tx.Require(crm.PermImport); err != nil {
			return err
		}
		return keepHeader(tx, t.rows.Top(), chosen)
	}); err != nil {
		return nil, errors.Join(err, t.close())
	}
	return t, nil
}

// writer commits lines in batches, each with the checkpoint that stands for it.
type writer struct {
	s      *Service
	run    *jobs.Run
	at     checkpoint
	began  time.Time
	before time.Duration
	table  *table
	byName userNames
}

func (w *writer) all(ctx context.Context) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		limit := batchLines
		if w.s.db.Contended() {
			limit = sharedLines
		}
		items, err := w.table.lines.Read(limit)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read the copy of the file: %w", err)
		}
		if err := w.commit(ctx, items); err != nil {
			return err
		}
	}
}

func (w *writer) commit(ctx context.Context, items []tabular.Item) error {
	next, job := w.at, w.run.Job()
	next.Result.Reasons, next.Result.FirstLines = clone(w.at.Result.Reasons), clone(w.at.Result.FirstLines)
	err := w.s.db.Bulk(ctx, func(tx *sqlite.Tx) error {
		if err := tx.Require(crm.PermImport); err != nil {
			return err
		}
		b, err := newBatch(tx, &next.Result, &w.byName)
		if err != nil {
			return err
		}
		for i := range items {
			if err := b.line(&items[i], w.table.columns); err != nil {
				return err
			}
		}
		if err := b.write(job.ID); err != nil {
			return err
		}
		next.Position = items[len(items)-1].After
		next.Worked = w.before + w.s.db.Now().Sub(w.began)
		next.Result.Seconds = next.Worked.Seconds()
		job.Done, job.Total = w.table.rows.BytesRead(), w.table.size
		job.Checkpoint, job.Result = jobs.Encode(next), jobs.Encode(next.Result)
		return w.run.Commit(tx, job)
	})
	if err != nil {
		return err
	}
	w.at = next
	w.run.Committed(job)
	w.run.Advance(job.Done, job.Total)
	return nil
}

func clone(m map[string]int) map[string]int {
	out := map[string]int{}
	for k, n := range m {
		out[k] = n
	}
	return out
}
