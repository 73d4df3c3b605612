package api

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/wire"
	"carteira/backend/server/store"
)

// heads follow the organizations that somebody listens to: the store is asked once an organization, however many
// clients wait.
type heads struct {
	store *store.Store
	log   *slog.Logger

	mu     sync.Mutex
	orgs   map[crm.ID]*head
	closed bool
	all    sync.WaitGroup
}

// head is one organization's.
type head struct {
	users int // under heads.mu
	stop  context.CancelFunc

	mu      sync.Mutex
	known   bool
	now     wire.HeadEvent
	changed chan struct{} // closed at the next change
	revoked map[crm.ID]bool
}

// A revocation shows here at the latest after this time; requests see it sooner.
const reviewEvery = 2 * time.Second

func newHeads(s *store.Store, log *slog.Logger) *heads {
	return &heads{store: s, log: log, orgs: map[crm.ID]*head{}}
}

// listen follows an organization until leave is called.
func (h *heads) listen(org crm.ID) (x *head, leave func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	x = h.orgs[org]
	if x == nil {
		ctx, stop := context.WithCancel(context.Background())
		x = &head{stop: stop, changed: make(chan struct{})}
		h.orgs[org] = x
		if !h.closed { // else the listener is about to be told
			h.all.Go(func() { h.follow(ctx, org, x) })
		}
	}
	x.users++
	return x, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		if x.users--; x.users == 0 {
			x.stop()
			if h.orgs[org] == x {
				delete(h.orgs, org)
			}
		}
	}
}

func (h *heads) follow(ctx context.Context, org crm.ID, x *head) {
	wake, stop := h.store.Watch(org)
	defer stop()
	review := time.NewTicker(reviewEvery)
	defer review.Stop()
	for {
		if now, err := h.store.Head(ctx, org); err == nil {
			x.set(now)
		} else if ctx.Err() == nil {
			h.log.Warn("the head of a log could not be read", "organization", org, "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-wake:
		case <-review.C:
			if all, err := h.store.Devices(ctx, org); err == nil {
				x.review(all)
			}
		}
	}
}

// close ends all following; listeners have been told to leave.
func (h *heads) close() {
	h.mu.Lock()
	h.closed = true
	for _, x := range h.orgs {
		x.stop()
	}
	clear(h.orgs)
	h.mu.Unlock()
	h.all.Wait()
}

func (x *head) set(now wire.HeadEvent) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.known && x.now == now {
		return
	}
	x.known, x.now = true, now
	x.tell()
}

func (x *head) review(all []wire.Device) {
	x.mu.Lock()
	defer x.mu.Unlock()
	gone := map[crm.ID]bool{}
	news := false
	for _, d := range all {
		if d.Revoked {
			gone[d.ID] = true
			news = news || !x.revoked[d.ID]
		}
	}
	x.revoked = gone
	if news {
		x.tell()
	}
}

func (x *head) tell() {
	close(x.changed)
	x.changed = make(chan struct{})
}

// view is how things stand for one device, and what is closed when they change.
func (x *head) view(device crm.ID) (now wire.HeadEvent, known, revoked bool, changed <-chan struct{}) {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.now, x.known, x.revoked[device], x.changed
}
