package sqlite

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"carteira/backend/engine/tabular"
)

// Folders inside the data folder, beside the replica, for files with contacts in them.
const (
	jobsFolder     = "jobs"
	PreviewFolder  = "preview"  // see PrivateFolder
	IncomingFolder = "incoming" // what a browser has handed over
	OutgoingFolder = "outgoing" // what it has yet to fetch
	InboxFolder    = "inbox"    // names of files for the window
)

// What a job keeps in its private folder.
const (
	JobCopy        = "source"      // of the file that is imported, as text
	JobCorrections = "corrections" // cells that were corrected by hand
)

// inFile tells whether a file may hold anybody of w. What is no text may.
func (w *wanted) inFile(path string) (holds bool, err error) {
	if !w.known {
		return true, nil
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	text, err := tabular.Decoded(f)
	if err != nil {
		return false, err
	}
	return w.find.Reader(text)
}

// packed are the endings of files that no search for a text sees into.
var packed = []string{".xlsx", ".xlsm", ".zip", ".pdf"}

// purgeHandedOver removes what a browser has handed over or has yet to fetch, where it may hold an erased person: it can be
// handed over, or asked for, again.
func (db *DB) purgeHandedOver(who *wanted) error {
	for _, folder := range []string{IncomingFolder, OutgoingFolder, InboxFolder} {
		if err := filepath.WalkDir(filepath.Join(db.dir, folder), func(path string, d fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil // fetched, or forgotten, meanwhile
			}
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			holds := who.personal(d.Name())
			for _, ending := range packed {
				holds = holds || strings.EqualFold(filepath.Ext(path), ending)
			}
			if !holds {
				if holds, err = who.inFile(path); err != nil || !holds {
					return err
				}
			}
			if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}
