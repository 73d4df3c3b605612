package store

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
	"carteira/backend/server/pgtest"
)

// clock is a time that tests set.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func newClock() *clock { return &clock{now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)} }

// fixture is an open store with a clock.
type fixture struct {
	*testing.T
	*Store
	clock *clock
	url   string
}

func openAt(t testing.TB, url string, o Options) *Store {
	t.Helper()
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s, err := Open(context.Background(), url, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// onBoth runs a test on SQLite and on PostgreSQL.
func onBoth(t *testing.T, test func(f *fixture)) {
	for _, b := range []struct {
		name string
		url  func(t *testing.T) string
	}{
		{"sqlite", func(t *testing.T) string { return "sqlite:" + filepath.Join(t.TempDir(), "store") }},
		{"postgres", func(t *testing.T) string { return pgtest.URL(t) }},
	} {
		t.Run(b.name, func(t *testing.T) {
			f := &fixture{T: t, clock: newClock(), url: b.url(t)}
			f.Store = openAt(t, f.url, Options{Now: f.clock.Now})
			test(f)
		})
	}
}

func (f *fixture) check(err error) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
}

func (f *fixture) organization(name string) Organization {
	f.Helper()
	o, err := f.CreateOrganization(context.Background(), name)
	f.check(err)
	return o
}

// replica is a device as a test plays it.
type replica struct {
	f     *fixture
	store *Store
	Device
	epoch   string
	inc     int64
	lanes   map[replication.Lane]*laneEnd
	erasure int64
	offset  int64
	counter int64
}

type laneEnd struct {
	last  int64
	nonce []byte
}

func (f *fixture) enrol(org crm.ID, office string) *replica {
	f.Helper()
	r := f.enrolDevice(org, office, crm.NewID())
	return r
}

func (f *fixture) enrolDevice(org crm.ID, office string, id crm.ID) *replica {
	f.Helper()
	code, _, err := f.NewCode(context.Background(), org)
	f.check(err)
	a, err := f.Enrol(context.Background(), wire.EnrolRequest{Code: code, Device: id, Office: office, PublicKey: make([]byte, 32)})
	f.check(err)
	d, err := f.Device(context.Background(), id)
	f.check(err)
	return &replica{f: f, store: f.Store, Device: d, epoch: a.Epoch, inc: 1, lanes: map[replication.Lane]*laneEnd{}}
}

func (r *replica) lane(name replication.Lane) *laneEnd {
	if r.lanes[name] == nil {
		r.lanes[name] = &laneEnd{}
	}
	return r.lanes[name]
}

// op is an operation by the replica's clock.
func (r *replica) op(kind replication.Kind, body any) wire.Op {
	r.f.Helper()
	b, err := encodeBody(body)
	r.f.check(err)
	r.counter++
	now := r.f.clock.Now()
	return wire.Op{Counter: r.counter, Kind: kind, HLC: replication.Tick(0, now) + replication.HLC(r.counter), At: now.UnixMilli(), Body: b}
}

func (r *replica) header(name replication.Lane) wire.PushHeader {
	l := r.lane(name)
	return wire.PushHeader{Version: wire.Version, Incarnation: r.inc, Lane: name, First: l.last + 1, Nonce: l.nonce,
		Offset: r.offset, Erasure: r.erasure, Epoch: r.epoch}
}

// try pushes without taking the answer in.
func (r *replica) try(h wire.PushHeader, ops ...wire.Op) (wire.PushAnswer, []wire.OpResult, error) {
	return r.store.Push(context.Background(), r.Device, h, ops)
}

// push pushes and takes the answer in.
func (r *replica) push(ops ...wire.Op) []wire.OpResult {
	r.f.Helper()
	return r.pushIn(replication.LaneEdit, ops...)
}

func (r *replica) pushIn(name replication.Lane, ops ...wire.Op) []wire.OpResult {
	r.f.Helper()
	a, results, err := r.try(r.header(name), ops...)
	r.f.check(err)
	l := r.lane(name)
	l.last, l.nonce = a.Last, a.Nonce
	return results
}

func (r *replica) create(fields map[crm.Field]string, phones ...crm.Phone) crm.ID {
	r.f.Helper()
	id := crm.NewID()
	res := r.push(r.op(replication.KindContactCreate, replication.ContactCreate{ID: id, At: 1, Fields: fields, Phones: phones}))
	if res[0].Result.Outcome != replication.Applied {
		r.f.Fatalf("create: %+v", res[0].Result)
	}
	return id
}

func (f *fixture) refused(err error, status int, code string) *Refusal {
	f.Helper()
	var r *Refusal
	if !errors.As(err, &r) || r.Status != status || r.Problem.Error.Code != code {
		f.Fatalf("got %v (%+v), want a refusal %d %s", err, r, status, code)
	}
	return r
}

func TestOrganizations(t *testing.T) {
	onBoth(t, func(f *fixture) {
		ctx := context.Background()
		a, b := f.organization("Alfa"), f.organization("Beta")
		if _, err := f.CreateOrganization(ctx, " ALFA "); crm.CodeOf(err) != crm.CodeConflict {
			f.Errorf("a name taken: %v", err)
		}
		all, err := f.Organizations(ctx)
		f.check(err)
		if !slices.Equal(all, []Organization{a, b}) {
			f.Errorf("got %v", all)
		}
		for _, text := range []string{"beta", b.ID.String()} {
			if got, err := f.Organization(ctx, text); err != nil || got != b {
				f.Errorf("%q: %v %v", text, got, err)
			}
		}
		if _, err := f.Organization(ctx, "Gama"); crm.CodeOf(err) != crm.CodeNotFound {
			f.Errorf("none: %v", err)
		}
	})
}

func TestEnrolment(t *testing.T) {
	onBoth(t, func(f *fixture) {
		ctx := context.Background()
		org := f.organization("Alfa")
		enrol := func(code string, device crm.ID, key byte, number int64) (wire.EnrolAnswer, error) {
			return f.Enrol(ctx, wire.EnrolRequest{Code: code, Device: device, Office: "Recife", PublicKey: slices.Repeat([]byte{key}, 32), Number: number})
		}
		fresh := func() string {
			code, expires, err := f.NewCode(ctx, org.ID)
			f.check(err)
			if got := expires.Sub(f.clock.Now()); got != codeLife || len(code) != 14 {
				f.Fatalf("code of %d characters for %v", len(code), got)
			}
			return code
		}
		id, code := crm.NewID(), fresh()
		a, err := enrol(code, id, 1, 0)
		f.check(err)
		if a.Number != 3 || a.Organization != "Alfa" || a.OrganizationID != org.ID || a.Epoch == "" {
			f.Errorf("got %+v", a)
		}
		if again, err := enrol(code, id, 1, 0); err != nil || again != a {
			f.Errorf("the answer was lost: %+v %v", again, err)
		}
		_, err = enrol(code, id, 2, 0)
		f.refused(err, http.StatusForbidden, wire.CodeCodeInvalid)
		_, err = enrol(code, crm.NewID(), 1, 0)
		f.refused(err, http.StatusForbidden, wire.CodeCodeInvalid)
		_, err = enrol("AAAA-AAAA-AAAA", id, 1, 0)
		f.refused(err, http.StatusForbidden, wire.CodeCodeInvalid)
		code = fresh()
		f.clock.add(codeLife)
		_, err = enrol(code, id, 1, 0)
		f.refused(err, http.StatusForbidden, wire.CodeCodeInvalid)

		f.check(f.Revoke(ctx, id, true))
		if d, err := f.Device(ctx, id); err != nil || !d.Revoked || !d.Wipe {
			f.Errorf("revoked: %+v %v", d, err)
		}
		if a, err = enrol(fresh(), id, 7, 0); err != nil || a.Number != 3 {
			f.Errorf("a device that comes back: %+v %v", a, err)
		}
		if d, err := f.Device(ctx, id); err != nil || d.Revoked || d.Wipe || d.PublicKey[0] != 7 || d.Office != "Recife" || d.Org != org.ID {
			f.Errorf("back: %+v %v", d, err)
		}
		if a, err = enrol(fresh(), crm.NewID(), 1, 40); err != nil || a.Number != 40 {
			f.Errorf("a number still free: %+v %v", a, err)
		}
		if a, err = enrol(fresh(), crm.NewID(), 1, 40); err != nil || a.Number != 41 {
			f.Errorf("a number taken: %+v %v", a, err)
		}
		if a, err = enrol(fresh(), crm.NewID(), 1, 1<<62); err != nil || a.Number != 42 {
			f.Errorf("an absurd number: %+v %v", a, err)
		}
		other := f.organization("Beta")
		code, _, err = f.NewCode(ctx, other.ID)
		f.check(err)
		_, err = enrol(code, id, 1, 0)
		f.refused(err, http.StatusConflict, crm.CodeConflict)
		if a, err = enrol(code, crm.NewID(), 1, 0); err != nil || a.OrganizationID != other.ID {
			f.Errorf("the code was not used up by a refusal: %+v %v", a, err)
		}
		_, err = f.Device(ctx, crm.NewID())
		f.refused(err, http.StatusUnauthorized, wire.CodeUnknown)
		f.refused(f.Revoke(ctx, crm.NewID(), false), http.StatusUnauthorized, wire.CodeUnknown)
	})
}

func TestDevicesAreSeenAndAcknowledge(t *testing.T) {
	onBoth(t, func(f *fixture) {
		ctx := context.Background()
		org := f.organization("Alfa")
		r := f.enrol(org.ID, "Recife")
		seen := func() int64 {
			all, err := f.Devices(ctx, org.ID)
			f.check(err)
			return all[0].LastSeenAt
		}
		if seen() != 0 {
			f.Error("seen before it was")
		}
		f.check(f.Seen(ctx, r.Device))
		first := seen()
		f.clock.add(59 * time.Second)
		f.check(f.Seen(ctx, r.Device))
		if seen() != first || first != newClock().now.UnixMilli() {
			f.Error("written down more than once a minute")
		}
		f.clock.add(time.Second)
		f.check(f.Seen(ctx, r.Device))
		if seen() == first {
			f.Error("not written down after a minute")
		}

		contact := r.create(map[crm.Field]string{crm.FieldName: "Ana"})
		res := r.push(r.op(replication.KindDelete, replication.Erase{ID: contact}))
		all, err := f.Devices(ctx, org.ID)
		f.check(err)
		if d := all[0]; d.Behind != 2 || !d.ErasureOwed || d.Number != r.Number || d.Office != "Recife" || d.Revoked {
			f.Errorf("before: %+v", d)
		}
		f.check(f.Ack(ctx, r.Device, wire.Ack{Seq: 99, Erasure: res[0].Seq}))
		f.check(f.Ack(ctx, r.Device, wire.Ack{Seq: 1, Erasure: 0}))
		d, err := f.Device(ctx, r.ID)
		f.check(err)
		if d.Seq != 2 || d.Erasure != 2 {
			f.Errorf("acknowledged: %+v", d)
		}
		if all, err = f.Devices(ctx, org.ID); err != nil || all[0].Behind != 0 || all[0].ErasureOwed {
			f.Errorf("after: %+v %v", all, err)
		}
		h, err := f.Hello(ctx, r.Device)
		f.check(err)
		if h.Head != 2 || h.ErasureHead != 2 || h.Epoch != r.epoch || h.Organization != "Alfa" || h.ServerTime != f.clock.Now().UnixMilli() {
			f.Errorf("hello: %+v", h)
		}
	})
}

func TestSecretAndPlatformKeys(t *testing.T) {
	onBoth(t, func(f *fixture) {
		ctx := context.Background()
		org := f.organization("Alfa")
		one, err := f.Secret(ctx)
		f.check(err)
		two, err := openAt(f.T, f.url, Options{}).Secret(ctx)
		f.check(err)
		if len(one) != 32 || !slices.Equal(one, two) {
			f.Error("two processes have two secrets")
		}
		key, err := f.NewPlatformKey(ctx, org.ID)
		f.check(err)
		if got, err := f.PlatformOrganization(ctx, key); err != nil || got != org {
			f.Errorf("got %v %v", got, err)
		}
		_, err = f.PlatformOrganization(ctx, key+"x")
		f.refused(err, http.StatusUnauthorized, crm.CodeNotAllowed)
	})
}
