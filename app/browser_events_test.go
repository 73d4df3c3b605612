package app

import (
	"bufio"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// events opens a stream and returns its frames' data lines.
func (o *opened) events(query string) <-chan string {
	o.t.Helper()
	r, err := http.NewRequestWithContext(o.t.Context(), "GET", o.base+"/events?token="+o.token+query, nil)
	if err != nil {
		o.t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		o.t.Fatal(err)
	}
	if res.StatusCode != 200 || res.Header.Get("Content-Type") != "text/event-stream" {
		o.t.Fatalf("events: %d %s", res.StatusCode, res.Header.Get("Content-Type"))
	}
	lines := make(chan string, 2000)
	go func() {
		defer close(lines)
		defer res.Body.Close()
		for s := bufio.NewScanner(res.Body); s.Scan(); {
			if data, ok := strings.CutPrefix(s.Text(), "data: "); ok {
				lines <- data
			}
		}
	}()
	return lines
}

func receive(t *testing.T, lines <-chan string) string {
	t.Helper()
	select {
	case l, ok := <-lines:
		if !ok {
			return "(closed)"
		}
		return l
	case <-time.After(5 * time.Second):
		t.Fatal("no event within 5 s")
		return ""
	}
}

func TestEventsReachEveryPageInOrder(t *testing.T) {
	o := serveTrial(t)
	first, second := o.events(""), o.events("")
	for i := range 200 {
		o.program.shell.Emit("job:changed", map[string]any{"done": i, "note": "a\nb"})
	}
	for name, lines := range map[string]<-chan string{"first": first, "second": second} {
		for i := range 200 {
			want := fmt.Sprintf(`{"event":"job:changed","payload":{"done":%d,"note":"a\nb"}}`, i)
			if got := receive(t, lines); got != want {
				t.Fatalf("%s page: %s, want %s", name, got, want)
			}
		}
	}
	resumed := o.events("&resumed=1")
	for _, entity := range refreshed {
		want := fmt.Sprintf(`{"event":"data:changed","payload":{"entity":%q}}`, entity)
		if got := receive(t, resumed); got != want {
			t.Fatalf("resumed page: %s, want %s", got, want)
		}
	}
	if err := o.program.shell.Notify(Notification{ID: "1"}); err != nil {
		t.Fatal(err)
	}
	for _, lines := range []<-chan string{first, second, resumed} { // the first two were told nothing in between
		if got := receive(t, lines); !strings.Contains(got, eventAttention) {
			t.Errorf("got %s", got)
		}
	}
}

func TestSlowPageIsDropped(t *testing.T) {
	h := newHub()
	slow, quick := h.join(), h.join()
	for range streamBacklog + 1 {
		h.emit("data:changed", nil)
		<-quick
	}
	kept := 0
	for range slow {
		kept++
	}
	if kept != streamBacklog {
		t.Errorf("the slow page had %d events before it was dropped, want %d", kept, streamBacklog)
	}
	h.emit("data:changed", nil)
	if _, ok := <-quick; !ok {
		t.Error("the quick page was dropped too")
	}
	h.leave(slow) // leaving after having been dropped is no double close
	h.close()
	if h.join() != nil {
		t.Error("a closed hub takes pages")
	}
}
