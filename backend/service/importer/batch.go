package importer

import (
	"context"
	"time"

	"carteira/backend/crm"
	"carteira/backend/service/jobs"
	"carteira/backend/sqlite"
)

// batchWriter commits units in batches, each with the checkpoint that stands for it.
type batchWriter struct {
	s      *Service
	run    *jobs.Run
	at     checkpoint // of what is on disk
	began  time.Time
	before time.Duration // worked before this time
	shared time.Time     // when a person was last seen writing
}

func (w *batchWriter) feed(ctx context.Context, units <-chan unit) error {
	for {
		first, more := <-units
		if !more {
			return ctx.Err()
		}
		if err := w.commit(ctx, first, units); err != nil {
			return err
		}
	}
}

// limit is how many lines the next batch takes.
func (w *batchWriter) limit() int {
	if w.s.db.Contended() {
		w.shared = time.Now()
	}
	if time.Since(w.shared) < sharedPeriod {
		return batchShared
	}
	return batchAlone
}

// commit plans and writes one batch in one transaction.
func (w *batchWriter) commit(ctx context.Context, u unit, units <-chan unit) error {
	next := w.at.clone()
	job := w.run.Job()
	limit := w.limit()
	err := w.s.db.Bulk(ctx, func(tx *sqlite.Tx) error {
		if err := tx.Require(crm.PermImport); err != nil {
			return err
		}
		r, err := readRules(&tx.View)
		if err != nil {
			return err
		}
		p := newPlanner(tx, r)
		b := &sqlite.ImportBatch{Job: job.ID, FirstLine: u.rows[0].number}
		var refused []sqlite.Rejection
		for n := 0; ; {
			if err := p.unit(u.rows, func(line *row, d decision) {
				next.Result.count(line, d)
				if d.outcome == Reject {
					refused = append(refused, rejection(line, d.problems))
				}
			}); err != nil {
				return err
			}
			last := &u.rows[len(u.rows)-1]
			next.Position, b.LastLine, job.Done = last.after, last.number, u.done
			if n += len(u.rows); n >= limit || w.s.db.Contended() {
				break
			}
			var more bool
			if u, more = <-units; !more {
				break
			}
		}
		p.batch(b)
		if err := tx.ApplyImport(b); err != nil {
			return err
		}
		if err := tx.AddRejections(job.ID, refused); err != nil {
			return err
		}
		next.Worked = w.before + w.s.db.Now().Sub(w.began)
		next.Result.Seconds = next.Worked.Seconds()
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

// batch hands the plan over to be written.
func (p *planner) batch(b *sqlite.ImportBatch) {
	b.Fields, b.Labels = p.newFields, p.newLabels
	b.Drafts = make([]sqlite.ImportDraft, len(p.drafts))
	for i, d := range p.drafts {
		b.Drafts[i] = sqlite.ImportDraft{Stored: d.stored, Next: d.next, Notes: d.notes}
	}
}
