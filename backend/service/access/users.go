package access

import (
	"context"
	"time"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// Users lists the users; who may see contacts may see who holds them.
func (s *Service) Users(ctx context.Context) (out []crm.User, err error) {
	err = s.db.ViewAs(ctx, crm.PermView, func(v *sqlite.View) (err error) { out, err = v.Users(); return err })
	return out, err
}

// ManagedUser is a user as whoever manages them sees it.
type ManagedUser struct {
	crm.User
	LockedUntil time.Time // too many wrong passwords; zero = not locked
	Open        int       // interactions under way, which count against the limit (D5.4)
}

// Managed lists the users for those who manage them.
func (s *Service) Managed(ctx context.Context) (out []ManagedUser, err error) {
	err = s.db.ViewAs(ctx, crm.PermUsers, func(v *sqlite.View) error {
		accounts, err := v.Accounts()
		if err != nil {
			return err
		}
		open, err := v.OpenByAgent()
		if err != nil {
			return err
		}
		for _, a := range accounts {
			m := ManagedUser{User: a.User, Open: open[a.ID]}
			if v.Now().Before(a.LockedUntil) {
				m.LockedUntil = a.LockedUntil
			}
			out = append(out, m)
		}
		return nil
	})
	return out, err
}

// Own is the one who is signed in.
func (s *Service) Own(ctx context.Context) (u crm.User, err error) {
	actor, err := crm.ActorOf(ctx)
	if err != nil {
		return u, err
	}
	err = s.db.View(ctx, func(v *sqlite.View) (err error) { u, err = v.User(actor.User); return err })
	return u, err
}

// AddUser creates a user.
func (s *Service) AddUser(ctx context.Context, u crm.User, password string) (crm.User, error) {
	u.ID, u.Active, u.Presence = crm.NewID(), true, crm.PresenceOffline
	if err := check(&u); err != nil {
		return u, err
	}
	hash, err := hashPassword(password)
	if err != nil {
		return u, err
	}
	err = s.db.Update(ctx, func(tx *sqlite.Tx) error {
		if err := tx.Require(crm.PermUsers); err != nil {
			return err
		}
		u.CreatedAt = tx.Now()
		if err := tx.PutUser(u, hash); err != nil {
			return err
		}
		return tx.Audit("user.add", u.ID, map[string]any{"profile": string(u.Profile)})
	})
	return u, err
}

// UserUpdate is what may be changed of a user; nil leaves a value as it is.
type UserUpdate struct {
	Name             *string
	Email            *string
	Profile          *crm.Profile
	ExternalNumber   *crm.Phone
	ConcurrencyLimit *int
	Active           *bool
	Password         *string
}

// UpdateUser changes a user found by e-mail. The last active administrator can be neither deactivated nor
// given another profile.
func (s *Service) UpdateUser(ctx context.Context, email string, up UserUpdate) (crm.User, error) {
	return s.update(ctx, up, func(tx *sqlite.Tx) (u crm.User, err error) {
		a, err := tx.AccountByEmail(email)
		if err == nil && a == nil {
			err = noUser()
		}
		if err != nil {
			return u, err
		}
		return a.User, nil
	})
}

// ChangeUser is UpdateUser for the user with an id.
func (s *Service) ChangeUser(ctx context.Context, id crm.ID, up UserUpdate) (crm.User, error) {
	return s.update(ctx, up, func(tx *sqlite.Tx) (crm.User, error) { return tx.User(id) })
}

func noUser() error {
	return crm.Errorf(crm.CodeNotFound, "email", "there is no user with that e-mail address")
}

func (s *Service) update(ctx context.Context, up UserUpdate, find func(tx *sqlite.Tx) (crm.User, error)) (u crm.User, err error) {
	hash := ""
	if up.Password != nil {
		if hash, err = hashPassword(*up.Password); err != nil {
			return u, err
		}
	}
	err = s.db.Update(ctx, func(tx *sqlite.Tx) error {
		if err := tx.Require(crm.PermUsers); err != nil {
			return err
		}
		before, err := find(tx)
		if err != nil {
			return err
		}
		u = before
		fields := up.apply(&u)
		if err := check(&u); err != nil {
			return err
		}
		if err := keepAnAdministrator(tx, before, u); err != nil {
			return err
		}
		if err := tx.PutUser(u, hash); err != nil {
			return err
		}
		if hash != "" { // whoever was locked out was given this password to get in
			if err := tx.SetSignInFailures(u.ID, 0, time.Time{}); err != nil {
				return err
			}
		}
		return tx.Audit("user.update", u.ID, map[string]any{"fields": fields})
	})
	return u, err
}

// apply changes u and names what it changed.
func (up *UserUpdate) apply(u *crm.User) (fields []string) {
	if up.Name != nil {
		u.Name, fields = *up.Name, append(fields, "name")
	}
	if up.Email != nil {
		u.Email, fields = *up.Email, append(fields, "email")
	}
	if up.Profile != nil {
		u.Profile, fields = *up.Profile, append(fields, "profile")
	}
	if up.ExternalNumber != nil {
		u.ExternalNumber, fields = *up.ExternalNumber, append(fields, "external_number")
	}
	if up.ConcurrencyLimit != nil {
		u.ConcurrencyLimit, fields = *up.ConcurrencyLimit, append(fields, "limit")
	}
	if up.Active != nil {
		u.Active, fields = *up.Active, append(fields, "active")
	}
	if up.Password != nil {
		fields = append(fields, "password")
	}
	return fields
}

func keepAnAdministrator(tx *sqlite.Tx, before, after crm.User) error {
	isAdmin := func(u crm.User) bool { return u.Active && u.Profile == crm.ProfileAdmin }
	if !isAdmin(before) || isAdmin(after) {
		return nil
	}
	users, err := tx.Users()
	if err != nil {
		return err
	}
	for _, u := range users {
		if u.ID != before.ID && isAdmin(u) {
			return nil
		}
	}
	return crm.Errorf(crm.CodeConflict, "profile", "this is the last active administrator; make somebody else one first")
}

// SetPresence changes an agent's presence: their own, or anybody's with the permission to manage users. Only a pause
// has a reason.
func (s *Service) SetPresence(ctx context.Context, email string, p crm.Presence, reason string) (crm.User, error) {
	return s.setPresence(ctx, p, reason, func(tx *sqlite.Tx) (u crm.User, err error) {
		a, err := tx.AccountByEmail(email)
		if err == nil && a == nil {
			err = noUser()
		}
		if err != nil {
			return u, err
		}
		return a.User, nil
	})
}

// SetPresenceOf is SetPresence for the user with an id.
func (s *Service) SetPresenceOf(ctx context.Context, id crm.ID, p crm.Presence, reason string) error {
	_, err := s.setPresence(ctx, p, reason, func(tx *sqlite.Tx) (crm.User, error) { return tx.User(id) })
	return err
}

func (s *Service) setPresence(ctx context.Context, p crm.Presence, reason string, find func(*sqlite.Tx) (crm.User, error)) (u crm.User, err error) {
	switch p {
	case crm.PresenceAvailable, crm.PresencePaused, crm.PresenceOffline:
	default:
		return u, crm.Errorf(crm.CodeInvalid, "presence", "a presence is available, paused or offline")
	}
	if reason, err = crm.ParseText("presence_reason", reason, 120); err != nil {
		return u, err
	}
	if p != crm.PresencePaused {
		reason = ""
	}
	err = s.db.Update(ctx, func(tx *sqlite.Tx) error {
		if u, err = find(tx); err != nil {
			return err
		}
		if u.ID != tx.Actor().User {
			if err := tx.Require(crm.PermUsers); err != nil {
				return err
			}
		}
		if err := tx.SetPresence(u.ID, p, reason); err != nil {
			return err
		}
		u.Presence, u.PresenceReason = p, reason
		return tx.Audit("user.presence", u.ID, map[string]any{"presence": string(p)})
	})
	return u, err
}

// check validates a user and brings its values into the stored form.
func check(u *crm.User) (err error) {
	if u.Name, err = crm.ParseDefinitionName("name", u.Name); err != nil {
		return err
	}
	if u.Email, err = crm.ParseEmail(u.Email); err != nil {
		return err
	}
	if u.ConcurrencyLimit < 0 || u.ConcurrencyLimit > 1000 {
		return crm.Errorf(crm.CodeInvalid, "limit", "the concurrency limit lies between 0 and 1000")
	}
	_, err = crm.ParseProfile(string(u.Profile))
	return err
}
