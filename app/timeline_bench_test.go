package app

import (
	"context"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// BenchmarkOpenContact measures what a person waits for who opens a contact with 500 interactions: the bound calls, as the
// window makes them, over the data folder that CARTEIRA_BENCH_DATA names (made by `carteira demo --contacts 1000000`).
//
//	CARTEIRA_BENCH_DATA=DIR CARTEIRA_BENCH_PASSWORD=… go test -tags sqlite_fts5 -run '^$' -bench OpenContact -benchtime 1x ./app
func BenchmarkOpenContact(b *testing.B) {
	folder := os.Getenv("CARTEIRA_BENCH_DATA")
	if folder == "" {
		return
	}
	a := New(Options{DataFolder: folder})
	if err := a.Start(&fakeShell{saveTo: b.TempDir()}); err != nil {
		b.Fatal(err)
	}
	defer a.Stop()
	if _, err := (&Session{a}).SignIn("demo@example.com", os.Getenv("CARTEIRA_BENCH_PASSWORD")); err != nil {
		b.Fatal(err)
	}
	timeline, list := &Timeline{a}, &Contacts{a}
	page, err := list.Page(ContactQuery{Sort: "name"}, 500_000, 1)
	if err != nil || len(page.Rows) == 0 {
		b.Fatal(err)
	}
	id := page.Rows[0].ID
	fillTimeline(b, a, id, 500)
	for b.Loop() {
		fmt.Printf("\nan opened contact of %d, with 500 interactions\n", page.Total)
		took(b, "Contacts.Get", func() error { _, err := list.Get(id); return err })
		took(b, "Timeline.Page, the newest 50", func() error { _, err := timeline.Page(id, TimelineFilter{}, "", 50); return err })
		took(b, "Timeline.Page, one channel", func() error {
			_, err := timeline.Page(id, TimelineFilter{Channels: []string{"email"}}, "", 50)
			return err
		})
		took(b, "Timeline.Profile", func() error { _, err := timeline.Profile(id); return err })
	}
}

// took prints how long 200 calls take, one after the other.
func took(b *testing.B, what string, call func() error) {
	b.Helper()
	var all []time.Duration
	for range 200 {
		began := time.Now()
		if err := call(); err != nil {
			b.Fatal(err)
		}
		all = append(all, time.Since(began))
	}
	slices.Sort(all)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	fmt.Printf("  %-30s p50 %7.2f ms   p99 %7.2f ms\n", what, ms(all[100]), ms(all[197]))
}

// fillTimeline gives a contact at least n interactions, a survey for every other.
func fillTimeline(b *testing.B, a *App, contact string, n int) {
	b.Helper()
	id, err := crm.ParseID(contact)
	if err != nil {
		b.Fatal(err)
	}
	if err := a.db.Update(crm.WithActor(context.Background(), crm.System), func(tx *sqlite.Tx) error {
		c, err := tx.Contact(id)
		if err != nil {
			return err
		}
		var all []sqlite.NewInteraction
		for i := c.Interactions; i < n; i++ {
			opened := tx.Now().Add(-time.Duration(i+1) * time.Hour)
			all = append(all, sqlite.NewInteraction{ID: crm.NewID(), Contact: id, Channel: crm.Channels[i%len(crm.Channels)], Opened: opened,
				Protocol: crm.NewProtocol(crm.NewID(), opened), Closed: opened.Add(time.Minute), Handle: time.Minute,
				Contents: []crm.Content{{Kind: "message", At: opened, Text: "Bom dia"}}})
		}
		if err := tx.AddInteractions(all); err != nil {
			return err
		}
		for i := range all {
			if i%2 == 0 {
				if err := tx.PutSurvey(crm.Survey{Interaction: all[i].ID, Answered: all[i].Closed, Score: i % 11}); err != nil {
					return err
				}
			}
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
}
