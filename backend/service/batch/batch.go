// Package batch carries one action out on many contacts, in the background (D2.5): activate, deactivate, add and remove a
// label. It goes on after an interruption with the contacts it was started for, each of them once.
package batch

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"carteira/backend/crm"
	"carteira/backend/service/jobs"
	"carteira/backend/sqlite"
)

// Service runs batch actions.
type Service struct {
	db    *sqlite.DB
	jobs  *jobs.Service
	alone time.Duration // see run.go
	piece int
}

// New registers the batch with jobs.
func New(db *sqlite.DB, j *jobs.Service) *Service {
	s := &Service{db, j, alone, pieceSize}
	j.Register(crm.JobBatch, s.run)
	return s
}

// Action is what is done to each contact.
type Action string

// The actions.
const (
	Activate    Action = "activate"
	Deactivate  Action = "deactivate"
	AddLabel    Action = "add_label"
	RemoveLabel Action = "remove_label"
)

// Options say what to do and to whom.
type Options struct {
	Action    Action        `json:"action"`
	Label     crm.ID        `json:"label"` // of the label actions
	Selection crm.Selection `json:"selection"`
}

// Result counts what became of the contacts. Changed + Unchanged + Refused = Total once the job has ended.
type Result struct {
	Action    Action         `json:"action"`
	Total     int            `json:"total"`
	Changed   int            `json:"changed"`
	Unchanged int            `json:"unchanged"` // they were so already
	Refused   int            `json:"refused"`
	Reasons   map[string]int `json:"reasons"` // by code
	Seconds   float64        `json:"seconds"`
}

// The codes of refused contacts.
const (
	CodeAnonymized = "anonymized"
	CodeGone       = "gone"
	CodeMerged     = "merged"
)

// Start begins an action in the background. The contacts are those that the selection names when the work begins.
func (s *Service) Start(ctx context.Context, o Options) (crm.Job, error) {
	job := crm.Job{ID: crm.NewID(), Kind: crm.JobBatch, Params: jobs.Encode(o)}
	labels := o.Action == AddLabel || o.Action == RemoveLabel
	if labels {
		if err := s.db.ViewAs(ctx, crm.PermEdit, func(v *sqlite.View) (err error) {
			job.Title, err = labelName(v, o.Action, o.Label)
			return err
		}); err != nil {
			return job, err
		}
	} else if o.Action != Activate && o.Action != Deactivate {
		return job, crm.Errorf(crm.CodeInvalid, "action", "there is no such action on contacts")
	}
	return s.jobs.Start(ctx, job, func(tx *sqlite.Tx) error {
		if err := tx.Require(crm.PermEdit); err != nil {
			return err
		}
		detail := map[string]any{"action": string(o.Action)}
		if labels {
			detail["label"] = o.Label.String()
		}
		return tx.Audit("contact.batch", job.ID, detail)
	})
}

func labelName(v *sqlite.View, action Action, id crm.ID) (string, error) {
	all, err := v.Labels()
	if err != nil {
		return "", err
	}
	for _, l := range all {
		if l.ID != id {
			continue
		}
		if l.Archived && action == AddLabel {
			return "", crm.Errorf(crm.CodeConflict, "label", "this label is archived; restore it, or choose another one")
		}
		return l.Name, nil
	}
	return "", crm.Errorf(crm.CodeNotFound, "label", "there is no such label; somebody may have renamed or removed it")
}

// OptionsOf reads what a batch was started with.
func OptionsOf(j crm.Job) (o Options, err error) {
	if err := json.Unmarshal(j.Params, &o); err != nil {
		return o, fmt.Errorf("batch options: %w", err)
	}
	return o, nil
}

// ResultOf reads what a batch has come to so far; nil before it has begun.
func ResultOf(j crm.Job) (*Result, error) {
	if j.Result == nil {
		return nil, nil
	}
	r := new(Result)
	if err := json.Unmarshal(j.Result, r); err != nil {
		return nil, fmt.Errorf("result of a batch: %w", err)
	}
	return r, nil
}

func (r *Result) colour() crm.Colour {
	switch {
	case r.Refused == 0:
		return crm.Green
	case r.Changed+r.Unchanged == 0:
		return crm.Red
	}
	return crm.Yellow
}
