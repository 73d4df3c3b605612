package importer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
	"carteira/backend/service/jobs"
	"carteira/backend/sqlite"
)

// How many lines one transaction takes: large when nobody else writes, so that each index page is touched few
// times; small while a person is editing, who must not wait longer than about 300 ms.
const (
	batchAlone   = 50_000
	batchShared  = 12_000
	partLines    = 10_000           // planned and written at a time: one operation of the other offices' (S3)
	unitLines    = 2_000            // parsed at a time
	parsedAhead  = 4                // units that wait while a batch is being written
	sharedPeriod = 10 * time.Second // after a person's last write
)

// importFile is the work of an import job: everything it needs to go on is in its checkpoint.
func (s *Service) importFile(ctx context.Context, run *jobs.Run) error {
	began := s.db.Now()
	o, at, err := decode(run.Job())
	if err != nil {
		return err
	}
	if !at.Spooled {
		if err := s.stage(ctx, run, &o, &at); err != nil {
			return err
		}
	}
	w := &batchWriter{s: s, run: run, o: &o, at: at, began: began, before: at.Worked}
	err = s.readLines(ctx, filepath.Join(run.Folder(), copyName), o, at, false, w.feed)
	run.Finish(w.at.Result, w.at.Result.colour())
	if err != nil {
		return err
	}
	if w.at.Result.Lines == 0 {
		return crm.Errorf(tabular.CodeFileEmpty, "", "the file has a header and no lines")
	}
	if w.at.Result.Rejected == 0 { // no report will be asked for: the copy is only a risk now
		run.After(func() error { return forgetSource(run.Folder()) })
	}
	return s.db.Settle()
}

// decode reads a job's parameters and checkpoint.
func decode(j crm.Job) (o Options, at checkpoint, err error) {
	if err := json.Unmarshal(j.Params, &o); err != nil {
		return o, at, fmt.Errorf("import options: %w", err)
	}
	if j.Checkpoint != nil {
		if err := json.Unmarshal(j.Checkpoint, &at); err != nil {
			return o, at, fmt.Errorf("import checkpoint: %w", err)
		}
	}
	return o, at, nil
}

// stage takes the private copy and settles how it is read, once for all interruptions.
func (s *Service) stage(ctx context.Context, run *jobs.Run, o *Options, at *checkpoint) (err error) {
	c, err := makeCopy(ctx, o, run.Folder(), run.Advance)
	if err != nil {
		return err
	}
	if o.Corrections, err = readCorrections(run.Folder()); err != nil {
		return err
	}
	copied := &beginning{path: filepath.Join(run.Folder(), copyName), format: FormatCSV, encoding: c.encoding}
	var known *memory
	chosen := o.HeaderRow > 0
	if err := s.db.View(ctx, func(v *sqlite.View) (err error) { known, err = recall(v, o, copied, c.format); return err }); err != nil {
		return err
	}
	if err := checkFixes(o.Fixes, c.format); err != nil {
		return err
	}
	t, err := copied.table(*o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.close()) }()
	if err := s.late(o, c.format, t); err != nil {
		return err
	}
	if err := t.checkColumns(o); err != nil {
		return err
	}
	if err := checkMapping(t.mapping); err != nil {
		return err
	}
	format := t.rows.Format()
	*at = checkpoint{Spooled: true, HeaderRow: o.HeaderRow, Mapping: t.mapping, Derived: o.Derived, Fixes: o.Fixes, Result: Result{
		HeaderRow: o.HeaderRow, PassedOver: tabular.PassedOver(copied.top, o.HeaderRow),
		Format: c.format, Sheet: c.sheet, Encoding: format.Encoding, Delimiter: delimiterName(format.Delimiter), Growing: c.growing,
	}}.clone()
	next := run.Job()
	next.Checkpoint, next.Done, next.Total = jobs.Encode(at), 0, c.size
	if err := s.db.Update(ctx, func(tx *sqlite.Tx) error {
		if run.Job().Kind == crm.JobImport { // what was begun with the file is under way now: until here it may have to be chosen again
			if err := tx.SaveBegunImport(o.Path, ""); err != nil {
				return err
			}
		}
		if run.Job().Kind == crm.JobImport {
			if err := o.keepChoices(tx, t, known, copied.top, chosen); err != nil {
				return err
			}
		}
		return run.Commit(tx, next)
	}); err != nil {
		return err
	}
	run.Committed(next)
	return nil
}

// unit is some lines, validated, on their way from the parser to the writer.
type unit struct {
	rows []row
	done int64 // bytes of the file read so far
}

// settle makes o what was decided when the private copy was taken, for all interruptions.
func (o *Options) settle(at checkpoint) {
	o.Mapping, o.Derived, o.Fixes, o.HeaderRow = at.Mapping, at.Derived, at.Fixes, at.HeaderRow
	o.Delimiter, o.Encoding = at.Result.Delimiter, at.Result.Encoding
	o.firstLine = at.HeaderRow == 0 // the job began before headers were looked for
}

// converter validates the lines of one file. One that suggests also tells what rules that are not switched on would mend.
func (s *Service) converter(ctx context.Context, o *Options, format string, suggests bool) (c converter, err error) {
	c.today = s.db.Now().Local().Format(time.DateOnly)
	if len(o.Fixes) == 0 && !suggests {
		return c, nil
	}
	err = s.db.View(ctx, func(v *sqlite.View) error {
		r, err := readRules(v, o)
		if err == nil {
			c.mend = newMender(o.Fixes, suggests, format, c.today, r)
		}
		return err
	})
	return c, err
}

// readLines parses and validates on its own goroutine, ahead of feed, which gets the units in order. More tells
// feed whether to expect another one.
func (s *Service) readLines(ctx context.Context, path string, o Options, at checkpoint, suggests bool, feed func(ctx context.Context, units <-chan unit) error) (err error) {
	o.settle(at)
	if o.Corrections, err = readCorrections(filepath.Dir(path)); err != nil {
		return err
	}
	c, err := s.converter(ctx, &o, at.Result.Format, suggests)
	if err != nil {
		return err
	}
	t, err := openTable(path, o, at.Result.Encoding, at.Position)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.close()) }()
	lines, err := t.lines(t.mapping, &o)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	units := make(chan unit, parsedAhead)
	parsed := make(chan error, 1)
	go func() {
		defer close(units)
		parsed <- s.parse(ctx, t, lines, c, units)
	}()
	err = feed(ctx, units)
	cancel()
	perr := <-parsed
	if err != nil {
		return err
	}
	return perr
}

func (s *Service) parse(ctx context.Context, t *table, lines *tabular.Lines, c converter, out chan<- unit) error {
	for {
		items, err := lines.Read(s.unitLines)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read the copy of the file: %w", err)
		}
		u := unit{rows: make([]row, len(items)), done: t.rows.BytesRead()}
		for i := range items {
			c.convert(&items[i], &u.rows[i])
		}
		select {
		case out <- u:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
