package app

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/service/jobs"
)

// D6.2: 25, 50 and 75 %, each once, while nobody looks, and only of work that people wait for.
func TestMilestones(t *testing.T) {
	o := openSignedIn(t)
	me := o.app.session.user()
	long := o.app.db.Now().Add(-time.Minute)
	job := func(kind crm.JobKind, done int64) crm.Job {
		return crm.Job{ID: crm.NewID(), Kind: kind, Owner: me, Title: "clientes da Maria.csv", State: crm.JobRunning,
			Done: done, Total: 1000, StartedAt: long}
	}
	titles := func(steps func(tell func(crm.Job, jobs.Change))) (out []string) {
		from := len(o.shell.notifications())
		steps(func(j crm.Job, c jobs.Change) { o.app.tellMilestone(j, c, o.app.session.user()) })
		for _, n := range o.shell.notifications()[from:] {
			out = append(out, n.Title)
			if strings.Contains(n.Title+n.Body, "Maria") || !strings.HasSuffix(n.ID, ":progress") || n.Actions[0].ID != actionOpen {
				t.Errorf("notification %+v", n)
			}
		}
		return out
	}
	at := func(j crm.Job, done int64) crm.Job { j.Done = done; return j }
	for _, tt := range []struct {
		name  string
		steps func(tell func(crm.Job, jobs.Change))
		want  []string
	}{
		{"each once", func(tell func(crm.Job, jobs.Change)) {
			j := job(crm.JobImport, 0)
			tell(j, jobs.Started)
			for _, done := range []int64{100, 249, 250, 260, 500, 501, 760, 999, 1000} {
				tell(at(j, done), jobs.Progress)
			}
		}, []string{"Importação em andamento: 25%", "Importação em andamento: 50%", "Importação em andamento: 75%"}},
		{"a leap tells the last", func(tell func(crm.Job, jobs.Change)) {
			tell(job(crm.JobExport, 800), jobs.Progress)
		}, []string{"Exportação em andamento: 75%"}},
		{"what a resumed job had behind it is no news", func(tell func(crm.Job, jobs.Change)) {
			j := job(crm.JobImport, 600)
			tell(j, jobs.Resumed)
			tell(at(j, 610), jobs.Progress)
			tell(at(j, 750), jobs.Progress)
		}, []string{"Importação em andamento: 75%"}},
		{"seen in the window, and not told when it goes to the back", func(tell func(crm.Job, jobs.Change)) {
			j := job(crm.JobImport, 0)
			o.shell.mu.Lock()
			o.shell.front = true
			o.shell.mu.Unlock()
			tell(at(j, 300), jobs.Progress)
			o.shell.mu.Lock()
			o.shell.front = false
			o.shell.mu.Unlock()
			tell(at(j, 310), jobs.Progress)
			tell(at(j, 500), jobs.Progress)
		}, []string{"Importação em andamento: 50%"}},
		{"short work", func(tell func(crm.Job, jobs.Change)) {
			j := job(crm.JobImport, 500)
			j.StartedAt = o.app.db.Now()
			tell(j, jobs.Progress)
		}, nil},
		{"a dry run", func(tell func(crm.Job, jobs.Change)) { tell(job(crm.JobImportCheck, 500), jobs.Progress) }, nil},
		{"somebody else's", func(tell func(crm.Job, jobs.Change)) {
			j := job(crm.JobBatch, 500)
			j.Owner = crm.NewID()
			tell(j, jobs.Progress)
		}, nil},
		{"unknown length", func(tell func(crm.Job, jobs.Change)) {
			j := job(crm.JobBatch, 500)
			j.Total = 0
			tell(j, jobs.Progress)
		}, nil},
	} {
		if got := titles(tt.steps); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	if len(o.app.natively.passed) == 0 {
		t.Fatal("nothing is remembered of running jobs")
	}
	for id := range o.app.natively.passed {
		o.app.tellMilestone(crm.Job{ID: id, Kind: crm.JobImport}, jobs.Ended, me)
	}
	if n := len(o.app.natively.passed); n != 0 {
		t.Errorf("%d jobs that have ended are remembered", n)
	}
}

// exported is an export that has ended.
func (o *opening) exported() Job {
	o.t.Helper()
	id, err := o.exports.Start(Selection{Kind: "all"}, "csv")
	if err != nil {
		o.t.Fatal(err)
	}
	return o.done(id)
}

// D6.2: the buttons of a notification do what they say, for whoever it was shown to.
func TestChosenActions(t *testing.T) {
	o := openSignedIn(t)
	j := o.imported(o.file("a.csv", header, "Maria;;"))
	eventually(t, "the notification", func() bool { return len(o.shell.notifications()) == 1 })
	note := o.shell.notifications()[0]
	if len(note.Actions) != 1 || note.Actions[0].ID != actionOpen || note.Replaces != j.ID+":progress" {
		t.Errorf("of an import without a report: %+v", note)
	}

	o.app.Chosen(note.ID, actionOpen)
	eventually(t, "the window to be told", func() bool { return o.shell.count(EventNoticeOpen) >= 2 }) // one by signing in
	if o.shell.raised != 1 {
		t.Errorf("raised %d times", o.shell.raised)
	}
	for _, want := range []NoticeWish{{j.ID, actionOpen}, {}} { // once
		if got, err := o.notices.Chosen(); err != nil || got != want {
			t.Errorf("chosen %+v %v, want %+v", got, err, want)
		}
	}

	export := o.exported()
	eventually(t, "the notification", func() bool { return len(o.shell.notifications()) == 2 })
	note = o.shell.notifications()[1]
	if !slices.Equal(note.Actions, []NotificationAction{{actionOpen, "Abrir"}, {actionFolder, "Abrir a pasta"}}) {
		t.Errorf("of an export: %+v", note)
	}
	o.app.Chosen(note.ID, actionFolder)
	if len(o.shell.shown) != 1 || filepath.Ext(o.shell.shown[0]) != ".csv" || o.shell.raised != 1 {
		t.Errorf("shown %v, raised %d times", o.shell.shown, o.shell.raised)
	}

	// A folder that cannot be opened: the window says what became of the export.
	o.app.Chosen(j.ID+":ended", actionFolder)
	if got, err := o.notices.Chosen(); err != nil || got != (NoticeWish{j.ID, actionOpen}) {
		t.Errorf("chosen %+v %v", got, err)
	}

	// Somebody else sits there now: neither the folder nor the wish is theirs.
	o.app.Chosen(export.ID+":ended", actionOpen)
	o.app.session.begin(crm.Actor{User: crm.NewID(), Name: "Bia", Profile: crm.ProfileAdmin}, o.app.db.Now())
	if got, err := o.notices.Chosen(); err != nil || got != (NoticeWish{}) {
		t.Errorf("another's wish: %+v %v", got, err)
	}
	o.app.Chosen(export.ID+":ended", actionFolder)
	if len(o.shell.shown) != 1 {
		t.Errorf("another's folder was opened: %v", o.shell.shown)
	}

	// Nobody is: the folder opens, the rest waits for the owner.
	o.app.session.end()
	o.app.Chosen(export.ID+":ended", actionFolder)
	if len(o.shell.shown) != 2 {
		t.Errorf("shown %v", o.shell.shown)
	}
	o.app.Chosen(j.ID+":ended", actionReport)
	if _, err := o.notices.Chosen(); crm.CodeOf(err) != crm.CodeSignedOut {
		t.Errorf("nobody is signed in: %v", err)
	}
	if _, err := o.session.SignIn(adminEmail, adminPassword); err != nil {
		t.Fatal(err)
	}
	if got, err := o.notices.Chosen(); err != nil || got != (NoticeWish{j.ID, actionReport}) {
		t.Errorf("chosen %+v %v", got, err)
	}

	raised := o.shell.raised
	o.app.Chosen("no id", actionOpen)
	o.app.Chosen(j.ID+":ended", "else")
	if got, err := o.notices.Chosen(); err != nil || got != (NoticeWish{}) || o.shell.raised != raised {
		t.Errorf("an unknown answer did something: %+v %v", got, err)
	}
	o.app.Chosen(string(LeaveBackground), actionWindow)
	if o.shell.raised != raised+1 {
		t.Error("the window did not come back")
	}
}
