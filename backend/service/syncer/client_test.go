package syncer

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
)

// desk is the part of a server that gives tokens and answers one path.
type desk struct {
	public  ed25519.PublicKey
	tokens  atomic.Int64 // given so far; the last one is good
	expires int          // seconds
	calls   atomic.Int64
	answer  http.HandlerFunc
}

func (d *desk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/v1/token" {
		var q wire.TokenRequest
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		a := wire.TokenAnswer{Challenge: []byte("sign this")}
		if q.Signature != nil {
			if !ed25519.Verify(d.public, q.Challenge, q.Signature) {
				refuse(w, http.StatusUnauthorized, wire.CodeUnknown)
				return
			}
			a = wire.TokenAnswer{Token: fmt.Sprint("token ", d.tokens.Add(1)), ExpiresIn: d.expires}
		}
		_ = json.NewEncoder(w).Encode(a)
		return
	}
	if d.calls.Add(1); r.Header.Get("Authorization") != fmt.Sprint("Bearer token ", d.tokens.Load()) {
		refuse(w, http.StatusUnauthorized, wire.CodeToken)
		return
	}
	d.answer(w, r)
}

func refuse(w http.ResponseWriter, status int, code string) {
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(wire.Problem{Error: wire.ProblemError{Code: code, Message: "no"}})
}

