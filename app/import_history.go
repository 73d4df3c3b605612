package app

import (
	"context"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"carteira/backend/crm"
	"carteira/backend/service/importer"
	"carteira/backend/service/jobs"
	"carteira/backend/service/undo"
	"carteira/backend/sqlite"
)

// ImportHistory is who imported what, and taking it back (D3.18).
type ImportHistory struct{ app *App }

// ImportQuery narrows the history; blank members let everything through.
type ImportQuery struct {
	Search string `json:"search"` // words in the file's name or the person's
	Owner  string `json:"owner"`  // user id
	Colour string `json:"colour"` // "green", "yellow", "red"
	From   string `json:"from"`   // "YYYY-MM-DD"
	To     string `json:"to"`     // the day itself too
	Undo   string `json:"undo"`   // "possible", "done"
	After  string `json:"after"`  // ImportPage.Next of the page before
}

// ImportPage is a part of the history, newest first.
type ImportPage struct {
	Imports []ImportEntry `json:"imports"`
	Next    string        `json:"next"` // "" = these are the last
}

// ImportEntry is one import.
type ImportEntry struct {
	Job     Job     `json:"job"`
	Seconds float64 `json:"seconds"` // worked, interruptions left out
	// MayUndo: it can be undone, and the person may. UndoUntil is the day from which it cannot any more.
	MayUndo   bool   `json:"mayUndo"`
	UndoUntil string `json:"undoUntil"` // RFC 3339, "" = cannot be undone
	Undo      *Job   `json:"undo"`      // the job that took it back
}

// ImportDetails is one import with how its file was read.
type ImportDetails struct {
	Entry     ImportEntry      `json:"entry"`
	Format    string           `json:"format"`
	Sheet     string           `json:"sheet"`
	Encoding  string           `json:"encoding"`
	Delimiter string           `json:"delimiter"`
	Fixes     []string         `json:"fixes"`
	Columns   []ImportedColumn `json:"columns"`
	Keeps     int              `json:"keeps"` // days that reports are kept for, 0 = until their notification is closed
}

// ImportedColumn is where one column went.
type ImportedColumn struct {
	Header string `json:"header"`
	Target string `json:"target"` // a name of D3.2, "custom:" and a name, or "ignore"
}

// UndoPlan is what an undo would come to.
type UndoPlan struct {
	Total    int `json:"total"`
	Removed  int `json:"removed"`
	Restored int `json:"restored"`
	Kept     int `json:"kept"`
}

// UndoKept is one contact that an undo left as it is, or in part.
type UndoKept struct {
	ID    string   `json:"id"` // "" = nobody knows it any more
	Name  string   `json:"name"`
	Code  string   `json:"code"`
	Parts []string `json:"parts"` // names of fields; none = all of it
	By    string   `json:"by"`    // who has changed it since
	At    string   `json:"at"`
}

// historyPage is how many imports a page of the history holds.
const historyPage = 50

// List gives a page of the history.
func (s *ImportHistory) List(q ImportQuery) (ImportPage, error) {
	a := s.app
	return watching(a, "ImportHistory.List", func(ctx context.Context) (ImportPage, error) {
		f, err := q.filter()
		if err != nil {
			return ImportPage{}, err
		}
		list, more, err := a.undo.History(ctx, f)
		if err != nil {
			return ImportPage{}, err
		}
		page := ImportPage{Imports: make([]ImportEntry, len(list))}
		for i, e := range list {
			if page.Imports[i], err = a.importEntry(ctx, e); err != nil {
				return page, err
			}
		}
		if more {
			page.Next = strconv.FormatInt(list[len(list)-1].N, 10)
		}
		return page, nil
	})
}

// Get gives one import with how its file was read.
func (s *ImportHistory) Get(id string) (ImportDetails, error) {
	a := s.app
	return watching(a, "ImportHistory.Get", func(ctx context.Context) (ImportDetails, error) {
		job, err := crm.ParseID(id)
		if err != nil {
			return ImportDetails{}, err
		}
		e, err := a.undo.One(ctx, job)
		if err != nil {
			return ImportDetails{}, err
		}
		how, err := importer.DetailsOf(e.Job)
		if err != nil {
			return ImportDetails{}, err
		}
		out := ImportDetails{Format: how.Format, Sheet: how.Sheet, Encoding: how.Encoding, Delimiter: how.Delimiter, Fixes: how.Fixes}
		for _, c := range how.Columns {
			out.Columns = append(out.Columns, ImportedColumn{Header: c.Header, Target: c.Target})
		}
		if out.Keeps, err = a.jobs.KeepDays(ctx); err != nil {
			return out, err
		}
		out.Entry, err = a.importEntry(ctx, e)
		return out, err
	})
}

// PlanUndo says what undoing an import would come to, and changes nothing.
func (s *ImportHistory) PlanUndo(id string) (UndoPlan, error) {
	return signedIn(s.app, "ImportHistory.PlanUndo", func(ctx context.Context) (UndoPlan, error) {
		job, err := crm.ParseID(id)
		if err != nil {
			return UndoPlan{}, err
		}
		p, err := s.app.undo.Plan(ctx, job, func(int, int) {})
		return UndoPlan{Total: p.Total, Removed: p.Removed, Restored: p.Restored, Kept: p.Kept}, err
	})
}

