package syncer

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
	"carteira/backend/sqlite"
)

// Options are the seams of the service; the zero value is right for a program.
type Options struct {
	Transport http.RoundTripper // nil = HTTP, over TLS with the key pinned at enrolment
	Keys      Keys              // nil = the keystore of the system
	Schedule  string            // cron expression of the safety net, "" = every five minutes
	Log       *slog.Logger      // nil = slog.Default()
	// Retry is how long to wait after a first failure; it doubles with each. 0 = a second.
	Retry time.Duration
}

// Service keeps a replica and its server in agreement.
type Service struct {
	db  *sqlite.DB
	o   Options
	log *slog.Logger
	ctx context.Context // of the program itself, ended by Close

	turn  *turn
	pulls sync.Mutex                       // one pull at a time
	lanes map[replication.Lane]*sync.Mutex // one push at a time in each lane
	// numbering is held for reading while a push is under way, and for writing while its numbers change their meaning: a
	// new incarnation, a new epoch.
	numbering   sync.RWMutex
	names       int64 // highest number whose name is known; guarded by pulls
	seq         atomic.Int64
	withdrawing sync.Mutex
	certifying  sync.Mutex
	acked       receipt                    // guarded by certifying
	offers      atomic.Bool                // a restored server may lack what this replica has
	limits      atomic.Pointer[wire.Hello] // of the last hello, nil before it
	barred      atomic.Bool                // the server does not take pushes of this version

	mu      sync.Mutex
	client  *client
	of      string // server and pin that client is for
	now     moment
	hearing []func(Status)
	told    time.Time // when the listeners were told last

	wake    signals
	close   context.CancelFunc
	running sync.WaitGroup
}

