package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/gofrs/flock"
)

func TestInboxKeepsOrderAndDeliversOnce(t *testing.T) {
	folder := t.TempDir()
	in := NewInbox(folder)
	if got, err := in.Drain(); err != nil || got != nil {
		t.Errorf("without a folder: %v %v", got, err)
	}
	if err := in.Put(nil); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(folder, "inbox")); !os.IsNotExist(err) {
		t.Error("nothing to hand over, yet a folder was made")
	}
	notes := [][]string{{"/a/ção.csv", "/b/two\nlines.csv"}, {"/c.csv"}, {"/d.csv"}}
	var want []string
	for _, n := range notes {
		if err := in.Put(n); err != nil {
			t.Fatal(err)
		}
		want = append(want, n...)
	}
	if got, err := in.Drain(); err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q %v, want %q", got, err, want)
	}
	if got, err := in.Drain(); err != nil || len(got) != 0 {
		t.Errorf("delivered twice: %q %v", got, err)
	}
}

func TestInboxSurvivesBrokenAndUnfinishedNotes(t *testing.T) {
	folder := t.TempDir()
	in := NewInbox(folder)
	if err := in.Put([]string{"/good.csv"}); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"0-broken.json": `["/half`, "1-unfinished.new": `["/later.csv"]`} {
		if err := os.WriteFile(filepath.Join(folder, "inbox", name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := in.Drain()
	if !slices.Equal(got, []string{"/good.csv"}) || err == nil {
		t.Errorf("got %q %v, want the good one and an error", got, err)
	}
	if got, err := in.Drain(); err != nil || len(got) != 0 {
		t.Errorf("the broken note stays: %q %v", got, err)
	}
	left, err := os.ReadDir(filepath.Join(folder, "inbox"))
	if err != nil || len(left) != 1 || left[0].Name() != "1-unfinished.new" {
		t.Errorf("left: %v %v", left, err)
	}
	// Nobody writes it any more.
	then := time.Now().Add(-staleAfter - time.Hour)
	if err := os.Chtimes(filepath.Join(folder, "inbox", "1-unfinished.new"), then, then); err != nil {
		t.Fatal(err)
	}
	if got, err := in.Drain(); err != nil || len(got) != 0 {
		t.Errorf("a stale note: %q %v", got, err)
	}
	if left, err := os.ReadDir(filepath.Join(folder, "inbox")); err != nil || len(left) != 0 {
		t.Errorf("a stale note stays: %v %v", left, err)
	}
}

// Whoever takes has the lock, and nobody else gets what it is about to take, whatever the system says to a second removal.
func TestInboxIsTakenByOneAtATime(t *testing.T) {
	folder := t.TempDir()
	in := NewInbox(folder)
	if err := in.Put([]string{"/x.csv"}); err != nil {
		t.Fatal(err)
	}
	other := flock.New(filepath.Join(folder, "inbox.lock"))
	if mine, err := other.TryLock(); err != nil || !mine {
		t.Fatalf("the lock is not free: %v", err)
	}
	if got, err := in.Drain(); err != nil || len(got) != 0 {
		t.Errorf("beside one who takes: %q %v", got, err)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	for _, want := range [][]string{{"/x.csv"}, nil} {
		if got, err := in.Drain(); err != nil || !slices.Equal(got, want) {
			t.Errorf("got %q %v, want %q", got, err, want)
		}
	}
}

// TestInboxRace: several takers while several processes put; every path arrives exactly once.
func TestInboxRace(t *testing.T) {
	in := NewInbox(t.TempDir())
	const writers, each = 4, 50
	var mu sync.Mutex
	seen := map[string]int{}
	ctx, cancel := context.WithCancel(t.Context())
	var takers, putters sync.WaitGroup
	for range 3 {
		takers.Go(func() {
			in.Watch(ctx, time.Millisecond, nil, func(paths []string) {
				mu.Lock()
				defer mu.Unlock()
				for _, p := range paths {
					seen[p]++
				}
			})
		})
	}
	for w := range writers {
		putters.Go(func() {
			for i := range each {
				if err := in.Put([]string{fmt.Sprintf("/%d/%d.csv", w, i)}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	putters.Wait()
	eventually(t, "all files", func() bool { mu.Lock(); defer mu.Unlock(); return len(seen) == writers*each })
	cancel()
	takers.Wait()
	for p, n := range seen {
		if n != 1 {
			t.Errorf("%s delivered %d times", p, n)
		}
	}
}

func TestInboxWatchWakesWhenPoked(t *testing.T) {
	in := NewInbox(t.TempDir())
	poke, got := make(chan struct{}), make(chan []string, 1)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go in.Watch(ctx, time.Hour, poke, func(p []string) { got <- p })
	poke <- struct{}{} // the first look is over
	if err := in.Put([]string{"/x.csv"}); err != nil {
		t.Fatal(err)
	}
	poke <- struct{}{}
	select {
	case p := <-got:
		if !slices.Equal(p, []string{"/x.csv"}) {
			t.Errorf("got %q", p)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("not woken")
	}
}