// Undo begins to take an import back and returns the job.
func (s *ImportHistory) Undo(id string) (string, error) {
	return signedIn(s.app, "ImportHistory.Undo", func(ctx context.Context) (string, error) {
		job, err := crm.ParseID(id)
		if err != nil {
			return "", err
		}
		j, err := s.app.undo.Start(ctx, job)
		return j.ID.String(), err
	})
}

// Kept gives the first contacts that an undo left as they are.
func (s *ImportHistory) Kept(undoJob string, limit int) ([]UndoKept, error) {
	return signedIn(s.app, "ImportHistory.Kept", func(ctx context.Context) ([]UndoKept, error) {
		job, err := crm.ParseID(undoJob)
		if err != nil {
			return nil, err
		}
		if limit < 1 || limit > 10_000 {
			return nil, crm.Errorf(crm.CodeInvalid, "limit", "a report is read between 1 and 10000 lines at a time")
		}
		list, err := s.app.undo.Kept(ctx, job, limit)
		return convert(list, func(k undo.Kept) UndoKept {
			return UndoKept{ID: k.ID, Name: k.Name, Code: k.Code, Parts: k.Parts, By: k.By, At: timeText(k.At)}
		}), err
	})
}

func (q *ImportQuery) filter() (f sqlite.ImportFilter, err error) {
	f = sqlite.ImportFilter{Search: q.Search, Colour: crm.Colour(q.Colour), Undo: q.Undo, Limit: historyPage}
	if q.Owner != "" {
		if f.Owner, err = crm.ParseID(q.Owner); err != nil {
			return f, err
		}
	}
	if q.After != "" {
		if f.Before, err = strconv.ParseInt(q.After, 10, 64); err != nil {
			return f, crm.Errorf(crm.CodeInvalid, "after", "this page of the history is not known")
		}
	}
	for _, d := range []struct {
		text  string
		into  *time.Time
		later int
	}{{q.From, &f.From, 0}, {q.To, &f.To, 1}} {
		if d.text == "" {
			continue
		}
		day, err := time.ParseInLocation(time.DateOnly, d.text, time.Local)
		if err != nil {
			return f, crm.Errorf(crm.CodeInvalid, "from", "a day is written YYYY-MM-DD")
		}
		*d.into = day.AddDate(0, 0, d.later)
	}
	return f, nil
}

func (a *App) importEntry(ctx context.Context, e sqlite.ImportEntry) (out ImportEntry, err error) {
	user := a.session.user()
	if out.Job, err = a.jobOf(e.Job, user); err != nil {
		return out, err
	}
	if r, err := importer.ResultOf(e.Job); err == nil { // a checkpoint of another version leaves the rest of the line
		out.Seconds = r.Seconds
	}
	if e.Undoable {
		if out.MayUndo, err = a.undo.MayUndo(ctx, e.Job.Owner); err != nil {
			return out, err
		}
		out.UndoUntil = timeText(e.Job.EndedAt.AddDate(0, 0, jobs.UndoDays))
	}
	if e.Undo != nil {
		u, err := a.jobOf(*e.Undo, user)
		if err != nil {
			return out, err
		}
		out.Undo = &u
	}
	return out, nil
}

func undoResult(j crm.Job) (*JobResult, error) {
	if j.Result == nil {
		return nil, nil
	}
	r, err := sqlite.UndoResultOf(j)
	if err != nil {
		return nil, err
	}
	out := &JobResult{Lines: r.Total, Removed: r.Removed, Restored: r.Restored, Rejected: r.Kept, Written: r.Removed + r.Restored}
	for code, n := range r.Reasons {
		out.Reasons = append(out.Reasons, Reason{Code: code, Count: n})
	}
	slices.SortFunc(out.Reasons, mostFrequent)
	return out, nil
}

// saveKept saves the contacts that an undo left as they are, with the reasons (D3.18).
func (a *App) saveKept(ctx context.Context, j crm.Job) (string, error) {
	if _, err := a.undo.Kept(ctx, j.ID, 1); err != nil {
		return "", err // nobody is asked where to save what is gone
	}
	p, err := a.phrases(ctx)
	if err != nil {
		return "", err
	}
	words := undoPhrasesOf[p.tag.String()]
	base, _, _ := strings.Cut(j.Title, ".")
	return a.save(p.csvDialog(words.saveReport, base+"-"+words.file+".csv"), func(w io.Writer) error {
		_, err := a.undo.WriteReport(ctx, j.ID, w, undo.WordsIn(p.tag.String()))
		return err
	})
}

func (a *App) keptLines(ctx context.Context, id crm.ID, limit int) ([]ReportLine, error) {
	all, err := a.undo.Kept(ctx, id, limit)
	out := make([]ReportLine, len(all))
	for i, k := range all {
		out[i] = ReportLine{Line: i + 1, Reason: k.Code, Code: k.Code, Cells: []string{k.ID, k.Name, k.By}}
	}
	return out, err
}
