package sqlite

import (
	"bytes"
	"context"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
)

// foldedContact imports somebody whom another office had, with a later edit and an import of a further line that both
// wait: the server has folded the office's own contact into that of the other office.
func foldedContact(c *central) (db *DB, ctx context.Context, own, root crm.ID) {
	c.t.Helper()
	db, ctx = c.openOffice()
	c.sync(db, ctx)
	root = crm.NewID()
	c.other(replication.KindContactCreate, root, &replication.ContactCreate{ID: root, At: 1, Fields: map[crm.Field]string{
		crm.FieldName: "João", crm.FieldCPF: "52998224725", crm.FieldActive: "true"}})
	x := sample()
	mustUpdate(c.t, db, ctx, func(tx *Tx) error {
		return tx.importCreates(replication.ImportChunk{Job: crm.NewID(), FirstLine: 2, LastLine: 2}, []ImportDraft{{Next: x}}, 0)
	})
	change(c.t, db, ctx, x.ID, setField(crm.FieldCity, "Cidade-secreta"))
	mustUpdate(c.t, db, ctx, func(tx *Tx) error {
		old := must(tx.Contact(x.ID))(c.t)
		next := old.Clone()
		next.Fields[crm.FieldCompany] = "Empresa-secreta"
		_, err := tx.chunkOfEdits(replication.KindImportChunk, replication.ImportChunk{Job: crm.NewID()}, []ImportDraft{{Stored: old, Next: next}}, 1)
		return err
	})
	h, ops, err := db.NextPush(ctx, replication.LaneBulk, 1, 1<<20)
	if err != nil || len(ops) != 1 {
		c.t.Fatal(len(ops), err)
	}
	o := ops[0]
	r := c.decide(replication.Op{Device: officeNumber, Incarnation: 1, Counter: o.Counter, Kind: o.Kind, HLC: o.HLC, At: o.At, Actor: o.Actor, Body: o.Body})
	r.Number = 1
	c.last[replication.LaneBulk], c.told[replication.LaneBulk] = 1, []wire.OpResult{r}
	c.answer(db, ctx, push{h, wire.PushAnswer{Last: 1, Nonce: []byte{1}}, []wire.OpResult{r}})
	c.pull(db, ctx)
	return db, ctx, x.ID, root
}

// What waits under the id of a folded contact holds values of the person like everything else (S4, S5.9).
func TestErasureReachesWhatWaitsUnderAFoldedID(t *testing.T) {
	c := newCentral(t)
	db, ctx, own, root := foldedContact(c)
	waiting := func() (found int) {
		c.view(db, ctx, func(v *View) error {
			return v.c.query(`SELECT kind, body FROM pending_op`, nil, func(row result) error {
				body := row[1].([]byte)
				if row[0].(string) == string(replication.KindImportChunk) {
					chunk, err := replication.DecodeChunk(body)
					if err != nil {
						return err
					}
					body = must(replication.Encode(chunk))(t)
				}
				if bytes.Contains(body, []byte("secreta")) {
					found++
				}
				return nil
			})
		})
		return found
	}
	if n := waiting(); n != 2 {
		t.Fatalf("%d operations about %s wait with values of the person, want 2", n, own)
	}
	c.other(replication.KindAnonymize, root, &replication.Erase{ID: root})
	c.pull(db, ctx)
	if n := waiting(); n != 0 {
		t.Errorf("%d operations still hold values of the erased person", n)
	}
	c.sync(db, ctx)
	c.agree(db, ctx)
}

// An import that has not been sent is where a contact of this office comes from: it holds the person too (D8.5).
func TestErasureReachesTheImportThatMadeTheContact(t *testing.T) {
	db, ctx := openTest(t)
	x := sample()
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		return tx.importCreates(replication.ImportChunk{Job: crm.NewID(), FirstLine: 2, LastLine: 2}, []ImportDraft{{Next: x}}, 0)
	})
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		r, err := tx.Perform(replication.KindAnonymize, x.ID, &replication.Erase{ID: x.ID})
		if r.Outcome != replication.Applied {
			t.Errorf("anonymized: %+v", r)
		}
		return err
	})
	if err := db.View(ctx, func(v *View) error {
		return v.c.query(`SELECT body FROM pending_op WHERE kind = 'import.chunk'`, nil, func(row result) error {
			chunk, err := replication.DecodeChunk(row[0].([]byte))
			if err == nil && len(chunk.Creates) > 0 {
				t.Error("the import still holds the person")
			}
			return err
		})
	}); err != nil {
		t.Fatal(err)
	}
}

// The wish to delete a person goes further than another office's anonymization, and holds nothing of the person.
func TestDeletionOutlivesAnAnonymization(t *testing.T) {
	c := newCentral(t)
	db, ctx := c.openOffice()
	x := sample()
	mustUpdate(t, db, ctx, func(tx *Tx) error { _, err := tx.CreateContact(x, nil); return err })
	c.sync(db, ctx)
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		_, err := tx.Perform(replication.KindDelete, x.ID, &replication.Erase{ID: x.ID})
		return err
	})
	c.other(replication.KindAnonymize, x.ID, &replication.Erase{ID: x.ID})
	c.sync(db, ctx)
	c.agree(db, ctx)
	if gone, _ := c.state.Contact(x.ID); gone.Mark != replication.Deleted {
		t.Errorf("the contact is %v, want deleted", gone.Mark)
	}
}

// An edit that is refused after its contact was folded is taken off the contact that this one became part of.
func TestRefusedEditOfAFoldedContact(t *testing.T) {
	c := newCentral(t)
	db, ctx, _, root := foldedContact(c)
	h, ops, err := db.NextPush(ctx, replication.LaneEdit, 10, 1<<20)
	if err != nil || len(ops) != 1 {
		t.Fatalf("%d operations, %v", len(ops), err)
	}
	n := c.last[replication.LaneEdit] + 1
	r := wire.OpResult{Number: n, Result: replication.Result{Outcome: replication.Rejected, Code: crm.CodeNotAllowed}}
	c.last[replication.LaneEdit], c.told[replication.LaneEdit] = n, append(c.told[replication.LaneEdit], r)
	c.answer(db, ctx, push{h, wire.PushAnswer{Last: n, Nonce: []byte{2}}, []wire.OpResult{r}})
	c.view(db, ctx, func(v *View) error {
		if got := must(v.Contact(root))(t); got.Fields[crm.FieldCity] != "" || got.Fields[crm.FieldCompany] != "Empresa-secreta" {
			t.Errorf("city %q, company %q: want the refused edit gone and the import that waits kept", got.Fields[crm.FieldCity], got.Fields[crm.FieldCompany])
		}
		return nil
	})
	c.sync(db, ctx)
	c.agree(db, ctx)
}
