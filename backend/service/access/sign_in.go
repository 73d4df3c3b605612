package access

import (
	"context"
	"errors"
	"strings"
	"time"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// Five wrong passwords in a row lock sign-in for a while (D8.1, D9.1): for any address, whether somebody has it or not,
// so that a lock tells nothing.
const (
	maxFailures = 5
	lockTime    = 5 * time.Minute
)

// SignIn checks e-mail and password and returns who acts from now on. source says where from.
func (s *Service) SignIn(ctx context.Context, email, password, source string) (crm.Actor, error) {
	email = strings.TrimSpace(email)
	var a *sqlite.Account
	var users int64
	var locked time.Time
	if err := s.db.View(ctx, func(v *sqlite.View) (err error) {
		if users, err = v.CountUsers(); err != nil {
			return err
		}
		if a, err = v.AccountByEmail(email); err != nil || a != nil && a.Active {
			return err
		}
		a = nil
		_, locked, err = v.SignInAttempts(email)
		return err
	}); err != nil {
		return crm.Actor{}, err
	}
	if users == 0 {
		return crm.Actor{}, crm.Errorf(CodeNotInitialised, "", "this data folder has no administrator yet; run init first")
	}
	if a == nil {
		if s.db.Now().Before(locked) {
			return crm.Actor{}, lockedUntil(locked)
		}
		return crm.Actor{}, s.signInNobody(ctx, email, password)
	}
	actor := crm.Actor{User: a.ID, Name: a.Name, Email: a.Email, Profile: a.Profile, Source: source}
	return actor, s.prove(crm.WithActor(ctx, actor), a, password)
}

func lockedUntil(t time.Time) error {
	e := crm.Errorf(CodeLocked, "", "too many wrong passwords; try again after %s", t.UTC().Format("15:04:05 UTC"))
	e.Until = t
	return e
}

// prove checks the password of an account and counts what is wrong; ctx carries the actor whom the account is.
func (s *Service) prove(ctx context.Context, a *sqlite.Account, password string) error {
	if s.db.Now().Before(a.LockedUntil) {
		return lockedUntil(a.LockedUntil)
	}
	ok, err := checkPassword(a.Password, password)
	if err != nil || ok && a.FailedSignIns == 0 {
		return err
	}
	var until time.Time
	if err := s.db.Update(ctx, func(tx *sqlite.Tx) error {
		failed := 0
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
	}); err != nil || ok {
		return err
	}
	return refusal(until)
}

// signInNobody does for an address that no active user has what prove does for one.
func (s *Service) signInNobody(ctx context.Context, email, password string) error {
	if _, err := checkPassword(dummyHash, password); err != nil { // the same work, so that the time tells nothing
		return err
	}
	var until time.Time
	if err := s.db.Update(crm.WithActor(ctx, crm.System), func(tx *sqlite.Tx) error {
		failed, _, err := tx.SignInAttempts(email)
		if err != nil {
			return err
		}
		if failed++; failed >= maxFailures {
			failed, until = 0, tx.Now().Add(lockTime)
		}
		return tx.SetSignInAttempts(email, failed, until)
	}); err != nil {
		return err
	}
	return refusal(until)
}

// refusal is wrong; the fifth wrong password in a row is told at once until when it locks: waiting for a sixth would be a
// riddle.
func refusal(until time.Time) error {
	e := crm.Errorf(CodeBadCredentials, "", "e-mail or password is wrong")
	e.Until = until
	return e
}

// dummyHash is of no password: 32 zero bytes are nobody's key.
const dummyHash = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// ChangePassword gives the one who is signed in a new password. Wrong guesses of the current one lock like at the door.
func (s *Service) ChangePassword(ctx context.Context, current, next string) error {
	actor, err := crm.ActorOf(ctx)
	if err != nil {
		return err
	}
	var a *sqlite.Account
	if err := s.db.View(ctx, func(v *sqlite.View) error {
		u, err := v.User(actor.User)
		if err != nil {
			return err
		}
		a, err = v.AccountByEmail(u.Email)
		return err
	}); err != nil {
		return err
	}
	if a == nil || !a.Active {
		return crm.Errorf(crm.CodeNotAllowed, "", "this user has been deactivated")
	}
	if err := s.prove(ctx, a, current); err != nil {
		var e *crm.Error
		if errors.As(err, &e) && e.Code == CodeBadCredentials {
			return &crm.Error{Code: e.Code, Field: "current", Message: "the current password is wrong", Until: e.Until}
		}
		return err
	}
	hash, err := hashPassword(next)
	if err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *sqlite.Tx) error {
		u, err := tx.User(a.ID) // as it is by now
		if err != nil {
			return err
		}
		if err := tx.PutUser(u, hash); err != nil {
			return err
		}
		return tx.Audit("user.password", u.ID, nil)
	})
}
