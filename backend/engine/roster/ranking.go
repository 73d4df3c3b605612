package roster

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
)

// Ranking is an order of its own over an Index, four bytes a contact: by a value that many may share, those that share it
// by name whatever the direction, those without last. Like the index it never changes.
type Ranking struct {
	x     *Index
	order []uint32 // positions
	none  int      // where those without begin
	group []int32  // RankGroups: by kind
	same  Set      // RankTexts: places that share the text of the place before
	desc  bool
}

// Bytes is the memory that the ranking holds.
func (r *Ranking) Bytes() int { return 4*(cap(r.order)+cap(r.group)) + 8*cap(r.same) }

// RankGroups ranks contacts by something with few values: group gives each combination of attributes its place from 0 up
// to groups, in the direction wanted, and groups itself for none. Some milliseconds for a million.
func (x *Index) RankGroups(group func(attrs int64) int, groups int) *Ranking {
	r := &Ranking{x: x, order: make([]uint32, len(x.n)), group: make([]int32, len(x.kinds))}
	for k, attrs := range x.kinds {
		r.group[k] = int32(group(attrs))
	}
	next := make([]uint32, groups+2) // where the next contact of a group goes
	for _, k := range x.kind {
		next[r.group[k]+1]++
	}
	for g := range groups + 1 {
		next[g+1] += next[g]
	}
	r.none = int(next[groups])
	for pos, k := range x.kind {
		g := r.group[k]
		r.order[next[g]] = uint32(pos)
		next[g]++
	}
	return r
}

// RankTexts ranks contacts by the value that follows the name, for those that have one, ascending. A third of a second
// for a million.
func (x *Index) RankTexts(has func(attrs int64) bool) *Ranking {
	yes := make([]bool, len(x.kinds))
	for k, attrs := range x.kinds {
		yes[k] = has(attrs)
	}
	texts := make([]text, 0, len(x.n))
	r := &Ranking{x: x, order: make([]uint32, 0, len(x.n)), same: x.newSet()}
	for pos, k := range x.kind {
		if yes[k] {
			at := x.starts[pos] + uint32(len(x.name(uint32(pos)))) + 1
			texts = append(texts, text{at: at, pos: uint32(pos)})
		}
	}
	x.sortTexts(texts, 0, 0, r.same)
	for i := range texts {
		r.order = append(r.order, texts[i].pos)
	}
	r.none = len(r.order)
	for pos, k := range x.kind {
		if !yes[k] {
			r.order = append(r.order, uint32(pos))
		}
	}
	return r
}

// text is a value in the searchable text, with the eight bytes of it that are compared at the moment.
type text struct {
	chunk   uint64
	at, pos uint32
}

// chunkBytes is how much of a text one comparison takes; a line feed, which no value holds, ends it and sorts first.
const chunkBytes = 8

// sortTexts sorts texts that are equal in their first done bytes, eight bytes at a time: comparing whole texts would
// fetch each from memory again and again. The first of them has the place first; same is told of equal ones.
func (x *Index) sortTexts(texts []text, first int, done uint32, same Set) {
	for i := range texts {
		texts[i].chunk = x.chunk(texts[i].at + done)
	}
	slices.SortFunc(texts, func(a, b text) int {
		if a.chunk != b.chunk {
			return cmp.Compare(a.chunk, b.chunk)
		}
		return cmp.Compare(a.pos, b.pos)
	})
	for from := 0; from < len(texts); {
		to := from + 1
		for to < len(texts) && texts[to].chunk == texts[from].chunk {
			to++
		}
		switch {
		case to-from == 1:
		case texts[from].chunk&0xff != 0: // the last byte is 0 once the text has ended
			x.sortTexts(texts[from:to], first+from, done+chunkBytes, same)
		default:
			for i := from + 1; i < to; i++ {
				same.add(uint32(first + i))
			}
		}
		from = to
	}
}

// Descending is a ranking by texts the other way round: some milliseconds for a million.
func (r *Ranking) Descending() *Ranking {
	d := &Ranking{x: r.x, order: make([]uint32, 0, len(r.order)), none: r.none, desc: true}
	for to := r.none; to > 0; {
		from := to - 1
		for r.same.has(uint32(from)) {
			from--
		}
		d.order = append(d.order, r.order[from:to]...)
		to = from
	}
	d.order = append(d.order, r.order[r.none:]...)
	return d
}

// text is the value by which the contact at a position is ranked by texts.
func (r *Ranking) text(pos uint32) []byte {
	rest := r.x.record(pos)
	rest = rest[bytes.IndexByte(rest, '\n')+1:]
	return rest[:bytes.IndexByte(rest, '\n')]
}

// chunk is the next eight bytes of a value, most significant first, 0 where it has ended.
func (x *Index) chunk(at uint32) uint64 {
	var buf [chunkBytes]byte
	b := buf[:copy(buf[:], x.text[at:])]
	if end := bytes.IndexByte(b, '\n'); end >= 0 {
		clear(buf[end:])
	}
	return binary.BigEndian.Uint64(buf[:])
}
