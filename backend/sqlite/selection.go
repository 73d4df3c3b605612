package sqlite

import (
	"context"
	"slices"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/roster"
)

// Select resolves a selection against one consistent snapshot into row numbers, ascending, without reading the contacts:
// a million take some milliseconds from memory, and eight megabytes (D2.4). missing are the ids among those named that
// nobody has.
func (db *DB) Select(ctx context.Context, sel crm.Selection) (numbers []int64, missing []crm.ID, err error) {
	err = db.View(ctx, func(v *View) error {
		if !sel.All {
			numbers, missing, err = v.numbersOf(sel.IDs)
			return err
		}
		q, err := v.resolve(sel.Filter)
		if err != nil {
			return err
		}
		s := &scan{db: db, v: v, ctx: ctx, q: q, o: crm.ContactOrder{By: crm.SortName}}
		r, err := db.recall(s)
		if err != nil {
			return err
		}
		if r != nil {
			numbers, err = r.chosen()
		} else {
			numbers, err = s.chosen()
		}
		if err != nil || len(sel.Except) == 0 {
			return err
		}
		except, _, err := v.numbersOf(sel.Except)
		if err != nil {
			return err
		}
		numbers = slices.DeleteFunc(numbers, func(n int64) bool {
			_, left := slices.BinarySearch(except, n)
			return left
		})
		return nil
	})
	return numbers, missing, err
}

// numbersOf are the rows of the contacts of these ids, or of those that stand for them (S2), ascending.
func (v *View) numbersOf(ids []crm.ID) (numbers []int64, missing []crm.ID, err error) {
	for _, id := range ids {
		n, err := v.c.integer(`SELECT n FROM contact WHERE id = ?`, id[:])
		if err == nil && n == 0 {
			var root crm.ID
			if root, err = v.Resolve(replication.NounContact, id); err == nil && root != id {
				n, err = v.c.integer(`SELECT n FROM contact WHERE id = ?`, root[:])
			}
		}
		switch {
		case err != nil:
			return nil, nil, err
		case n == 0:
			missing = append(missing, id)
		default:
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	return slices.Compact(numbers), missing, nil
}

// chosen are the contacts that match, ascending.
func (r *recall) chosen() ([]int64, error) {
	if r.q.nothing {
		return nil, nil
	}
	layers, err := r.all()
	return roster.Numbers(layers), err
}

// chosen is recall.chosen by SQL.
func (s *scan) chosen() (out []int64, err error) {
	if s.q.nothing {
		return nil, nil
	}
	if !s.q.plain() {
		numbers, ok, err := s.candidates()
		if err != nil {
			return nil, err
		}
		if ok {
			at, err := s.check(numbers)
			for _, p := range at {
				out = append(out, p.n)
			}
			slices.Sort(out)
			return out, err
		}
	}
	where := s.q.rosterClause()
	err = s.v.c.adhoc(s.ctx, `SELECT r.contact FROM roster r`+where.String(), where.args, func(row result) error {
		out = append(out, row[0].(int64))
		return nil
	})
	slices.Sort(out)
	return out, err
}

// CheckFilter refuses a filter or an order that no list takes: crm.CodeInvalid.
func (v *View) CheckFilter(f crm.ContactFilter, o crm.ContactOrder) error {
	if _, err := crm.CheckOrder(o); err != nil {
		return err
	}
	_, err := v.resolve(f)
	return err
}
