package api

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/wire"
	"carteira/backend/server/store"
)

// admitOffice lets a device in that has a token and has not been revoked since. The organization comes from the token
// alone (S4).
func (s *Server) admitOffice(c *call) error {
	token, ok := bearer(c.r)
	if !ok {
		return refusal(http.StatusUnauthorized, wire.CodeToken, "a token is needed: POST /v1/token gives one")
	}
	g, ok := s.tokens.read(token, s.now())
	if !ok {
		return refusal(http.StatusUnauthorized, wire.CodeToken, "the token has expired")
	}
	d, err := s.devices.get(c.r.Context(), g.device)
	if err != nil {
		return err
	}
	if d.Org != g.org || printOf(d.PublicKey) != g.key {
		return refusal(http.StatusUnauthorized, wire.CodeToken, "the token is not of this enrolment")
	}
	c.org, c.device, c.expires = g.org, d, g.expires
	if d.Revoked {
		return revoked(d)
	}
	if s.devices.due(d.ID) {
		if err := s.store.Seen(c.r.Context(), d); err != nil {
			s.log.Warn("a device's visit was not noted", "device", d.ID, "error", err)
		}
	}
	return nil
}

func revoked(d store.Device) error {
	r := refusal(http.StatusUnauthorized, wire.CodeRevoked, "this device's access has been withdrawn")
	r.Problem.Wipe = d.Wipe
	return r
}

func (s *Server) admitPlatform(c *call) error {
	key, ok := bearer(c.r)
	if !ok {
		return refusal(http.StatusUnauthorized, codeKey, "a platform key is needed: carteira-server platform-key makes one")
	}
	org, err := s.store.PlatformOrganization(c.r.Context(), key)
	if err != nil {
		var refused *store.Refusal
		if errors.As(err, &refused) {
			return refusal(http.StatusUnauthorized, codeKey, "the platform key is wrong")
		}
		return err
	}
	c.org = org.ID
	return nil
}

func bearer(r *http.Request) (string, bool) {
	scheme, token, ok := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.TrimSpace(token), ok && strings.EqualFold(scheme, "Bearer")
}

// devices remembers device rows for a second: a revocation, by whichever process, holds from then on.
type devices struct {
	store *store.Store
	now   func() time.Time

	mu   sync.Mutex
	rows map[crm.ID]row
}

type row struct {
	device   store.Device
	read     time.Time
	seenNext time.Time
}

const (
	rowLife  = time.Second
	maxRows  = 20_000 // beyond it the old ones go
	seenStep = time.Minute
)

func newDevices(s *store.Store, now func() time.Time) *devices {
	return &devices{store: s, now: now, rows: map[crm.ID]row{}}
}

func (d *devices) get(ctx context.Context, id crm.ID) (store.Device, error) {
	now := d.now()
	d.mu.Lock()
	r, ok := d.rows[id]
	d.mu.Unlock()
	if ok && now.Sub(r.read) < rowLife && !now.Before(r.read) {
		return r.device, nil
	}
	device, err := d.store.Device(ctx, id)
	if err != nil {
		return store.Device{}, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.rows) >= maxRows {
		for k, x := range d.rows {
			if now.Sub(x.read) >= rowLife {
				delete(d.rows, k)
			}
		}
	}
	d.rows[id] = row{device: device, read: now, seenNext: r.seenNext}
	return device, nil
}

// forget makes the next request read the row again: what it says has changed.
func (d *devices) forget(id crm.ID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	r := d.rows[id]
	r.read = time.Time{}
	d.rows[id] = r
}

// due tells once a minute that the device's visit is to be noted.
func (d *devices) due(id crm.ID) bool {
	now := d.now()
	d.mu.Lock()
	defer d.mu.Unlock()
	r := d.rows[id]
	if now.Before(r.seenNext) {
		return false
	}
	r.seenNext = now.Add(seenStep)
	d.rows[id] = r
	return true
}
