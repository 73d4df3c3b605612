package app

import (
	"context"

	"carteira/backend/crm"
	"carteira/backend/service/access"
)

// Users is who may sign in (D9.1).
type Users struct{ app *App }

// ManagedUser is a user as whoever manages them sees it.
type ManagedUser struct {
	ID             string `json:"id"`
	Name           string `json:"name"`
	Email          string `json:"email"`
	Profile        string `json:"profile"` // "admin", "supervisor", "agent"
	Active         bool   `json:"active"`
	Presence       string `json:"presence"` // "available", "paused", "offline"
	PresenceReason string `json:"presenceReason"`
	ExternalNumber string `json:"externalNumber"` // E.164 digits
	Limit          int    `json:"limit"`          // interactions at once, 0 = no limit
	Open           int    `json:"open"`           // interactions under way
	LockedUntil    string `json:"lockedUntil"`    // too many wrong passwords; "" = not locked
	CreatedAt      string `json:"createdAt"`
}

// UserForm creates a user (no id, with a password) or changes one.
type UserForm struct {
	ID             string `json:"id"`
	Name           string `json:"name"`
	Email          string `json:"email"`
	Profile        string `json:"profile"`
	ExternalNumber string `json:"externalNumber"`
	Limit          int    `json:"limit"`
	Password       string `json:"password"` // new users only
}

// List gives every user by name.
func (s *Users) List() ([]ManagedUser, error) {
	return signedIn(s.app, "Users.List", func(ctx context.Context) ([]ManagedUser, error) {
		all, err := s.app.access.Managed(ctx)
		return convert(all, managedUserOf), err
	})
}

func managedUserOf(u access.ManagedUser) ManagedUser {
	out := userRow(u.User)
	out.Open, out.LockedUntil = u.Open, timeText(u.LockedUntil)
	return out
}

func userRow(u crm.User) ManagedUser {
	return ManagedUser{
		ID: u.ID.String(), Name: u.Name, Email: u.Email, Profile: string(u.Profile), Active: u.Active, Presence: string(u.Presence),
		PresenceReason: u.PresenceReason, ExternalNumber: string(u.ExternalNumber), Limit: u.ConcurrencyLimit,
		CreatedAt: timeText(u.CreatedAt),
	}
}

// Save creates or changes a user and answers the id.
func (s *Users) Save(form UserForm) (string, error) {
	return signedIn(s.app, "Users.Save", func(ctx context.Context) (string, error) {
		profile := crm.Profile(form.Profile)
		number := crm.Phone("")
		if form.ExternalNumber != "" {
			var err error
			if number, err = crm.ParsePhone(form.ExternalNumber); err != nil {
				return "", crm.Errorf(crm.CodeOf(err), "externalNumber", "the external number is not a phone number")
			}
		}
		if form.ID == "" {
			u, err := s.app.access.AddUser(ctx, crm.User{
				Name: form.Name, Email: form.Email, Profile: profile, ExternalNumber: number, ConcurrencyLimit: form.Limit,
			}, form.Password)
			return u.ID.String(), err
		}
		id, err := crm.ParseID(form.ID)
		if err != nil {
			return "", err
		}
		u, err := s.app.access.ChangeUser(ctx, id, access.UserUpdate{
			Name: &form.Name, Email: &form.Email, Profile: &profile, ExternalNumber: &number, ConcurrencyLimit: &form.Limit,
		})
		return u.ID.String(), err
	})
}

// SetActive deactivates a user, who can sign in no more, or brings them back.
func (s *Users) SetActive(id string, active bool) error {
	return s.change("Users.SetActive", id, access.UserUpdate{Active: &active})
}

// ResetPassword gives a user a new password and lifts a lock.
func (s *Users) ResetPassword(id, password string) error {
	return s.change("Users.ResetPassword", id, access.UserUpdate{Password: &password})
}

func (s *Users) change(name, id string, up access.UserUpdate) error {
	return acting(s.app, name, func(ctx context.Context) error {
		user, err := crm.ParseID(id)
		if err != nil {
			return err
		}
		_, err = s.app.access.ChangeUser(ctx, user, up)
		return err
	})
}

// SetPresence changes a user's presence; the reason belongs to a pause.
func (s *Users) SetPresence(id, presence, reason string) error {
	return acting(s.app, "Users.SetPresence", func(ctx context.Context) error {
		user, err := crm.ParseID(id)
		if err != nil {
			return err
		}
		return s.app.access.SetPresenceOf(ctx, user, crm.Presence(presence), reason)
	})
}
