package sqlite

import (
	"context"
	"database/sql/driver"
	"fmt"
	"runtime"
	"sync"
	"time"

	"carteira/backend/engine/roster"
)

// recall is one list answered from memory.
type recall struct {
	*scan
	x     *roster.Index
	over  *overlay
	sets  *setCaches
	terms roster.Terms
	extra []roster.Place
}

// recall prepares a list from memory; nil when SQL has to answer.
func (db *DB) recall(s *scan) (*recall, error) {
	x, over, sets, err := db.warm.at(s.v)
	if err != nil || x == nil {
		return nil, err
	}
	r := &recall{scan: s, x: x, over: over, sets: sets, terms: roster.NewTerms(s.q.terms)}
	if !s.q.nothing {
		r.extra, err = over.matches(s, r.terms)
	}
	return r, err
}

// page is List's answer without the documents.
func (r *recall) page(offset, limit int) (found, error) {
	if r.q.nothing {
		return found{}, nil
	}
	within, err := r.filtered()
	if err != nil {
		return found{}, err
	}
	ask := roster.Page{Order: r.order(), Extra: r.extra, Offset: offset, Limit: limit}
	if len(r.terms) == 0 {
		ask.Within = r.x.Without(within, r.over.dead)
		return r.answer(ask, int64(r.x.Count(ask.Within)+len(r.extra))), nil
	}
	hits, known := r.sets.hits.get(r.key(true))
	walk := !known && (within == nil || r.x.Count(within) > limits.smallSet) && !r.x.Narrow(r.terms, limits.smallSet)
	if walk {
		ask.Terms, ask.Within, ask.Budget = r.terms, r.x.Without(within, r.over.dead), limits.timeWalk
		if ask.Order.By == roster.ByName {
			ask.Budget = limits.nameWalk
		}
		if part := r.x.Read(ask); part.Ended {
			return found{places(part.Numbers), int64(part.Passed + len(part.Numbers))}, nil
		} else if !part.Spent {
			r.completeLater(within)
			return found{places(part.Numbers), -1}, nil
		}
	}
	if !known {
		if hits, err = r.hits(within); err != nil {
			return found{}, err
		}
	}
	ask.Terms, ask.Budget, ask.Within = nil, 0, r.x.Without(hits, r.over.dead)
	return r.answer(ask, int64(r.x.Count(ask.Within)+len(r.extra))), nil
}

func (r *recall) answer(ask roster.Page, total int64) found {
	return found{places(r.x.Read(ask).Numbers), total}
}

func places(numbers []int64) []position {
	out := make([]position, len(numbers))
	for i, n := range numbers {
		out[i].n = n
	}
	return out
}

// count is exact.
func (r *recall) count() (int64, error) {
	if r.q.nothing {
		return 0, nil
	}
	set, err := r.filtered()
	if err != nil {
		return 0, err
	}
	if len(r.terms) > 0 {
		if set, err = r.hits(set); err != nil {
			return 0, err
		}
	}
	return int64(r.x.Count(r.x.Without(set, r.over.dead)) + len(r.extra)), nil
}

// key names the condition among the cached sets, with or without what is searched for.
func (r *recall) key(terms bool) string {
	q := *r.q
	if !terms {
		q.terms = nil
	}
	return fmt.Sprintf("%+v", q)
}

// filtered is the set that the condition admits before anything is searched; nil is everything.
func (r *recall) filtered() (roster.Set, error) {
	q := r.q
	f := roster.Filter{Dated: q.dated(), From: q.from, To: q.to}
	if q.mask != 0 || q.owned || q.owners != nil || q.types != 0 {
		f.Admit = q.admits
	}
	if f.Admit == nil && !f.Dated && q.labels == nil && len(q.custom) == 0 {
		return nil, nil
	}
	key := r.key(false)
	if set, ok := r.sets.filters.get(key); ok {
		return set, nil
	}
	if q.labels != nil {
		set, err := r.members(`SELECT contact FROM contact_label WHERE label IN (SELECT value FROM json_each(?))`, list(q.labels))
		if err != nil {
			return nil, err
		}
		f.Sets = append(f.Sets, set)
	}
	for i := range q.custom {
		c := &q.custom[i]
		set, err := r.members(`SELECT contact FROM contact_custom WHERE field = ? AND value = ?`, c.field, c.value)
		if c.members != nil {
			set, err = r.members(`SELECT value AS contact FROM json_each(?)`, list(c.members))
		}
		if err != nil {
			return nil, err
		}
		f.Sets = append(f.Sets, set)
	}
	set := r.x.Select(f)
	r.sets.filters.put(key, set)
	return set, nil
}

