package simulation_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
	"carteira/backend/sqlite"
)

func TestInvariant18AnyCutLeavesAPrefix(t *testing.T) {
	w := quiet(t, 2)
	a, b := w.offices[0], w.offices[1]
	const chunk = 200 // a frame or more
	for range 5 {
		id := w.add(a, nil)
		w.write(a, id, crm.FieldCity, "Recife")
		w.importMany(a, chunk)
	}
	for w.push(a, replication.LaneEdit) || w.push(a, replication.LaneBulk) {
	}
	page, err := w.server().Pull(w.ctx, w.device(b), "0", 1<<20, 0)
	w.must(err)
	var stream bytes.Buffer
	out, err := wire.NewWriter(&stream, page.Header)
	w.must(err)
	for _, e := range page.Entries {
		w.must(out.Item(e))
	}
	w.must(out.Close(page.End))
	whole := stream.Bytes()
	prefixes := map[int]bool{}
	for cut := 0; cut < len(whole); cut += 1 + len(whole)/200 {
		var h wire.PullHeader
		var entries []replication.Entry
		in, err := wire.NewReader(bytes.NewReader(whole[:cut]), &h)
		for err == nil {
			var e replication.Entry
			var more bool
			if more, err = in.Next(&e, nil); more && err == nil {
				entries = append(entries, e)
			}
		}
		if !errors.Is(err, wire.ErrTruncated) {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		if len(entries) > 0 {
			w.must(b.db.ApplyLog(context.Background(), h, entries, wire.PullEnd{}))
			prefixes[len(entries)] = true
			if e := w.enrolment(b); e.Seq != entries[len(entries)-1].Seq || e.Cursor != fmt.Sprint(e.Seq) {
				t.Fatalf("cut at %d: the office stands at line %d, and goes on at %s", cut, e.Seq, e.Cursor)
			}
		}
		w.must(b.db.View(w.ctx, func(v *sqlite.View) error { return v.CheckLookups() }))
	}
	if len(prefixes) < 4 {
		t.Errorf("the cuts left prefixes of %v lines only", prefixes)
	}
	w.settle()
	w.check()
}
