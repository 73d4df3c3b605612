package app

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"carteira/backend/crm"
	"carteira/backend/service/jobs"
)

// milestones are the percentages at which a job is told natively while nobody looks at the window (D6.2).
var milestones = []int64{25, 50, 75}

// progressAfter is how long a job must have run: whoever has waited less hears of its end anyway.
const progressAfter = 10 * time.Second

// eventProgress marks the notification of a milestone; each takes the place of the one before.
const eventProgress = "progress"

// milestoneOf is the last milestone that a job has passed, 0 before the first.
func milestoneOf(j crm.Job) (passed int64) {
	for _, m := range milestones {
		if j.Total > 0 && j.Done*100/j.Total >= m {
			passed = m
		}
	}
	return passed
}

// natively is what this process remembers of native notifications.
type natively struct {
	mu     sync.Mutex
	passed map[crm.ID]int64 // by job: the last milestone passed, told or not
	wish   NoticeWish       // chosen, not yet taken by a window with its owner signed in
}

// reach notes how far a job is and tells whether a new milestone was passed.
func (n *natively) reach(job crm.ID, milestone int64) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.passed == nil {
		n.passed = map[crm.ID]int64{}
	}
	further := milestone > n.passed[job]
	n.passed[job] = max(milestone, n.passed[job])
	return further
}

func (n *natively) forget(job crm.ID) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.passed, job)
}

// tellMilestone shows how far a job is when nobody looks. What a resumed job had behind it is no news.
func (a *App) tellMilestone(j crm.Job, c jobs.Change, user crm.ID) {
	if !noticed(j.Kind) {
		return
	}
	if c == jobs.Ended {
		a.natively.forget(j.ID)
		return
	}
	further := a.natively.reach(j.ID, milestoneOf(j))
	if c != jobs.Progress || !further || user != crm.NoID && user != j.Owner || a.shell.InFront() ||
		a.db.Now().Sub(j.StartedAt) < progressAfter {
		return
	}
	p, err := a.phrases(context.Background())
	if err != nil {
		slog.Error("read the language", "error", err)
		return
	}
	title := p.workAt
	switch j.Kind {
	case crm.JobImport, crm.JobInteractionImport:
		title = p.importAt
	case crm.JobExport:
		title = p.exportAt
	}
	a.notify(Notification{
		ID: j.ID.String() + ":" + eventProgress, Title: p.sprintf(title, milestoneOf(j)), Body: p.working,
		Actions: []NotificationAction{{actionOpen, p.open}},
	})
}

// tellEnd shows natively that a job ended or was resumed, with the buttons for what it leaves behind.
func (a *App) tellEnd(j crm.Job, event, title, body string, p phrases) {
	actions := []NotificationAction{{actionOpen, p.open}}
	if r, err := resultOf(j); err == nil && r != nil && r.Rejected > 0 && reported(j) {
		actions = append(actions, NotificationAction{actionReport, p.keepReport})
	}
	if j.Kind == crm.JobExport && j.State == crm.JobEnded {
		actions = append(actions, NotificationAction{actionFolder, p.openFolder})
	}
	id := j.ID.String()
	a.notify(Notification{ID: id + ":" + event, Title: title, Body: body, Actions: actions, Replaces: id + ":" + eventProgress})
}

// notify is silent where the person has switched notifications off. The centre in the window has the news anyway.
func (a *App) notify(n Notification) {
	on, err := readNotifications(a.options.DataFolder)
	if err == nil && on {
		err = a.shell.Notify(n)
	}
	if err != nil {
		slog.Warn("native notification", "error", err)
	}
}

// NoticeWish is what a person chose in a native notification: the job and "open" or "report"; empty without one.
type NoticeWish struct {
	JobID  string `json:"jobId"`
	Action string `json:"action"`
}

// EventNoticeOpen is emitted, empty, when a person chose an action; Notices.Chosen tells which.
const EventNoticeOpen = "notice:open"

// Chosen carries out what a person chose in a native notification. The folder of an export opens at once: they may open
// it anyway. The rest needs the window, and waits there until the job's owner is signed in.
func (a *App) Chosen(id, action string) {
	if action == actionWindow {
		a.shell.Focus()
		return
	}
	text, _, _ := strings.Cut(id, ":")
	job, err := crm.ParseID(text)
	if err != nil || !slices.Contains([]string{actionOpen, actionReport, actionFolder}, action) {
		slog.Warn("unknown answer to a notification", "action", action)
		return
	}
	slog.Info("answer of a native notification", "job", job, "action", action)
	if action == actionFolder {
		if err := a.revealExport(job); err == nil {
			return
		} else {
			slog.Warn("open the folder of an export", "job", job, "error", err)
		}
		action = actionOpen // the window says what became of it
	}
	a.natively.mu.Lock()
	a.natively.wish = NoticeWish{JobID: job.String(), Action: action}
	a.natively.mu.Unlock()
	a.shell.Focus()
	a.tellWish()
}

func (a *App) tellWish() {
	a.events.post(func() { a.shell.Emit(EventNoticeOpen, struct{}{}) })
}

// Chosen gives what was chosen in a native notification, once, to the owner of its job.
func (s *Notices) Chosen() (NoticeWish, error) {
	a := s.app
	return watching(a, "Notices.Chosen", func(ctx context.Context) (NoticeWish, error) {
		a.natively.mu.Lock()
		wish := a.natively.wish
		a.natively.wish = NoticeWish{}
		a.natively.mu.Unlock()
		if wish.JobID == "" {
			return wish, nil
		}
		id, err := crm.ParseID(wish.JobID)
		if err != nil {
			return NoticeWish{}, err
		}
		j, err := a.jobs.Get(ctx, id)
		if err != nil || j.Owner != a.session.user() {
			return NoticeWish{}, err
		}
		return wish, nil
	})
}
