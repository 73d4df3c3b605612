// Package undo takes an import back (D3.18): it removes what the import created and restores what it changed, in the
// background, and lists what it left because somebody has changed it since.
package undo

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"carteira/backend/crm"
	"carteira/backend/service/jobs"
	"carteira/backend/sqlite"
)

// The codes of an undo that cannot begin.
const (
	CodeNothing = "nothing_to_undo"
	CodeRunning = "import_unfinished"
)

// Service undoes imports.
type Service struct {
	db    *sqlite.DB
	jobs  *jobs.Service
	alone time.Duration // see run.go
}

// New registers the undo with jobs.
func New(db *sqlite.DB, j *jobs.Service) *Service {
	s := &Service{db, j, alone}
	j.Register(crm.JobImportUndo, s.run)
	return s
}

// options are what an undo was started with.
type options struct {
	Import crm.ID `json:"import"`
}

// Plan is what an undo would come to.
type Plan struct {
	sqlite.UndoCounts
	Total int // contacts that the import created or changed
}

// Plan says what undoing an import would come to, by the function that undoes, and changes nothing. told hears how many
// of how many contacts it has looked at.
func (s *Service) Plan(ctx context.Context, imported crm.ID, told func(done, total int)) (p Plan, err error) {
	err = s.db.ViewAs(ctx, crm.PermImport, func(v *sqlite.View) error {
		if p.Total, err = possible(v, imported); err != nil {
			return err
		}
		if err := mayUndo(ctx, v, imported); err != nil {
			return err
		}
		done := 0
		p.UndoCounts, err = v.PlanUndo(ctx, imported, func(contacts int) {
			done += contacts
			told(done, p.Total)
		})
		return err
	})
	return p, err
}

// Start begins to undo an import in the background. It needs the right to import; another user's import that to the
// settings, as cancelling does.
func (s *Service) Start(ctx context.Context, imported crm.ID) (crm.Job, error) {
	j := crm.Job{ID: crm.NewID(), Kind: crm.JobImportUndo, Params: jobs.Encode(options{imported})}
	if err := s.db.ViewAs(ctx, crm.PermImport, func(v *sqlite.View) error {
		of, err := v.Job(imported)
		j.Title = of.Title
		return err
	}); err != nil {
		return j, err
	}
	return s.jobs.Start(ctx, j, func(tx *sqlite.Tx) error {
		if err := tx.Require(crm.PermImport); err != nil {
			return err
		}
		total, err := possible(&tx.View, imported)
		if err != nil {
			return err
		}
		if err := mayUndo(ctx, &tx.View, imported); err != nil {
			return err
		}
		return tx.Audit("import.undo", imported, map[string]any{"job": j.ID.String(), "contacts": total})
	})
}

// possible says how many contacts an undo is about, or why there is none.
func possible(v *sqlite.View, imported crm.ID) (total int, err error) {
	of, err := v.Job(imported)
	switch {
	case err != nil:
		return 0, err
	case of.Kind != crm.JobImport:
		return 0, crm.Errorf(crm.CodeNotFound, "job", "that job is no import of contacts")
	case !of.State.Over():
		return 0, crm.Errorf(CodeRunning, "job", "this import has not ended; wait for it, or cancel it first")
	}
	live, err := v.LiveJobs()
	if err != nil {
		return 0, err
	}
	for _, j := range live {
		if o, err := optionsOf(j); err == nil && o.Import == imported {
			return 0, crm.Errorf(crm.CodeConflict, "job", "this import is being undone already")
		}
	}
	if total, err = v.Undoable(imported); err != nil {
		return 0, err
	}
	if total == 0 {
		return 0, crm.Errorf(CodeNothing, "job",
			"there is nothing to undo: the import saved nothing, was undone already, or is older than %d days", jobs.UndoDays)
	}
	return total, nil
}

func mayUndo(ctx context.Context, v *sqlite.View, imported crm.ID) error {
	actor, err := crm.ActorOf(ctx)
	if err != nil {
		return err
	}
	of, err := v.Job(imported)
	if err != nil || of.Owner == actor.User {
		return err
	}
	if ok, err := v.Allowed(actor.Profile, crm.PermSettings); ok || err != nil {
		return err
	}
	return crm.Errorf(crm.CodeNotAllowed, "job", "another user did this import; whoever may change the settings can undo it")
}

func optionsOf(j crm.Job) (o options, err error) {
	if j.Kind != crm.JobImportUndo {
		return o, fmt.Errorf("job %s undoes nothing", j.ID)
	}
	if err := json.Unmarshal(j.Params, &o); err != nil {
		return o, fmt.Errorf("undo options: %w", err)
	}
	return o, nil
}
