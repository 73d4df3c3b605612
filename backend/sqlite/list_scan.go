package sqlite

import (
	"context"
	"database/sql/driver"
	"slices"

	"carteira/backend/crm"
)

// A scan answers one condition in one order from SQL alone: the command line's way and, until the roster in
// memory is ready, the window's. It takes the cheapest of four roads, all of the same meaning:
//
//	direct      the order's own index holds all that the condition asks
//	walk        a bounded walk in list order, which fills a page at once when matches are dense
//	candidates  a few contacts that an index of the condition gives, checked against their documents
//	gather      everything that matches, put in order
type scan struct {
	db  *DB
	v   *View
	ctx context.Context // lives inside one call
	q   *condition
	o   crm.ContactOrder

	rank *ranking // of o, when it is Ranked
}

// limits say where one road ends and the next begins; tests narrow them to walk every road.
var limits = struct {
	roster      int // how many contacts a walk in name order looks at: 4 to 5 ms
	documents   int // how many documents a walk in another order decodes: about 20 ms
	candidates  int // how many documents are checked one by one: about 30 ms
	nameWalk    int // how many records in memory are searched in name order, side by side
	timeWalk    int // and in another order, all over the place
	smallSet    int // a set so small that all of it is searched at once
	indexHits   int // how many hits of the search index are looked up in memory
	foreign     int // how many contacts that another process changed are read one by one: 0.2 s
	mergeAtOnce int // how many contacts of the list in memory are merged by who asks for it: 2 ms
	ranked      int // how many places are read at once in a ranked order: each time SQL passes over the whole list
}{20_000, 2_000, 3_000, 60_000, 20_000, 30_000, 20_000, 20_000, 4_000, 100_000}

// found is a part of the matches in order. total is how many there are in all, -1 when that is not known yet.
type found struct {
	at    []position
	total int64
}

// page reads the matches behind after, nil from the first on, without the next offset ones; at most limit.
func (s *scan) page(after *position, offset, limit int) (found, error) {
	switch {
	case s.q.nothing:
		return found{}, nil
	case s.direct():
		at, err := s.step(after, offset, limit)
		return found{at, -1}, err
	}
	var numbers []int64
	var ok bool
	var err error
	sifted := !s.listed() && len(s.q.numberClause("").sql) > 0
	if sifted { // a walk past all that a table rules out is long when it leaves few
		if numbers, ok, err = s.candidates(); err != nil {
			return found{}, err
		}
	}
	if !ok {
		if at, filled, err := s.walk(after, offset, limit); err != nil || filled {
			return found{at, -1}, err
		}
	}
	if !ok && !sifted {
		if numbers, ok, err = s.candidates(); err != nil {
			return found{}, err
		}
	}
	var all []position
	switch {
	case ok:
		all, err = s.check(numbers)
	case s.listed():
		at, err := s.step(after, offset, limit)
		return found{at, -1}, err
	default:
		all, err = s.gather()
	}
	return found{s.slice(all, after, offset, limit), int64(len(all))}, err
}

// listed tells the orders that the list itself answers: by name, and what is sorted by name under it.
func (s *scan) listed() bool { return s.o.By == crm.SortName || s.rank != nil }

// direct tells that step needs no document: the list holds everything, in the orders by time only the time of creation
// is at hand.
func (s *scan) direct() bool {
	if s.listed() {
		return s.q.plain()
	}
	return s.bare()
}

// bare tells that the other orders' own indexes decide.
func (s *scan) bare() bool {
	if s.o.By == crm.SortCreated {
		undated := *s.q
		undated.from, undated.to = everAgo, everAfter
		return undated.everything()
	}
	return s.q.everything()
}

