package api

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
)

// platformOf is an office's way of asking with a platform key instead of a token.
func (c *central) platformOf(org crm.ID) *officeAt {
	c.t.Helper()
	key, err := c.store.NewPlatformKey(c.t.Context(), org)
	if err != nil {
		c.t.Fatal(err)
	}
	return &officeAt{c: c, token: key}
}

const interactions = "/v1/platform/interactions"

func (o *officeAt) record(q interaction) (a interactionAnswer) {
	o.c.t.Helper()
	if q.ID == crm.NoID {
		q.ID = crm.NewID()
	}
	if q.Direction == "" {
		q.Direction = "inbound"
	}
	o.json(http.MethodPost, interactions, q, http.StatusOK, &a)
	if a.ID != q.ID || a.ContactID == crm.NoID {
		o.c.t.Fatalf("answer %+v", a)
	}
	return a
}

func TestAnInteractionCreatesAnUnknownContactOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, c *central) {
		org := c.org("Alfa")
		p, office := c.platformOf(org), c.enrol(org)
		first := p.record(interaction{From: "011 98888-8888", Name: secret, Channel: "voice"})
		if !first.ContactCreated || !first.Recorded {
			t.Errorf("%+v", first)
		}
		for _, from := range []string{"+5511988888888", "1188888888", "01511988888888"} { // D1.6
			if a := p.record(interaction{From: from, Channel: "whatsapp"}); a.ContactID != first.ContactID || a.ContactCreated {
				t.Errorf("%s: %+v", from, a)
			}
		}
		mail := p.record(interaction{From: "Aurora@Example.com", Channel: "email"})
		if a := p.record(interaction{From: "aurora@example.COM", Channel: "webchat"}); !mail.ContactCreated || a.ContactID != mail.ContactID {
			t.Errorf("%+v then %+v", mail, a)
		}
		if a := p.record(interaction{ContactID: mail.ContactID, Channel: "sms"}); a.ContactID != mail.ContactID || a.ContactCreated {
			t.Errorf("%+v", a)
		}
		user := interaction{ID: crm.NewID(), From: "aurora.b", Channel: "instagram"}
		if a, b := p.record(user), p.record(user); !a.ContactCreated || b.ContactCreated || a.ContactID != b.ContactID || b.Recorded {
			t.Errorf("%+v then %+v", a, b)
		}
		got := office.names()
		if len(got) != 3 || !got[secret] || !got["Aurora@Example.com"] || !got["aurora.b"] {
			t.Errorf("the offices read %d contacts", len(got))
		}
		if d := c.digest(org); d.Records[replication.NounInteraction] != 8 {
			t.Errorf("records %v", d.Records)
		}
	})
}

// The same call any number of times, also at once, records one interaction with one contact (S5.4).
func TestAnInteractionIsRecordedOnce(t *testing.T) {
	c := onSQLite(t)
	org := c.org("Alfa")
	p := c.platformOf(org)
	id := crm.NewID()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			p.json(http.MethodPost, interactions, interaction{ID: id, From: "+5511988888888", Channel: "voice", Direction: "inbound"}, http.StatusOK, nil)
		})
		all.Go(func() { // another call about the same new person
			p.json(http.MethodPost, interactions, interaction{ID: crm.NewID(), From: "+5511988888888", Channel: "voice", Direction: "inbound"}, http.StatusOK, nil)
		})
	}
	all.Wait()
	d := c.digest(org)
	if d.Records[replication.NounContact] != 1 || d.Records[replication.NounInteraction] != 9 || d.Records[replication.NounConflict] != 0 {
		t.Errorf("records %v", d.Records)
	}
}

func TestAnInteractionIsClosedByItsID(t *testing.T) {
	c := onSQLite(t)
	org := c.org("Alfa")
	p, office := c.platformOf(org), c.enrol(org)
	q := interaction{ID: crm.NewID(), From: "+5511988888888", Channel: "voice", Protocol: "P-1", Opened: "2026-07-01T12:00:00Z"}
	open := p.record(q)
	q.Status, q.Answered, q.Closed, q.Handle, q.Tabulation = "closed", "2026-07-01T12:00:10-03:00", "2026-07-01T15:03:10.5Z", 180, "Venda"
	if a := p.record(q); !a.Recorded || a.ContactID != open.ContactID {
		t.Errorf("%+v", a)
	}
	if a := p.record(q); a.Recorded {
		t.Errorf("%+v", a)
	}
	var got *replication.InteractionAdd
	_, entries, effects, _ := office.pull("0")
	for _, e := range entries {
		effects = append(effects, e.Effects...)
	}
	for _, e := range effects {
		if e.Interaction != nil {
			got = e.Interaction
		}
	}
	if got == nil || got.Open || got.Handle != 180 || got.Closed-got.Opened != 3*3600_000+190_500 || got.Answered-got.Opened != 3*3600_000+10_000 ||
		got.Protocol != "P-1" || got.Tabulation != "Venda" || got.Contact != open.ContactID {
		t.Errorf("%+v", got)
	}
}

