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
	g      *generation
	terms  roster.Terms
	read   map[string][]int64 // what SQL said, by query
	search *indexHits
}

// recall prepares a list from memory; nil when SQL has to answer.
func (db *DB) recall(s *scan) (*recall, error) {
	g, err := db.at(s.v)
	if err != nil || g == nil {
		return nil, err
	}
	return &recall{scan: s, g: g, terms: roster.NewTerms(s.q.terms), read: map[string][]int64{}}, nil
}

// page is List's answer without the documents.
func (r *recall) page(offset, limit int) (found, error) {
	if r.q.nothing {
		return found{}, nil
	}
	layers := make([]roster.Layer, 0, len(r.g.layers))
	exact := true
	for _, l := range r.g.layers {
		within, err := r.filtered(l)
		if err != nil {
			return found{}, err
		}
		if len(r.terms) > 0 {
			var whole bool
			within, whole, err = r.foremost(l, within, offset+limit)
			if err != nil {
				return found{}, err
			}
			exact = exact && whole
		}
		layers = append(layers, r.layer(l, within))
	}
	f := found{places(roster.Across(layers, r.order(), offset, limit)), -1}
	if exact {
		f.total = int64(roster.Count(layers))
	}
	return f, nil
}

// foremost is what is searched for in a layer: all of it, or as much of it as the list begins with, if that is found sooner.
func (r *recall) foremost(l *layer, within roster.Set, most int) (set roster.Set, whole bool, err error) {
	_, known := l.sets.hits.get(r.key(true), r.g.version)
	if known || l.x.Count(within) <= limits.smallSet || most == 0 || l.x.Narrow(r.terms, limits.smallSet) {
		set, err = r.hits(l, within)
		return set, true, err
	}
	ask := roster.Page{Order: r.order(), Terms: r.terms, Within: l.x.Without(within, l.dead), Limit: most, Budget: limits.timeWalk}
	switch ask.Order.By {
	case roster.ByName:
		ask.Budget = limits.nameWalk
	case roster.ByRanking:
		ask.Order.Ranking = l.ranking(r.rank, r.o.Desc)
	}
	part := l.x.Read(ask)
	if part.Spent {
		set, err = r.hits(l, within)
		return set, true, err
	}
	if !part.Ended {
		r.completeLater(l, within)
	}
	return l.x.NewSet(part.Numbers), part.Ended, nil
}

// all is everything that matches, layer by layer.
func (r *recall) all() (layers []roster.Layer, err error) {
	for _, l := range r.g.layers {
		set, err := r.filtered(l)
		if err == nil && len(r.terms) > 0 {
			set, err = r.hits(l, set)
		}
		if err != nil {
			return nil, err
		}
		layers = append(layers, roster.Layer{Index: l.x, Within: l.x.Without(set, l.dead)})
	}
	return layers, nil
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
	layers, err := r.all()
	return int64(roster.Count(layers)), err
}

// key names the condition among the cached sets, with or without what is searched for.
func (r *recall) key(terms bool) string {
	q := *r.q
	if !terms {
		q.terms = nil
	}
	return fmt.Sprintf("%+v", q)
}

// filtered is the set that the condition admits in a layer before anything is searched; nil is everything.
func (r *recall) filtered(l *layer) (roster.Set, error) {
	q := r.q
	f := roster.Filter{Dated: q.dated(), From: q.from, To: q.to}
	if q.mask != 0 || q.owned || q.owners != nil || q.types != 0 {
		f.Admit = q.admits
	}
	if f.Admit == nil && !f.Dated && q.labels == nil && len(q.custom) == 0 {
		return nil, nil
	}
	key := r.key(false)
	if set, ok := l.sets.filters.get(key, r.g.version); ok {
		return set, nil
	}
	if q.labels != nil {
		set, err := r.members(l, `SELECT contact FROM contact_label WHERE label IN (SELECT value FROM json_each(?))`, list(q.labels))
		if err != nil {
			return nil, err
		}
		f.Sets = append(f.Sets, set)
	}
	for i := range q.custom {
		c := &q.custom[i]
		var set roster.Set
		var err error
		if c.members != nil {
			set = l.x.NewSet(c.members)
		} else {
			set, err = r.members(l, `SELECT contact FROM contact_custom WHERE field = ? AND value = ?`, c.field, c.value)
		}
		if err != nil {
			return nil, err
		}
		f.Sets = append(f.Sets, set)
	}
	set := l.x.Select(f)
	l.sets.filters.put(key, set, r.g.version)
	return set, nil
}

