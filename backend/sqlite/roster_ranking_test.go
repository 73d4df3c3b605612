package sqlite

import (
	"testing"
	"time"

	"carteira/backend/crm"
)

// TestRankingsRest: an order that nobody looks at gives its memory back, but for the one that takes long to make, which is
// there before anybody asks.
func TestRankingsRest(t *testing.T) {
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
	byEmail, byOwner := crm.ContactOrder{By: crm.SortEmail, Desc: true}, crm.ContactOrder{By: crm.SortOwner}
	ask := func(o crm.ContactOrder) {
		t.Helper()
		p, err := w.db.List(t.Context(), crm.ContactFilter{}, o, 0, 10)
		if err != nil || len(p.Contacts) != 3 || o == byEmail && (p.Contacts[0].Fields[crm.FieldEmail] != "b@x.com" || p.Contacts[2].Fields[crm.FieldEmail] != "") {
			t.Fatalf("%v %v", p.Contacts, err)
		}
	}
	g := w.db.warm.now
	kept := g.layers[0].ranks.kept
	if len(kept) != 1 || kept[lasting] == nil || kept[lasting].ranking == nil {
		t.Fatalf("before anybody asked: %v", kept)
	}
	ask(byEmail)
	ask(byOwner)
	first := kept[byEmail].ranking
	ask(byEmail)
	if len(kept) != 3 || first == nil || kept[byEmail].ranking != first {
		t.Fatalf("asked twice, kept %v", kept)
	}
	now := time.Now()
	if w.db.warm.use.rest(now.Add(rankingRest/2), g); len(kept) != 3 {
		t.Error("given up while somebody looks at it")
	}
	if w.db.warm.use.rest(now.Add(2*rankingRest), g); len(kept) != 1 || kept[lasting] == nil {
		t.Errorf("kept though nobody looks at it: %v", kept)
	}
	ask(byEmail)
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
