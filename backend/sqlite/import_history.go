package sqlite

import (
	"errors"
	"math"
	"strings"
	"time"

	"carteira/backend/crm"
)

// ImportFilter narrows the history of imports (D3.18). Zero values leave a part open.
type ImportFilter struct {
	Search   string // words in the file's name or the person's, accents and case aside
	Owner    crm.ID
	Colour   crm.Colour
	From, To time.Time // begun from, and before
	Undo     string    // "possible" or "done"
	Before   int64     // ImportEntry.N of the last one seen, 0 = from the newest on
	Limit    int
}

// ImportEntry is one import of contacts.
type ImportEntry struct {
	N        int64 // its place, newest highest
	Job      crm.Job
	Undoable bool
	Undo     *crm.Job // the latest job that took it back, nil = none
}

var errEnough = errors.New("enough")

// ImportHistory lists imports, newest first, and says whether there are more.
func (v *View) ImportHistory(f ImportFilter) (out []ImportEntry, more bool, err error) {
	if f.Before == 0 {
		f.Before = math.MaxInt64
	}
	words := strings.Fields(crm.Fold(f.Search))
	err = v.c.query(`SELECT`+jobColumns+`, j.n,
		  EXISTS (SELECT 1 FROM import_part p WHERE p.job = j.n),
		  (SELECT u.id FROM import_undo i JOIN job u ON u.n = i.undo WHERE i.job = j.n ORDER BY i.undo DESC LIMIT 1)`+jobFrom+`
		WHERE j.kind = 'import' AND j.n < ? ORDER BY j.n DESC`, values(f.Before), func(row result) error {
		j, err := scanJob(row)
		if err != nil {
			return err
		}
		e := ImportEntry{N: row[19].(int64), Job: j, Undoable: row[20].(int64) != 0 && j.State.Over()}
		if undo := blobID(row[21]); undo != crm.NoID {
			u, err := v.Job(undo)
			if err != nil {
				return err
			}
			e.Undo = &u
			e.Undoable = e.Undoable && u.State.Over()
		}
		if !f.takes(&e, words) {
			return nil
		}
		if more = len(out) == f.Limit; more {
			return errEnough
		}
		out = append(out, e)
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return out, more, err
}

func (f *ImportFilter) takes(e *ImportEntry, words []string) bool {
	j := &e.Job
	switch {
	case f.Owner != crm.NoID && j.Owner != f.Owner,
		f.Colour != "" && j.Colour != f.Colour,
		!f.From.IsZero() && j.CreatedAt.Before(f.From),
		!f.To.IsZero() && !j.CreatedAt.Before(f.To),
		f.Undo == "possible" && !e.Undoable,
		f.Undo == "done" && e.Undo == nil:
		return false
	}
	text := crm.Fold(j.Title + "\n" + j.OwnerName)
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// ImportEntryOf is one import with what became of it; crm.CodeNotFound when there is none.
func (v *View) ImportEntryOf(id crm.ID) (e ImportEntry, err error) {
	n, err := v.jobNumber(id)
	if err != nil {
		return e, err
	}
	list, _, err := v.ImportHistory(ImportFilter{Before: n + 1, Limit: 1})
	if err != nil {
		return e, err
	}
	if len(list) == 0 || list[0].N != n {
		return e, crm.Errorf(crm.CodeNotFound, "job", "that job is no import of contacts")
	}
	return list[0], nil
}
