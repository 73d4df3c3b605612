package interactions

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/sqlite"
)

// person adds a contact to the office.
func (o *office) person(fields map[crm.Field]string, phones ...crm.Phone) crm.ID {
	o.t.Helper()
	c := &crm.Contact{Phones: phones}
	c.Fields[crm.FieldActive] = "true"
	for f, text := range fields {
		c.Fields[f] = text
	}
	if err := o.db.Update(o.ctx, func(tx *sqlite.Tx) error { _, err := tx.CreateContact(c, nil); return err }); err != nil {
		o.t.Fatal(err)
	}
	return c.ID
}

func (o *office) set(name crm.Setting, value string) {
	o.t.Helper()
	if err := o.db.Update(o.ctx, func(tx *sqlite.Tx) error { return tx.SetSetting(name, value) }); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) stored(id crm.ID) (s *sqlite.Stored) {
	o.t.Helper()
	if err := o.db.View(o.ctx, func(v *sqlite.View) (err error) { s, err = v.Contact(id); return err }); err != nil {
		o.t.Fatal(err)
	}
	return s
}

func (o *office) contacts() (n int) {
	o.t.Helper()
	list, err := o.db.List(o.ctx, crm.ContactFilter{Status: crm.StatusAll}, crm.ContactOrder{}, 0, 100)
	if err != nil {
		o.t.Fatal(err)
	}
	return len(list.Contacts)
}

// Texts are understood as addresses or names; what somebody types may be of any kind, whatever the channel.
func TestWhatATextMeans(t *testing.T) {
	for _, q := range []struct {
		channel, text string
		kind          Kind
		address       string
	}{
		{"voice", "(48) 99999-8888", Phone, "5548999998888"},
		{"email", "48 99999 8888", Phone, "5548999998888"},
		{"instagram", "+55 48 99999-8888", Phone, "5548999998888"},
		{"voice", "Cliente@Example.com", Email, "Cliente@Example.com"},
		{"instagram", "@ana.insta", User, "ana.insta"},
		{"instagram", "ana.insta", User, "ana.insta"},
		{"webchat", "visitante7", User, "visitante7"},
		{"instagram", "Maria Silva", Name, ""},
		{"voice", "maria", Name, ""},
		{"email", "maria", Name, ""},
		{"voice", "4899", Nothing, ""},
		{"voice", "maria@", Nothing, ""},
		{"instagram", "@", Nothing, ""},
		{"instagram", "@ @", Nothing, ""},
		{"voice", "  ", Nothing, ""},
	} {
		a, kind := typed(q.channel, q.text)
		if got := string(a.phone) + a.email + a.user; kind != q.kind || got != q.address {
			t.Errorf("%s %q: %s %q, want %s %q", q.channel, q.text, kind, got, q.kind, q.address)
		}
	}
}

