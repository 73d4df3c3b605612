package sqlite

import (
	"strings"
	"testing"
	"time"

	"carteira/backend/crm"
)

// TestAuditWindowIsAPlaceOfTheList compares every page at every place with the whole list, read from its newest entry, with
// and without filters, while more comes in; and after somebody has taken entries out from outside.
func TestAuditWindowIsAPlaceOfTheList(t *testing.T) {
	db, ctx := openTest(t)
	write := func(actions ...string) {
		for _, action := range actions {
			mustUpdate(t, db, ctx, func(tx *Tx) error { return tx.Audit(action, crm.NoID, nil) })
		}
	}
	write(strings.Fields("a b a c a b a a b a c")...)
	compare := func(name string) {
		t.Helper()
		for _, f := range []crm.AuditFilter{
			{}, {Action: "a"}, {Action: "b"}, {Action: "none"}, {Actor: new(crm.ID)}, {From: time.Unix(1, 0)}, {To: time.Unix(1, 0)},
		} {
			var all []crm.AuditEntry
			var upTo int64
			if err := db.View(ctx, func(v *View) (err error) {
				all, err = v.AuditEntries(f, 0, 1000)
				if p, err := v.AuditWindow(f, 0, 0, 1); err != nil {
					return err
				} else if upTo = p.UpTo; p.Total != len(all) {
					t.Errorf("%s: %+v: %d entries, want %d", name, f, p.Total, len(all))
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
			write("a", "b") // moves nothing
			for offset := range len(all) + 2 {
				if err := db.View(ctx, func(v *View) error {
					p, err := v.AuditWindow(f, upTo, offset, 3)
					want := all[min(offset, len(all)):min(offset+3, len(all))]
					if err == nil && (p.Total != len(all) || p.UpTo != upTo || len(p.Entries) != len(want)) {
						t.Errorf("%s: %+v at %d: %d entries of %d, want %d of %d", name, f, offset, len(p.Entries), p.Total, len(want), len(all))
						return nil
					}
					for i := range p.Entries {
						if p.Entries[i].Seq != want[i].Seq {
							t.Errorf("%s: %+v at %d: entry %d, want %d", name, f, offset+i, p.Entries[i].Seq, want[i].Seq)
						}
					}
					return err
				}); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	compare("whole")
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		for _, sql := range []string{`DROP TRIGGER audit_append_only_delete`, `DELETE FROM audit WHERE seq IN (3, 4, 9)`} {
			if _, err := tx.c.exec(sql); err != nil {
				return err
			}
		}
		return nil
	})
	compare("with entries missing")

	plan := planOf(t, db, auditPageSQL(auditClause(crm.AuditFilter{Action: "a"})))
	if !strings.Contains(plan, "COVERING INDEX audit_action") {
		t.Errorf("a page of one action is not found in its index:\n%s", plan)
	}
}