// New returns the service of a replica; nothing is sent before Start, Enrol or Now.
func New(db *sqlite.DB, o Options) *Service {
	if o.Keys == nil {
		o.Keys = systemKeys{}
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Retry == 0 {
		o.Retry = time.Second
	}
	ctx, cancel := context.WithCancel(crm.WithActor(context.Background(), crm.System))
	return &Service{
		db: db, o: o, log: o.Log, ctx: ctx, close: cancel, turn: newTurn(db.Dir()), wake: newSignals(),
		lanes: map[replication.Lane]*sync.Mutex{replication.LaneEdit: {}, replication.LaneBulk: {}},
	}
}

// Close ends what is under way, where it can be taken up again, and waits for that.
func (s *Service) Close() {
	s.close()
	s.running.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.client != nil {
		s.client.close()
	}
}

// Enrol gives this replica its place in an organization. server is an address as people type it; code is what
// `carteira-server device code` printed, with the fingerprint of the server's key after a # or without; office is how
// this place is called, "" for the name of the computer. What the replica holds is sent from then on. A replica without
// users may be enrolled before anybody signs in: it gets its users from the server. An enrolled one may enrol again
// with the same organization, as after a loss of its key.
// Errors: wire.CodeCodeInvalid, wire.CodePlainHTTP, CodeServerUnreachable, CodeCertificate, CodeFingerprint,
// CodeOtherOrganization.
func (s *Service) Enrol(ctx context.Context, server, code, office string) error {
	if err := s.mayEnrol(ctx); err != nil {
		return err
	}
	base, err := parseServer(server)
	if err != nil {
		return err
	}
	code, fingerprint, err := parseCode(code)
	if err != nil {
		return err
	}
	if office == "" {
		if office, err = os.Hostname(); err != nil {
			return crm.Errorf(crm.CodeInvalid, "office", "an office needs a name")
		}
	}
	if office, err = crm.ParseDefinitionName("office", office); err != nil {
		return err
	}
	t := &trust{host: base.Hostname(), firstUse: true, fingerprint: fingerprint}
	return s.enrol(ctx, base, t, wire.EnrolRequest{Code: code, Office: office})
}

func (s *Service) mayEnrol(ctx context.Context) error {
	var users int64
	if err := s.db.View(ctx, func(v *sqlite.View) (err error) { users, err = v.CountUsers(); return err }); err != nil || users == 0 {
		return err
	}
	return s.db.ViewAs(ctx, crm.PermSettings, func(*sqlite.View) error { return nil })
}

func (s *Service) enrol(ctx context.Context, base *url.URL, t *trust, r wire.EnrolRequest) error {
	key, before, err := s.identity(ctx)
	if err != nil {
		return err
	}
	private, err := key.loadOrCreate()
	if err != nil {
		return err
	}
	public, ok := private.Public().(ed25519.PublicKey)
	if !ok {
		panic("bug: the public half of an Ed25519 key is of another type")
	}
	r.PublicKey = public
	if r.Device, _, err = s.replica(ctx); err != nil {
		return err
	}
	if before != nil {
		r.Number = before.Number
	}
	c := newClient(base, s.transport(t), r.Device, key.load)
	defer c.close()
	a, err := c.enrol(ctx, r)
	if err != nil {
		return err
	}
	if before != nil && before.OrganizationID != a.OrganizationID {
		return crm.Errorf(CodeOtherOrganization, "code", "this data folder belongs to another organization; use an empty one")
	}
	if err := s.update(ctx, func(tx *sqlite.Tx, e *sqlite.Enrolment) bool {
		if e.OrganizationID == crm.NoID {
			*e = sqlite.Enrolment{OrganizationID: a.OrganizationID, Epoch: a.Epoch} // another epoch is met by the next pull
		}
		e.Server, e.Organization, e.Office, e.Number, e.Pin, e.Revoked = base.String(), a.Organization, r.Office, a.Number, t.accepted(), false
		return true
	}); err != nil {
		return err
	}
	s.log.Info("enrolled", "organization", a.OrganizationID, "number", a.Number, "pinned", t.accepted() != nil, "key_in_file", key.inFile())
	s.mu.Lock()
	s.client, s.now = nil, moment{}
	s.mu.Unlock()
	s.wake.retry.set()
	s.tell(ctx)
	return nil
}

// identity is the place of this device's key, and its enrolment, nil when it has none.
func (s *Service) identity(ctx context.Context) (*deviceKey, *sqlite.Enrolment, error) {
	device, e, err := s.replica(ctx)
	if err != nil {
		return nil, nil, err
	}
	key, err := newDeviceKey(s.o.Keys, device, s.db.Dir())
	return key, e, err
}

func (s *Service) replica(ctx context.Context) (device crm.ID, e *sqlite.Enrolment, err error) {
	err = s.db.View(ctx, func(v *sqlite.View) (err error) {
		if device, _, err = v.Replica(); err != nil {
			return err
		}
		e, err = v.Enrolment()
		return err
	})
	return device, e, err
}

// update changes the enrolment, a blank one when there is none; nothing is written when f changes nothing.
func (s *Service) update(ctx context.Context, f func(tx *sqlite.Tx, e *sqlite.Enrolment) (changed bool)) error {
	return s.db.Update(crm.WithActor(ctx, crm.System), func(tx *sqlite.Tx) error {
		e, err := tx.Enrolment()
		if err != nil {
			return err
		}
		if e == nil {
			e = new(sqlite.Enrolment)
		}
		if !f(tx, e) {
			return nil
		}
		return tx.SaveEnrolment(e)
	})
}

func (s *Service) transport(t *trust) http.RoundTripper {
	if s.o.Transport != nil {
		return s.o.Transport
	}
	return newTransport(t)
}

// connect is the client of the server that this replica is enrolled with. Errors: CodeNotEnrolled, wire.CodeRevoked.
func (s *Service) connect(ctx context.Context) (*client, *sqlite.Enrolment, error) {
	key, e, err := s.identity(ctx)
	switch {
	case err != nil:
		return nil, nil, err
	case e == nil:
		return nil, nil, crm.Errorf(CodeNotEnrolled, "", "this data folder is not enrolled with a server")
	case e.Revoked:
		return nil, nil, crm.Errorf(wire.CodeRevoked, "", "this device's access has been withdrawn")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	of := e.Server + "#" + string(e.Pin)
	if s.client != nil && s.of == of {
		return s.client, e, nil
	}
	base, err := parseServer(e.Server)
	if err != nil {
		return nil, nil, err
	}
	device, _, err := s.replica(ctx)
	if err != nil {
		return nil, nil, err
	}
	s.of, s.client = of, newClient(base, s.transport(&trust{host: base.Hostname(), pin: e.Pin}), device, key.load)
	return s.client, e, nil
}

// withdrawn carries out what a server says that has withdrawn this device's access. A wipe order destroys the replica
// (S4); until that is done the enrolment stands, so that an order that could not be carried out is met again.
func (s *Service) withdrawn(ctx context.Context, r *refusal) error {
	ctx = crm.WithActor(context.WithoutCancel(ctx), crm.System)
	s.withdrawing.Lock()
	defer s.withdrawing.Unlock()
	key, e, err := s.identity(ctx)
	if err != nil || e == nil || e.Revoked { // done already
		return err
	}
	s.log.Warn("access withdrawn", "wipe", r.problem.Wipe)
	if !r.problem.Wipe {
		return s.update(ctx, func(_ *sqlite.Tx, e *sqlite.Enrolment) bool { e.Revoked = true; return true })
	}
	if err := errors.Join(s.db.Wipe(ctx), key.remove()); err != nil {
		return fmt.Errorf("wipe replica: %w", err)
	}
	s.mu.Lock()
	s.client = nil
	s.mu.Unlock()
	return nil
}
