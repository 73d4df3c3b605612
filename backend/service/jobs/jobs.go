// Package jobs wraps long work once: start, persist, progress, cancel, resume, end (D6). What a kind of job
// does is registered by the service that does it.
package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// Work is what a kind of job does. It returns nil when it has finished, having set the job's Result and
// Colour; it may be called again with the last checkpoint after an interruption.
type Work func(ctx context.Context, run *Run) error

// Service starts and watches jobs. One process runs a job; another one sees it in the replica.
type Service struct {
	db        *sqlite.DB
	kinds     map[crm.JobKind]Work
	leftovers map[crm.JobKind]func(crm.Job) error
	mu        sync.Mutex
	runs      map[crm.ID]*Run
	listeners []func(crm.Job, Change)
	closing   context.CancelFunc
	ctx       context.Context // ends the jobs when the program does
	wait      sync.WaitGroup
}

// Change says what a listener is told about.
type Change string

// The changes of a job.
const (
	Started  Change = "started"
	Resumed  Change = "resumed"
	Progress Change = "progress"
	Ended    Change = "ended"
)

// New returns a service without kinds.
func New(db *sqlite.DB) *Service {
	ctx, cancel := context.WithCancel(context.Background())
	return &Service{db: db, kinds: map[crm.JobKind]Work{}, leftovers: map[crm.JobKind]func(crm.Job) error{}, runs: map[crm.ID]*Run{}, closing: cancel, ctx: ctx}
}

// Register names who does the work of a kind. Before the first job.
func (s *Service) Register(kind crm.JobKind, work Work) { s.kinds[kind] = work }

// Leaves names who removes what a killed program has left of a job of a kind outside its folder, when it is cancelled instead
// of resumed. Before the first job.
func (s *Service) Leaves(kind crm.JobKind, remove func(crm.Job) error) { s.leftovers[kind] = remove }

// Listen calls f, which must return at once, with every change of the jobs this process runs. Before the first job.
func (s *Service) Listen(f func(crm.Job, Change)) { s.listeners = append(s.listeners, f) }

// Folder is the private folder of a job: its copy of a file, its lock.
func (s *Service) Folder(id crm.ID) string { return filepath.Join(s.db.Dir(), "jobs", id.String()) }

// Prepare makes the private folder of a job about to be started, for what it needs there.
func (s *Service) Prepare(id crm.ID) (string, error) {
	dir := s.Folder(id)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("prepare job folder: %w", err)
	}
	return dir, nil
}

// Start stores a job and begins it in the background on behalf of the actor in ctx; check runs in the same
// transaction and may refuse. The returned job is as stored.
func (s *Service) Start(ctx context.Context, j crm.Job, check func(tx *sqlite.Tx) error) (crm.Job, error) {
	actor, err := crm.ActorOf(ctx)
	if err != nil {
		return j, err
	}
	if j.ID == crm.NoID {
		j.ID = crm.NewID()
	}
	lock, err := s.lock(j.ID)
	if err != nil {
		return j, err
	}
	j.State, j.Colour, j.Owner, j.OwnerName = crm.JobQueued, crm.Yellow, actor.User, actor.Name
	err = s.db.Update(ctx, func(tx *sqlite.Tx) error {
		if err := check(tx); err != nil {
			return err
		}
		j.CreatedAt = tx.Now()
		if err := tx.CreateJob(&j); err != nil {
			return err
		}
		return tx.Audit(string(j.Kind)+".start", j.ID, nil)
	})
	if err != nil {
		return j, errors.Join(err, lock.Unlock(), os.RemoveAll(s.Folder(j.ID)))
	}
	s.launch(actor, j, lock, Started)
	return j, nil
}

// Resume takes up a job that stopped before its end. crm.CodeBusy when another process still works on it.
func (s *Service) Resume(ctx context.Context, id crm.ID) error {
	lock, err := s.lock(id)
	if err != nil {
		return err
	}
	var j crm.Job
	var actor crm.Actor
	err = s.db.Update(ctx, func(tx *sqlite.Tx) (err error) {
		if j, err = tx.Job(id); err != nil {
			return err
		}
		if !Resumable(j) {
			return crm.Errorf(crm.CodeConflict, "job", "this job has ended and cannot be resumed")
		}
		owner, err := tx.User(j.Owner)
		if err != nil {
			return err
		}
		actor = crm.Actor{User: owner.ID, Name: owner.Name, Email: owner.Email, Profile: owner.Profile, Source: "resumed job"}
		j.State, j.Colour, j.Error, j.EndedAt = crm.JobRunning, crm.Yellow, nil, time.Time{}
		j.Resumed++
		return tx.SaveJob(&j)
	})
	if err != nil {
		return errors.Join(err, lock.Unlock())
	}
	s.launch(actor, j, lock, Resumed)
	return nil
}

