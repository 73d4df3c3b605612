package app

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
	"carteira/backend/engine/workbook"
	"carteira/backend/service/exporter"
	"carteira/backend/sqlite"
)

// Imports is the import wizard.
type Imports struct{ app *App }

// Preview plans the beginning of a file, by the function that imports.
func (s *Imports) Preview(src ImportSource) (ImportPreview, error) {
	return signedIn(s.app, "Imports.Preview", func(ctx context.Context) (ImportPreview, error) {
		o, err := src.options()
		if err != nil {
			return ImportPreview{}, err
		}
		p, err := s.app.importer.Preview(ctx, o)
		if err != nil {
			return ImportPreview{}, err
		}
		return src.preview(p), nil
	})
}

// Check begins a dry run over the whole file and returns its job.
func (s *Imports) Check(src ImportSource) (string, error) {
	return signedIn(s.app, "Imports.Check", func(ctx context.Context) (string, error) {
		o, err := src.decided()
		if err != nil {
			return "", err
		}
		j, err := s.app.importer.Check(ctx, o)
		if err != nil {
			return "", err
		}
		s.app.dropChecks(ctx, j)
		return j.ID.String(), nil
	})
}

// Start begins an import in the background and returns its job.
func (s *Imports) Start(src ImportSource) (string, error) {
	return signedIn(s.app, "Imports.Start", func(ctx context.Context) (string, error) {
		o, err := src.decided()
		if err != nil {
			return "", err
		}
		j, err := s.app.importer.Start(ctx, o)
		if err != nil {
			return "", err
		}
		s.app.dropChecks(ctx, j)
		return j.ID.String(), nil
	})
}

// Lock tells whether the user's import has not ended (D3.15).
func (s *Imports) Lock() (ImportLock, error) {
	return watching(s.app, "Imports.Lock", func(ctx context.Context) (ImportLock, error) {
		j, err := s.app.importer.Ongoing(ctx)
		if err != nil || j == nil {
			return ImportLock{}, err
		}
		return ImportLock{Locked: true, JobID: j.ID.String()}, nil
	})
}

// SaveTemplate saves the template as "csv" or "xlsx" (D3.1); see App.save for the answer.
func (s *Imports) SaveTemplate(format string) (string, error) {
	a := s.app
	return signedIn(a, "Imports.SaveTemplate", func(ctx context.Context) (string, error) {
		p, err := a.phrases(ctx)
		if err != nil {
			return "", err
		}
		switch format {
		case exporter.FormatCSV:
			return a.save(p.csvDialog(p.saveTemplate, p.template+".csv"), tabular.WriteTemplate)
		case exporter.FormatXLSX:
			return a.save(p.xlsxDialog(p.saveTemplate, p.template+".xlsx"), workbook.WriteTemplate)
		}
		return "", crm.Errorf(crm.CodeInvalid, "format", "the template comes as csv or xlsx")
	})
}

// Begun lists the files that the user has begun to work on and not imported, the latest first: they survive a crash.
func (s *Imports) Begun() ([]BegunImport, error) {
	return signedIn(s.app, "Imports.Begun", func(ctx context.Context) ([]BegunImport, error) {
		begun, err := s.app.importer.Begun(ctx)
		return convert(begun, func(b sqlite.BegunImport) BegunImport {
			_, err := os.Stat(b.Path)
			return BegunImport{Path: b.Path, Name: filepath.Base(b.Path), At: timeText(b.At), Missing: err != nil, Body: b.Body}
		}), err
	})
}

// KeepBegun keeps what the user has chosen and corrected so far; "" discards it.
func (s *Imports) KeepBegun(path, body string) error {
	return acting(s.app, "Imports.KeepBegun", func(ctx context.Context) error { return s.app.importer.KeepBegun(ctx, path, body) })
}

// Forget drops the temporary copy of an uploaded file.
func (s *Imports) Forget(path string) error {
	return acting(s.app, "Imports.Forget", func(context.Context) error { return s.app.shell.Forget(path) })
}

// dropChecks discards the user's earlier dry runs: each holds a copy of a file, and no screen shows it any more once
// there is a newer job. Those that nobody replaces go when the user signs out.
func (a *App) dropChecks(ctx context.Context, newer crm.Job) {
	all, err := a.jobs.List(ctx, listedJobs)
	for _, j := range all {
		if j.Kind == crm.JobImportCheck && j.Owner == newer.Owner && j.ID != newer.ID && j.State.Over() && !j.Dismissed {
			err = errors.Join(err, a.jobs.Discard(ctx, j.ID))
		}
	}
	if err != nil { // the new job runs all the same
		slog.Warn("discard earlier dry runs", "error", err)
	}
}