func newDesk(t *testing.T, expires int, answer http.HandlerFunc) (*desk, *client) {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{public: public, expires: expires, answer: answer}
	s := httptest.NewServer(d)
	t.Cleanup(s.Close)
	base, err := parseServer(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	c := newClient(base, newTransport(&trust{host: base.Hostname()}), crm.NewID(), func() (ed25519.PrivateKey, error) { return private, nil })
	t.Cleanup(c.close)
	return d, c
}

func hello(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"head":7}`)) }

func TestTokenIsKeptAndRenewed(t *testing.T) {
	d, c := newDesk(t, 900, hello)
	for range 3 {
		if h, err := c.hello(t.Context()); err != nil || h.Head != 7 {
			t.Fatalf("%+v %v", h, err)
		}
	}
	if n := d.tokens.Load(); n != 1 {
		t.Errorf("%d tokens for three requests", n)
	}
	d.tokens.Add(1) // the server no longer knows the first
	if _, err := c.hello(t.Context()); err != nil {
		t.Fatalf("after the token's end: %v", err)
	}
	if n := d.calls.Load(); n != 5 { // one was refused
		t.Errorf("%d calls", n)
	}
	c.renewAt = time.Now()
	if _, err := c.hello(t.Context()); err != nil || d.calls.Load() != 6 {
		t.Errorf("a token about to end was used: %v, %d calls", err, d.calls.Load())
	}
}

// A server whose tokens never hold must not be asked for ever.
func TestTokenThatNeverHolds(t *testing.T) {
	d, c := newDesk(t, 900, func(w http.ResponseWriter, _ *http.Request) { refuse(w, http.StatusUnauthorized, wire.CodeToken) })
	if _, err := c.hello(t.Context()); crm.CodeOf(err) != wire.CodeToken {
		t.Errorf("%v", err)
	}
	if n := d.calls.Load(); n != 2 {
		t.Errorf("%d calls", n)
	}
}

func TestProblems(t *testing.T) {
	for _, x := range []struct {
		name   string
		answer http.HandlerFunc
		code   string
	}{
		{"a problem", func(w http.ResponseWriter, _ *http.Request) { refuse(w, http.StatusConflict, wire.CodeGap) }, wire.CodeGap},
		{"a proxy's page", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "<html>", http.StatusBadGateway) }, CodeServerFault},
		{"another product", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) }, CodeServerFault},
		{"another address", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.1:1/", http.StatusFound)
		}, CodeServerFault},
		{"nothing", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, CodeServerUnreachable},
	} {
		t.Run(x.name, func(t *testing.T) {
			_, c := newDesk(t, 900, x.answer)
			if _, err := c.hello(t.Context()); crm.CodeOf(err) != x.code {
				t.Errorf("%v, want code %s", err, x.code)
			}
		})
	}
}

func TestRetryAfter(t *testing.T) {
	_, c := newDesk(t, 900, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "7")
		refuse(w, http.StatusTooManyRequests, wire.CodeSlowDown)
	})
	_, err := c.hello(t.Context())
	if r := refusalOf(err, wire.CodeSlowDown); r == nil || r.retryAfter != 7*time.Second {
		t.Errorf("%+v", r)
	}
}

func TestStalledAnswerEnds(t *testing.T) {
	release := make(chan struct{})
	defer close(release)
	_, c := newDesk(t, 900, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"head":`))
		_ = http.NewResponseController(w).Flush()
		<-release
	})
	a, err := c.call(t.Context(), request{method: http.MethodGet, path: "/v1/hello", patient: 100 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	var h wire.Hello
	if err := a.json(&h); crm.CodeOf(err) != CodeServerUnreachable {
		t.Errorf("%v", err)
	}
	if d := time.Since(began); d > 5*time.Second {
		t.Errorf("took %v", d)
	}
}

// A page that is cut gives its whole lines and an error, wherever that is; the whole one gives no error (S5.18).
func TestPageIsCut(t *testing.T) {
	long := make([]byte, 20<<10) // a frame each
	if _, err := rand.Read(long); err != nil {
		t.Fatal(err)
	}
	var whole bytes.Buffer
	w, err := wire.NewWriter(&whole, wire.PullHeader{Epoch: "e", Head: 3})
	if err != nil {
		t.Fatal(err)
	}
	ends := []int{whole.Len()}
	for seq := int64(1); seq <= 3; seq++ {
		e := replication.Effect{Note: &replication.Note{ID: crm.NewID(), Text: hex.EncodeToString(long)}}
		if err := w.Item(replication.Entry{Seq: seq, Device: 2, Counter: seq, Effects: []replication.Effect{e}}); err != nil {
			t.Fatal(err)
		}
		ends = append(ends, whole.Len())
	}
	if err := w.Close(wire.PullEnd{Cursor: "3", Seq: 3}); err != nil {
		t.Fatal(err)
	}
	for _, zipped := range []bool{false, true} {
		body := whole.Bytes()
		if zipped {
			body = compressor.EncodeAll(body, nil)
		}
		cut := 0
		_, c := newDesk(t, 900, func(w http.ResponseWriter, _ *http.Request) {
			if zipped {
				w.Header().Set("Content-Encoding", "zstd")
			}
			_, _ = w.Write(body[:cut])
		})
		var cuts []int
		for _, end := range ends {
			for near := -12; near <= 12; near++ {
				cuts = append(cuts, min(end+near, len(body)))
			}
		}
		for at := 0; at < len(body); at += 997 {
			cuts = append(cuts, at)
		}
		for _, cut = range append(cuts, len(body)-1, len(body)) {
			var p *page
			a, err := c.ask(t.Context(), "", 0, pageBytes)
			if err == nil {
				p, err = a.read()
			}
			if cut == len(body) {
				if err != nil || len(p.entries) != 3 || p.end.Cursor != "3" {
					t.Fatalf("the whole page: %+v %v", p, err)
				}
				continue
			}
			if !errors.Is(err, wire.ErrTruncated) && !errors.Is(err, wire.ErrDamaged) {
				t.Fatalf("cut at %d: %v", cut, err)
			}
			if crm.CodeOf(err) != CodeServerUnreachable {
				t.Fatalf("cut at %d: people are told %q", cut, crm.CodeOf(err))
			}
			if p != nil && p.end.Cursor != "" {
				t.Fatalf("cut at %d: an end", cut)
			}
			if zipped || p == nil {
				continue
			}
			want := 0
			for want < 3 && cut >= ends[want+1] {
				want++
			}
			if len(p.entries) != want {
				t.Fatalf("cut at %d: %d entries, want %d", cut, len(p.entries), want)
			}
		}
	}
}

func TestEvents(t *testing.T) {
	_, c := newDesk(t, 900, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		_, _ = io.WriteString(w, ": still here\n\ndata: {\"head\":4,\"erasure_head\":2}\n\n:\n\ndata: {\"head\":5}\n\n")
	})
	p, err := c.events(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	for _, want := range []wire.HeadEvent{{Head: 4, ErasureHead: 2}, {Head: 5}} {
		if e, err := p.next(t.Context()); err != nil || e != want {
			t.Errorf("%+v %v, want %+v", e, err, want)
		}
	}
	if e, err := p.next(t.Context()); err == nil {
		t.Errorf("after the end: %+v", e)
	}
}

// Where a proxy does not let streams pass, the server is asked instead.
func TestEventsFallBackToPolls(t *testing.T) {
	head := int64(4)
	_, c := newDesk(t, 900, func(w http.ResponseWriter, r *http.Request) {
		if !r.URL.Query().Has("wait") {
			_, _ = io.WriteString(w, "a page of a proxy")
			return
		}
		if after := r.URL.Query().Get("after"); after != fmt.Sprint(head-1) {
			t.Errorf("asked after %s, head %d", after, head)
		}
		_ = json.NewEncoder(w).Encode(wire.HeadEvent{Head: head})
		head++
	})
	p, err := c.events(t.Context(), 3)
	if err != nil {
		t.Fatal(err)
	}
	for want := int64(4); want < 7; want++ {
		if e, err := p.next(t.Context()); err != nil || e.Head != want {
			t.Errorf("%+v %v, want %d", e, err, want)
		}
	}
}

func TestPauseGrowsAndEnds(t *testing.T) {
	for failures := range 100 {
		most := min(time.Second<<min(failures, 16), longest)
		for range 20 {
			if d := pause(time.Second, failures); d < most/2 || d > most {
				t.Fatalf("after %d failures %v", failures, d)
			}
		}
	}
}

// Only one process exchanges at a time; within one, exchanges share the turn.
func TestTurn(t *testing.T) {
	dir := t.TempDir()
	one, two := newTurn(dir), newTurn(dir)
	for range 2 {
		if err := one.hold(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	short := func() context.Context {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		t.Cleanup(cancel)
		return ctx
	}
	for held := 2; held > 0; held-- {
		if err := two.hold(short()); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("with %d holders: %v", held, err)
		}
		if err := one.release(); err != nil {
			t.Fatal(err)
		}
	}
	if err := two.hold(short()); err != nil {
		t.Fatal(err)
	}
	if err := one.hold(short()); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal("both hold it")
	}
	if err := two.release(); err != nil {
		t.Fatal(err)
	}
}
