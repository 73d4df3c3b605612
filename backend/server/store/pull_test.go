package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
)

// office does a bit of everything.
type office struct {
	*replica
	rand     *rand.Rand
	labels   []crm.ID
	contacts []crm.ID
	listed   []crm.ID
}

func (o *office) any() crm.ID { return o.contacts[o.rand.IntN(len(o.contacts))] }

// act makes one operation.
func (o *office) act() wire.Op {
	n := o.rand.IntN(100)
	switch {
	case len(o.contacts) < 3 || n < 30:
		id := crm.NewID()
		b := replication.ContactCreate{ID: id, At: 1, Fields: map[crm.Field]string{crm.FieldName: fmt.Sprint("Ana ", n), crm.FieldCPF: fmt.Sprintf("%011d", o.rand.IntN(40))}}
		if len(o.labels) > 0 {
			b.Labels = []crm.ID{o.labels[o.rand.IntN(len(o.labels))]}
		}
		o.contacts = append(o.contacts, id)
		return o.op(replication.KindContactCreate, b)
	case n < 45:
		return o.op(replication.KindContactEdit, replication.ContactEdit{ID: o.any(), Fields: []replication.FieldEdit{{Field: crm.FieldCity, Value: fmt.Sprint("Recife ", n)}}})
	case n < 55:
		return o.op(replication.KindNoteAdd, replication.NoteAdd{ID: crm.NewID(), Contact: o.any(), Text: "liga amanhã", At: 5})
	case n < 65:
		return o.op(replication.KindInteraction, replication.InteractionChunk{Interactions: []replication.InteractionAdd{{ID: crm.NewID(), Contact: o.any(), Channel: "voice", Opened: 7, Closed: 8}}})
	case n < 75:
		return o.op(replication.KindMerge, replication.Merge{Primary: o.any(), Secondaries: []crm.ID{o.any()}})
	case n < 80:
		id := crm.NewID()
		o.labels = append(o.labels, id)
		return o.op(replication.KindLabelDefine, replication.LabelDefine{ID: id, Name: fmt.Sprint("Rótulo ", o.Number, len(o.labels)), Color: "#fff"})
	case n < 85:
		id := crm.NewID()
		o.listed = append(o.listed, id)
		return o.op(replication.KindBlacklistAdd, replication.BlacklistAdd{ID: id, Number: "5581999999999"})
	case n < 88 && len(o.listed) > 0:
		return o.op(replication.KindBlacklistRemove, replication.BlacklistRemove{IDs: []crm.ID{o.listed[o.rand.IntN(len(o.listed))]}})
	case n < 92:
		return o.op(replication.KindAnonymize, replication.Erase{ID: o.any()})
	case n < 94:
		return o.op(replication.KindDelete, replication.Erase{ID: o.any()})
	}
	return o.op(replication.KindImportChunk, chunkOf(1+o.rand.IntN(5), o.rand.Uint64N(8)))
}

// work pushes rounds of operations, pulling what an erasure makes necessary.
func (o *office) work(rounds int) error {
	for range rounds {
		var ops []wire.Op
		for range 1 + o.rand.IntN(4) {
			ops = append(ops, o.act())
		}
		for {
			a, _, err := o.try(o.header(replication.LaneEdit), ops...)
			if r, ok := err.(*Refusal); ok && r.Problem.Error.Code == wire.CodeErasure {
				o.erasure = r.ErasureHead
				continue
			}
			if err != nil {
				return err
			}
			l := o.lane(replication.LaneEdit)
			l.last, l.nonce = a.Last, a.Nonce
			break
		}
	}
	return nil
}

func (f *fixture) office(org crm.ID, name string, seed uint64) *office {
	f.Helper()
	return &office{replica: f.enrol(org, name), rand: rand.New(rand.NewPCG(seed, 1))}
}

func TestFollowersSeeWhatTheServerHolds(t *testing.T) {
	onBoth(t, func(f *fixture) {
		ctx := context.Background()
		org := f.organization("Alfa")
		// Several processes on PostgreSQL; one, as it must be, writes to an embedded database in this program.
		stores := []*Store{f.Store}
		if !strings.HasPrefix(f.url, "sqlite:") {
			stores = append(stores, openAt(f.T, f.url, Options{Now: f.clock.Now, LogBytes: 20_000}), openAt(f.T, f.url, Options{Now: f.clock.Now}))
		}
		log := f.follow(f.enrol(org.ID, "log").Device, "0", 0)
		state := f.follow(f.enrol(org.ID, "state").Device, "", 2000)
		state.store = stores[len(stores)-1]

		const offices, rounds = 4, 60
		errs := make(chan error, offices+2)
		var working sync.WaitGroup
		for i := range offices {
			o := f.office(org.ID, fmt.Sprint("Recife ", i), uint64(i))
			o.store = stores[i%len(stores)]
			working.Go(func() { errs <- o.work(rounds) })
		}
		done := make(chan struct{})
		var following sync.WaitGroup
		for _, w := range []*follower{log, state} {
			following.Go(func() {
				for {
					if _, err := w.pull(); err != nil {
						errs <- err
						return
					}
					select {
					case <-done:
						errs <- nil
						return
					default:
					}
				}
			})
		}
		working.Wait()
		close(done)
		following.Wait()
		close(errs)
		for err := range errs {
			f.check(err)
		}
		f.equal(org.ID, log)
		f.equal(org.ID, state)
		if state.copies == 0 {
			f.Error("nothing was copied from the state")
		}
		f.equal(org.ID, f.follow(f.enrol(org.ID, "late").Device, "", 1500))
		f.equal(org.ID, f.follow(f.enrol(org.ID, "at once").Device, "", 0))
		h, err := f.Head(ctx, org.ID)
		f.check(err)
		var lines int64
		f.check(f.view(ctx, func(t *tx) (err error) {
			o, err := f.org(ctx, org.ID)
			if err != nil {
				return err
			}
			lines, err = t.integer(`SELECT count(*) FROM log l JOIN org_head h ON h.org_id = l.org_id WHERE l.org_id = $1 AND l.seq > h.log_floor`, o.number)
			return err
		}))
		stats, err := f.Stats(ctx)
		f.check(err)
		if stats.LogEntries != lines || lines > h.Head {
			f.Errorf("%d lines, %d by the heads, head %d", lines, stats.LogEntries, h.Head)
		}
	})
}