// members reads numbers joined into texts, which is several times faster than row by row.
func (r *recall) members(sql string, args ...driver.Value) (roster.Set, error) {
	return r.x.NewSet(func(add func(n int64)) error {
		text, err := textOf(r.v.c, `SELECT group_concat(contact || ' ', '') FROM (`+sql+`)`, args...)
		if err != nil {
			return err
		}
		for in := (records{rest: text}); in.rest != ""; {
			add(in.number())
			if in.bad {
				return fmt.Errorf("bug: contact numbers do not parse")
			}
		}
		return nil
	})
}

// hits is the set of what is searched for among within.
func (r *recall) hits(within roster.Set) (roster.Set, error) {
	key := r.key(true)
	if set, ok := r.sets.hits.get(key); ok {
		return set, nil
	}
	var set roster.Set
	if within != nil && r.x.Count(within) <= limits.smallSet {
		set = r.x.MatchWithin(r.terms, within)
	} else if r.x.Narrow(r.terms, limits.smallSet) {
		set = r.x.Match(r.terms, within, 1)
	} else if numbers, ok, err := r.db.searchHits(r.scan, limits.indexHits); err != nil {
		return nil, err
	} else if ok {
		set = r.x.MatchAmong(numbers, r.terms, within)
	} else {
		set = r.x.Match(r.terms, within, runtime.GOMAXPROCS(0))
	}
	r.sets.hits.put(key, set)
	return set, nil
}

// typingPause is how long a search must stand before it is counted to the end: not between two keystrokes.
const typingPause = 120 * time.Millisecond

// completeLater counts a frequent search to the end while the person already reads its first page.
func (r *recall) completeLater(within roster.Set) {
	key, x, sets, terms := r.key(true), r.x, r.sets, r.terms
	sets.mu.Lock()
	defer sets.mu.Unlock()
	waiting := sets.last != nil
	sets.last = &completion{func() { sets.hits.put(key, x.Match(terms, within, 1)) }}
	if !waiting {
		go sets.complete()
	}
}

// complete runs the last search once no other one has come for a while.
func (c *setCaches) complete() {
	for {
		c.mu.Lock()
		job := c.last
		c.mu.Unlock()
		time.Sleep(typingPause)
		c.mu.Lock()
		settled := c.last == job
		if settled {
			c.last = nil
		}
		c.mu.Unlock()
		if settled {
			job.run()
			return
		}
	}
}

type completion struct{ run func() }

// setCaches keep the sets of the last filters and searches: what a person pages through is not searched again.
// They are sets of one index, without what was laid over it since, so they hold as long as it does.
type setCaches struct {
	filters, hits *setCache
	mu            sync.Mutex
	last          *completion // the search that waits for being completed
}

func newSetCaches() *setCaches { return &setCaches{filters: newSetCache(), hits: newSetCache()} }

type setCache struct {
	mu   sync.Mutex
	keys []string // least recently used first
	sets map[string]roster.Set
}

// maxSets bounds a cache: a set is one bit a contact.
const maxSets = 12

func newSetCache() *setCache { return &setCache{sets: map[string]roster.Set{}} }

func (c *setCache) get(key string) (roster.Set, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	set, ok := c.sets[key]
	if ok {
		c.use(key)
	}
	return set, ok
}

func (c *setCache) put(key string, set roster.Set) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sets[key] = set
	c.use(key)
	if len(c.keys) > maxSets {
		delete(c.sets, c.keys[0])
		c.keys = c.keys[1:]
	}
}

func (c *setCache) use(key string) {
	for i, k := range c.keys {
		if k == key {
			c.keys = append(c.keys[:i], c.keys[i+1:]...)
			break
		}
	}
	c.keys = append(c.keys, key)
}

// recallPage is List from memory; ok is false when SQL has to answer.
func (db *DB) recallPage(ctx context.Context, s *scan, offset, limit int) (f found, ok bool, err error) {
	r, err := db.recall(s)
	if err != nil || r == nil {
		return f, false, err
	}
	f, err = r.page(offset, limit)
	return f, true, err
}
