package batch

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"carteira/backend/crm"
	"carteira/backend/service/jobs"
	"carteira/backend/sqlite"
)

// How long one transaction goes on: long when nobody else writes, so that each index page is touched few times; short
// while a person is editing, who must not wait longer than about 300 ms. It ends at once when somebody is seen waiting.
const (
	alone        = 700 * time.Millisecond
	shared       = 200 * time.Millisecond
	sharedPeriod = 10 * time.Second // after a person's last write
	pieceSize    = 1_000            // contacts read and planned at a time
)

// checkpoint is what resuming needs: committed with the contacts it stands for.
type checkpoint struct {
	Chosen bool          `json:"chosen"` // the contacts are known and kept
	Part   int           `json:"part"`   // of the kept contacts
	At     int           `json:"at"`     // in that part: the next one
	Worked time.Duration `json:"worked"`
	Result Result        `json:"result"`
}

// clone copies the map too, so that a rolled-back transaction leaves no counts.
func (c checkpoint) clone() checkpoint {
	c.Result.Reasons = maps.Clone(c.Result.Reasons)
	return c
}

func (s *Service) run(ctx context.Context, run *jobs.Run) error {
	w := &work{s: s, run: run, began: s.db.Now()}
	if err := w.read(run.Job()); err != nil {
		return err
	}
	w.before = w.at.Worked
	if !w.at.Chosen {
		if err := w.choose(ctx); err != nil {
			return err
		}
	}
	for {
		more, err := w.commit(ctx)
		if err != nil || !more {
			run.Finish(w.at.Result, w.at.Result.colour())
			if err != nil {
				return err
			}
			return s.db.Settle()
		}
	}
}

// work is one run of a batch.
type work struct {
	s       *Service
	run     *jobs.Run
	options Options
	at      checkpoint // of what is on disk
	began   time.Time
	before  time.Duration // worked before this time
	shared  time.Time     // when a person was last seen writing
	members []int64       // of the part that at is in; nil = not read
}

func (w *work) read(j crm.Job) (err error) {
	if w.options, err = OptionsOf(j); err != nil {
		return err
	}
	w.at.Result = Result{Action: w.options.Action, Reasons: map[string]int{}}
	if j.Checkpoint != nil {
		if err := json.Unmarshal(j.Checkpoint, &w.at); err != nil {
			return fmt.Errorf("batch checkpoint: %w", err)
		}
	}
	return nil
}

// choose settles which contacts the batch is about, once for all interruptions.
func (w *work) choose(ctx context.Context) error {
	numbers, missing, err := w.matching(ctx)
	if err != nil {
		return err
	}
	return w.keep(ctx, numbers, missing)
}

// matching selects among the contacts that there are now. Their numbers are nobody else's until the batch has ended,
// whatever an undo takes away meanwhile.
func (w *work) matching(ctx context.Context) (numbers []int64, missing []crm.ID, err error) {
	var greatest int64
	if err := w.s.db.Update(ctx, func(tx *sqlite.Tx) (err error) {
		greatest, err = tx.Reserve(w.run.Job().ID)
		return err
	}); err != nil {
		return nil, nil, err
	}
	if numbers, missing, err = w.s.db.Select(ctx, w.options.Selection); err != nil {
		return nil, nil, err
	}
	later, _ := slices.BinarySearch(numbers, greatest+1)
	return numbers[:later], missing, nil
}

func (w *work) keep(ctx context.Context, numbers []int64, missing []crm.ID) error {
	next := w.at.clone()
	next.Chosen, next.Result.Total = true, len(numbers)+len(missing)
	if next.Result.Total == 0 {
		return crm.Errorf(crm.CodeNotFound, "selection", "no contact matches any more; nothing was changed")
	}
	var refused []sqlite.Rejection
	for _, id := range missing {
		refused = append(refused, next.refuse(id, CodeGone))
	}
	job := w.run.Job()
	err := w.s.db.Update(ctx, func(tx *sqlite.Tx) error {
		if err := tx.KeepMembers(job.ID, numbers); err != nil {
			return err
		}
		if err := tx.AddRejections(job.ID, refused); err != nil {
			return err
		}
		return w.save(tx, &job, &next)
	})
	if err != nil {
		return err
	}
	w.committed(job, next)
	return nil
}

