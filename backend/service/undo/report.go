package undo

import (
	"context"
	"io"
	"strings"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
	"carteira/backend/service/jobs"
	"carteira/backend/sqlite"
)

// Kept is one contact that an undo left as it is, or in part. ID is "" when nobody knows it any more; names are as they
// are now.
type Kept struct {
	ID    string
	Name  string
	Code  string
	Parts []string // names of fields; none = the whole contact
	By    string   // who has changed it since, "" when not known here
	At    time.Time
}

// Kept are the first contacts that an undo has left.
func (s *Service) Kept(ctx context.Context, id crm.ID, limit int) (out []Kept, err error) {
	err = s.each(ctx, id, func(k Kept) error {
		if len(out) < limit {
			out = append(out, k)
		}
		return nil
	})
	return out, err
}

// Words are the texts of a report.
type Words struct {
	Head []string // seven columns
	Code func(code string) string
	Part func(part string) string
	Time func(t time.Time) string
}

// WriteReport writes every contact that an undo has left with the reason as CSV, and returns how many there are.
func (s *Service) WriteReport(ctx context.Context, id crm.ID, w io.Writer, words Words) (n int, err error) {
	out, err := tabular.NewCSVWriter(w, tabular.CSVWriterOptions{BOM: true, Neutralise: true})
	if err != nil {
		return 0, err
	}
	if err := out.Write(words.Head); err != nil {
		return 0, sqlite.DiskError(err)
	}
	err = s.each(ctx, id, func(k Kept) error {
		n++
		parts := make([]string, len(k.Parts))
		for i, p := range k.Parts {
			parts[i] = words.Part(p)
		}
		at := ""
		if !k.At.IsZero() {
			at = words.Time(k.At)
		}
		return out.Write([]string{k.ID, k.Name, words.Code(k.Code), strings.Join(parts, ", "), k.By, at, k.Code})
	})
	if err != nil {
		return n, sqlite.DiskError(err)
	}
	return n, sqlite.DiskError(out.Flush())
}

func (s *Service) each(ctx context.Context, id crm.ID, f func(Kept) error) error {
	return s.db.ViewAs(ctx, crm.PermView, func(v *sqlite.View) error {
		j, err := jobs.Reported(ctx, v, id)
		if err == nil && j.Kind != crm.JobImportUndo {
			err = jobs.ReportGone()
		}
		if err != nil {
			return err
		}
		names, err := namesOf(v)
		if err != nil {
			return err
		}
		return v.EachUndoKept(id, func(k sqlite.UndoKept) error {
			x := Kept{ID: crm.IDText(k.Contact), Code: k.Code, By: names.users[k.By], At: k.At}
			for _, p := range k.Parts {
				x.Parts = append(x.Parts, names.part(p))
			}
			if k.Contact != crm.NoID {
				c, err := v.Contact(k.Contact)
				switch {
				case err == nil && !c.Anonymized:
					x.Name = c.Name()
				case err != nil && crm.CodeOf(err) != crm.CodeNotFound:
					return err
				}
			}
			return f(x)
		})
	})
}

type names struct {
	users  map[crm.ID]string
	fields map[string]string
}

func namesOf(v *sqlite.View) (n names, err error) {
	n = names{users: map[crm.ID]string{}, fields: map[string]string{}}
	users, err := v.Users()
	if err != nil {
		return n, err
	}
	for _, u := range users {
		n.users[u.ID] = u.Name
	}
	fields, err := v.CustomFields()
	for _, f := range fields {
		n.fields["custom:"+f.ID.String()] = f.Name
	}
	return n, err
}

// part is the name of a custom field, or the name that texts know a part by.
func (n names) part(p string) string {
	if name, ok := n.fields[p]; ok {
		return name
	}
	return p
}