// members reads numbers joined into texts, which is several times faster than row by row.
func (r *recall) members(l *layer, sql string, args ...driver.Value) (roster.Set, error) {
	query := fmt.Sprint(sql, args)
	numbers, ok := r.read[query]
	if !ok {
		text, err := textOf(r.v.c, `SELECT group_concat(contact || ' ', '') FROM (`+sql+`)`, args...)
		if err != nil {
			return nil, err
		}
		in := records{rest: text}
		for in.rest != "" {
			numbers = append(numbers, in.number())
		}
		if in.bad {
			return nil, fmt.Errorf("bug: contact numbers do not parse")
		}
		r.read[query] = numbers
	}
	return l.x.NewSet(numbers), nil
}

// hits is the set of what is searched for among within.
func (r *recall) hits(l *layer, within roster.Set) (roster.Set, error) {
	key := r.key(true)
	if set, ok := l.sets.hits.get(key, r.g.version); ok {
		return set, nil
	}
	var set roster.Set
	if within != nil && l.x.Count(within) <= limits.smallSet {
		set = l.x.MatchWithin(r.terms, within)
	} else if l.x.Len() <= limits.smallSet || l.x.Narrow(r.terms, limits.smallSet) {
		set = l.x.Match(r.terms, within, 1)
	} else if numbers, ok, err := r.searched(); err != nil {
		return nil, err
	} else if ok {
		set = l.x.MatchAmong(numbers, r.terms, within)
	} else {
		set = l.x.Match(r.terms, within, runtime.GOMAXPROCS(0))
	}
	l.sets.hits.put(key, set, r.g.version)
	return set, nil
}

// searched asks the search index, once for all layers.
func (r *recall) searched() ([]int64, bool, error) {
	if r.search == nil {
		numbers, ok, err := r.db.searchHits(r.scan, limits.indexHits)
		if err != nil {
			return nil, false, err
		}
		r.search = &indexHits{numbers, ok}
	}
	return r.search.numbers, r.search.ok, nil
}

type indexHits struct {
	numbers []int64
	ok      bool
}

// typingPause is how long a search must stand before it is counted to the end: not between two keystrokes.
const typingPause = 120 * time.Millisecond

// completeLater counts a frequent search to the end while the person already reads its first page.
func (r *recall) completeLater(l *layer, within roster.Set) {
	key, version, x, sets, terms := r.key(true), r.g.version, l.x, l.sets, r.terms
	sets.mu.Lock()
	defer sets.mu.Unlock()
	waiting := sets.last != nil
	sets.last = &completion{func() { sets.hits.put(key, x.Match(terms, within, 1), version) }}
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

// setCaches keep the sets of the last filters and searches of a layer: what a person pages through is not searched again.
// Whoever has changed since counts in another layer, so that a set holds as long as the index does, but not for who looks
// at an older state.
type setCaches struct {
	filters, hits *setCache
	mu            sync.Mutex
	last          *completion // the search that waits for being completed
}

func newSetCaches() *setCaches { return &setCaches{filters: newSetCache(), hits: newSetCache()} }

type setCache struct {
	mu   sync.Mutex
	keys []string // least recently used first
	sets map[string]keptSet
}

type keptSet struct {
	set  roster.Set
	from int64 // the version of the list that it was made for
}

// maxSets bounds a cache: a set is one bit a contact.
const maxSets = 12

func newSetCache() *setCache { return &setCache{sets: map[string]keptSet{}} }

func (c *setCache) get(key string, version int64) (roster.Set, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	kept, ok := c.sets[key]
	if !ok || kept.from > version {
		return nil, false
	}
	c.use(key)
	return kept.set, ok
}

func (c *setCache) put(key string, set roster.Set, version int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sets[key] = keptSet{set, version}
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
