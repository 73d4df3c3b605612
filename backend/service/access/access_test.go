package access_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/service/access"
	"carteira/backend/sqlite"
)

const (
	adminEmail = "ana@example.com"
	password   = "uma senha longa"
)

// office is a replica with its administrator and a clock that the test moves.
type office struct {
	*access.Service
	t   *testing.T
	db  *sqlite.DB
	ctx context.Context
	now time.Time
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, now: time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)}
	db, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{Now: func() time.Time { return o.now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	o.db, o.Service = db, access.New(db)
	actor, err := o.Initialise(t.Context(), "Ana", adminEmail, password, "test")
	if err != nil {
		t.Fatal(err)
	}
	o.ctx = crm.WithActor(t.Context(), actor)
	return o
}

func (o *office) add(name string, profile crm.Profile) crm.User {
	o.t.Helper()
	u, err := o.AddUser(o.ctx, crm.User{Name: name, Email: name + "@example.com", Profile: profile}, password)
	if err != nil {
		o.t.Fatal(err)
	}
	return u
}

func (o *office) signIn(email, password string) error {
	_, err := o.SignIn(o.t.Context(), email, password, "test")
	return err
}

func wantCode(t *testing.T, what string, err error, code string) {
	t.Helper()
	if crm.CodeOf(err) != code || (code == "") != (err == nil) {
		t.Errorf("%s: %v, want %q", what, err, code)
	}
}

// D9.1: five wrong passwords lock, for whoever has the address, has it no more, or never had it: word for word alike.
func TestLockTellsNothing(t *testing.T) {
	o := newOffice(t)
	gone := o.add("bia", crm.ProfileAgent)
	if _, err := o.ChangeUser(o.ctx, gone.ID, access.UserUpdate{Active: new(bool)}); err != nil {
		t.Fatal(err)
	}
	answers := map[string][]string{}
	for _, email := range []string{adminEmail, gone.Email, "nobody@example.com"} {
		for range 6 {
			err := o.signIn(email, "wrong password")
			var e *crm.Error
			if !errors.As(err, &e) {
				t.Fatalf("%s: %v", email, err)
			}
			answers[email] = append(answers[email], fmt.Sprint(e.Code, e.Message, e.Field, e.Until))
		}
		wantCode(t, email+" with the right password while locked", o.signIn(email, password), access.CodeLocked)
	}
	for email, got := range answers {
		if strings.Join(got, "|") != strings.Join(answers[adminEmail], "|") {
			t.Errorf("%s is answered\n%v, the administrator\n%v", email, got, answers[adminEmail])
		}
	}
	until := o.now.Add(5 * time.Minute).String()
	if got := answers[adminEmail]; strings.Contains(got[3], until) || !strings.Contains(got[4], until) || !strings.HasPrefix(got[4], access.CodeBadCredentials) ||
		!strings.HasPrefix(got[5], access.CodeLocked) || !strings.Contains(got[5], until) {
		t.Errorf("the fifth does not lock: %v", got)
	}
	o.now = o.now.Add(5*time.Minute + time.Second)
	wantCode(t, "after the lock", o.signIn(adminEmail, password), "")
	wantCode(t, "after the lock, nobody", o.signIn("nobody@example.com", password), access.CodeBadCredentials)
	wantCode(t, "after the lock, deactivated", o.signIn(gone.Email, password), access.CodeBadCredentials)
}

func TestARightPasswordForgivesTheWrongOnes(t *testing.T) {
	o := newOffice(t)
	for range 3 {
		for range 4 {
			wantCode(t, "wrong", o.signIn(adminEmail, "wrong password"), access.CodeBadCredentials)
		}
		wantCode(t, "right", o.signIn(adminEmail, password), "")
	}
}

func TestANewPasswordLiftsTheLock(t *testing.T) {
	o := newOffice(t)
	bia := o.add("bia", crm.ProfileAgent)
	for range 5 {
		_ = o.signIn(bia.Email, "wrong password")
	}
	users, err := o.Managed(o.ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range users {
		if locked := !u.LockedUntil.IsZero(); locked != (u.ID == bia.ID) {
			t.Errorf("%s locked: %v", u.Name, locked)
		}
	}
	next := "outra senha longa"
	if _, err := o.ChangeUser(o.ctx, bia.ID, access.UserUpdate{Password: &next}); err != nil {
		t.Fatal(err)
	}
	wantCode(t, "with the new one", o.signIn(bia.Email, next), "")
	wantCode(t, "with the old one", o.signIn(bia.Email, password), access.CodeBadCredentials)
}

// Passwords are long and not among those that anybody would try; what they are made of is nobody's business.
func TestPasswordRules(t *testing.T) {
	o := newOffice(t)
	for p, code := range map[string]string{
		"curta":            access.CodePasswordShort,
		"123456789":        access.CodePasswordShort,
		"ééééééééé":        access.CodePasswordShort, // characters, not bytes
		"1234567890":       access.CodePasswordCommon,
		"Senha123456":      access.CodePasswordCommon,
		"QWERTYUIOP":       access.CodePasswordCommon,
		"aaaaaaaaaaaa":     access.CodePasswordCommon,
		"abababababab":     access.CodePasswordCommon,
		"gato na janela":   "",
		"açaí com granola": "",
		"abcabcabcabc":     "",
		"0123456798":       "",
	} {
		_, err := o.AddUser(o.ctx, crm.User{Name: "X", Email: fmt.Sprintf("x%x@example.com", p), Profile: crm.ProfileAgent}, p)
		wantCode(t, p, err, code)
	}
}

func TestChangePassword(t *testing.T) {
	o := newOffice(t)
	next := "gato na janela"
	wantCode(t, "wrong current", o.ChangePassword(o.ctx, "wrong password", next), access.CodeBadCredentials)
	wantCode(t, "short", o.ChangePassword(o.ctx, password, "curta"), access.CodePasswordShort)
	wantCode(t, "old one still", o.signIn(adminEmail, password), "")
	wantCode(t, "right", o.ChangePassword(o.ctx, password, next), "")
	wantCode(t, "new one", o.signIn(adminEmail, next), "")
	wantCode(t, "old one", o.signIn(adminEmail, password), access.CodeBadCredentials)
	for range 4 {
		_ = o.ChangePassword(o.ctx, "wrong password", next)
	}
	wantCode(t, "guessed at", o.ChangePassword(o.ctx, next, password), access.CodeLocked)
}

// The last active administrator stays one, whatever is tried; the last but one may go.
func TestTheLastAdministratorStays(t *testing.T) {
	o := newOffice(t)
	agent, off := crm.ProfileAgent, false
	ana, err := o.Own(o.ctx)
	if err != nil {
		t.Fatal(err)
	}
	tries := map[string]access.UserUpdate{"deactivated": {Active: &off}, "another profile": {Profile: &agent}}
	for name, up := range tries {
		_, err := o.ChangeUser(o.ctx, ana.ID, up)
		wantCode(t, name, err, crm.CodeConflict)
	}
	inactive := o.add("eva", crm.ProfileAdmin)
	if _, err := o.ChangeUser(o.ctx, inactive.ID, tries["deactivated"]); err != nil {
		t.Fatal(err)
	}
	_, err = o.ChangeUser(o.ctx, ana.ID, tries["deactivated"])
	wantCode(t, "beside one who is inactive", err, crm.CodeConflict)
	o.add("bia", crm.ProfileAdmin)
	_, err = o.ChangeUser(o.ctx, ana.ID, tries["another profile"])
	wantCode(t, "beside another", err, "")
}

func TestChangeUserByID(t *testing.T) {
	o := newOffice(t)
	bia := o.add("bia", crm.ProfileAgent)
	email, taken, limit, number := "beatriz@example.com", strings.ToUpper(adminEmail), 4, crm.Phone("5541998765432")
	u, err := o.ChangeUser(o.ctx, bia.ID, access.UserUpdate{Email: &email, ConcurrencyLimit: &limit, ExternalNumber: &number})
	if err != nil || u.Email != email || u.ConcurrencyLimit != 4 || u.ExternalNumber != number || u.Name != "bia" {
		t.Errorf("%+v %v", u, err)
	}
	wantCode(t, "signs in by the new address", o.signIn(email, password), "")
	_, err = o.ChangeUser(o.ctx, bia.ID, access.UserUpdate{Email: &taken})
	wantCode(t, "a taken address", err, crm.CodeConflict)
	_, err = o.ChangeUser(o.ctx, crm.NewID(), access.UserUpdate{Email: &email})
	wantCode(t, "nobody", err, crm.CodeNotFound)
}

// A pause has a reason, other presences none; one's own presence needs no permission.
func TestPresence(t *testing.T) {
	o := newOffice(t)
	bia := o.add("bia", crm.ProfileAgent)
	asBia := crm.WithActor(t.Context(), crm.Actor{User: bia.ID, Profile: bia.Profile, Source: "test"})
	for _, c := range []struct {
		ctx    context.Context
		who    string
		p      crm.Presence
		reason string
		want   string
		code   string
	}{
		{asBia, bia.Email, crm.PresencePaused, " almoço ", "almoço", ""},
		{asBia, bia.Email, crm.PresenceAvailable, "almoço", "", ""},
		{o.ctx, bia.Email, crm.PresenceOffline, "", "", ""},
		{asBia, adminEmail, crm.PresenceOffline, "", "", crm.CodeNotAllowed},
		{o.ctx, bia.Email, "asleep", "", "", crm.CodeInvalid},
		{o.ctx, "nobody@example.com", crm.PresenceOffline, "", "", crm.CodeNotFound},
	} {
		u, err := o.SetPresence(c.ctx, c.who, c.p, c.reason)
		wantCode(t, fmt.Sprint(c.who, c.p), err, c.code)
		if err == nil && (u.Presence != c.p || u.PresenceReason != c.want) {
			t.Errorf("%s: %s %q, want %q", c.p, u.Presence, u.PresenceReason, c.want)
		}
	}
}
