package simulation_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
	"carteira/backend/server/store"
	"carteira/backend/sqlite"
)

// world is an organization in one process: offices with real replicas, two servers on one real store, and between
// them a network that loses, repeats and cuts. Every decision comes from one seed.
type world struct {
	t       testing.TB
	ctx     context.Context
	rng     *rand.Rand
	dir     string
	store   string // folder
	servers []*store.Store
	org     crm.ID
	offices []*office
	faulty  bool
	trace   []string

	identifiers
	people    []crm.ID // every contact proposed in this schedule
	notes     map[crm.ID]crm.ID
	calls     map[crm.ID]crm.ID // interactions by id: their contact
	dates     []crm.ID          // appointments
	marks     map[crm.ID]string // by contact: what nobody else has
	gone      map[string]bool   // marks of erased people
	agents    []crm.ID
	serial    int
	words     map[string]word // by text: what nobody else has written
	replaced  map[string]bool // texts that somebody has seen, and put another in their place
	forgotten bool            // an office was restored: what was only there may be gone
	restored  bool            // the server was
}

type office struct {
	name string
	dir  string
	db   *sqlite.DB
	skew time.Duration
	id   crm.ID
	ctx  context.Context
}

func scratch(t testing.TB) string {
	if dir, err := os.MkdirTemp("/dev/shm", "carteira-sim-"); err == nil {
		t.Cleanup(func() { os.RemoveAll(dir) })
		return dir
	}
	return t.TempDir()
}

func newWorld(t testing.TB, seed uint64, offices int) *world {
	w := &world{
		t: t, rng: rand.New(rand.NewPCG(seed, 7)), dir: scratch(t), ctx: context.Background(), faulty: true,
		notes: map[crm.ID]crm.ID{}, calls: map[crm.ID]crm.ID{}, marks: map[crm.ID]string{}, words: map[string]word{}, replaced: map[string]bool{}, gone: map[string]bool{},
	}
	w.store = filepath.Join(w.dir, "server")
	w.openServers()
	org, err := w.servers[0].CreateOrganization(w.ctx, "org")
	w.must(err)
	w.org = org.ID
	for i := range offices {
		skew := time.Duration(0)
		switch w.rng.IntN(6) {
		case 0:
			skew = 10 * 365 * 24 * time.Hour
		case 1:
			skew = -10 * 365 * 24 * time.Hour
		case 2:
			skew = time.Duration(w.rng.IntN(4000)-2000) * time.Millisecond
		}
		w.join(fmt.Sprint("office ", i), skew)
	}
	if offices > 0 {
		w.found()
	}
	return w
}

// join adds an office to the organization.
func (w *world) join(name string, skew time.Duration) *office {
	o := &office{name: name, dir: filepath.Join(w.dir, name), skew: skew}
	w.offices = append(w.offices, o)
	w.open(o)
	w.enrol(o)
	if len(w.agents) > 0 {
		o.ctx = w.agent()
	}
	return o
}

// agent is the context in which somebody acts.
func (w *world) agent() context.Context {
	return crm.WithActor(w.ctx, crm.Actor{User: choose(w, w.agents), Name: "Agente", Profile: crm.ProfileAdmin, Source: "window"})
}

func (w *world) openServers() {
	w.servers = nil
	for range 2 {
		s, err := store.Open(w.ctx, "sqlite:"+w.store, store.Options{Log: slog.New(slog.DiscardHandler)})
		w.must(err)
		w.servers = append(w.servers, s)
	}
}

func (w *world) closeServers() {
	for _, s := range w.servers {
		w.must(s.Close())
	}
	w.servers = nil
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		for _, line := range w.trace {
			w.t.Log(line)
		}
		w.t.Fatal(err)
	}
}

func (w *world) say(o *office, format string, args ...any) {
	w.trace = append(w.trace, o.name+": "+fmt.Sprintf(format, args...))
}

func (w *world) server() *store.Store { return w.servers[w.rng.IntN(len(w.servers))] }

func (w *world) open(o *office) {
	db, err := sqlite.Open(w.ctx, o.dir, sqlite.Options{RefuseUntyped: true, Now: func() time.Time { return time.Now().Add(o.skew) }})
	w.must(err)
	o.db = db
	w.must(db.Warm(w.ctx)) // as an office whose window is open
	o.ctx = crm.WithActor(w.ctx, crm.System)
	w.must(db.View(w.ctx, func(v *sqlite.View) (err error) { o.id, _, err = v.Replica(); return err }))
}

func (w *world) close() {
	for _, o := range w.offices {
		w.must(o.db.Close())
	}
	w.closeServers()
}

func (w *world) enrol(o *office) {
	code, _, err := w.server().NewCode(w.ctx, w.org)
	w.must(err)
	a, err := w.server().Enrol(w.ctx, wire.EnrolRequest{Code: code, Device: o.id, Office: o.name, PublicKey: make([]byte, 32)})
	w.must(err)
	w.must(o.db.Update(o.ctx, func(tx *sqlite.Tx) error {
		return tx.SaveEnrolment(&sqlite.Enrolment{
			Server: "http://sim", OrganizationID: a.OrganizationID, Organization: a.Organization, Office: o.name, Number: a.Number,
			Epoch: a.Epoch, Offset: -o.skew.Milliseconds(),
		})
	}))
}

