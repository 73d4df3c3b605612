package sqlite

import (
	"context"

	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
)

// NextPush gives the operations to send next in a lane: those sent before whose answer has not come, then others,
// which get their lane numbers now, on disk before they leave. No operations: nothing to send. maxBytes bounds the
// bodies, but for the first one.
func (db *DB) NextPush(ctx context.Context, lane replication.Lane, maxOps, maxBytes int) (h wire.PushHeader, ops []wire.Op, err error) {
	err = db.syncUpdate(ctx, func(a *applying) error {
		if a.e.Revoked {
			return nil
		}
		if lane == replication.LaneBulk {
			if err := a.tx.offerNext(); err != nil {
				return err
			}
		}
		out, err := a.tx.toSend(lane, maxOps, maxBytes)
		if err != nil || len(out) == 0 {
			return err
		}
		h = wire.PushHeader{
			Version: wire.Version, Lane: lane, First: out[0].number, Offset: a.e.Offset, Erasure: a.e.Erasure, Epoch: a.e.Epoch,
		}
		for _, o := range out {
			ops = append(ops, wire.Op{
				Counter: o.counter, Kind: o.op.Kind, Entity: o.op.Entity, HLC: o.op.HLC, At: o.op.At, Actor: o.op.Actor, Body: o.op.Body,
			})
		}
		if _, h.Incarnation, err = a.tx.Replica(); err != nil {
			return err
		}
		_, err = a.tx.c.one(`SELECT nonce FROM lane WHERE lane = ?`, values(string(lane)), func(row result) error {
			h.Nonce, _ = row[0].([]byte)
			return nil
		})
		return err
	})
	return h, ops, err
}

const (
	sentSQL = `SELECT ` + outgoingColumns + `
		FROM pending_op WHERE lane = ? AND seq = 0 AND number IS NOT NULL ORDER BY number LIMIT ?`
	freshSQL = `SELECT ` + outgoingColumns + `
		FROM pending_op WHERE lane = ? AND seq = 0 AND number IS NULL AND counter > ? ORDER BY counter LIMIT ?`
)

// toSend are the operations of the next push, all with numbers that follow one another.
func (tx *Tx) toSend(lane replication.Lane, maxOps, maxBytes int) (out []*outgoing, err error) {
	size := 0
	room := func(o *outgoing) bool {
		size += len(o.op.Body) + 64
		return len(out) == 0 || len(out) < maxOps && size <= maxBytes
	}
	sent, err := tx.outgoings(sentSQL, string(lane), int64(maxOps))
	if err != nil {
		return nil, err
	}
	for _, o := range sent {
		if !room(o) || len(out) > 0 && o.number != out[len(out)-1].number+1 {
			return out, nil
		}
		out = append(out, o)
	}
	last, err := tx.c.integer(`SELECT last FROM lane WHERE lane = ?`, string(lane))
	if err != nil || len(out) > 0 && out[len(out)-1].number != last {
		return out, err // what follows has its numbers already
	}
	restoring, err := tx.restoring()
	if err != nil {
		return nil, err
	}
	after := int64(0)
	for len(out) < maxOps {
		// Not many more than may go: a chunk's body is half a megabyte.
		fresh, err := tx.outgoings(freshSQL, string(lane), after, int64(min(maxOps, 100)))
		if err != nil || len(fresh) == 0 {
			return out, err
		}
		for _, o := range fresh {
			after = o.counter
			waits, err := tx.waits(o, restoring)
			if err != nil {
				return nil, err
			}
			if waits != 0 {
				continue
			}
			if !room(o) {
				return out, nil
			}
			last++
			o.number = last
			if err := tx.give(o); err != nil {
				return nil, err
			}
			out = append(out, o)
		}
	}
	return out, nil
}

// give writes the number that an operation goes out with.
func (tx *Tx) give(o *outgoing) error {
	if _, err := tx.c.exec(`UPDATE pending_op SET number = ? WHERE counter = ?`, o.number, o.counter); err != nil {
		return err
	}
	_, err := tx.c.exec(`
		INSERT INTO lane (lane, last) VALUES (?, ?)
		ON CONFLICT (lane) DO UPDATE SET last = excluded.last`, string(o.lane), o.number)
	return err
}

const (
	waitsForImportSQL = `
		SELECT p.counter FROM contact c CROSS JOIN pending_op p INDEXED BY pending_op_hlc ON p.hlc = c.hlc
		WHERE c.id = ? AND c.device = ? AND p.lane = 'bulk' AND p.seq = 0 AND p.echoed = 0`
	// In the order of the table, which ends early: the index would have to be sorted first.
	earlierEditsSQL = `SELECT ` + outgoingColumns + `
		FROM pending_op NOT INDEXED WHERE lane = 'edit' AND seq = 0 AND echoed = 0 AND counter < ? ORDER BY counter LIMIT 100`
)

// restoreFirst, in place of a counter: what a restored server has lost goes first.
const restoreFirst = -1

// restoring tells whether the server may yet lack contacts, or what operations about their requests name, that it knew
// before it was restored.
func (v *View) restoring() (bool, error) {
	n, err := v.c.integer(`
		SELECT EXISTS (SELECT 1 FROM offer WHERE noun IN ('contact', 'interaction', 'survey', 'appointment'))
		  OR EXISTS (SELECT 1 FROM pending_op WHERE lane = 'bulk' AND seq = 0 AND kind = 'restore')`)
	return n != 0, err
}

