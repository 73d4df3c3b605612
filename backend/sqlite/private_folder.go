package sqlite

import (
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
	left, err := os.ReadDir(all)
	if err != nil {
		return "", err
	}
	for _, entry := range left {
		if info, err := entry.Info(); err == nil && time.Since(info.ModTime()) > abandonedAfter {
			if err := os.RemoveAll(filepath.Join(all, entry.Name())); err != nil {
				return "", err
			}
		}
	}
	return os.MkdirTemp(all, "")
}