// found gives the organization its users, and waits until every office has them.
func (w *world) found() {
	o := w.offices[0]
	for i := range 3 {
		id := crm.NewID()
		w.agents = append(w.agents, id)
		w.must(o.db.Update(o.ctx, func(tx *sqlite.Tx) error {
			return tx.PutUser(crm.User{ID: id, Name: fmt.Sprint("Agente ", i), Email: fmt.Sprintf("a%d@x.com.br", i), Profile: crm.ProfileAdmin, Active: true}, "hash")
		}))
	}
	w.must(o.db.Update(o.ctx, func(tx *sqlite.Tx) error {
		for _, p := range []crm.Permission{crm.PermAnonymize} {
			if err := tx.SetPermission(crm.ProfileAdmin, p, true); err != nil {
				return err
			}
		}
		return nil
	}))
	w.settle()
	for _, o := range w.offices {
		o.ctx = w.agent()
	}
}

func (w *world) device(o *office) store.Device {
	d, err := w.server().Device(w.ctx, o.id)
	w.must(err)
	return d
}

func (w *world) lost() bool { return w.faulty && w.rng.IntN(8) == 0 }

// push sends the next operations of a lane; moved says that something was exchanged.
func (w *world) push(o *office, lane replication.Lane) (moved bool) {
	limit := 1 + w.rng.IntN(20)
	if lane == replication.LaneBulk {
		limit = 1
	}
	h, ops, err := o.db.NextPush(w.ctx, lane, limit, 1<<20)
	w.must(err)
	if len(ops) == 0 || w.lost() { // the request does not arrive
		return len(ops) > 0
	}
	times := 1
	if w.lost() { // it arrives twice
		times = 2
	}
	var answer wire.PushAnswer
	var results []wire.OpResult
	for range times {
		var r *store.Refusal
		answer, results, err = w.server().Push(w.ctx, w.device(o), h, ops)
		if errors.As(err, &r) {
			w.say(o, "push %s refused: %s", lane, r.Error())
			return w.refused(o, lane, r)
		}
		w.must(err)
	}
	if w.lost() { // its answer does not
		return true
	}
	for _, r := range results {
		w.say(o, "push %s %d: %+v seq %d", lane, r.Number, r.Result, r.Seq)
	}
	w.must(o.db.Pushed(w.ctx, h, answer, results))
	return true
}

func (w *world) refused(o *office, lane replication.Lane, r *store.Refusal) bool {
	switch r.Problem.Error.Code {
	case wire.CodeGap:
		w.must(o.db.Renumber(w.ctx, lane, r.Expected))
	case wire.CodeCloned:
		w.must(o.db.NewIncarnation(w.ctx, r.Incarnation))
	case wire.CodeErasure:
		w.pull(o)
	case wire.CodeEpoch:
		w.hello(o)
	default:
		w.must(r)
	}
	return true
}

func (w *world) hello(o *office) {
	h, err := w.server().Hello(w.ctx, w.device(o))
	w.must(err)
	w.newEpoch(o, h.Epoch)
}

func (w *world) newEpoch(o *office, epoch string) (changed bool) {
	var e *sqlite.Enrolment
	w.must(o.db.View(w.ctx, func(v *sqlite.View) (err error) { e, err = v.Enrolment(); return err }))
	if e.Epoch == epoch {
		return false
	}
	w.say(o, "new epoch")
	w.must(o.db.NewEpoch(w.ctx, epoch))
	return true
}

// pull takes one page over; moved says that there was something.
func (w *world) pull(o *office) (moved bool) {
	var e *sqlite.Enrolment
	w.must(o.db.View(w.ctx, func(v *sqlite.View) (err error) { e, err = v.Enrolment(); return err }))
	size := 1 << 20
	if w.rng.IntN(3) == 0 {
		size = 400
	}
	page, err := w.server().Pull(w.ctx, w.device(o), e.Cursor, size, 0)
	w.must(err)
	if w.lost() {
		return true
	}
	if w.newEpoch(o, page.Header.Epoch) {
		return true
	}
	if page.Header.State {
		w.say(o, "copy of %d from %q to %q", len(page.Effects), e.Cursor, page.End.Cursor)
		w.must(o.db.ApplyCopy(w.ctx, page.Header, []replication.Records{page.Effects}, page.End))
	} else {
		if len(page.Entries) > 0 && w.lost() { // the stream is cut
			page.Entries, page.End = page.Entries[:w.rng.IntN(len(page.Entries))], wire.PullEnd{}
		}
		w.say(o, "%d lines from %q to %q", len(page.Entries), e.Cursor, page.End.Cursor)
		w.must(o.db.ApplyLog(w.ctx, page.Header, page.Entries, page.End))
	}
	w.must(o.db.View(w.ctx, (*sqlite.View).CheckForest))
	return page.End.More || len(page.Entries)+len(page.Effects) > 0 || page.End.Cursor != e.Cursor
}

// settle lets everybody exchange until nobody has anything left to say (S5.16).
func (w *world) settle() {
	faulty := w.faulty
	w.faulty = false
	defer func() { w.faulty = faulty }()
	for round := range 400 {
		moved := false
		for _, o := range w.offices {
			for _, lane := range []replication.Lane{replication.LaneEdit, replication.LaneBulk} {
				moved = w.push(o, lane) || moved
			}
			moved = w.pull(o) || moved
		}
		if !moved {
			return
		}
		if round == 399 {
			w.must(errors.New("the offices do not come to rest"))
		}
	}
}

// known are the contacts of this schedule that the office has, and may change.
func (w *world) known(o *office) []crm.ID {
	var out []crm.ID
	w.must(o.db.View(w.ctx, func(v *sqlite.View) error {
		for _, id := range w.people {
			s, err := v.Contact(id)
			if err == nil && !s.Anonymized && !slices.Contains(out, s.ID) {
				out = append(out, s.ID)
			}
		}
		return nil
	}))
	return out
}
