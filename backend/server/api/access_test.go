package api

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/wire"
)

func TestACodeHoldsOnceAndForTenMinutes(t *testing.T) {
	c := onSQLite(t)
	org := c.org("Alfa")
	code, _, err := c.store.NewCode(t.Context(), org)
	if err != nil {
		t.Fatal(err)
	}
	a, b := c.newOffice(), c.newOffice()
	ask := func(o *officeAt, code string) []byte {
		return mustJSON(t, wire.EnrolRequest{Code: code, Device: o.id, Office: secret, PublicKey: o.key.Public().(ed25519.PublicKey)})
	}
	a.refused(http.MethodPost, "/v1/enroll", ask(a, "AAAA-AAAA-AAAA"), http.StatusForbidden, wire.CodeCodeInvalid)
	if r := a.ask(http.MethodPost, "/v1/enroll", ask(a, code+"#0123456789abcdef0123"), nil); r.StatusCode != http.StatusOK {
		t.Fatalf("a code with the fingerprint after it: %d %s", r.StatusCode, readAll(t, r.Body))
	}
	b.refused(http.MethodPost, "/v1/enroll", ask(b, code), http.StatusForbidden, wire.CodeCodeInvalid)

	if code, _, err = c.store.NewCode(t.Context(), org); err != nil {
		t.Fatal(err)
	}
	c.later(11 * time.Minute)
	b.refused(http.MethodPost, "/v1/enroll", ask(b, code), http.StatusForbidden, wire.CodeCodeInvalid)
	if got, err := c.store.Devices(t.Context(), org); err != nil || len(got) != 1 {
		t.Errorf("%d devices, %v", len(got), err)
	}
}

func TestEnrolmentIsValidated(t *testing.T) {
	c := onSQLite(t)
	o := c.newOffice()
	good := wire.EnrolRequest{Code: "x", Device: o.id, Office: "Matriz", PublicKey: o.key.Public().(ed25519.PublicKey)}
	for field, spoil := range map[string]func(*wire.EnrolRequest){
		"code":       func(q *wire.EnrolRequest) { q.Code = " #abc" },
		"device":     func(q *wire.EnrolRequest) { q.Device = crm.NoID },
		"public_key": func(q *wire.EnrolRequest) { q.PublicKey = q.PublicKey[1:] },
		"number":     func(q *wire.EnrolRequest) { q.Number = -1 },
		"office":     func(q *wire.EnrolRequest) { q.Office = strings.Repeat("x", maxOffice+1) },
	} {
		q := good
		spoil(&q)
		r := o.ask(http.MethodPost, "/v1/enroll", mustJSON(t, q), nil)
		var p wire.Problem
		if err := json.Unmarshal(readAll(t, r.Body), &p); err != nil || r.StatusCode != http.StatusUnprocessableEntity || p.Error.Field != field {
			t.Errorf("%s: %d %+v %v", field, r.StatusCode, p, err)
		}
	}
}

func TestAChallengeIsOfOneDeviceAndOneMinute(t *testing.T) {
	c := onSQLite(t)
	org := c.org("Alfa")
	a, b := c.enrol(org), c.enrol(org)
	challenge := func() []byte {
		var x wire.TokenAnswer
		a.json(http.MethodPost, "/v1/token", wire.TokenRequest{Device: a.id}, http.StatusOK, &x)
		return x.Challenge
	}
	ask := func(device crm.ID, key ed25519.PrivateKey, challenge []byte) []byte {
		return mustJSON(t, wire.TokenRequest{Device: device, Challenge: challenge, Signature: ed25519.Sign(key, challenge)})
	}
	x := challenge()
	a.refused(http.MethodPost, "/v1/token", ask(b.id, b.key, x), http.StatusUnauthorized, wire.CodeToken)
	a.refused(http.MethodPost, "/v1/token", ask(a.id, b.key, x), http.StatusUnauthorized, wire.CodeUnknown)
	a.refused(http.MethodPost, "/v1/token", ask(a.id, a.key, []byte("of my own making")), http.StatusUnauthorized, wire.CodeToken)
	for i := range x {
		y := append([]byte(nil), x...)
		y[i] ^= 1
		a.refused(http.MethodPost, "/v1/token", ask(a.id, a.key, y), http.StatusUnauthorized, wire.CodeToken)
	}
	c.later(61 * time.Second)
	a.refused(http.MethodPost, "/v1/token", ask(a.id, a.key, x), http.StatusUnauthorized, wire.CodeToken)
	a.refused(http.MethodPost, "/v1/token", mustJSON(t, wire.TokenRequest{Device: crm.NewID()}), http.StatusUnauthorized, wire.CodeUnknown)
}

