package sqlite

import (
	"context"
	"fmt"
	"slices"

	"carteira/backend/crm"
	"carteira/backend/engine/roster"
)

// CheckWarm compares the list in memory with the one in the replica: every record, and all in each order that has an index.
// It reads everything: for tests. held is false when there is none at the moment.
func (db *DB) CheckWarm(ctx context.Context) (held bool, err error) {
	err = db.View(ctx, func(v *View) error {
		g, err := db.at(v)
		if err != nil || g == nil {
			return err
		}
		held = true
		layers := make([]roster.Layer, 0, len(g.layers))
		for _, l := range g.layers {
			layers = append(layers, roster.Layer{Index: l.x, Within: l.x.Without(nil, l.dead)})
		}
		listed := map[int64]bool{}
		if err := v.c.query(`SELECT r.contact, r.attrs, r.name_key, r.rest, c.created_at FROM roster r JOIN contact c ON c.n = r.contact`, nil,
			func(row result) error {
				want := roster.Row{N: row[0].(int64), Attrs: row[1].(int64), Created: row[4].(int64), Name: row[2].(string), Rest: row[3].(string)}
				listed[want.N] = true
				if got, ok := g.row(want.N); !ok || got != want {
					return fmt.Errorf("bug: contact %d is in memory with attributes %d, created %d (%v), not %d, %d, or with other text",
						want.N, got.Attrs, got.Created, ok, want.Attrs, want.Created)
				}
				return nil
			}); err != nil {
			return err
		}
		if n := roster.Count(layers); n != len(listed) {
			return fmt.Errorf("bug: %d contacts in memory, %d in the list", n, len(listed))
		}
		for by, order := range map[crm.Sort]roster.By{crm.SortName: roster.ByName, crm.SortCreated: roster.ByCreated, crm.SortLastInteraction: roster.ByLast} {
			s, err := db.scan(ctx, v, &condition{from: everAgo, to: everAfter}, crm.ContactOrder{By: by})
			if err != nil {
				return err
			}
			at, err := s.step(nil, 0, -1)
			if err != nil {
				return err
			}
			numbers := roster.Across(layers, roster.Order{By: order}, 0, len(listed)+1)
			if !slices.EqualFunc(at, numbers, func(p position, n int64) bool { return p.n == n }) {
				return fmt.Errorf("bug: in memory the order by %s is another", by)
			}
		}
		return nil
	})
	return held, err
}
