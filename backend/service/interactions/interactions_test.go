package interactions

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/service/jobs"
	"carteira/backend/sqlite"
)

// office is a replica with one contact, an administrator and somebody without rights.
type office struct {
	t       *testing.T
	s       *Service
	jobs    *jobs.Service
	db      *sqlite.DB
	ctx     context.Context
	agent   context.Context // may neither import nor edit, see below
	user    crm.ID
	contact crm.ID
}

func openOffice(t *testing.T) *office {
	t.Helper()
	db, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{RefuseUntyped: true})
	if err != nil {
		t.Fatal(err)
	}
	j := jobs.New(db)
	t.Cleanup(func() {
		j.Close()
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	o := &office{t: t, s: New(db, j), jobs: j, db: db}
	system := crm.WithActor(t.Context(), crm.System)
	users := map[crm.Profile]crm.ID{}
	if err := db.Update(system, func(tx *sqlite.Tx) error {
		for profile, email := range map[crm.Profile]string{crm.ProfileAdmin: "ana@example.com", crm.ProfileAgent: "bia@example.com"} {
			u := crm.User{ID: crm.NewID(), Name: email, Email: email, Profile: profile, Active: true}
			if err := tx.PutUser(u, "hash"); err != nil {
				return err
			}
			users[profile] = u.ID
		}
		if _, err := tx.DefineService(crm.Service{Name: "Vendas"}); err != nil {
			return err
		}
		if err := tx.SetPermission(crm.ProfileAgent, crm.PermEdit, false); err != nil {
			return err
		}
		c := new(crm.Contact)
		c.Fields[crm.FieldName], c.Fields[crm.FieldActive], c.Fields[crm.FieldInstagram] = "Ana", "true", "ana.insta"
		c.Fields[crm.FieldEmail] = "cliente@example.com"
		c.Phones = []crm.Phone{"5548999998888"}
		_, err := tx.CreateContact(c, nil)
		o.contact = c.ID
		return err
	}); err != nil {
		t.Fatal(err)
	}
	o.user = users[crm.ProfileAdmin]
	o.ctx = crm.WithActor(t.Context(), crm.Actor{User: o.user, Profile: crm.ProfileAdmin, Source: "test"})
	o.agent = crm.WithActor(t.Context(), crm.Actor{User: users[crm.ProfileAgent], Profile: crm.ProfileAgent, Source: "test"})
	return o
}

func (o *office) add(in Input) crm.Interaction {
	o.t.Helper()
	in.Contact = o.contact
	added, err := o.s.Add(o.ctx, in)
	if err != nil {
		o.t.Fatal(err)
	}
	return added.Interaction
}

// Whoever may not edit changes nothing; whoever may not import imports nothing (D9.2). Reading needs the right to view.
func TestRights(t *testing.T) {
	o := openOffice(t)
	x := o.add(Input{Channel: "voice", Open: true})
	visit, err := o.s.Appoint(o.ctx, AppointmentInput{Contact: o.contact, At: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	for name, do := range map[string]func(ctx context.Context) error{
		"add": func(ctx context.Context) error {
			_, err := o.s.Add(ctx, Input{Contact: o.contact, Channel: "voice"})
			return err
		},
		"close":    func(ctx context.Context) error { _, err := o.s.Close(ctx, x.ID, Closing{}); return err },
		"tabulate": func(ctx context.Context) error { _, err := o.s.Tabulate(ctx, x.ID, "Venda"); return err },
		"say":      func(ctx context.Context) error { _, err := o.s.Say(ctx, x.ID, "oi", true); return err },
		"survey": func(ctx context.Context) error {
			_, err := o.s.Survey(ctx, SurveyInput{Interaction: x.ID, Score: crm.NoScore})
			return err
		},
		"appoint": func(ctx context.Context) error {
			_, err := o.s.Appoint(ctx, AppointmentInput{ID: visit.ID, At: time.Now(), Status: crm.AppointmentDone})
			return err
		},
		"import": func(ctx context.Context) error { _, err := o.s.Import(ctx, Options{Path: "x.csv"}); return err },
	} {
		if err := do(o.agent); crm.CodeOf(err) != crm.CodeNotAllowed {
			t.Errorf("%s: %v", name, err)
		}
		if name == "import" {
			continue
		}
		if err := do(o.ctx); err != nil {
			t.Errorf("%s by who may: %v", name, err)
		}
	}
	if _, _, err := o.s.Timeline(o.agent, o.contact, crm.TimelineFilter{}, "", 10); err != nil {
		t.Errorf("an agent may read: %v", err)
	}
}

// What is wrong is refused by the member that is wrong, and changes nothing.
func TestWrongInput(t *testing.T) {
	o := openOffice(t)
	now := o.db.Now()
	long := strings.Repeat("x", maxText+1)
	for _, q := range []struct {
		in    Input
		field string
	}{
		{Input{}, "channel"},
		{Input{Channel: "fax"}, "channel"},
		{Input{Channel: "voice", Opened: now.Add(time.Hour)}, "opened"},
		{Input{Channel: "voice", Opened: now.Add(-time.Hour), Answered: now.Add(-2 * time.Hour)}, "answered"},
		{Input{Channel: "voice", Opened: now.Add(-time.Hour), Closed: now.Add(-2 * time.Hour)}, "closed"},
		{Input{Channel: "voice", Opened: now.Add(-time.Hour), Answered: now.Add(-time.Minute), Closed: now.Add(-2 * time.Minute)}, "closed"},
		{Input{Channel: "voice", Open: true, Closed: now}, "closed"},
		{Input{Channel: "voice", Open: true, Handle: -time.Second}, "handle_seconds"},
		{Input{Channel: "voice", Protocol: strings.Repeat("1", maxProtocol+1)}, "protocol"},
		{Input{Channel: "voice", Message: long}, "message"},
		{Input{Channel: "voice", Agent: crm.NewID()}, "agent"},
		{Input{Channel: "voice", Service: crm.NewID()}, "service"},
	} {
		q.in.Contact = o.contact
		_, err := o.s.Add(o.ctx, q.in)
		var problem *crm.Error
		if !errors.As(err, &problem) || problem.Field != q.field {
			t.Errorf("%v, want an error of %s", err, q.field)
		}
	}
	if rows, _, err := o.s.Timeline(o.ctx, o.contact, crm.TimelineFilter{}, "", 10); err != nil || len(rows) != 0 {
		t.Errorf("%d interactions, %v", len(rows), err)
	}
}

// The handle time counts from when somebody answered, else from the opening, unless it is given.
func TestClosing(t *testing.T) {
	o := openOffice(t)
	begin := o.db.Now().Add(-time.Hour).Truncate(time.Second)
	given, venda, blank := 7*time.Second, "Venda", ""
	for name, q := range map[string]struct {
		in    Input
		c     Closing
		want  time.Duration
		label string
	}{
		"from the opening": {Input{}, Closing{At: begin.Add(90 * time.Second)}, 90 * time.Second, "Antes"},
		"from the answer":  {Input{Answered: begin.Add(30 * time.Second)}, Closing{At: begin.Add(90 * time.Second)}, 60 * time.Second, "Antes"},
		"given":            {Input{}, Closing{At: begin.Add(90 * time.Second), Handle: &given, Tabulation: &venda}, given, "Venda"},
		"cleared":          {Input{}, Closing{At: begin.Add(time.Second), Tabulation: &blank}, time.Second, ""},
	} {
		q.in.Channel, q.in.Opened, q.in.Open, q.in.Tabulation = "voice", begin, true, "Antes"
		x := o.add(q.in)
		x, err := o.s.Close(o.ctx, x.ID, q.c)
		if err != nil || x.Open || x.Handle != q.want || x.Tabulation != q.label || !x.Answered.Equal(q.in.Answered) {
			t.Errorf("%s: %+v %v", name, x, err)
		}
	}
}

// Protocols that are drawn are never the same, and name the day.
func TestProtocolsAreDrawn(t *testing.T) {
	o := openOffice(t)
	seen := map[string]bool{}
	day := time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)
	for range 50 {
		x := o.add(Input{Channel: "sms", Opened: day})
		if seen[x.Protocol] || !strings.HasPrefix(x.Protocol, "20260309-") {
			t.Errorf("protocol %q", x.Protocol)
		}
		seen[x.Protocol] = true
	}
	if x := o.add(Input{Channel: "sms", Protocol: " P-1 "}); x.Protocol != "P-1" {
		t.Errorf("%q", x.Protocol)
	}
}

// No word of what was said gets into the audit (D9.3).
func TestAuditHoldsNoContents(t *testing.T) {
	o := openOffice(t)
	x := o.add(Input{Channel: "voice", Subject: "segredo", Message: "segredo", Caller: "segredo", Open: true})
	if _, err := o.s.Survey(o.ctx, SurveyInput{Interaction: x.ID, Answered: true, Score: 3, Comment: "segredo"}); err != nil {
		t.Fatal(err)
	}
	if _, err := o.s.Appoint(o.ctx, AppointmentInput{Contact: o.contact, At: o.db.Now(), Text: "segredo"}); err != nil {
		t.Fatal(err)
	}
	if err := o.db.View(o.ctx, func(v *sqlite.View) error {
		all, err := v.AuditEntries(crm.AuditFilter{}, 0, 100)
		said := fmt.Sprint(all)
		if strings.Contains(said, "segredo") || !strings.Contains(said, "survey.put") {
			t.Errorf("the audit: %s", said)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// Many lines, in small batches, one of them wrong: each once, and the report names the wrong one. An import that stops
// in the middle goes on where it was (D3.15).
func TestImportInBatches(t *testing.T) {
	o := openOffice(t)
	var file bytes.Buffer
	file.WriteString("protocol;channel;from;opened;closed;agent;service;subject\n")
	const lines = 2500
	for i := range lines {
		channel := "voice"
		if i == 1700 {
			channel = "fax"
		}
		fmt.Fprintf(&file, "N-%d;%s;5548999998888;2026-03-01T10:00:00Z;2026-03-01T10:02:00Z;ana@example.com;vendas;assunto\n", i, channel)
	}
	path := filepath.Join(t.TempDir(), "file.csv")
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	for round := range 2 {
		j, err := o.s.Import(o.ctx, Options{Path: path})
		if err != nil {
			t.Fatal(err)
		}
		if j, err = o.jobs.Wait(o.ctx, j.ID); err != nil {
			t.Fatal(err)
		}
		r, err := ResultOf(j)
		created, unchanged := lines-1, 0
		if round == 1 {
			created, unchanged = 0, lines-1
		}
		if err != nil || r.Lines != lines || r.Created != created || r.Unchanged != unchanged || r.Rejected != 1 || j.Colour != crm.Yellow {
			t.Fatalf("round %d: %+v %s %v", round, r, j.Colour, err)
		}
		var report bytes.Buffer
		if n, err := o.s.WriteReport(o.ctx, j.ID, &report); err != nil || n != 1 || !strings.Contains(report.String(), "N-1700;fax") {
			t.Errorf("round %d: %d lines in the report, %v: %s", round, n, err, report.String())
		}
		header, rejected, err := o.s.Rejections(o.ctx, j.ID, 10)
		if err != nil || len(header) != 8 || len(rejected) != 1 || rejected[0].Line != 1702 || rejected[0].Field != "channel" {
			t.Errorf("round %d: %v %+v %v", round, header, rejected, err)
		}
	}
	if err := o.db.View(o.ctx, func(v *sqlite.View) error {
		c, err := v.Contact(o.contact)
		if err == nil && c.Interactions != lines-1 {
			t.Errorf("%d interactions", c.Interactions)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// Addresses find whom they belong to, whichever way they are written; an unknown one is nobody (D1.6, D1.7).
func TestAddresses(t *testing.T) {
	for _, q := range []struct {
		channel, text string
		want          address
		bad           bool
	}{
		{"voice", "(48) 99999-8888", address{phone: "5548999998888"}, false},
		{"sms", "+55 48 9999-8888", address{phone: "554899998888"}, false},
		{"whatsapp", "048999998888", address{phone: "5548999998888"}, false},
		{"email", "Cliente@Example.com", address{email: "Cliente@Example.com"}, false},
		{"webchat", "cliente@example.com", address{email: "cliente@example.com"}, false},
		{"instagram", "@ana.insta", address{field: crm.FieldInstagram, user: "ana.insta"}, false},
		{"facebook", "ana", address{field: crm.FieldFacebook, user: "ana"}, false},
		{"whatsapp", "ana zap", address{field: crm.FieldWhatsApp, user: "ana zap"}, false},
		{"webchat", "visitante 7", address{field: crm.FieldChannelUser, user: "visitante 7"}, false},
		{"voice", "ana", address{}, true},
		{"email", "ana", address{}, true},
		{"voice", "", address{}, true},
	} {
		got, err := parseAddress(q.channel, q.text)
		if (err != nil) != q.bad || !q.bad && got != q.want {
			t.Errorf("%s %q: %+v %v", q.channel, q.text, got, err)
		}
	}
}

// Times are read as RFC 3339 and as people write them here.
func TestParseTime(t *testing.T) {
	local := func(h, m int) time.Time { return time.Date(2026, 7, 1, h, m, 0, 0, time.Local).UTC() }
	for text, want := range map[string]time.Time{
		"": {}, "2026-07-01T12:00:00Z": time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC), "2026-07-01T12:00:00-03:00": time.Date(2026, 7, 1, 15, 0, 0, 0, time.UTC),
		"2026-07-01 12:30": local(12, 30), "01/07/2026 12:30": local(12, 30), "01/07/2026": local(0, 0),
	} {
		if got, err := ParseTime("opened", text); err != nil || !got.Equal(want) {
			t.Errorf("%q: %v %v", text, got, err)
		}
	}
	for _, text := range []string{"31/02/2026", "yesterday", "2026-13-01", "12:30"} {
		if _, err := ParseTime("opened", text); crm.CodeOf(err) != crm.CodeInvalid {
			t.Errorf("%q: %v", text, err)
		}
	}
}
