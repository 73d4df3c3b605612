package sqlite

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"carteira/backend/crm"
	"carteira/backend/engine/traces"
)

// purgeJobs destroys the private copies and reports of jobs that hold an erased person; of all that have ended when it is
// no longer known who was erased, as after a crash. A job that began after the erasure goes on: what it makes of the
// person is a new contact.
func (db *DB) purgeJobs(ctx context.Context, who *wanted) error {
	root := filepath.Join(db.dir, jobsFolder)
	folders, err := os.ReadDir(root)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, f := range folders {
		id, err := crm.ParseID(f.Name())
		if err != nil {
			continue
		}
		var j crm.Job
		stored := false
		if err := db.View(ctx, func(v *View) (err error) {
			j, err = v.Job(id)
			if stored = err == nil; crm.CodeOf(err) == crm.CodeNotFound {
				return nil
			}
			return err
		}); err != nil {
			return err
		}
		if stored && !j.State.Over() {
			continue
		}
		info, err := f.Info()
		if err != nil {
			return err
		}
		if !stored && time.Since(info.ModTime()) < aboutToStart {
			return errJobEnds // or begins
		}
		gone, err := purgeJobFolder(filepath.Join(root, f.Name()), who)
		if err != nil {
			return err
		}
		if !gone {
			continue
		}
		if err := db.purgeUpdate(ctx, func(tx *Tx) error {
			_, err := tx.c.exec(`DELETE FROM job_rejection WHERE job = (SELECT n FROM job WHERE id = ?)`, id[:])
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

// aboutToStart is how long a job's folder may be there before the job is stored.
const aboutToStart = time.Minute

var errJobEnds = crm.Errorf(crm.CodeBusy, "", "a job is about to begin or to end; what it keeps is looked at then")

// JobLock is the file in a job's private folder whose lock says that a process works on the job.
const JobLock = "lock"

// purgeJobFolder removes a job's folder when a file of it holds anybody of who. Of a job that has ended its copy and the
// corrections of it may be asked for again; everything else was left by a program that died.
func purgeJobFolder(dir string, who *wanted) (gone bool, err error) {
	lock := flock.New(filepath.Join(dir, JobLock), flock.SetPermissions(0o600))
	free, err := lock.TryLock()
	if err == nil && !free {
		err = errJobEnds
	}
	if err != nil {
		return false, errors.Join(err, lock.Close())
	}
	files, err := os.ReadDir(dir)
	for _, f := range files {
		path := filepath.Join(dir, f.Name())
		switch f.Name() {
		case JobLock:
		case JobCopy, JobCorrections:
			holds, ferr := who.inFile(path)
			gone, err = gone || holds, errors.Join(err, ferr)
		default:
			err = errors.Join(err, os.RemoveAll(path))
		}
	}
	if err = errors.Join(err, lock.Close()); err != nil || !gone {
		return false, err
	}
	return true, os.RemoveAll(dir)
}

// leftOut stands in a job's row for a text that said who somebody was.
const leftOut = "•••"

// purgeTitles takes people out of the names of the files that jobs were about.
func (tx *Tx) purgeTitles(people []*crm.Contact) error {
	find := traces.New(people, func(*crm.Contact) bool { return true })
	titles := map[int64]string{}
	if err := tx.c.query(`SELECT n, title FROM job WHERE title <> ''`, nil, func(row result) error {
		if title := row[1].(string); find.Text(title) {
			titles[row[0].(int64)] = leftOut + filepath.Ext(title)
		}
		return nil
	}); err != nil {
		return err
	}
	for n, title := range titles {
		if _, err := tx.c.exec(`UPDATE job SET title = ? WHERE n = ?`, title, n); err != nil {
			return err
		}
		tx.Announce(Event{"job"})
	}
	return nil
}

// purgeJobRows takes erased people out of the rows of jobs that have ended: the words that contacts were searched by, cells
// that were corrected by hand, lines that a report quotes. When it is no longer known who was erased, as after a crash, all
// such texts go; the names of files were looked at with the erasure. The job stays: who, when, and how many.
// It is the last step that needs to know who was erased up to due.
func (db *DB) purgeJobRows(ctx context.Context, who *wanted, due int64) error {
	return db.purgeUpdate(ctx, func(tx *Tx) error {
		var over []crm.Job
		if err := tx.EachJobOver(func(j crm.Job) error { over = append(over, j); return nil }); err != nil {
			return err
		}
		for _, j := range over {
			if err := tx.purgeJobRow(&j, who); err != nil {
				return err
			}
		}
		_, err := tx.c.exec(`UPDATE purge SET cleaned = max(cleaned, ?)`, due)
		return err
	})
}

func (tx *Tx) purgeJobRow(j *crm.Job, who *wanted) error {
	failure, err := json.Marshal(j.Error)
	if err != nil {
		return err
	}
	texts := []string{string(j.Params), string(j.Checkpoint), string(j.Result), string(failure)}
	if j.Error == nil {
		texts[3] = ""
	}
	changed := false
	for i, text := range texts {
		next, had, err := withoutPersonal(text, who.personal)
		if err != nil {
			return err
		}
		texts[i], changed = next, changed || had
	}
	var lines []int64
	if err := tx.c.query(`SELECT line, reason FROM job_rejection WHERE job = (SELECT n FROM job WHERE id = ?) AND reason <> ''`,
		values(j.ID[:]), func(row result) error {
			if who.personal(row[1].(string)) {
				lines = append(lines, row[0].(int64))
			}
			return nil
		}); err != nil {
		return err
	}
	for _, line := range lines {
		if _, err := tx.c.exec(`UPDATE job_rejection SET reason = '' WHERE job = (SELECT n FROM job WHERE id = ?) AND line = ?`, j.ID[:], line); err != nil {
			return err
		}
	}
	if !changed {
		return nil
	}
	_, err = tx.c.exec(`UPDATE job SET params = ?, checkpoint = ?, result = ?, error = ? WHERE id = ?`,
		texts[0], texts[1], texts[2], texts[3], j.ID[:])
	tx.Announce(Event{"job"})
	return err
}

// withoutPersonal is a JSON text without what is personal in it. Words that somebody searched by may be a part of a name:
// of them nothing is kept.
func withoutPersonal(text string, personal func(text string) bool) (next string, had bool, err error) {
	if text == "" {
		return text, false, nil
	}
	var doc any
	in := json.NewDecoder(bytes.NewReader([]byte(text)))
	in.UseNumber()
	if err := in.Decode(&doc); err != nil {
		return "", true, nil // nobody can read it, and so nobody misses it
	}
	doc = blankPersonal(doc, personal, &had)
	if !had {
		return text, false, nil
	}
	b, err := json.Marshal(doc)
	return string(b), true, err
}

func blankPersonal(x any, personal func(text string) bool, had *bool) any {
	switch x := x.(type) {
	case string:
		if _, err := crm.ParseID(x); x != "" && err != nil && personal(x) {
			*had = true
			return leftOut
		}
	case []any:
		for i := range x {
			x[i] = blankPersonal(x[i], personal, had)
		}
	case map[string]any:
		for key, value := range x {
			if text, ok := value.(string); ok && text != "" && strings.EqualFold(key, "search") {
				*had = true
				x[key] = ""
				continue
			}
			x[key] = blankPersonal(value, personal, had)
		}
	}
	return x
}
