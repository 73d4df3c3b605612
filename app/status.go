package app

import (
	"context"

	"carteira/backend/crm"
)

// Status is the status bar.
type Status struct{ app *App }

// StatusInfo is what the status bar shows.
type StatusInfo struct {
	Sync       SyncInfo `json:"sync"`
	RunningJob *Job     `json:"runningJob"`
	Contacts   int      `json:"contacts"`
	Indexing   bool     `json:"indexing"` // the list in memory is being built
}

// Get reads the status.
func (s *Status) Get() (StatusInfo, error) {
	a := s.app
	return watching(a, "Status.Get", func(ctx context.Context) (StatusInfo, error) {
		out := StatusInfo{Indexing: a.warming.Load()}
		stands, err := a.sync.Status(ctx)
		if err != nil {
			return out, err
		}
		contacts, _, err := a.db.Count(ctx, crm.ContactFilter{})
		if err != nil {
			return out, err
		}
		out.Sync, out.Contacts = syncInfoOf(stands), int(contacts)
		out.RunningJob, err = a.runningJob(ctx)
		return out, err
	})
}

// runningJob is the live job that matters most to whoever is signed in: their own before others', an import or an
// export before a dry run, which has a screen of its own.
func (a *App) runningJob(ctx context.Context) (*Job, error) {
	live, err := a.jobs.Live(ctx)
	if err != nil || len(live) == 0 {
		return nil, err
	}
	user := a.session.user()
	rank := func(j crm.Job) (r int) {
		if j.Owner == user {
			r += 2
		}
		if j.Kind != crm.JobImportCheck {
			r++
		}
		return r
	}
	best := live[0]
	for _, j := range live[1:] {
		if rank(j) > rank(best) {
			best = j
		}
	}
	now, err := a.jobs.Get(ctx, best.ID) // its progress up to the moment
	if err != nil || now.State.Over() {
		return nil, err
	}
	job, err := a.jobOf(now, user)
	return &job, err
}
