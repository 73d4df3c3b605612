package undo

import (
	"context"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// History lists imports, newest first, (D3.18), and says whether there are more.
func (s *Service) History(ctx context.Context, f sqlite.ImportFilter) (out []sqlite.ImportEntry, more bool, err error) {
	if f.Limit < 1 || f.Limit > 1000 {
		return nil, false, crm.Errorf(crm.CodeInvalid, "limit", "a history is read between 1 and 1000 imports at a time")
	}
	err = s.db.ViewAs(ctx, crm.PermView, func(v *sqlite.View) (err error) {
		out, more, err = v.ImportHistory(f)
		return err
	})
	return out, more, err
}

// One is one import.
func (s *Service) One(ctx context.Context, id crm.ID) (e sqlite.ImportEntry, err error) {
	err = s.db.ViewAs(ctx, crm.PermView, func(v *sqlite.View) (err error) { e, err = v.ImportEntryOf(id); return err })
	return e, err
}

// MayUndo tells whether the actor may undo an import of that owner.
func (s *Service) MayUndo(ctx context.Context, owner crm.ID) (may bool, err error) {
	actor, err := crm.ActorOf(ctx)
	if err != nil {
		return false, err
	}
	err = s.db.View(ctx, func(v *sqlite.View) error {
		if may, err = v.Allowed(actor.Profile, crm.PermImport); err != nil || !may || owner == actor.User {
			return err
		}
		may, err = v.Allowed(actor.Profile, crm.PermSettings)
		return err
	})
	return may, err
}
