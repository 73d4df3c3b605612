package app

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/service/access"
	"carteira/backend/sqlite"
)

// TestEveryMethodNeedsASession calls every bound method without one: no method can be added that forgets to ask.
func TestEveryMethodNeedsASession(t *testing.T) {
	o := openApp(t, t.TempDir())
	asked := 0
	for name, m := range methodsOf(o.app.Bound()) {
		if strings.HasPrefix(name, "Session.") || bound[name].anybody {
			continue
		}
		asked++
		t.Run(name, func(t *testing.T) {
			var in []reflect.Value
			for i := range m.fn.Type().NumIn() {
				in = append(in, reflect.Zero(m.fn.Type().In(i)))
			}
			out := m.fn.Call(in)
			err, isError := out[len(out)-1].Interface().(error)
			if !isError || crm.CodeOf(err) != crm.CodeSignedOut {
				t.Errorf("without a session: %v", err)
			}
		})
	}
	if asked < 25 {
		t.Errorf("only %d methods were asked", asked)
	}
	if len(o.shell.dialogs) > 0 {
		t.Error("a dialog was shown to nobody")
	}
}

func TestFirstStart(t *testing.T) {
	o := openApp(t, t.TempDir())
	info, err := o.session.Info()
	if err != nil || info.Initialised || info.SignedIn || info.User != nil || info.Language != "pt-BR" || !info.Desktop || info.Demo {
		t.Fatalf("a fresh replica: %+v %v", info, err)
	}
	if _, err := o.session.SignIn(adminEmail, adminPassword); crm.CodeOf(err) != access.CodeNotInitialised {
		t.Errorf("signing in before there is anybody: %v", err)
	}
	if _, err := o.session.CreateAdmin("Ana Souza", adminEmail, "curta"); crm.CodeOf(err) != "password_short" {
		t.Errorf("a short password: %v", err)
	}
	info, err = o.session.CreateAdmin("Ana Souza", adminEmail, adminPassword)
	if err != nil || !info.SignedIn || !info.Initialised || info.User.Email != adminEmail || info.User.Profile != "admin" {
		t.Fatalf("CreateAdmin: %+v %v", info, err)
	}
	if !slices.Contains(info.Permissions, "import") || slices.Contains(info.Permissions, "anonymize") {
		t.Errorf("permissions %v", info.Permissions)
	}
	if _, err := o.session.CreateAdmin("Bia", "bia@example.com", adminPassword); crm.CodeOf(err) != access.CodeInitialised {
		t.Errorf("a second administrator: %v", err)
	}

	if err := o.session.SignOut(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "session:ended", func() bool { return o.shell.count("session:ended") == 1 })
	if _, err := o.contacts.Page(ContactQuery{}, 0, 10); crm.CodeOf(err) != crm.CodeSignedOut {
		t.Errorf("after signing out: %v", err)
	}
	if err := o.session.SignOut(); err != nil {
		t.Errorf("signing out twice: %v", err)
	}
	if _, err := o.session.SignIn(adminEmail, "outra senha"); crm.CodeOf(err) != access.CodeBadCredentials {
		t.Errorf("a wrong password: %v", err)
	}
	if info, err = o.session.SignIn(" ANA@example.com", adminPassword); err != nil || !info.SignedIn {
		t.Errorf("SignIn: %+v %v", info, err)
	}
}

func TestSessionExpires(t *testing.T) {
	o := openSignedIn(t)
	ahead := func(d time.Duration) { o.later.Add(int64(d)) }
	const idleLimit = 8 * time.Hour // by default
	ahead(idleLimit - time.Minute)
	if idle, err := o.session.Idle(); err != nil || idle.SecondsLeft > 60 || idle.SecondsLeft < 50 || idle.LimitSeconds != 8*3600 {
		t.Fatalf("shortly before the limit: %+v %v", idle, err)
	}
	if err := o.session.Renew(); err != nil {
		t.Fatalf("within the limit: %v", err)
	}
	ahead(idleLimit - time.Minute)
	if _, err := o.contacts.Page(ContactQuery{}, 0, 10); err != nil { // a list reads itself anew, and does not count
		t.Fatalf("within the limit: %v", err)
	}
	if _, err := o.status.Get(); err != nil {
		t.Fatalf("use did not renew the session: %v", err)
	}
	ahead(2 * time.Minute) // the status bar asks by itself and does not count
	if _, err := o.status.Get(); crm.CodeOf(err) != crm.CodeSignedOut {
		t.Errorf("after the limit: %v", err)
	}
	eventually(t, "session:ended", func() bool { return o.shell.count("session:ended") == 1 })
	info, err := o.session.Info()
	if err != nil || info.SignedIn || !info.Initialised {
		t.Errorf("after the limit: %+v %v", info, err)
	}

	if _, err := o.session.SignIn(adminEmail, adminPassword); err != nil {
		t.Fatal(err)
	}
	ahead(idleLimit)
	o.app.expireSession() // what watchSession does for a window that asks nothing
	o.app.expireSession()
	eventually(t, "session:ended", func() bool { return o.shell.count("session:ended") == 2 })
	if o.app.session.user() != crm.NoID {
		t.Error("somebody is still signed in")
	}
}

// Whoever starts a program may have sessions end sooner than the organization says, never later (D9.1).
func TestOwnIdleLimit(t *testing.T) {
	for own, want := range map[time.Duration]int{0: 900, 10 * time.Minute: 600, time.Hour: 900} {
		o := openSignedIn(t)
		o.app.options.Idle = own
		if err := o.settings.Set(string(crm.SettingIdle), "15"); err != nil {
			t.Fatal(err)
		}
		eventually(t, "the limit", func() bool { idle, err := o.session.Idle(); return err == nil && idle.LimitSeconds == want })
	}
}

