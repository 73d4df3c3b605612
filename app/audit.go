package app

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
)

// Audit is who did what, when and from where (D9.3).
type Audit struct{ app *App }

// AuditQuery narrows the audit; blank members let everything through.
type AuditQuery struct {
	From    string `json:"from"` // "YYYY-MM-DD"
	To      string `json:"to"`   // the day itself too
	User    string `json:"user"` // id, "system" = the program itself
	Action  string `json:"action"`
	Subject string `json:"subject"` // id of a record
}

// AuditPage is a part of the audit, the newest entries first.
type AuditPage struct {
	Entries []AuditEntry `json:"entries"`
	Total   int          `json:"total"` // how many the whole list has
	UpTo    int          `json:"upTo"`  // the newest entry of all when the list was opened: for its other pages
}

// AuditEntry is one link of the chain.
type AuditEntry struct {
	Seq         int           `json:"seq"`
	At          string        `json:"at"`
	Actor       string        `json:"actor"` // name, "" = the program itself
	Source      string        `json:"source"`
	Action      string        `json:"action"`
	SubjectID   string        `json:"subjectId"`
	SubjectKind string        `json:"subjectKind"` // "contact", "user", …, "" = none, or not here any more
	SubjectName string        `json:"subjectName"` // as it is called now
	Details     []AuditDetail `json:"details"`
	Hash        string        `json:"hash"`
}

// AuditDetail is a name, count or choice: never personal data.
type AuditDetail struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// AuditCheck is what a verification of the chain found.
type AuditCheck struct {
	Entries int `json:"entries"`
	Broken  int `json:"broken"` // the first entry that does not fit, 0 = all do
}

// auditPage is how many entries a page has; the window counts on it.
const auditPage = 200

// List reads a page of auditPage entries at any place of the list, the newest first, as it was when upTo was the newest
// of all (0 = now).
func (s *Audit) List(q AuditQuery, upTo, offset int) (AuditPage, error) {
	a := s.app
	return signedIn(a, "Audit.List", func(ctx context.Context) (AuditPage, error) {
		f, err := q.filter()
		if err != nil {
			return AuditPage{}, err
		}
		if upTo < 0 || offset < 0 {
			return AuditPage{}, crm.Errorf(crm.CodeInvalid, "offset", "places count from 0 up")
		}
		found, err := a.audit.Window(ctx, f, int64(upTo), offset, auditPage)
		if err != nil {
			return AuditPage{}, err
		}
		all := found.Entries
		page := AuditPage{Entries: make([]AuditEntry, len(all)), Total: found.Total, UpTo: int(found.UpTo)}
		ids := make([]crm.ID, len(all))
		for i, e := range all {
			ids[i] = e.Subject
		}
		subjects, err := a.audit.Subjects(ctx, ids)
		if err != nil {
			return AuditPage{}, err
		}
		users, err := a.userNames(ctx)
		if err != nil {
			return AuditPage{}, err
		}
		for i, e := range all {
			row := AuditEntry{
				Seq: int(e.Seq), At: timeText(e.At), Actor: users[e.Actor], Source: e.Source, Action: e.Action, Hash: e.Hash,
				SubjectKind: subjects[e.Subject].Kind, SubjectName: subjects[e.Subject].Name, Details: auditDetails(e.Detail),
			}
			if e.Subject != crm.NoID {
				row.SubjectID = e.Subject.String()
			}
			page.Entries[i] = row
		}
		return page, nil
	})
}

// userNames needs no right of its own: whoever reads the audit reads who acted.
func (a *App) userNames(ctx context.Context) (map[crm.ID]string, error) {
	names := map[crm.ID]string{}
	actors, err := a.audit.Actors(ctx)
	for _, u := range actors {
		names[u.ID] = u.Name
	}
	return names, err
}

