package store

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"reflect"
	"slices"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
)

func digestOf(f *fixture, org crm.ID) replication.Digest {
	f.Helper()
	a, err := f.Digest(context.Background(), org)
	f.check(err)
	return a.Digest
}

func TestRepeatingAPushChangesNothing(t *testing.T) {
	onBoth(t, func(f *fixture) {
		org := f.organization("Alfa")
		r := f.enrol(org.ID, "Recife")
		create := func(name string) wire.Op {
			return r.op(replication.KindContactCreate, replication.ContactCreate{ID: crm.NewID(), At: 1, Fields: map[crm.Field]string{crm.FieldName: name}})
		}
		one, two, three, four := create("Ana"), create("Bia"), create("Caio"), create("Davi")

		// The answer to the first push is lost, twice; the third time the device has one operation more.
		h := r.header(replication.LaneEdit)
		first, results, err := r.try(h, one, two)
		f.check(err)
		for range 2 {
			again, same, err := r.try(h, one, two)
			if err != nil || !reflect.DeepEqual(same, results) || !bytes.Equal(again.Nonce, first.Nonce) || again.Last != 2 {
				f.Fatalf("repeated: %+v %+v %v", again, same, err)
			}
		}
		more, same, err := r.try(h, one, two, three)
		if err != nil || !reflect.DeepEqual(same[:2], results) || more.Last != 3 || bytes.Equal(more.Nonce, first.Nonce) {
			f.Fatalf("repeated with more: %+v %+v %v", more, same, err)
		}
		if again, same2, err := r.try(h, one, two, three); err != nil || !reflect.DeepEqual(same2, same) || !bytes.Equal(again.Nonce, more.Nonce) {
			f.Fatalf("and lost again: %+v %v", again, err)
		}
		l := r.lane(replication.LaneEdit)
		l.last, l.nonce = 2, more.Nonce // it has taken in only the first two
		h = r.header(replication.LaneEdit)
		a, res, err := r.try(h, three, four)
		if err != nil || a.Last != 4 || !reflect.DeepEqual(res[0], same[2]) {
			f.Fatalf("from the third on: %+v %+v %v", a, res, err)
		}
		if again, same4, err := r.try(h, three, four); err != nil || !reflect.DeepEqual(same4, res) || again.Last != 4 {
			f.Fatalf("and that answer lost: %+v %+v %v", again, same4, err)
		}
		// What is pruned was acknowledged: it is answered, without effect.
		h.First, h.Nonce = 1, a.Nonce
		if _, res, err := r.try(h, one, two); err != nil || res[0].Result.Outcome != replication.Already || res[1].Number != 2 {
			f.Fatalf("pruned: %+v %v", res, err)
		}
		if d := digestOf(f, org.ID); d.Records[replication.NounContact] != 4 {
			f.Errorf("%d contacts, want 4", d.Records[replication.NounContact])
		}
		if head, err := f.Head(context.Background(), org.ID); err != nil || head.Head != 4 {
			f.Errorf("head %d, want 4", head.Head)
		}
	})
}

