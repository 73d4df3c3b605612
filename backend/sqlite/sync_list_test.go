package sqlite

import (
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
)

// Who was to be created is listed by name, though there is no such contact any more: several drafts could not be told apart.
func TestRefusedCreationIsListedByName(t *testing.T) {
	c := newCentral(t)
	db, ctx := c.openOffice()
	refused, known := sample(), sample()
	known.Fields[crm.FieldCPF] = ""
	mustUpdate(t, db, ctx, func(tx *Tx) error { _, err := tx.CreateContact(known, nil); return err })
	c.sync(db, ctx)
	mustUpdate(t, db, ctx, func(tx *Tx) error { _, err := tx.CreateContact(refused, nil); return err })
	h, ops, err := db.NextPush(ctx, replication.LaneEdit, 10, 1<<20)
	if err != nil || len(ops) != 1 {
		t.Fatal(len(ops), err)
	}
	answer := wire.OpResult{Number: h.First, Result: replication.Result{Outcome: replication.Rejected, Code: crm.CodeNotAllowed}}
	if err := db.Pushed(ctx, h, wire.PushAnswer{Last: h.First, Nonce: []byte{1}}, []wire.OpResult{answer}); err != nil {
		t.Fatal(err)
	}
	c.view(db, ctx, func(v *View) error {
		all := must(v.PendingOps(10))(t)
		if len(all) != 1 || all[0].Name != refused.Name() || !all[0].Unmade || !all[0].Refused {
			t.Errorf("listed as %+v", all)
		}
		return nil
	})
}
