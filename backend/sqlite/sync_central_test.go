package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/replication/replicationtest"
	"carteira/backend/engine/wire"
)

// central is a server in the memory of a test: the rules on a map, and the log of what they did.
type central struct {
	t      testing.TB
	state  *replicationtest.State
	log    []replication.Entry
	last   map[replication.Lane]int64
	told   map[replication.Lane][]wire.OpResult
	counts int64 // operations of its own
}

func newCentral(t testing.TB) *central {
	return &central{t: t, state: replicationtest.NewState(), last: map[replication.Lane]int64{}, told: map[replication.Lane][]wire.OpResult{}}
}

const officeNumber = 2

// openOffice opens a replica that is enrolled with the server.
func (c *central) openOffice() (*DB, context.Context) {
	c.t.Helper()
	db, ctx := openTest(c.t)
	mustUpdate(c.t, db, ctx, func(tx *Tx) error {
		return tx.SaveEnrolment(&Enrolment{Server: "https://example.com", OrganizationID: crm.NewID(), Number: officeNumber, Epoch: "a"})
	})
	return db, ctx
}

func (c *central) decide(op replication.Op) (result wire.OpResult) {
	c.t.Helper()
	r, err := replication.Decide(c.state, &op, replication.Env{Server: true, Mask: mask})
	if err != nil {
		c.t.Fatal(err)
	}
	result.Result = r
	if effects := c.state.Take(); len(effects) > 0 {
		result.Seq = int64(len(c.log) + 1)
		c.log = append(c.log, replication.Entry{
			Seq: result.Seq, Device: op.Device, Incarnation: op.Incarnation, Counter: op.Counter, HLC: op.HLC, Effects: effects,
		})
	}
	return result
}

// other is an operation of another office.
func (c *central) other(kind replication.Kind, entity crm.ID, body any) replication.Result {
	c.t.Helper()
	b, err := replication.Encode(body)
	if err != nil {
		c.t.Fatal(err)
	}
	return c.otherEncoded(kind, entity, b)
}

// otherChunk is one whose body is compressed already.
func (c *central) otherChunk(kind replication.Kind, body []byte) replication.Result {
	c.t.Helper()
	return c.otherEncoded(kind, crm.NoID, body)
}

func (c *central) otherEncoded(kind replication.Kind, entity crm.ID, b []byte) replication.Result {
	c.t.Helper()
	c.counts++
	hlc := replication.HLC(1<<60 + c.counts)
	return c.decide(replication.Op{Device: 9, Incarnation: 1, Counter: c.counts, Kind: kind, Entity: entity, HLC: hlc, At: hlc.Time().UnixMilli(), Body: b}).Result
}

// push is what an office sends, decided; the answer has yet to be brought.
type push struct {
	h       wire.PushHeader
	answer  wire.PushAnswer
	results []wire.OpResult
}

func (c *central) take(db *DB, ctx context.Context, lane replication.Lane) (p push) {
	c.t.Helper()
	h, ops, err := db.NextPush(ctx, lane, 1000, 1<<20)
	if err != nil {
		c.t.Fatal(err)
	}
	p.h = h
	for i, o := range ops {
		switch n := h.First + int64(i); {
		case n <= c.last[lane]:
			p.results = append(p.results, c.told[lane][n-1])
			continue
		case n > c.last[lane]+1:
			c.t.Fatalf("operation %d of the lane, want %d", n, c.last[lane]+1)
		}
		r := c.decide(replication.Op{
			Device: officeNumber, Incarnation: h.Incarnation, Counter: o.Counter, Kind: o.Kind, Entity: o.Entity, HLC: o.HLC, At: o.At, Actor: o.Actor, Body: o.Body,
		})
		c.last[lane]++
		r.Number = c.last[lane]
		p.results, c.told[lane] = append(p.results, r), append(c.told[lane], r)
	}
	p.answer = wire.PushAnswer{Last: c.last[lane], Nonce: []byte{byte(len(c.log))}, Head: int64(len(c.log))}
	return p
}

func (c *central) answer(db *DB, ctx context.Context, p push) {
	c.t.Helper()
	if err := db.Pushed(ctx, p.h, p.answer, p.results); err != nil {
		c.t.Fatal(err)
	}
}

// pull brings an office what the log has.
func (c *central) pull(db *DB, ctx context.Context) {
	c.t.Helper()
	var from int64
	c.view(db, ctx, func(v *View) error { from = must(v.Enrolment())(c.t).Seq; return nil })
	head := int64(len(c.log))
	entries := make([]replication.Entry, 0, head-from)
	for _, e := range c.log[from:] { // through the wire: what is applied is changed
		b, err := replication.Encode(e)
		if err != nil {
			c.t.Fatal(err)
		}
		var x replication.Entry
		if err := replication.Decode(b, &x); err != nil {
			c.t.Fatal(err)
		}
		entries = append(entries, x)
	}
	h, end := wire.PullHeader{Epoch: "a", Head: head}, wire.PullEnd{Cursor: fmt.Sprint(head), Seq: head}
	if err := db.ApplyLog(ctx, h, entries, end); err != nil {
		c.t.Fatal(err)
	}
}

