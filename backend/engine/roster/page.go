package roster

import (
	"bytes"
	"math/bits"
)

// Order is how a list is sorted. Descending is the exact reverse of ascending, ties included, except that
// contacts without an interaction come last in both.
type Order struct {
	By      By
	Desc    bool
	Ranking *Ranking // ByRanking, which has its direction in it
}

// By is what a list is sorted by; ties are in order of the contacts' numbers, in a ranking of name and number.
type By uint8

// The orders of D2.3.
const (
	ByName By = iota
	ByCreated
	ByLast
	ByRanking
)

// Page asks for a part of a list.
type Page struct {
	Order  Order
	Within Set   // of these
	Terms  Terms // those with all of these
	Offset int
	Limit  int
	Budget int // at most so many records are searched when there are terms; 0 = no bound
}

// Part is what was read of a list.
type Part struct {
	Numbers []int64
	Spent   bool // the budget ran out before the page was complete
	Ended   bool // nothing comes after it: Passed plus the length is the whole number
	Passed  int  // of the offset
}

// Read returns the contacts of a page, in order.
func (x *Index) Read(p Page) Part {
	r := reader{x: x, p: p, left: p.Budget}
	if p.Limit <= 0 {
		return Part{}
	}
	for _, s := range x.segments(p.Order) {
		if r.segment(s) {
			return Part{Numbers: r.out, Spent: r.spent, Passed: r.past}
		}
	}
	return Part{Numbers: r.out, Ended: true, Passed: r.past}
}

// segment is a run of positions in ascending order.
type segment struct {
	by    By
	none  bool // those without an interaction, by number
	order []uint32
	ranks *Ranking // ByRanking
	len   int
}

func (x *Index) segments(o Order) []segment {
	switch o.By {
	case ByCreated:
		return []segment{{by: ByCreated, order: x.createdOrder, len: len(x.createdOrder)}}
	case ByLast:
		return []segment{
			{by: ByLast, order: x.lastOrder, len: len(x.lastOrder)},
			{by: ByLast, none: true, order: x.numberOrder, len: len(x.numberOrder)},
		}
	case ByRanking:
		return []segment{{by: ByRanking, order: o.Ranking.order, ranks: o.Ranking, len: len(o.Ranking.order)}}
	}
	return []segment{{by: ByName, len: len(x.n)}}
}

func (x *Index) name(pos uint32) []byte {
	r := x.record(pos)
	return r[:bytes.IndexByte(r, '\n')]
}

type reader struct {
	x     *Index
	p     Page
	left  int
	spent bool
	past  int // of the offset
	out   []int64
}

// emit reports whether the page is complete.
func (r *reader) emit(n int64) bool {
	if r.past < r.p.Offset {
		r.past++
		return false
	}
	r.out = append(r.out, n)
	return len(r.out) == r.p.Limit
}

// segment reports whether reading is over.
func (r *reader) segment(s segment) bool {
	x, desc := r.x, r.p.Order.Desc
	within := r.p.Within
	if s.none {
		within = x.And(within, x.idle)
	}
	k := 0
	if len(r.p.Terms) == 0 {
		if s.order != nil && within != nil {
			return r.sieve(s, within)
		}
		k = r.skip(s)
	}
	for ; k < s.len; k++ {
		i := k
		if desc {
			i = s.len - 1 - k
		}
		pos := uint32(i)
		if s.order != nil {
			if pos = s.order[i]; pos == hole {
				continue
			}
		}
		if within != nil && !within.has(pos) {
			continue
		}
		if len(r.p.Terms) > 0 {
			if s.order == nil && !x.grams[i/gramRecords].may(r.p.Terms) {
				k += r.restOfBlock(i)
				continue
			}
			if r.p.Budget > 0 {
				if r.left == 0 {
					r.spent = true
					return true
				}
				r.left--
				if r.left == r.p.Budget-r.p.Budget/8 && (r.past+len(r.out))*16 < r.p.Offset+r.p.Limit {
					r.spent = true // an eighth of it found so little that the rest will not do
					return true
				}
			}
			if !r.p.Terms.In(x.record(pos)) {
				continue
			}
		}
		if r.emit(int64(x.n[pos])) {
			return true
		}
	}
	return false
}

// sieve is the plain case of segment in an order that jumps about: a million bits are tested in 2 ms.
func (r *reader) sieve(s segment, within Set) bool {
	desc := r.p.Order.Desc
	for k := range s.order {
		i := k
		if desc {
			i = len(s.order) - 1 - k
		}
		pos := s.order[i]
		if pos == hole || within[pos>>6]>>(pos&63)&1 == 0 {
			continue
		}
		if r.past < r.p.Offset {
			r.past++
			continue
		}
		if r.emit(int64(r.x.n[pos])) {
			return true
		}
	}
	return false
}

// restOfBlock is how many records of i's block come after it in the direction of the list.
func (r *reader) restOfBlock(i int) int {
	if r.p.Order.Desc {
		return i % gramRecords
	}
	return min(gramRecords-1-i%gramRecords, len(r.x.n)-1-i)
}

// skip jumps over the offset where the places can be counted without looking at each.
func (r *reader) skip(s segment) int {
	if r.p.Within == nil && !s.none {
		k := min(r.p.Offset-r.past, s.len)
		r.past += k
		return k
	}
	if s.order != nil || r.p.Within == nil {
		return 0
	}
	words := r.p.Within
	k := 0
	for range words {
		w := k >> 6
		if r.p.Order.Desc {
			w = len(words) - 1 - k>>6
		}
		n := bits.OnesCount64(words[w])
		if r.past+n > r.p.Offset {
			break
		}
		r.past += n
		k += 64
	}
	if r.p.Order.Desc && k > 0 { // the last word is not full
		k -= (64 - s.len&63) & 63
	}
	return min(k, s.len)
}