func TestALongPassSendsWhatItsRecordsName(t *testing.T) {
	onBoth(t, func(f *fixture) {
		org := f.organization("Alfa")
		r := f.enrol(org.ID, "Recife")
		var contacts []crm.ID
		for i := range 20 {
			contacts = append(contacts, r.create(map[crm.Field]string{crm.FieldName: fmt.Sprint("Ana ", i)}))
			r.push(r.op(replication.KindNoteAdd, replication.NoteAdd{ID: crm.NewID(), Contact: contacts[i], Text: strings.Repeat("nota ", 20)}))
		}
		w := f.follow(r.Device, "", 1024)
		more, err := w.pull()
		if err != nil || !more || w.total != 40 {
			f.Fatalf("more %v of %d records: %v", more, w.total, err)
		}
		// While it reads: a contact that it has not come to gets a new label, a note moves with a merge, one goes.
		label := crm.NewID()
		r.push(r.op(replication.KindLabelDefine, replication.LabelDefine{ID: label, Name: "VIP", Color: "#fff"}),
			r.op(replication.KindContactEdit, replication.ContactEdit{ID: contacts[19], AddLabels: []crm.ID{label}}),
			r.op(replication.KindMerge, replication.Merge{Primary: contacts[0], Secondaries: []crm.ID{contacts[18]}}),
			r.op(replication.KindDelete, replication.Erase{ID: contacts[1]}))
		r.erasure = 44
		for i := 0; more; i++ {
			more, err = w.pull()
			f.check(err)
			if i < 12 { // and others go on making contacts, and notes of them
				id := r.create(map[crm.Field]string{crm.FieldName: fmt.Sprint("Bia ", i)})
				r.push(r.op(replication.KindNoteAdd, replication.NoteAdd{ID: crm.NewID(), Contact: id, Text: "nota"}))
				more = true
			}
		}
		f.equal(org.ID, w)
		if w.copies != 1 {
			f.Errorf("begun %d times", w.copies)
		}
		if w.cursor != fmt.Sprint(w.seq) {
			f.Errorf("cursor %q is not in the log at %d", w.cursor, w.seq)
		}
	})
}

func TestTheLogIsBounded(t *testing.T) {
	onBoth(t, func(f *fixture) {
		ctx := context.Background()
		s := openAt(f.T, f.url, Options{Now: f.clock.Now, LogBytes: 4000})
		org := f.organization("Alfa")
		r := f.enrol(org.ID, "Recife")
		r.store = s
		w := f.follow(r.Device, "0", 0)
		r.create(map[crm.Field]string{crm.FieldName: "Ana"})
		f.check(w.catchUp())
		for i := range 100 {
			r.create(map[crm.Field]string{crm.FieldName: fmt.Sprint("Bia ", i)})
		}
		var h head
		var lines, bytes int64
		f.check(f.view(ctx, func(t *tx) (err error) {
			if h, err = t.head(1); err != nil {
				return err
			}
			if lines, err = t.integer(`SELECT count(*) FROM log`); err != nil {
				return err
			}
			bytes, err = t.integer(`SELECT CAST(coalesce(sum(length(body)), 0) AS BIGINT) FROM log`)
			return err
		}))
		if lines != h.seq-h.logFloor || lines == 0 || h.logBytes > 4000 || h.logBytes != bytes+lines*lineOverhead {
			f.Errorf("%d lines of %d bytes, head %+v", lines, bytes, h)
		}
		f.equal(org.ID, w)
		if w.copies != 1 || w.total != 100 {
			f.Errorf("%d copies of %d records", w.copies, w.total)
		}
		r.create(map[crm.Field]string{crm.FieldName: "Caio"})
		f.equal(org.ID, w)
		if w.copies != 1 {
			f.Error("copied again although the log goes back far enough")
		}
	})
}

