package api

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"carteira/backend/crm"
)

func TestEveryProblemHasOneForm(t *testing.T) {
	c := onSQLite(t)
	o := c.enrol(c.org("Alfa"))
	o.refused(http.MethodGet, "/", nil, http.StatusNotFound, codeNoSuchRoute)
	o.refused(http.MethodGet, "/v1/nothing", nil, http.StatusNotFound, codeNoSuchRoute)
	o.refused(http.MethodDelete, "/v1/hello", nil, http.StatusMethodNotAllowed, codeMethod)
	o.refused(http.MethodGet, "/v1/push", nil, http.StatusMethodNotAllowed, codeMethod)
	o.refused(http.MethodGet, "/v1/pull?cursor="+strings.Repeat("9", maxCursor+1), nil, http.StatusUnprocessableEntity, crm.CodeInvalid)
	o.refused(http.MethodGet, "/v1/pull?max_bytes=x", nil, http.StatusUnprocessableEntity, crm.CodeInvalid)
	o.refused(http.MethodPost, "/v1/ack", []byte(`{"seq":-1}`), http.StatusUnprocessableEntity, crm.CodeInvalid)
	o.refused(http.MethodPost, "/v1/ack", nil, http.StatusBadRequest, crm.CodeInvalid)
}

func TestMetricsNameNobody(t *testing.T) {
	c := onSQLite(t)
	o := c.enrol(c.org(secret))
	o.push(o.create(secret))
	o.ask(http.MethodGet, "/v1/platform/users/aurora@example.com/presence", nil, nil)
	r := o.ask(http.MethodGet, "/metrics", nil, nil)
	text := string(readAll(t, r.Body))
	for _, want := range []string{
		`carteira_operations_total{kind="contact.create",outcome="applied"} 1`, `carteira_pushes_total{lane="edit"} 1`,
		`carteira_devices 1`, `carteira_log_entries 1`, `carteira_organizations 1`,
		`carteira_request_seconds_count{method="POST",route="/v1/push",status="200"} 1`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is not in\n%s", want, text)
		}
	}
	if strings.Contains(text, "Aurora") || strings.Contains(text, "aurora") || strings.Contains(text, o.id.String()) {
		t.Error("the metrics name somebody")
	}
}

func TestHealth(t *testing.T) {
	c := onSQLite(t)
	o := c.newOffice()
	var a map[string]string
	o.json(http.MethodGet, "/healthz", nil, http.StatusOK, &a)
	if a["status"] != "ok" {
		t.Error(a)
	}
	var doc struct{ OpenAPI string }
	o.json(http.MethodGet, "/openapi.json", nil, http.StatusOK, &doc)
	if doc.OpenAPI != "3.1.0" {
		t.Error(doc)
	}
}

// A route that panics answers as every other problem, and the log does not say with what.
func TestAPanicIsAnswered(t *testing.T) {
	c := onSQLite(t)
	h := c.api.handle(route{method: "GET", path: "/boom", serve: func(*call) error { panic(secret) }})
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/boom", nil))
	if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), secret) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if !strings.Contains(c.log.String(), "TestAPanicIsAnswered") {
		t.Error("the log does not say where")
	}
}
