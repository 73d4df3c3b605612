package api

import (
	"bufio"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"carteira/backend/engine/wire"
)

// nextEvent reads one server-sent event.
func nextEvent(t *testing.T, r *bufio.Reader) (e wire.HeadEvent) {
	t.Helper()
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if data, ok := strings.CutPrefix(line, "data: "); ok {
			if err := json.Unmarshal([]byte(data), &e); err != nil {
				t.Fatalf("%v in %s", err, data)
			}
			return e
		}
	}
}

func TestEventsTellOfAPush(t *testing.T) {
	onBoth(t, func(t *testing.T, c *central) {
		org := c.org("Alfa")
		o := c.enrol(org)
		stream := o.ask(http.MethodGet, "/v1/events", nil, nil)
		if stream.Header.Get("Content-Type") != "text/event-stream" {
			t.Fatalf("type %s", stream.Header.Get("Content-Type"))
		}
		lines := bufio.NewReader(stream.Body)
		if e := nextEvent(t, lines); e.Head != 0 {
			t.Errorf("the first event says %d", e.Head)
		}
		var waits []time.Duration
		for i := range int64(20) {
			begin := time.Now()
			a, _ := o.push(o.create(secret))
			if e := nextEvent(t, lines); e.Head != a.Head || e.Head != i+1 {
				t.Fatalf("event %d after push %d", e.Head, a.Head)
			}
			waits = append(waits, time.Since(begin))
		}
		t.Logf("push and event: %v first, %v last", waits[0], waits[len(waits)-1])
	})
}

func TestALongPollWaitsForAnotherHead(t *testing.T) {
	c := onSQLite(t)
	o := c.enrol(c.org("Alfa"))
	var e wire.HeadEvent
	begin := time.Now()
	o.json(http.MethodGet, "/v1/events?after=0&wait=1", nil, http.StatusOK, &e)
	if took := time.Since(begin); e.Head != 0 || took < 900*time.Millisecond {
		t.Errorf("%+v after %v", e, took)
	}
	answered := make(chan wire.HeadEvent, 1)
	go func() {
		var e wire.HeadEvent
		o.json(http.MethodGet, "/v1/events?after=0&wait=25", nil, http.StatusOK, &e)
		answered <- e
	}()
	time.Sleep(50 * time.Millisecond)
	other := c.enrol(o.place.OrganizationID)
	other.push(other.create(secret))
	select {
	case e := <-answered:
		if e.Head != 1 {
			t.Errorf("%+v", e)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("no answer")
	}
	o.json(http.MethodGet, "/v1/events?after=99&wait=25", nil, http.StatusOK, &e) // a server that was put back
	if e.Head != 1 {
		t.Errorf("%+v", e)
	}
	o.refused(http.MethodGet, "/v1/events?wait=-1", nil, http.StatusUnprocessableEntity, "invalid")
}

func TestAnEventStreamEndsWithItsToken(t *testing.T) {
	c := onSQLite(t)
	o := c.enrol(c.org("Alfa"))
	stream := o.ask(http.MethodGet, "/v1/events", nil, nil)
	nextEvent(t, bufio.NewReader(stream.Body))
	c.later(16 * time.Minute)
	o.signIn()
	o.push(o.create(secret)) // wakes it
	ended := make(chan struct{})
	go func() { readAll(t, stream.Body); close(ended) }()
	select {
	case <-ended:
	case <-time.After(5 * time.Second):
		t.Error("it goes on")
	}
}
