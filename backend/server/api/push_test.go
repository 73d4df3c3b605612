package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
	"carteira/backend/server/pgtest"
)

// onBoth runs a test on either storage.
func onBoth(t *testing.T, f func(t *testing.T, c *central)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { f(t, onSQLite(t)) })
	t.Run("postgresql", func(t *testing.T) { f(t, startCentral(t, pgtest.URL(t))) })
}

func TestARepeatedPushIsAnsweredAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, c *central) {
		org := c.org("Alfa")
		o := c.enrol(org)
		body := o.create(secret, "Bento")
		first, results := o.push(body)
		before := c.digest(org)
		for range 3 { // the answer was lost each time
			again, repeated := o.push(body)
			if again.Last != first.Last || again.Head != first.Head || len(repeated) != len(results) {
				t.Fatalf("answered %+v, then %+v", first, again)
			}
			for i := range results {
				if results[i].Number != repeated[i].Number || results[i].Seq != repeated[i].Seq || results[i].Result.Outcome != repeated[i].Result.Outcome {
					t.Errorf("answered %+v, then %+v", results[i], repeated[i])
				}
			}
		}
		if after := c.digest(org); !after.Equal(&before) {
			t.Error("a repetition has changed something")
		}
		o.push(o.create("Celso"))
	})
}

// What was changed, cut or is not for this server is refused whole: nothing of it is decided.
func TestADamagedPushChangesNothing(t *testing.T) {
	c := onSQLite(t)
	org := c.org("Alfa")
	o := c.enrol(org)
	o.push(o.create("Bento"))
	before := c.digest(org)
	body := o.create(secret)
	refused := func(what string, body []byte, h header) {
		t.Helper()
		r := o.ask(http.MethodPost, "/v1/push", body, h)
		if text := readAll(t, r.Body); r.StatusCode < 400 || r.StatusCode >= 500 || strings.Contains(string(text), secret) {
			t.Errorf("%s: %d %s", what, r.StatusCode, text)
		}
	}
	for i := range body {
		bad := bytes.Clone(body)
		bad[i] ^= 1 << (i % 8)
		refused(fmt.Sprintf("byte %d changed", i), bad, frames)
		refused(fmt.Sprintf("cut at byte %d", i), body[:i], frames)
	}
	e, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	small := e.EncodeAll(body, nil)
	packed := header{"Content-Encoding": "zstd"}
	for i := range small {
		refused(fmt.Sprintf("compressed, cut at byte %d", i), small[:i], packed)
	}
	refused("said to be compressed", body, packed)
	refused("compressed otherwise", body, header{"Content-Encoding": "gzip"})
	refused("compressed, not said", small, frames)
	if after := c.digest(org); !after.Equal(&before) {
		t.Fatal("a damaged push has changed something")
	}
	if r := o.ask(http.MethodPost, "/v1/push", small, packed); r.StatusCode != http.StatusOK {
		t.Errorf("the whole one: %d %s", r.StatusCode, readAll(t, r.Body))
	}
	if after := c.digest(org); after.Equal(&before) {
		t.Error("the whole one has changed nothing")
	}
}

func TestWhatThisServerDoesNotSpeak(t *testing.T) {
	c := onSQLite(t)
	org := c.org("Alfa")
	o := c.enrol(org)
	before := c.digest(org)
	with := func(change func(*wire.PushHeader)) []byte {
		h := o.pushHeader()
		change(&h)
		return pushBody(t, h, nil)
	}
	for _, v := range []int{0, wire.Version + 1} {
		o.refused(http.MethodPost, "/v1/push", with(func(h *wire.PushHeader) { h.Version = v }), http.StatusUpgradeRequired, wire.CodeOldVersion)
	}
	o.refused(http.MethodPost, "/v1/push", with(func(h *wire.PushHeader) { h.Epoch = "another" }), http.StatusConflict, wire.CodeEpoch)
	o.refused(http.MethodPost, "/v1/push", with(func(h *wire.PushHeader) { h.Lane = "fast" }), http.StatusUnprocessableEntity, crm.CodeInvalid)
	gap := *o
	gap.lane = 5
	if p := o.refused(http.MethodPost, "/v1/push", gap.create(secret), http.StatusConflict, wire.CodeGap); p.Expected != 1 {
		t.Errorf("expected %d", p.Expected)
	}
	if after := c.digest(org); !after.Equal(&before) {
		t.Error("something has changed")
	}
}