func auditDetails(detail map[string]any) []AuditDetail {
	out := []AuditDetail{}
	for name, value := range detail {
		text, ok := value.(string)
		if !ok {
			b, err := json.Marshal(value)
			if err != nil {
				panic(fmt.Sprintf("bug: what was read from JSON does not marshal: %v", err))
			}
			text = string(b)
		}
		out = append(out, AuditDetail{Name: name, Value: text})
	}
	slices.SortFunc(out, func(x, y AuditDetail) int {
		if x.Name < y.Name {
			return -1
		}
		return 1
	})
	return out
}

// AuditChoices are what the filters of the audit offer.
type AuditChoices struct {
	Actions []string     `json:"actions"`
	Users   []UserOption `json:"users"`
}

// Choices gives the actions that the audit holds, and the users.
func (s *Audit) Choices() (AuditChoices, error) {
	return signedIn(s.app, "Audit.Choices", func(ctx context.Context) (out AuditChoices, err error) {
		if out.Actions, err = s.app.audit.Actions(ctx); err != nil {
			return out, err
		}
		users, err := s.app.audit.Actors(ctx)
		out.Users = convert(users, func(u crm.User) UserOption {
			return UserOption{ID: u.ID.String(), Name: u.Name, Email: u.Email, Active: u.Active}
		})
		return out, err
	})
}

// Verify walks the whole chain.
func (s *Audit) Verify() (AuditCheck, error) {
	return signedIn(s.app, "Audit.Verify", func(ctx context.Context) (AuditCheck, error) {
		entries, broken, err := s.app.audit.Verify(ctx)
		return AuditCheck{Entries: int(entries), Broken: int(broken)}, err
	})
}

// Export saves what the query lets through as CSV; see App.save for the answer.
func (s *Audit) Export(q AuditQuery) (string, error) {
	a := s.app
	return signedIn(a, "Audit.Export", func(ctx context.Context) (string, error) {
		f, err := q.filter()
		if err != nil {
			return "", err
		}
		users, err := a.userNames(ctx) // refused before anybody is asked where to
		if err != nil {
			return "", err
		}
		p, err := a.phrases(ctx)
		if err != nil {
			return "", err
		}
		name := p.auditFile + "-" + a.db.Now().Local().Format(time.DateOnly) + ".csv"
		return a.save(p.csvDialog(p.saveAudit, name), func(w io.Writer) error {
			out, err := tabular.NewCSVWriter(w, tabular.CSVWriterOptions{BOM: true, Neutralise: true})
			if err != nil {
				return err
			}
			if err := out.Write([]string{"seq", "at", "user", "source", "action", "subject", "detail", "hash"}); err != nil {
				return err
			}
			if err := a.audit.Each(ctx, f, func(e crm.AuditEntry) error {
				detail, err := json.Marshal(e.Detail)
				if err != nil {
					return err
				}
				subject := ""
				if e.Subject != crm.NoID {
					subject = e.Subject.String()
				}
				return out.Write([]string{strconv.FormatInt(e.Seq, 10), timeText(e.At), users[e.Actor], e.Source, e.Action, subject,
					string(detail), e.Hash})
			}); err != nil {
				return err
			}
			return out.Flush()
		})
	})
}

func (q *AuditQuery) filter() (f crm.AuditFilter, err error) {
	f.Action = q.Action
	if f.From, err = localDay("from", q.From); err != nil {
		return f, err
	}
	if f.To, err = localDay("to", q.To); err != nil {
		return f, err
	}
	if !f.To.IsZero() {
		f.To = f.To.AddDate(0, 0, 1)
	}
	switch q.User {
	case "":
	case "system":
		f.Actor = new(crm.ID)
	default:
		user, err := crm.ParseID(q.User)
		if err != nil {
			return f, err
		}
		f.Actor = &user
	}
	f.Subject, err = optionalID(q.Subject)
	return f, err
}

// localDay is the beginning of a day by this computer's clock; "" is none.
func localDay(field, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	day, err := time.ParseInLocation(time.DateOnly, text, time.Local)
	if err != nil {
		return day, crm.Errorf(crm.CodeInvalid, field, "a day is written yyyy-mm-dd")
	}
	return day, nil
}
