package importer

import (
	"context"
	"path/filepath"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// Begun are the files that the user has chosen columns for, or corrected, and not imported yet: they survive a closed window
// and a crash. The import ends them once it has its copy of the file, and so does keeping "" for the file.
func (s *Service) Begun(ctx context.Context) (out []sqlite.BegunImport, err error) {
	actor, err := crm.ActorOf(ctx)
	if err != nil {
		return nil, err
	}
	err = s.db.ViewAs(ctx, crm.PermImport, func(v *sqlite.View) (err error) { out, err = v.BegunImports(actor.User); return err })
	return out, err
}

// KeepBegun keeps what the user has done to a file so far; "" discards it.
func (s *Service) KeepBegun(ctx context.Context, path, body string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *sqlite.Tx) error {
		if err := tx.Require(crm.PermImport); err != nil {
			return err
		}
		return tx.SaveBegunImport(path, body)
	})
}
