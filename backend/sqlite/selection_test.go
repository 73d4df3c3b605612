package sqlite

import (
	"context"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"carteira/backend/crm"
)

// compareSelections: a selection of what matches, less some, and one by ids are the same sets as a plain pass gives (D2.4).
func (w *listWorld) compareSelections(t *rapid.T, ctx context.Context, f crm.ContactFilter, matching []int64) {
	matching = slices.Sorted(slices.Values(matching))
	var except, left []int64
	for _, n := range matching {
		if rapid.Bool().Draw(t, "left out") {
			except = append(except, n)
		} else {
			left = append(left, n)
		}
	}
	check := func(what string, sel crm.Selection, want []int64, strangers int) {
		got, missing, err := w.db.Select(ctx, sel)
		if err != nil || !slices.Equal(got, want) || len(missing) != strangers {
			t.Fatalf("%s: got %v, %d missing, %v; want %v: %+v", what, got, len(missing), err, want, f)
		}
	}
	check("all", crm.Selection{All: true, Filter: f}, matching, 0)
	check("all but some", crm.Selection{All: true, Filter: f, Except: append(w.idsOf(t, ctx, except), crm.NewID())}, left, 0)
	ids := w.idsOf(t, ctx, except)
	slices.Reverse(ids)
	check("by ids", crm.Selection{IDs: append(append(ids, ids...), crm.NewID())}, except, 1)
}

func (w *listWorld) idsOf(t *rapid.T, ctx context.Context, numbers []int64) (ids []crm.ID) {
	if err := w.db.View(ctx, func(v *View) error {
		for _, n := range numbers {
			s, err := v.contactAt(n)
			if err != nil {
				return err
			}
			ids = append(ids, s.ID)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return ids
}

// The contacts of a job are kept in parts and come back as they were.
func TestMembersOfAJobAreKept(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		db, ctx := openTest(t)
		var members []int64
		n := int64(0)
		for range rapid.SampledFrom([]int{0, 1, memberPart - 1, memberPart, memberPart + 1, 2*memberPart + 7}).Draw(rt, "how many") {
			n += rapid.SampledFrom([]int64{1, 1, 1, 127, 128, 1 << 40}).Draw(rt, "step")
			members = append(members, n)
		}
		job := crm.Job{ID: crm.NewID(), Kind: crm.JobBatch, State: crm.JobRunning, Params: []byte("{}")}
		mustUpdate(t, db, ctx, func(tx *Tx) error {
			if err := tx.CreateJob(&job); err != nil {
				return err
			}
			return tx.KeepMembers(job.ID, members)
		})
		var got []int64
		mustUpdate(t, db, ctx, func(tx *Tx) error {
			for part := 0; ; part++ {
				some, err := tx.Members(job.ID, part)
				if err != nil || len(some) == 0 {
					return err
				}
				got = append(got, some...)
				if err := tx.DropMembers(job.ID, part); err != nil {
					return err
				}
			}
		})
		if !slices.Equal(got, members) {
			rt.Fatalf("%d members came back of %d", len(got), len(members))
		}
		mustUpdate(t, db, ctx, func(tx *Tx) error {
			left, err := tx.c.integer(`SELECT count(*) FROM job_member`)
			if err == nil && left != 0 {
				rt.Fatalf("%d parts are left", left)
			}
			return err
		})
	})
}
