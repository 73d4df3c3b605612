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

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// purgeJobs destroys the private copies and reports of imports that hold an erased person; all of them when it is no
// longer known who was erased, as after a crash.
func (db *DB) purgeJobs(ctx context.Context, needles [][]byte, known bool) error {
	root := filepath.Join(db.dir, "jobs")
	folders, err := os.ReadDir(root)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, f := range folders {
		id, err := crm.ParseID(f.Name())
		if err != nil {
			continue
		}
		live := false
		if err := db.View(ctx, func(v *View) error {
			j, err := v.Job(id)
			if crm.CodeOf(err) == crm.CodeNotFound {
				return nil
			}
			live = err == nil && !j.State.Over()
			return err
		}); err != nil {
			return err
		}
		dir := filepath.Join(root, f.Name())
		holds, err := holdsAny(dir, needles)
		if err != nil {
			return err
		}
		if live || known && !holds {
			continue // a running import goes on: what it makes of the person is a new contact
		}
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
		if err := db.syncUpdate(ctx, func(a *applying) error {
			_, err := a.tx.c.exec(`DELETE FROM job_rejection WHERE job = (SELECT n FROM job WHERE id = ?)`, id[:])
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

func holdsAny(dir string, needles [][]byte) (found bool, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || found {
			return err
		}
		needle, err := fileHolds(path, needles)
		found = needle != nil
		return err
	})
	return found, err
}

// leftOut stands in a job's row for a text that said who somebody was.
const leftOut = "•••"

// purgeJobRows takes erased people out of the rows of jobs that have ended: the words that contacts were searched by, cells
// that were corrected by hand, lines that a report quotes. When it is no longer known who was erased, as after a crash, all
// such texts go, but for the names of files. The job stays: who, when, and how many.
func (db *DB) purgeJobRows(ctx context.Context, people []*crm.Contact, needles [][]byte) error {
	who := make([]*replication.Contact, len(people))
	for i, c := range people {
		who[i] = (&Stored{Contact: *c}).state()
	}
	personal := func(text string) bool {
		for _, c := range who {
			if replication.NamesPerson(text, c) {
				return true
			}
		}
		for _, n := range needles {
			if bytes.Contains([]byte(text), n) || bytes.Contains([]byte(crm.Fold(text)), n) {
				return true
			}
		}
		return len(people) == 0
	}
	return db.syncUpdate(ctx, func(a *applying) error {
		var over []crm.Job
		if err := a.tx.EachJobOver(func(j crm.Job) error { over = append(over, j); return nil }); err != nil {
			return err
		}
		for _, j := range over {
			if err := a.tx.purgeJobRow(&j, len(people) > 0, personal); err != nil {
				return err
			}
		}
		return nil
	})
}

func (tx *Tx) purgeJobRow(j *crm.Job, known bool, personal func(text string) bool) error {
	title := j.Title
	if known && personal(title) {
		title = leftOut + filepath.Ext(title)
	}
	failure, err := json.Marshal(j.Error)
	if err != nil {
		return err
	}
	texts := []string{title, string(j.Params), string(j.Checkpoint), string(j.Result), string(failure)}
	if j.Error == nil {
		texts[4] = ""
	}
	changed := title != j.Title
	for i, text := range texts[1:] {
		next, had, err := withoutPersonal(text, personal)
		if err != nil {
			return err
		}
		texts[1+i], changed = next, changed || had
	}
	var lines []int64
	if err := tx.c.query(`SELECT line, reason FROM job_rejection WHERE job = (SELECT n FROM job WHERE id = ?)`, values(j.ID[:]),
		func(row result) error {
			if personal(row[1].(string)) {
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
	_, err = tx.c.exec(`UPDATE job SET title = ?, params = ?, checkpoint = ?, result = ?, error = ? WHERE id = ?`,
		texts[0], texts[1], texts[2], texts[3], texts[4], j.ID[:])
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
