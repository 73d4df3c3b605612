package app

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"carteira/backend/crm"
)

// Notices is the notification centre. A notice is not stored: it is what a job of the user has to say, until it is
// closed or the user signs out (D3.16).
type Notices struct{ app *App }

// Notice is one notification.
type Notice struct {
	ID    string `json:"id"`
	JobID string `json:"jobId"`
	Kind  string `json:"kind"`  // "ok", "warn", "err", "info"
	Event string `json:"event"` // "ended", "resumed"
	At    string `json:"at"`
	Read  bool   `json:"read"`
	Job   Job    `json:"job"`
}

const (
	eventEnded   = "ended"
	eventResumed = "resumed"
)

// noticedJobs is among how many of the newest jobs a user's notices are looked for.
const noticedJobs = 200

// List gives the notices of the user, newest first.
func (s *Notices) List() ([]Notice, error) {
	a := s.app
	return watching(a, "Notices.List", func(ctx context.Context) ([]Notice, error) {
		user := a.session.user()
		all, err := a.jobs.List(ctx, noticedJobs)
		if err != nil {
			return nil, err
		}
		type dated struct {
			Notice
			at time.Time
		}
		var found []dated
		for _, j := range all {
			n, at, err := a.noticeOf(j, user)
			if err != nil {
				return nil, err
			}
			if n != nil {
				found = append(found, dated{*n, at})
			}
		}
		slices.SortStableFunc(found, func(a, b dated) int { return b.at.Compare(a.at) })
		return convert(found, func(d dated) Notice { return d.Notice }), nil
	})
}

// MarkRead marks what there is as read.
func (s *Notices) MarkRead() error {
	a := s.app
	return acting(a, "Notices.MarkRead", func(context.Context) error {
		a.board.markRead(a.session.user(), a.db.Now())
		a.events.touch("notice")
		return nil
	})
}

// Dismiss closes a notice. That of a job that has ended takes its report with it, for good, unless the organization keeps
// reports (D3.16).
func (s *Notices) Dismiss(id string) error {
	a := s.app
	return acting(a, "Notices.Dismiss", func(ctx context.Context) error {
		text, event, _ := strings.Cut(id, ":")
		jobID, err := crm.ParseID(text)
		if err != nil {
			return err
		}
		if event == eventResumed {
			a.board.hide(id)
		} else if err := a.jobs.Dismiss(ctx, jobID); err != nil {
			return err
		}
		a.events.touch("notice")
		return nil
	})
}

// noticeOf is what a job has to say to a user; nil when nothing. A dry run and a first run under way say nothing:
// they are on the screen.
func (a *App) noticeOf(j crm.Job, user crm.ID) (*Notice, time.Time, error) {
	if j.Owner != user || user == crm.NoID || j.Closed || j.Dismissed || !noticed(j.Kind) {
		return nil, time.Time{}, nil
	}
	n := Notice{JobID: j.ID.String()}
	var at time.Time
	switch {
	case j.State.Over():
		n.Event, n.Kind, at = eventEnded, noticeKind(j), j.EndedAt
	case j.Resumed > 0:
		n.Event, n.Kind, at = eventResumed, "info", a.board.resumedAt(j)
	default:
		return nil, time.Time{}, nil
	}
	n.ID, n.At = n.JobID+":"+n.Event, timeText(at)
	if a.board.isHidden(n.ID) {
		return nil, at, nil
	}
	n.Read = a.board.isRead(user, at, a.began)
	var err error
	n.Job, err = a.jobOf(j, user)
	return &n, at, err
}

func noticed(k crm.JobKind) bool {
	return k == crm.JobImport || k == crm.JobExport || k == crm.JobBatch || k == crm.JobInteractionImport || k == crm.JobImportUndo
}

func noticeKind(j crm.Job) string {
	switch {
	case j.State == crm.JobFailed || j.Colour == crm.Red:
		return "err"
	case j.State == crm.JobCancelled || j.Colour == crm.Yellow:
		return "warn"
	}
	return "ok"
}

// board is what this process remembers of notices.
type board struct {
	mu     sync.Mutex
	read   map[crm.ID]time.Time // by user: everything up to then has been read
	hidden map[string]bool      // by notice
	at     map[crm.ID]time.Time // by job: when it was resumed here
}

// isRead: what happened before this program started was read, or came while nobody ran it.
func (b *board) isRead(user crm.ID, at, began time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	upTo, ok := b.read[user]
	if !ok {
		upTo = began
	}
	return !at.After(upTo)
}

func (b *board) markRead(user crm.ID, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.read == nil {
		b.read = map[crm.ID]time.Time{}
	}
	b.read[user] = now
}

func (b *board) hide(id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.hidden == nil {
		b.hidden = map[string]bool{}
	}
	b.hidden[id] = true
}

func (b *board) isHidden(id string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.hidden[id]
}

func (b *board) resumed(job crm.ID, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.at == nil {
		b.at = map[crm.ID]time.Time{}
	}
	b.at[job] = now
}

// resumedAt is when the job was resumed, by this process; for another one its start has to do.
func (b *board) resumedAt(j crm.Job) time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	if at, ok := b.at[j.ID]; ok {
		return at
	}
	return j.StartedAt
}

// tellNotice shows a notice of a job that ended or was resumed: in the window to its owner, and natively unless
// somebody else is signed in.
func (a *App) tellNotice(j crm.Job, user crm.ID) {
	if !noticed(j.Kind) || user != crm.NoID && user != j.Owner {
		return
	}
	notice, _, err := a.noticeOf(j, user)
	if err != nil {
		slog.Error("make a notice", "job", j.ID, "error", err)
		return
	}
	if notice != nil {
		a.shell.Emit("notice:added", *notice)
	}
	p, err := a.phrases(context.Background())
	if err != nil {
		slog.Error("read the language", "error", err)
		return
	}
	title, body, err := p.ofJob(j)
	if err != nil {
		slog.Error("word a notification", "job", j.ID, "error", err)
		return
	}
	event := eventResumed
	if j.State.Over() {
		event = eventEnded
	}
	a.tellEnd(j, event, title, body, p)
}

// ofJob words a native notification: counts only (D6.2).
func (p *phrases) ofJob(j crm.Job) (title, body string, err error) {
	if j.Kind == crm.JobBatch {
		return p.ofBatch(j)
	}
	if j.Kind == crm.JobImportUndo {
		return p.ofUndo(j)
	}
	isImport := j.Kind == crm.JobImport || j.Kind == crm.JobInteractionImport
	pick := func(ofImport, ofExport string) string {
		if isImport {
			return ofImport
		}
		return ofExport
	}
	switch {
	case !j.State.Over():
		return pick(p.importResumed, p.exportResumed), p.resumed, nil
	case j.State == crm.JobCancelled:
		return pick(p.importCancelled, p.exportCancelled), pick(p.keptOnDisk, ""), nil
	}
	r, err := resultOf(j)
	if err != nil {
		return "", "", err
	}
	switch {
	case !isImport && (j.State == crm.JobFailed || r == nil):
		return p.exportFailed, p.failed, nil
	case !isImport:
		return p.exportDone, p.sprintf(p.written, r.Written), nil
	case r == nil:
		return p.importNone, p.failed, nil
	}
	body = p.sprintf(p.counts, r.Created, r.Updated, r.Unchanged, r.Rejected)
	switch {
	case j.Colour == crm.Green && j.State == crm.JobEnded:
		return p.importDone, body, nil
	case j.Colour == crm.Red:
		return p.importNone, body, nil
	}
	return p.importPartly, body, nil
}
