package importer

import "iter"

// holders are the contacts of a batch by a key they have got in it. Nearly every key has one holder and a batch
// has tens of thousands of keys, so they are chained through one slice instead of owning a slice each.
type holders struct {
	last  map[int64]int32 // key → 1 + its latest link
	links []link
}

type link struct {
	draft *draft
	next  int32 // 1 + the one before it, 0 = none
}

func newHolders() holders { return holders{last: map[int64]int32{}} }

func (h *holders) add(key int64, d *draft) {
	h.links = append(h.links, link{draft: d, next: h.last[key]})
	h.last[key] = int32(len(h.links))
}

// of gives the holders of a key, the latest first.
func (h *holders) of(key int64) iter.Seq[*draft] {
	return func(yield func(*draft) bool) {
		for i := h.last[key]; i > 0; i = h.links[i-1].next {
			if !yield(h.links[i-1].draft) {
				return
			}
		}
	}
}
