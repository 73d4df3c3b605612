package sqlite

import (
	"context"
	"testing"
	"time"

	"carteira/backend/crm"
)

// A person's write gets in between the batches of a job of another process. Two openings of one replica stand for the
// processes: they share nothing but the files.
func TestAJobLetsAnotherProcessWrite(t *testing.T) {
	ctx := crm.WithActor(t.Context(), crm.System)
	dir := t.TempDir()
	open := func() *DB {
		db, err := Open(ctx, dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
		return db
	}
	job, person := open(), open()
	stop, began, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		for first := true; ; first = false {
			select {
			case <-stop:
				done <- nil
				return
			default:
			}
			err := job.Bulk(ctx, func(tx *Tx) error {
				if first {
					close(began)
				}
				for end := time.Now().Add(time.Second); time.Now().Before(end) && !job.Contended(); {
					time.Sleep(time.Millisecond)
				}
				return tx.SetSetting(crm.SettingOrganization, "job")
			})
			if err != nil {
				done <- err
				return
			}
		}
	}()
	<-began
	for range 5 {
		asked := time.Now()
		if err := person.Update(ctx, func(tx *Tx) error { return tx.SetSetting(crm.SettingOrganization, "person") }); err != nil {
			t.Fatal(err)
		}
		if waited := time.Since(asked); waited > 800*time.Millisecond {
			t.Errorf("the write waited for %v", waited)
		}
	}
	close(stop)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

// Opening a replica does not wait for a write that is under way.
func TestOpeningWaitsForNobody(t *testing.T) {
	ctx := crm.WithActor(t.Context(), crm.System)
	dir := t.TempDir()
	first, err := Open(ctx, dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := first.Close(); err != nil {
			t.Error(err)
		}
	}()
	err = first.Update(ctx, func(*Tx) error {
		limited, cancel := context.WithTimeout(ctx, 5*time.Second)
		defer cancel()
		began := time.Now()
		second, err := Open(limited, dir, Options{})
		if err != nil {
			return err
		}
		if waited := time.Since(began); waited > 3*time.Second {
			t.Errorf("opening waited for %v", waited)
		}
		return second.Close()
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Two jobs of two processes take turns, batch by batch, instead of the first one keeping the other out to its end.
func TestJobsOfTwoProcessesTakeTurns(t *testing.T) {
	ctx := crm.WithActor(t.Context(), crm.System)
	dir := t.TempDir()
	const batches = 6
	ended := make(chan int, 2*batches)
	failed := make(chan error, 2)
	for job := range 2 {
		db, err := Open(ctx, dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			for range batches {
				if err := db.Bulk(ctx, func(tx *Tx) error {
					time.Sleep(150 * time.Millisecond) // longer than SQLite's pause between two attempts
					return tx.SetSetting(crm.SettingOrganization, "job")
				}); err != nil {
					failed <- err
					return
				}
				ended <- job
			}
			failed <- db.Close()
		}()
	}
	for range 2 {
		if err := <-failed; err != nil {
			t.Fatal(err)
		}
	}
	longest, run, last := 0, 0, -1
	for range 2 * batches {
		if job := <-ended; job == last {
			run++
		} else {
			run, last = 1, job
		}
		longest = max(longest, run)
	}
	if longest > 3 {
		t.Errorf("one job had %d batches in a row while the other waited", longest)
	}
}
