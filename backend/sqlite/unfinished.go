package sqlite

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"carteira/backend/crm"
)

// A file that leaves the data folder, an export or a report, is written beside the place it will have and takes its name when it is
// whole. A killed program would leave what it has written so far, hidden, with contacts in it, where nobody looks. So each has a note in
// the data folder first: unfinished/ID names the folder in which .carteira-ID.part is written, unfinished/ID.lock is held by whoever
// writes it, which the system frees however that ends. A note whose lock is free is a dead program's.

// UnfinishedFolder holds the notes.
const UnfinishedFolder = "unfinished"

// forgottenAfter is how long a note waits for a folder that is not there: a stick that is plugged in again, a share that is back.
const forgottenAfter = 90 * 24 * time.Hour

// Unfinished is a file being written. It ends with Keep or Drop.
type Unfinished struct {
	*os.File
	path string
	note string
	lock *flock.Flock
}

// Begin makes a file for the absolute path beside it, so that a place that cannot be written is known at once. Errors about that place
// are an *fs.PathError or an *os.LinkError, here, when writing and from Keep.
func (db *DB) Begin(path string) (*Unfinished, error) {
	id := crm.NewID()
	u := &Unfinished{path: path, note: filepath.Join(db.dir, UnfinishedFolder, id.String())}
	if err := u.write(filepath.Dir(path)); err != nil {
		err = DiskError(errors.Join(err, u.forget()))
		if crm.CodeOf(err) == "" {
			err = fmt.Errorf("note in the data folder what is being written: %v", err) // %v: it is no error about path
		}
		return nil, err
	}
	return u.begin(id)
}

// BeginWithoutNote is Begin for a file that holds nobody and a program that has no data open: a kill leaves it lying.
func BeginWithoutNote(path string) (*Unfinished, error) {
	return (&Unfinished{path: path}).begin(crm.NewID())
}

func (u *Unfinished) begin(id crm.ID) (*Unfinished, error) {
	f, err := os.OpenFile(unfinishedIn(filepath.Dir(u.path), id), os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return nil, errors.Join(err, u.forget())
	}
	u.File = f
	return u, nil
}

func unfinishedIn(folder string, id crm.ID) string {
	return filepath.Join(folder, ".carteira-"+id.String()+".part")
}

// write notes the folder, under the lock from the beginning: whoever finds the note and the lock free knows that nobody writes.
func (u *Unfinished) write(folder string) error {
	if err := os.MkdirAll(filepath.Dir(u.note), 0o700); err != nil {
		return err
	}
	u.lock = flock.New(u.note+lockSuffix, flock.SetPermissions(0o600))
	if err := u.lock.Lock(); err != nil { // nobody else knows its name
		return err
	}
	note, err := os.OpenFile(u.note, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = note.WriteString(folder)
	return errors.Join(err, note.Sync(), note.Close())
}

// forget takes the note away: there is nothing left that it names.
func (u *Unfinished) forget() error {
	if u.lock == nil {
		return nil
	}
	return errors.Join(removeThere(u.note), u.lock.Close(), removeThere(u.lock.Path())) // Windows removes no file that is open
}

// Keep puts the file on disk and gives it its name; where that fails it is gone.
func (u *Unfinished) Keep() error {
	err := errors.Join(u.Sync(), u.Close())
	if err == nil {
		err = os.Rename(u.Name(), u.path)
	}
	if err != nil {
		err = errors.Join(err, removeThere(u.Name()))
	}
	return errors.Join(err, u.forget())
}

// Drop removes the file.
func (u *Unfinished) Drop() error {
	err := u.Close()
	if errors.Is(err, fs.ErrClosed) {
		err = nil
	}
	return errors.Join(err, removeThere(u.Name()), u.forget())
}

func removeThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// RemoveUnfinished removes what killed programs have left half written. What is being written stays. Errors name no path.
func (db *DB) RemoveUnfinished() error {
	all := filepath.Join(db.dir, UnfinishedFolder)
	notes, err := os.ReadDir(all)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("look for files that were left half written: %w", err)
	}
	var reasons []error
	for _, entry := range notes {
		name, isLock := strings.CutSuffix(entry.Name(), lockSuffix)
		id, err := crm.ParseID(name)
		if err != nil {
			continue
		}
		note := filepath.Join(all, name)
		if isLock {
			err = removeLoneLock(note)
		} else {
			err = removeUnfinished(note, id)
		}
		var place *fs.PathError
		if errors.As(err, &place) {
			err = place.Err
		}
		if err != nil {
			reasons = append(reasons, err)
		}
	}
	if len(reasons) > 0 {
		return fmt.Errorf("%d files that a killed program has left half written cannot be removed yet: %w", len(reasons), reasons[0])
	}
	return nil
}

// removeUnfinished removes the file that a note names, unless somebody writes it, and then the note.
func removeUnfinished(note string, id crm.ID) error {
	lock := flock.New(note+lockSuffix, flock.SetPermissions(0o600))
	if free, err := lock.TryLock(); err != nil || !free {
		return errors.Join(err, lock.Close())
	}
	u := &Unfinished{note: note, lock: lock}
	text, err := os.ReadFile(note)
	if errors.Is(err, fs.ErrNotExist) { // ended meanwhile
		return u.forget()
	}
	if err != nil {
		return errors.Join(err, lock.Close())
	}
	folder := string(text)
	if !filepath.IsAbs(folder) { // killed before the note was whole: the file was not begun
		return u.forget()
	}
	err = removeThere(unfinishedIn(folder, id))
	_, there := os.Stat(folder)
	if err == nil && there == nil {
		return u.forget()
	}
	info, old := os.Stat(note)
	if old == nil && time.Since(info.ModTime()) > forgottenAfter {
		return u.forget()
	}
	return errors.Join(err, old, lock.Close(), removeThere(lock.Path())) // the folder may be back tomorrow, with the file
}

// removeLoneLock removes the lock of a program that was killed before it had noted anything.
func removeLoneLock(note string) error {
	if _, err := os.Stat(note); !errors.Is(err, fs.ErrNotExist) {
		return err // looked at with its note
	}
	_, err := removeAbandoned(note)
	return err
}
