package roster

import (
	"bytes"
	"cmp"
	"slices"
	"sort"
)

// Layer is one of several indexes that together hold a list: each contact counts in one of them, which is what Within
// says beside the condition.
type Layer struct {
	Index   *Index
	Within  Set
	Ranking *Ranking // ByRanking: of this index, made like those of the others
}

// nearPage is how far down the list a page is found by reading all that stands before it; tests narrow it.
var nearPage = 2_000

// Across reads a page of a list that lies in several layers.
func Across(layers []Layer, o Order, offset, limit int) []int64 {
	o.Desc = o.Desc && o.By != ByRanking // which has its direction in it
	if len(layers) == 1 {
		o.Ranking = layers[0].Ranking
		return layers[0].Index.Read(Page{Order: o, Within: layers[0].Within, Offset: offset, Limit: limit}).Numbers
	}
	out := make([]int64, 0, min(limit, 1_000))
	parts := 1
	if o.By == ByLast {
		parts = 2 // those without an interaction come behind those with one, whatever their layer
	}
	for part := range parts {
		most := 0
		if offset+limit <= nearPage {
			most = offset + limit
		}
		lanes := make([]*lane, 0, len(layers))
		whole := 0
		for _, l := range layers {
			if n := newLane(l, o, part, most); n.len() > 0 {
				lanes = append(lanes, n)
				whole += n.len()
			}
		}
		if offset >= whole {
			offset -= whole
			continue
		}
		if most == 0 {
			seek(lanes, offset)
			offset = 0
		}
		for len(out) < limit {
			first := foremost(lanes)
			if first == nil {
				break
			}
			if offset > 0 {
				offset--
			} else {
				out = append(out, first.number())
			}
			first.next++
		}
	}
	return out
}

// lane is what a layer gives to a part of the list, in order.
type lane struct {
	segment
	x      *Index
	desc   bool
	all    bool     // every place of the segment
	places []uint32 // these, unless all
	next   int
}

// newLane finds the first places of a layer, most at most; all when that is 0.
func newLane(l Layer, o Order, part, most int) *lane {
	o.Ranking = l.Ranking
	n := &lane{segment: l.Index.segments(o)[part], x: l.Index, desc: o.Desc}
	within := l.Within
	if n.none {
		within = n.x.And(within, n.x.idle)
	}
	if within == nil {
		n.all = true
		return n
	}
	for k := range n.segment.len {
		i := k
		if n.desc {
			i = n.segment.len - 1 - k
		}
		pos := uint32(i)
		if n.order != nil {
			pos = n.order[i]
		}
		if pos == hole || !within.has(pos) {
			continue
		}
		n.places = append(n.places, uint32(i))
		if len(n.places) == most {
			break
		}
	}
	return n
}

func (l *lane) len() int {
	if l.all {
		return l.segment.len
	}
	return len(l.places)
}

// at is the i-th place and its position.
func (l *lane) at(i int) (place, pos uint32) {
	switch {
	case !l.all:
		place = l.places[i]
	case l.desc:
		place = uint32(l.segment.len - 1 - i)
	default:
		place = uint32(i)
	}
	if l.order != nil {
		return place, l.order[place]
	}
	return place, place
}

func (l *lane) number() int64 {
	_, pos := l.at(l.next)
	return int64(l.x.n[pos])
}

// before tells that l's i-th comes before m's j-th.
func (l *lane) before(i int, m *lane, j int) bool {
	a, p := l.at(i)
	b, q := m.at(j)
	c := 0
	switch {
	case l.by == ByName:
		c = bytes.Compare(l.x.name(p), m.x.name(q))
	case l.by == ByCreated:
		c = cmp.Compare(l.x.created[p], m.x.created[q])
	case l.by == ByLast && !l.none:
		c = cmp.Compare(l.x.lastAt[a], m.x.lastAt[b])
	case l.by == ByRanking:
		c = l.ranks.compare(a, p, m.ranks, b, q)
	}
	c = cmp.Or(c, cmp.Compare(l.x.n[p], m.x.n[q]))
	return c < 0 != l.desc
}

// compare is the order of two ranked contacts but for their numbers: place a and position p of r, b and q of s.
func (r *Ranking) compare(a, p uint32, s *Ranking, b, q uint32) (c int) {
	none, other := int(a) >= r.none, int(b) >= s.none
	switch {
	case none != other:
		if none {
			return 1
		}
		return -1
	case none:
	case r.group != nil:
		c = cmp.Compare(r.group[r.x.kind[p]], s.group[s.x.kind[q]])
	default:
		if c = bytes.Compare(r.text(p), s.text(q)); r.desc {
			c = -c
		}
	}
	return cmp.Or(c, bytes.Compare(r.x.name(p), s.x.name(q)))
}

// foremost is the lane whose next contact comes first.
func foremost(lanes []*lane) (first *lane) {
	for _, l := range lanes {
		if l.next < l.len() && (first == nil || l.before(l.next, first, first.next)) {
			first = l
		}
	}
	return first
}

// seek moves the lanes past the first offset contacts. Between low and high lies where each will stand; the middle of
// the widest is looked up in all of them, which halves it whatever comes out.
func seek(lanes []*lane, offset int) {
	low, high := make([]int, len(lanes)), make([]int, len(lanes))
	for i, l := range lanes {
		high[i] = min(l.len(), offset)
	}
	ranks := make([]int, len(lanes))
	for {
		widest := 0
		for i := range lanes {
			if high[i]-low[i] > high[widest]-low[widest] {
				widest = i
			}
		}
		if high[widest] == low[widest] {
			break
		}
		pivot, middle := lanes[widest], (low[widest]+high[widest])/2
		sum := 0
		for i, l := range lanes {
			if ranks[i] = middle; l != pivot {
				ranks[i] = sort.Search(l.len(), func(j int) bool { return !l.before(j, pivot, middle) })
			}
			sum += ranks[i]
		}
		for i := range lanes {
			if sum >= offset {
				high[i] = max(low[i], min(high[i], ranks[i]))
			} else {
				low[i] = min(high[i], max(low[i], ranks[i]))
			}
		}
		if sum < offset {
			low[widest] = middle + 1
		}
	}
	for i, l := range lanes {
		l.next = low[i]
	}
}

// Count is how many contacts the layers hold.
func Count(layers []Layer) (n int) {
	for _, l := range layers {
		n += l.Index.Count(l.Within)
	}
	return n
}

// Numbers are the contacts of all layers, ascending.
func Numbers(layers []Layer) (out []int64) {
	for _, l := range layers {
		out = append(out, l.Index.Numbers(l.Within)...)
	}
	if len(layers) > 1 {
		slices.Sort(out)
	}
	return out
}
