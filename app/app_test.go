package app

import (
	"cmp"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/service/syncer"
	"carteira/backend/sqlite"
)

// fakeShell records what the structs ask of the window.
type fakeShell struct {
	mu      sync.Mutex
	events  []fakeEvent
	notes   []Notification
	dialogs []FileDialog
	saveTo  string // folder; "" = the person cancels
	named   string // what the person names the file; "" = as offered
	browser bool
	handed  []string // delivered
	dropped []string // forgotten
	shown   []string // revealed
	front   bool     // somebody looks at the window
	raised  int      // times
	left    []Leaving
}

type fakeEvent struct {
	name    string
	payload any
}

func (s *fakeShell) Desktop() bool { return !s.browser }

func (s *fakeShell) Focus() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.raised++
}

func (s *fakeShell) InFront() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.front
}

func (s *fakeShell) Print() {}

func (s *fakeShell) Leave(how Leaving) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.left = append(s.left, how)
}

func (s *fakeShell) OpenFile(d FileDialog) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dialogs = append(s.dialogs, d)
	return "/chosen.csv", nil
}

func (s *fakeShell) SaveFile(d FileDialog) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dialogs = append(s.dialogs, d)
	if s.saveTo == "" {
		return "", nil
	}
	return filepath.Join(s.saveTo, cmp.Or(s.named, d.Name)), nil
}

func (s *fakeShell) Deliver(path string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.handed = append(s.handed, path)
	if s.browser {
		return "/download/" + string(rune('a'+len(s.handed)-1)), nil
	}
	return path, nil
}

func (s *fakeShell) Reveal(path string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shown = append(s.shown, path)
	return "", nil
}

func (s *fakeShell) Forget(path string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dropped = append(s.dropped, path)
	return nil
}

func (s *fakeShell) Emit(event string, payload any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.events = append(s.events, fakeEvent{event, payload})
}

func (s *fakeShell) Notify(n Notification) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.notes = append(s.notes, n)
	return nil
}

// count is how many events of a name the window has had.
func (s *fakeShell) count(name string) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.events {
		if e.name == name {
			n++
		}
	}
	return n
}

// announced tells whether the window was told that an entity changed.
func (s *fakeShell) announced(entity string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.ContainsFunc(s.events, func(e fakeEvent) bool {
		ping, ok := e.payload.(map[string]string)
		return e.name == "data:changed" && ok && ping["entity"] == entity
	})
}

func (s *fakeShell) notifications() []Notification {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.notes)
}

// opening is a program with its data open and its bound structs.
type opening struct {
	t        *testing.T
	app      *App
	shell    *fakeShell
	later    atomic.Int64 // nanoseconds by which its clock is ahead
	session  *Session
	contacts *Contacts
	lookups  *Lookups
	imports  *Imports
	jobs     *Jobs
	exports  *Exports
	notices  *Notices
	settings *Settings
	files    *Files
	status   *Status
	sync     *Sync
	server   *fakeSynchronizer
	closed   sync.Once
}

func openApp(t *testing.T, folder string) *opening {
	t.Helper()
	return openAppWith(t, folder, nil)
}

// openAppWith takes another synchronizer than the fake one.
func openAppWith(t *testing.T, folder string, connect func(*sqlite.DB) synchronizer) *opening {
	t.Helper()
	o := &opening{t: t, shell: &fakeShell{saveTo: t.TempDir()}}
	o.app = New(Options{DataFolder: folder, Now: func() time.Time {
		return time.Now().Add(time.Duration(o.later.Load()))
	}})
	o.session, o.contacts, o.lookups, o.imports = &Session{o.app}, &Contacts{o.app}, &Lookups{o.app}, &Imports{o.app}
	o.jobs, o.exports, o.notices, o.settings = &Jobs{o.app}, &Exports{o.app}, &Notices{o.app}, &Settings{o.app}
	o.files, o.status, o.sync = &Files{o.app}, &Status{o.app}, &Sync{o.app}
	o.server = &fakeSynchronizer{status: syncer.Status{State: syncer.StateNever}}
	entry := autostartFile(t.TempDir(), "/opt/carteira/Carteira") // never that of whoever runs the tests
	o.app.login = func() (loginEntry, error) { return entry, nil }
	if o.app.connect = connect; connect == nil {
		o.app.connect = func(*sqlite.DB) synchronizer { return o.server }
	}
	if err := o.app.Start(o.shell); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(o.close)
	return o
}

func (o *opening) close() { o.closed.Do(o.app.Stop) }

const (
	adminEmail    = "ana@example.com"
	adminPassword = "uma senha longa"
)

// openSignedIn is a fresh replica with its administrator at the window.
func openSignedIn(t *testing.T) *opening {
	t.Helper()
	o := openApp(t, t.TempDir())
	info, err := o.session.CreateAdmin("Ana Souza", adminEmail, adminPassword)
	if err != nil || !info.SignedIn {
		t.Fatalf("CreateAdmin: %+v %v", info, err)
	}
	return o
}

