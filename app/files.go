package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"carteira/backend/crm"
	"carteira/backend/service/exporter"
)

// Files are dialogs and files handed over from outside.
type Files struct{ app *App }

// PickImport asks for a file; "" when the person cancelled, and always in browser mode, where the page uploads.
func (s *Files) PickImport() (string, error) {
	a := s.app
	return signedIn(a, "Files.PickImport", func(ctx context.Context) (string, error) {
		p, err := a.phrases(ctx)
		if err != nil {
			return "", err
		}
		return a.shell.OpenFile(p.tableDialog(p.chooseImport))
	})
}

// Print prints what the window shows.
func (s *Files) Print() error {
	return acting(s.app, "Files.Print", func(context.Context) error {
		s.app.shell.Print()
		return nil
	})
}

// Reveal opens the folder of a written file. A browser has none to open: there the file was downloaded.
func (s *Files) Reveal(path string) error {
	return acting(s.app, "Files.Reveal", func(context.Context) error {
		if !s.app.shell.Desktop() {
			return nil
		}
		_, err := s.app.shell.Reveal(path)
		return err
	})
}

// phrases are Go's own texts in the window's language.
func (a *App) phrases(ctx context.Context) (phrases, error) {
	values, err := a.settings.All(ctx)
	return phrasesOf[a.words.language(values[crm.SettingLanguage])], err
}

// save asks where to, writes a file whole and hands it over: the answer is its path or, in browser mode, the address
// of its download; "" when the person cancelled.
func (a *App) save(d FileDialog, content func(io.Writer) error) (string, error) {
	path, err := a.shell.SaveFile(d)
	if err != nil || path == "" {
		return "", err
	}
	if err := a.writeWhole(path, content); err != nil {
		return "", err
	}
	return a.shell.Deliver(path)
}

// writeWhole writes beside the target and renames at the end: a file that is there is never half of one.
func (a *App) writeWhole(path string, content func(io.Writer) error) error {
	f, err := a.db.Begin(path)
	if err != nil {
		return unwritable(err)
	}
	if err := content(f); err != nil {
		return unwritable(errors.Join(err, f.Drop()))
	}
	if err := f.Keep(); err != nil {
		return unwritable(err)
	}
	return nil
}

// unwritable says in people's words that a file could not be written where they wanted it.
func unwritable(err error) error {
	var pe *fs.PathError
	var le *os.LinkError
	if crm.CodeOf(err) == "" && !isDiskFull(err) && (errors.As(err, &pe) || errors.As(err, &le)) {
		return errors.Join(crm.Errorf(exporter.CodeUnwritable, "",
			"the file cannot be written there; choose another folder or name"), err)
	}
	return fmt.Errorf("write a file: %w", err)
}
