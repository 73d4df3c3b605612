package sqlite

import (
	"testing"
	"time"

	"carteira/backend/crm"
)

// TestRankingsRestAndComeBack: an order that nobody looks at gives its memory back; one that somebody looks at is there
// again as soon as the list in memory is, and holds on to no list that was given up.
func TestRankingsRestAndComeBack(t *testing.T) {
	w, write := openListWorld(t)
	write(func(tx *Tx) error {
		for _, email := range []string{"b@x.com", "", "a@x.com"} {
			c := new(crm.Contact)
			c.Fields[crm.FieldName], c.Fields[crm.FieldEmail] = "Ana", email
			if _, err := tx.CreateContact(c, nil); err != nil {
				return err
			}
		}
		return nil
	})
	if err := w.db.Warm(t.Context()); err != nil {
		t.Fatal(err)
	}
	o := crm.ContactOrder{By: crm.SortEmail, Desc: true}
	ask := func() {
		t.Helper()
		p, err := w.db.List(t.Context(), crm.ContactFilter{}, o, 0, 10)
		if err != nil || len(p.Contacts) != 3 || p.Contacts[0].Fields[crm.FieldEmail] != "b@x.com" || p.Contacts[2].Fields[crm.FieldEmail] != "" {
			t.Fatalf("%v %v", p.Contacts, err)
		}
	}
	k := &w.db.warm.rankings
	ask()
	first := k.kept[o].ranking
	ask()
	if len(k.kept) != 1 || first == nil || k.kept[o].ranking != first {
		t.Fatalf("asked twice, kept %v", k.kept)
	}
	now := time.Now()
	if k.rest(now.Add(rankingRest / 2)); len(k.kept) != 1 {
		t.Error("given up while somebody looks at it")
	}
	k.forget()
	if e := k.kept[o]; e == nil || e.ranking != nil || e.index != nil {
		t.Fatalf("the list is given up, its ranking is %+v", e)
	}
	w.db.warm.mu.Lock()
	x := w.db.warm.index
	w.db.warm.mu.Unlock()
	k.prepare(x)
	again := k.kept[o].ranking
	if again == nil || again == first {
		t.Fatal("a new list comes without the ranking that is looked at")
	}
	ask()
	if k.kept[o].ranking != again {
		t.Error("made twice for one list")
	}
	if k.rest(now.Add(2 * rankingRest)); len(k.kept) != 0 {
		t.Error("kept though nobody looks at it")
	}
	ask()
}

// TestRankingByOwnerFollowsNewNames: a user's new name is no change of contacts, and still sorts them anew.
func TestRankingByOwnerFollowsNewNames(t *testing.T) {
	w, write := openListWorld(t)
	write(func(tx *Tx) error {
		for i, name := range []string{"A", "B"} {
			c := &crm.Contact{Portfolio: &crm.Portfolio{Type: crm.FlowMessage, Owner: w.users[i]}}
			c.Fields[crm.FieldName] = name
			if _, err := tx.CreateContact(c, nil); err != nil {
				return err
			}
		}
		return nil
	})
	if err := w.db.Warm(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ first, name string }{{"A", "U0"}, {"B", "Zé"}, {"A", "ana"}} {
		write(func(tx *Tx) error {
			_, err := tx.c.exec(`UPDATE account SET name = ? WHERE id = ?`, c.name, w.users[0][:])
			return err
		})
		p, err := w.db.List(t.Context(), crm.ContactFilter{}, crm.ContactOrder{By: crm.SortOwner}, 0, 10)
		if err != nil || len(p.Contacts) != 2 || p.Contacts[0].Name() != c.first {
			t.Errorf("with the first owner called %s: %v %v", c.name, p.Contacts, err)
		}
	}
}
