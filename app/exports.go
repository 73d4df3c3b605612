package app

import (
	"context"
	"encoding/json"
	"fmt"

	"carteira/backend/crm"
	"carteira/backend/service/exporter"
)

// Exports writes contacts to files (D4).
type Exports struct{ app *App }

// Start asks where to and begins an export in the background; "" when the person cancelled the dialog. Download hands
// the file over once the job has ended.
func (s *Exports) Start(sel Selection, format string) (string, error) {
	a := s.app
	return signedIn(a, "Exports.Start", func(ctx context.Context) (string, error) {
		if err := exporter.CheckFormat(format); err != nil {
			return "", err
		}
		if err := a.access.May(ctx, crm.PermExport); err != nil {
			return "", err // before anybody is asked where to
		}
		selection, err := sel.selection()
		if err != nil {
			return "", err
		}
		p, err := a.phrases(ctx)
		if err != nil {
			return "", err
		}
		name := p.contacts + "-" + a.db.Now().Local().Format("2006-01-02") + "."
		dialog := p.csvDialog(p.saveExport, name+"csv")
		switch format {
		case exporter.FormatXLSX:
			dialog = p.xlsxDialog(p.saveExport, name+"xlsx")
		case exporter.FormatJSON:
			dialog = p.jsonDialog(p.saveExport, name+"json")
		case exporter.FormatNDJSON:
			dialog = p.ndjsonDialog(p.saveExport, name+"ndjson")
		}
		path, err := a.shell.SaveFile(dialog)
		if err != nil || path == "" {
			return "", err
		}
		if format == exporter.FormatJSON && exporter.FormatOf(path) == exporter.FormatNDJSON {
			format = exporter.FormatNDJSON // the person named the file so
		}
		j, err := a.exporter.Start(ctx, exporter.Options{Selection: selection, Order: sel.Query.order(), Format: format, Path: path})
		return j.ID.String(), err
	})
}

// Download hands over the file of an export that has ended: the answer is its path or, in browser mode, the address of
// a download, a fresh one for every call and good for one transfer. crm.CodeNotFound when there is no such file.
func (s *Exports) Download(id string) (string, error) {
	a := s.app
	return signedIn(a, "Exports.Download", func(ctx context.Context) (string, error) {
		jobID, err := crm.ParseID(id)
		if err != nil {
			return "", err
		}
		path, err := a.exportedFile(ctx, jobID, a.session.user())
		if err != nil {
			return "", err
		}
		return a.shell.Deliver(path)
	})
}

// exportedFile is where the file of a user's export lies.
func (a *App) exportedFile(ctx context.Context, job, user crm.ID) (string, error) {
	j, err := a.jobs.Get(ctx, job)
	if err != nil {
		return "", err
	}
	if j.Owner != user {
		return "", crm.Errorf(crm.CodeNotAllowed, "job", "this export is another user's")
	}
	if j.Kind != crm.JobExport || j.State != crm.JobEnded {
		return "", crm.Errorf(crm.CodeNotFound, "job", "this job has no file")
	}
	var r exporter.Result
	if err := json.Unmarshal(j.Result, &r); err != nil {
		return "", fmt.Errorf("result of an export: %w", err)
	}
	return r.Path, nil
}

// revealExport opens the folder of an export for whoever its notification was shown to: its owner, or the desk at which
// nobody is signed in.
func (a *App) revealExport(job crm.ID) error {
	ctx, user := context.Background(), a.session.user()
	if user == crm.NoID {
		j, err := a.jobs.Get(ctx, job)
		if err != nil {
			return err
		}
		user = j.Owner
	}
	path, err := a.exportedFile(ctx, job, user)
	if err != nil {
		return err
	}
	_, err = a.shell.Reveal(path)
	return err
}