func TestBodiesAreBounded(t *testing.T) {
	c := onSQLite(t)
	org := c.org("Alfa")
	o := c.enrol(org)
	before := c.digest(org)
	many := make([]string, maxPushOps+1)
	for i := range many {
		many[i] = secret
	}
	o.refused(http.MethodPost, "/v1/push", o.create(many...), http.StatusRequestEntityTooLarge, codeTooLarge)
	big := []byte(`{"device":"` + strings.Repeat("x", maxJSON) + `"}`)
	o.refused(http.MethodPost, "/v1/token", big, http.StatusRequestEntityTooLarge, codeTooLarge)

	// little on the wire, much behind it
	var bomb bytes.Buffer
	w, err := zstd.NewWriter(&bomb)
	if err != nil {
		t.Fatal(err)
	}
	h, err := wire.NewWriter(w, o.pushHeader())
	if err != nil {
		t.Fatal(err)
	}
	for range 12 {
		if err := h.Item(wire.Op{Kind: replication.KindNoteAdd, Body: make([]byte, 1<<20)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r := o.ask(http.MethodPost, "/v1/push", bomb.Bytes(), header{"Content-Encoding": "zstd"})
	if r.StatusCode != http.StatusRequestEntityTooLarge || bomb.Len() > 100<<10 {
		t.Errorf("%d for %d bytes", r.StatusCode, bomb.Len())
	}
	packed := w.EncodeAll(big, nil)
	if r := o.ask(http.MethodPost, "/v1/token", packed, header{"Content-Encoding": "zstd"}); r.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("%d for %d bytes of JSON", r.StatusCode, len(packed))
	}
	if after := c.digest(org); !after.Equal(&before) {
		t.Error("something has changed")
	}
}

func TestAThirdPushOfADeviceComesBackLater(t *testing.T) {
	c := onSQLite(t)
	org := c.org("Alfa")
	o, other := c.enrol(org), c.enrol(org)
	var stuck []*io.PipeWriter
	done := make(chan int, pushesPerDevice)
	for range pushesPerDevice {
		r, w := io.Pipe()
		stuck = append(stuck, w)
		go func() {
			q, _ := http.NewRequest(http.MethodPost, c.url+"/v1/push", r)
			q.Header.Set("Authorization", "Bearer "+o.token)
			a, err := http.DefaultClient.Do(q)
			if err != nil {
				done <- 0
				return
			}
			a.Body.Close()
			done <- a.StatusCode
		}()
	}
	waitFor(t, func() bool {
		c.api.gate.mu.Lock()
		defer c.api.gate.mu.Unlock()
		return c.api.gate.devices[o.id] == pushesPerDevice
	})
	r := o.ask(http.MethodPost, "/v1/push", o.create(secret), frames)
	if r.StatusCode != http.StatusTooManyRequests || r.Header.Get("Retry-After") != "1" {
		t.Errorf("%d, Retry-After %q", r.StatusCode, r.Header.Get("Retry-After"))
	}
	other.push(other.create("Bento")) // which does not hold up another device
	for _, w := range stuck {
		w.CloseWithError(io.ErrUnexpectedEOF)
	}
	for range stuck {
		<-done
	}
	waitFor(t, func() bool {
		c.api.gate.mu.Lock()
		defer c.api.gate.mu.Unlock()
		return len(c.api.gate.devices) == 0 && len(c.api.gate.orgs) == 0
	})
	o.push(o.create(secret))
}

func TestPagesAreCompressedAndReadable(t *testing.T) {
	c := onSQLite(t)
	org := c.org("Alfa")
	o, reader := c.enrol(org), c.enrol(org)
	many := make([]string, 500)
	for i := range many {
		many[i] = fmt.Sprintf("%s %d", secret, i)
	}
	o.push(o.create(many...))
	plain := reader.ask(http.MethodGet, "/v1/pull?cursor=0", nil, nil)
	raw := readAll(t, plain.Body)
	r := reader.ask(http.MethodGet, "/v1/pull?cursor=0", nil, header{"Accept-Encoding": "gzip, zstd"})
	if r.Header.Get("Content-Encoding") != "zstd" {
		t.Fatalf("content encoding %q", r.Header.Get("Content-Encoding"))
	}
	packed := readAll(t, r.Body)
	d, err := zstd.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if expanded := readAll(t, d); !bytes.Equal(expanded, raw) {
		t.Error("the compressed page is another one")
	}
	t.Logf("500 contacts: %d bytes, %d compressed", len(raw), len(packed))
	if len(packed)*2 > len(raw) {
		t.Errorf("%d bytes became %d", len(raw), len(packed))
	}
	if r := reader.ask(http.MethodGet, "/v1/pull?cursor=500", nil, header{"Accept-Encoding": "zstd"}); r.Header.Get("Content-Encoding") != "" {
		t.Error("an empty page is compressed")
	}

	r = reader.ask(http.MethodGet, "/v1/pull?cursor=0", nil, header{"Accept": ndjson})
	if r.Header.Get("Content-Type") != ndjson {
		t.Errorf("type %s", r.Header.Get("Content-Type"))
	}
	lines := strings.Split(strings.TrimSpace(string(readAll(t, r.Body))), "\n")
	entries := 0
	for _, line := range lines {
		var x map[string]json.RawMessage
		if err := json.Unmarshal([]byte(line), &x); err != nil || len(x) != 1 {
			t.Fatalf("%v in %s", err, line)
		}
		if _, ok := x["entry"]; ok {
			entries++
		}
	}
	if entries != len(many) || !strings.HasPrefix(lines[0], `{"header":`) || !strings.HasPrefix(lines[len(lines)-1], `{"end":`) {
		t.Errorf("%d entries in %d lines", entries, len(lines))
	}
	if r := reader.ask(http.MethodGet, "/v1/digest", nil, header{"Accept": ndjson}); r.Header.Get("Content-Type") != ndjson {
		t.Errorf("digest of type %s", r.Header.Get("Content-Type"))
	}
}

// The author of an operation does not get it back; another device does.
func TestAPushReachesAnotherDevice(t *testing.T) {
	onBoth(t, func(t *testing.T, c *central) {
		org := c.org("Alfa")
		a, b := c.enrol(org), c.enrol(org)
		a.push(a.create(secret))
		if got := b.names(); !got[secret] {
			t.Errorf("it reads %d contacts", len(got))
		}
		b.json(http.MethodPost, "/v1/ack", wire.Ack{Seq: 1}, http.StatusNoContent, nil)
		var all []wire.Device
		b.json(http.MethodGet, "/v1/devices", nil, http.StatusOK, &all)
		for _, d := range all {
			if want := int64(1); d.Self {
				if d.Behind != 0 {
					t.Errorf("the device that has acknowledged is %d behind", d.Behind)
				}
			} else if d.Behind != want {
				t.Errorf("the device that has not is %d behind", d.Behind)
			}
		}
	})
}

func waitFor(t *testing.T, ready func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !ready(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it does not happen")
		}
	}
}
