package simulation_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/fxamacker/cbor/v2"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
	"carteira/backend/server/store"
	"carteira/backend/sqlite"
)

// The eighteen invariants of S5, one small named test each: the schedules and the tests with real processes look for
// what nobody has thought of, these say what is promised.

// quiet is a world without faults, whose clocks are right.
func quiet(t *testing.T, offices int) *world {
	w := newWorld(t, 0, 0)
	w.faulty = false
	for i := range offices {
		w.join(fmt.Sprint("office ", i), 0)
	}
	w.found()
	w.newIdentifiers()
	t.Cleanup(w.close)
	return w
}

// add is a contact that an office creates.
func (w *world) add(o *office, fill func(c *crm.Contact)) crm.ID {
	c := &crm.Contact{ID: crm.NewID()}
	c.Fields[crm.FieldName], c.Fields[crm.FieldActive] = "Pessoa "+c.ID.String(), "true"
	if fill != nil {
		fill(c)
	}
	w.update(o, "create", func(tx *sqlite.Tx) error { _, err := tx.CreateContact(c, nil); return err })
	w.people = append(w.people, c.ID)
	return c.ID
}

func (w *world) write(o *office, id crm.ID, f crm.Field, text string) {
	w.update(o, "edit", func(tx *sqlite.Tx) error {
		old, err := tx.Contact(id)
		if err != nil {
			return err
		}
		next := old.Clone()
		next.Fields[f] = text
		_, err = tx.UpdateContact(old, next, nil)
		return err
	})
}

func (w *world) read(o *office, id crm.ID) (c *crm.Contact) {
	w.must(o.db.View(w.ctx, func(v *sqlite.View) error {
		s, err := v.Contact(id)
		if err == nil {
			c = &s.Contact
		}
		if crm.CodeOf(err) == crm.CodeNotFound {
			return nil
		}
		return err
	}))
	return c
}

func (w *world) conflicts(o *office) (out []sqlite.SyncConflict) {
	w.must(o.db.View(w.ctx, func(v *sqlite.View) (err error) { out, err = v.SyncConflicts(100); return err }))
	return out
}

func (w *world) waiting(o *office) (out []sqlite.PendingOp) {
	w.must(o.db.View(w.ctx, func(v *sqlite.View) (err error) { out, err = v.PendingOps(100); return err }))
	return out
}

func (w *world) enrolment(o *office) (e *sqlite.Enrolment) {
	w.must(o.db.View(w.ctx, func(v *sqlite.View) (err error) { e, err = v.Enrolment(); return err }))
	return e
}

// checkShown: at rest people see what the server has, and nothing of what was once pending.
func (w *world) checkShown() {
	w.t.Helper()
	for _, o := range w.offices {
		w.must(o.db.View(w.ctx, func(v *sqlite.View) error {
			var all []*replication.Contact
			if err := v.EachSynced(func(_ replication.Noun, _ crm.ID, x replication.Effect) error {
				if x.Put != nil {
					all = append(all, x.Put)
				}
				return nil
			}); err != nil {
				return err
			}
			for _, c := range all {
				s, err := v.Contact(c.ID)
				if crm.CodeOf(err) == crm.CodeNotFound && c.Mark == replication.Deleted {
					continue
				}
				if err != nil {
					return err
				}
				for f := range s.Fields {
					if got, want := s.Fields[f], c.Field(crm.Field(f)); got != want {
						return fmt.Errorf("%s shows %s %q of %s, and the server has %q", o.name, crm.Field(f), got, c.ID, want)
					}
				}
				phones := append(slices.Clone(s.Phones), s.Overflow...)
				if !slices.Equal(phones, c.Phones) || len(s.Labels) != len(c.Labels) || len(s.Custom) != len(c.Custom) ||
					s.MergedInto != c.MergedInto || (s.Portfolio == nil) != (c.Portfolio == nil) {
					return fmt.Errorf("%s shows %+v, and the server has %+v", o.name, s.Contact, c)
				}
			}
			return nil
		}))
	}
}

func TestInvariant01Convergence(t *testing.T) {
	w := quiet(t, 3)
	for range 8 {
		for range 20 { // they meet in the middle of what they do
			o := choose(w, w.offices)
			w.act(o)
			switch w.rng.IntN(4) {
			case 0:
				w.push(o, replication.LaneEdit)
			case 1:
				w.push(o, replication.LaneBulk)
			case 2:
				w.pull(o)
			}
		}
		w.settle()
		w.check()
		w.checkShown()
	}
}

