package simulation_test

import (
	"fmt"
	"reflect"
	"sync"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
	"carteira/backend/sqlite"
)

func TestInvariant04AnyMessageAnyNumberOfTimes(t *testing.T) {
	w := quiet(t, 2)
	a, b := w.offices[0], w.offices[1]
	id := w.add(a, func(c *crm.Contact) { c.Phones = w.phones[:1] })
	w.note(a, id)
	h, ops, err := a.db.NextPush(w.ctx, replication.LaneEdit, 100, 1<<20)
	w.must(err)
	var answers []wire.PushAnswer
	var told [][]wire.OpResult
	for range 3 {
		answer, results, err := w.server().Push(w.ctx, w.device(a), h, ops)
		w.must(err)
		answers, told = append(answers, answer), append(told, results)
		w.must(a.db.Pushed(w.ctx, h, answer, results))
		w.must(a.db.Pushed(w.ctx, h, answer, results))
	}
	if answers[0].Head != answers[2].Head || answers[0].Last != answers[2].Last {
		t.Errorf("repetitions moved the log or the lane from %+v to %+v", answers[0], answers[2])
	}
	if !reflect.DeepEqual(told[0], told[2]) {
		t.Errorf("a repetition is told %+v, not %+v", told[2], told[0])
	}
	for range 2 {
		page, err := w.server().Pull(w.ctx, w.device(b), "0", 1<<20, 0)
		w.must(err)
		for range 3 {
			w.must(b.db.ApplyLog(w.ctx, page.Header, page.Entries, page.End))
		}
	}
	w.settle()
	w.check()
}

func TestInvariant05GapFreeOrder(t *testing.T) {
	w := quiet(t, 4)
	primary, secondary := w.add(w.offices[0], nil), w.add(w.offices[0], nil)
	w.settle()
	var working sync.WaitGroup
	for i, o := range w.offices {
		s := w.servers[i%len(w.servers)]
		w.merge(o, primary, secondary) // takes effect once: operations have several effects, one, or none
		for range 10 {
			w.update(o, "create", func(tx *sqlite.Tx) error {
				_, err := tx.CreateContact(w.person(tx), []string{"nota"})
				return err
			})
		}
		d := w.device(o)
		working.Go(func() {
			for {
				h, ops, err := o.db.NextPush(w.ctx, replication.LaneEdit, 1, 1<<20)
				if err != nil || len(ops) == 0 {
					return
				}
				answer, results, err := s.Push(w.ctx, d, h, ops)
				if err == nil {
					err = o.db.Pushed(w.ctx, h, answer, results)
				}
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	o := w.join("follower", 0)
	d := w.device(o)
	seq := int64(0)
	follow := func() {
		page, err := w.servers[0].Pull(w.ctx, d, fmt.Sprint(seq), 1<<20, 0)
		w.must(err)
		wire.Expand(page.Header, page.Entries)
		for _, e := range page.Entries {
			if e.Seq != seq+1 {
				t.Fatalf("line %d follows line %d", e.Seq, seq)
			}
			seq = e.Seq
		}
	}
	for range 30 {
		follow()
	}
	working.Wait()
	follow()
	head, err := w.servers[1].Head(w.ctx, w.org)
	w.must(err)
	if seq != head.Head {
		t.Errorf("the log ends at %d, its head is %d", seq, head.Head)
	}
}
