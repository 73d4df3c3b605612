package jobs

import (
	"context"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// Run is a job while this process works on it.
type Run struct {
	service   *Service
	mu        sync.Mutex
	job       crm.Job
	began     time.Time // this time, not before an interruption
	from      int64     // done at that time
	finished  bool      // Finish was called
	ending    func(tx *sqlite.Tx, j *crm.Job) error
	after     func() error
	told      time.Time
	cancelled atomic.Bool
	cancel    context.CancelFunc
	over      chan struct{}
}

// Job is the job as it stands.
func (r *Run) Job() crm.Job {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.job
}

func (r *Run) set(j crm.Job) {
	r.mu.Lock()
	r.job = j
	r.mu.Unlock()
}

// Folder is the job's private folder.
func (r *Run) Folder() string { return r.service.Folder(r.Job().ID) }

// tellEvery keeps progress from flooding the window.
const tellEvery = 200 * time.Millisecond

// Advance reports progress; see crm.Progress. Listeners are told a few times a second.
func (r *Run) Advance(done, total int64) {
	now := r.service.db.Now()
	r.mu.Lock()
	r.job.Done, r.job.Total = done, total
	due := now.Sub(r.told) >= tellEvery
	if due {
		r.told = now
	}
	j := r.job
	r.mu.Unlock()
	if due {
		r.service.tell(j, Progress)
	}
}

// Commit keeps checkpoint, result and colour with the data they describe, in the transaction that wrote it.
// The job in memory follows only when the caller reports with Committed that the transaction is on disk.
func (r *Run) Commit(tx *sqlite.Tx, next crm.Job) error { return tx.SaveJob(&next) }

// Committed makes next the job's state after its transaction.
func (r *Run) Committed(next crm.Job) { r.set(next) }

// Finish sets how the job ends: its result and colour.
func (r *Run) Finish(result any, colour crm.Colour) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.job.Result, r.job.Colour, r.finished = Encode(result), colour, true
}

// Ending has f called in the transaction that records the job's end, to correct it by what others have written of it.
func (r *Run) Ending(f func(tx *sqlite.Tx, j *crm.Job) error) { r.ending = f }

// After has f called once the job's end is on disk: for what an interruption before that would still need.
func (r *Run) After(f func() error) { r.after = f }

func (r *Run) stop() {
	r.cancelled.Store(true)
	r.cancel()
}

// watchCancel looks for a request to stop made by another process.
func (r *Run) watchCancel(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	id := r.Job().ID
	go func() {
		tick := time.NewTicker(500 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			var asked bool
			err := r.service.db.View(ctx, func(v *sqlite.View) (err error) {
				asked, err = v.CancelRequested(id)
				return err
			})
			if err == nil && asked {
				r.stop()
				return
			}
		}
	}()
	return cancel
}

// Rate is how fast the job goes now, in its unit per second, and how many seconds are left, -1 when unknown.
func Rate(j crm.Job, began time.Time, from int64, now time.Time) (perSecond float64, secondsLeft int) {
	elapsed := now.Sub(began).Seconds()
	if elapsed <= 0 || j.Done <= from {
		return 0, -1
	}
	perSecond = float64(j.Done-from) / elapsed
	if j.Total <= 0 {
		return perSecond, -1
	}
	return perSecond, int(float64(max(0, j.Total-j.Done))/perSecond + 0.5)
}

// Rate is the rate of a job that this process runs; 0 and -1 for any other.
func (s *Service) Rate(id crm.ID) (perSecond float64, secondsLeft int) {
	s.mu.Lock()
	run := s.runs[id]
	s.mu.Unlock()
	if run == nil {
		return 0, -1
	}
	run.mu.Lock()
	defer run.mu.Unlock()
	return Rate(run.job, run.began, run.from, s.db.Now())
}

func stack() string { return string(debug.Stack()) }
