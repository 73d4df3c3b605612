package batch

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// BenchmarkBatch deactivates contacts and says how many a second, alone and on a replica that is enrolled (which keeps how the
// server knows each of them), and what a list and an edit cost meanwhile. It runs when CARTEIRA_BENCH is set to the number
// of contacts, at most 100,000, or to anything else for so many.
//
//	CARTEIRA_BENCH=100000 go test -tags sqlite_fts5 -run '^$' -bench Batch -benchtime 1x ./backend/service/batch
func BenchmarkBatch(b *testing.B) {
	env := os.Getenv("CARTEIRA_BENCH")
	if env == "" {
		return
	}
	contacts, err := strconv.Atoi(env)
	if err != nil || contacts < 1000 {
		contacts = 100_000
	}
	contacts = min(contacts, 100_000)
	fmt.Printf("\n%d contacts                        contacts/s   list p50      max   edit p50      max ms\n", contacts)
	for b.Loop() {
		for _, enrolled := range []bool{false, true} {
			for _, editing := range []bool{false, true} {
				benchBatch(b, contacts, enrolled, editing)
			}
		}
	}
}

func benchBatch(b *testing.B, contacts int, enrolled, editing bool) {
	o := newOffice(b)
	var one crm.ID
	for left := contacts; left > 0; left -= 10_000 {
		one = o.people(min(left, 10_000))[0]
	}
	if enrolled {
		o.must(o.db.Update(o.ctx, func(tx *sqlite.Tx) error {
			return tx.SaveEnrolment(&sqlite.Enrolment{Server: "https://example.com", OrganizationID: crm.NewID(), Number: 2, Epoch: "a"})
		}))
	}
	o.must(o.db.Warm(o.ctx))
	j, err := o.batch.Start(o.ctx, Options{Action: Deactivate, Selection: everybody})
	o.must(err)
	var lists, edits []time.Duration
	measure := func(into *[]time.Duration, do func() error) {
		began := time.Now()
		o.must(do())
		*into = append(*into, time.Since(began))
	}
	for n := 0; ; n++ {
		now, err := o.jobs.Get(o.ctx, j.ID)
		o.must(err)
		if now.State.Over() {
			j = now
			break
		}
		measure(&lists, func() error {
			_, err := o.db.List(o.ctx, crm.ContactFilter{Status: crm.StatusActive}, crm.ContactOrder{}, 0, 100)
			return err
		})
		if editing {
			measure(&edits, func() error { return o.rename(one, fmt.Sprint("Pessoa ", n)) })
		}
		time.Sleep(30 * time.Millisecond)
	}
	r, err := ResultOf(j)
	o.must(err)
	if r == nil || r.Changed+r.Unchanged != contacts {
		b.Fatalf("%s: %+v %v", j.State, r, j.Error)
	}
	what := map[bool]string{false: "not enrolled", true: "enrolled"}[enrolled] + map[bool]string{false: "", true: ", somebody edits"}[editing]
	fmt.Printf("  %-32s %14.0f %10.1f %8.1f %10.1f %8.1f\n", what, float64(contacts)/r.Seconds, median(lists), most(lists), median(edits), most(edits))
}

func (o *office) rename(id crm.ID, name string) error {
	return o.db.Update(o.ctx, func(tx *sqlite.Tx) error {
		old, err := tx.Contact(id)
		if err != nil {
			return err
		}
		next := old.Clone()
		next.Fields[crm.FieldName] = name
		_, err = tx.UpdateContact(old, next, nil)
		return err
	})
}

func median(all []time.Duration) float64 {
	if len(all) == 0 {
		return 0
	}
	all = slices.Sorted(slices.Values(all))
	return float64(all[len(all)/2].Microseconds()) / 1000
}

func most(all []time.Duration) float64 {
	if len(all) == 0 {
		return 0
	}
	return float64(slices.Max(all).Microseconds()) / 1000
}
