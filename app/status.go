package app

import (
	"context"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// Status is the status bar.
type Status struct{ app *App }

// StatusInfo is what the status bar shows.
type StatusInfo struct {
	Online     string `json:"online"`  // "never" (not enrolled), "online", "offline"
	Pending    int    `json:"pending"` // operations that the server has not acknowledged
	Conflicts  int    `json:"conflicts"`
	RunningJob *Job   `json:"runningJob"`
	LastSyncAt string `json:"lastSyncAt"`
	Contacts   int    `json:"contacts"`
	Indexing   bool   `json:"indexing"` // the list in memory is being built
}

// Get reads the status. A replica of this version is never enrolled: it has a count to send, and no conflict.
func (s *Status) Get() (StatusInfo, error) {
	a := s.app
	return watching(a, "Status.Get", func(ctx context.Context) (StatusInfo, error) {
		out := StatusInfo{Online: "never", Indexing: a.warming.Load()}
		var pending int64
		if err := a.db.View(ctx, func(v *sqlite.View) (err error) {
			pending, err = v.PendingOperations()
			return err
		}); err != nil {
			return out, err
		}
		contacts, _, err := a.db.Count(ctx, crm.ContactFilter{})
		if err != nil {
			return out, err
		}
		out.Pending, out.Contacts = int(pending), int(contacts)
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
