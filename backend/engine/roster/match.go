package roster

import (
	"bytes"
	"sync"
)

// Terms are folded words that must all occur in a record.
type Terms [][]byte

// NewTerms prepares words; the longest, which is likely the rarest, is looked for first.
func NewTerms(words []string) Terms {
	var t Terms
	for _, w := range words {
		t = append(t, []byte(w))
		for i := len(t) - 1; i > 0 && len(t[i]) > len(t[i-1]); i-- {
			t[i], t[i-1] = t[i-1], t[i]
		}
	}
	return t
}

// In reports whether all terms occur in a text of one value a line.
func (t Terms) In(text []byte) bool {
	for _, w := range t {
		if !bytes.Contains(text, w) {
			return false
		}
	}
	return true
}

// Match reads the text of everything in within and returns what holds all terms: tens of milliseconds for a
// million contacts and a frequent term, on so many processors.
func (x *Index) Match(t Terms, within Set, workers int) Set {
	out := x.newSet()
	share := (len(x.grams) + workers - 1) / workers
	var wg sync.WaitGroup
	for from := 0; from < len(x.grams); from += share {
		wg.Go(func() {
			for block := from; block < min(from+share, len(x.grams)); block++ {
				if x.grams[block].may(t) {
					x.matchBlock(block, t, within, out)
				}
			}
		})
	}
	wg.Wait()
	return out
}

// matchBlock looks for the first term in the block as a whole, so that records without it cost nothing.
func (x *Index) matchBlock(block int, t Terms, within, out Set) {
	pos := uint32(block * gramRecords)
	last := uint32(min((block+1)*gramRecords, len(x.n)))
	at, end := x.starts[pos], x.starts[last]
	for at < end {
		i := bytes.Index(x.text[at:end], t[0])
		if i < 0 {
			return
		}
		at += uint32(i)
		for x.starts[pos+1] <= at {
			pos++
		}
		if (within == nil || within.has(pos)) && t[1:].In(x.record(pos)) {
			out.add(pos)
		}
		pos++
		at = x.starts[pos]
	}
}

// MatchAmong is Match when the matches are known to be among the given contacts.
func (x *Index) MatchAmong(numbers []int64, t Terms, within Set) Set {
	out := x.newSet()
	for _, n := range numbers {
		if pos, ok := x.position(n); ok && (within == nil || within.has(pos)) && t.In(x.record(pos)) {
			out.add(pos)
		}
	}
	return out
}

// MatchWithin is Match for a small set, record by record.
func (x *Index) MatchWithin(t Terms, within Set) Set {
	out := x.newSet()
	within.each(func(pos uint32) {
		if t.In(x.record(pos)) {
			out.add(pos)
		}
	})
	return out
}

// Narrow reports whether letter pairs alone rule out all but a few of the records, at most so many: Match is
// quick then.
func (x *Index) Narrow(t Terms, most int) bool {
	left := most / gramRecords
	for i := range x.grams {
		if x.grams[i].may(t) {
			if left--; left < 0 {
				return false
			}
		}
	}
	return true
}
