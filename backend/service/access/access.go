// Package access is who may do what: first administrator, sign-in, users and permissions (D9).
package access

import (
	"context"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// Codes that only access raises.
const (
	CodeInitialised    = "already_initialised"
	CodeNotInitialised = "not_initialised"
	CodeBadCredentials = "bad_credentials"
	CodeLocked         = "sign_in_locked" // the error says until when
)

// Service manages users and signs them in.
type Service struct{ db *sqlite.DB }

// New returns the service.
func New(db *sqlite.DB) *Service { return &Service{db} }

// Initialised tells whether there is a user at all.
func (s *Service) Initialised(ctx context.Context) (yes bool, err error) {
	err = s.db.View(ctx, func(v *sqlite.View) error {
		n, err := v.CountUsers()
		yes = n > 0
		return err
	})
	return yes, err
}

// Initialise creates the first administrator; refused when there is any user (D9.1).
func (s *Service) Initialise(ctx context.Context, name, email, password, source string) (crm.Actor, error) {
	u := crm.User{ID: crm.NewID(), Name: name, Email: email, Profile: crm.ProfileAdmin, Active: true}
	if err := check(&u); err != nil {
		return crm.Actor{}, err
	}
	hash, err := hashPassword(password)
	if err != nil {
		return crm.Actor{}, err
	}
	actor := crm.Actor{User: u.ID, Name: u.Name, Email: u.Email, Profile: u.Profile, Source: source}
	err = s.db.Update(crm.WithActor(ctx, actor), func(tx *sqlite.Tx) error {
		n, err := tx.CountUsers()
		if err != nil {
			return err
		}
		if n > 0 {
			return crm.Errorf(CodeInitialised, "", "this data folder already has its administrator")
		}
		if err := tx.PutUser(u, hash); err != nil {
			return err
		}
		return tx.Audit("replica.initialise", u.ID, nil)
	})
	return actor, err
}
