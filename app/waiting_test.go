package app

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"carteira/backend/crm"
)

func (o *opening) waitingNames() (names []string) {
	o.t.Helper()
	files, err := o.files.Waiting()
	if err != nil {
		o.t.Fatal(err)
	}
	for _, f := range files {
		names = append(names, f.Name)
	}
	return names
}

// D3.19: files wait for somebody to sign in, in their order, each once, and go to whoever takes them.
func TestWaitingFiles(t *testing.T) {
	o := openApp(t, t.TempDir())
	o.app.WaitingFiles([]string{"/a.csv"})
	o.app.WaitingFiles([]string{"/b.csv", "/a.csv", "/c.csv"})
	eventually(t, "files:waiting", func() bool { return o.shell.count(EventFilesWaiting) == 2 })
	if _, err := o.files.Waiting(); crm.CodeOf(err) != crm.CodeSignedOut {
		t.Errorf("nobody is signed in: %v", err)
	}
	if _, err := o.session.CreateAdmin("Ana Souza", adminEmail, adminPassword); err != nil {
		t.Fatal(err)
	}
	eventually(t, "a window that has just signed in hears of them", func() bool { return o.shell.count(EventFilesWaiting) == 3 })
	for range 2 { // looking takes nothing
		if got := o.waitingNames(); !slices.Equal(got, []string{"a.csv", "b.csv", "c.csv"}) {
			t.Errorf("waiting %v", got)
		}
	}
	for _, want := range []bool{true, false} {
		if got, err := o.files.Take("/a.csv"); err != nil || got != want {
			t.Errorf("take: %v %v, want %v", got, err, want)
		}
	}
	eventually(t, "the other tabs to hear of it", func() bool { return o.shell.count(EventFilesWaiting) == 4 })
	if err := o.files.Discard("/b.csv"); err != nil {
		t.Fatal(err)
	}
	if got := o.waitingNames(); !slices.Equal(got, []string{"c.csv"}) {
		t.Errorf("waiting %v", got)
	}
	if err := o.files.Discard(""); err != nil {
		t.Fatal(err)
	}
	if got := o.waitingNames(); len(got) != 0 {
		t.Errorf("waiting %v", got)
	}
	if len(o.shell.dropped) != 0 {
		t.Errorf("the person's own files were to be forgotten: %v", o.shell.dropped)
	}
	if got, err := o.files.PickImport(); err != nil || got != "/chosen.csv" {
		t.Errorf("picked %q %v", got, err)
	}
}

// In browser mode uploaded copies queue as well, and go when they are not wanted; a file of the inbox stays.
func TestUploadedFilesQueue(t *testing.T) {
	o := openSignedIn(t)
	o.shell.browser = true
	own := filepath.Join(t.TempDir(), "own.csv")
	if err := os.WriteFile(own, []byte("contact_name\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	o.app.WaitingFiles([]string{own})
	if err := o.files.Enqueue([]string{"/incoming/1/a.csv", "/incoming/2/b.csv"}); err != nil {
		t.Fatal(err)
	}
	if got := o.waitingNames(); !slices.Equal(got, []string{"own.csv", "a.csv", "b.csv"}) {
		t.Errorf("waiting %v", got)
	}
	if err := o.files.Discard(""); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(own); err != nil {
		t.Errorf("the person's own file: %v", err)
	}
	if !slices.Contains(o.shell.dropped, "/incoming/1/a.csv") || !slices.Contains(o.shell.dropped, "/incoming/2/b.csv") {
		t.Errorf("copies left behind: %v", o.shell.dropped)
	}
}
