package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"
)

// eventAttention asks the page to mark its title; shim.js handles it and the bundle never sees it.
const eventAttention = "browser:attention"

// Limits of one event stream. A page that falls this far behind, or does not take a write for this long, is dropped:
// it reconnects and asks for everything anew, which costs less than memory without bound.
const (
	streamBacklog = 256
	streamTimeout = 10 * time.Second
	heartbeat     = 20 * time.Second // also how soon a page that vanished is noticed
)

// refreshed are the entities a page that missed events must consider changed.
var refreshed = []string{"contact", "label", "field", "user", "setting", "job", "notice"}

// hub spreads events to the open pages, to each in the order of emit.
type hub struct {
	mu      sync.Mutex
	streams map[chan []byte]struct{}
	closed  bool
}

func newHub() *hub { return &hub{streams: map[chan []byte]struct{}{}} }

// emit never waits: a full stream is closed instead.
func (h *hub) emit(event string, payload any) {
	frame, err := encodeFrame(event, payload)
	if err != nil {
		slog.Error("encode event", "event", event, "error", err)
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.streams {
		select {
		case s <- frame:
		default:
			h.drop(s)
		}
	}
}

// drop must be called with mu held.
func (h *hub) drop(s chan []byte) {
	if _, ok := h.streams[s]; ok {
		delete(h.streams, s)
		close(s)
	}
}

// join registers a stream; nil when the hub is closed.
func (h *hub) join() chan []byte {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return nil
	}
	s := make(chan []byte, streamBacklog)
	h.streams[s] = struct{}{}
	return s
}

func (h *hub) leave(s chan []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.drop(s)
}

func (h *hub) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for s := range h.streams {
		h.drop(s)
	}
}

// encodeFrame makes one server-sent event; JSON has no raw line breaks, so one data line is enough.
func encodeFrame(event string, payload any) ([]byte, error) {
	text, err := json.Marshal(map[string]any{"event": event, "payload": payload})
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "data: %s\n\n", text), nil
}

// serveEvents streams events until either side leaves. Nothing is replayed: `resumed=1` says that the page had a
// stream before, and it is told that anything may have changed.
func (b *Browser) serveEvents(w http.ResponseWriter, r *http.Request) {
	stream := b.hub.join()
	if stream == nil {
		refuse(w, http.StatusServiceUnavailable, CodeStopping, "The program is closing.")
		return
	}
	defer b.hub.leave(stream)

	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	send := func(frame []byte) bool {
		if err := out.SetWriteDeadline(time.Now().Add(streamTimeout)); err != nil && !errors.Is(err, http.ErrNotSupported) {
			return false
		}
		if _, err := w.Write(frame); err != nil {
			return false
		}
		return out.Flush() == nil
	}
	if !send([]byte(": open\n\n")) {
		return
	}
	if r.URL.Query().Get("resumed") == "1" {
		for _, entity := range refreshed {
			frame, err := encodeFrame("data:changed", map[string]string{"entity": entity})
			if err != nil || !send(frame) {
				return
			}
		}
	}
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		select {
		case frame, ok := <-stream:
			if !ok || !send(frame) {
				return
			}
		case <-beat.C:
			if !send([]byte(": beat\n\n")) {
				return
			}
		case <-r.Context().Done():
			return
		}
	}
}