func TestInteractionsAreValidated(t *testing.T) {
	c := onSQLite(t)
	org := c.org("Alfa")
	p := c.platformOf(org)
	before := c.digest(org)
	good := interaction{ID: crm.NewID(), From: "+5511988888888", Channel: "voice", Direction: "inbound"}
	for _, x := range []struct {
		field, code string
		spoil       func(*interaction)
	}{
		{"id", "invalid", func(q *interaction) { q.ID = crm.NoID }},
		{"contact_id", "invalid", func(q *interaction) { q.From = "" }},
		{"contact_id", "invalid", func(q *interaction) { q.ContactID = crm.NewID() }},
		{"contact_id", "invalid", func(q *interaction) { q.From, q.ContactID = "", crm.NewID() }}, // nobody
		{"channel", "invalid", func(q *interaction) { q.Channel = "" }},
		{"channel", "invalid", func(q *interaction) { q.Channel = "telex" }},
		{"direction", "invalid", func(q *interaction) { q.Direction = "" }},
		{"from", "phone_invalid", func(q *interaction) { q.From = "123" }},
		{"from", "phone_invalid", func(q *interaction) { q.From = secret }},
		{"from", "email_invalid", func(q *interaction) { q.Channel = "email" }},
		{"from", "invalid", func(q *interaction) { q.Channel, q.From = "webchat", " " }},
		{"name", "text_too_long", func(q *interaction) { q.Name = strings.Repeat("x", 256) }},
		{"protocol", "text_too_long", func(q *interaction) { q.Protocol = strings.Repeat("x", 121) }},
		{"opened", "invalid", func(q *interaction) { q.Opened = "01/07/2026" }},
		{"closed", "invalid", func(q *interaction) { q.Opened, q.Closed = "2026-07-01T12:00:00Z", "2026-07-01T11:00:00Z" }},
		{"answered", "invalid", func(q *interaction) { q.Opened, q.Answered = "2026-07-01T12:00:00Z", "2026-07-01T11:00:00Z" }},
		{"status", "invalid", func(q *interaction) { q.Status = "waiting" }},
		{"status", "invalid", func(q *interaction) { q.Status, q.Closed = "open", "2099-07-01T11:00:00Z" }},
		{"handle_seconds", "invalid", func(q *interaction) { q.Handle = -1 }},
		{"agent", "invalid", func(q *interaction) { q.Agent = "aurora@example.com" }},
		{"service", "invalid", func(q *interaction) { q.Service = "Vendas" }},
	} {
		q := good
		x.spoil(&q)
		r := p.ask(http.MethodPost, interactions, mustJSON(t, q), nil)
		var got wire.Problem
		text := readAll(t, r.Body)
		if err := json.Unmarshal(text, &got); err != nil || r.StatusCode != http.StatusUnprocessableEntity || got.Error.Field != x.field || got.Error.Code != x.code {
			t.Errorf("%s %s: %d %s", x.field, x.code, r.StatusCode, text)
		}
		if strings.Contains(string(text), "Aurora") {
			t.Errorf("%s: the answer quotes the request", x.field)
		}
	}
	p.refused(http.MethodPost, interactions, []byte(`{"id":"`+crm.NewID().String()+`","chanel":"voice"}`), http.StatusBadRequest, crm.CodeInvalid)
	p.refused(http.MethodPost, interactions, []byte(`[]`), http.StatusBadRequest, crm.CodeInvalid)
	p.refused(http.MethodPost, interactions, []byte(`{"id":`), http.StatusBadRequest, crm.CodeInvalid)
	p.refused(http.MethodPost, interactions, append(mustJSON(t, good), '{'), http.StatusBadRequest, crm.CodeInvalid)
	if after := c.digest(org); !after.Equal(&before) {
		t.Error("a refused interaction has changed something")
	}
}

