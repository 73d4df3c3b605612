package sqlite

import (
	"fmt"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
)

// What a restored server has lost comes back before what waits for it: an edit of a contact that the server does not
// know would be refused (S3, S5.2).
func TestRestoredServerGetsAContactBeforeItsEdit(t *testing.T) {
	c := newCentral(t)
	db, ctx := c.openOffice()
	c.sync(db, ctx)
	backup := c.state.Clone()
	x := sample()
	mustUpdate(t, db, ctx, func(tx *Tx) error { _, err := tx.CreateContact(x, nil); return err })
	c.sync(db, ctx)
	change(t, db, ctx, x.ID, setField(crm.FieldCity, "Natal"))
	c.restore(db, ctx, backup)
	c.sync(db, ctx)
	c.agree(db, ctx)
	if got, _ := c.state.Contact(x.ID); got == nil || got.Field(crm.FieldCity) != "Natal" {
		t.Errorf("the server has %+v", got)
	}
	c.view(db, ctx, func(v *View) error {
		if _, refused, _, err := v.SyncCounts(); err != nil || refused != 0 {
			t.Errorf("%d operations refused, %v", refused, err)
		}
		return nil
	})
}

// A merge that waits has moved what a restored server has forgotten: the server gets it where it was, since it may reject the merge.
func TestRestoredServerGetsWhatAMergeHasMovedAtHome(t *testing.T) {
	c := newCentral(t)
	db, ctx := c.openOffice()
	a, b := c.alike(db, ctx)
	c.sync(db, ctx)
	backup := c.state.Clone()
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		if err := tx.AddInteractions([]NewInteraction{{ID: crm.NewID(), Contact: a.ID, Channel: "voice", Opened: tx.Now(), Closed: tx.Now()}}); err != nil {
			return err
		}
		_, err := tx.Perform(replication.KindNoteAdd, a.ID, &replication.NoteAdd{ID: crm.NewID(), Contact: a.ID, Text: "do dia", At: tx.Now().UnixMilli()})
		return err
	})
	c.sync(db, ctx)
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		_, err := tx.Perform(replication.KindMerge, b.ID, &replication.Merge{Primary: b.ID, Secondaries: []crm.ID{a.ID}})
		return err
	})
	c.restore(db, ctx, backup)
	c.other(replication.KindPermissionSet, crm.NoID, &replication.PermissionSet{Profile: crm.ProfileAdmin, Permission: crm.PermMerge})
	c.sync(db, ctx)
	c.agree(db, ctx)
}

// An interaction that has been closed since the backup stays closed: it is the office that brings that back.
func TestRestoredServerDoesNotOpenAnInteraction(t *testing.T) {
	c := newCentral(t)
	db, ctx := c.openOffice()
	x := sample()
	call := crm.NewID()
	mustUpdate(t, db, ctx, func(tx *Tx) error { _, err := tx.CreateContact(x, nil); return err })
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		return tx.AddInteractions([]NewInteraction{{ID: call, Contact: x.ID, Channel: "voice", Opened: tx.Now()}})
	})
	c.sync(db, ctx)
	backup := c.state.Clone()
	open, _ := c.state.Interaction(call)
	closed := *open
	closed.Open, closed.Closed, closed.Handle = false, open.Opened+1000, 7
	b, err := replication.EncodeInteractions(&replication.InteractionChunk{Interactions: []replication.InteractionAdd{closed}})
	if err != nil {
		t.Fatal(err)
	}
	c.decide(replication.Op{Device: 9, Incarnation: 1, Counter: 1, Kind: replication.KindInteraction, HLC: 1 << 60, Body: b})
	c.sync(db, ctx)
	c.agree(db, ctx)
	c.restore(db, ctx, backup)
	c.sync(db, ctx)
	c.agree(db, ctx)
	if got, _ := c.state.Interaction(call); got == nil || got.Open {
		t.Errorf("the server has %+v", got)
	}
}

// A person who was erased here, lived on in the backup and is erased again takes along what was listed meanwhile.
func TestErasureOnARestoredServerIsCarriedOutAgain(t *testing.T) {
	c := newCentral(t)
	db, ctx := c.openOffice()
	person := sample()
	mustUpdate(t, db, ctx, func(tx *Tx) error { _, err := tx.CreateContact(person, nil); return err })
	c.sync(db, ctx)
	backup := c.state.Clone()
	c.other(replication.KindAnonymize, person.ID, &replication.Erase{ID: person.ID})
	c.sync(db, ctx)
	c.restore(db, ctx, backup)
	twin := crm.NewID()
	c.other(replication.KindContactCreate, twin, &replication.ContactCreate{ID: twin, At: 1, Fields: map[crm.Field]string{
		crm.FieldName: "João", crm.FieldCPF: person.Fields[crm.FieldCPF], crm.FieldActive: "true"}})
	c.sync(db, ctx)
	c.agree(db, ctx)
	if got, _ := c.state.Contact(person.ID); !got.Erased() {
		t.Error("the erasure was lost")
	}
}

// An erasure whose answer was lost with the server's last days: the erased contact is offered, though the operation that
// it has its version from still waits.
func TestRestoredServerGetsAnErasureWhoseAnswerWasLost(t *testing.T) {
	c := newCentral(t)
	db, ctx := c.openOffice()
	c.sync(db, ctx)
	backup := c.state.Clone()
	person := sample()
	mustUpdate(t, db, ctx, func(tx *Tx) error { _, err := tx.CreateContact(person, nil); return err })
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		_, err := tx.Perform(replication.KindDelete, person.ID, &replication.Erase{ID: person.ID})
		return err
	})
	c.take(db, ctx, replication.LaneEdit)
	var both []replication.Effect
	_ = c.state.Each(func(_ replication.Noun, e replication.Effect) error {
		if e.Put != nil {
			both = append(both, replication.Effect{Put: e.Put.Clone()})
		}
		return nil
	})
	head := int64(len(c.log))
	h, end := wire.PullHeader{Epoch: "a", Head: head, State: true}, wire.PullEnd{Cursor: fmt.Sprint(head), Seq: head}
	if err := db.ApplyCopy(ctx, h, []replication.Records{both}, end); err != nil {
		t.Fatal(err)
	}
	c.restore(db, ctx, backup)
	c.sync(db, ctx)
	c.agree(db, ctx)
}
