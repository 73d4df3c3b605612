package syncer

import (
	"context"
	"encoding/hex"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/wire"
	"carteira/backend/sqlite"
)

// moment is what only this process knows.
type moment struct {
	state       State         // "" = this process has not asked the server yet
	problem     *crm.Error    // of the connection
	unsent      [2]*crm.Error // of pushing alone, by lane: edits, bulk
	lastSync    time.Time
	nextTry     time.Time
	phase       string
	done, total int64
	kept        time.Time // when lastSync was written to the replica
}

const (
	// tellEvery is how often progress is told at most.
	tellEvery = 200 * time.Millisecond
	// keepEvery is how often the time of the last exchange is written down: a write for every change of others would
	// cost more than the change.
	keepEvery = 30 * time.Second
	// recent is how old an exchange of another process may be to count as being connected.
	recent = 10 * time.Minute
)

// Status says where things stand with the server. It asks nobody and is cheap.
func (s *Service) Status(ctx context.Context) (st Status, err error) {
	var e *sqlite.Enrolment
	var pending, refused, conflicts int64
	if err := s.db.View(ctx, func(v *sqlite.View) (err error) {
		if st.Device, _, err = v.Replica(); err != nil {
			return err
		}
		if e, err = v.Enrolment(); err != nil {
			return err
		}
		pending, refused, conflicts, err = v.SyncCounts()
		return err
	}); err != nil {
		return st, err
	}
	st.Pending, st.Refused, st.Conflicts = int(pending), int(refused), int(conflicts)
	s.mu.Lock()
	m := s.now
	s.mu.Unlock()
	if e == nil {
		st.State = StateNever
		if m.state == StateRevoked { // and wiped
			st.State, st.Problem = StateRevoked, m.problem
		}
		return st, nil
	}
	key, err := newDeviceKey(s.o.Keys, st.Device, s.db.Dir())
	if err != nil {
		return st, err
	}
	st.Server, st.Organization, st.Office, st.Fingerprint = e.Server, e.Organization, e.Office, hex.EncodeToString(e.Pin)
	st.KeyInFile = key.inFile()
	st.LastSyncAt, st.NextTryAt, st.Problem = later(m.lastSync, e.LastSyncAt), m.nextTry, m.problem
	for _, p := range m.unsent {
		if st.Problem == nil {
			st.Problem = p
		}
	}
	st.Phase, st.Done, st.Total = m.phase, m.done, m.total
	switch {
	case e.Revoked:
		st.State = StateRevoked
	case m.phase != "":
		st.State = StateSyncing
	case m.state != "":
		st.State = m.state
	case s.db.Now().Sub(e.LastSyncAt) < recent:
		st.State = StateOnline
	default:
		st.State = StateOffline
	}
	return st, nil
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// Listen calls f, which must return soon, with every change of the status that this process brings about, progress
// included. Before Start.
func (s *Service) Listen(f func(Status)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hearing = append(s.hearing, f)
}

// tell tells the listeners how things stand.
func (s *Service) tell(ctx context.Context) {
	s.mu.Lock()
	hearing := s.hearing
	s.told = time.Now()
	s.mu.Unlock()
	if len(hearing) == 0 {
		return
	}
	st, err := s.Status(context.WithoutCancel(ctx))
	if err != nil {
		s.log.Error("status of synchronization", "error", err)
		return
	}
	for _, f := range hearing {
		f(st)
	}
}

// change changes what this process knows, and tells it when it is worth telling.
func (s *Service) change(ctx context.Context, f func(m *moment)) {
	s.mu.Lock()
	before := s.now
	f(&s.now)
	after := s.now
	progress := after.done != before.done && time.Since(s.told) >= tellEvery
	s.mu.Unlock()
	if progress || after.state != before.state || after.phase != before.phase || after.problem != before.problem || after.unsent != before.unsent ||
		!after.nextTry.Equal(before.nextTry) {
		s.tell(ctx)
	}
}

// synced notes that this replica and the server have agreed a moment ago.
func (s *Service) synced(ctx context.Context) error {
	now := s.db.Now()
	keep := false
	s.change(ctx, func(m *moment) {
		m.lastSync, m.nextTry = now, time.Time{}
		m.state, m.problem = StateOnline, nil
		if keep = now.Sub(m.kept) >= keepEvery || now.Before(m.kept); keep {
			m.kept = now
		}
	})
	if !keep {
		return nil
	}
	return s.update(ctx, func(_ *sqlite.Tx, e *sqlite.Enrolment) bool {
		e.LastSyncAt = now
		return e.Server != ""
	})
}

// failed notes that the server cannot be spoken to, and until when it is left alone.
func (s *Service) failed(ctx context.Context, err error, wait time.Duration) {
	p := problemOf(err)
	s.change(ctx, func(m *moment) {
		m.state, m.problem, m.nextTry = StateOffline, p, time.Time{}
		if wait > 0 {
			m.nextTry = s.db.Now().Add(wait)
		}
		if p.Code == wire.CodeRevoked {
			m.state = StateRevoked
		}
		m.phase, m.done, m.total = "", 0, 0
	})
}

// Devices asks the server for the devices of the organization.
func (s *Service) Devices(ctx context.Context) ([]wire.Device, error) {
	if err := s.db.ViewAs(ctx, crm.PermSettings, func(*sqlite.View) error { return nil }); err != nil {
		return nil, err
	}
	c, e, err := s.connect(ctx)
	if err != nil {
		return nil, err
	}
	list, err := c.devices(ctx)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if list[i].Self { // its receipts come a little later than what they are for
			h, err := c.hello(ctx)
			if err != nil {
				return nil, err
			}
			list[i].Behind = max(0, h.Head-e.Seq)
		}
	}
	return list, nil
}