func TestInvariant02NoAcknowledgedWriteIsLost(t *testing.T) {
	for _, order := range [][]int{{0, 1}, {1, 0}} { // the loser is heard first, or last
		t.Run(fmt.Sprint(order), func(t *testing.T) {
			w := quiet(t, 2)
			a, b := w.offices[0], w.offices[1]
			id := w.add(a, nil)
			w.settle()
			w.write(a, id, crm.FieldCity, "Recife")
			w.write(b, id, crm.FieldCity, "Natal") // later, if only by its device
			w.write(a, id, crm.FieldCompany, "Firma")
			for _, i := range order {
				for w.push(w.offices[i], replication.LaneEdit) {
				}
			}
			w.settle()
			for _, o := range w.offices {
				c, list := w.read(o, id), w.conflicts(o)
				if c.Fields[crm.FieldCity] != "Natal" || c.Fields[crm.FieldCompany] != "Firma" {
					t.Errorf("an edit was lost: %q", c.Fields)
				}
				if len(list) != 1 || list[0].Part != "city" || list[0].Winner != "Natal" || list[0].Value != "Recife" {
					t.Errorf("conflicts %+v", list)
				}
			}
		})
	}
}

// A removal takes away what its author has seen, his own additions included; an addition that he has not seen survives.
func TestInvariant02SetsKeepWhatWasNotSeen(t *testing.T) {
	w := quiet(t, 2)
	a, b := w.offices[0], w.offices[1]
	id := w.add(a, nil)
	dial := func(o *office, phones ...crm.Phone) {
		w.update(o, "phones", func(tx *sqlite.Tx) error {
			old, err := tx.Contact(id)
			if err != nil {
				return err
			}
			next := old.Clone()
			next.Phones = phones
			_, err = tx.UpdateContact(old, next, nil)
			return err
		})
	}
	expect := func(phones ...crm.Phone) {
		t.Helper()
		for _, o := range w.offices {
			if got := w.read(o, id).Phones; !slices.Equal(got, phones) {
				t.Errorf("%s has the phones %v, not %v", o.name, got, phones)
			}
		}
	}
	dial(a, w.phones[0])
	w.settle()
	dial(a)
	w.settle()
	expect()
	dial(a, w.phones[0], w.phones[1])
	w.settle()
	dial(b, w.phones[1])
	dial(b, w.phones[1], w.phones[0]) // there for a new reason
	for w.push(b, replication.LaneEdit) {
	}
	time.Sleep(5 * time.Millisecond)
	dial(a)
	w.settle()
	expect(w.phones[0])
	w.check()
}

// What is not carried out comes back with its reason: in part, or whole.
func TestInvariant02WhatIsRefusedComesBack(t *testing.T) {
	w := quiet(t, 2)
	a, b := w.offices[0], w.offices[1]
	id, other := w.add(a, nil), w.add(a, nil)
	w.settle()
	w.update(a, "forbid", func(tx *sqlite.Tx) error {
		return errors.Join(tx.SetPermission(crm.ProfileAdmin, crm.PermEdit, false), tx.SetPermission(crm.ProfileAdmin, crm.PermMerge, false))
	})
	for w.push(a, replication.LaneEdit) {
	}
	w.write(b, id, crm.FieldState, "PE")
	w.merge(b, id, other)
	w.settle()
	list := w.waiting(b)
	if len(list) != 2 {
		t.Errorf("drafts %+v", list)
	}
	for _, p := range list {
		if !p.Refused || p.Code != crm.CodeNotAllowed {
			t.Errorf("draft %+v", p)
		}
	}
	if got := w.read(b, id).Fields[crm.FieldState]; got != "" {
		t.Errorf("a refused edit is still shown: %q", got)
	}
	if got := w.read(b, other).MergedInto; got != crm.NoID {
		t.Errorf("a refused merge into %s is still shown", got)
	}
	w.check()
}

func TestInvariant03CommittedWritesSurvive(t *testing.T) {
	w := quiet(t, 1)
	o := w.offices[0]
	id := w.add(o, nil)
	w.push(o, replication.LaneEdit) // its answer never comes
	w.write(o, id, crm.FieldCity, "Recife")
	before := len(w.waiting(o))
	w.restart(o)
	if after := len(w.waiting(o)); after != before || after == 0 {
		t.Fatalf("%d operations are waiting after a restart, %d before", after, before)
	}
	w.settle()
	w.check()
}

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

