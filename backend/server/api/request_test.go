package api

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// What the platform says of an interaction after it has recorded it: said, closed, surveyed, agreed; each any number of
// times (S5.4).
func TestWhatBecomesOfAnInteraction(t *testing.T) {
	onBoth(t, func(t *testing.T, c *central) {
		org := c.org("Alfa")
		p := c.platformOf(org)
		opened := "2026-07-01T12:00:00Z"
		q := interaction{ID: crm.NewID(), From: "1188888888", Name: secret, Channel: "voice", Direction: "inbound", Opened: opened,
			Subject: "Boleto", Messages: []message{{Text: "oi"}, {Text: "oi", Direction: "outbound"}}}
		a := p.record(q)
		at := interactions + "/" + q.ID.String()
		score := int64(0)
		handle, tabulation := int64(90), "Venda"
		visit := crm.NewID()
		for range 2 {
			p.record(q)
			p.json(http.MethodPost, at+"/messages", message{At: opened, Text: "mais"}, http.StatusNoContent, nil)
			p.json(http.MethodPost, at+"/close", closing{Closed: "2026-07-01T12:05:00Z", Handle: &handle, Tabulation: &tabulation}, http.StatusNoContent, nil)
			p.json(http.MethodPut, at+"/survey", survey{Status: "sent", At: opened}, http.StatusNoContent, nil)
			p.json(http.MethodPut, at+"/survey", survey{Status: "answered", At: "2026-07-01T13:00:00Z", Score: &score, Comment: "ruim"}, http.StatusNoContent, nil)
			p.json(http.MethodPut, "/v1/platform/appointments/"+visit.String(), appointment{ContactID: a.ContactID, InteractionID: q.ID,
				At: "2026-07-09T12:00:00Z", Status: "done", Text: "visita"}, http.StatusNoContent, nil)
		}
		x, err := c.store.Interaction(t.Context(), org, q.ID)
		if err != nil {
			t.Fatal(err)
		}
		if x.Open || x.Tabulation != "Venda" || x.Handle != 90 || len(x.Contents) != 5 ||
			x.Closed != time.Date(2026, 7, 1, 12, 5, 0, 0, time.UTC).UnixMilli() {
			t.Errorf("%+v", x)
		}
		if d := c.digest(org); d.Records[replication.NounSurvey] != 1 || d.Records[replication.NounAppointment] != 1 {
			t.Errorf("records %v", d.Records)
		}
	})
}

// What is wrong changes nothing and says which member it is.
func TestWrongRequestsAreRefused(t *testing.T) {
	c := onSQLite(t)
	org := c.org("Alfa")
	p := c.platformOf(org)
	a := p.record(interaction{From: "1188888888", Channel: "voice", Opened: "2026-07-01T12:00:00Z"})
	at := interactions + "/" + a.ID.String()
	eleven, minus := int64(11), int64(-1)
	before := c.digest(org)
	for _, q := range []struct {
		method, path string
		body         any
		status       int
		code         string
	}{
		{http.MethodPost, interactions + "/" + crm.NewID().String() + "/close", closing{}, http.StatusNotFound, crm.CodeNotFound},
		{http.MethodPost, interactions + "/x/close", closing{}, http.StatusUnprocessableEntity, crm.CodeInvalid},
		{http.MethodPost, at + "/close", closing{Closed: "2026-06-01T12:00:00Z"}, http.StatusUnprocessableEntity, crm.CodeInvalid},
		{http.MethodPost, at + "/close", closing{Handle: &minus}, http.StatusUnprocessableEntity, crm.CodeInvalid},
		{http.MethodPost, at + "/messages", message{}, http.StatusUnprocessableEntity, crm.CodeInvalid},
		{http.MethodPut, at + "/survey", survey{Status: "lost"}, http.StatusUnprocessableEntity, crm.CodeInvalid},
		{http.MethodPut, at + "/survey", survey{Status: "answered", Score: &eleven}, http.StatusUnprocessableEntity, crm.CodeInvalid},
		{http.MethodPut, at + "/survey", survey{Status: "sent", Comment: "x"}, http.StatusUnprocessableEntity, crm.CodeInvalid},
		{http.MethodPut, interactions + "/" + crm.NewID().String() + "/survey", survey{Status: "sent"}, http.StatusNotFound, crm.CodeNotFound},
		{http.MethodPut, "/v1/platform/appointments/" + crm.NewID().String(), appointment{ContactID: a.ContactID}, http.StatusUnprocessableEntity, crm.CodeInvalid},
		{http.MethodPut, "/v1/platform/appointments/" + crm.NewID().String(), appointment{ContactID: crm.NewID(), At: "2026-07-09T12:00:00Z"}, http.StatusNotFound, crm.CodeNotFound},
		{http.MethodPut, "/v1/platform/appointments/" + crm.NewID().String(), appointment{ContactID: a.ContactID, At: "2026-07-09T12:00:00Z", Agent: "nobody@x.com"}, http.StatusUnprocessableEntity, crm.CodeInvalid},
	} {
		p.refused(q.method, q.path, encoded(t, q.body), q.status, q.code)
	}
	if after := c.digest(org); !after.Equal(&before) {
		t.Error("a refused request has changed something")
	}
}

func encoded(t *testing.T, body any) []byte {
	t.Helper()
	b, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
