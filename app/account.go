package app

import (
	"context"

	"carteira/backend/crm"
)

// Account is what everybody may see and change of themselves.
type Account struct{ app *App }

// Get is the one who is signed in.
func (s *Account) Get() (ManagedUser, error) {
	return signedIn(s.app, "Account.Get", func(ctx context.Context) (ManagedUser, error) {
		u, err := s.app.access.Own(ctx)
		return userRow(u), err
	})
}

// ChangePassword needs the current password; wrong guesses of it lock like at the door.
func (s *Account) ChangePassword(current, next string) error {
	return acting(s.app, "Account.ChangePassword", func(ctx context.Context) error {
		return s.app.access.ChangePassword(ctx, current, next)
	})
}

// SetPresence changes one's own presence; the reason belongs to a pause.
func (s *Account) SetPresence(presence, reason string) error {
	return acting(s.app, "Account.SetPresence", func(ctx context.Context) error {
		u, err := s.app.access.Own(ctx)
		if err != nil {
			return err
		}
		return s.app.access.SetPresenceOf(ctx, u.ID, crm.Presence(presence), reason)
	})
}