func TestInvariant06ReadYourOwnWrites(t *testing.T) {
	w := quiet(t, 2)
	a, b := w.offices[0], w.offices[1]
	id := w.add(a, nil)
	w.settle()
	w.write(a, id, crm.FieldCity, "Recife")
	w.push(a, replication.LaneEdit)
	time.Sleep(5 * time.Millisecond)
	w.write(b, id, crm.FieldCity, "Natal") // later: it will win
	if got := w.read(b, id).Fields[crm.FieldCity]; got != "Natal" {
		t.Fatalf("own write reads as %q", got)
	}
	w.pull(b) // the other's write arrives under the pending one
	if got := w.read(b, id).Fields[crm.FieldCity]; got != "Natal" {
		t.Errorf("a pulled, older text hides the own one: %q", got)
	}
	w.settle()
	primary := w.add(a, nil)
	w.settle()
	w.merge(b, primary, id)
	w.write(a, id, crm.FieldCompany, "Firma")
	w.push(a, replication.LaneEdit)
	w.pull(b)
	if got := w.read(b, id).MergedInto; got != primary {
		t.Errorf("a pulled edit hides the own merge: merged into %s", got)
	}
	w.settle()
	w.check()
}

// Two texts written in the same millisecond: what an office shows before the server's word is what it will be.
func TestInvariant06TiesAreForeseen(t *testing.T) {
	for first := range 2 {
		w := quiet(t, 2)
		id := w.add(w.offices[0], nil)
		w.settle()
		at := time.Now().Add(50 * time.Millisecond)
		for _, o := range w.offices {
			w.must(o.db.Close())
			db, err := sqlite.Open(w.ctx, o.dir, sqlite.Options{RefuseUntyped: true, Now: func() time.Time { return at }})
			w.must(err)
			o.db = db
			w.write(o, id, crm.FieldCity, "Cidade "+o.name)
		}
		heard, waits := w.offices[first], w.offices[1-first]
		for w.push(heard, replication.LaneEdit) {
		}
		w.pull(waits)
		shown := w.read(waits, id).Fields[crm.FieldCity]
		w.settle()
		if got := w.read(waits, id).Fields[crm.FieldCity]; got != shown || got != "Cidade "+w.offices[1].name {
			t.Errorf("%s shows %q, and then it is %q", waits.name, shown, got)
		}
		w.check()
	}
}

