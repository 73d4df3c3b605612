package app

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/service/access"
)

func userNamed(name string) access.UserUpdate { return access.UserUpdate{Name: &name} }

// TestOutboxRests: many changes of one entity are a few events, the last of them after the last change.
func TestOutboxRests(t *testing.T) {
	var mu sync.Mutex
	told := map[string]int{}
	o := newOutbox()
	o.start(func(entity string) { mu.Lock(); told[entity]++; mu.Unlock() })
	count := func(entity string) int { mu.Lock(); defer mu.Unlock(); return told[entity] }
	for range 100 {
		o.touch("contact")
	}
	o.touch("label")
	eventually(t, "the first events", func() bool { return count("contact") == 1 && count("label") == 1 })
	eventually(t, "the event after the rest", func() bool { return count("contact") == 2 })
	time.Sleep(3 * pulse)
	if count("contact") != 2 || count("label") != 1 {
		t.Errorf("told %v", told)
	}
	o.touch("label") // rested: at once again
	eventually(t, "the next change", func() bool { return count("label") == 2 })
	o.stop()
	o.touch("label")
	o.post(func() { t.Error("posted to a stopped outbox") })
	time.Sleep(2 * pulse)
	if count("label") != 2 {
		t.Error("told after the end")
	}
}

func TestOutboxKeepsOrder(t *testing.T) {
	o := newOutbox()
	o.post(func() {}) // before the start: kept
	o.start(func(string) {})
	var got []int
	done := make(chan struct{})
	for i := range 1000 {
		o.post(func() { got = append(got, i) })
	}
	o.post(func() { close(done) })
	<-done
	if len(got) != 1000 || !slices.IsSorted(got) {
		t.Errorf("%d events, in order: %v", len(got), slices.IsSorted(got))
	}
	o.stop()
	newOutbox().stop() // never started
}

// TestWindowHearsOfChanges: each entity by its name, and a slow window does not hold up a commit.
func TestWindowHearsOfChanges(t *testing.T) {
	o := openSignedIn(t)
	if err := o.settings.Set("language", "en"); err != nil {
		t.Fatal(err)
	}
	o.imported(o.file("a.csv", "contact_name;contact_labels;contact_custom_fields;contact_cpf", `Maria;vip;["Time","Avaí"];`, "X;;;1"))
	for _, entity := range []string{"setting", "contact", "label", "field", "user", "job", "notice"} {
		eventually(t, entity+" to be announced", func() bool { return o.shell.announced(entity) })
	}
	if o.shell.announced("service") {
		t.Error("the window has no entity service")
	}
	// The page that takes the last job:changed, which has no samples, is told to ask again afterwards.
	o.shell.mu.Lock()
	lastJob, lastPing := -1, -1
	for i, e := range o.shell.events {
		if j, ok := e.payload.(Job); ok && e.name == "job:changed" {
			lastJob = i
			if j.Result != nil && j.Result.Samples != nil {
				t.Error("an event carries sample lines")
			}
		}
	}
	o.shell.mu.Unlock()
	eventually(t, "a ping after the end of the job", func() bool {
		o.shell.mu.Lock()
		defer o.shell.mu.Unlock()
		for i, e := range o.shell.events {
			if e.name == "data:changed" && fmt.Sprint(e.payload) == "map[entity:job]" {
				lastPing = i
			}
		}
		return lastJob >= 0 && lastPing > lastJob
	})
}

func TestNotificationWords(t *testing.T) {
	result := func(created, rejected int) []byte {
		return fmt.Appendf(nil, `{"result":{"lines":%d,"created":%d,"rejected":%d}}`, created+rejected, created, rejected)
	}
	for name, tt := range map[string]struct {
		job               crm.Job
		kind, title, body string
	}{
		"green": {crm.Job{Kind: crm.JobImport, State: crm.JobEnded, Colour: crm.Green, Checkpoint: result(50112, 0)},
			"ok", "Import finished", "Created: 50,112 · updated: 0 · unchanged: 0 · rejected: 0"},
		"yellow": {crm.Job{Kind: crm.JobImport, State: crm.JobEnded, Colour: crm.Yellow, Checkpoint: result(1, 1)},
			"warn", "Import partly finished", "Created: 1 · updated: 0 · unchanged: 0 · rejected: 1"},
		"red": {crm.Job{Kind: crm.JobImport, State: crm.JobEnded, Colour: crm.Red, Checkpoint: result(0, 3)},
			"err", "Import finished without a contact", "Created: 0 · updated: 0 · unchanged: 0 · rejected: 3"},
		"unread": {crm.Job{Kind: crm.JobImport, State: crm.JobFailed, Colour: crm.Red},
			"err", "Import finished without a contact", "Open to see why."},
		"cut short": {crm.Job{Kind: crm.JobImport, State: crm.JobFailed, Colour: crm.Yellow, Checkpoint: result(10, 0)},
			"err", "Import partly finished", "Created: 10 · updated: 0 · unchanged: 0 · rejected: 0"},
		"cancelled": {crm.Job{Kind: crm.JobImport, State: crm.JobCancelled, Colour: crm.Yellow, Checkpoint: result(10, 0)},
			"warn", "Import cancelled", "What was saved stays saved."},
		"resumed": {crm.Job{Kind: crm.JobImport, State: crm.JobRunning, Colour: crm.Yellow},
			"warn", "Import resumed", "It goes on where it had stopped."},
		"export": {crm.Job{Kind: crm.JobExport, State: crm.JobEnded, Colour: crm.Green, Result: []byte(`{"written":7,"path":"/x"}`)},
			"ok", "Export finished", "Contacts exported: 7"},
		"failed export": {crm.Job{Kind: crm.JobExport, State: crm.JobFailed, Colour: crm.Red},
			"err", "The export did not finish", "Open to see why."},
		"cancelled export": {crm.Job{Kind: crm.JobExport, State: crm.JobCancelled, Colour: crm.Yellow},
			"warn", "Export cancelled", ""},
	} {
		t.Run(name, func(t *testing.T) {
			tt.job.Title, tt.job.Params = "relação da Maria.csv", []byte(`{}`)
			p := phrasesOf["en"]
			title, body, err := p.ofJob(tt.job)
			if err != nil || title != tt.title || body != tt.body {
				t.Errorf("%q %q %v, want %q %q", title, body, err, tt.title, tt.body)
			}
			if got := noticeKind(tt.job); got != tt.kind {
				t.Errorf("kind %s, want %s", got, tt.kind)
			}
		})
	}
}