// Resumable tells whether a job can go on: it never ended, or it failed for a reason outside the data, such as
// a full disk.
func Resumable(j crm.Job) bool {
	return !j.State.Over() || j.State == crm.JobFailed && j.Error != nil && j.Error.Code == sqlite.CodeDiskFull
}

// ResumeInterrupted takes up every job that no process works on any more (D3.15).
func (s *Service) ResumeInterrupted(ctx context.Context) error {
	live, err := s.Live(ctx)
	if err != nil {
		return err
	}
	for _, j := range live {
		if _, known := s.kinds[j.Kind]; !known {
			continue
		}
		if err := s.Resume(ctx, j.ID); err != nil && crm.CodeOf(err) != crm.CodeBusy {
			return err
		}
	}
	return nil
}

// Live are the jobs that have not ended, whoever runs them.
func (s *Service) Live(ctx context.Context) (out []crm.Job, err error) {
	err = s.db.View(ctx, func(v *sqlite.View) (err error) { out, err = v.LiveJobs(); return err })
	return out, err
}

// lock makes this process the only one that works on the job; the system frees it however the process ends.
func (s *Service) lock(id crm.ID) (*flock.Flock, error) {
	dir, err := s.Prepare(id)
	if err != nil {
		return nil, err
	}
	lock := flock.New(filepath.Join(dir, sqlite.JobLock), flock.SetPermissions(0o600))
	ok, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock job: %w", err)
	}
	if !ok {
		return nil, crm.Errorf(crm.CodeBusy, "job", "another window or command is working on this job")
	}
	return lock, nil
}

func (s *Service) launch(actor crm.Actor, j crm.Job, lock *flock.Flock, change Change) {
	ctx, cancel := context.WithCancel(crm.WithActor(s.ctx, actor))
	run := &Run{service: s, job: j, began: s.db.Now(), from: j.Done, cancel: cancel, over: make(chan struct{})}
	s.mu.Lock()
	s.runs[j.ID] = run
	s.mu.Unlock()
	s.wait.Add(1)
	go func() {
		defer s.wait.Done()
		defer close(run.over)
		defer cancel()
		s.tell(run.Job(), change)
		s.perform(ctx, run)
		if err := lock.Unlock(); err != nil {
			slog.Error("unlock job", "job", j.ID, "error", err)
		}
		s.mu.Lock()
		delete(s.runs, j.ID)
		s.mu.Unlock()
		s.tell(run.Job(), Ended)
	}()
}

// partly is the colour of work that did not come to its end: what it has done so far may all have gone well (D3.14).
func partly(c crm.Colour) crm.Colour {
	if c == crm.Green {
		return crm.Yellow
	}
	return c
}

func (s *Service) tell(j crm.Job, c Change) {
	for _, f := range s.listeners {
		f(j, c)
	}
}

// Close stops the jobs of this process where they can be resumed, and waits for them.
func (s *Service) Close() {
	s.closing()
	s.wait.Wait()
}

// Wait blocks until the job, if this process runs it, has ended, and returns it as it is then.
func (s *Service) Wait(ctx context.Context, id crm.ID) (j crm.Job, err error) {
	s.mu.Lock()
	run := s.runs[id]
	s.mu.Unlock()
	if run != nil {
		select {
		case <-run.over:
			return run.Job(), nil
		case <-ctx.Done():
			return j, ctx.Err()
		}
	}
	return s.Get(ctx, id)
}

// Get reads a job; one that this process runs has its progress up to the moment.
func (s *Service) Get(ctx context.Context, id crm.ID) (j crm.Job, err error) {
	s.mu.Lock()
	run := s.runs[id]
	s.mu.Unlock()
	if run != nil {
		return run.Job(), nil
	}
	err = s.db.View(ctx, func(v *sqlite.View) (err error) { j, err = v.Job(id); return err })
	return j, err
}

// List gives the newest jobs first.
func (s *Service) List(ctx context.Context, limit int) (out []crm.Job, err error) {
	err = s.db.View(ctx, func(v *sqlite.View) (err error) { out, err = v.Jobs(limit); return err })
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, j := range out {
		if run := s.runs[j.ID]; run != nil {
			out[i] = run.Job()
		}
	}
	return out, err
}

// Encode is json.Marshal for parameters, checkpoints and results, which are plain structs.
func Encode(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("bug: encode %T: %v", v, err))
	}
	return b
}