func TestAgentsServicesAndPresence(t *testing.T) {
	c := onSQLite(t)
	org := c.org("Alfa")
	p, office := c.platformOf(org), c.enrol(org)
	agent := &replication.UserPut{ID: crm.NewID(), Name: secret, Email: "aurora@example.com", Profile: crm.ProfileAgent, Active: true}
	service := &replication.ServiceDefine{ID: crm.NewID(), Name: "Vendas"}
	for kind, body := range map[replication.Kind]any{replication.KindUserPut: agent, replication.KindServiceDefine: service} {
		if _, err := c.store.Perform(t.Context(), org, kind, crm.NoID, body); err != nil {
			t.Fatal(err)
		}
	}
	p.record(interaction{From: "+5511988888888", Channel: "voice", Agent: "AURORA@example.com", Service: "Vendas"})
	_, entries, effects, _ := office.pull("0")
	for _, e := range entries {
		effects = append(effects, e.Effects...)
	}
	found := false
	for _, e := range effects {
		found = found || e.Interaction != nil && e.Interaction.Agent == agent.ID && e.Interaction.Service == service.ID
	}
	if !found {
		t.Error("no interaction with the agent and the service")
	}
	path := "/v1/platform/users/" + url.PathEscape("Aurora@example.com") + "/presence"
	p.json(http.MethodPut, path, presence{Presence: crm.PresencePaused, Reason: "almoço"}, http.StatusNoContent, nil)
	p.refused(http.MethodPut, path, []byte(`{"presence":"asleep"}`), http.StatusUnprocessableEntity, crm.CodeInvalid)
	p.refused(http.MethodPut, "/v1/platform/users/x@example.com/presence", []byte(`{"presence":"offline"}`), http.StatusNotFound, crm.CodeNotFound)
}

func TestTheBlacklistIsAsked(t *testing.T) {
	onBoth(t, func(t *testing.T, c *central) {
		org := c.org("Alfa")
		p := c.platformOf(org)
		in, out := crm.NewID(), crm.NewID()
		for id, body := range map[crm.ID]*replication.BlacklistAdd{
			in: {ID: in, Number: "11988888888"}, out: {ID: out, Outbound: true, Number: "5521977777777"},
		} {
			if _, err := c.store.Perform(t.Context(), org, replication.KindBlacklistAdd, id, body); err != nil {
				t.Fatal(err)
			}
		}
		ask := func(p *officeAt, direction, number string) blacklistAnswer {
			t.Helper()
			var a blacklistAnswer
			p.json(http.MethodGet, "/v1/platform/blacklist/check?direction="+direction+"&number="+url.QueryEscape(number), nil, http.StatusOK, &a)
			return a
		}
		for _, number := range []string{"+5511988888888", "01511988888888", "1188888888"} { // the example of D5.5
			if a := ask(p, "inbound", number); !a.Blocked || len(a.Entries) != 1 || a.Entries[0] != in {
				t.Errorf("%s: %+v", number, a)
			}
			if a := ask(p, "outbound", number); a.Blocked || a.Entries == nil {
				t.Errorf("%s outbound: %+v", number, a)
			}
		}
		if a := ask(p, "outbound", "21977777777"); !a.Blocked {
			t.Errorf("%+v", a)
		}
		if a := ask(c.platformOf(c.org("Beta")), "inbound", "+5511988888888"); a.Blocked {
			t.Error("another organization's entry blocks")
		}
		if _, err := c.store.Perform(t.Context(), org, replication.KindBlacklistRemove, crm.NoID, &replication.BlacklistRemove{IDs: []crm.ID{in}}); err != nil {
			t.Fatal(err)
		}
		if a := ask(p, "inbound", "+5511988888888"); a.Blocked {
			t.Error("an entry that was taken away blocks")
		}
		p.refused(http.MethodGet, "/v1/platform/blacklist/check?direction=up&number=1", nil, http.StatusUnprocessableEntity, crm.CodeInvalid)
		p.refused(http.MethodGet, "/v1/platform/blacklist/check?direction=inbound", nil, http.StatusUnprocessableEntity, crm.CodeInvalid)
	})
}

// A key opens the platform's interface of one organization and nothing else; a token does not open it.
func TestThePlatformKey(t *testing.T) {
	c := onSQLite(t)
	org := c.org("Alfa")
	p, office := c.platformOf(org), c.enrol(org)
	p.refused(http.MethodGet, "/v1/hello", nil, http.StatusUnauthorized, wire.CodeToken)
	for _, token := range []string{office.token, "", p.token[1:], p.token + "x"} {
		q := *p
		q.token = token
		q.refused(http.MethodGet, "/v1/platform/blacklist/check?direction=inbound&number=1", nil, http.StatusUnauthorized, codeKey)
	}
}
