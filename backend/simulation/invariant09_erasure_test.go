package simulation_test

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
	"carteira/backend/server/store"
	"carteira/backend/sqlite"
)

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
		if err := tx.CreateJob(&crm.Job{ID: job, Kind: crm.JobImport, State: crm.JobEnded, Params: []byte("{}")}); err != nil {
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
