package api

import (
	"context"
	"net/http"
	"sync"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
)

// Limits on pushes at work in one process. An organization's operations are decided one push at a time anyway: more
// of them in memory would only cost it. Bulk and edits have places of their own, so that an edit never waits behind
// imports for a place (S1.3).
const (
	pushesPerDevice = 2
	editsPerOrg     = 16
	bulkPerOrg      = 4
	bulkPerProcess  = 16
	patience        = 2 * time.Second // for a place, before the device is told to come back
)

type gate struct {
	mu      sync.Mutex
	devices map[crm.ID]int
	orgs    map[crm.ID]*places
	bulk    chan struct{}
}

// places are an organization's. deciding lets one bulk operation at a time into the store: an edit then waits for the
// rest of one chunk at most.
type places struct {
	users    int
	edit     chan struct{}
	bulk     chan struct{}
	deciding chan struct{}
}

func newGate() *gate {
	return &gate{devices: map[crm.ID]int{}, orgs: map[crm.ID]*places{}, bulk: make(chan struct{}, bulkPerProcess)}
}

func slowDown() error {
	return refusal(http.StatusTooManyRequests, wire.CodeSlowDown, "too many pushes at once: come back in a moment")
}

// enter takes one of the device's places. leave gives it back.
func (g *gate) enter(org, device crm.ID) (p *places, leave func(), err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.devices[device] >= pushesPerDevice {
		return nil, nil, slowDown()
	}
	g.devices[device]++
	p = g.orgs[org]
	if p == nil {
		p = &places{
			edit: make(chan struct{}, editsPerOrg), bulk: make(chan struct{}, bulkPerOrg), deciding: make(chan struct{}, 1),
		}
		g.orgs[org] = p
	}
	p.users++
	return p, func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		if g.devices[device]--; g.devices[device] == 0 {
			delete(g.devices, device)
		}
		if p.users--; p.users == 0 {
			delete(g.orgs, org)
		}
	}, nil
}

// take waits for a place in the lane.
func (g *gate) take(ctx context.Context, p *places, lane replication.Lane) (leave func(), err error) {
	if lane != replication.LaneBulk {
		return seat(ctx, p.edit)
	}
	own, err := seat(ctx, p.bulk)
	if err != nil {
		return nil, err
	}
	shared, err := seat(ctx, g.bulk)
	if err != nil {
		own()
		return nil, err
	}
	return func() { shared(); own() }, nil
}

func seat(ctx context.Context, places chan struct{}) (leave func(), err error) {
	leave = func() { <-places }
	select {
	case places <- struct{}{}:
		return leave, nil
	default:
	}
	t := time.NewTimer(patience)
	defer t.Stop()
	select {
	case places <- struct{}{}:
		return leave, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-t.C:
		return nil, slowDown()
	}
}

// decide waits until a bulk operation may go into the store; edits go at once.
func (p *places) decide(ctx context.Context, lane replication.Lane) (leave func(), err error) {
	if lane != replication.LaneBulk {
		return func() {}, nil
	}
	select {
	case p.deciding <- struct{}{}:
		return func() { <-p.deciding }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// keyedLocks are mutexes by key, there while somebody holds or waits for one.
type keyedLocks struct {
	mu    sync.Mutex
	locks map[crm.ID]*keyedLock
}

type keyedLock struct {
	sync.Mutex
	users int
}

func (k *keyedLocks) lock(id crm.ID) (unlock func()) {
	k.mu.Lock()
	if k.locks == nil {
		k.locks = map[crm.ID]*keyedLock{}
	}
	l := k.locks[id]
	if l == nil {
		l = new(keyedLock)
		k.locks[id] = l
	}
	l.users++
	k.mu.Unlock()
	l.Lock()
	return func() {
		l.Unlock()
		k.mu.Lock()
		defer k.mu.Unlock()
		if l.users--; l.users == 0 {
			delete(k.locks, id)
		}
	}
}
