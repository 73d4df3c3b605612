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
	o      *Options
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

// commit writes one batch in one transaction, part by part.
func (w *batchWriter) commit(ctx context.Context, u unit, units <-chan unit) error {
	next := w.at.clone()
	job := w.run.Job()
	limit := w.limit()
	err := w.s.db.Bulk(ctx, func(tx *sqlite.Tx) error {
		if err := tx.Require(crm.PermImport); err != nil {
			return err
		}
		r, err := readRules(&tx.View, w.o)
		if err != nil {
			return err
		}
		for lines := 0; ; {
			part := &part{planner: newPlanner(tx, r), next: &next}
			more := true
			for ; more && part.lines < w.s.partLines; u, more = <-units {
				if err := part.add(u); err != nil {
					return err
				}
				if lines+part.lines >= limit || w.s.db.Contended() {
					more = false
					break
				}
			}
			if err := part.write(tx, job.ID); err != nil {
				return err
			}
			job.Done = part.done
			if lines += part.lines; !more {
				break
			}
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

// part is some thousand lines of a batch, planned together: each contact they touch is written once.
type part struct {
	planner     *planner
	next        *checkpoint
	refused     []sqlite.Rejection
	first, last int // lines of the file
	lines       int
	done        int64
}

func (p *part) add(u unit) error {
	if p.lines == 0 {
		p.first = u.rows[0].number
	}
	last := &u.rows[len(u.rows)-1]
	p.last, p.next.Position, p.done = last.number, last.after, u.done
	p.lines += len(u.rows)
	return p.planner.unit(u.rows, func(line *row, d decision) {
		p.next.Result.count(line, d)
		if d.outcome == Reject {
			p.refused = append(p.refused, rejection(line, d.problems))
		}
	})
}

func (p *part) write(tx *sqlite.Tx, job crm.ID) error {
	b := &sqlite.ImportBatch{Job: job, FirstLine: p.first, LastLine: p.last}
	p.planner.batch(b)
	if err := tx.ApplyImport(b); err != nil {
		return err
	}
	return tx.AddRejections(job, p.refused)
}

// batch hands the plan over to be written.
func (p *planner) batch(b *sqlite.ImportBatch) {
	b.Fields, b.Labels = p.newFields, p.newLabels
	b.Drafts = make([]sqlite.ImportDraft, len(p.drafts))
	for i, d := range p.drafts {
		b.Drafts[i] = sqlite.ImportDraft{Stored: d.stored, Next: d.next, Notes: d.notes}
	}
}
