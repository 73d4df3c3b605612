package sqlite

import (
	"slices"

	"carteira/backend/engine/roster"
)

// overlay is what changed since the index was built: the changed contacts whole, and their places in the index
// dead. It is never changed, only replaced.
type overlay struct {
	rows map[int64]*overlayRow // nil: the contact is gone
	dead roster.Set            // nil: none
}

type overlayRow struct {
	stored *Stored
	attrs  int64
	name   string // key
	text   []byte // as search sees it
}

// with is the overlay after changes to some contacts, read through v.
func (o *overlay) with(v *View, x *roster.Index, numbers []int64) (*overlay, error) {
	next := &overlay{rows: make(map[int64]*overlayRow, len(o.rows)+len(numbers)), dead: x.Union(o.dead, numbers)}
	for n, row := range o.rows {
		next.rows[n] = row
	}
	read := make(map[int64]bool, len(numbers))
	for _, n := range numbers {
		if read[n] {
			continue
		}
		read[n] = true
		s, err := v.contactAt(n)
		if err != nil {
			return nil, err
		}
		if s == nil {
			next.rows[n] = nil
			continue
		}
		attrs, err := v.storedAttrs(s)
		if err != nil {
			return nil, err
		}
		name := nameKey(&s.Contact)
		next.rows[n] = &overlayRow{s, attrs, name, []byte(name + "\n" + searchRest(&s.Contact))}
	}
	return next, nil
}

// matches are the changed contacts that the condition admits, in order.
func (o *overlay) matches(s *scan, terms roster.Terms) ([]roster.Place, error) {
	var at []position
	for _, row := range o.rows {
		if row == nil || !terms.In(row.text) {
			continue
		}
		ok, err := s.v.holdsBut(s.q, row.stored, row.attrs)
		if err != nil {
			return nil, err
		}
		if ok {
			at = append(at, s.place(row.stored))
		}
	}
	s.sort(at)
	out := make([]roster.Place, len(at))
	for i, p := range at {
		out[i] = roster.Place{N: p.n, Name: p.name, At: p.at, Rank: s.rosterRank(&p)}
	}
	return slices.Clip(out), nil
}
