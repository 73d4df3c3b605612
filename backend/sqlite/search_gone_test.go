package sqlite

import (
	"context"
	"testing"
	"time"
)

// A contact that is created and removed before the indexer has looked leaves nothing to wait for.
func TestIndexSettlesWithoutAContactThatIsGone(t *testing.T) {
	db, ctx := openTest(t)
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		n, err := tx.CreateContact(sample(), nil)
		if err != nil {
			return err
		}
		if err := tx.searchDirty(n); err != nil {
			return err
		}
		for _, sql := range []string{
			`DELETE FROM contact`, `DELETE FROM roster`, `DELETE FROM contact_cpf`, `DELETE FROM contact_phone`, `DELETE FROM contact_email`,
		} {
			if _, err := tx.c.exec(sql); err != nil {
				return err
			}
		}
		tx.lists.fresh = nil
		return nil
	})
	waiting, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	if err := db.SearchSettled(waiting); err != nil {
		t.Fatalf("the index does not settle: %v", err)
	}
}