func TestInvariant07NoReaderSeesHalf(t *testing.T) {
	w := quiet(t, 2)
	a, b := w.offices[0], w.offices[1]
	const chunk = 3000 // more than a replica prepares at a time
	w.importMany(a, chunk)
	w.push(a, replication.LaneBulk)
	stop := make(chan struct{})
	var reading sync.WaitGroup
	reading.Go(func() {
		for {
			err := b.db.View(w.ctx, func(v *sqlite.View) error {
				seen := [2]bool{} // the first and the last one
				for i, id := range []crm.ID{w.people[0], w.people[chunk-1]} {
					_, err := v.Contact(id)
					if err != nil && crm.CodeOf(err) != crm.CodeNotFound {
						return err
					}
					seen[i] = err == nil
				}
				n, err := v.CountContacts()
				if n != 0 && n != chunk || seen[0] != seen[1] || seen[0] != (n > 0) {
					err = fmt.Errorf("a reader sees %d of %d contacts, and of the first and the last %v", n, chunk, seen)
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
			select {
			case <-stop:
				return
			default:
			}
		}
	})
	w.must(b.db.View(w.ctx, func(v *sqlite.View) error { // and what it sees stays as it was when it began
		before, err := v.CountContacts()
		w.settle()
		after, err2 := v.CountContacts()
		if before != 0 || after != 0 {
			t.Errorf("a reader sees %d contacts, then %d", before, after)
		}
		return errors.Join(err, err2)
	}))
	close(stop)
	reading.Wait()
	w.check()
}

// importMany imports new contacts in one chunk.
func (w *world) importMany(o *office, n int) {
	w.update(o, "import", func(tx *sqlite.Tx) error {
		job := crm.NewID()
		if err := tx.CreateJob(&crm.Job{ID: job, Kind: crm.JobImport, State: crm.JobRunning, Params: []byte("{}")}); err != nil {
			return err
		}
		batch := &sqlite.ImportBatch{Job: job, FirstLine: 2, LastLine: n}
		for range n {
			c := w.person(tx)
			c.Fields[crm.FieldCPF], c.Fields[crm.FieldCNPJ], c.Phones, c.Fields[crm.FieldEmail] = "", "", nil, ""
			batch.Drafts = append(batch.Drafts, sqlite.ImportDraft{Next: c})
		}
		return tx.ApplyImport(batch)
	})
}

func TestInvariant08MergeForest(t *testing.T) {
	w := quiet(t, 3)
	a, b, c := w.add(w.offices[0], nil), w.add(w.offices[0], nil), w.add(w.offices[0], nil)
	w.settle()
	w.merge(w.offices[0], a, b)
	w.merge(w.offices[1], b, a)
	w.merge(w.offices[1], b, c)
	w.merge(w.offices[2], c, a)
	w.settle()
	w.check()
	w.checkNothingLost() // walks every chain
	roots := 0
	for _, id := range []crm.ID{a, b, c} {
		if w.read(w.offices[2], id).MergedInto == crm.NoID {
			roots++
		}
	}
	if roots != 1 {
		t.Errorf("three contacts merged in a circle have %d roots", roots)
	}
}

// erasedPerson is somebody, known by two records, whom one office anonymizes while another edits and imports them.
func erasedPerson(t *testing.T) (w *world, id, part crm.ID, mark string) {
	w = quiet(t, 2)
	a, b := w.offices[0], w.offices[1]
	mark = "Zzq99999qzz"
	id = w.add(a, func(c *crm.Contact) {
		c.Fields[crm.FieldName], c.Fields[crm.FieldCPF], c.Fields[crm.FieldEmail] = mark, w.cpfs[0], w.emails[0]
	})
	part = w.add(a, func(c *crm.Contact) { c.Fields[crm.FieldName], c.Fields[crm.FieldAddress] = mark, mark })
	w.marks[id], w.marks[part] = mark, mark
	w.note(a, id)
	w.note(a, part)
	w.settle()
	w.merge(a, id, part)
	w.settle()
	w.note(b, id)
	w.write(b, id, crm.FieldCompany, mark)
	w.update(b, "import", func(tx *sqlite.Tx) error {
		job := crm.NewID()
		if err := tx.CreateJob(&crm.Job{ID: job, Kind: crm.JobImport, State: crm.JobRunning, Params: []byte("{}")}); err != nil {
			return err
		}
		old, err := tx.Contact(id)
		if err != nil {
			return err
		}
		next := old.Clone()
		next.Fields[crm.FieldCity] = mark
		other := w.person(tx)
		other.Fields[crm.FieldCPF], other.Fields[crm.FieldCNPJ], other.Fields[crm.FieldEmail] = "", "", ""
		return tx.ApplyImport(&sqlite.ImportBatch{Job: job, FirstLine: 2, LastLine: 3,
			Drafts: []sqlite.ImportDraft{{Stored: old, Next: next}, {Next: other}}})
	})
	w.perform(a, "anonymize", replication.KindAnonymize, id, &replication.Erase{ID: id})
	return w, id, part, mark
}

func TestInvariant09NothingReadableInAnErasedTree(t *testing.T) {
	w, id, part, mark := erasedPerson(t)
	w.settle()
	w.check()
	b := w.offices[1]
	w.add(b, nil)
	w.settle() // the numbers of what was destroyed are given again
	w.add(b, nil)
	h, ops, err := b.db.NextPush(w.ctx, replication.LaneEdit, 10, 1<<20)
	w.must(err)
	note, err := replication.Encode(&replication.NoteAdd{ID: crm.NewID(), Contact: part, Text: mark})
	w.must(err)
	ops = append(ops, wire.Op{Counter: 9_999, Kind: replication.KindNoteAdd, Entity: part, HLC: ops[0].HLC, At: ops[0].At, Body: note})
	answer, results, err := w.server().Push(w.ctx, w.device(b), h, ops)
	w.must(err)
	if got := results[len(results)-1].Result.Outcome; got != replication.Superseded {
		t.Errorf("a note on an erased person: outcome %d", got)
	}
	w.must(b.db.Pushed(w.ctx, h, answer, results))
	w.settle()
	w.check()
	for _, o := range w.offices {
		for _, id := range []crm.ID{id, part} {
			c := w.read(o, id)
			if !c.Anonymized || c.Active() {
				t.Errorf("%s: %+v", o.name, c)
			}
			for _, text := range c.Fields {
				if text == mark || text == w.cpfs[0] || text == w.emails[0] {
					t.Errorf("%s still reads %q", o.name, text)
				}
			}
			w.must(o.db.View(w.ctx, func(v *sqlite.View) error {
				s, err := v.Contact(id)
				if err != nil {
					return err
				}
				notes, err := v.Notes(s.N)
				if err != nil || len(notes) > 0 {
					return errors.Join(err, fmt.Errorf("%d notes are left", len(notes)))
				}
				history, err := v.History(id)
				if err != nil || len(history) > 0 {
					return errors.Join(err, fmt.Errorf("%d changes are left", len(history)))
				}
				return nil
			}))
		}
	}
}

func TestInvariant10NoByteOfAnErasedPerson(t *testing.T) {
	w, _, _, mark := erasedPerson(t)
	w.gone[mark], w.gone[w.cpfs[0]], w.gone[w.emails[0]] = true, true, true
	a, b := w.offices[0], w.offices[1]
	for w.push(a, replication.LaneEdit) || w.pull(a) || w.pull(b) {
	}
	w.checkErased() // what the other office did meanwhile is not sent yet, and holds nothing of the person
	w.settle()
	w.checkErased()
}

func TestInvariant11NoRequestCarriesAnErasedPerson(t *testing.T) {
	w, id, _, mark := erasedPerson(t)
	a, b := w.offices[0], w.offices[1]
	for w.push(a, replication.LaneEdit) {
	}
	refused := func() {
		t.Helper()
		h, ops, err := b.db.NextPush(w.ctx, replication.LaneEdit, 100, 1<<20)
		w.must(err)
		_, _, err = w.server().Push(w.ctx, w.device(b), h, ops)
		var r *store.Refusal
		if !errors.As(err, &r) || r.Problem.Error.Code != wire.CodeErasure {
			t.Fatalf("a push from before the erasure: %v", err)
		}
	}
	refused()
	// A page that was cut before its first line has told of the erasure, not carried it out.
	e := w.enrolment(b)
	page, err := w.server().Pull(w.ctx, w.device(b), e.Cursor, 1<<20, 0)
	w.must(err)
	w.must(b.db.ApplyLog(w.ctx, page.Header, nil, wire.PullEnd{}))
	refused()

	for w.pull(b) {
	}
	_, ops, err := b.db.NextPush(w.ctx, replication.LaneEdit, 100, 1<<20)
	w.must(err)
	for _, op := range ops {
		if op.Entity == id || bytes.Contains(op.Body, []byte(mark)) {
			t.Errorf("%s carries the erased person", op.Kind)
		}
	}
	_, ops, err = b.db.NextPush(w.ctx, replication.LaneBulk, 100, 1<<20)
	w.must(err)
	creates, edits := 0, 0
	for _, op := range ops {
		chunk, err := replication.DecodeChunk(op.Body)
		w.must(err)
		creates, edits = creates+len(chunk.Creates), edits+len(chunk.Edits)
	}
	if creates != 1 || edits != 0 {
		t.Errorf("the import goes on with %d new contacts and %d edits", creates, edits)
	}
	w.settle()
	w.check()
}

func TestInvariant12DuplicatesAreFlagged(t *testing.T) {
	w := quiet(t, 2)
	var ids []crm.ID
	for _, o := range w.offices {
		ids = append(ids, w.add(o, func(c *crm.Contact) { c.Fields[crm.FieldCPF], c.Fields[crm.FieldCNPJ] = w.cpfs[0], w.cnpjs[0] }))
	}
	w.settle()
	w.check()
	kinds := map[replication.ConflictKind]int{}
	for _, c := range w.conflicts(w.offices[0]) {
		kinds[c.Kind]++
	}
	if kinds[replication.ConflictDuplicate] != 1 || kinds[replication.ConflictCNPJ] != 1 {
		t.Errorf("conflicts %v", kinds)
	}
	for _, id := range ids {
		if c := w.read(w.offices[1], id); c == nil || c.MergedInto != crm.NoID || c.Fields[crm.FieldCPF] != w.cpfs[0] {
			t.Errorf("contact %s was not kept as it is: %+v", id, c)
		}
	}
}

func TestInvariant13WrongClocksChangeOnlyTies(t *testing.T) {
	const years = 10 * 365 * 24 * time.Hour
	for _, skew := range []time.Duration{-years, years} {
		t.Run(skew.String(), func(t *testing.T) {
			w := quiet(t, 1)
			a, b := w.offices[0], w.join("wrong clock", skew)
			w.settle()
			id := w.add(a, nil)
			w.settle()
			w.write(b, id, crm.FieldCity, "Natal") // has seen the contact: it takes effect
			w.settle()
			w.write(a, id, crm.FieldCity, "Recife") // has seen Natal
			w.settle()
			if got := w.read(b, id).Fields[crm.FieldCity]; got != "Recife" {
				t.Errorf("the city is %q, a wrong clock won over what came after it", got)
			}
			w.write(b, id, crm.FieldCity, "Belém")
			w.settle()
			if got := w.read(a, id); got.Fields[crm.FieldCity] != "Belém" || len(w.conflicts(a)) != 0 {
				t.Errorf("the city is %q with %d conflicts", got.Fields[crm.FieldCity], len(w.conflicts(a)))
			}
			// Neither has seen the other's: the later wins, by a right clock.
			for _, order := range [][]*office{{a, b}, {b, a}} {
				for i, o := range order {
					time.Sleep(5 * time.Millisecond)
					w.write(o, id, crm.FieldCompany, fmt.Sprint("Firma ", i, o.name))
				}
				w.settle()
				if got, want := w.read(a, id).Fields[crm.FieldCompany], "Firma 1"+order[1].name; got != want {
					t.Errorf("of two at once %q won over %q, which is later", got, want)
				}
			}
			if at := w.read(a, w.add(b, nil)); at != nil {
				t.Error("not sent yet, and there")
			}
			w.settle()
			if made := w.read(a, w.people[len(w.people)-1]); time.Since(made.CreatedAt).Abs() > time.Hour {
				t.Errorf("a contact made with a wrong clock is from %s", made.CreatedAt)
			}
			w.check()
		})
	}
}

// A clock that went wrong after it was measured: who has seen a text changes it all the same, and who has not loses to
// it for a second at most.
func TestInvariant13ClocksThatGoWrongUnnoticed(t *testing.T) {
	const years = 10 * 365 * 24 * time.Hour
	for _, skew := range []time.Duration{-years, years} {
		t.Run(skew.String(), func(t *testing.T) {
			w := quiet(t, 1)
			a, b := w.offices[0], w.join("wrong clock", skew)
			e := w.enrolment(b)
			e.Offset = 0
			w.must(b.db.Update(b.ctx, func(tx *sqlite.Tx) error { return tx.SaveEnrolment(e) }))
			w.settle()
			id := w.add(a, nil)
			w.settle()
			for i, o := range []*office{b, a, b, a} {
				w.write(o, id, crm.FieldCity, fmt.Sprint("Cidade ", i))
				w.settle()
				if got := w.read(a, id).Fields[crm.FieldCity]; got != fmt.Sprint("Cidade ", i) || len(w.conflicts(a)) != 0 {
					t.Errorf("the city is %q after change %d, with %d conflicts", got, i, len(w.conflicts(a)))
				}
			}
			w.write(b, id, crm.FieldCompany, "Firma B")
			for w.push(b, replication.LaneEdit) {
			}
			time.Sleep(1100 * time.Millisecond)
			w.write(a, id, crm.FieldCompany, "Firma A")
			w.settle()
			if got := w.read(b, id).Fields[crm.FieldCompany]; got != "Firma A" {
				t.Errorf("the company is %q: a wrong clock won over what was written later", got)
			}
			w.check()
		})
	}
}

func TestInvariant14NoBytesOfAnotherOrganization(t *testing.T) {
	w := quiet(t, 1)
	const mark = "Zzq77777qzz"
	theirs := w.add(w.offices[0], func(c *crm.Contact) {
		c.Fields[crm.FieldName], c.Fields[crm.FieldCPF], c.Fields[crm.FieldCNPJ], c.Phones = mark, w.cpfs[0], w.cnpjs[0], w.phones[:1]
	})
	w.settle()
	before, err := w.server().Digest(w.ctx, w.org)
	w.must(err)
	first := w.org
	other, err := w.server().CreateOrganization(w.ctx, "another")
	w.must(err)
	w.org = other.ID
	stranger := w.join("stranger", 0)
	clean := func() {
		t.Helper()
		for _, cursor := range []string{"", "0", "copy:0"} {
			page, err := w.server().Pull(w.ctx, w.device(stranger), cursor, 1<<20, 0)
			w.must(err)
			b, err := cbor.Marshal(page)
			w.must(err)
			for _, foreign := range [][]byte{[]byte(mark), []byte("office 0"), w.agents[0][:]} {
				if bytes.Contains(b, foreign) {
					t.Errorf("a pull from %q answers with another organization's %q", cursor, foreign)
				}
			}
		}
	}
	clean()
	d, err := w.server().Digest(w.ctx, other.ID)
	w.must(err)
	if len(d.Digest.Records) != 0 {
		t.Errorf("digest %v", d.Digest.Records)
	}

	// What it writes meets nothing of the other's: the same identifiers, and even the same id.
	stranger.ctx = crm.WithActor(w.ctx, crm.System)
	own := w.add(stranger, func(c *crm.Contact) {
		c.Fields[crm.FieldCPF], c.Fields[crm.FieldCNPJ], c.Phones = w.cpfs[0], w.cnpjs[0], w.phones[:1]
	})
	w.update(stranger, "guess", func(tx *sqlite.Tx) error {
		c := &crm.Contact{ID: theirs}
		c.Fields[crm.FieldName], c.Fields[crm.FieldActive] = "Outra", "true"
		_, err := tx.CreateContact(c, []string{"nota"})
		return err
	})
	for range 10 { // more than the other has
		w.add(stranger, nil)
	}
	w.settle()
	clean()
	if list := w.conflicts(stranger); len(list) != 0 || w.read(stranger, own).Fields[crm.FieldCNPJ] != w.cnpjs[0] {
		t.Errorf("it meets another organization's contact: %+v", list)
	}
	if got := w.read(stranger, theirs).Fields[crm.FieldName]; got != "Outra" {
		t.Errorf("the name is %q", got)
	}
	after, err := w.server().Digest(w.ctx, first)
	w.must(err)
	if after.Seq != before.Seq || !after.Digest.Equal(&before.Digest) {
		t.Error("it changed another organization's records")
	}
}

// rows counts the rows of a table of the server.
func (w *world) rows(table string) (n int) {
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(w.store, store.FileName)+"?mode=ro")
	w.must(err)
	w.must(db.QueryRowContext(w.ctx, "SELECT count(*) FROM "+table).Scan(&n))
	w.must(db.Close())
	return n
}

func TestInvariant15LogAndQueuesAreBounded(t *testing.T) {
	w := quiet(t, 2)
	a, b := w.offices[0], w.offices[1]
	bounded, err := store.Open(w.ctx, "sqlite:"+w.store, store.Options{LogBytes: 4 << 10})
	w.must(err)
	w.closeServers()
	w.servers = []*store.Store{bounded}
	id := w.add(a, nil)
	w.settle()
	lines := int64(0)
	for i := range 150 {
		w.write(a, id, crm.FieldCompany, fmt.Sprint("Firma ", i))
		w.push(a, replication.LaneEdit)
		w.pull(a)
		s, err := bounded.Stats(w.ctx)
		w.must(err)
		lines = max(lines, s.LogEntries)
	}
	if lines > 80 {
		t.Errorf("the log has grown to %d lines", lines)
	}
	if n := w.rows("result"); n > 20 {
		t.Errorf("the server keeps %d answers that have arrived", n)
	}
	w.settle() // the other office is served from the state
	w.check()
	for _, o := range w.offices {
		if n := len(w.waiting(o)); n != 0 {
			t.Errorf("%s still keeps %d operations", o.name, n)
		}
	}
	if got := w.read(b, id).Fields[crm.FieldCompany]; got != "Firma 149" {
		t.Errorf("the company is %q", got)
	}
}

func TestInvariant16NoStall(t *testing.T) {
	w := quiet(t, 3)
	w.faulty = true
	for range 60 {
		o := choose(w, w.offices)
		w.act(o)
		w.push(o, replication.LaneEdit)
		w.push(o, replication.LaneBulk)
		w.pull(o)
	}
	w.settle() // fails when the offices do not come to rest
	w.check()
}

// What is larger than what is asked for at a time goes alone: it holds nothing up.
func TestInvariant16LargeThingsPass(t *testing.T) {
	w := quiet(t, 2)
	a, b := w.offices[0], w.offices[1]
	w.importMany(a, 200)
	w.write(a, w.people[0], crm.FieldCompany, "Firma") // waits for the import
	last := w.add(a, nil)                              // does not
	for i, lane := range []replication.Lane{replication.LaneEdit, replication.LaneBulk, replication.LaneEdit} {
		h, ops, err := a.db.NextPush(w.ctx, lane, 100, 1)
		w.must(err)
		if len(ops) != 1 {
			t.Fatalf("%d operations of lane %s go out", len(ops), lane)
		}
		if i == 0 && ops[0].Entity != last {
			t.Errorf("%s goes out before the import", ops[0].Kind)
		}
		answer, results, err := w.server().Push(w.ctx, w.device(a), h, ops)
		w.must(err)
		w.must(a.db.Pushed(w.ctx, h, answer, results))
	}
	for more := true; more; {
		e := w.enrolment(b)
		page, err := w.server().Pull(w.ctx, w.device(b), e.Cursor, 1, 0)
		w.must(err)
		w.must(b.db.ApplyLog(w.ctx, page.Header, page.Entries, page.End))
		if more = page.End.More; more && page.End.Cursor == e.Cursor {
			t.Fatalf("the log stands at %s", e.Cursor)
		}
	}
	w.pull(a)
	w.check()
}

func TestInvariant17OldAndNewVersions(t *testing.T) {
	w := quiet(t, 2)
	a, b := w.offices[0], w.offices[1]
	id := w.add(a, nil)
	w.settle()
	d := w.device(a)
	newer := func(h *wire.PushHeader, ops []wire.Op) error {
		_, _, err := w.server().Push(w.ctx, d, *h, ops)
		return err
	}
	w.write(a, id, crm.FieldCity, "Recife")
	h, ops, err := a.db.NextPush(w.ctx, replication.LaneEdit, 1, 1<<20)
	w.must(err)

	// A program whose protocol the server does not speak is told so, and nothing happens.
	future := h
	future.Version = wire.Version + 1
	var r *store.Refusal
	if err := newer(&future, ops); !errors.As(err, &r) || r.Problem.Error.Code != wire.CodeOldVersion {
		t.Fatalf("a newer protocol: %v", err)
	}

	// A field that neither this server nor this office knows is carried to everybody.
	edit, err := replication.Encode(&replication.ContactEdit{ID: id, Fields: []replication.FieldEdit{{Field: crm.Field(crm.NumFields + 1), Value: "novo"}}})
	w.must(err)
	ops[0].Body = edit
	w.must(newer(&h, ops))
	w.must(a.db.Renumber(w.ctx, replication.LaneEdit, 1)) // the trick is forgotten: the office sends its own
	for range 10 {
		w.settle()
	}
	for _, o := range w.offices {
		if c := w.read(o, id); len(c.Newer) != 2 || c.Newer[1] != "novo" {
			t.Errorf("%s does not carry the newer field: %q", o.name, c.Newer)
		}
	}

	// What a newer office says of an edit beyond what this server knows is passed over.
	w.write(b, id, crm.FieldCompany, "Firma")
	h, ops, err = b.db.NextPush(w.ctx, replication.LaneEdit, 1, 1<<20)
	w.must(err)
	var body map[int]cbor.RawMessage
	w.must(cbor.Unmarshal(ops[0].Body, &body))
	body[99] = cbor.RawMessage{0x01}
	ops[0].Body, err = cbor.Marshal(body)
	w.must(err)
	answer, results, err := w.server().Push(w.ctx, w.device(b), h, ops)
	w.must(err)
	w.must(b.db.Pushed(w.ctx, h, answer, results))
	w.settle()
	if got := w.read(a, id).Fields[crm.FieldCompany]; got != "Firma" {
		t.Errorf("the company is %q: %+v", got, results)
	}

	// So is what it says of a message.
	var stream bytes.Buffer
	out, err := wire.NewWriter(&stream, map[int]any{1: wire.Version, 3: "edit", 99: "novo"})
	w.must(err)
	w.must(out.Close(map[int]any{1: "7", 99: "novo"}))
	var header wire.PushHeader
	var end wire.PullEnd
	in, err := wire.NewReader(&stream, &header)
	w.must(err)
	if more, err := in.Next(nil, &end); more || err != nil || header.Lane != replication.LaneEdit || end.Cursor != "7" {
		t.Errorf("a message from a newer program: %+v, %+v: %v", header, end, err)
	}

	// An operation of an unknown kind is set aside, and those behind it go on.
	w.write(b, id, crm.FieldCity, "Natal")
	h, ops, err = b.db.NextPush(w.ctx, replication.LaneEdit, 10, 1<<20)
	w.must(err)
	ops = append([]wire.Op{{Counter: 9_999, Kind: "contact.teleport", Entity: id, HLC: ops[0].HLC, At: ops[0].At}}, ops...)
	_, results, err = w.server().Push(w.ctx, w.device(b), h, ops)
	w.must(err)
	if len(results) != 2 || results[0].Result.Outcome != replication.Rejected || results[1].Result.Outcome != replication.Applied {
		t.Errorf("results %+v", results)
	}
}

func TestInvariant18AnyCutLeavesAPrefix(t *testing.T) {
	w := quiet(t, 2)
	a, b := w.offices[0], w.offices[1]
	const chunk = 200 // a frame or more
	for range 5 {
		id := w.add(a, nil)
		w.write(a, id, crm.FieldCity, "Recife")
		w.importMany(a, chunk)
	}
	for w.push(a, replication.LaneEdit) || w.push(a, replication.LaneBulk) {
	}
	page, err := w.server().Pull(w.ctx, w.device(b), "0", 1<<20, 0)
	w.must(err)
	var stream bytes.Buffer
	out, err := wire.NewWriter(&stream, page.Header)
	w.must(err)
	for _, e := range page.Entries {
		w.must(out.Item(e))
	}
	w.must(out.Close(page.End))
	whole := stream.Bytes()
	prefixes := map[int]bool{}
	for cut := 0; cut < len(whole); cut += 1 + len(whole)/200 {
		var h wire.PullHeader
		var entries []replication.Entry
		in, err := wire.NewReader(bytes.NewReader(whole[:cut]), &h)
		for err == nil {
			var e replication.Entry
			var more bool
			if more, err = in.Next(&e, nil); more && err == nil {
				entries = append(entries, e)
			}
		}
		if !errors.Is(err, wire.ErrTruncated) {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		if len(entries) > 0 {
			w.must(b.db.ApplyLog(context.Background(), h, entries, wire.PullEnd{}))
			prefixes[len(entries)] = true
			if e := w.enrolment(b); e.Seq != entries[len(entries)-1].Seq || e.Cursor != fmt.Sprint(e.Seq) {
				t.Fatalf("cut at %d: the office stands at line %d, and goes on at %s", cut, e.Seq, e.Cursor)
			}
		}
		w.must(b.db.View(w.ctx, func(v *sqlite.View) error { return v.CheckLookups() }))
	}
	if len(prefixes) < 4 {
		t.Errorf("the cuts left prefixes of %v lines only", prefixes)
	}
	w.settle()
	w.check()
}