// refuse counts a contact that is left as it is. Its line in the report is known by the order of the refusals, the
// contact by its id: no personal data is kept.
func (c *checkpoint) refuse(id crm.ID, code string) sqlite.Rejection {
	c.Result.Refused++
	c.Result.Reasons[code]++
	return sqlite.Rejection{Line: c.Result.Refused, Code: code, Field: crm.IDText(id)}
}

func (w *work) save(tx *sqlite.Tx, job *crm.Job, next *checkpoint) error {
	r := &next.Result
	next.Worked = w.before + w.s.db.Now().Sub(w.began)
	r.Seconds = next.Worked.Seconds()
	job.Done, job.Total = int64(r.Changed+r.Unchanged+r.Refused), int64(r.Total)
	job.Checkpoint, job.Result = jobs.Encode(next), jobs.Encode(r)
	return w.run.Commit(tx, *job)
}

func (w *work) committed(job crm.Job, next checkpoint) {
	w.at = next
	w.run.Committed(job)
	w.run.Advance(job.Done, job.Total)
}

// commit carries the action out on the next contacts in one transaction, with the checkpoint that stands for it.
func (w *work) commit(ctx context.Context) (more bool, err error) {
	next := w.at.clone()
	job := w.run.Job()
	deadline := time.Now().Add(w.limit())
	err = w.s.db.Bulk(ctx, func(tx *sqlite.Tx) error {
		if err := tx.Require(crm.PermEdit); err != nil {
			return err
		}
		more = true
		for more {
			piece, err := w.piece(tx, &next)
			if err != nil {
				return err
			}
			if more = len(piece) > 0; !more {
				break
			}
			if err := w.apply(tx, job.ID, &next, piece); err != nil {
				return err
			}
			if time.Now().After(deadline) || w.s.db.Contended() {
				break
			}
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		return w.save(tx, &job, &next)
	})
	if err != nil {
		w.members = nil
		return false, err
	}
	w.committed(job, next)
	return more, nil
}

// limit is how long the next transaction may take.
func (w *work) limit() time.Duration {
	if w.s.db.Contended() {
		w.shared = time.Now()
	}
	if time.Since(w.shared) < sharedPeriod {
		return shared
	}
	return w.s.alone
}

// piece are the next contacts, none after the last; next moves on behind them.
func (w *work) piece(tx *sqlite.Tx, next *checkpoint) ([]int64, error) {
	for {
		if w.members == nil {
			var err error
			if w.members, err = tx.Members(w.run.Job().ID, next.Part); err != nil {
				return nil, err
			}
			if len(w.members) == 0 {
				return nil, nil
			}
		}
		if next.At < len(w.members) {
			piece := w.members[next.At:min(next.At+w.s.piece, len(w.members))]
			next.At += len(piece)
			return piece, nil
		}
		if err := tx.DropMembers(w.run.Job().ID, next.Part); err != nil {
			return nil, err
		}
		next.Part, next.At, w.members = next.Part+1, 0, nil
	}
}

func (w *work) apply(tx *sqlite.Tx, job crm.ID, next *checkpoint, piece []int64) error {
	stored, err := tx.Many(append([]int64(nil), piece...))
	if err != nil {
		return err
	}
	var drafts []sqlite.ImportDraft
	var refused []sqlite.Rejection
	for _, n := range piece {
		s := stored[n]
		if code, id := refusal(s); code != "" {
			refused = append(refused, next.refuse(id, code))
			continue
		}
		c := s.Clone()
		if !w.options.change(c) {
			next.Result.Unchanged++
			continue
		}
		drafts = append(drafts, sqlite.ImportDraft{Stored: s, Next: c})
	}
	changed, err := tx.ApplyBatch(job, drafts)
	if err != nil {
		return err
	}
	next.Result.Changed += changed
	next.Result.Unchanged += len(drafts) - changed
	return tx.AddRejections(job, refused)
}

// refusal says why a contact is left as it is (D2.5): nobody is there any more, or what was done would be somebody else's.
func refusal(s *sqlite.Stored) (code string, id crm.ID) {
	switch {
	case s == nil:
		return CodeGone, crm.NoID
	case s.Deleted:
		return CodeGone, s.ID
	case s.Anonymized:
		return CodeAnonymized, s.ID
	case s.MergedInto != crm.NoID:
		return CodeMerged, s.ID
	}
	return "", crm.NoID
}
