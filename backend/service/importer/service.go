package importer

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
	"carteira/backend/service/jobs"
	"carteira/backend/sqlite"
)

// Service imports files.
type Service struct {
	db   *sqlite.DB
	jobs *jobs.Service
	// How many lines are parsed, and planned, at a time; tests make them small.
	unitLines, partLines int
	previewKeys          int64 // see there; tests make it small
	keys                 jsonKeys
}

// New registers the import and the dry run with jobs.
func New(db *sqlite.DB, j *jobs.Service) *Service {
	s := &Service{db: db, jobs: j, unitLines: unitLines, partLines: partLines, previewKeys: previewKeys}
	j.Register(crm.JobImport, s.importFile)
	j.Register(crm.JobImportCheck, s.checkFile)
	return s
}

// Start begins an import in the background. It is refused while another import of the same user runs (D3.15).
func (s *Service) Start(ctx context.Context, o Options) (crm.Job, error) {
	actor, err := crm.ActorOf(ctx)
	if err != nil {
		return crm.Job{}, err
	}
	return s.start(ctx, crm.JobImport, o, func(tx *sqlite.Tx) error {
		running, err := ongoing(&tx.View, actor.User)
		if err != nil {
			return err
		}
		if running != nil {
			return crm.Errorf(CodeRunning, "", "your import of %q has not ended; wait for it, resume it or cancel it first", running.Title)
		}
		return nil
	})
}

// Check begins a dry run over the whole file in the background: the same plan, written nowhere (D3.17).
func (s *Service) Check(ctx context.Context, o Options) (crm.Job, error) {
	return s.start(ctx, crm.JobImportCheck, o, func(*sqlite.Tx) error { return nil })
}

func (s *Service) start(ctx context.Context, kind crm.JobKind, o Options, check func(tx *sqlite.Tx) error) (crm.Job, error) {
	if err := o.check(); err != nil {
		return crm.Job{}, err
	}
	if err := tabular.CheckAddress(o.Path); err != nil {
		return crm.Job{}, err
	}
	path, err := filepath.Abs(o.Path)
	if err != nil {
		return crm.Job{}, err
	}
	o.Path, o.Name = path, o.title()
	j := crm.Job{Kind: kind, Title: o.Name, Params: jobs.Encode(o)}
	if !o.Corrections.empty() {
		j.ID = crm.NewID()
		dir, err := s.jobs.Prepare(j.ID)
		if err != nil {
			return crm.Job{}, err
		}
		if err := o.Corrections.keep(dir); err != nil {
			return crm.Job{}, errors.Join(err, os.RemoveAll(dir))
		}
	}
	return s.jobs.Start(ctx, j, func(tx *sqlite.Tx) error {
		if err := tx.Require(crm.PermImport); err != nil {
			return err
		}
		return check(tx)
	})
}

// title is the file's name without its folder.
func (o Options) title() string {
	if o.Name != "" {
		return o.Name
	}
	return filepath.Base(strings.ReplaceAll(o.Path, `\`, "/"))
}

// Ongoing is the user's import that has not ended, nil when there is none: the lock of D3.15.
func (s *Service) Ongoing(ctx context.Context) (job *crm.Job, err error) {
	actor, err := crm.ActorOf(ctx)
	if err != nil {
		return nil, err
	}
	err = s.db.View(ctx, func(v *sqlite.View) (err error) { job, err = ongoing(v, actor.User); return err })
	return job, err
}

func ongoing(v *sqlite.View, user crm.ID) (*crm.Job, error) {
	live, err := v.LiveJobs()
	if err != nil {
		return nil, err
	}
	for _, j := range live {
		if j.Kind == crm.JobImport && j.Owner == user {
			return &j, nil
		}
	}
	return nil, nil
}

// Interrupted is the user's import that can be taken up again: one that stopped without ending, or that a full
// disk ended; crm.CodeNotFound when there is none.
func (s *Service) Interrupted(ctx context.Context) (crm.Job, error) {
	actor, err := crm.ActorOf(ctx)
	if err != nil {
		return crm.Job{}, err
	}
	var all []crm.Job
	if err := s.db.View(ctx, func(v *sqlite.View) (err error) { all, err = v.Jobs(100); return err }); err != nil {
		return crm.Job{}, err
	}
	for _, j := range all {
		if j.Kind == crm.JobImport && j.Owner == actor.User && jobs.Resumable(j) {
			return j, nil
		}
	}
	return crm.Job{}, crm.Errorf(crm.CodeNotFound, "", "no import of yours was interrupted")
}