// D10.1: an interaction by hand finds whom an address belongs to, by the rules of D3.8, and creates the contact of an unknown one.
func TestWhomByHand(t *testing.T) {
	o := openOffice(t)
	zoe := o.person(map[crm.Field]string{crm.FieldName: "Zoe", crm.FieldWhatsApp: "Zoé Zap"}, "554733334444")
	shared := o.person(map[crm.Field]string{crm.FieldName: "Um"}, "5547988880000")
	o.person(map[crm.Field]string{crm.FieldName: "Outro", crm.FieldActive: "false"}, "5547988880000")
	for _, n := range []string{"A", "B"} {
		o.person(map[crm.Field]string{crm.FieldName: n}, "5547988881111")
	}
	for name, q := range map[string]struct {
		in      Input
		contact crm.ID // NoID: a new one
		code    string
		field   string
	}{
		"a contact":                 {Input{Contact: zoe}, zoe, "", ""},
		"a phone":                   {Input{From: "(48) 99999-8888"}, o.contact, "", ""},
		"without the ninth digit":   {Input{From: "48 9999-8888"}, o.contact, "", ""},
		"an e-mail address":         {Input{From: "CLIENTE@example.com"}, o.contact, "", ""},
		"a user name":               {Input{Channel: "instagram", From: "@Ana.Insta"}, o.contact, "", ""},
		"a user name with accents":  {Input{Channel: "whatsapp", From: "zoe zap"}, zoe, "", ""},
		"the only active one":       {Input{From: "47 98888-0000"}, shared, "", ""},
		"several":                   {Input{From: "47 98888-1111"}, crm.NoID, CodeAmbiguous, "from"},
		"no address":                {Input{From: "123"}, crm.NoID, crm.CodePhoneInvalid, "from"},
		"half an e-mail address":    {Input{From: "maria@"}, crm.NoID, crm.CodeEmailInvalid, "from"},
		"no user name":              {Input{Channel: "instagram", From: "@"}, crm.NoID, crm.CodeInvalid, "from"},
		"no user name, named":       {Input{Channel: "webchat", From: "@ ", Name: "Zeca"}, crm.NoID, crm.CodeInvalid, "from"},
		"nobody":                    {Input{}, crm.NoID, crm.CodeInvalid, "contact"},
		"blank":                     {Input{From: "  ", Name: " "}, crm.NoID, crm.CodeInvalid, "contact"},
		"both":                      {Input{Contact: zoe, From: "48 99999-8888"}, crm.NoID, crm.CodeInvalid, "contact"},
		"a contact and a name":      {Input{Contact: zoe, Name: "Zoe"}, crm.NoID, crm.CodeInvalid, "contact"},
		"somebody who is not there": {Input{Contact: crm.NewID()}, crm.NoID, crm.CodeNotFound, ""},
		"a name too long":           {Input{Name: strings.Repeat("x", 3000)}, crm.NoID, crm.CodeTextTooLong, "name"},
	} {
		if q.in.Channel == "" {
			q.in.Channel = "voice"
		}
		before := o.contacts()
		x, err := o.s.Add(o.ctx, q.in)
		if o.contacts() != before {
			t.Errorf("%s: a contact was created", name)
		}
		if q.code != "" {
			var problem *crm.Error
			if !errors.As(err, &problem) || problem.Code != q.code || q.field != "" && problem.Field != q.field {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil || x.Contact != q.contact || x.ContactCreated {
			t.Errorf("%s: %+v %v", name, x, err)
		}
	}
}

// The contact of an unknown address is what a file and the server's interface make of it (D5.2), and it and the interaction are there together.
func TestUnknownAddressCreatesItsContact(t *testing.T) {
	o := openOffice(t)
	opened := o.db.Now().Add(-time.Hour).Truncate(time.Second)
	for name, q := range map[string]struct {
		in    Input
		want  string // name, phones, e-mail, user name
		field crm.Field
	}{
		"a phone":           {Input{Channel: "voice", From: "(11) 97777-6666"}, "(11) 97777-6666 [5511977776666]  ", crm.FieldChannelUser},
		"with a name":       {Input{Channel: "sms", From: "11 97777-5555", Name: " Zeca "}, "Zeca [5511977775555]  ", crm.FieldChannelUser},
		"an e-mail address": {Input{Channel: "email", From: "novo@example.com"}, "novo@example.com [] novo@example.com ", crm.FieldChannelUser},
		"of another kind":   {Input{Channel: "voice", From: "voz@example.com", Name: "Voz"}, "Voz [] voz@example.com ", crm.FieldChannelUser},
		"a user name":       {Input{Channel: "instagram", From: "@nova.insta"}, "nova.insta []  nova.insta", crm.FieldInstagram},
		"a chat's":          {Input{Channel: "webchat", From: "visitante 7"}, "visitante 7 []  visitante 7", crm.FieldChannelUser},
		"a name alone":      {Input{Channel: "voice", Name: "Só Nome"}, "Só Nome []  ", crm.FieldChannelUser},
	} {
		q.in.Opened = opened
		x, err := o.s.Add(o.ctx, q.in)
		if err != nil || !x.ContactCreated {
			t.Errorf("%s: %+v %v", name, x, err)
			continue
		}
		c := o.stored(x.Contact)
		got := fmt.Sprintf("%s %v %s %s", c.Name(), c.Phones, c.Fields[crm.FieldEmail], c.Fields[q.field])
		if got != q.want || x.ContactName != c.Name() || c.Fields[crm.FieldChannel] != q.in.Channel || !c.CreatedAt.Equal(opened) || !c.Active() || c.Interactions != 1 {
			t.Errorf("%s: %q %+v", name, got, c.Contact)
		}
		if q.in.From != "" {
			if again, err := o.s.Add(o.ctx, q.in); err != nil || again.ContactCreated || again.Contact != x.Contact {
				t.Errorf("%s, again: %+v %v", name, again, err)
			}
		}
	}
	// Nothing of it stays when the interaction cannot be saved.
	before := o.contacts()
	if _, err := o.s.Add(o.ctx, Input{Channel: "voice", From: "11 97777-4444", Agent: crm.NewID()}); crm.CodeOf(err) != crm.CodeNotFound || o.contacts() != before {
		t.Errorf("%v, %d contacts more", err, o.contacts()-before)
	}
}

// D1.2 and D1.9 hold for a contact that is created so, as they do in the form.
func TestRulesOfAContactCreatedByHand(t *testing.T) {
	for _, q := range []struct {
		name              string
		unique, reachable string
		in                Input
		code              string
	}{
		{"another with a phone", "on", "off", Input{Channel: "voice", From: "48 99999-8888", Another: true}, crm.CodeDuplicate},
		{"another with a phone, allowed", "off", "off", Input{Channel: "voice", From: "48 99999-8888", Another: true}, ""},
		{"another with an e-mail address", "on", "off", Input{Channel: "email", From: "cliente@example.com", Another: true}, crm.CodeDuplicate},
		{"another with a user name", "on", "off", Input{Channel: "instagram", From: "ana.insta", Another: true}, ""},
		{"another, and nobody has it", "on", "off", Input{Channel: "voice", From: "11 97777-6666", Another: true}, ""},
		{"only a name", "on", "on", Input{Channel: "voice", Name: "Zeca"}, crm.CodeUnreachable},
		{"only a user name", "on", "on", Input{Channel: "instagram", From: "zeca"}, crm.CodeUnreachable},
		{"a phone", "on", "on", Input{Channel: "voice", From: "11 97777-6666"}, ""},
	} {
		o := openOffice(t)
		o.set(crm.SettingNoDuplicates, q.unique)
		o.set(crm.SettingRequireReachable, q.reachable)
		before := o.contacts()
		x, err := o.s.Add(o.ctx, q.in)
		if crm.CodeOf(err) != q.code || x.ContactCreated != (q.code == "") && err == nil || (o.contacts() > before) != (q.code == "") {
			t.Errorf("%s: %+v %v", q.name, x, err)
		}
	}
}

// Reading says who has an address and whether one more may; it changes nothing, and needs the right to view.
func TestReadingWhom(t *testing.T) {
	o := openOffice(t)
	for _, q := range []struct {
		channel, text, unique string
		kind                  Kind
		holders               int
		another               bool
	}{
		{"voice", "48 9999-8888", "on", Phone, 1, false}, {"voice", "48 9999-8888", "off", Phone, 1, true},
		{"voice", "11 97777-6666", "on", Phone, 0, false}, {"instagram", "@ANA.insta", "on", User, 1, true},
		{"voice", "Ana", "on", Name, 0, false}, {"voice", "48", "on", Nothing, 0, false},
	} {
		o.set(crm.SettingNoDuplicates, q.unique)
		r, err := o.s.Read(o.agent, q.channel, q.text)
		if err != nil || r.Kind != q.kind || len(r.Holders) != q.holders || r.Another != q.another {
			t.Errorf("%s %q: %+v %v", q.channel, q.text, r, err)
		}
	}
	if err := o.db.Update(crm.WithActor(o.ctx, crm.System), func(tx *sqlite.Tx) error { return tx.SetPermission(crm.ProfileAgent, crm.PermView, false) }); err != nil {
		t.Fatal(err)
	}
	if _, err := o.s.Read(o.agent, "voice", "48 9999-8888"); crm.CodeOf(err) != crm.CodeNotAllowed {
		t.Errorf("who may not view: %v", err)
	}
	if _, err := o.s.Read(o.ctx, "fax", "48 9999-8888"); crm.CodeOf(err) != crm.CodeInvalid {
		t.Errorf("no channel: %v", err)
	}
}

// Who may not edit creates nobody; what is created is sent, contact before interaction, and audited without a personal word (D9.3).
func TestContactCreatedByHandIsSentAndAudited(t *testing.T) {
	o := openOffice(t)
	in := Input{Channel: "voice", From: "11 97777-6666", Name: "Segredo", Subject: "segredo"}
	before := o.contacts()
	if _, err := o.s.Add(o.agent, in); crm.CodeOf(err) != crm.CodeNotAllowed || o.contacts() != before {
		t.Errorf("%v", err)
	}
	x, err := o.s.Add(o.ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	if err := o.db.View(o.ctx, func(v *sqlite.View) error {
		pending, err := v.PendingOps(100)
		if err != nil {
			return err
		}
		place := func(kind replication.Kind, entity crm.ID) int {
			return slices.IndexFunc(pending, func(p sqlite.PendingOp) bool { return p.Kind == kind && p.Entity == entity })
		}
		contact, interaction := place(replication.KindContactCreate, x.Contact), place(replication.KindInteraction, x.ID)
		if contact < 0 || interaction < contact {
			t.Errorf("operations %d and %d of %+v", contact, interaction, pending)
		}
		all, err := v.AuditEntries(crm.AuditFilter{}, 0, 100)
		said := fmt.Sprint(all)
		if strings.Contains(strings.ToLower(said), "segredo") || strings.Contains(said, "97777") || !strings.Contains(said, "contact.create") || !strings.Contains(said, "interaction.add") {
			t.Errorf("the audit: %s", said)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if said := o.contentsOf(x.Protocol); len(said) != 2 {
		t.Errorf("who called, and the subject: %+v", said)
	}
}

// Two people enter the same unknown address at once: one contact, two interactions.
func TestTwoPeopleEnterOneAddress(t *testing.T) {
	o := openOffice(t)
	before := o.contacts()
	done := make(chan error, 2)
	for range 2 {
		go func(ctx context.Context) {
			_, err := o.s.Add(ctx, Input{Channel: "voice", From: "11 97777-6666"})
			done <- err
		}(o.ctx)
	}
	for range 2 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if n := o.contacts() - before; n != 1 {
		t.Errorf("%d contacts", n)
	}
}