func TestRefusedPushes(t *testing.T) {
	onBoth(t, func(f *fixture) {
		org := f.organization("Alfa")
		r := f.enrol(org.ID, "Recife")
		op := r.op(replication.KindContactCreate, replication.ContactCreate{ID: crm.NewID(), At: 1})
		contact := r.create(map[crm.Field]string{crm.FieldName: "Ana"})
		before := digestOf(f, org.ID)
		try := func(change func(h *wire.PushHeader)) error {
			h := r.header(replication.LaneEdit)
			change(&h)
			_, _, err := r.try(h, op)
			return err
		}
		if got := f.refused(try(func(h *wire.PushHeader) { h.First += 3 }), http.StatusConflict, wire.CodeGap); got.Expected != 2 {
			f.Errorf("expected %d", got.Expected)
		}
		f.refused(try(func(h *wire.PushHeader) { h.Epoch = "other" }), http.StatusConflict, wire.CodeEpoch)
		f.refused(try(func(h *wire.PushHeader) { h.Version = wire.Version + 1 }), http.StatusUpgradeRequired, wire.CodeOldVersion)
		f.refused(try(func(h *wire.PushHeader) { h.Version = wire.Oldest - 1 }), http.StatusUpgradeRequired, wire.CodeOldVersion)
		if err := try(func(h *wire.PushHeader) { h.Lane = "fast" }); crm.CodeOf(err) != crm.CodeInvalid {
			f.Errorf("a lane that is none: %v", err)
		}
		if d := digestOf(f, org.ID); !d.Equal(&before) {
			f.Error("a refused push changed something")
		}
		res := r.push(r.op(replication.KindAnonymize, replication.Erase{ID: contact}))
		if got := f.refused(try(func(h *wire.PushHeader) {}), http.StatusPreconditionFailed, wire.CodeErasure); got.ErasureHead != res[0].Seq {
			f.Errorf("erasure head %d, want %d", got.ErasureHead, res[0].Seq)
		}
		r.erasure = res[0].Seq
		f.check(try(func(h *wire.PushHeader) {}))
	})
}

func TestCopiesOfADiskAreTold(t *testing.T) {
	onBoth(t, func(f *fixture) {
		org := f.organization("Alfa")
		r := f.enrol(org.ID, "Recife")
		r.create(map[crm.Field]string{crm.FieldName: "Ana"})
		copied := *r
		copied.lanes = map[replication.Lane]*laneEnd{replication.LaneEdit: {last: r.lane(replication.LaneEdit).last, nonce: r.lane(replication.LaneEdit).nonce}}

		r.create(map[crm.Field]string{crm.FieldName: "Bia"})
		create := copied.op(replication.KindContactCreate, replication.ContactCreate{ID: crm.NewID(), At: 1})
		_, _, err := copied.try(copied.header(replication.LaneEdit), create)
		told := f.refused(err, http.StatusConflict, wire.CodeCloned)
		if told.Incarnation != 2 {
			f.Errorf("incarnation %d, want 2", told.Incarnation)
		}
		// One that goes on with the nonce that the last push named, without repeating it, is a copy as well.
		h := copied.header(replication.LaneEdit)
		h.First++
		_, _, err = copied.try(h, create)
		if got := f.refused(err, http.StatusConflict, wire.CodeCloned); got.Incarnation != 3 {
			f.Errorf("incarnation %d, want 3", got.Incarnation)
		}
		copied.inc, copied.lanes = told.Incarnation, map[replication.Lane]*laneEnd{}
		if res := copied.push(create); res[0].Result.Outcome != replication.Applied {
			f.Errorf("as itself: %+v", res)
		}
		r.create(map[crm.Field]string{crm.FieldName: "Caio"}) // the first copy goes on
		copied.inc = 9
		copied.lanes = map[replication.Lane]*laneEnd{}
		_, _, err = copied.try(copied.header(replication.LaneEdit), create)
		if got := f.refused(err, http.StatusConflict, wire.CodeCloned); got.Incarnation != 10 {
			f.Errorf("an incarnation that was not given out: told %d, want 10", got.Incarnation)
		}

		lost := f.enrol(org.ID, "Olinda") // the server was restored from before its first push
		lost.inc = 7
		lost.create(map[crm.Field]string{crm.FieldName: "Davi"})
		lost.inc, lost.lanes = 7, map[replication.Lane]*laneEnd{}
		_, _, err = lost.try(lost.header(replication.LaneEdit), create) // empty nonce, other operation
		if got := f.refused(err, http.StatusConflict, wire.CodeCloned); got.Incarnation != 8 {
			f.Errorf("incarnation %d, want 8", got.Incarnation)
		}
	})
}

