// Package access is who may do what: first administrator, sign-in, users and permissions (D9).
package access

import (
	"context"
	"strings"
	"time"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// Codes that only access raises.
const (
	CodeInitialised    = "already_initialised"
	CodeNotInitialised = "not_initialised"
	CodeBadCredentials = "bad_credentials"
	CodeLocked         = "sign_in_locked"
)

// Five wrong passwords in a row lock sign-in for a while (D8.1).
const (
	maxFailures = 5
	lockTime    = 5 * time.Minute
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

// SignIn checks e-mail and password and returns who acts from now on. source says where from.
func (s *Service) SignIn(ctx context.Context, email, password, source string) (crm.Actor, error) {
	var a *sqlite.Account
	var users int64
	if err := s.db.View(ctx, func(v *sqlite.View) (err error) {
		if users, err = v.CountUsers(); err != nil {
			return err
		}
		a, err = v.AccountByEmail(strings.TrimSpace(email))
		return err
	}); err != nil {
		return crm.Actor{}, err
	}
	wrong := crm.Errorf(CodeBadCredentials, "", "e-mail or password is wrong")
	switch {
	case users == 0:
		return crm.Actor{}, crm.Errorf(CodeNotInitialised, "", "this data folder has no administrator yet; run init first")
	case a == nil || !a.Active:
		// The same work as for a known user, so that the time tells nothing.
		if _, err := checkPassword(dummyHash, password); err != nil {
			return crm.Actor{}, err
		}
		return crm.Actor{}, wrong
	case s.db.Now().Before(a.LockedUntil):
		return crm.Actor{}, crm.Errorf(CodeLocked, "", "too many wrong passwords; try again in a few minutes")
	}
	ok, err := checkPassword(a.Password, password)
	if err != nil {
		return crm.Actor{}, err
	}
	actor := crm.Actor{User: a.ID, Name: a.Name, Email: a.Email, Profile: a.Profile, Source: source}
	if ok && a.FailedSignIns == 0 {
		return actor, nil
	}
	if err := s.keepFailures(crm.WithActor(ctx, actor), a, ok); err != nil {
		return crm.Actor{}, err
	}
	if !ok {
		return crm.Actor{}, wrong
	}
	return actor, nil
}

// dummyHash is of no password: 32 zero bytes are nobody's key.
const dummyHash = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

func (s *Service) keepFailures(ctx context.Context, a *sqlite.Account, ok bool) error {
	return s.db.Update(ctx, func(tx *sqlite.Tx) error {
		failed, until := 0, time.Time{}
		if !ok {
			now, err := tx.AccountByEmail(a.Email) // another attempt may have come in between
			if err != nil || now == nil {
				return err
			}
			if failed = now.FailedSignIns + 1; failed >= maxFailures {
				failed, until = 0, tx.Now().Add(lockTime)
				if err := tx.Audit("sign_in.lock", a.ID, nil); err != nil {
					return err
				}
			}
		}
		return tx.SetSignInFailures(a.ID, failed, until)
	})
}

// Users lists the users; who may see contacts may see who holds them.
func (s *Service) Users(ctx context.Context) (out []crm.User, err error) {
	err = s.db.ViewAs(ctx, crm.PermView, func(v *sqlite.View) (err error) { out, err = v.Users(); return err })
	return out, err
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
	Profile          *crm.Profile
	ExternalNumber   *crm.Phone
	ConcurrencyLimit *int
	Active           *bool
	Password         *string
}

// UpdateUser changes a user found by e-mail. The last active administrator can be neither deactivated nor
// given another profile.
func (s *Service) UpdateUser(ctx context.Context, email string, up UserUpdate) (u crm.User, err error) {
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
		a, err := tx.AccountByEmail(email)
		if err != nil {
			return err
		}
		if a == nil {
			return crm.Errorf(crm.CodeNotFound, "email", "there is no user with that e-mail address")
		}
		u = a.User
		fields := up.apply(&u)
		if err := check(&u); err != nil {
			return err
		}
		if err := keepAnAdministrator(tx, a.User, u); err != nil {
			return err
		}
		if err := tx.PutUser(u, hash); err != nil {
			return err
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
	return crm.Errorf(crm.CodeConflict, "profile", "this is the last active administrator")
}

// SetPresence changes an agent's presence: their own, or anybody's with the permission to manage users.
func (s *Service) SetPresence(ctx context.Context, email string, p crm.Presence, reason string) error {
	switch p {
	case crm.PresenceAvailable, crm.PresencePaused, crm.PresenceOffline:
	default:
		return crm.Errorf(crm.CodeInvalid, "presence", "a presence is available, paused or offline")
	}
	return s.db.Update(ctx, func(tx *sqlite.Tx) error {
		a, err := tx.AccountByEmail(email)
		if err != nil {
			return err
		}
		if a == nil {
			return crm.Errorf(crm.CodeNotFound, "email", "there is no user with that e-mail address")
		}
		if a.ID != tx.Actor().User {
			if err := tx.Require(crm.PermUsers); err != nil {
				return err
			}
		}
		return tx.SetPresence(a.ID, p, reason)
	})
}

// Permissions are the rights of every profile.
func (s *Service) Permissions(ctx context.Context) (out map[crm.Profile]map[crm.Permission]bool, err error) {
	out = map[crm.Profile]map[crm.Permission]bool{}
	err = s.db.ViewAs(ctx, crm.PermView, func(v *sqlite.View) error {
		for _, profile := range crm.Profiles {
			out[profile] = map[crm.Permission]bool{}
			for _, p := range crm.Permissions {
				if out[profile][p], err = v.Allowed(profile, p); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return out, err
}

// Mine are the permissions of the one who is signed in.
func (s *Service) Mine(ctx context.Context) (out []crm.Permission, err error) {
	actor, err := crm.ActorOf(ctx)
	if err != nil {
		return nil, err
	}
	err = s.db.View(ctx, func(v *sqlite.View) error {
		u, err := v.User(actor.User)
		if err != nil {
			return err
		}
		for _, p := range crm.Permissions {
			ok, err := v.Allowed(u.Profile, p)
			if err != nil {
				return err
			}
			if ok {
				out = append(out, p)
			}
		}
		return nil
	})
	return out, err
}

// SetPermission switches a right. Nobody takes the management of users from the administrators.
func (s *Service) SetPermission(ctx context.Context, profile crm.Profile, p crm.Permission, on bool) error {
	if profile == crm.ProfileAdmin && p == crm.PermUsers && !on {
		return crm.Errorf(crm.CodeConflict, "permission", "administrators always manage users")
	}
	return s.db.Update(ctx, func(tx *sqlite.Tx) error {
		if err := tx.Require(crm.PermUsers); err != nil {
			return err
		}
		if err := tx.SetPermission(profile, p, on); err != nil {
			return err
		}
		return tx.Audit("permission.set", crm.NoID, map[string]any{"profile": profile, "permission": p, "on": on})
	})
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