func TestAnAuthorIsNotSentItsOwnCreations(t *testing.T) {
	onBoth(t, func(f *fixture) {
		ctx := context.Background()
		org := f.organization("Alfa")
		r, other := f.enrol(org.ID, "Recife"), f.enrol(org.ID, "Olinda")
		op := r.op(replication.KindImportChunk, chunkOf(50, 1))
		r.pushIn(replication.LaneBulk, op)
		line := func(d Device) replication.Entry {
			p, err := f.Pull(ctx, d, "0", 0, 0)
			f.check(err)
			if len(p.Entries) != 1 || p.Header.State {
				f.Fatalf("page: %+v", p.Header)
			}
			return p.Entries[0]
		}
		if e := line(r.Device); !e.AsProposed || e.HLC != op.HLC || len(e.Effects) != 0 {
			f.Errorf("the author's: %+v", e)
		}
		if e := line(other.Device); e.AsProposed || len(e.Effects) != 50 || e.Effects[0].Put.Stamp.Device != r.Number {
			f.Errorf("another's: as proposed %v, %d effects", e.AsProposed, len(e.Effects))
		}
		_, _, err := r.try(wire.PushHeader{Version: 1, Incarnation: 1, Lane: replication.LaneBulk, First: 1, Nonce: []byte("other"), Epoch: r.epoch}, op)
		f.refused(err, 409, wire.CodeCloned)
		if e := line(r.Device); e.AsProposed || len(e.Effects) != 50 {
			f.Errorf("one of two copies of the disk: %+v", e)
		}
	})
}

func TestCursors(t *testing.T) {
	onBoth(t, func(f *fixture) {
		ctx := context.Background()
		org := f.organization("Alfa")
		r := f.enrol(org.ID, "Recife")
		p, err := f.Pull(ctx, r.Device, "", 0, 0)
		if err != nil || p.Header.State || p.End != (wire.PullEnd{Cursor: "0"}) || len(p.Header.Names) != 2 {
			f.Errorf("of an empty organization: %+v %v", p, err)
		}
		r.create(map[crm.Field]string{crm.FieldName: "Ana"})
		p, err = f.Pull(ctx, r.Device, "77", 0, 3)
		if err != nil || len(p.Entries) != 0 || p.Header.Head != 1 || p.End.Cursor != "77" || p.End.More || len(p.Header.Names) != 0 {
			f.Errorf("past the head: %+v %v", p, err)
		}
		for _, text := range []string{"-1", "x", "1.2", "state", "state.1.2.3.4.5.zz", "state.1.2.3.99.5." + strings.Repeat("0", 32), "state.-1.2.3.4.5." + strings.Repeat("0", 32)} {
			if _, err := f.Pull(ctx, r.Device, text, 0, 0); crm.CodeOf(err) != crm.CodeInvalid {
				f.Errorf("%q: %v", text, err)
			}
		}
	})
	c := cursor{state: true, from: 1, to: 2, defined: 3, phase: 4, rowSeq: 5, rowID: crm.NewID()}
	if got, err := parseCursor(c.String()); err != nil || got != c {
		t.Errorf("got %+v %v, want %+v", got, err, c)
	}
}

func TestOrganizationsShareNothing(t *testing.T) {
	onBoth(t, func(f *fixture) {
		ctx := context.Background()
		a, b := f.organization("Alfa"), f.organization("Beta")
		mine, theirs := f.enrol(a.ID, "Recife"), f.enrol(b.ID, "Olinda")
		cpf := map[crm.Field]string{crm.FieldName: "Ana", crm.FieldCPF: "52998224725", crm.FieldCNPJ: "11222333000181"}
		id := mine.create(cpf)
		before := digestOf(f, a.ID)
		res := theirs.push(theirs.op(replication.KindContactCreate, replication.ContactCreate{ID: id, At: 1, Fields: cpf}),
			theirs.op(replication.KindContactEdit, replication.ContactEdit{ID: id, Fields: []replication.FieldEdit{{Field: crm.FieldName, Value: "Bia"}}}),
			theirs.op(replication.KindDelete, replication.Erase{ID: id}))
		if res[0].Result.Conflicts != 0 {
			f.Errorf("a conflict with another organization: %+v", res[0])
		}
		if after := digestOf(f, a.ID); !after.Equal(&before) {
			f.Error("another organization's push changed this one")
		}
		if _, _, err := theirs.try(mine.header(replication.LaneEdit)); err == nil {
			f.Error("pushed under another organization's epoch")
		}
		f.equal(a.ID, f.follow(mine.Device, "", 0))
		f.equal(b.ID, f.follow(theirs.Device, "", 0))
		if all, err := f.Devices(ctx, b.ID); err != nil || len(all) != 1 || all[0].ID != theirs.ID {
			f.Errorf("devices: %+v %v", all, err)
		}
		k := replication.Key{Kind: replication.KeyCPF, Number: crm.CPFKey("52998224725")}
		if found, err := f.FindContacts(ctx, b.ID, k); err != nil || len(found) != 0 {
			f.Errorf("found %v %v", found, err)
		}
		if found, err := f.FindContacts(ctx, a.ID, k); err != nil || len(found) != 1 {
			f.Errorf("found %v %v", found, err)
		}
	})
}