func TestATokenHoldsFifteenMinutes(t *testing.T) {
	c := onSQLite(t)
	o := c.enrol(c.org("Alfa"))
	var h wire.Hello
	o.json(http.MethodGet, "/v1/hello", nil, http.StatusOK, &h)
	if h.Organization != "Alfa" || h.Epoch != o.place.Epoch || h.Version != wire.Version {
		t.Errorf("hello %+v", h)
	}
	c.later(14 * time.Minute)
	o.json(http.MethodGet, "/v1/hello", nil, http.StatusOK, nil)
	c.later(2 * time.Minute)
	o.refused(http.MethodGet, "/v1/hello", nil, http.StatusUnauthorized, wire.CodeToken)
	o.signIn()
	o.json(http.MethodGet, "/v1/hello", nil, http.StatusOK, nil)
}

// Another process of the same store takes the token; what differs from it by a bit is none.
func TestATokenIsOfTheStore(t *testing.T) {
	dir := t.TempDir()
	one, two := startCentral(t, "sqlite:"+dir), startCentral(t, "sqlite:"+dir)
	o := one.enrol(one.org("Alfa"))
	there := *o
	there.c = two
	there.json(http.MethodGet, "/v1/hello", nil, http.StatusOK, nil)

	raw, err := base64.RawURLEncoding.DecodeString(o.token)
	if err != nil {
		t.Fatal(err)
	}
	for i := range raw {
		raw[i] ^= 0x10
		there.token = base64.RawURLEncoding.EncodeToString(raw)
		raw[i] ^= 0x10
		there.refused(http.MethodGet, "/v1/hello", nil, http.StatusUnauthorized, wire.CodeToken)
	}
	for _, token := range []string{"", "x", strings.Repeat("A", 4000)} {
		there.token = token
		there.refused(http.MethodGet, "/v1/hello", nil, http.StatusUnauthorized, wire.CodeToken)
	}
	foreign := onSQLite(t)
	there = *o
	there.c = foreign
	there.refused(http.MethodGet, "/v1/hello", nil, http.StatusUnauthorized, wire.CodeToken)
}

// A key that was replaced by enrolling anew has no access, by its old token neither.
func TestAReplacedKeyIsLockedOut(t *testing.T) {
	c := onSQLite(t)
	org := c.org("Alfa")
	o := c.enrol(org)
	old := *o
	again := c.newOffice()
	again.id = o.id
	code, _, err := c.store.NewCode(t.Context(), org)
	if err != nil {
		t.Fatal(err)
	}
	again.json(http.MethodPost, "/v1/enroll", wire.EnrolRequest{
		Code: code, Device: o.id, Office: "Matriz", PublicKey: again.key.Public().(ed25519.PublicKey),
	}, http.StatusOK, nil)
	old.refused(http.MethodGet, "/v1/hello", nil, http.StatusUnauthorized, wire.CodeToken)
	again.signIn()
	again.json(http.MethodGet, "/v1/hello", nil, http.StatusOK, nil)
}

