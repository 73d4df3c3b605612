package sqlite

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"carteira/backend/crm"
)

// lockSuffix is of the file beside a private folder whose lock says that its program still lives: the system frees it
// however that ends.
const lockSuffix = ".lock"

// abandonedAfter is from when on a folder whose lock is free is one that a killed program has left: younger ones may be
// about to be locked.
const abandonedAfter = 5 * time.Second

// PrivateFolder is a new folder inside the data folder for what may not lie in the system's temporary one, since it holds
// contacts. release removes it; what killed programs have left for the same purpose goes with the next one.
func (db *DB) PrivateFolder(purpose string) (dir string, release func() error, err error) {
	all := filepath.Join(db.Dir(), purpose)
	if err := os.MkdirAll(all, 0o700); err != nil {
		return "", nil, err
	}
	if err := db.forgetAbandoned(purpose); err != nil && crm.CodeOf(err) != crm.CodeBusy {
		return "", nil, err
	}
	dir = filepath.Join(all, crm.NewID().String())
	lock := flock.New(dir+lockSuffix, flock.SetPermissions(0o600))
	if err := lock.Lock(); err != nil { // nobody else knows its name
		return "", nil, err
	}
	release = func() error { return errors.Join(os.RemoveAll(dir), lock.Close(), os.Remove(dir+lockSuffix)) }
	if err := os.Mkdir(dir, 0o700); err != nil {
		return "", nil, errors.Join(err, release())
	}
	return dir, release, nil
}

// forgetAbandoned removes what killed programs have left for a purpose. Error: crm.CodeBusy when another folder is in use.
func (db *DB) forgetAbandoned(purpose string) error {
	all := filepath.Join(db.Dir(), purpose)
	left, err := os.ReadDir(all)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	var used error
	for _, entry := range left {
		name, isLock := strings.CutSuffix(entry.Name(), lockSuffix)
		dir := filepath.Join(all, name)
		if _, err := os.Stat(dir); isLock && err == nil {
			continue // looked at with its folder
		}
		removed, err := removeAbandoned(dir)
		if err != nil {
			return err
		}
		if !removed {
			used = crm.Errorf(crm.CodeBusy, "", "a file is being looked at; what that keeps goes when it is done")
		}
	}
	return used
}

func removeAbandoned(dir string) (removed bool, err error) {
	if info, err := os.Stat(dir + lockSuffix); err == nil && time.Since(info.ModTime()) < abandonedAfter {
		return false, nil
	}
	lock := flock.New(dir+lockSuffix, flock.SetPermissions(0o600))
	free, err := lock.TryLock()
	if err != nil || !free {
		return false, errors.Join(err, lock.Close())
	}
	return true, errors.Join(os.RemoveAll(dir), lock.Close(), os.RemoveAll(dir+lockSuffix))
}

// SpillFile is a file in a private folder that takes what is too large for memory and is gone when it is closed. There is one
// a folder: what a killed program left is written over.
type SpillFile struct{ *os.File }

// OpenSpill makes the spill file of a folder, empty.
func OpenSpill(folder string) (SpillFile, error) {
	f, err := os.OpenFile(filepath.Join(folder, "spill"), os.O_CREATE|os.O_TRUNC|os.O_RDWR, 0o600)
	return SpillFile{f}, err
}

// Close removes the file.
func (s SpillFile) Close() error { return errors.Join(s.File.Close(), os.Remove(s.Name())) }
