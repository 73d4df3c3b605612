// Package api is the central server's face: the sync protocol and the platform's interface over HTTP. It keeps nothing
// of its own, so that several processes may serve one store.
package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"carteira/backend/crm"
	"carteira/backend/server/store"
)

// Options are the server's surroundings; the zero value is right for a program.
type Options struct {
	Log      *slog.Logger         // nil = slog.Default
	Now      func() time.Time     // nil = time.Now
	Registry *prometheus.Registry // nil = one of its own
}

// Server answers HTTP. It is safe for concurrent use.
type Server struct {
	store   *store.Store
	log     *slog.Logger
	now     func() time.Time
	mux     *http.ServeMux
	tokens  *tokens
	devices *devices
	heads   *heads
	gate    *gate
	metrics *metrics
	callers keyedLocks // platform calls that may create a contact, by organization
	done    chan struct{}
}

// New serves a store. The store stays the caller's to close, after Close.
func New(ctx context.Context, s *store.Store, o Options) (*Server, error) {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Registry == nil {
		o.Registry = prometheus.NewRegistry()
	}
	secret, err := s.Secret(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the server's secret: %w", err)
	}
	x := &Server{
		store: s, log: o.Log, now: o.Now, done: make(chan struct{}),
		tokens: newTokens(secret), devices: newDevices(s, o.Now), heads: newHeads(s, o.Log), gate: newGate(),
		metrics: newMetrics(o.Registry, s),
	}
	x.mux = http.NewServeMux()
	for _, r := range x.routes() {
		x.mux.Handle(r.method+" "+r.path, x.handle(r))
	}
	return x, nil
}

// Close ends every event stream: they would hold an orderly shutdown up. It is to be called once.
func (s *Server) Close() {
	close(s.done)
	s.heads.close()
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-store")
	if _, pattern := s.mux.Handler(r); pattern == "" {
		s.unknown(w, r)
		return
	}
	s.mux.ServeHTTP(w, r)
}

// access says who may call a route.
type access int

const (
	anybody  access = iota
	office          // a device with its token
	platform        // a platform with its key
)

// route is one line of the interface. openapi.json describes every one of them.
type route struct {
	method, path string
	access       access
	serve        func(*call) error
}

func (s *Server) routes() []route {
	return []route{
		{"POST", "/v1/enroll", anybody, s.enrol},
		{"POST", "/v1/token", anybody, s.token},
		{"GET", "/v1/hello", office, s.hello},
		{"POST", "/v1/push", office, s.push},
		{"GET", "/v1/pull", office, s.pull},
		{"GET", "/v1/events", office, s.events},
		{"POST", "/v1/ack", office, s.ack},
		{"GET", "/v1/digest", office, s.digest},
		{"GET", "/v1/devices", office, s.listDevices},
		{"POST", "/v1/platform/interactions", platform, s.addInteraction},
		{"POST", "/v1/platform/interactions/{id}/close", platform, s.closeInteraction},
		{"POST", "/v1/platform/interactions/{id}/messages", platform, s.addMessage},
		{"PUT", "/v1/platform/interactions/{id}/survey", platform, s.putSurvey},
		{"PUT", "/v1/platform/appointments/{id}", platform, s.putAppointment},
		{"PUT", "/v1/platform/users/{email}/presence", platform, s.setPresence},
		{"GET", "/v1/platform/blacklist/check", platform, s.checkBlacklist},
		{"GET", "/openapi.json", anybody, s.describe},
		{"GET", "/healthz", anybody, s.health},
		{"GET", "/metrics", anybody, s.metrics.serve},
	}
}

// call is one request that has passed its door.
type call struct {
	w       http.ResponseWriter
	r       *http.Request
	org     crm.ID       // of the token or key alone
	device  store.Device // access office
	expires time.Time    // of the token
}

// answer is what a route leaves to be logged and measured.
type answer struct {
	http.ResponseWriter
	status int
}

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(b []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	return a.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

const slowest = 10 * time.Minute // that one answer may take on its way out

func (s *Server) handle(r route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		begin := s.now()
		a := &answer{ResponseWriter: w}
		c := &call{w: a, r: q}
		// A connection that does not know deadlines (a test's recorder) does without.
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(slowest))
		defer func() {
			if p := recover(); p != nil {
				if p == http.ErrAbortHandler {
					panic(p)
				}
				// The value may quote a request: only where it happened is logged.
				s.log.Error("a request went wrong", "route", r.path, "panic", fmt.Sprintf("%T", p), "at", origin())
				s.problem(a, r, c, errPanic)
			}
			s.metrics.request(r, a.status, s.now().Sub(begin))
		}()
		err := s.admit(r, c)
		if err == nil {
			err = r.serve(c)
		}
		if err != nil {
			s.problem(a, r, c, err)
		}
	})
}

func (s *Server) admit(r route, c *call) error {
	switch r.access {
	case office:
		return s.admitOffice(c)
	case platform:
		return s.admitPlatform(c)
	}
	return nil
}

var errPanic = errors.New("panic")
