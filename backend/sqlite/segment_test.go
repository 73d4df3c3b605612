package sqlite

import (
	"context"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// saved is a segment of active contacts with this name.
func saved(id crm.ID, name string) crm.Segment {
	return crm.Segment{ID: id, Name: name, SegmentFilter: crm.SegmentFilter{Status: crm.StatusActive, Sort: crm.SortCreated, Desc: true}}
}

func (c *central) segmentNames(db *DB, ctx context.Context) (names []string) {
	c.t.Helper()
	c.view(db, ctx, func(v *View) error {
		all, err := v.Segments()
		for _, s := range all {
			names = append(names, s.Name)
		}
		return err
	})
	return names
}

func (c *central) exchange(db *DB, ctx context.Context) {
	c.t.Helper()
	c.answer(db, ctx, c.take(db, ctx, replication.LaneEdit))
	c.pull(db, ctx)
	c.agree(db, ctx)
}

// A segment goes up, what others make of it comes down, and what is deleted stays deleted (D2.2, S2).
func TestSegmentsGoUpAndDown(t *testing.T) {
	c := newCentral(t)
	db, ctx := c.openOffice()
	id := crm.NewID()
	mustUpdate(t, db, ctx, func(tx *Tx) error { return tx.PutSegment(saved(id, "Norte")) })
	c.exchange(db, ctx)
	if s, _ := c.state.Segment(id); s == nil || s.Name != "Norte" || s.Filter != `{"status":"active","sort":"created","desc":true}` {
		t.Fatalf("the server has %+v", s)
	}
	c.other(replication.KindSegmentPut, id, &replication.SegmentPut{ID: id, Name: "Sul", Filter: "{}", Base: must(c.state.Segment(id))(t).Stamp})
	c.exchange(db, ctx)
	if got := c.segmentNames(db, ctx); len(got) != 1 || got[0] != "Sul" {
		t.Errorf("after another office's change: %v", got)
	}
	mustUpdate(t, db, ctx, func(tx *Tx) error { return tx.DeleteSegment(id) })
	c.exchange(db, ctx)
	if got := c.segmentNames(db, ctx); len(got) != 0 {
		t.Errorf("after deleting: %v", got)
	}
	if err := db.Update(ctx, func(tx *Tx) error { return tx.DeleteSegment(id) }); crm.CodeOf(err) != crm.CodeNotFound {
		t.Errorf("deleting again: %v", err)
	}
}

// Of two changes that did not know of each other the later stands everywhere, whichever arrives first.
func TestTheLaterSegmentStands(t *testing.T) {
	c := newCentral(t)
	db, ctx := c.openOffice()
	id := crm.NewID()
	mustUpdate(t, db, ctx, func(tx *Tx) error { return tx.PutSegment(saved(id, "Norte")) })
	c.exchange(db, ctx)
	mustUpdate(t, db, ctx, func(tx *Tx) error { return tx.PutSegment(saved(id, "daqui")) })
	c.other(replication.KindSegmentPut, id, &replication.SegmentPut{ID: id, Name: "de lá", Filter: "{}"}) // by a clock far ahead
	c.exchange(db, ctx)
	if got := c.segmentNames(db, ctx); len(got) != 1 || got[0] != "de lá" {
		t.Errorf("got %v", got)
	}
}

// What the server refuses of a segment is taken back.
func TestRefusedSegmentsAreTakenBack(t *testing.T) {
	c := newCentral(t)
	db, ctx := c.openOffice()
	kept, fresh := crm.NewID(), crm.NewID()
	mustUpdate(t, db, ctx, func(tx *Tx) error { return tx.PutSegment(saved(kept, "Norte")) })
	c.exchange(db, ctx)
	admin := must(crm.ActorOf(ctx))(t)
	if err := c.state.Put(replication.Effect{User: &replication.UserPut{ID: admin.User, Name: "Ada", Email: "ada@example.com", Profile: crm.ProfileAdmin}}); err != nil {
		t.Fatal(err) // inactive there: an office that is behind does not know yet
	}
	c.state.Take()
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		if err := tx.PutSegment(saved(kept, "Sul")); err != nil {
			return err
		}
		return tx.PutSegment(saved(fresh, "Leste"))
	})
	c.answer(db, ctx, c.take(db, ctx, replication.LaneEdit))
	if got := c.segmentNames(db, ctx); len(got) != 1 || got[0] != "Norte" {
		t.Errorf("got %v", got)
	}
}

