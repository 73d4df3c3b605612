package sqlite

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"carteira/backend/crm"
)

func (db *DB) notes(t *testing.T) (n int) {
	t.Helper()
	left, err := os.ReadDir(filepath.Join(db.dir, UnfinishedFolder))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return len(left)
}

func (db *DB) sweep(t *testing.T) {
	t.Helper()
	if err := db.RemoveUnfinished(); err != nil {
		t.Fatal(err)
	}
}

func isThere(t *testing.T, want bool, paths ...string) {
	t.Helper()
	for _, path := range paths {
		if _, err := os.Lstat(path); (err == nil) != want {
			t.Errorf("%s: %v, want it there: %v", path, err, want)
		}
	}
}

// A file takes its name when it is whole, or leaves nothing; meanwhile nobody takes it away.
func TestAFileIsWholeOrNotThere(t *testing.T) {
	db, _ := openTest(t)
	target := filepath.Join(t.TempDir(), "contatos.csv")
	must(0, os.WriteFile(target, []byte("old"), 0o600))(t)
	for _, keep := range []bool{false, true} {
		u := must(db.Begin(target))(t)
		must(u.WriteString("new"))(t)
		db.sweep(t)
		isThere(t, true, u.Name(), u.note)
		want := "old"
		if keep {
			must(0, u.Keep())(t)
			want = "new"
		} else {
			must(0, u.Drop())(t)
		}
		if got := must(os.ReadFile(target))(t); string(got) != want || db.notes(t) != 0 {
			t.Errorf("kept %v: %q and %d notes", keep, got, db.notes(t))
		}
		isThere(t, false, u.Name())
	}
	// Where it cannot be written, or not take its name, nothing stays either.
	if _, err := db.Begin(filepath.Join(t.TempDir(), "none", "a.csv")); !errors.Is(err, fs.ErrNotExist) || db.notes(t) != 0 {
		t.Errorf("a folder that is not there: %v, %d notes", err, db.notes(t))
	}
	u := must(db.Begin(t.TempDir()))(t)
	if err := u.Keep(); err == nil || db.notes(t) != 0 {
		t.Errorf("over a folder: %v, %d notes", err, db.notes(t))
	}
	isThere(t, false, u.Name())
}

// What a killed program has left goes, and nothing else does: not what is being written, not what nobody has noted.
func TestWhatAKilledProgramHasLeft(t *testing.T) {
	db, _ := openTest(t)
	folder := t.TempDir()
	// killed leaves what a program leaves that ends without a word.
	killed := func(folder, noted string, begun bool) (part, note string) {
		t.Helper()
		id := crm.NewID()
		part, note = unfinishedIn(folder, id), filepath.Join(db.dir, UnfinishedFolder, id.String())
		must(0, os.MkdirAll(filepath.Dir(note), 0o700))(t)
		must(0, os.WriteFile(note+lockSuffix, nil, 0o600))(t)
		must(0, os.WriteFile(note, []byte(noted), 0o600))(t)
		if begun {
			must(0, os.WriteFile(part, []byte("Ana"), 0o600))(t)
		}
		return part, note
	}
	dead, _ := killed(folder, folder, true)
	killed(folder, folder, false)
	torn, _ := killed(folder, "half/of/a/pa", true) // another's: a note that is no place was never followed by a file
	nobodys := unfinishedIn(folder, crm.NewID())
	must(0, os.WriteFile(nobodys, []byte("Ana"), 0o600))(t)
	living, livingNote := killed(folder, folder, true)
	lock := flock.New(livingNote + lockSuffix)
	must(0, lock.Lock())(t)
	db.sweep(t)
	isThere(t, false, dead)
	isThere(t, true, torn, nobodys, living, livingNote)
	if n := db.notes(t); n != 2 { // the living one's and its lock
		t.Errorf("%d notes", n)
	}
	must(0, lock.Close())(t)
	db.sweep(t)
	isThere(t, false, living, livingNote)

	// A stick that is not plugged in may be so tomorrow, though not for ever.
	stick := filepath.Join(folder, "stick")
	must(0, os.Mkdir(stick, 0o700))(t)
	part, note := killed(stick, stick, true)
	must(0, os.Rename(stick, stick+"-away"))(t)
	db.sweep(t)
	isThere(t, true, note)
	must(0, os.Rename(stick+"-away", stick))(t)
	db.sweep(t)
	isThere(t, false, part, note)
	_, note = killed(folder, stick+"-lost", false)
	then := time.Now().Add(-forgottenAfter - time.Hour)
	must(0, os.Chtimes(note, then, then))(t)
	db.sweep(t)
	isThere(t, false, note)

	// A program that was killed before its note: its lock goes when it is certain that nothing follows.
	_, young := killed(folder, folder, false)
	must(0, os.Remove(young))(t)
	db.sweep(t)
	isThere(t, true, young+lockSuffix)
	must(0, os.Chtimes(young+lockSuffix, then, then))(t)
	db.sweep(t)
	if n := db.notes(t); n != 0 {
		t.Errorf("%d notes stay", n)
	}
	isThere(t, true, torn, nobodys)
}
