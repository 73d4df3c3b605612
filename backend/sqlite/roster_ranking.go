package sqlite

import (
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/roster"
)

// rankings keeps the ranked orders of the list in memory that somebody looks at: four megabytes each at a million
// contacts, made when first asked for, given up when nobody has asked for a while.
type rankings struct {
	mu   sync.Mutex
	kept map[crm.ContactOrder]*keptRanking
}

type keptRanking struct {
	building sync.Mutex // others wait for the one who builds it, under no other lock
	index    *roster.Index
	ranking  *roster.Ranking
	texts    []string // what its groups stood for

	used time.Time // under rankings.mu
}

// rankingRest is how long a ranking is kept that nobody asks for.
const rankingRest = 3 * time.Minute

// entry is the kept ranking of an order, used now.
func (k *rankings) entry(o crm.ContactOrder) *keptRanking {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.kept == nil {
		k.kept = map[crm.ContactOrder]*keptRanking{}
	}
	e := k.kept[o]
	if e == nil {
		e = new(keptRanking)
		k.kept[o] = e
	}
	e.used = time.Now()
	return e
}

// of is the ranking of an order over an index, built now if need be: some milliseconds, by e-mail a third of a second
// for a million contacts.
func (k *rankings) of(x *roster.Index, r *ranking, desc bool) *roster.Ranking {
	e := k.entry(crm.ContactOrder{By: r.by, Desc: desc})
	e.building.Lock()
	defer e.building.Unlock()
	if e.ranking == nil || e.index != x || !slices.Equal(e.texts, r.texts) {
		if r.email {
			e.ranking = x.RankTexts(func(attrs int64) bool { return attrs&attrEmail != 0 }, desc)
		} else {
			e.ranking = x.RankGroups(func(attrs int64) int { return r.group(attrs, desc) }, len(r.sorts))
		}
		e.index, e.texts = x, r.texts
	}
	return e.ranking
}

// forget drops the rankings of an index that is given up, but not that they were asked for.
func (k *rankings) forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	for o, e := range k.kept {
		k.kept[o] = &keptRanking{used: e.used} // who builds it at the moment has the other one
	}
}

// prepare builds for a new index what takes long and was asked for lately, before anybody waits for it.
func (k *rankings) prepare(x *roster.Index) {
	k.mu.Lock()
	var wanted []bool
	for o := range k.kept {
		if o.By == crm.SortEmail {
			wanted = append(wanted, o.Desc)
		}
	}
	k.mu.Unlock()
	for _, desc := range wanted {
		k.of(x, &ranking{by: crm.SortEmail, email: true, texts: []string{""}}, desc)
	}
}

// rest gives up what nobody has asked for since a while ago.
func (k *rankings) rest(now time.Time) {
	k.mu.Lock()
	n := len(k.kept)
	for o, e := range k.kept {
		if now.Sub(e.used) > rankingRest {
			delete(k.kept, o)
		}
	}
	given := n > len(k.kept)
	k.mu.Unlock()
	if given {
		debug.FreeOSMemory()
	}
}

// order says the order of a list to the index.
func (r *recall) order() roster.Order {
	switch r.o.By {
	case crm.SortCreated:
		return roster.Order{By: roster.ByCreated, Desc: r.o.Desc}
	case crm.SortLastInteraction:
		return roster.Order{By: roster.ByLast, Desc: r.o.Desc}
	}
	if r.rank != nil {
		return roster.Order{By: roster.ByRanking, Ranking: r.db.warm.rankings.of(r.x, r.rank, r.o.Desc)}
	}
	return roster.Order{By: roster.ByName, Desc: r.o.Desc}
}

// rosterRank says a place in a ranked order to the index.
func (s *scan) rosterRank(p *position) roster.Rank {
	if s.rank == nil || p.none {
		return roster.Rank{None: p.none}
	}
	i, _ := slices.BinarySearch(s.rank.sorts, p.text)
	if s.o.Desc {
		i = len(s.rank.sorts) - 1 - i
	}
	return roster.Rank{Group: i, Text: p.text}
}