func TestRestoredServerHasAnotherHistory(t *testing.T) {
	onBoth(t, func(f *fixture) {
		ctx := context.Background()
		org := f.organization("Alfa")
		r := f.enrol(org.ID, "Recife")
		r.create(map[crm.Field]string{crm.FieldName: "Ana"})
		f.check(f.Ack(ctx, r.Device, wire.Ack{Seq: 1}))
		f.check(f.NewEpoch(ctx, org.ID))
		op := r.op(replication.KindContactCreate, replication.ContactCreate{ID: crm.NewID(), At: 1})
		_, _, err := r.try(r.header(replication.LaneEdit), op)
		f.refused(err, http.StatusConflict, wire.CodeEpoch)
		h, err := f.Hello(ctx, r.Device)
		f.check(err)
		if h.Epoch == r.epoch {
			f.Error("the epoch is the old one")
		}
		if all, err := f.Devices(ctx, org.ID); err != nil || all[0].Behind != 1 {
			f.Errorf("what was acknowledged of the old history counts: %+v %v", all, err)
		}
		r.epoch = h.Epoch
		r.push(op)
		if next := f.enrol(org.ID, "Olinda"); next.Number < r.Number+skippedNames {
			f.Errorf("number %d may have been given out since the backup was made", next.Number)
		}
	})
}

func TestClocksAreCorrected(t *testing.T) {
	const now = int64(1_800_000_000_000)
	at := func(ms int64) replication.HLC { return replication.HLC(ms) << tieBits }
	for _, c := range []struct {
		name         string
		hlc          replication.HLC
		offset       int64
		last         replication.HLC
		want         replication.HLC
		wantAt       int64
		changed      bool
		wantLastMore bool
	}{
		{"as sent", at(now-5) + 3, 1999, at(now - 9), at(now-5) + 3, now - 5, false, true},
		{"not greater than the last one", at(now - 5), 0, at(now), at(now) + 1, now - 5, true, true},
		{"late clock", at(now-60_000) + 1, 60_000, 0, at(now) + 1, now, true, true},
		{"early clock", at(now + 60_000), -60_000, 0, at(now), now, true, true},
		{"ahead of the server", at(now + 5000), 0, 0, at(now + aheadOfServer), now + aheadOfServer, true, true},
		{"ahead, and the lane is there already", at(now + 5000), 0, at(now + aheadOfServer), at(now+aheadOfServer) + 1, now + aheadOfServer, true, true},
		{"absurdly late", -1 << 62, -1 << 62, 0, 1, -2 * greatestOffset, true, true},
		{"absurdly early", 1<<63 - 1, 1<<63 - 1, 0, at(now + aheadOfServer), now + aheadOfServer, true, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			op := replication.Op{HLC: c.hlc, At: c.hlc.Time().UnixMilli()}
			last := c.last
			if changed := correct(&op, c.offset, now, &last); changed != c.changed || op.HLC != c.want {
				t.Errorf("got %d changed %v, want %d changed %v", op.HLC, changed, c.want, c.changed)
			}
			if op.At != c.wantAt && c.name != "absurdly late" {
				t.Errorf("at %d, want %d", op.At, c.wantAt)
			}
			if (last > c.last) != c.wantLastMore || last < op.HLC {
				t.Errorf("last %d after %d", last, c.last)
			}
		})
	}
}

func TestACorrectedStampComesBackWithItsEffects(t *testing.T) {
	onBoth(t, func(f *fixture) {
		org := f.organization("Alfa")
		r := f.enrol(org.ID, "Recife")
		chunk := func(n int) wire.Op { return r.op(replication.KindImportChunk, chunkOf(n, 1)) }
		if res := r.pushIn(replication.LaneBulk, chunk(3)); !res[0].Result.AsProposed {
			f.Errorf("as sent: %+v", res)
		}
		r.offset = 60_000
		f.clock.add(time.Minute)
		if res := r.pushIn(replication.LaneBulk, chunk(3)); res[0].Result.AsProposed {
			f.Errorf("corrected: %+v", res)
		}
	})
}

