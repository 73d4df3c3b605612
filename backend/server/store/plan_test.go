package store

import (
	"context"
	"database/sql"
	"strings"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// The plans of what an import and a copy ask by the thousand, in an organization that the engine has no statistics of.
func TestHotQueriesGoByTheirIndex(t *testing.T) {
	onBoth(t, func(f *fixture) {
		org := f.organization("Alfa")
		r := f.enrol(org.ID, "Recife")
		r.pushIn(replication.LaneBulk, r.op(replication.KindImportChunk, chunkOf(2000, 1)))
		explain, byKey, lookupKey := "EXPLAIN QUERY PLAN ", "USING PRIMARY KEY (key=?)", "USING PRIMARY KEY (key=?)"
		if !strings.HasPrefix(f.url, "sqlite:") {
			explain, byKey, lookupKey = "EXPLAIN ", "Index Cond: (key = ANY", "Index Cond: (key = ANY"
		}
		id := crm.NewID()
		keys := make([]any, batch)
		for i := range keys {
			keys[i] = id[:]
		}
		for _, c := range []struct {
			query string
			args  []any
			want  string
		}{
			{`SELECT body FROM entity WHERE key IN (` + in(1, batch) + `)`, keys, byKey},
			{`SELECT id FROM lookup WHERE key IN (` + in(1, batch) + `)`, keys, lookupKey},
			{`SELECT key FROM entity WHERE org_id = $1 AND noun = $2 AND parent = $3`, []any{int64(1), int64(1), id[:]}, "entity_by_parent"},
			{`SELECT body FROM entity WHERE org_id = $1 AND noun = $2 AND (seq, key) > ($3, $4) AND seq <= $5 ORDER BY seq, key LIMIT $6`,
				[]any{int64(1), int64(1), int64(0), id[:], int64(9), 10}, "entity_by_seq"},
		} {
			var plan strings.Builder
			f.check(f.view(context.Background(), func(t *tx) error {
				return t.each(explain+c.query, c.args, func(row *sql.Rows) error {
					columns, err := row.Columns()
					if err != nil {
						return err
					}
					values := make([]any, len(columns))
					for i := range values {
						values[i] = new(sql.NullString)
					}
					if err := row.Scan(values...); err != nil {
						return err
					}
					plan.WriteString(values[len(values)-1].(*sql.NullString).String + "\n")
					return nil
				})
			}))
			if !strings.Contains(plan.String(), c.want) || strings.Contains(plan.String(), "TEMP B-TREE") {
				f.Errorf("%.60s: does not go by %s:\n%.600s", c.query, c.want, plan.String())
			}
		}
	})
}
