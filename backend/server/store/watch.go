package store

import (
	"context"
	"database/sql"
	"sync"
	"time"

	"carteira/backend/crm"
)

// pollEvery is how often the heads of watched organizations are looked at: other processes write too (S4).
const pollEvery = 100 * time.Millisecond

// watchers are those who wait for an organization's log to grow.
type watchers struct {
	mu     sync.Mutex
	orgs   map[crm.ID]*watched
	cancel context.CancelFunc // of the poller, nil when nobody watches
	done   chan struct{}
	closed bool
}

type watched struct {
	waiting map[chan struct{}]struct{}
	epoch   string
	seq     int64
}

// Watch wakes whenever the organization's head may have moved; look at it once after subscribing. One poller serves
// all watchers of a process. stop must be called.
func (s *Store) Watch(org crm.ID) (wake <-chan struct{}, stop func()) {
	w := &s.watch
	c := make(chan struct{}, 1)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.orgs == nil {
		w.orgs = map[crm.ID]*watched{}
	}
	o := w.orgs[org]
	if o == nil {
		o = &watched{waiting: map[chan struct{}]struct{}{}, seq: -1}
		w.orgs[org] = o
	}
	o.waiting[c] = struct{}{}
	if w.cancel == nil && !w.closed {
		ctx, cancel := context.WithCancel(context.Background())
		w.cancel, w.done = cancel, make(chan struct{})
		go s.poll(ctx, w.done)
	}
	var once sync.Once
	return c, func() { once.Do(func() { w.leave(org, c) }) }
}

func (w *watchers) leave(org crm.ID, c chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	o := w.orgs[org]
	delete(o.waiting, c)
	if len(o.waiting) == 0 {
		delete(w.orgs, org)
	}
	if len(w.orgs) == 0 && w.cancel != nil {
		w.cancel()
		w.cancel = nil
	}
}

func (w *watchers) close() {
	w.mu.Lock()
	w.closed = true
	cancel, done := w.cancel, w.done
	w.cancel = nil
	w.mu.Unlock()
	if cancel != nil {
		cancel()
	}
	if done != nil {
		<-done
	}
}

// wake tells all who watch the organization.
func (w *watchers) wake(org crm.ID) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if o := w.orgs[org]; o != nil {
		o.wake()
	}
}

func (o *watched) wake() {
	for c := range o.waiting {
		select {
		case c <- struct{}{}:
		default: // it has not looked yet since the last time
		}
	}
}

func (s *Store) poll(ctx context.Context, done chan struct{}) {
	defer close(done)
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := s.lookAtHeads(ctx); err != nil && ctx.Err() == nil {
			s.log.Warn("look at the heads of organizations", "error", err)
		}
	}
}

func (s *Store) lookAtHeads(ctx context.Context) error {
	w := &s.watch
	w.mu.Lock()
	ids := make([]crm.ID, 0, len(w.orgs))
	for id := range w.orgs {
		ids = append(ids, id)
	}
	w.mu.Unlock()
	return s.view(ctx, func(t *tx) error {
		return batches(ids, func(ids []crm.ID) error {
			args := make([]any, len(ids))
			for i := range ids {
				args[i] = ids[i][:]
			}
			return t.each(`
				SELECT o.id, h.epoch, h.seq
				FROM organization o
				JOIN org_head h ON h.org_id = o.org_id
				WHERE o.id IN (`+in(1, len(ids))+`)`, args, func(row *sql.Rows) error {
				var id []byte
				var epoch string
				var seq int64
				if err := row.Scan(&id, &epoch, &seq); err != nil {
					return err
				}
				w.saw(crm.ID(id), epoch, seq)
				return nil
			})
		})
	})
}

// saw wakes when the head is another one than the last time.
func (w *watchers) saw(org crm.ID, epoch string, seq int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	o := w.orgs[org]
	if o == nil || o.epoch == epoch && o.seq == seq {
		return
	}
	o.epoch, o.seq = epoch, seq
	o.wake()
}
