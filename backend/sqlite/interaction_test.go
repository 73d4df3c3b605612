package sqlite

import (
	"testing"
	"time"

	"carteira/backend/crm"
)

func TestAddInteractionsKeepsTheSumsOfLists(t *testing.T) {
	ctx := crm.WithActor(t.Context(), crm.System)
	db, err := Open(ctx, t.TempDir(), Options{RefuseUntyped: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	c := new(crm.Contact)
	c.Fields[crm.FieldName], c.Fields[crm.FieldActive] = "Ana", "true"
	early, late := time.UnixMilli(1_700_000_000_000).UTC(), time.UnixMilli(1_700_000_900_000).UTC()
	add := func(all ...NewInteraction) error {
		return db.Update(ctx, func(tx *Tx) error { return tx.AddInteractions(all) })
	}
	if err := db.Update(ctx, func(tx *Tx) error { _, err := tx.CreateContact(c, nil); return err }); err != nil {
		t.Fatal(err)
	}
	state := func() (n int, last time.Time, open bool, operations int64) {
		t.Helper()
		if err := db.View(ctx, func(v *View) (err error) {
			s, err := v.Contact(c.ID)
			if err != nil {
				return err
			}
			n, last = s.Interactions, s.LastInteractionAt
			if open, err = v.HasOpenInteraction(s.N); err != nil {
				return err
			}
			operations, err = v.PendingOperations()
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return n, last, open, operations
	}
	_, _, _, before := state()
	closed := NewInteraction{Contact: c.ID, Protocol: "1", Channel: "voice", Opened: late, Closed: late.Add(time.Minute)}
	older := NewInteraction{Contact: c.ID, Protocol: "2", Channel: "sms", Opened: early, Closed: early.Add(time.Minute), Outbound: true}
	if err := add(closed, older); err != nil {
		t.Fatal(err)
	}
	if n, last, open, operations := state(); n != 2 || !last.Equal(late) || open || operations != before+1 {
		t.Errorf("%d interactions, the last at %v, open %v, %d operations", n, last, open, operations-before)
	}
	if err := add(NewInteraction{Contact: c.ID, Protocol: "3", Channel: "voice", Opened: early}); err != nil {
		t.Fatal(err)
	}
	if n, last, open, _ := state(); n != 3 || !last.Equal(late) || !open {
		t.Errorf("%d interactions, the last at %v, open %v", n, last, open)
	}

	// Whoever is not there has no interactions, and nothing of the batch stays.
	for _, bad := range []NewInteraction{
		{Contact: crm.NewID(), Channel: "voice", Opened: early},
		{Contact: c.ID, Channel: "voice", Opened: early, Agent: crm.NewID()},
		{Contact: c.ID, Channel: "voice", Opened: early, Service: crm.NewID()},
	} {
		if err := add(closed, bad); crm.CodeOf(err) != crm.CodeNotFound {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	if n, _, _, operations := state(); n != 3 || operations != before+2 {
		t.Errorf("%d interactions and %d operations after refused batches", n, operations-before)
	}
	if err := add(); err != nil {
		t.Error(err)
	}
}