// sync exchanges until nothing is left.
func (c *central) sync(db *DB, ctx context.Context) {
	c.t.Helper()
	for range 10 {
		c.pull(db, ctx)
		sent := 0
		for _, lane := range []replication.Lane{replication.LaneEdit, replication.LaneBulk} {
			p := c.take(db, ctx, lane)
			sent += len(p.results)
			if len(p.results) > 0 {
				c.answer(db, ctx, p)
			}
		}
		if sent == 0 {
			return
		}
	}
	c.t.Fatal("the exchange does not come to an end")
}

// agree checks that the office holds what the server does, and waits for nothing.
func (c *central) agree(db *DB, ctx context.Context) {
	c.t.Helper()
	c.view(db, ctx, func(v *View) error {
		if n := must(v.PendingOperations())(c.t); n != 0 {
			c.t.Errorf("%d operations still wait", n)
		}
		if n := must(v.c.integer(`SELECT count(*) FROM image`))(c.t); n != 0 {
			c.t.Errorf("%d contacts are shown otherwise than the server has them", n)
		}
		there := map[string]replication.Effect{}
		_ = c.state.Each(func(noun replication.Noun, e replication.Effect) error {
			if e.Alias == nil {
				there[c.digest(noun, e)] = e
			}
			return nil
		})
		if err := v.EachSynced(func(noun replication.Noun, _ crm.ID, e replication.Effect) error {
			text := c.digest(noun, e)
			if _, ok := there[text]; !ok {
				c.t.Errorf("only in the office: %s %s", noun, show(e))
			}
			delete(there, text)
			return nil
		}); err != nil {
			return err
		}
		for _, e := range there {
			c.t.Errorf("only on the server: %s", show(e))
		}
		return v.CheckLookups()
	})
}

func (c *central) digest(noun replication.Noun, e replication.Effect) string {
	var g replication.Digest
	if err := g.Add(noun, e); err != nil {
		c.t.Fatal(err)
	}
	return fmt.Sprintf("%s %x", noun, g.Sum)
}

func show(e replication.Effect) string {
	b, _ := json.Marshal(e)
	return string(b)
}

func (c *central) view(db *DB, ctx context.Context, f func(v *View) error) {
	c.t.Helper()
	if err := db.View(ctx, f); err != nil {
		c.t.Fatal(err)
	}
}

// restore puts the server back to a copy of its state, and copies that to the office as a new epoch.
func (c *central) restore(db *DB, ctx context.Context, state *replicationtest.State) {
	c.t.Helper()
	c.state, c.last, c.told = state, map[replication.Lane]int64{}, map[replication.Lane][]wire.OpResult{}
	c.state.Take()
	if err := db.NewEpoch(ctx, "b"); err != nil {
		c.t.Fatal(err)
	}
	var all []replication.Effect
	_ = c.state.Each(func(_ replication.Noun, e replication.Effect) error {
		b, err := replication.Encode(e)
		if err != nil {
			c.t.Fatal(err)
		}
		var x replication.Effect
		if err := replication.Decode(b, &x); err != nil {
			c.t.Fatal(err)
		}
		all = append(all, x)
		return nil
	})
	c.log = c.log[:0:0]
	c.log = append(c.log, replication.Entry{Seq: 1}) // whatever there was
	h, end := wire.PullHeader{Epoch: "b", Head: 1, State: true, Begin: true}, wire.PullEnd{Cursor: "1", Seq: 1}
	if err := db.ApplyCopy(ctx, h, []replication.Records{all}, end); err != nil {
		c.t.Fatal(err)
	}
}

// copyTo copies the server's records to an office that reads everything again.
func (c *central) copyTo(db *DB, ctx context.Context) {
	c.t.Helper()
	var all []replication.Effect
	_ = c.state.Each(func(_ replication.Noun, e replication.Effect) error {
		b, err := replication.Encode(e)
		if err != nil {
			c.t.Fatal(err)
		}
		var x replication.Effect
		if err := replication.Decode(b, &x); err != nil {
			c.t.Fatal(err)
		}
		all = append(all, x)
		return nil
	})
	head := int64(len(c.log))
	h, end := wire.PullHeader{Epoch: "a", Head: head, State: true, Begin: true}, wire.PullEnd{Cursor: fmt.Sprint(head), Seq: head}
	if err := db.ApplyCopy(ctx, h, []replication.Records{all}, end); err != nil {
		c.t.Fatal(err)
	}
}

func jsonOf(x any) ([]byte, error) { return json.Marshal(x) }