// A batch goes up as one operation of the bulk lane, and what comes of it is the same on both sides.
func TestBatchesGoUp(t *testing.T) {
	c := newCentral(t)
	db, ctx := c.openOffice()
	var ids []crm.ID
	var label crm.ID
	mustUpdate(t, db, ctx, func(tx *Tx) (err error) {
		if label, _, err = tx.DefineLabel(crm.Label{Name: "VIP"}); err != nil {
			return err
		}
		for range 5 {
			x := sample()
			x.Fields[crm.FieldCPF] = ""
			if _, err := tx.CreateContact(x, nil); err != nil {
				return err
			}
			ids = append(ids, x.ID)
		}
		return nil
	})
	c.exchange(db, ctx)
	job := crm.Job{ID: crm.NewID(), Kind: crm.JobBatch, State: crm.JobRunning, Params: []byte("{}")}
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		if err := tx.CreateJob(&job); err != nil {
			return err
		}
		var drafts []ImportDraft
		for _, id := range ids {
			old, err := tx.Contact(id)
			if err != nil {
				return err
			}
			next := old.Clone()
			next.Labels = append(next.Labels, label)
			drafts = append(drafts, ImportDraft{Stored: old, Next: next})
		}
		n, err := tx.ApplyBatch(job.ID, drafts)
		if err == nil && n != len(ids) {
			t.Errorf("%d changed", n)
		}
		return err
	})
	// Another office has changed one of them meanwhile: both changes stand.
	c.other(replication.KindContactEdit, ids[0], &replication.ContactEdit{ID: ids[0], Fields: []replication.FieldEdit{{Field: crm.FieldCity, Value: "Natal"}}})
	c.pull(db, ctx)
	p := c.take(db, ctx, replication.LaneBulk)
	if len(p.results) != 1 || p.results[0].Result.Outcome != replication.Applied {
		t.Fatalf("%+v", p.results)
	}
	c.answer(db, ctx, p)
	c.pull(db, ctx)
	c.agree(db, ctx)
	got := must(c.state.Contact(ids[0]))(t)
	if got.Field(crm.FieldCity) != "Natal" || len(got.Labels) != 1 {
		t.Errorf("the server has %q, %v", got.Field(crm.FieldCity), got.Labels)
	}
}

// A server restored from an old backup gets back what it has forgotten of a segment, its deletion as well.
func TestARestoredServerGetsSegmentsBack(t *testing.T) {
	c := newCentral(t)
	db, ctx := c.openOffice()
	renamed, deleted := crm.NewID(), crm.NewID()
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		if err := tx.PutSegment(saved(renamed, "Norte")); err != nil {
			return err
		}
		return tx.PutSegment(saved(deleted, "Leste"))
	})
	c.sync(db, ctx)
	backup := c.state.Clone()
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		if err := tx.PutSegment(saved(renamed, "Sul")); err != nil {
			return err
		}
		return tx.DeleteSegment(deleted)
	})
	c.sync(db, ctx)
	c.restore(db, ctx, backup)
	c.sync(db, ctx)
	c.agree(db, ctx)
	if s := must(c.state.Segment(renamed))(t); s.Name != "Sul" {
		t.Errorf("the server has %q", s.Name)
	}
	if s := must(c.state.Segment(deleted))(t); !s.Gone {
		t.Error("the deleted one is back")
	}
}