func TestABadOperationIsRejectedAlone(t *testing.T) {
	onBoth(t, func(f *fixture) {
		org := f.organization("Alfa")
		r := f.enrol(org.ID, "Recife")
		ops := []wire.Op{
			{Counter: 1, Kind: replication.KindContactEdit, Body: []byte("no CBOR")},
			{Counter: 2, Kind: replication.KindImportChunk, Body: []byte{1, 2, 3}},
			{Counter: 3, Kind: "of.the.future", Body: nil},
			r.op(replication.KindContactCreate, replication.ContactCreate{ID: crm.NewID(), At: 1}),
		}
		res := r.push(ops...)
		for i, x := range res[:3] {
			if x.Result.Outcome != replication.Rejected || x.Seq != 0 {
				f.Errorf("%d: %+v", i, x)
			}
		}
		if res[3].Result.Outcome != replication.Applied || res[3].Seq != 1 {
			f.Errorf("the good one: %+v", res[3])
		}
	})
}

func TestConflictingTransactionsAreTriedAgain(t *testing.T) {
	onBoth(t, func(f *fixture) {
		org := f.organization("Alfa")
		r := f.enrol(org.ID, "Recife")
		failures := 0
		f.beforeCommit = func() error {
			if failures++; failures <= 3 {
				return passingError(f)
			}
			return nil
		}
		res := r.push(r.op(replication.KindContactCreate, replication.ContactCreate{ID: crm.NewID(), At: 1}))
		if failures != 4 || len(res) != 1 || res[0].Seq != 1 {
			f.Errorf("tried %d times: %+v", failures, res)
		}
		broken := errors.New("broken")
		f.beforeCommit = func() error { failures++; return broken }
		failures = 0
		_, _, err := r.try(r.header(replication.LaneEdit), r.op(replication.KindContactCreate, replication.ContactCreate{ID: crm.NewID(), At: 1}))
		if !errors.Is(err, broken) || failures != 1 {
			f.Errorf("another error was tried %d times: %v", failures, err)
		}
		f.beforeCommit = nil
		if head, err := f.Head(context.Background(), org.ID); err != nil || head.Head != 1 {
			f.Errorf("head %+v %v", head, err)
		}
	})
}

// Bulk operations share a transaction while nobody edits; where that fails, each is tried by itself.
func TestBulkOperationsShareATransaction(t *testing.T) {
	onBoth(t, func(f *fixture) {
		f.calm.together = time.Hour
		f.clock.add(quiet)
		broken := errors.New("broken")
		commits, failing := 0, 0
		f.beforeCommit = func() error {
			if commits++; commits <= failing {
				return broken
			}
			return nil
		}
		var before []int64
		for _, c := range []struct {
			office         string
			edited         bool
			failing, wants int // commits
		}{
			{"Recife", false, 0, 1},
			{"Olinda", true, 0, 3},
			{"Natal", false, 1, 4}, // together, and then each by itself
		} {
			org := f.organization(c.office)
			r := f.enrol(org.ID, c.office)
			ops := []wire.Op{ // the last one has the people of the first among others
				r.op(replication.KindImportChunk, chunkOf(3, 1)), r.op(replication.KindImportChunk, chunkOf(3, 2)),
				r.op(replication.KindImportChunk, chunkOf(2*handed+200, 1)),
			}
			if f.clock.add(quiet); c.edited {
				f.calm.edited(f.now())
				f.calm.edited(f.now())
			}
			commits, failing = 0, c.failing
			_, results, err := r.try(r.header(replication.LaneBulk), ops...)
			if err != nil || len(results) != 3 || commits != c.wants {
				f.Fatalf("%s: %+v %v, %d commits, want %d", c.office, results, err, commits, c.wants)
			}
			d := digestOf(f, org.ID)
			counts := []int64{d.Records[replication.NounContact], results[0].Seq, results[1].Seq, results[2].Seq}
			if before == nil {
				before = counts
			}
			if counts[0] < 2*handed || !slices.Equal(counts, before) {
				f.Errorf("%s: %v, the office before %v", c.office, counts, before)
			}
			_, same, err := r.try(r.header(replication.LaneBulk), ops...)
			if err != nil || !reflect.DeepEqual(same, results) || digestOf(f, org.ID).Records[replication.NounContact] != counts[0] {
				f.Errorf("%s, repeated: %+v %v", c.office, same, err)
			}
		}
	})
}

