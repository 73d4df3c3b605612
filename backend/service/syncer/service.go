package syncer

import (
	"context"
	"log/slog"
	"net/http"
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
	chunks  chunks
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
