package store

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
)

// What one interactive push may hold (S3).
const (
	MaxOps   = 1000
	MaxBytes = 1 << 20
)

// Push decides operations: edits all in one transaction, bulk operations a few in each, so that nobody waits long for
// them. Repeating a push changes nothing and is answered as before, whatever of it had been decided. Refused with
// CodeEpoch, CodeOldVersion, CodeErasure, CodeGap, CodeCloned.
func (s *Store) Push(ctx context.Context, d Device, h wire.PushHeader, ops []wire.Op) (wire.PushAnswer, []wire.OpResult, error) {
	o, err := s.org(ctx, d.Org)
	if err != nil {
		return wire.PushAnswer{}, nil, err
	}
	if err := checkPush(&h); err != nil {
		return wire.PushAnswer{}, nil, err
	}
	if h.Lane == replication.LaneEdit {
		s.calm.edited(s.now())
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	parts := &parts{coming: s.prepare(ctx, d, h, ops)}
	var answer wire.PushAnswer
	var results []wire.OpResult
	for parts.more() {
		done, err := s.pushTogether(ctx, o, parts)
		if err != nil {
			return wire.PushAnswer{}, nil, err
		}
		for _, p := range done {
			answer, results = p.answer, append(results, p.results...)
		}
	}
	return answer, results, ctx.Err()
}

// prepare reads ahead, beside the deciding, what is decided in one transaction each. It ends early with ctx.
func (s *Store) prepare(ctx context.Context, d Device, h wire.PushHeader, ops []wire.Op) <-chan *push {
	parts := make(chan *push, 1)
	go func() {
		defer close(parts)
		for rest := ops; ; {
			n := len(rest)
			if h.Lane == replication.LaneBulk {
				n = min(n, 1)
			}
			p := &push{store: s, device: d, header: h}
			p.read(rest[:n])
			select {
			case parts <- p:
			case <-ctx.Done():
				return
			}
			h.First += int64(n)
			if rest = rest[n:]; len(rest) == 0 {
				return
			}
		}
	}()
	return parts
}

// read reads operations ahead. A panic is for the goroutine that serves the request: it must not end the program.
func (p *push) read(ops []wire.Op) {
	defer func() { p.panicked = recover() }()
	for i := range ops {
		w := &ops[i]
		p.hashes = append(p.hashes, opHash(w))
		p.ops = append(p.ops, replication.Op{
			Device: p.device.Number, Incarnation: p.header.Incarnation, Counter: w.Counter, Kind: w.Kind,
			Entity: w.Entity, HLC: w.HLC, Sent: w.HLC, At: w.At, SentAt: w.At, Actor: w.Actor, Body: w.Body,
		})
	}
	p.wanted = wantedBy(p.ops)
}

// decide runs f with the organization locked, and makes known what it did once that is committed. f returns the state
// that it decided against, if any.
func (s *Store) decide(ctx context.Context, o orgRow, f func(t *tx, h *head) (*state, error)) error {
	var before, after head
	var decided *state
	if err := s.update(ctx, func(t *tx) error {
		h, err := t.lockHead(o.number)
		if err != nil {
			return err
		}
		before = h
		if decided, err = f(t, &h); err != nil {
			return err
		}
		after = h
		return nil
	}); err != nil {
		return err
	}
	if decided != nil {
		s.memorize(o.number, decided.memory)
	}
	if after.seq != before.seq {
		s.watch.wake(o.ID)
	}
	if after.erasures != before.erasures {
		s.purger.wake()
	}
	return nil
}

// mostIncarnations bounds what a confused device can claim, so that there is always a next one.
const mostIncarnations = 1 << 32

func checkPush(h *wire.PushHeader) error {
	switch {
	case h.Version < wire.Oldest || h.Version > wire.Version:
		return refuse(http.StatusUpgradeRequired, wire.CodeOldVersion, "this program and the server do not understand each other")
	case h.First < 1 || h.Incarnation < 1 || h.Incarnation > mostIncarnations:
		return crm.Errorf(crm.CodeInvalid, "first", "operations and incarnations are numbered from 1")
	case h.Lane != replication.LaneEdit && h.Lane != replication.LaneBulk:
		return crm.Errorf(crm.CodeInvalid, "lane", "there is no lane of that name")
	}
	return nil
}

// push is what is decided together of one push.
type push struct {
	store    *Store
	device   Device
	header   wire.PushHeader
	after    *push            // the part before this one, nil for the first
	ops      []replication.Op // as they were sent
	hashes   [][]byte
	wanted   *wanted
	panicked any

	state   *state
	answer  wire.PushAnswer
	results []wire.OpResult
	refusal *Refusal // committed with what it takes note of
}

func (p *push) run(t *tx, h *head) error {
	switch {
	case p.header.Epoch != h.epoch:
		p.refusal = refuse(http.StatusConflict, wire.CodeEpoch, "the server's history is another one: begin with hello")
		return nil
	case p.header.Erasure < h.erasureSeq:
		p.refusal = refuse(http.StatusPreconditionFailed, wire.CodeErasure, "people have been erased: pull first")
		p.refusal.ErasureHead = h.erasureSeq
		return nil
	}
	l, before, err := p.enter(t, h)
	if err != nil || p.refusal != nil {
		return err
	}
	fresh := p.repeat(l, before)
	if fresh < len(p.ops) {
		if err := p.decide(t, h, l, fresh); err != nil {
			return err
		}
		l.advance(p.header.Nonce)
		if err := t.saveLane(h.org, l); err != nil {
			return err
		}
	}
	p.answer = wire.PushAnswer{Last: l.last, Nonce: l.nonce, Head: h.seq}
	return nil
}

// enter checks that this copy of the device may go on in this lane, and drops the results that it is known to have.
func (p *push) enter(t *tx, h *head) (*lane, map[int64]stored, error) {
	c, err := t.copies(p.device.ID)
	if err != nil {
		return nil, nil, err
	}
	inc := p.header.Incarnation
	if inc > 1 && inc > c.highest {
		used, err := t.integer(`SELECT count(*) FROM lane WHERE org_id = $1 AND device = $2`, h.org, p.device.Number)
		if err != nil {
			return nil, nil, err
		}
		if c.highest > 1 || used > 0 {
			p.refusal, err = t.refuseClone(p.device.ID, max(c.highest, inc))
			return nil, nil, err
		}
		if err := t.exec(`UPDATE device SET incarnation = $1 WHERE id = $2`, inc, p.device.ID[:]); err != nil {
			return nil, nil, err
		}
		c.highest = inc
	}
	l, err := t.lane(h.org, p.device.Number, inc, p.header.Lane)
	if err != nil {
		return nil, nil, err
	}
	named := p.header.Nonce
	if p.after != nil {
		named = p.after.answer.Nonce
	}
	latest := bytes.Equal(named, l.nonce)
	repeated := l.known && bytes.Equal(named, l.previous)
	// A repetition repeats something: what only goes on has had its answer, and with it the latest nonce.
	if !latest && (!repeated || p.header.First > l.last) {
		p.refusal, err = t.refuseClone(p.device.ID, max(c.highest, inc))
		return nil, nil, err
	}
	if p.header.First > l.last+1 {
		p.refusal = refuse(http.StatusConflict, wire.CodeGap, "operations are missing before the first one")
		p.refusal.Expected = l.last + 1
		return nil, nil, nil
	}
	before, err := t.results(h.org, l, p.header.First, p.header.First+int64(len(p.ops))-1)
	if err != nil {
		return nil, nil, err
	}
	if !repetition(before, p.hashes, p.header.First, l.last, latest) {
		p.refusal, err = t.refuseClone(p.device.ID, max(c.highest, inc))
		return nil, nil, err
	}
	if latest && l.known && p.after == nil { // its author has not seen those of the parts before this one
		err = t.pruneResults(h.org, l, p.header.First)
	}
	return l, before, err
}

// repeat answers what has been decided before; fresh is where the rest begins.
func (p *push) repeat(l *lane, before map[int64]stored) (fresh int) {
	for fresh < len(p.ops) && p.header.First+int64(fresh) <= l.last {
		n := p.header.First + int64(fresh)
		r, ok := before[n]
		if !ok {
			r.result = wire.OpResult{Number: n, Result: replication.Result{Outcome: replication.Already}}
		}
		p.results = append(p.results, r.result)
		fresh++
	}
	return fresh
}

// decide decides the operations from the fresh one on.
func (p *push) decide(t *tx, h *head, l *lane, fresh int) error {
	m, err := p.memory(t, h)
	if err != nil {
		return err
	}
	now := p.store.millis()
	ops := slices.Clone(p.ops[fresh:])
	changed := make([]bool, len(ops))
	for i := range ops {
		changed[i] = correct(&ops[i], p.header.Offset, now, &l.lastHLC)
	}
	p.state = newState(t, h, m)
	w := &work{store: p.store, state: p.state}
	results, err := w.all(ops, changed, p.wanted)
	if err != nil {
		return err
	}
	var rows [][]any
	for i := range results {
		l.last++
		results[i].Number = l.last
		body, err := replication.Encode(results[i].Result)
		if err != nil {
			return err
		}
		rows = append(rows, []any{h.org, l.device, l.incarnation, string(l.name), l.last, p.hashes[fresh+i], results[i].Seq, body})
	}
	p.results = append(p.results, results...)
	return t.insert(`INSERT INTO result (org_id, device, incarnation, lane, number, op_hash, log_seq, body)`, nil, rows, "")
}

// memory is what the operations are decided with. What was only decided in this transaction is not for others yet.
func (p *push) memory(t *tx, h *head) (memory, error) {
	if p.after != nil && p.after.state != nil && p.after.state.t == t {
		return p.after.state.memory, nil
	}
	return p.store.remember(t, h)
}

// work decides operations and writes what came of them.
type work struct {
	store *Store
	state *state
	lines []line
}

func (w *work) all(ops []replication.Op, changed []bool, wanted *wanted) (results []wire.OpResult, err error) {
	w.state.overlaps = w.store.dialect.overlaps
	defer func() { // nobody writes any more when the transaction ends
		if settled := w.state.settle(); err == nil {
			err = settled
		}
	}()
	if err := w.state.prefetch(wanted); err != nil {
		return nil, err
	}
	env := replication.Env{Server: true, Mask: maskOnce}
	results = make([]wire.OpResult, len(ops))
	for i := range ops {
		r, err := w.one(&ops[i], changed[i], env)
		if err != nil {
			return nil, err
		}
		results[i] = r
	}
	return results, w.finish()
}

func (w *work) one(op *replication.Op, changed bool, env replication.Env) (wire.OpResult, error) {
	s := w.state
	s.seq, s.effects, s.erased = s.h.seq+1, nil, false
	result, err := replication.Decide(s, op, env)
	if err != nil {
		return wire.OpResult{}, err
	}
	if changed {
		result.AsProposed = false
	}
	if len(s.effects) == 0 {
		return wire.OpResult{Result: result}, nil
	}
	l := line{seq: s.seq, op: op, asProposed: result.AsProposed, effects: s.effects}
	if op.Actor != crm.NoID {
		if l.actor, err = s.userNumber(op.Actor); err != nil {
			return wire.OpResult{}, err
		}
	}
	s.h.seq = s.seq
	if s.erased {
		if err := w.truncateLog(); err != nil {
			return wire.OpResult{}, err
		}
	}
	w.lines = append(w.lines, l)
	return wire.OpResult{Seq: l.seq, Result: result}, nil
}

// truncateLog drops every line before an erasure: they may hold what is gone now.
func (w *work) truncateLog() error {
	h := w.state.h
	w.lines = nil
	h.erasureSeq, h.logFloor, h.logBytes = h.seq, h.seq-1, 0
	h.erasures++
	return w.state.t.exec(`DELETE FROM log WHERE org_id = $1 AND seq < $2`, h.org, h.seq)
}

func (w *work) finish() error {
	s := w.state
	keys := make(chan changedKeys, 1)
	packed := make(chan struct{})
	go func() { // beside the database's work
		defer close(packed)
		keys <- s.takeKeys()
		for i := range w.lines {
			w.lines[i].body = packEffects(w.lines[i].effects)
		}
	}()
	err := s.flushRecords()
	if changed := <-keys; err == nil {
		err = s.t.writeKeys(changed)
	}
	<-packed
	if err != nil {
		return err
	}
	if err := s.writeLines(w.lines); err != nil {
		return err
	}
	if err := s.trimLog(w.store.logBytes); err != nil {
		return err
	}
	return s.t.saveHead(s.h)
}

// maskOnce replaces a value by one that nobody can compute again (D8.3): the hash of a fresh key, which is thrown away,
// and the value.
func maskOnce(value string) string {
	var key [32]byte
	_, _ = rand.Read(key[:])
	sum := sha256.Sum256(append(key[:], value...))
	return hex.EncodeToString(sum[:])
}
