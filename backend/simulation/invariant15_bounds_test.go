package simulation_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/server/store"
)

// rows counts the rows of a table of the server.
func (w *world) rows(table string) (n int) {
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(w.store, store.FileName)+"?mode=ro")
	w.must(err)
	w.must(db.QueryRowContext(w.ctx, "SELECT count(*) FROM "+table).Scan(&n))
	w.must(db.Close())
	return n
}

func TestInvariant15LogAndQueuesAreBounded(t *testing.T) {
	w := quiet(t, 2)
	a, b := w.offices[0], w.offices[1]
	bounded, err := store.Open(w.ctx, "sqlite:"+w.store, store.Options{LogBytes: 4 << 10})
	w.must(err)
	w.closeServers()
	w.servers = []*store.Store{bounded}
	id := w.add(a, nil)
	w.settle()
	lines := int64(0)
	for i := range 150 {
		w.write(a, id, crm.FieldCompany, fmt.Sprint("Firma ", i))
		w.push(a, replication.LaneEdit)
		w.pull(a)
		s, err := bounded.Stats(w.ctx)
		w.must(err)
		lines = max(lines, s.LogEntries)
	}
	if lines > 80 {
		t.Errorf("the log has grown to %d lines", lines)
	}
	if n := w.rows("result"); n > 20 {
		t.Errorf("the server keeps %d answers that have arrived", n)
	}
	w.settle() // the other office is served from the state
	w.check()
	for _, o := range w.offices {
		if n := len(w.waiting(o)); n != 0 {
			t.Errorf("%s still keeps %d operations", o.name, n)
		}
	}
	if got := w.read(b, id).Fields[crm.FieldCompany]; got != "Firma 149" {
		t.Errorf("the company is %q", got)
	}
}

func TestInvariant16NoStall(t *testing.T) {
	w := quiet(t, 3)
	w.faulty = true
	for range 60 {
		o := choose(w, w.offices)
		w.act(o)
		w.push(o, replication.LaneEdit)
		w.push(o, replication.LaneBulk)
		w.pull(o)
	}
	w.settle() // fails when the offices do not come to rest
	w.check()
}

// What is larger than what is asked for at a time goes alone: it holds nothing up.
func TestInvariant16LargeThingsPass(t *testing.T) {
	w := quiet(t, 2)
	a, b := w.offices[0], w.offices[1]
	w.importMany(a, 200)
	w.write(a, w.people[0], crm.FieldCompany, "Firma") // waits for the import
	last := w.add(a, nil)                              // does not
	for i, lane := range []replication.Lane{replication.LaneEdit, replication.LaneBulk, replication.LaneEdit} {
		h, ops, err := a.db.NextPush(w.ctx, lane, 100, 1)
		w.must(err)
		if len(ops) != 1 {
			t.Fatalf("%d operations of lane %s go out", len(ops), lane)
		}
		if i == 0 && ops[0].Entity != last {
			t.Errorf("%s goes out before the import", ops[0].Kind)
		}
		answer, results, err := w.server().Push(w.ctx, w.device(a), h, ops)
		w.must(err)
		w.must(a.db.Pushed(w.ctx, h, answer, results))
	}
	for more := true; more; {
		e := w.enrolment(b)
		page, err := w.server().Pull(w.ctx, w.device(b), e.Cursor, 1, 0)
		w.must(err)
		w.must(b.db.ApplyLog(w.ctx, page.Header, page.Entries, page.End))
		if more = page.End.More; more && page.End.Cursor == e.Cursor {
			t.Fatalf("the log stands at %s", e.Cursor)
		}
	}
	w.pull(a)
	w.check()
}
