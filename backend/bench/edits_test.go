//go:build cgo && !windows

package bench

import (
	"fmt"
	"testing"
	"time"

	"carteira/backend/server/pgtest"
	"carteira/backend/sqlite"
)

const (
	editsTimed   = 200
	editsLead    = 10                    // that are not counted: connections and caches are made
	betweenEdits = 20 * time.Millisecond // beside a bit more each time, so that no rhythm of ours meets one of the server's
	othersEdited = 20_000                // contacts everywhere
)

// BenchmarkSyncEdits times one edit from the moment it is begun in one office until another has stored it, both
// connected to one server process, and each to its own on one PostgreSQL.
func BenchmarkSyncEdits(b *testing.B) {
	n := min(othersEdited, size(b))
	for b.Loop() {
		heading(fmt.Sprintf("one edit until another office has it, %d edits among %d contacts", editsTimed, n))
		b.Run("one process", func(b *testing.B) {
			c := newCentral(b, "")
			s := c.start()
			edits := twoOffices(b, c, n, s.url, s.url)
			most("one server process, SQLite: p50", percentile(edits, 50), 25, "ms")
			told("p99", percentile(edits, 99), "ms")
		})
		b.Run("two processes", func(b *testing.B) {
			c := newCentral(b, pgtest.URL(b))
			first, second := c.start(), c.start()
			edits := twoOffices(b, c, n, first.url, second.url)
			most("two server processes, PostgreSQL: p50", percentile(edits, 50), 150, "ms")
			told("p99", percentile(edits, 99), "ms")
		})
	}
}

// twoOffices edits contacts in one office and waits for each in the other.
func twoOffices(b *testing.B, c *central, contacts int, urlA, urlB string) []time.Duration {
	a := founded(b, c, urlA)
	a.imports(contacts, 1)
	must(b, a.sync.Now(a.ctx))
	z := joined(b, c, urlB, "filial")
	serviceA, serviceZ := a.connect(), z.connect()
	defer serviceA.Close()
	defer serviceZ.Close()
	must(b, a.db.SearchSettled(a.ctx))
	must(b, z.db.SearchSettled(z.ctx))
	return seen(b, a, z)
}

// seen are the times of edits in one connected office until another has stored them. In the end both hold what the
// server does.
func seen(b *testing.B, a, z *office) (all []time.Duration) {
	changed := make(chan struct{}, 1)
	defer z.db.Listen(func(sqlite.Event) {
		select {
		case changed <- struct{}{}:
		default:
		}
	})()
	ids := a.contacts(editsTimed)
	for i := range editsLead + editsTimed {
		id, value := ids[i%len(ids)], fmt.Sprintf("sala %d", i)
		began := time.Now()
		must(b, a.edit(id, value))
		for late := time.After(10 * time.Second); !z.has(id, value); {
			select {
			case <-changed:
			case <-late:
				b.Fatalf("edit %d did not arrive within ten seconds", i)
			}
		}
		if took := time.Since(began); i >= editsLead {
			all = append(all, took)
		}
		time.Sleep(betweenEdits + time.Duration(i%17)*time.Millisecond)
	}
	for _, o := range []*office{a, z} {
		must(b, o.sync.Now(o.ctx))
		o.agrees()
	}
	return all
}
