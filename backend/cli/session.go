package cli

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"carteira/backend/crm"
	"carteira/backend/service/access"
	"carteira/backend/service/audit"
	"carteira/backend/service/batch"
	"carteira/backend/service/contacts"
	"carteira/backend/service/demo"
	"carteira/backend/service/erasure"
	"carteira/backend/service/exporter"
	"carteira/backend/service/importer"
	"carteira/backend/service/interactions"
	"carteira/backend/service/jobs"
	"carteira/backend/service/segments"
	"carteira/backend/service/settings"
	"carteira/backend/service/syncer"
	"carteira/backend/service/undo"
	"carteira/backend/sqlite"
)

// source is where this program's changes come from, in the audit and in histories.
const source = "command line"

// session is an open replica with its services and, after signing in, somebody who acts.
type session struct {
	db           *sqlite.DB
	actor        crm.Actor
	access       *access.Service
	contacts     *contacts.Service
	settings     *settings.Service
	audit        *audit.Service
	jobs         *jobs.Service
	importer     *importer.Service
	exporter     *exporter.Service
	segments     *segments.Service
	interactions *interactions.Service
	batch        *batch.Service
	demo         *demo.Service
	undo         *undo.Service
	sync         *syncer.Service
	progress     *progress
}

// open opens the replica of the data folder. create makes one where there is none.
func (p *program) open(ctx context.Context, create bool) (*session, error) {
	dir, err := p.folder()
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(dir, sqlite.FileName)); errors.Is(err, fs.ErrNotExist) && !create {
		return nil, crm.Errorf(access.CodeNotInitialised, "", "there is no data in %s yet; run `carteira init` first", dir)
	}
	db, err := sqlite.Open(ctx, dir, sqlite.Options{})
	if err != nil {
		return nil, err
	}
	tidy(db)
	s := &session{db: db, access: access.New(db), contacts: contacts.New(db), settings: settings.New(db), audit: audit.New(db), jobs: jobs.New(db)}
	s.importer, s.exporter, s.demo = importer.New(db, s.jobs), exporter.New(db, s.jobs), demo.New(db, s.jobs)
	s.interactions = interactions.New(db, s.jobs)
	s.segments, s.batch = segments.New(db), batch.New(db, s.jobs)
	s.undo = undo.New(db, s.jobs)
	s.sync = syncer.New(db, syncer.Options{})
	s.progress = p.newProgress()
	s.jobs.Listen(s.progress.tell)
	return s, nil
}

// tidying is how long a command waits for what killed programs have left to be gone: a share that has gone away answers late.
const tidying = 2 * time.Second

func tidy(db *sqlite.DB) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := db.RemoveUnfinished(); err != nil {
			slog.Warn("remove what killed programs have left", "error", err)
		}
	}()
	select {
	case <-done:
	case <-time.After(tidying):
	}
}

// close ends what runs, at its last committed point, makes files free of whom the command has erased, and closes the
// replica. What must wait is done by whoever opens the data next.
func (s *session) close() error {
	s.jobs.Close()
	s.sync.Close()
	err := erasure.Settle(context.Background(), s.db)
	if crm.CodeOf(err) == crm.CodeBusy {
		err = nil
	}
	return errors.Join(err, s.db.Close())
}

// with runs body on the replica as the person of --as.
func (p *program) with(body func(ctx context.Context, s *session, args []string) (answer, error)) func(context.Context, []string) (answer, error) {
	return func(ctx context.Context, args []string) (a answer, err error) {
		s, err := p.open(ctx, false)
		if err != nil {
			return a, err
		}
		defer func() { err = errors.Join(err, s.close()) }()
		if s.actor, err = p.signIn(ctx, s.access); err != nil {
			return a, err
		}
		return body(crm.WithActor(ctx, s.actor), s, args)
	}
}

// showing is with for a command that answers with the record it has changed: who may not see it is refused before
// anything is done.
func (p *program) showing(body func(ctx context.Context, s *session, args []string) (answer, error)) func(context.Context, []string) (answer, error) {
	return p.with(func(ctx context.Context, s *session, args []string) (answer, error) {
		if err := s.access.May(ctx, crm.PermView); err != nil {
			return answer{}, err
		}
		return body(ctx, s, args)
	})
}

func (p *program) signIn(ctx context.Context, a *access.Service) (crm.Actor, error) {
	yes, err := a.Initialised(ctx)
	if err != nil {
		return crm.Actor{}, err
	}
	if !yes {
		return crm.Actor{}, crm.Errorf(access.CodeNotInitialised, "", "this data folder has no administrator yet; run `carteira init` first")
	}
	if p.as == "" {
		return crm.Actor{}, crm.Errorf(crm.CodeSignedOut, "", "say who you are: --as E-MAIL, with the password in CARTEIRA_PASSWORD")
	}
	password, err := p.ownPassword()
	if err != nil {
		return crm.Actor{}, err
	}
	return a.SignIn(ctx, p.as, password, source)
}
