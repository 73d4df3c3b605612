// Package demo fills an empty replica with plausible invented people, so that the program can be tried and measured
// without anybody's data. The same seed gives the same people.
package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"carteira/backend/crm"
	"carteira/backend/service/jobs"
	"carteira/backend/sqlite"
)

// Password is that of every demo user. It is printed and written here: a demo holds nobody's data.
const Password = "demonstracao"

// passwordHash is the argon2id string of Password, made once: hashing it for every user would only cost time.
const passwordHash = "$argon2id$v=19$m=19456,t=2,p=1$RDITlrcpxagDiRt0UskDUA$efnRk4h46pst4ISp2vBVj6D1VLOW0rnxvXRrshd5nFc"

// CodeNotEmpty refuses to mix invented people with real ones.
const CodeNotEmpty = "demo_not_empty"

// MaxContacts is the most contacts a demo makes; documents and phones stay unique up to there.
const MaxContacts = 10_000_000

// Service fills replicas as a job.
type Service struct {
	db   *sqlite.DB
	jobs *jobs.Service
}

// New registers the demo with jobs.
func New(db *sqlite.DB, j *jobs.Service) *Service {
	s := &Service{db, j}
	j.Register(crm.JobDemo, s.work)
	return s
}

type params struct {
	Contacts int    `json:"contacts"`
	Seed     uint64 `json:"seed"`
}

// Start begins to fill the replica with n contacts in the background. Errors: demo_not_empty when it has any already,
// not_allowed without the permission to manage the organization.
func (s *Service) Start(ctx context.Context, n int, seed uint64) (crm.Job, error) {
	if n < 0 || n > MaxContacts {
		return crm.Job{}, crm.Errorf(crm.CodeInvalid, "contacts", "a demo has between 0 and %d contacts", MaxContacts)
	}
	return s.jobs.Start(ctx, crm.Job{Kind: crm.JobDemo, Total: int64(n), Params: jobs.Encode(params{n, seed})}, func(tx *sqlite.Tx) error {
		if err := errors.Join(tx.Require(crm.PermSettings), tx.Require(crm.PermUsers)); err != nil {
			return err
		}
		have, err := tx.CountContacts()
		if err == nil && have > 0 {
			err = crm.Errorf(CodeNotEmpty, "", "the demo only fills a data folder without contacts; this one has %d", have)
		}
		return err
	})
}

// Fill is Start and waiting for the end. progress may be nil.
func Fill(ctx context.Context, db *sqlite.DB, n int, seed uint64, progress crm.Progress) (r Result, err error) {
	j := jobs.New(db)
	defer j.Close()
	if progress != nil {
		j.Listen(func(job crm.Job, _ jobs.Change) { progress.Advance(job.Done, job.Total) })
	}
	job, err := New(db, j).Start(ctx, n, seed)
	if err != nil {
		return r, err
	}
	if job, err = j.Wait(ctx, job.ID); err != nil {
		return r, err
	}
	if job.Error != nil {
		return r, job.Error
	}
	return r, json.Unmarshal(job.Result, &r)
}

// work makes the definitions and then batch after batch; the result so far is its checkpoint.
func (s *Service) work(ctx context.Context, run *jobs.Run) error {
	job := run.Job()
	var p params
	if err := json.Unmarshal(job.Params, &p); err != nil {
		return fmt.Errorf("demo options: %w", err)
	}
	f := &filler{db: s.db, job: job.ID, n: p.Contacts, seed: p.Seed}
	if job.Checkpoint != nil {
		if err := json.Unmarshal(job.Checkpoint, &f.result); err != nil {
			return fmt.Errorf("demo checkpoint: %w", err)
		}
	}
	if err := f.define(ctx); err != nil {
		return err
	}
	for done := f.result.Contacts; done < p.Contacts; {
		next := run.Job()
		var err error
		done, err = f.batch(ctx, done, func(tx *sqlite.Tx) error {
			next.Done, next.Total, next.Checkpoint = int64(f.result.Contacts), int64(p.Contacts), jobs.Encode(f.result)
			return run.Commit(tx, next)
		})
		if err != nil {
			return err
		}
		run.Committed(next)
		run.Advance(next.Done, next.Total)
	}
	run.Finish(f.result, crm.Green)
	return s.db.Settle()
}