func TestARevocationHoldsWithinASecond(t *testing.T) {
	for _, wipe := range []bool{false, true} {
		c := onSQLite(t)
		org := c.org("Alfa")
		o := c.enrol(org)
		o.push(o.create(secret))
		before := c.digest(org)
		stream := o.ask(http.MethodGet, "/v1/events", nil, nil)
		if err := c.store.Revoke(t.Context(), o.id, wipe); err != nil {
			t.Fatal(err)
		}
		ended := make(chan struct{})
		go func() { readAll(t, stream.Body); close(ended) }()
		time.Sleep(rowLife + 50*time.Millisecond)
		for _, q := range []struct {
			method, path string
			body         []byte
		}{{"GET", "/v1/hello", nil}, {"GET", "/v1/pull?cursor=0", nil}, {"POST", "/v1/push", o.create(secret)}, {"GET", "/v1/events", nil},
			{"GET", "/v1/events?wait=1", nil}, {"POST", "/v1/ack", []byte(`{"seq":1,"erasure":0}`)}, {"GET", "/v1/digest", nil}, {"GET", "/v1/devices", nil}} {
			if p := o.refused(q.method, q.path, q.body, http.StatusUnauthorized, wire.CodeRevoked); p.Wipe != wipe {
				t.Errorf("%s: wipe %v", q.path, p.Wipe)
			}
		}
		var x wire.TokenAnswer
		o.json(http.MethodPost, "/v1/token", wire.TokenRequest{Device: o.id}, http.StatusOK, &x)
		p := o.refused(http.MethodPost, "/v1/token", mustJSON(t, wire.TokenRequest{
			Device: o.id, Challenge: x.Challenge, Signature: ed25519.Sign(o.key, x.Challenge)}), http.StatusUnauthorized, wire.CodeRevoked)
		if p.Wipe != wipe {
			t.Errorf("token: wipe %v", p.Wipe)
		}
		select {
		case <-ended:
		case <-time.After(3 * reviewEvery):
			t.Error("the event stream of a revoked device goes on")
		}
		if after := c.digest(org); !after.Equal(&before) {
			t.Error("a revoked device has changed something")
		}
	}
}

// The organization comes from the token alone: nothing that a request holds leads to another one (S5.14).
func TestOrganizationsAreApart(t *testing.T) {
	onBoth(t, func(t *testing.T, c *central) {
		alfa, beta := c.org("Alfa"), c.org("Beta")
		a, b := c.enrol(alfa), c.enrol(beta)
		a.push(a.create(secret))
		before := c.digest(alfa)
		b.push(b.create("Bento"))
		if got := b.names(); got[secret] || !got["Bento"] || len(got) != 1 {
			t.Errorf("beta reads %d contacts", len(got))
		}
		if got := a.names(); !got[secret] || len(got) != 1 {
			t.Errorf("alfa reads %d contacts", len(got))
		}
		var devices []wire.Device
		b.json(http.MethodGet, "/v1/devices", nil, http.StatusOK, &devices)
		if len(devices) != 1 || devices[0].ID != b.id || !devices[0].Self {
			t.Errorf("beta's devices %+v", devices)
		}
		// beta's device with alfa's epoch and the lane where alfa's device stands
		stranger := *b
		stranger.place.Epoch, stranger.lane, stranger.nonce = a.place.Epoch, a.lane, a.nonce
		if r := stranger.ask(http.MethodPost, "/v1/push", stranger.create(secret), frames); r.StatusCode == http.StatusOK {
			t.Error("a push with another organization's state was taken")
		}
		var d wire.DigestAnswer
		b.json(http.MethodGet, "/v1/digest", nil, http.StatusOK, &d)
		if own := c.digest(beta); !d.Digest.Equal(&own) || d.Digest.Equal(&before) {
			t.Error("beta reads another digest than its own")
		}
		if after := c.digest(alfa); !after.Equal(&before) {
			t.Error("beta has changed alfa")
		}
	})
}

func mustJSON(t *testing.T, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
