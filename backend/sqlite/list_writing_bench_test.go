package sqlite

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"carteira/backend/crm"
)

// BenchmarkListsWriting measures the first page and the count of every filter in every order while an import writes into the
// replica that the window has open: half of its lines are new contacts, half change one. See BenchmarkLists.
//
//	CARTEIRA_BENCH=1 go test -tags sqlite_fts5 -run '^$' -bench ListsWriting -benchtime 1x ./backend/sqlite
func BenchmarkListsWriting(b *testing.B) {
	if os.Getenv("CARTEIRA_BENCH") == "" {
		return
	}
	ctx := crm.WithActor(b.Context(), crm.System)
	made := benchReplica(b, 1_000_000)
	dir := filepath.Join(b.TempDir(), "data")
	if err := os.CopyFS(dir, os.DirFS(made)); err != nil {
		b.Fatal(err)
	}
	db, err := Open(ctx, dir, Options{})
	if err != nil {
		b.Fatal(err)
	}
	if err := db.Warm(ctx); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		fmt.Printf("\n%-44s %8s %8s %8s\n", "ms", "p50", "p99", "max")
		benchAsking(b, ctx, db, "nobody writes", func() bool { return true })
		var writing atomic.Bool
		writing.Store(true)
		failed := make(chan error, 1)
		start := time.Now()
		go func() {
			failed <- benchWriting(ctx, db, 8)
			writing.Store(false)
		}()
		benchAsking(b, ctx, db, "an import of 400,000 lines", writing.Load)
		if err := <-failed; err != nil {
			b.Fatal(err)
		}
		fmt.Printf("written in %.1f s\n", time.Since(start).Seconds())
		held, err := db.CheckWarm(ctx)
		if err != nil || !held {
			b.Fatal("the list in memory: ", held, err)
		}
	}
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
}

// benchWriting writes batches as large as an import's.
func benchWriting(ctx context.Context, db *DB, batches int) error {
	for batch := range batches {
		if err := benchBatch(ctx, db, batch); err != nil {
			return err
		}
	}
	return nil
}

func benchBatch(ctx context.Context, db *DB, batch int) error {
	g := newGenerator()
	return db.Bulk(ctx, func(tx *Tx) error {
		if err := g.fill(tx, 25_000); err != nil {
			return err
		}
		s, err := tx.nextStamp()
		if err != nil {
			return err
		}
		for i := range int64(25_000) {
			old, err := tx.contactAt(1 + int64(batch)*100_000 + 3*i)
			if err != nil {
				return err
			}
			next := old.Clone()
			next.Fields[crm.FieldChannel] = crm.Channels[batch%len(crm.Channels)]
			next.Fields[crm.FieldEmail] = fmt.Sprint("novo", i, "@", strings.ToLower(g.of(g.lasts)), ".com.br")
			if _, err := tx.replaceContact(old, next, nil, s, 0); err != nil {
				return err
			}
		}
		return tx.recordEdit(s, "bench", crm.NoID, nil)
	})
}

// benchAsking asks as long as more says, all orders and filters in turn.
func benchAsking(b *testing.B, ctx context.Context, db *DB, when string, more func() bool) {
	names, filters := benchFilters(b, db)
	var pages, counts latencies
	var orders []crm.ContactOrder
	for _, by := range crm.Sorts {
		orders = append(orders, crm.ContactOrder{By: by}, crm.ContactOrder{By: by, Desc: true})
	}
	for i := 0; more() && (i < len(names)*len(orders) || when != "nobody writes"); i++ {
		f := filters[names[i%len(names)]]
		pages = append(pages, benchList(b, ctx, db, f, orders[i/len(names)%len(orders)], 0))
		start := time.Now()
		if _, _, err := db.Count(ctx, f); err != nil {
			b.Fatal(err)
		}
		counts = append(counts, time.Since(start))
		if when != "nobody writes" {
			time.Sleep(20 * time.Millisecond)
		}
	}
	pages.print("first page: " + when)
	counts.print("count: " + when)
}