// file writes a file to import; lines are joined by CRLF.
func (o *opening) file(name string, lines ...string) ImportSource {
	o.t.Helper()
	path := filepath.Join(o.t.TempDir(), name)
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\r\n")+"\r\n"), 0o600); err != nil {
		o.t.Fatal(err)
	}
	return ImportSource{Path: path, Encoding: "auto"}
}

// done waits for a job to be over.
func (o *opening) done(id string) Job {
	o.t.Helper()
	var j Job
	eventually(o.t, "the job to be over", func() bool {
		var err error
		if j, err = o.jobs.Get(id); err != nil {
			o.t.Fatal(err)
		}
		return crm.JobState(j.State).Over()
	})
	return j
}

// imported imports a file to its end.
func (o *opening) imported(src ImportSource) Job {
	o.t.Helper()
	id, err := o.imports.Start(src)
	if err != nil {
		o.t.Fatal(err)
	}
	j := o.done(id)
	eventually(o.t, "the lock to open", func() bool {
		lock, err := o.imports.Lock()
		return err == nil && !lock.Locked
	})
	return j
}

func TestVersionIsThatOfTheInstaller(t *testing.T) {
	text, err := os.ReadFile("../wails.json")
	if err != nil {
		t.Fatal(err)
	}
	var config struct {
		Info struct{ ProductVersion string }
	}
	if err := json.Unmarshal(text, &config); err != nil {
		t.Fatal(err)
	}
	if config.Info.ProductVersion != Version {
		t.Errorf("wails.json says %s, the program %s", config.Info.ProductVersion, Version)
	}
}

func TestFailedStartAnswersTheWindow(t *testing.T) {
	file := filepath.Join(t.TempDir(), "data")
	if err := os.WriteFile(file, []byte("not a folder"), 0o600); err != nil {
		t.Fatal(err)
	}
	a := New(Options{DataFolder: file})
	if err := a.Start(&fakeShell{}); err == nil {
		t.Fatal("started on a file")
	}
	if _, err := (&Session{a}).Info(); crm.CodeOf(err) != CodeInternal {
		t.Errorf("Info after a failed start: %v", err)
	}
}

// TestTwoProgramsOnOneFolder: the second sees what the first does, and a job belongs to one of them.
func TestTwoProgramsOnOneFolder(t *testing.T) {
	first := openSignedIn(t)
	second := openApp(t, first.app.options.DataFolder)
	if _, err := second.session.SignIn(adminEmail, adminPassword); err != nil {
		t.Fatal(err)
	}
	before, err := second.contacts.Page(ContactQuery{}, 0, 10)
	if err != nil || before.Total != 0 {
		t.Fatalf("%+v %v", before, err)
	}
	eventually(t, "the second list in memory", func() bool { return !second.app.warming.Load() })
	job := first.imported(first.file("a.csv", many(20_000)...))
	seen, err := second.jobs.List()
	if err != nil || len(seen) != 1 || seen[0].ID != job.ID || !seen[0].Mine || seen[0].Resumed != 0 {
		t.Errorf("the second sees %+v %v", seen, err)
	}
	eventually(t, "the second to hear of the job", func() bool { return second.shell.announced("job") })
	eventually(t, "the second to hear of the contacts", func() bool {
		page, err := second.contacts.Page(ContactQuery{}, 0, 10)
		return err == nil && page.Total == 20_000 && page.Version != before.Version
	})
}

func TestCompareJobs(t *testing.T) {
	o := openApp(t, t.TempDir())
	id := crm.NewID()
	told := func() (entities []string) {
		time.Sleep(2 * pulse) // whatever rests is told
		o.shell.mu.Lock()
		defer o.shell.mu.Unlock()
		for _, e := range o.shell.events {
			if ping, ok := e.payload.(map[string]string); ok && ping["entity"] != "contact" {
				entities = append(entities, ping["entity"])
			}
		}
		o.shell.events = nil
		return entities
	}
	running := func(done int64) []crm.Job { return []crm.Job{{ID: id, State: crm.JobRunning, Done: done}} }
	over := []crm.Job{{ID: id, State: crm.JobEnded, Done: 5}}
	closed := []crm.Job{{ID: id, State: crm.JobEnded, Done: 5, Dismissed: true}}
	all := []string{"job", "notice", "label", "field"}
	for _, tt := range []struct {
		what          string
		before, after []crm.Job // before nil: the first look
		want          []string
	}{
		{"the first look", nil, over, nil},
		{"nothing", []crm.Job{}, []crm.Job{}, nil},
		{"a new one", []crm.Job{}, running(0), []string{"job"}},
		{"it stands", running(1), running(1), nil},
		{"it moves", running(1), running(2), []string{"job"}},
		{"it ends", running(5), over, all},
		{"it began and ended meanwhile", []crm.Job{}, over, all},
		{"it was over before", over, over, nil},
		{"its notice is closed", over, closed, all},
	} {
		var known map[crm.ID]jobTrace
		if tt.before != nil {
			known = o.app.compareJobs(nil, tt.before)
		}
		o.app.compareJobs(known, tt.after)
		if got := told(); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.what, got, tt.want)
		}
	}
}