// waits is the counter of an operation of the other lane that must be decided first, 0 for none: an edit waits for
// the import that makes its contact; an import waits for the edits before it, which may define what it names, unless
// they wait for an import themselves. restoring: the server would refuse what is about a contact that it has lost, or done by
// a user of whom it does not know.
func (v *View) waits(o *outgoing, restoring bool) (int64, error) {
	if restoring && o.op.Kind != replication.KindRestore {
		return restoreFirst, nil
	}
	if o.lane == replication.LaneBulk {
		return v.waitsForEdit(o, restoring)
	}
	for _, id := range o.contacts() {
		counter, err := v.c.integer(waitsForImportSQL, id[:], thisDevice)
		if err != nil || counter != 0 {
			return counter, err
		}
	}
	return v.requestWaits(o)
}

func (v *View) waitsForEdit(o *outgoing, restoring bool) (waits int64, err error) {
	edits, err := v.outgoings(earlierEditsSQL, o.counter)
	if err != nil {
		return 0, err
	}
	for _, e := range edits {
		w, err := v.waits(e, restoring)
		if err != nil {
			return 0, err
		}
		if w == 0 {
			return e.counter, nil
		}
	}
	return 0, nil
}

const answeredSQL = `SELECT ` + outgoingColumns + ` FROM pending_op WHERE lane = ? AND number = ? AND seq = 0`

// Pushed takes note of the server's answer: what it did not carry out is rolled back and kept as a draft, what became
// of people who are gone is destroyed, the rest waits for its effects to come back.
func (db *DB) Pushed(ctx context.Context, h wire.PushHeader, answer wire.PushAnswer, results []wire.OpResult) error {
	return db.syncUpdate(ctx, func(a *applying) error {
		if _, err := a.tx.c.exec(`UPDATE lane SET nonce = ? WHERE lane = ?`, answer.Nonce, string(h.Lane)); err != nil {
			return err
		}
		for _, r := range results {
			sent, err := a.tx.outgoings(answeredSQL, string(h.Lane), r.Number)
			if err != nil {
				return err
			}
			for _, o := range sent { // none when nobody waits for the answer any more
				if err := a.decided(o, r); err != nil {
					return err
				}
			}
		}
		a.tx.Announce(Event{"sync"})
		return a.tx.dropRefused()
	})
}

func (a *applying) decided(o *outgoing, r wire.OpResult) error {
	tx := a.tx
	switch r.Result.Outcome {
	case replication.Superseded:
		told := *o
		told.op.Body = []byte{} // destroyed; the author learns what became of it
		if err := tx.refuse(&told, r.Result.Code, r.Result.Other); err != nil {
			return err
		}
		return tx.withdraw(o)
	case replication.Rejected:
		if err := tx.refuse(o, r.Result.Code, r.Result.Other); err != nil {
			return err
		}
		if o.op.Kind == replication.KindImportUndo {
			if err := a.undoRejected(o, r.Result.Code); err != nil {
				return err
			}
		}
		return tx.withdraw(o)
	}
	if o.op.Kind == replication.KindImportUndo && len(r.Result.Refused) > 0 {
		if err := a.undoRefused(o, r); err != nil {
			return err
		}
	} else if len(r.Result.Refused) > 0 {
		part := r.Result.Refused[0]
		if err := tx.refuse(o, part.Code, part.Other, r.Result.Refused...); err != nil {
			return err
		}
		if err := tx.withdrawParts(o, r.Result.Refused); err != nil {
			return err
		}
	}
	if !o.echoed && r.Seq > a.e.Seq {
		_, err := tx.c.exec(`UPDATE pending_op SET seq = ? WHERE counter = ?`, r.Seq, o.counter)
		return err
	}
	if err := tx.forget(o.counter); err != nil || o.echoed {
		return err
	}
	if err := tx.rebaseDefinition(o); err != nil {
		return err
	}
	return tx.rebaseAll(o)
}

// Renumber begins a lane again where the server says it stands (409 gap): numbers were given to operations that have
// been destroyed since.
func (db *DB) Renumber(ctx context.Context, lane replication.Lane, expected int64) error {
	return db.syncUpdate(ctx, func(a *applying) error { return a.tx.resetLane(lane, expected-1) })
}

// resetLane begins a lane again after a number. What is here already, and had an answer to come, will have none.
func (tx *Tx) resetLane(lane replication.Lane, last int64) error {
	if _, err := tx.c.exec(`DELETE FROM pending_op WHERE lane = ? AND seq = 0 AND echoed = 1`, string(lane)); err != nil {
		return err
	}
	if _, err := tx.c.exec(`UPDATE pending_op SET number = NULL WHERE lane = ? AND seq = 0`, string(lane)); err != nil {
		return err
	}
	_, err := tx.c.exec(`
		INSERT INTO lane (lane, last) VALUES (?, ?)
		ON CONFLICT (lane) DO UPDATE SET last = excluded.last`, string(lane), last)
	return err
}

// NewIncarnation goes on as another device would: this disk is a copy, or was restored from one (409 cloned). What
// waits is sent again under the new incarnation; the server knows what it has decided already.
func (db *DB) NewIncarnation(ctx context.Context, n int64) error {
	return db.syncUpdate(ctx, func(a *applying) error {
		if _, err := a.tx.c.exec(`UPDATE replica SET incarnation = max(incarnation + 1, ?)`, n); err != nil {
			return err
		}
		a.tx.clock = nil
		if _, err := a.tx.c.exec(`UPDATE pending_op SET incarnation = (SELECT incarnation FROM replica) WHERE seq = 0`); err != nil {
			return err
		}
		return a.tx.resetLanes()
	})
}

func (tx *Tx) resetLanes() error {
	for _, lane := range []replication.Lane{replication.LaneEdit, replication.LaneBulk} {
		if err := tx.resetLane(lane, 0); err != nil {
			return err
		}
	}
	_, err := tx.c.exec(`UPDATE lane SET nonce = NULL`)
	return err
}
