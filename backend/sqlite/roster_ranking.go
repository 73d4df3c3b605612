package sqlite

import (
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/roster"
)

// layerRankings are the ranked orders of one layer of the list in memory: four megabytes each at a million contacts, made
// when first asked for.
type layerRankings struct {
	mu   sync.Mutex
	kept map[crm.ContactOrder]*keptRanking
}

type keptRanking struct {
	building sync.Mutex // others wait for the one who builds it, under no other lock
	ranking  *roster.Ranking
	texts    []string // what its groups stood for
}

// lasting is the order whose ranking takes long to make, so that it is kept as long as its layer; the other direction
// comes from it in some milliseconds.
var lasting = crm.ContactOrder{By: crm.SortEmail}

func (k *layerRankings) entry(o crm.ContactOrder) *keptRanking {
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
	return e
}

// ranking is that of an order over the layer's index, built now if need be: some milliseconds, by e-mail a seventh of a
// second for a million contacts.
func (l *layer) ranking(r *ranking, desc bool) *roster.Ranking {
	e := l.ranks.entry(crm.ContactOrder{By: r.by, Desc: desc})
	e.building.Lock()
	defer e.building.Unlock()
	if e.ranking != nil && slices.Equal(e.texts, r.texts) {
		return e.ranking
	}
	switch {
	case !r.email:
		e.ranking = l.x.RankGroups(func(attrs int64) int { return r.group(attrs, desc) }, len(r.sorts))
	case desc:
		e.ranking = l.ranking(r, false).Descending()
	default:
		e.ranking = l.x.RankTexts(func(attrs int64) bool { return attrs&attrEmail != 0 })
	}
	e.texts = r.texts
	return e.ranking
}

// prepare makes what takes long before anybody asks for it.
func (l *layer) prepare() {
	l.ranking(&ranking{by: crm.SortEmail, email: true, texts: []string{""}}, false)
}

// rankingRest is how long a ranking is kept that nobody asks for.
const rankingRest = 3 * time.Minute

// rankingUse is when somebody last asked for each ranked order.
type rankingUse struct {
	mu   sync.Mutex
	last map[crm.ContactOrder]time.Time
}

func (u *rankingUse) now(o crm.ContactOrder) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.last == nil {
		u.last = map[crm.ContactOrder]time.Time{}
	}
	u.last[o] = time.Now()
}

// rest gives up what nobody has asked for since a while ago.
func (u *rankingUse) rest(now time.Time, g *generation) {
	u.mu.Lock()
	var over []crm.ContactOrder
	for o, at := range u.last {
		if now.Sub(at) > rankingRest {
			over = append(over, o)
			delete(u.last, o)
		}
	}
	u.mu.Unlock()
	if len(over) == 0 || g == nil {
		return
	}
	for _, l := range g.layers {
		l.ranks.mu.Lock()
		for _, o := range over {
			if o != lasting {
				delete(l.ranks.kept, o)
			}
		}
		l.ranks.mu.Unlock()
	}
	debug.FreeOSMemory()
}

// layer is what is asked of one layer of the list, in its order.
func (r *recall) layer(l *layer, within roster.Set) roster.Layer {
	out := roster.Layer{Index: l.x, Within: l.x.Without(within, l.dead)}
	if r.rank != nil {
		r.db.warm.use.now(r.o)
		out.Ranking = l.ranking(r.rank, r.o.Desc)
	}
	return out
}

// order says the order of a list to the index.
func (r *recall) order() roster.Order {
	o := roster.Order{Desc: r.o.Desc && r.rank == nil} // a ranking has its direction in it
	switch {
	case r.o.By == crm.SortCreated:
		o.By = roster.ByCreated
	case r.o.By == crm.SortLastInteraction:
		o.By = roster.ByLast
	case r.rank != nil:
		o.By = roster.ByRanking
	}
	return o
}
