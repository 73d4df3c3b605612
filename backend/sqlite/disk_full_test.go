package sqlite

import (
	"fmt"
	"testing"

	"carteira/backend/crm"
)

// A full disk costs the transaction that met it and nothing else; with room again the replica goes on.
func TestFullDiskLosesNothing(t *testing.T) {
	db, ctx := openTest(t)
	create := func(from, n int) error {
		return db.Update(ctx, func(tx *Tx) error {
			for i := range n {
				c := new(crm.Contact)
				c.Fields[crm.FieldName] = fmt.Sprintf("Pessoa %06d", from+i)
				if _, err := tx.CreateContact(c, nil); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := create(0, 100); err != nil {
		t.Fatal(err)
	}
	pages, err := db.writer.integer(`PRAGMA page_count`)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.writer.integer(fmt.Sprintf(`PRAGMA max_page_count = %d`, pages+5)); err != nil {
		t.Fatal(err)
	}
	if err := create(100, 5000); crm.CodeOf(err) != CodeDiskFull {
		t.Fatalf("on a full disk: %v", err)
	}
	check := func(want int64) {
		t.Helper()
		if err := db.View(ctx, func(v *View) error {
			if n := must(v.CountContacts())(t); n != want {
				t.Errorf("%d contacts, want %d", n, want)
			}
			return v.CheckLookups()
		}); err != nil {
			t.Fatal(err)
		}
	}
	check(100)
	if _, err := db.writer.integer(`PRAGMA max_page_count = 1000000`); err != nil {
		t.Fatal(err)
	}
	if err := create(100, 100); err != nil {
		t.Fatal(err)
	}
	check(200)
}