// While somebody edits, each has a transaction of its own. The push is repeated as a whole all the same.
func TestBulkOperationsAreDecidedOneByOne(t *testing.T) {
	onBoth(t, func(f *fixture) {
		org := f.organization("Alfa")
		r := f.enrol(org.ID, "Recife")
		chunk := func(seed uint64) wire.Op { return r.op(replication.KindImportChunk, chunkOf(3, seed)) }
		contacts := func() int64 { return digestOf(f, org.ID).Records[replication.NounContact] }
		r.pushIn(replication.LaneBulk, chunk(1))
		ops := []wire.Op{chunk(2), chunk(3), chunk(4)}
		h := r.header(replication.LaneBulk)
		f.calm.edited(f.now())
		f.calm.edited(f.now())

		broken := errors.New("broken")
		commits := 0
		f.beforeCommit = func() error {
			if commits++; commits == 2 {
				return broken
			}
			return nil
		}
		if _, _, err := r.try(h, ops...); !errors.Is(err, broken) {
			f.Fatalf("got %v", err)
		}
		f.beforeCommit = nil
		if n := contacts(); n != 6 {
			f.Fatalf("%d contacts after the first of three operations, want 6", n)
		}
		a, results, err := r.try(h, ops...)
		if err != nil || len(results) != 3 || a.Last != 4 || contacts() != 12 {
			f.Fatalf("repeated: %+v %+v %v, %d contacts", a, results, err, contacts())
		}
		for i, x := range results {
			if x.Number != int64(i)+2 || x.Result.Outcome != replication.Applied || x.Seq != int64(i)+2 {
				f.Errorf("operation %d: %+v", i, x)
			}
		}
		again, same, err := r.try(h, ops...) // the answer is lost
		if err != nil || !bytes.Equal(again.Nonce, a.Nonce) || !reflect.DeepEqual(same, results) {
			f.Fatalf("answered %+v %+v, then %+v %+v %v", a, results, again, same, err)
		}

		// A copy of the disk from before this push is told, whatever it goes on with.
		copied := r.header(replication.LaneBulk)
		_, _, err = r.try(copied, ops[0], chunk(5))
		f.refused(err, http.StatusConflict, wire.CodeCloned)
		l := r.lane(replication.LaneBulk)
		l.last, l.nonce = a.Last, a.Nonce
		if res := r.pushIn(replication.LaneBulk, chunk(6), chunk(7)); res[1].Result.Outcome != replication.Applied || contacts() != 18 {
			f.Fatalf("going on: %+v, %d contacts", res, contacts())
		}
	})
}

// The ids of a chunk are looked for by one range where few of them exist, and by themselves where many do.
func TestAChunkThatIsKnownInPart(t *testing.T) {
	onBoth(t, func(f *fixture) {
		org := f.organization("Alfa")
		r := f.enrol(org.ID, "Recife")
		for _, known := range []int{0, 3, batch - 1, batch, batch + 200, 2 * batch} {
			whole := chunkOf(2*batch, uint64(known)+1)
			part := *whole
			part.Creates = part.Creates[len(part.Creates)-known:]
			if known > 0 {
				r.pushIn(replication.LaneBulk, r.op(replication.KindImportChunk, part))
			}
			res := r.pushIn(replication.LaneBulk, r.op(replication.KindImportChunk, whole))
			var written int64
			f.check(f.view(context.Background(), func(t *tx) (err error) {
				written, err = t.integer(`SELECT count(*) FROM entity WHERE noun = $1 AND seq = $2`, contactCode, res[0].Seq)
				return err
			}))
			if written != int64(2*batch-known) {
				f.Errorf("%d of %d known: %d written", known, 2*batch, written)
			}
		}
	})
}
