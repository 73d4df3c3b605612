package sqlite

import (
	"fmt"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
)

// When an import comes back as it was proposed, the contacts that were changed meanwhile keep an image of how the server
// knows them, and only those.
func TestChangedContactsOfAnImportGetAnImage(t *testing.T) {
	db, ctx := openTest(t)
	const number, lines = 2, atOnce + 6
	var ids []crm.ID
	var entry replication.Entry
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		if err := tx.SaveEnrolment(&Enrolment{Server: "https://example.com", OrganizationID: crm.NewID(), Number: number, Epoch: "a"}); err != nil {
			return err
		}
		b := &ImportBatch{Job: crm.NewID(), FirstLine: 2, LastLine: 1 + lines}
		if err := tx.CreateJob(&crm.Job{ID: b.Job, Kind: crm.JobImport, State: crm.JobRunning, Params: []byte("{}")}); err != nil {
			return err
		}
		for i := range lines {
			c := &crm.Contact{ID: crm.NewID()}
			c.Fields[crm.FieldName] = fmt.Sprint("Ana ", i)
			ids = append(ids, c.ID)
			b.Drafts = append(b.Drafts, ImportDraft{Next: c})
		}
		return tx.ApplyImport(b)
	})
	changed := []crm.ID{ids[0], ids[lines-1]}
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		for _, id := range changed {
			old, err := tx.Contact(id)
			if err != nil {
				return err
			}
			next := old.Clone()
			next.Fields[crm.FieldCity] = "Recife"
			if _, err := tx.UpdateContact(old, next, nil); err != nil {
				return err
			}
		}
		_, err := tx.c.one(`SELECT counter, hlc FROM pending_op WHERE lane = 'bulk'`, nil, func(row result) error {
			entry = replication.Entry{
				Seq: 1, Device: number, Incarnation: 1, Counter: row[0].(int64), HLC: replication.HLC(row[1].(int64)), AsProposed: true,
			}
			return nil
		})
		return err
	})
	if err := db.ApplyLog(ctx, wire.PullHeader{Epoch: "a", Head: 1, First: 1}, []replication.Entry{entry}, wire.PullEnd{Cursor: "1", Seq: 1}); err != nil {
		t.Fatal(err)
	}
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		if n, err := tx.c.integer(`SELECT count(*) FROM image`); err != nil || n != int64(len(changed)) {
			t.Errorf("%d images, want %d (%v)", n, len(changed), err)
		}
		for _, id := range changed {
			s, err := tx.Contact(id)
			if err != nil {
				return err
			}
			known, err := tx.image(s.N)
			if err != nil {
				return err
			}
			if s.Fields[crm.FieldCity] != "Recife" || known == nil || known.Field(crm.FieldCity) != "" {
				t.Errorf("shown %q, the server knows %+v", s.Fields[crm.FieldCity], known)
			}
		}
		return nil
	})
}
