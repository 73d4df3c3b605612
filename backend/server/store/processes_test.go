package store

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/server/pgtest"
)

func TestProcessesThatStartAtOnce(t *testing.T) {
	for name, url := range map[string]string{"sqlite": "sqlite:" + filepath.Join(t.TempDir(), "store"), "postgres": "postgres"} {
		t.Run(name, func(t *testing.T) {
			if url == "postgres" {
				url = pgtest.URL(t)
			}
			const processes = 6
			stores := make([]*Store, processes)
			errs := make([]error, processes)
			var all sync.WaitGroup
			for i := range processes {
				all.Go(func() {
					stores[i], errs[i] = Open(context.Background(), url, Options{Log: slog.New(slog.DiscardHandler)})
				})
			}
			all.Wait()
			for i, s := range stores {
				if errs[i] != nil {
					t.Error(errs[i])
					continue
				}
				if _, err := s.CreateOrganization(context.Background(), fmt.Sprint("Alfa ", i)); err != nil {
					t.Error(err)
				}
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

func TestOrganizationsMadeAtOnce(t *testing.T) {
	onBoth(t, func(f *fixture) {
		two := openAt(f.T, f.url, Options{})
		var all sync.WaitGroup
		results := make([]error, 20)
		for i := range results {
			all.Go(func() {
				s := f.Store
				if i%2 == 1 {
					s = two
				}
				_, results[i] = s.CreateOrganization(context.Background(), fmt.Sprint("Alfa ", i/2))
			})
		}
		all.Wait()
		made := 0
		for _, err := range results {
			if err == nil {
				made++
			} else if crm.CodeOf(err) != crm.CodeConflict {
				f.Error(err)
			}
		}
		if made != len(results)/2 {
			f.Errorf("%d made, want %d", made, len(results)/2)
		}
	})
}

// Real serialization failures: an engine that knows nothing less strict refuses what PostgreSQL lets pass.
func TestSerializableTransactionsAreTriedAgain(t *testing.T) {
	f := &fixture{T: t, clock: newClock(), url: pgtest.URL(t)}
	f.Store = openAt(t, f.url, Options{Now: f.clock.Now})
	org := f.organization("Alfa")
	f.dialect.writing = &sql.TxOptions{Isolation: sql.LevelSerializable}
	passing := f.dialect.passing
	failures := 0
	var mu sync.Mutex
	f.dialect.passing = func(err error) bool {
		mu.Lock()
		defer mu.Unlock()
		if passing(err) && strings.Contains(err.Error(), "40001") {
			failures++
		}
		return passing(err)
	}
	const offices, rounds = 3, 10
	// Whether two get into each other's way is the scheduler's to say: again until they have.
	for again := 0; again < 30 && failures == 0; again++ {
		errs := make(chan error, offices)
		for i := range offices {
			o := f.office(org.ID, fmt.Sprint("Recife ", again, i), uint64(offices*again+i))
			go func() { errs <- o.work(rounds) }()
		}
		for range offices {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
	}
	if failures == 0 {
		t.Error("nothing was in the way of anything")
	}
	f.equal(org.ID, f.follow(f.enrol(org.ID, "late").Device, "", 0))
}

func TestWatchersAreWoken(t *testing.T) {
	onBoth(t, func(f *fixture) {
		org := f.organization("Alfa")
		r := f.enrol(org.ID, "Recife")
		other := openAt(f.T, f.url, Options{Now: f.clock.Now})
		here, stop := f.Watch(org.ID)
		there, stopThere := other.Watch(org.ID)
		idle, stopIdle := other.Watch(crm.NewID())
		defer stopThere()
		defer stopIdle()
		woken := func(who string, wake <-chan struct{}) {
			f.Helper()
			select {
			case <-wake:
			case <-time.After(10 * time.Second):
				f.Errorf("%s: not woken", who)
			}
		}
		woken("the first look of the poller", here)
		woken("the first look of the poller", there)
		r.create(map[crm.Field]string{crm.FieldName: "Ana"})
		woken("the process that pushed", here)
		woken("another process", there)
		f.check(f.NewEpoch(context.Background(), org.ID))
		woken("another process, of an epoch", there)
		stop()
		stop()
		select {
		case <-idle:
			f.Error("woken by another organization")
		case <-time.After(3 * pollEvery):
		}
	})
}

func TestAStoreOfANewerVersionIsLeftAlone(t *testing.T) {
	onBoth(t, func(f *fixture) {
		f.check(f.update(context.Background(), func(t *tx) error { return t.exec(`UPDATE schema_version SET version = 99`) }))
		if s, err := Open(context.Background(), f.url, Options{}); err == nil {
			f.check(s.Close())
			f.Error("opened")
		}
	})
}

func TestAddressesOfStores(t *testing.T) {
	for _, url := range []string{"", "mysql://x", "sqlite:", "postgres://user:hunter2@host:notaport/db"} {
		s, err := Open(context.Background(), url, Options{})
		if err == nil {
			t.Errorf("%q: opened %v", url, s)
		} else if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: the error tells the password", url)
		}
	}
}

func TestProcessesPurgeAtOnce(t *testing.T) {
	onBoth(t, func(f *fixture) {
		two := openAt(f.T, f.url, Options{})
		buryZenaide(f, replication.KindAnonymize)
		for range 20 {
			var all sync.WaitGroup
			for _, s := range []*Store{f.Store, two} {
				all.Go(func() {
					if err := s.dialect.purge(context.Background(), s); err != nil {
						f.Error(err)
					}
				})
			}
			all.Wait()
		}
	})
}