// step reads on in list order. When listed it gives matches; by time whatever comes, unless bare.
func (s *scan) step(after *position, offset, limit int) ([]position, error) {
	switch s.o.By {
	case crm.SortCreated:
		return s.stepCreated(after, offset, limit)
	case crm.SortLastInteraction:
		return s.stepLast(after, offset, limit)
	}
	if s.rank != nil {
		return s.stepRanked(after, offset, limit)
	}
	where := s.q.rosterClause()
	if after != nil {
		where.add(`(r.name_key, r.contact) `+beyond(s.o.Desc)+` (?, ?)`, after.name, after.n)
	}
	args := append(where.args, int64(limit), int64(offset))
	return s.names(rosterPageSQL(where, s.o.Desc), args)
}

func (s *scan) names(sql string, args []driver.Value) (out []position, err error) {
	err = s.v.c.adhoc(s.ctx, sql, args, func(row result) error {
		out = append(out, position{name: row[0].(string), n: row[1].(int64)})
		return nil
	})
	return out, err
}

func (s *scan) times(sql string, none bool, args ...driver.Value) (out []position, err error) {
	err = s.v.c.adhoc(s.ctx, sql, args, func(row result) error {
		out = append(out, position{at: row[0].(int64), n: row[1].(int64), none: none})
		return nil
	})
	return out, err
}

func (s *scan) stepCreated(after *position, offset, limit int) ([]position, error) {
	args := values(s.q.from, s.q.to)
	if after != nil {
		args = append(args, after.at, after.n)
	}
	also := s.q.numberClause("contact.n")
	args = append(append(args, also.args...), int64(limit), int64(offset))
	return s.times(createdPageSQL(after != nil, s.o.Desc, also.and()), false, args...)
}

// stepLast reads those with an interaction, then those without.
func (s *scan) stepLast(after *position, offset, limit int) (out []position, err error) {
	desc := s.o.Desc
	if after == nil || !after.none {
		var args []driver.Value
		if after != nil {
			args = values(after.at, after.n)
		}
		also := s.q.numberClause("activity.contact")
		args = append(append(args, also.args...), int64(limit), int64(offset))
		out, err = s.times(lastPageSQL(after != nil, desc, also.and()), false, args...)
		if err != nil || len(out) == limit {
			return out, err
		}
		if len(out) > 0 {
			offset, limit = 0, limit-len(out)
		} else if offset > 0 { // how far the offset reaches into those without
			n, err := s.countLast(after)
			if err != nil {
				return nil, err
			}
			offset -= int(n)
		}
	}
	from := farthest(desc)
	if after != nil && after.none {
		from = after.n
	}
	also := s.q.numberClause("c.n")
	args := append(append(values(from), also.args...), int64(limit), int64(offset))
	idle, err := s.times(idlePageSQL(desc, also.and()), true, args...)
	return append(out, idle...), err
}

// countLast counts the contacts with an interaction behind after.
func (s *scan) countLast(after *position) (int64, error) {
	if after == nil {
		return s.v.c.integer(`SELECT count(*) FROM activity WHERE last_at > 0` + notGone)
	}
	return s.v.c.integer(`SELECT count(*) FROM activity WHERE last_at > 0 AND (last_at, contact) `+beyond(s.o.Desc)+` (?, ?)`+notGone,
		after.at, after.n)
}

// walk looks at a bounded number of contacts; filled tells that the page is complete.
func (s *scan) walk(after *position, offset, limit int) (out []position, filled bool, err error) {
	if s.rank != nil {
		return nil, false, nil
	}
	if s.o.By == crm.SortName {
		if after != nil || offset > limits.roster {
			return nil, false, nil // candidates or direct: they keep the place by themselves
		}
		where := s.q.rosterClause()
		args := append(values(int64(limits.roster)), where.args...)
		out, err = s.names(rosterWalkSQL(where, s.o.Desc), append(args, int64(offset+limit)))
		if err != nil || len(out) < offset+limit {
			return nil, false, err
		}
		return out[offset:], true, nil
	}
	if offset > limits.documents {
		return nil, false, nil
	}
	seen := 0
	err = s.each(after, func(p position, _ *Stored) error {
		out = append(out, p)
		if len(out) == offset+limit {
			return errStop
		}
		return nil
	}, func(n int) bool { seen += n; return seen < limits.documents })
	if err != nil || len(out) < offset+limit {
		return nil, false, err
	}
	return out[offset:], true, nil
}

