package sqlite

import (
	"context"
	"slices"

	"carteira/backend/crm"
)

// ListPage is a window on a list (D2.3). Total counts all matches; when Exact is false it is a lower bound
// that covers this page, and the list is worth asking again.
type ListPage struct {
	Contacts []*Stored
	N        []int64        // their local row numbers
	Pictured map[int64]bool // by row number; List only
	Total    int64
	Exact    bool
}

// List reads limit contacts that match f, from the offset-th on. For the window: any place of the list.
func (db *DB) List(ctx context.Context, f crm.ContactFilter, o crm.ContactOrder, offset, limit int) (p ListPage, err error) {
	if o, err = crm.CheckOrder(o); err != nil {
		return p, err
	}
	if offset < 0 || limit < 0 {
		return p, crm.Errorf(crm.CodeInvalid, "offset", "offset and limit count from 0 up")
	}
	err = db.View(ctx, func(v *View) error {
		q, err := v.resolve(f)
		if err != nil {
			return err
		}
		s, err := db.scan(ctx, v, q, o)
		if err != nil {
			return err
		}
		got, warm, err := db.recallPage(ctx, s, offset, limit)
		if err != nil {
			return err
		}
		if !warm {
			p, err = s.listPage(offset, limit)
		} else {
			p.Total, p.Exact = got.total, got.total >= 0
			if !p.Exact {
				p.Total = 0
				if len(got.at) > 0 {
					p.Total = int64(offset + len(got.at))
				}
			}
			p.Contacts, p.N, err = v.load(got.at)
		}
		if err != nil {
			return err
		}
		p.Pictured, err = v.Pictured(p.N)
		return err
	})
	return p, err
}

// listPage is List by SQL.
func (s *scan) listPage(offset, limit int) (p ListPage, err error) {
	v, q := s.v, s.q
	got, err := s.page(nil, offset, limit+1)
	if err != nil {
		return p, err
	}
	p.Total, p.Exact = got.total, got.total >= 0
	switch {
	case p.Exact:
	case q.everything():
		p.Exact = true
		p.Total, err = v.CountContacts()
	case len(got.at) <= limit && (len(got.at) > 0 || offset == 0):
		p.Total, p.Exact = int64(offset+len(got.at)), true
	case len(got.at) > 0:
		p.Total = int64(offset + len(got.at))
	default: // beyond the end: the only way to know the end is to count
		p.Exact = true
		p.Total, err = s.count()
	}
	if err != nil {
		return p, err
	}
	p.Contacts, p.N, err = v.load(got.at[:min(limit, len(got.at))])
	return p, err
}

// load reads the documents of a page.
func (v *View) load(at []position) (contacts []*Stored, numbers []int64, err error) {
	contacts, numbers = make([]*Stored, 0, len(at)), make([]int64, 0, len(at))
	for _, p := range at {
		s, err := v.contactAt(p.n)
		if err != nil {
			return nil, nil, err
		}
		if s != nil {
			contacts, numbers = append(contacts, s), append(numbers, p.n)
		}
	}
	return contacts, numbers, nil
}

// Count counts the contacts that match f; exact is false when n is a lower bound.
func (db *DB) Count(ctx context.Context, f crm.ContactFilter) (n int64, exact bool, err error) {
	err = db.View(ctx, func(v *View) error {
		q, err := v.resolve(f)
		if err != nil {
			return err
		}
		s := &scan{db: db, v: v, ctx: ctx, q: q, o: crm.ContactOrder{By: crm.SortName}}
		r, err := db.recall(s)
		if err != nil {
			return err
		}
		if r != nil {
			n, err = r.count()
		} else {
			n, err = s.count()
		}
		return err
	})
	return n, true, err
}

// Each calls f with every contact of the selection, in order, on one consistent snapshot; memory stays flat
// whatever the number. v is that snapshot, for what else f reads. f may write with Update: it does not see that
// here. The first error of f ends it.
func (db *DB) Each(ctx context.Context, sel crm.Selection, o crm.ContactOrder, f func(v *View, s *Stored) error) error {
	o, err := crm.CheckOrder(o)
	if err != nil {
		return err
	}
	return db.View(ctx, func(v *View) error {
		if !sel.All {
			return db.eachOf(ctx, v, sel.IDs, o, f)
		}
		q, err := v.resolve(sel.Filter)
		if err != nil || q.nothing {
			return err
		}
		except := make(map[crm.ID]bool, len(sel.Except))
		for _, id := range sel.Except {
			except[id] = true
		}
		deliver := func(_ position, s *Stored) error {
			if except[s.ID] {
				return nil
			}
			return f(v, s)
		}
		s, err := db.scan(ctx, v, q, o)
		if err != nil {
			return err
		}
		if !q.plain() {
			numbers, ok, err := s.candidates()
			if err != nil {
				return err
			}
			if ok {
				at, err := s.check(numbers)
				if err != nil {
					return err
				}
				return v.eachAt(ctx, at, func(s *Stored) error { return deliver(position{}, s) })
			}
		}
		return s.each(nil, deliver, nil)
	})
}

// eachOf is Each for contacts named one by one; those that are gone are left out.
func (db *DB) eachOf(ctx context.Context, v *View, ids []crm.ID, o crm.ContactOrder, f func(v *View, s *Stored) error) error {
	scan, err := db.scan(ctx, v, nil, o)
	if err != nil {
		return err
	}
	var at []position
	for _, id := range ids {
		n, err := v.c.integer(`SELECT n FROM contact WHERE id = ?`, id[:])
		if err != nil {
			return err
		}
		s, err := v.contactAt(n)
		if err != nil {
			return err
		}
		if s != nil {
			at = append(at, scan.place(s))
		}
	}
	scan.sort(at)
	at = slices.CompactFunc(at, func(a, b position) bool { return a.n == b.n })
	return v.eachAt(ctx, at, func(s *Stored) error { return f(v, s) })
}

func (v *View) eachAt(ctx context.Context, at []position, f func(s *Stored) error) error {
	for _, p := range at {
		if err := ctx.Err(); err != nil {
			return err
		}
		s, err := v.contactAt(p.n)
		if err != nil {
			return err
		}
		if s != nil {
			if err := f(s); err != nil {
				return err
			}
		}
	}
	return nil
}
