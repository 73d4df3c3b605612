package sqlite

import (
	"context"
	"os"
	"slices"
	"testing"
	"time"

	"carteira/backend/crm"
)

// namesFound are the names that a search finds, in list order.
func namesFound(t *testing.T, db *DB, search string) (names []string) {
	t.Helper()
	p := must(db.List(t.Context(), crm.ContactFilter{Search: search}, crm.ContactOrder{}, 0, 10))(t)
	for _, c := range p.Contacts {
		names = append(names, c.Name())
	}
	return names
}

func createNamed(t *testing.T, db *DB, ctx context.Context, names ...string) {
	t.Helper()
	for _, name := range names {
		c := new(crm.Contact)
		c.Fields[crm.FieldName] = name
		mustUpdate(t, db, ctx, func(tx *Tx) error { _, err := tx.CreateContact(c, nil); return err })
	}
}

// narrowed makes lists take the index's road with a handful of contacts.
func narrowed(t *testing.T) {
	usual := limits
	t.Cleanup(func() { limits = usual })
	limits.roster, limits.documents, limits.nameWalk, limits.timeWalk, limits.smallSet = 1, 1, 1, 1, 1
}

// TestDamagedSearchIndexIsBuiltAnew overwrites, empties and removes the file between two runs of the program.
func TestDamagedSearchIndexIsBuiltAnew(t *testing.T) {
	narrowed(t)
	for name, spoil := range map[string]func(path string) error{
		"garbage": func(p string) error {
			return os.WriteFile(p, []byte("this is not a database, it only looks like a file"), 0o600)
		},
		"empty":   func(p string) error { return os.WriteFile(p, nil, 0o600) },
		"missing": os.Remove,
	} {
		t.Run(name, func(t *testing.T) {
			db, ctx := openTest(t)
			createNamed(t, db, ctx, "Zuleica", "Ana Xavier", "Bruno")
			if err := db.SearchSettled(ctx); err != nil {
				t.Fatal(err)
			}
			dir := db.Dir()
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			if err := spoil(searchPath(dir)); err != nil {
				t.Fatal(err)
			}
			db, err := Open(t.Context(), dir, Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				if err := db.Close(); err != nil {
					t.Error(err)
				}
			}()
			if got := namesFound(t, db, "xav"); !slices.Equal(got, []string{"Ana Xavier"}) {
				t.Errorf("before: found %q", got)
			}
			if err := db.SearchSettled(ctx); err != nil {
				t.Fatal(err)
			}
			if got := namesFound(t, db, "xav"); !slices.Equal(got, []string{"Ana Xavier"}) {
				t.Errorf("after: found %q", got)
			}
			if err := db.View(ctx, func(v *View) error {
				q := must(v.resolve(crm.ContactFilter{Search: "xav"}))(t)
				numbers, ok, err := db.searchHits(&scan{db: db, v: v, ctx: ctx, q: q, o: crm.ContactOrder{By: crm.SortName}}, 100)
				if err != nil || !ok || !slices.Equal(numbers, []int64{2}) {
					t.Errorf("the index finds %v %v %v, want contact 2 alone", numbers, ok, err)
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// TestIndexOfAnotherReplicaIsNotTrusted puts the index of one replica beside another one.
func TestIndexOfAnotherReplicaIsNotTrusted(t *testing.T) {
	narrowed(t)
	a, ctxA := openTest(t)
	createNamed(t, a, ctxA, "Xavier", "Bruno")
	b, ctxB := openTest(t)
	createNamed(t, b, ctxB, "Ana", "Xavier")
	for _, db := range []*DB{a, b} {
		if err := db.SearchSettled(ctxA); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	text := must(os.ReadFile(searchPath(a.Dir())))(t)
	if err := os.WriteFile(searchPath(b.Dir()), text, 0o600); err != nil {
		t.Fatal(err)
	}
	b = must(Open(t.Context(), b.Dir(), Options{}))(t)
	defer func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	}()
	for range 2 {
		if got := namesFound(t, b, "bruno"); len(got) != 0 {
			t.Errorf("found %q, who is in the other replica", got)
		}
		if got := namesFound(t, b, "xavier"); !slices.Equal(got, []string{"Xavier"}) {
			t.Errorf("found %q", got)
		}
		if err := b.SearchSettled(ctxB); err != nil {
			t.Fatal(err)
		}
	}
}

// TestOtherProcessIsSeen writes through a second handle, as another process does, while the list is in memory.
func TestOtherProcessIsSeen(t *testing.T) {
	db, ctx := openTest(t)
	createNamed(t, db, ctx, "Ana")
	if err := db.Warm(ctx); err != nil {
		t.Fatal(err)
	}
	heard := make(chan Event, 100)
	defer db.Listen(func(e Event) { heard <- e })()
	other := must(Open(t.Context(), db.Dir(), Options{}))(t)
	createNamed(t, other, ctx, "Bruno")
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	if got := namesFound(t, db, ""); !slices.Equal(got, []string{"Ana", "Bruno"}) {
		t.Errorf("the list shows %q at once", got)
	}
	select {
	case e := <-heard:
		if e.Entity != "contact" {
			t.Errorf("heard %q", e.Entity)
		}
	case <-time.After(5 * time.Second):
		t.Error("nobody was told")
	}
	createNamed(t, db, ctx, "Carla")
	if got := namesFound(t, db, ""); !slices.Equal(got, []string{"Ana", "Bruno", "Carla"}) {
		t.Errorf("the list shows %q in the end", got)
	}
}

// TestWipeEmptiesTheListInMemory: whoever wipes, and though the next contact takes the number of one that was there.
func TestWipeEmptiesTheListInMemory(t *testing.T) {
	for _, who := range []string{"this process", "another"} {
		db, ctx := openTest(t)
		createNamed(t, db, ctx, "Ana", "Bruno")
		mustUpdate(t, db, ctx, func(tx *Tx) error {
			return tx.SaveEnrolment(&Enrolment{Server: "https://example.com", OrganizationID: crm.NewID(), Number: 7, Epoch: "a"})
		})
		if err := db.Warm(ctx); err != nil {
			t.Fatal(err)
		}
		wiping := db
		if who == "another" {
			wiping = must(Open(t.Context(), db.Dir(), Options{}))(t)
		}
		if err := wiping.Wipe(ctx); err != nil {
			t.Fatal(err)
		}
		if n, _, err := db.Count(ctx, crm.ContactFilter{}); err != nil || n != 0 {
			t.Errorf("wiped by %s: %d contacts, %v", who, n, err)
		}
		createNamed(t, wiping, ctx, "Carla")
		if wiping != db {
			if err := wiping.Close(); err != nil {
				t.Fatal(err)
			}
		}
		if got := namesFound(t, db, ""); !slices.Equal(got, []string{"Carla"}) {
			t.Errorf("wiped by %s: the list shows %q", who, got)
		}
		if _, err := db.CheckWarm(ctx); err != nil {
			t.Errorf("wiped by %s: %v", who, err)
		}
	}
}

// TestWarmListIsBuiltAgain lets another process change more than is followed.
func TestWarmListIsBuiltAgain(t *testing.T) {
	narrowed(t)
	limits.foreign = 2
	db, ctx := openTest(t)
	if err := db.Warm(ctx); err != nil {
		t.Fatal(err)
	}
	inMemory := func() bool {
		held, err := db.CheckWarm(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return held
	}
	if !inMemory() {
		t.Fatal("there is no list in memory")
	}
	other := must(Open(t.Context(), db.Dir(), Options{}))(t)
	start := time.Now()
	mustUpdate(t, other, ctx, func(tx *Tx) error { // at once: of several commits the first might be followed before the last
		for _, name := range []string{"a", "b", "c", "d"} {
			c := new(crm.Contact)
			c.Fields[crm.FieldName] = name
			if _, err := tx.CreateContact(c, nil); err != nil {
				return err
			}
		}
		return nil
	})
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	if got := namesFound(t, db, ""); !slices.Equal(got, []string{"a", "b", "c", "d"}) {
		t.Errorf("the list shows %q", got)
	}
	if inMemory() && time.Since(start) < warmQuiet {
		t.Error("built again at once")
	}
	for end := time.Now().Add(10 * time.Second); !inMemory() && time.Now().Before(end); {
		time.Sleep(20 * time.Millisecond)
	}
	if !inMemory() {
		t.Error("not built again")
	}
	if got := namesFound(t, db, ""); !slices.Equal(got, []string{"a", "b", "c", "d"}) {
		t.Errorf("the list shows %q", got)
	}
}

// TestCursorOfAnotherListIsRefused asks with a cursor that does not belong.
func TestCursorOfAnotherListIsRefused(t *testing.T) {
	db, ctx := openTest(t)
	createNamed(t, db, ctx, "a", "b")
	_, next, err := db.ListAfter(ctx, crm.ContactFilter{}, crm.ContactOrder{}, "", 1)
	if err != nil || next == "" {
		t.Fatalf("no second page: %v", err)
	}
	for _, cursor := range []string{next, "x", "????"} {
		_, _, err := db.ListAfter(ctx, crm.ContactFilter{Search: "a"}, crm.ContactOrder{}, cursor, 1)
		if crm.CodeOf(err) != crm.CodeInvalid {
			t.Errorf("cursor %q: %v", cursor, err)
		}
	}
	if _, last, err := db.ListAfter(ctx, crm.ContactFilter{}, crm.ContactOrder{}, next, 1); err != nil || last != "" {
		t.Errorf("second page: %q %v", last, err)
	}
}

// TestSelectionOfEach covers contacts named one by one and exceptions.
func TestSelectionOfEach(t *testing.T) {
	db, ctx := openTest(t)
	createNamed(t, db, ctx, "b", "a", "c")
	all := must(db.List(ctx, crm.ContactFilter{}, crm.ContactOrder{}, 0, 10))(t).Contacts
	for _, c := range []struct {
		sel  crm.Selection
		want string
	}{
		{crm.Selection{All: true}, "abc"},
		{crm.Selection{All: true, Except: []crm.ID{all[1].ID}}, "ac"},
		{crm.Selection{IDs: []crm.ID{all[2].ID, all[0].ID, all[2].ID, crm.NewID()}}, "ac"},
		{crm.Selection{}, ""},
	} {
		got := ""
		if err := db.Each(ctx, c.sel, crm.ContactOrder{}, func(_ *View, s *Stored) error { got += s.Name(); return nil }); err != nil || got != c.want {
			t.Errorf("%+v: %q %v, want %q", c.sel, got, err, c.want)
		}
	}
}

// TestIndexingPutOff: nothing is indexed, everything is found, and who searches or waits has it go on.
func TestIndexingPutOff(t *testing.T) {
	narrowed(t)
	db, ctx := openTest(t)
	createNamed(t, db, ctx, "Ana")
	settled := func() bool { return must(db.searchIsSettled(ctx))(t) }
	eventually := func(what string) {
		t.Helper()
		for end := time.Now().Add(10 * time.Second); !settled(); time.Sleep(5 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("%s: the index is not settled", what)
			}
		}
	}
	if err := db.SearchSettled(ctx); err != nil {
		t.Fatal(err)
	}
	resume := db.PutOffIndexing()
	createNamed(t, db, ctx, "Xavier")
	if time.Sleep(10 * putOffFor); settled() {
		t.Error("indexed all the same")
	}
	if err := db.SearchSettled(ctx); err != nil { // it is waited for
		t.Fatal(err)
	}
	createNamed(t, db, ctx, "Xavier Zagalo")
	if time.Sleep(10 * putOffFor); settled() {
		t.Error("indexed once nobody waits any more")
	}
	if got := namesFound(t, db, "xavier"); !slices.Equal(got, []string{"Xavier", "Xavier Zagalo"}) {
		t.Errorf("found %q", got)
	}
	eventually("somebody has searched")
	db.search.mu.Lock()
	db.search.askedAt = time.Time{}
	db.search.mu.Unlock()
	createNamed(t, db, ctx, "Yara")
	if time.Sleep(10 * putOffFor); settled() {
		t.Error("indexed long after the question")
	}
	resume()
	eventually("resumed")
}
