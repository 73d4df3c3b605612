package simulation_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/sqlite"
)

func TestInvariant06ReadYourOwnWrites(t *testing.T) {
	w := quiet(t, 2)
	a, b := w.offices[0], w.offices[1]
	id := w.add(a, nil)
	w.settle()
	w.write(a, id, crm.FieldCity, "Recife")
	w.push(a, replication.LaneEdit)
	time.Sleep(5 * time.Millisecond)
	w.write(b, id, crm.FieldCity, "Natal") // later: it will win
	if got := w.read(b, id).Fields[crm.FieldCity]; got != "Natal" {
		t.Fatalf("own write reads as %q", got)
	}
	w.pull(b) // the other's write arrives under the pending one
	if got := w.read(b, id).Fields[crm.FieldCity]; got != "Natal" {
		t.Errorf("a pulled, older text hides the own one: %q", got)
	}
	w.settle()
	primary := w.add(a, nil)
	w.settle()
	w.merge(b, primary, id)
	w.write(a, id, crm.FieldCompany, "Firma")
	w.push(a, replication.LaneEdit)
	w.pull(b)
	if got := w.read(b, id).MergedInto; got != primary {
		t.Errorf("a pulled edit hides the own merge: merged into %s", got)
	}
	w.settle()
	w.check()
}

// Two texts written in the same millisecond: what an office shows before the server's word is what it will be.
func TestInvariant06TiesAreForeseen(t *testing.T) {
	for first := range 2 {
		w := quiet(t, 2)
		id := w.add(w.offices[0], nil)
		w.settle()
		at := time.Now().Add(50 * time.Millisecond)
		for _, o := range w.offices {
			w.must(o.db.Close())
			db, err := sqlite.Open(w.ctx, o.dir, sqlite.Options{RefuseUntyped: true, Now: func() time.Time { return at }})
			w.must(err)
			o.db = db
			w.write(o, id, crm.FieldCity, "Cidade "+o.name)
		}
		heard, waits := w.offices[first], w.offices[1-first]
		for w.push(heard, replication.LaneEdit) {
		}
		w.pull(waits)
		shown := w.read(waits, id).Fields[crm.FieldCity]
		w.settle()
		if got := w.read(waits, id).Fields[crm.FieldCity]; got != shown || got != "Cidade "+w.offices[1].name {
			t.Errorf("%s shows %q, and then it is %q", waits.name, shown, got)
		}
		w.check()
	}
}

func TestInvariant07NoReaderSeesHalf(t *testing.T) {
	w := quiet(t, 2)
	a, b := w.offices[0], w.offices[1]
	const chunk = 3000 // more than a replica prepares at a time
	w.importMany(a, chunk)
	w.push(a, replication.LaneBulk)
	stop := make(chan struct{})
	var reading sync.WaitGroup
	reading.Go(func() {
		for {
			err := b.db.View(w.ctx, func(v *sqlite.View) error {
				seen := [2]bool{} // the first and the last one
				for i, id := range []crm.ID{w.people[0], w.people[chunk-1]} {
					_, err := v.Contact(id)
					if err != nil && crm.CodeOf(err) != crm.CodeNotFound {
						return err
					}
					seen[i] = err == nil
				}
				n, err := v.CountContacts()
				if n != 0 && n != chunk || seen[0] != seen[1] || seen[0] != (n > 0) {
					err = fmt.Errorf("a reader sees %d of %d contacts, and of the first and the last %v", n, chunk, seen)
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
			select {
			case <-stop:
				return
			default:
			}
		}
	})
	w.must(b.db.View(w.ctx, func(v *sqlite.View) error { // and what it sees stays as it was when it began
		before, err := v.CountContacts()
		w.settle()
		after, err2 := v.CountContacts()
		if before != 0 || after != 0 {
			t.Errorf("a reader sees %d contacts, then %d", before, after)
		}
		return errors.Join(err, err2)
	}))
	close(stop)
	reading.Wait()
	w.check()
}

// importMany imports new contacts in one chunk.
func (w *world) importMany(o *office, n int) {
	w.update(o, "import", func(tx *sqlite.Tx) error {
		job := crm.NewID()
		if err := tx.CreateJob(&crm.Job{ID: job, Kind: crm.JobImport, State: crm.JobEnded, Params: []byte("{}")}); err != nil {
			return err
		}
		batch := &sqlite.ImportBatch{Job: job, FirstLine: 2, LastLine: n}
		for range n {
			c := w.person(tx)
			c.Fields[crm.FieldCPF], c.Fields[crm.FieldCNPJ], c.Phones, c.Fields[crm.FieldEmail] = "", "", nil, ""
			batch.Drafts = append(batch.Drafts, sqlite.ImportDraft{Next: c})
		}
		return tx.ApplyImport(batch)
	})
}
