package roster

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"sort"
)

// Living is an index without what has left it.
type Living struct {
	Index *Index
	Dead  Set // nil: none
}

func (l *Living) gone(pos uint32) bool { return l.Dead != nil && l.Dead.has(pos) }

func (l *Living) len() int {
	if l.Dead == nil {
		return len(l.Index.n)
	}
	return len(l.Index.n) - l.Index.Count(l.Dead)
}

// text is how many bytes of text are left.
func (l *Living) text() int {
	n := len(l.Index.text)
	if l.Dead != nil {
		l.Dead.each(func(pos uint32) { n -= len(l.Index.record(pos)) })
	}
	return n
}

// Merge is one index of two that share no living contact: a fifth of a second for a million, and little more than
// copying what is long when the other is short.
func Merge(a, b Living) (*Index, error) {
	if len(a.Index.n) < len(b.Index.n) {
		a, b = b, a
	}
	size := a.text() + b.text()
	if size >= math.MaxUint32 {
		return nil, fmt.Errorf("the list does not fit in memory: %d bytes", size)
	}
	m := merger{b: NewBuilder(a.len()+b.len(), size)}
	m.x = m.b.x
	m.x.created = m.x.created[:0]
	one, two := m.source(a), m.source(b)
	at := uint32(0)
	for pos := range uint32(len(b.Index.n)) {
		if b.gone(pos) {
			continue
		}
		to := at + a.Index.searchName(at, &b, pos)
		one.copy(at, to)
		two.copy(pos, pos+1)
		at = to
	}
	one.copy(at, uint32(len(a.Index.n)))
	x := m.x
	x.number()
	m.orderCreated(one, two)
	m.orderLast(one, two)
	return m.b.Index()
}

// searchName is how many contacts from a position on come before one of another index by name. What is near is found
// at once.
func (x *Index) searchName(from uint32, other *Living, pos uint32) uint32 {
	name, n := other.Index.name(pos), other.Index.n[pos]
	after := func(i int) bool {
		at := from + uint32(i)
		c := bytes.Compare(x.name(at), name)
		return c > 0 || c == 0 && x.n[at] > n
	}
	rest := len(x.n) - int(from)
	step := 1
	for step < rest && !after(step-1) {
		step *= 2
	}
	low := step / 2
	return uint32(low + sort.Search(min(step, rest)-low, func(i int) bool { return after(low + i) }))
}

type merger struct {
	b *Builder
	x *Index
}

// source is one of the two, with the new positions of its contacts.
type source struct {
	Living
	m    *merger
	kind []uint32
	pos  []uint32 // hole: gone
}

func (m *merger) source(l Living) *source {
	s := &source{Living: l, m: m, kind: make([]uint32, len(l.Index.kinds)), pos: make([]uint32, len(l.Index.n))}
	for i := range s.kind {
		s.kind[i] = hole
	}
	for i := range s.pos {
		s.pos[i] = hole
	}
	return s
}

// copy appends the living contacts of a range.
func (s *source) copy(from, to uint32) {
	x, y := s.m.x, s.Index
	for pos := from; pos < to; pos++ {
		if s.gone(pos) {
			continue
		}
		s.pos[pos] = uint32(len(x.n))
		x.text = append(x.text, y.record(pos)...)
		x.starts = append(x.starts, uint32(len(x.text)))
		x.n = append(x.n, y.n[pos])
		k := y.kind[pos]
		if s.kind[k] == hole {
			s.kind[k] = s.m.b.kindOf(y.kinds[k])
		}
		x.kind = append(x.kind, s.kind[k])
		x.created = append(x.created, y.created[pos])
	}
}

// ordered yields the living places of an order.
type ordered struct {
	s     *source
	order []uint32
	i     int
}

func (o *ordered) skip() bool {
	for o.i < len(o.order) && o.s.pos[o.order[o.i]] == hole {
		o.i++
	}
	return o.i < len(o.order)
}

// interleave calls each with the next of two orders until both end.
func interleave(a, b *ordered, time func(o *ordered) int64, each func(o *ordered)) {
	for {
		more, also := a.skip(), b.skip()
		next := a
		switch {
		case !more && !also:
			return
		case !more:
			next = b
		case also:
			c := cmp.Or(cmp.Compare(time(b), time(a)), cmp.Compare(b.s.Index.n[b.order[b.i]], a.s.Index.n[a.order[a.i]]))
			if c < 0 {
				next = b
			}
		}
		each(next)
		next.i++
	}
}

func (m *merger) orderCreated(one, two *source) {
	x := m.x
	x.createdOrder = make([]uint32, 0, len(x.n))
	interleave(&ordered{s: one, order: one.Index.createdOrder}, &ordered{s: two, order: two.Index.createdOrder},
		func(o *ordered) int64 { return o.s.Index.created[o.order[o.i]] },
		func(o *ordered) { x.createdOrder = append(x.createdOrder, o.s.pos[o.order[o.i]]) })
}

func (m *merger) orderLast(one, two *source) {
	x := m.x
	most := len(one.Index.lastOrder) + len(two.Index.lastOrder)
	x.lastOrder, x.lastAt = make([]uint32, 0, most), make([]int64, 0, most)
	x.idle = x.newSet()
	x.fill(x.idle)
	interleave(&ordered{s: one, order: one.Index.lastOrder}, &ordered{s: two, order: two.Index.lastOrder},
		func(o *ordered) int64 { return o.s.Index.lastAt[o.i] },
		func(o *ordered) {
			pos := o.s.pos[o.order[o.i]]
			x.lastOrder, x.lastAt = append(x.lastOrder, pos), append(x.lastAt, o.s.Index.lastAt[o.i])
			x.idle[pos>>6] &^= 1 << (pos & 63)
		})
}