// eachChunk is how many contacts are read ahead of their documents.
const eachChunk = 500

// each calls f with every match and its document, in order; more, when not nil, is told after each chunk how
// many contacts were looked at and ends the scan early.
func (s *scan) each(after *position, f func(position, *Stored) error, more func(looked int) bool) error {
	known := s.listed() || s.bare()
	size, most := eachChunk/8, eachChunk // the first page is often among the first few
	if s.rank != nil {
		size, most = limits.ranked, limits.ranked
	}
	for ; ; size = min(size*2, most) {
		chunk, err := s.step(after, 0, size)
		if err != nil {
			return err
		}
		for _, p := range chunk {
			stored, err := s.v.contactAt(p.n)
			if err != nil {
				return err
			}
			if stored == nil {
				continue
			}
			if !known {
				if ok, err := s.v.holds(s.q, stored); err != nil {
					return err
				} else if !ok {
					continue
				}
			}
			if err := f(p, stored); err != nil {
				if err == errStop { // our own, never wrapped
					return nil
				}
				return err
			}
		}
		if len(chunk) < size || more != nil && !more(len(chunk)) {
			return s.ctx.Err()
		}
		last := chunk[len(chunk)-1]
		after = &last
		if err := s.ctx.Err(); err != nil {
			return err
		}
	}
}

// check keeps the candidates that match, in order.
func (s *scan) check(numbers []int64) (out []position, err error) {
	for _, n := range numbers {
		stored, err := s.v.contactAt(n)
		if err != nil {
			return nil, err
		}
		if stored == nil {
			continue
		}
		if ok, err := s.v.holds(s.q, stored); err != nil {
			return nil, err
		} else if ok {
			out = append(out, s.place(stored))
		}
	}
	s.sort(out)
	return out, s.ctx.Err()
}

// gather reads all matches from the list and puts them in order of time.
func (s *scan) gather() (out []position, err error) {
	where := s.q.rosterClause()
	sql := `SELECT c.created_at, r.contact FROM roster r JOIN contact c ON c.n = r.contact` + where.String()
	if s.o.By == crm.SortLastInteraction {
		sql = `SELECT coalesce(a.last_at, 0), r.contact FROM roster r LEFT JOIN activity a ON a.contact = r.contact` + where.String()
	}
	err = s.v.c.adhoc(s.ctx, sql, where.args, func(row result) error {
		p := position{at: row[0].(int64), n: row[1].(int64)}
		p.none = s.o.By == crm.SortLastInteraction && p.at <= 0
		out = append(out, p)
		return nil
	})
	s.sort(out)
	return out, err
}

func (s *scan) sort(at []position) {
	slices.SortFunc(at, func(a, b position) int {
		switch {
		case s.before(&a, &b):
			return -1
		case s.before(&b, &a):
			return 1
		}
		return 0
	})
}

// slice cuts a page out of all matches in order.
func (s *scan) slice(all []position, after *position, offset, limit int) []position {
	if after != nil {
		i, _ := slices.BinarySearchFunc(all, *after, func(p, after position) int {
			if s.before(&after, &p) {
				return 1
			}
			return -1
		})
		all = all[i:]
	}
	all = all[min(offset, len(all)):]
	return all[:min(limit, len(all))]
}

// count counts all matches.
func (s *scan) count() (int64, error) {
	switch {
	case s.q.nothing:
		return 0, nil
	case s.q.everything():
		return s.v.CountContacts()
	}
	if !s.q.plain() {
		numbers, ok, err := s.candidates()
		if err != nil {
			return 0, err
		}
		if ok {
			at, err := s.check(numbers)
			return int64(len(at)), err
		}
	}
	where := s.q.rosterClause()
	var n int64
	err := s.v.c.adhoc(s.ctx, `SELECT count(*) FROM roster r`+where.String(), where.args, func(row result) error {
		n = row[0].(int64)
		return nil
	})
	return n, err
}
