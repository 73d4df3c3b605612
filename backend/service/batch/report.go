package batch

import (
	"context"
	"io"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
	"carteira/backend/service/jobs"
	"carteira/backend/sqlite"
)

// Refused is one contact that a batch left as it is. ID is "" when nobody knows it any more; Name is as it is now.
type Refused struct {
	ID   string
	Name string
	Code string
}

// Refused are the first refused contacts of a job.
func (s *Service) Refused(ctx context.Context, id crm.ID, limit int) (out []Refused, err error) {
	err = s.each(ctx, id, func(r Refused) error {
		if len(out) < limit {
			out = append(out, r)
		}
		return nil
	})
	return out, err
}

// WriteReport writes every refused contact with the reason as CSV, and returns how many there are. words are the heads of
// the columns, say the texts of the codes.
func (s *Service) WriteReport(ctx context.Context, id crm.ID, w io.Writer, head []string, say func(code string) string) (n int, err error) {
	out, err := tabular.NewCSVWriter(w, tabular.CSVWriterOptions{BOM: true, Neutralise: true})
	if err != nil {
		return 0, err
	}
	if err := out.Write(head); err != nil {
		return 0, sqlite.DiskError(err)
	}
	err = s.each(ctx, id, func(r Refused) error {
		n++
		return out.Write([]string{r.ID, r.Name, r.Code, say(r.Code)})
	})
	if err != nil {
		return n, sqlite.DiskError(err)
	}
	return n, sqlite.DiskError(out.Flush())
}

func (s *Service) each(ctx context.Context, id crm.ID, f func(Refused) error) error {
	return s.db.ViewAs(ctx, crm.PermView, func(v *sqlite.View) error {
		j, err := jobs.Reported(ctx, v, id)
		if err == nil && j.Kind != crm.JobBatch {
			err = jobs.ReportGone()
		}
		if err != nil {
			return err
		}
		return v.EachRejection(id, func(r sqlite.Rejection) error {
			x := Refused{ID: r.Field, Code: r.Code}
			if contact, err := crm.ParseID(r.Field); err == nil {
				c, err := v.Contact(contact)
				switch {
				case err == nil:
					x.Name = c.Name()
				case crm.CodeOf(err) != crm.CodeNotFound:
					return err
				}
			}
			return f(x)
		})
	})
}
