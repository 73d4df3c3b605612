package syncer

import (
	"context"
	"net/http"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
)

// pagesOf answers pulls: a page of one record for every cursor, which names the one after it. begun is called when a
// page's header has gone out and before the rest does.
func pagesOf(t *testing.T, following map[string]string, begun func(cursor string)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		cursor := r.URL.Query().Get("cursor")
		next := following[cursor]
		out, err := wire.NewWriter(w, wire.PullHeader{Epoch: "e", State: true, Next: next})
		if err != nil {
			t.Error(err)
			return
		}
		_ = http.NewResponseController(w).Flush()
		begun(cursor)
		id := crm.NewID()
		if err := out.Item(replication.Effect{Erased: &id}); err != nil {
			t.Error(err)
		}
		if err := out.Close(wire.PullEnd{Cursor: next, More: next != ""}); err != nil {
			t.Error(err)
		}
	}
}

// A page goes on only when the one after it has been asked for: fetching does not come to an end otherwise.
func TestTheNextPageIsAskedForMeanwhile(t *testing.T) {
	following := map[string]string{"": "b", "b": "c"}
	asked := map[string]chan struct{}{"": make(chan struct{}), "b": make(chan struct{}), "c": make(chan struct{})}
	_, c := newDesk(t, 900, pagesOf(t, following, func(cursor string) {
		close(asked[cursor])
		if next := following[cursor]; next != "" {
			select {
			case <-asked[next]:
			case <-time.After(20 * time.Second):
				t.Errorf("the page after %q is not asked for", cursor)
			}
		}
	}))
	pages := make(chan *page, 4)
	if err := fetchPages(t.Context(), c, "", 0, pages); err != nil {
		t.Fatal(err)
	}
	close(pages)
	n := 0
	for p := range pages {
		n += p.count
	}
	if n != 3 {
		t.Errorf("%d records, want one of each page", n)
	}
}

// A page that came early is not taken for a server that says nothing.
func TestAPageMayLie(t *testing.T) {
	wanted := make(chan struct{})
	_, c := newDesk(t, 900, pagesOf(t, nil, func(string) { <-wanted }))
	a, err := c.call(t.Context(), request{method: http.MethodGet, path: "/v1/pull", patient: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(1200 * time.Millisecond)
	close(wanted)
	var page arrival
	frames, end, err := a.frames(&page.header)
	if err != nil {
		t.Fatal(err)
	}
	page.frames, page.close = frames, func() { end(); a.Close() }
	if p, err := page.read(); err != nil || p.count != 1 {
		t.Errorf("%+v %v", p, err)
	}
}

// What was asked for in vain is let go of when nobody takes the pages any more.
func TestFetchingStops(t *testing.T) {
	asked, gone := make(chan struct{}), make(chan struct{})
	_, c := newDesk(t, 900, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("cursor") == "b" {
			close(asked)
			<-r.Context().Done()
			close(gone)
			return
		}
		pagesOf(t, map[string]string{"": "b"}, func(string) {})(w, r)
	})
	ctx, stop := context.WithCancel(t.Context())
	pages := make(chan *page)
	done := make(chan error, 1)
	go func() { done <- fetchPages(ctx, c, "", 0, pages) }()
	<-pages
	<-asked
	stop()
	for _, what := range []<-chan struct{}{gone, closedBy(done)} {
		select {
		case <-what:
		case <-time.After(20 * time.Second):
			t.Fatal("still fetching")
		}
	}
}

func closedBy(done <-chan error) <-chan struct{} {
	out := make(chan struct{})
	go func() { <-done; close(out) }()
	return out
}
