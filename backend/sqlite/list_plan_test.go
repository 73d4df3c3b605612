package sqlite

import (
	"database/sql/driver"
	"strings"
	"testing"

	"carteira/backend/crm"
)

// TestListPlans pins how SQLite answers the hot queries: from the order's own index, never by sorting.
func TestListPlans(t *testing.T) {
	w, _ := openListWorld(t)
	var plain, search, dated *clause
	if err := w.db.View(t.Context(), func(v *View) error {
		q := must(v.resolve(crm.ContactFilter{Status: crm.StatusActive, Owners: w.users[:1]}))(t)
		plain = q.rosterClause()
		plain.add(`(r.name_key, r.contact) > (?, ?)`, "a", int64(1))
		search = must(v.resolve(crm.ContactFilter{Search: "ana maria"}))(t).rosterClause()
		dated = must(v.resolve(crm.ContactFilter{CreatedFrom: "2026-03-10"}))(t).rosterClause()
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, sql, want string }{
		{"page by name", rosterPageSQL(search, false), "SCAN r"},
		{"page by name, descending", rosterPageSQL(search, true), "SCAN r"},
		{"page by name behind a place", rosterPageSQL(plain, false), "SEARCH r USING PRIMARY KEY ((name_key,contact)>(?,?))"},
		{"walk by name", rosterWalkSQL(search, true), "SCAN roster"},
		{"page by creation", createdPageSQL(false, true, ""), "SEARCH contact USING INDEX contact_living (created_at>? AND created_at<?)"},
		{"page by creation behind a place", createdPageSQL(true, false, ""), "USING INDEX contact_living"},
		{"page by last interaction", lastPageSQL(true, true, ""), "USING COVERING INDEX activity_last"},
		{"last interactions of who is there", lastPageSQL(false, false, ""), "SEARCH g USING INDEX contact_gone (n=? AND rowid=?)"},
		{"filter by creation", rosterPageSQL(dated, false), "SEARCH contact USING INDEX contact_living (created_at>? AND created_at<?)"},
		{"page of those without", idlePageSQL(true, ""), "SEARCH c USING INTEGER PRIMARY KEY (rowid<?)"},
		{"list in memory", rosterChunkSQL, "SEARCH roster USING PRIMARY KEY ((name_key,contact)>(?,?))"},
		{"creation in memory", createdChunkSQL, "USING INDEX contact_living"},
		{"last interaction in memory", lastChunkSQL, "USING COVERING INDEX activity_last"},
		{"everything", `SELECT count(*) FROM contact`, "USING COVERING INDEX contact_"},
	} {
		plan := planOf(t, w.db, c.sql)
		if !strings.Contains(plan, c.want) || strings.Contains(plan, "TEMP B-TREE") {
			t.Errorf("%s: want %q without sorting, got\n%s", c.name, c.want, plan)
		}
	}
}

// planOf is SQLite's plan of a query, one step a line.
func planOf(t *testing.T, db *DB, sql string) string {
	t.Helper()
	var plan []string
	if err := db.View(t.Context(), func(v *View) error {
		args := make([]driver.Value, strings.Count(sql, "?"))
		return v.c.adhoc(t.Context(), "EXPLAIN QUERY PLAN "+sql, args, func(row result) error {
			plan = append(plan, row[3].(string))
			return nil
		})
	}); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return strings.Join(plan, "\n")
}
