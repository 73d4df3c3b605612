package app

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"carteira/backend/crm"
)

// D9.3: the audit in words and pages, narrowed, exported, verified.
func TestAuditScreen(t *testing.T) {
	o := openSignedIn(t)
	audit, users, tabulations := &Audit{o.app}, &Users{o.app}, &Tabulations{o.app}
	if _, err := users.Save(UserForm{Name: "=Bia", Email: "bia@example.com", Profile: "agent", Password: adminPassword}); err != nil {
		t.Fatal(err)
	}
	for range auditPage {
		if err := o.settings.Set("language", "en"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := tabulations.Add("Dúvida", ""); err != nil {
		t.Fatal(err)
	}
	page, err := audit.List(AuditQuery{}, 0, 0)
	if err != nil || len(page.Entries) != auditPage || page.UpTo != page.Entries[0].Seq || page.Total != page.UpTo {
		t.Fatalf("the first page has %d entries of %d up to %d: %v", len(page.Entries), page.Total, page.UpTo, err)
	}
	if e := page.Entries[0]; e.Action != "tabulation.add" || e.SubjectKind != "tabulation" || e.SubjectName != "Dúvida" || e.Actor != "Ana Souza" || e.Source != source {
		t.Errorf("the newest is %+v", e)
	}
	if _, err := tabulations.Add("Elogio", ""); err != nil { // what comes in meanwhile moves nothing
		t.Fatal(err)
	}
	rest, err := audit.List(AuditQuery{}, page.UpTo, auditPage)
	if err != nil || rest.Total != page.Total || rest.Entries[len(rest.Entries)-1].Seq != 1 ||
		rest.Entries[0].Seq != page.Entries[auditPage-1].Seq-1 {
		t.Errorf("the last page is %+v %v", rest, err)
	}

	today := time.Now().Format(time.DateOnly)
	for name, c := range map[string]struct {
		q    AuditQuery
		want int
	}{
		"action":          {AuditQuery{Action: "user.add"}, 1},
		"today":           {AuditQuery{Action: "user.add", From: today, To: today}, 1},
		"long ago":        {AuditQuery{To: "2000-01-01"}, 0},
		"the program":     {AuditQuery{User: "system"}, 0},
		"one record":      {AuditQuery{Subject: page.Entries[0].SubjectID}, 1},
		"nobody's record": {AuditQuery{Subject: crm.NewID().String()}, 0},
	} {
		if got, err := audit.List(c.q, 0, 0); err != nil || len(got.Entries) != c.want {
			t.Errorf("%s: %d entries, want %d (%v)", name, len(got.Entries), c.want, err)
		}
	}
	if _, err := audit.List(AuditQuery{From: "ontem"}, 0, 0); crm.CodeOf(err) != crm.CodeInvalid {
		t.Errorf("a day that is none: %v", err)
	}

	path, err := audit.Export(AuditQuery{})
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if lines := strings.Count(string(text), "\r\n"); lines != auditPage+5 { // a title, the first start, the user, the tabulations
		t.Errorf("the file has %d lines", lines)
	}
	if strings.Contains(string(text), "bia@example.com") {
		t.Error("the file holds personal data")
	}
	if check, err := audit.Verify(); err != nil || check.Broken != 0 || check.Entries != auditPage+4 {
		t.Errorf("%+v %v", check, err)
	}
	choices, err := audit.Choices()
	if err != nil || len(choices.Users) != 2 || !strings.Contains(strings.Join(choices.Actions, " "), "tabulation.add user.add") {
		t.Errorf("%+v %v", choices, err)
	}
}

// D9.1: the window is told until when sign-in is locked, also for an address that nobody has.
func TestTheWindowIsToldOfALock(t *testing.T) {
	o := openSignedIn(t)
	for _, email := range []string{adminEmail, "nobody@example.com"} {
		var err error
		for range 5 {
			_, err = o.session.SignIn(email, "wrong password")
		}
		var told struct{ Code, Until string }
		if jerr := json.Unmarshal([]byte(FormatError(err)), &told); jerr != nil {
			t.Fatal(jerr)
		}
		until, terr := time.Parse(time.RFC3339, told.Until)
		if left := time.Until(until); terr != nil || left < 4*time.Minute || left > 5*time.Minute+time.Second {
			t.Errorf("%s is told %+v", email, told)
		}
	}
}

// A changed setting holds at once.
func TestIdleLimitFollowsTheSetting(t *testing.T) {
	o := openSignedIn(t)
	if err := o.settings.Set("session-idle-minutes", "15"); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the new limit", func() bool { return o.app.idleLimit() == 15*time.Minute })
	o.later.Add(int64(16 * time.Minute))
	if _, err := o.contacts.Page(ContactQuery{}, 0, 1); crm.CodeOf(err) != crm.CodeSignedOut {
		t.Errorf("after the limit: %v", err)
	}
}
