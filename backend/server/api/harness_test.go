package api

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
	"carteira/backend/server/store"
)

// secret is what every test sends as personal data: no log may hold it.
const secret = "Aurora Bragança"

// central is a server over a real store, behind real HTTP, with a clock that a test moves.
type central struct {
	t     *testing.T
	store *store.Store
	api   *Server
	url   string
	log   *logBuffer
	skew  atomic.Int64 // of the clock, ns
}

func (c *central) now() time.Time { return time.Now().Add(time.Duration(c.skew.Load())) }

func (c *central) later(d time.Duration) { c.skew.Add(int64(d)) }

func startCentral(t *testing.T, url string) *central {
	t.Helper()
	c := &central{t: t, log: new(logBuffer)}
	log := slog.New(slog.NewJSONHandler(c.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	var err error
	if c.store, err = store.Open(t.Context(), url, store.Options{Now: c.now, Log: log}); err != nil {
		t.Fatal(err)
	}
	if c.api, err = New(t.Context(), c.store, Options{Now: c.now, Log: log}); err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(c.api)
	c.url = web.URL
	t.Cleanup(func() {
		c.api.Close()
		web.Close()
		if err := c.store.Close(); err != nil {
			t.Error(err)
		}
		if text := c.log.String(); strings.Contains(text, secret) || strings.Contains(text, "Aurora") {
			t.Errorf("the log holds personal data:\n%s", text)
		}
	})
	return c
}

func onSQLite(t *testing.T) *central {
	t.Helper()
	return startCentral(t, "sqlite:"+t.TempDir())
}

func (c *central) org(name string) crm.ID {
	c.t.Helper()
	o, err := c.store.CreateOrganization(c.t.Context(), name)
	if err != nil {
		c.t.Fatal(err)
	}
	return o.ID
}

func (c *central) digest(org crm.ID) replication.Digest {
	c.t.Helper()
	d, err := c.store.Digest(c.t.Context(), org)
	if err != nil {
		c.t.Fatal(err)
	}
	return d.Digest
}

// officeAt is a device that has enrolled and holds a token.
type officeAt struct {
	c       *central
	id      crm.ID
	key     ed25519.PrivateKey
	place   wire.EnrolAnswer
	token   string
	nonce   []byte
	lane    int64 // numbers used
	counter int64
}

func (c *central) enrol(org crm.ID) *officeAt {
	c.t.Helper()
	o := c.newOffice()
	code, _, err := c.store.NewCode(c.t.Context(), org)
	if err != nil {
		c.t.Fatal(err)
	}
	o.json(http.MethodPost, "/v1/enroll", wire.EnrolRequest{
		Code: code, Device: o.id, Office: "Matriz", PublicKey: o.key.Public().(ed25519.PublicKey),
	}, http.StatusOK, &o.place)
	o.signIn()
	return o
}

func (c *central) newOffice() *officeAt {
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		c.t.Fatal(err)
	}
	return &officeAt{c: c, id: crm.NewID(), key: key}
}

func (o *officeAt) signIn() {
	o.c.t.Helper()
	var first, second wire.TokenAnswer
	o.json(http.MethodPost, "/v1/token", wire.TokenRequest{Device: o.id}, http.StatusOK, &first)
	o.json(http.MethodPost, "/v1/token", wire.TokenRequest{
		Device: o.id, Challenge: first.Challenge, Signature: ed25519.Sign(o.key, first.Challenge),
	}, http.StatusOK, &second)
	if second.ExpiresIn != 900 || second.Token == "" {
		o.c.t.Fatalf("token %+v", second)
	}
	o.token = second.Token
}

type header map[string]string

// ask sends a request with the office's token.
func (o *officeAt) ask(method, path string, body []byte, h header) *http.Response {
	o.c.t.Helper()
	q, err := http.NewRequestWithContext(o.c.t.Context(), method, o.c.url+path, bytes.NewReader(body))
	if err != nil {
		o.c.t.Fatal(err)
	}
	q.Header.Set("Authorization", "Bearer "+o.token)
	q.Header.Set("Accept-Encoding", "identity")
	for k, v := range h {
		q.Header.Set(k, v)
	}
	r, err := http.DefaultClient.Do(q)
	if err != nil {
		o.c.t.Fatal(err)
	}
	o.c.t.Cleanup(func() { r.Body.Close() })
	return r
}

// json sends and reads a document.
func (o *officeAt) json(method, path string, body any, status int, answer any) {
	o.c.t.Helper()
	var b []byte
	if body != nil {
		var err error
		if b, err = json.Marshal(body); err != nil {
			o.c.t.Fatal(err)
		}
	}
	r := o.ask(method, path, b, nil)
	text := readAll(o.c.t, r.Body)
	if r.StatusCode != status {
		o.c.t.Fatalf("%s %s: %d, not %d: %s", method, path, r.StatusCode, status, text)
	}
	if answer != nil {
		if err := json.Unmarshal(text, answer); err != nil {
			o.c.t.Fatalf("%s %s: %v in %s", method, path, err, text)
		}
	}
}

// refused sends what must be refused with that status and code.
func (o *officeAt) refused(method, path string, body []byte, status int, code string) wire.Problem {
	o.c.t.Helper()
	r := o.ask(method, path, body, nil)
	var p wire.Problem
	text := readAll(o.c.t, r.Body)
	if err := json.Unmarshal(text, &p); err != nil || r.StatusCode != status || p.Error.Code != code || p.Error.Message == "" {
		o.c.t.Fatalf("%s %s: %d %s, not %d %s", method, path, r.StatusCode, text, status, code)
	}
	if r.Header.Get("Content-Type") != "application/json" {
		o.c.t.Errorf("a problem of type %s", r.Header.Get("Content-Type"))
	}
	return p
}

// create is a push of new contacts, as it is sent.
func (o *officeAt) create(names ...string) []byte {
	o.c.t.Helper()
	var ops []wire.Op
	for _, name := range names {
		id, now := crm.NewID(), time.Now()
		body, err := replication.Encode(&replication.ContactCreate{ID: id, At: now.UnixMilli(),
			Fields: map[crm.Field]string{crm.FieldName: name, crm.FieldActive: "true"}})
		if err != nil {
			o.c.t.Fatal(err)
		}
		o.counter++
		ops = append(ops, wire.Op{Counter: o.counter, Kind: replication.KindContactCreate, Entity: id,
			HLC: replication.Tick(0, now) + replication.HLC(o.counter), At: now.UnixMilli(), Body: body})
	}
	return pushBody(o.c.t, o.pushHeader(), ops)
}

func (o *officeAt) pushHeader() wire.PushHeader {
	return wire.PushHeader{Version: wire.Version, Incarnation: 1, Lane: replication.LaneEdit, First: o.lane + 1,
		Nonce: o.nonce, Epoch: o.place.Epoch}
}

func pushBody(t *testing.T, h wire.PushHeader, ops []wire.Op) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := wire.NewWriter(&b, h)
	if err == nil {
		err = items(w, ops)
	}
	if err == nil {
		err = w.Close(nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var frames = header{"Content-Type": wire.MediaType}

// push sends a push that must be taken.
func (o *officeAt) push(body []byte) (wire.PushAnswer, []wire.OpResult) {
	o.c.t.Helper()
	r := o.ask(http.MethodPost, "/v1/push", body, frames)
	b := readAll(o.c.t, r.Body)
	if r.StatusCode != http.StatusOK {
		o.c.t.Fatalf("push: %d %s", r.StatusCode, b)
	}
	var a wire.PushAnswer
	results := readStream[wire.OpResult](o.c.t, bytes.NewReader(b), &a, nil)
	o.nonce, o.lane = a.Nonce, a.Last
	return a, results
}

// pull reads one page.
func (o *officeAt) pull(cursor string) (h wire.PullHeader, entries []replication.Entry, effects []replication.Effect, end wire.PullEnd) {
	o.c.t.Helper()
	r := o.ask(http.MethodGet, "/v1/pull?cursor="+cursor, nil, nil)
	b := readAll(o.c.t, r.Body)
	if r.StatusCode != http.StatusOK || r.Header.Get("Content-Type") != wire.MediaType {
		o.c.t.Fatalf("pull: %d %s", r.StatusCode, b)
	}
	x, err := wire.NewReader(bytes.NewReader(b), &h)
	if err != nil {
		o.c.t.Fatal(err)
	}
	for {
		var entry replication.Entry
		var records replication.Records
		var item any = &entry
		if h.State {
			item = &records
		}
		more, err := x.Next(item, &end)
		switch {
		case err != nil:
			o.c.t.Fatal(err)
		case !more:
			return h, entries, effects, end
		case h.State:
			effects = append(effects, records...)
		default:
			entries = append(entries, entry)
		}
	}
}

// names are the contacts that a device gets when it reads everything.
func (o *officeAt) names() map[string]bool {
	o.c.t.Helper()
	out := map[string]bool{}
	for cursor := ""; ; {
		_, entries, effects, end := o.pull(cursor)
		for _, e := range entries {
			effects = append(effects, e.Effects...)
		}
		for _, e := range effects {
			if e.Put != nil {
				out[e.Put.Field(crm.FieldName)] = true
			}
		}
		if !end.More {
			return out
		}
		cursor = end.Cursor
	}
}

func readStream[T any](t *testing.T, r io.Reader, head, end any) (all []T) {
	t.Helper()
	x, err := wire.NewReader(r, head)
	if err != nil {
		t.Fatal(err)
	}
	for {
		var item T
		more, err := x.Next(&item, end)
		if err != nil {
			t.Fatal(err)
		}
		if !more {
			return all
		}
		all = append(all, item)
	}
}

func readAll(t *testing.T, r io.Reader) []byte {
	t.Helper()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// logBuffer collects a log that is written and read at once.
type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
