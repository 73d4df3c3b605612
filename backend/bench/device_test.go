//go:build cgo && !windows

package bench

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"io"
	"net/http"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/wire"
)

// device speaks to a server without a replica behind it.
type device struct {
	testing.TB
	url, token string
	client     *http.Client
}

func newDevice(tb testing.TB, c *central, url string) *device {
	tb.Helper()
	d := &device{TB: tb, url: url, client: &http.Client{Transport: &http.Transport{DisableCompression: true}}}
	tb.Cleanup(d.client.CloseIdleConnections)
	public, private, err := ed25519.GenerateKey(nil)
	must(tb, err)
	id := crm.NewID()
	var e wire.EnrolAnswer
	d.post("/v1/enroll", wire.EnrolRequest{Code: c.code(), Device: id, Office: "Probe", PublicKey: public}, &e)
	var a wire.TokenAnswer
	d.post("/v1/token", wire.TokenRequest{Device: id}, &a)
	d.post("/v1/token", wire.TokenRequest{Device: id, Challenge: a.Challenge, Signature: ed25519.Sign(private, a.Challenge)}, &a)
	d.token = a.Token
	return d
}

func (d *device) post(path string, question, answer any) {
	d.Helper()
	body, err := json.Marshal(question)
	must(d.TB, err)
	r, err := http.NewRequest(http.MethodPost, d.url+path, bytes.NewReader(body))
	must(d.TB, err)
	r.Header.Set("Content-Type", "application/json")
	decode(d.TB, d.do(r), answer)
}

func (d *device) hello() (h wire.Hello) {
	d.Helper()
	r, err := http.NewRequest(http.MethodGet, d.url+"/v1/hello", nil)
	must(d.TB, err)
	decode(d.TB, d.do(r), &h)
	return h
}

// do returns the body of a good answer.
func (d *device) do(r *http.Request) []byte {
	d.Helper()
	if d.token != "" {
		r.Header.Set("Authorization", "Bearer "+d.token)
	}
	a, err := d.client.Do(r)
	must(d.TB, err)
	defer a.Body.Close()
	body, err := io.ReadAll(a.Body)
	must(d.TB, err)
	if a.StatusCode/100 != 2 {
		d.Fatalf("%s: status %d: %s", r.URL.Path, a.StatusCode, body)
	}
	return body
}
