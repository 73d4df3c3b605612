package sqlite

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// abandonedAfter is the age from which a private folder is one that a killed program has left.
const abandonedAfter = time.Hour

// PrivateFolder is a new folder inside the data folder for what may not lie in the system's temporary one, since it holds
// contacts. The caller removes it; what killed programs have left for the same purpose goes with the next one.
func (db *DB) PrivateFolder(purpose string) (string, error) {
	all := filepath.Join(db.Dir(), purpose)
	if err := os.MkdirAll(all, 0o700); err != nil {
		return "", err
	}
	if err := db.forgetAbandoned(purpose); err != nil {
		return "", err
	}
	return os.MkdirTemp(all, "")
}

// forgetAbandoned removes what killed programs have left for a purpose.
func (db *DB) forgetAbandoned(purpose string) error {
	all := filepath.Join(db.Dir(), purpose)
	left, err := os.ReadDir(all)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, entry := range left {
		if info, err := entry.Info(); err == nil && time.Since(info.ModTime()) > abandonedAfter {
			if err := os.RemoveAll(filepath.Join(all, entry.Name())); err != nil {
				return err
			}
		}
	}
	return nil
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