// TestDeactivatedUserLeaves: what an administrator does elsewhere reaches a session that is open.
func TestDeactivatedUserLeaves(t *testing.T) {
	o := openSignedIn(t)
	admin, err := o.app.session.use(time.Now(), false)
	if err != nil {
		t.Fatal(err)
	}
	ctx := crm.WithActor(t.Context(), admin)
	if _, err := o.app.access.AddUser(ctx, crm.User{Name: "Bia", Email: "bia@example.com", Profile: crm.ProfileAgent}, adminPassword); err != nil {
		t.Fatal(err)
	}
	info, err := o.session.SignIn("bia@example.com", adminPassword)
	if err != nil || info.User.Profile != "agent" || slices.Contains(info.Permissions, "import") {
		t.Fatalf("%+v %v", info, err)
	}
	if _, err := o.imports.Start(o.file("a.csv", "contact_name", "Maria")); crm.CodeOf(err) != crm.CodeNotAllowed {
		t.Errorf("an agent imports: %v", err)
	}
	if err := o.settings.Set("do-not-allow-duplicates", "off"); crm.CodeOf(err) != crm.CodeNotAllowed {
		t.Errorf("an agent changes settings: %v", err)
	}
	off := false
	if _, err := o.app.access.UpdateUser(ctx, "bia@example.com", access.UserUpdate{Active: &off}); err != nil {
		t.Fatal(err)
	}
	if _, err := o.contacts.Page(ContactQuery{}, 0, 10); crm.CodeOf(err) != crm.CodeNotAllowed && crm.CodeOf(err) != crm.CodeSignedOut {
		t.Errorf("a deactivated user reads on: %v", err)
	}
	eventually(t, "session:ended", func() bool { return o.shell.count("session:ended") == 1 })
	if info, err = o.session.Info(); err != nil || info.SignedIn {
		t.Errorf("a deactivated user is signed in: %+v %v", info, err)
	}
}

// S4: a window over data that has been destroyed begins anew, with somebody signed in or not, and hears of it once.
func TestAWipeEndsTheSession(t *testing.T) {
	for _, signedIn := range []bool{true, false} {
		o := openSignedIn(t)
		db := o.app.db
		if !signedIn {
			if err := o.session.SignOut(); err != nil {
				t.Fatal(err)
			}
			eventually(t, "signed out", func() bool { return o.shell.count("session:ended") == 1 })
		}
		before := o.shell.count("session:ended")
		ctx := crm.WithActor(t.Context(), crm.System)
		if err := db.Update(ctx, func(tx *sqlite.Tx) error {
			return tx.SaveEnrolment(&sqlite.Enrolment{Server: "https://example.com", OrganizationID: crm.NewID(), Number: 7, Epoch: "a"})
		}); err != nil {
			t.Fatal(err)
		}
		if err := db.Wipe(ctx); err != nil {
			t.Fatal(err)
		}
		eventually(t, "wiped", func() bool { return o.shell.count("session:ended") == before+1 })
		if info, err := o.session.Info(); err != nil || info.SignedIn || info.Initialised {
			t.Errorf("after a wipe: %+v %v", info, err)
		}
		o.app.leaveIfGone(t.Context())
		if n := o.shell.count("session:ended"); n != before+1 {
			t.Errorf("told %d times", n-before)
		}
		if _, err := o.session.CreateAdmin("Bia", "bia@example.com", adminPassword); err != nil {
			t.Errorf("beginning anew: %v", err)
		}
	}
}

func TestLanguage(t *testing.T) {
	o := openSignedIn(t)
	if err := o.session.SetLanguage("fr"); crm.CodeOf(err) != crm.CodeInvalid {
		t.Errorf("fr: %v", err)
	}
	title := func() string {
		t.Helper()
		if _, err := o.files.PickImport(); err != nil {
			t.Fatal(err)
		}
		return o.shell.dialogs[len(o.shell.dialogs)-1].Title
	}
	if got := title(); got != "Escolher o arquivo a importar" {
		t.Errorf("by default: %s", got)
	}
	if err := o.settings.Set("language", "en"); err != nil {
		t.Fatal(err)
	}
	if got := title(); got != "Choose the file to import" {
		t.Errorf("the organization's: %s", got)
	}
	if err := o.session.SetLanguage("pt-BR"); err != nil {
		t.Fatal(err)
	}
	if got := title(); got != "Escolher o arquivo a importar" {
		t.Errorf("chosen here: %s", got)
	}
	folder := o.app.options.DataFolder
	if got := (&words{folder: folder}).language("en"); got != "pt-BR" {
		t.Errorf("at the next start: %s", got)
	}
	if err := os.WriteFile(filepath.Join(folder, "window-language"), []byte("klingon"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := (&words{folder: folder}).language("en"); got != "en" {
		t.Errorf("a broken file: %s", got)
	}
}

// TestPhrasesAreComplete: neither language lacks a text that the other has.
func TestPhrasesAreComplete(t *testing.T) {
	for name, p := range phrasesOf {
		v := reflect.ValueOf(p)
		for i := range v.NumField() {
			if v.Field(i).Kind() == reflect.String && v.Field(i).Len() == 0 {
				t.Errorf("%s lacks %s", name, v.Type().Field(i).Name)
			}
		}
	}
	if len(phrasesOf) != len(languages) {
		t.Errorf("%d languages, %d with texts", len(languages), len(phrasesOf))
	}
}
