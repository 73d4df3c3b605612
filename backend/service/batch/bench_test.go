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

// BenchmarkBatch labels a tenth of the contacts, which lie scattered among the others, takes the label away again and
// activates them; it says how many a second, alone and on a replica that is enrolled (which keeps how the server knows each
// of them), and what two lists and an edit cost meanwhile: the first page of all active contacts, and of those that have the
// label by now. It runs when CARTEIRA_BENCH is set to the number of contacts, or to anything else for 1,000,000.
//
//	CARTEIRA_BENCH=1000000 go test -tags sqlite_fts5 -run '^$' -bench Batch -benchtime 1x -timeout 0 ./backend/service/batch
func BenchmarkBatch(b *testing.B) {
	env := os.Getenv("CARTEIRA_BENCH")
	if env == "" {
		return
	}
	contacts, err := strconv.Atoi(env)
	if err != nil || contacts < 1000 {
		contacts = 1_000_000
	}
	for b.Loop() {
		o := newOffice(b)
		one := o.crowd(contacts)
		fmt.Printf("\n%-44s %10s %9s %9s %9s %9s %9s %9s\n", fmt.Sprintf("%d of %d contacts", contacts/inactiveEvery, contacts),
			"contacts/s", "list p50", "max", "label p50", "max", "edit p50", "max ms")
		o.bench("not enrolled, label", AddLabel, contacts/inactiveEvery, nil)
		o.bench("not enrolled, unlabel, somebody edits", RemoveLabel, contacts/inactiveEvery, &one)
		o.must(o.db.Update(o.ctx, func(tx *sqlite.Tx) error {
			return tx.SaveEnrolment(&sqlite.Enrolment{Server: "https://example.com", OrganizationID: crm.NewID(), Number: 2, Epoch: "a"})
		}))
		o.bench("enrolled, label", AddLabel, contacts/inactiveEvery, nil)
		o.bench("enrolled, unlabel, somebody edits", RemoveLabel, contacts/inactiveEvery, &one)
		o.bench("enrolled, activate", Activate, contacts/inactiveEvery, nil)
	}
}

// inactiveEvery says which contacts of a crowd are inactive.
const inactiveEvery = 10

// crowd creates contacts and returns an active one.
func (o *office) crowd(n int) (one crm.ID) {
	const step = 20_000
	for at := 0; at < n; at += step {
		o.must(o.db.Update(o.ctx, func(tx *sqlite.Tx) error {
			for i := at; i < min(at+step, n); i++ {
				c := &crm.Contact{ID: crm.NewID()}
				c.Fields[crm.FieldName], c.Fields[crm.FieldActive] = fmt.Sprintf("Pessoa %07d", i*7919%n), strconv.FormatBool(i%inactiveEvery != 0)
				if _, err := tx.CreateContact(c, nil); err != nil {
					return err
				}
				one = c.ID
			}
			return nil
		}))
	}
	o.must(o.db.SearchSettled(o.ctx))
	return one
}

// bench runs an action on the inactive contacts while lists are read and, when edits is not nil, that contact is renamed.
func (o *office) bench(what string, action Action, want int, edits *crm.ID) {
	o.must(o.db.Warm(o.ctx))
	opts := Options{Action: action, Selection: crm.Selection{All: true, Filter: crm.ContactFilter{Status: crm.StatusInactive}}}
	if action == AddLabel || action == RemoveLabel {
		opts.Label = o.label
	}
	j, err := o.batch.Start(o.ctx, opts)
	o.must(err)
	var active, labelled, renamed []time.Duration
	measure := func(into *[]time.Duration, do func() error) {
		began := time.Now()
		o.must(do())
		*into = append(*into, time.Since(began))
	}
	page := func(f crm.ContactFilter) func() error {
		return func() error {
			_, err := o.db.List(o.ctx, f, crm.ContactOrder{}, 0, 100)
			return err
		}
	}
	for n := 0; ; n++ {
		now, err := o.jobs.Get(o.ctx, j.ID)
		o.must(err)
		if now.State.Over() {
			j = now
			break
		}
		measure(&active, page(crm.ContactFilter{Status: crm.StatusActive}))
		measure(&labelled, page(crm.ContactFilter{Labels: []crm.ID{o.label}}))
		if edits != nil {
			measure(&renamed, func() error { return o.rename(*edits, fmt.Sprint("Pessoa ", n)) })
		}
		time.Sleep(30 * time.Millisecond)
	}
	r, err := ResultOf(j)
	o.must(err)
	if r == nil || r.Changed != want {
		o.t.Fatalf("%s: %+v %v", j.State, r, j.Error)
	}
	fmt.Printf("  %-42s %10.0f %9.1f %9.1f %9.1f %9.1f %9.1f %9.1f\n", what, float64(want)/r.Seconds,
		median(active), most(active), median(labelled), most(labelled), median(renamed), most(renamed))
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
