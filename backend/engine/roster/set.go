package roster

import "math/bits"

// Set is a set of positions, one bit each; nil is all of them.
type Set []uint64

func (x *Index) newSet() Set { return make(Set, (len(x.n)+63)/64) }

// NewSet is the set of these contacts; unknown numbers are left out.
func (x *Index) NewSet(numbers []int64) Set {
	s := x.newSet()
	for _, n := range numbers {
		if pos, ok := x.position(n); ok {
			s.add(pos)
		}
	}
	return s
}

func (s Set) add(pos uint32)      { s[pos>>6] |= 1 << (pos & 63) }
func (s Set) has(pos uint32) bool { return s[pos>>6]&(1<<(pos&63)) != 0 }

// Holds tells that a contact of x is in the set; nil holds none here.
func (s Set) Holds(x *Index, n int64) bool {
	pos, ok := x.position(n)
	return ok && s != nil && s.has(pos)
}

// Count is how many positions are in the set.
func (x *Index) Count(s Set) int {
	if s == nil {
		return len(x.n)
	}
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// Without is s less the positions in dead; both may be nil, dead then is empty.
func (x *Index) Without(s, dead Set) Set {
	if dead == nil {
		return s
	}
	out := x.newSet()
	if s == nil {
		x.fill(out)
		s = out
	}
	for i := range out {
		out[i] = s[i] &^ dead[i]
	}
	return out
}

// And is what a and b share; nil is everything.
func (x *Index) And(a, b Set) Set {
	if a == nil {
		return b
	}
	if b == nil {
		return a
	}
	out := x.newSet()
	for i := range out {
		out[i] = a[i] & b[i]
	}
	return out
}

// Bury adds contacts to the dead, nil when there are none, and says how many it had not: the set itself when it had all.
func (x *Index) Bury(dead Set, numbers []int64) (out Set, buried int) {
	out = dead
	for _, n := range numbers {
		pos, ok := x.position(n)
		if !ok || out != nil && out.has(pos) {
			continue
		}
		if buried == 0 {
			out = x.newSet()
			copy(out, dead)
		}
		out.add(pos)
		buried++
	}
	return out, buried
}

// Numbers are the contacts of a set, ascending.
func (x *Index) Numbers(s Set) []int64 {
	out := make([]int64, 0, x.Count(s))
	for _, pos := range x.numberOrder {
		if pos != hole && (s == nil || s.has(pos)) {
			out = append(out, int64(x.n[pos]))
		}
	}
	return out
}

func (x *Index) fill(s Set) {
	for i := range s {
		s[i] = ^uint64(0)
	}
	if tail := len(x.n) & 63; tail != 0 {
		s[len(s)-1] = 1<<tail - 1
	}
}

// Filter is a condition without a search. Its parts must all hold.
type Filter struct {
	Admit    func(attrs int64) bool // nil = any
	Dated    bool
	From, To int64 // when Dated: From <= creation < To, ms
	Sets     []Set
}

// Select is the set that a filter admits.
func (x *Index) Select(f Filter) Set {
	if f.Admit == nil && !f.Dated && len(f.Sets) == 0 {
		return nil
	}
	out := x.newSet()
	if f.Admit != nil {
		x.admit(out, f.Admit)
	} else {
		x.fill(out)
	}
	if f.Dated {
		for i, ms := range x.created {
			if ms < f.From || ms >= f.To {
				out[i>>6] &^= 1 << (i & 63)
			}
		}
	}
	for _, s := range f.Sets {
		for i := range out {
			out[i] &= s[i]
		}
	}
	return out
}

// admit asks once for each combination of attributes that occurs, not once for each contact.
func (x *Index) admit(out Set, admit func(attrs int64) bool) {
	yes := make([]uint64, len(x.kinds))
	for k, attrs := range x.kinds {
		if admit(attrs) {
			yes[k] = 1
		}
	}
	for w := range out {
		var word uint64
		for i, k := range x.kind[w<<6 : min(w<<6+64, len(x.kind))] {
			word |= yes[k] << i
		}
		out[w] = word
	}
}

func (s Set) each(f func(pos uint32)) {
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			f(uint32(i<<6 + bits.TrailingZeros64(w)))
		}
	}
}
