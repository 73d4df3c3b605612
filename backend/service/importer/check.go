package importer

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
	"carteira/backend/service/jobs"
	"carteira/backend/sqlite"
)

// A dry run plans the whole file and writes it, by the functions of the import, into a scratch replica laid
// over the real one: earlier lines are part of the base, memory stays flat, and the counts are those the
// import will have. The real replica is only read.

// scratchName is the scratch replica in the job's folder.
const scratchName = "scratch"

// checkFile is the work of a dry run. It starts afresh after an interruption: it has changed nothing.
func (s *Service) checkFile(ctx context.Context, run *jobs.Run) (err error) {
	began := s.db.Now()
	o, _, err := decode(run.Job())
	if err != nil {
		return err
	}
	var at checkpoint
	if err := s.db.Update(ctx, func(tx *sqlite.Tx) error { return tx.DropRejections(run.Job().ID) }); err != nil {
		return err
	}
	if err := s.stage(ctx, run, &o, &at); err != nil {
		return err
	}
	scratch := filepath.Join(run.Folder(), scratchName)
	if err := os.RemoveAll(scratch); err != nil {
		return err
	}
	db, err := sqlite.OpenScratch(ctx, scratch)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close(), os.RemoveAll(scratch)) }()
	if err := s.copyDefinitions(ctx, db); err != nil {
		return err
	}
	w := &dryRun{s: s, run: run, o: &o, scratch: db, at: at, moved: map[int64]int64{}}
	err = s.readLines(ctx, filepath.Join(run.Folder(), copyName), o, at, true, w.feed)
	w.at.Result.Seconds = s.db.Now().Sub(began).Seconds()
	run.Finish(w.at.Result, w.at.Result.colour())
	if err != nil {
		return err
	}
	if w.at.Result.Lines == 0 {
		return crm.Errorf(tabular.CodeFileEmpty, "", "the file has a header and no lines")
	}
	return nil
}

// copyDefinitions gives the scratch replica the users, services, fields, labels and settings of the real one.
func (s *Service) copyDefinitions(ctx context.Context, scratch *sqlite.DB) error {
	return s.db.View(ctx, func(v *sqlite.View) error {
		return scratch.Update(ctx, func(tx *sqlite.Tx) error { return tx.CopyDefinitions(v) })
	})
}

type dryRun struct {
	s       *Service
	run     *jobs.Run
	o       *Options
	scratch *sqlite.DB
	at      checkpoint
	moved   map[int64]int64 // contacts of the real replica that the file changes → their row in the scratch one
}

func (w *dryRun) feed(ctx context.Context, units <-chan unit) error {
	for {
		batch := take(units, batchAlone)
		if len(batch) == 0 {
			return ctx.Err()
		}
		if err := w.try(ctx, batch); err != nil {
			return err
		}
	}
}

// take collects units until they hold limit lines or there are no more.
func take(units <-chan unit, limit int) (batch []unit) {
	for lines := 0; lines < limit; {
		u, more := <-units
		if !more {
			break
		}
		batch = append(batch, u)
		lines += len(u.rows)
	}
	return batch
}

// try plans a batch and lays it over the real replica. The counts go to the job with the refused lines.
func (w *dryRun) try(ctx context.Context, batch []unit) error {
	next := w.at.clone()
	job := w.run.Job()
	var refused []sqlite.Rejection
	err := w.s.db.View(ctx, func(v *sqlite.View) error {
		return w.scratch.Bulk(ctx, func(tx *sqlite.Tx) error {
			r, err := readRules(&tx.View, w.o)
			if err != nil {
				return err
			}
			p := newPlanner(&overlay{real: v, scratch: &tx.View, moved: w.moved}, r)
			for _, u := range batch {
				if err := p.unit(u.rows, func(line *row, d decision) {
					next.Result.count(line, d)
					if d.outcome == Reject {
						refused = append(refused, rejection(line, d.problems))
					}
				}); err != nil {
					return err
				}
				job.Done = u.done
				w.run.Advance(job.Done, job.Total)
			}
			return w.lay(tx, p)
		})
	})
	if err != nil {
		return err
	}
	job.Result = jobs.Encode(next.Result)
	job.Checkpoint = jobs.Encode(next)
	if err := w.s.db.Update(ctx, func(tx *sqlite.Tx) error {
		if err := tx.AddRejections(job.ID, refused); err != nil {
			return err
		}
		return w.run.Commit(tx, job)
	}); err != nil {
		return err
	}
	w.at = next
	w.run.Committed(job)
	return nil
}

// lay writes a plan into the scratch replica: a contact of the real one that the file changes is copied there
// the first time.
func (w *dryRun) lay(tx *sqlite.Tx, p *planner) error {
	if err := tx.Define(p.newFields, p.newLabels); err != nil {
		return err
	}
	for _, d := range p.drafts {
		switch {
		case d.stored == nil:
			if _, err := tx.CreateContact(d.next, d.notes); err != nil {
				return err
			}
		case d.number >= scratchBase || w.moved[d.number] != 0:
			if _, err := tx.UpdateContact(d.stored, d.next, d.notes); err != nil {
				return err
			}
		default:
			n, err := tx.CreateContact(d.next, d.notes)
			if err != nil {
				return err
			}
			w.moved[d.number] = n
		}
	}
	return nil
}
