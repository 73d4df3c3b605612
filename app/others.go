package app

import (
	"context"
	"log/slog"
	"time"

	"carteira/backend/crm"
)

// othersEvery is how often the jobs of other programs on the same data are looked at. What they do to contacts is
// told by the list in memory.
const othersEvery = time.Second

// watchedJobs is how many of the newest jobs are looked at: some may begin and end between two looks.
const watchedJobs = 20

// watchOthers tells the window of jobs that another program starts, advances or ends: it hears nothing of their
// commits.
func (a *App) watchOthers(ctx context.Context) {
	tick := time.NewTicker(othersEvery)
	defer tick.Stop()
	var known map[crm.ID]jobTrace
	for {
		a.leaveIfGone(ctx)
		if known == nil || a.session.user() != crm.NoID {
			newest, err := a.jobs.List(ctx, watchedJobs)
			if err == nil {
				known = a.compareJobs(known, newest)
			} else if ctx.Err() == nil {
				slog.Warn("look at the jobs of other programs", "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// jobTrace is what shows that a job moved.
type jobTrace struct {
	state     crm.JobState
	done      int64
	dismissed bool
}

// compareJobs announces what differs from the look before and returns this one. The first look announces nothing.
func (a *App) compareJobs(known map[crm.ID]jobTrace, newest []crm.Job) map[crm.ID]jobTrace {
	now := map[crm.ID]jobTrace{}
	moved, ended := false, false
	for _, j := range newest {
		before, trace := known[j.ID], jobTrace{j.State, j.Done, j.Closed || j.Dismissed}
		now[j.ID] = trace
		moved = moved || before != trace
		ended = ended || j.State.Over() && (!before.state.Over() || before.dismissed != trace.dismissed)
	}
	if known == nil {
		return now
	}
	if moved {
		a.events.touch("job")
	}
	if ended { // what an import may have defined, and what it has to say
		for _, entity := range []string{"notice", "label", "field"} {
			a.events.touch(entity)
		}
	}
	return now
}
