package sqlite

import (
	"fmt"
	"slices"

	"carteira/backend/engine/roster"
)

// generation is the list in memory as one commit left it: an index of what was read at once and, over it, younger and
// smaller ones of what has changed since. Each contact lives in one of them. It never changes; a commit makes the next.
type generation struct {
	version int64
	layers  []*layer // the oldest first
}

// layer is an index, less what later layers have anew or is gone.
type layer struct {
	x     *roster.Index
	dead  roster.Set // nil: none
	alive int
	sets  *setCaches
	ranks *layerRankings
}

func newLayer(x *roster.Index) *layer {
	return &layer{x: x, alive: x.Len(), sets: newSetCaches(), ranks: new(layerRankings)}
}

// without is the layer after some contacts have left it: the same one when none has.
func (l *layer) without(numbers []int64) *layer {
	dead, buried := l.x.Bury(l.dead, numbers)
	if buried == 0 {
		return l
	}
	return &layer{x: l.x, dead: dead, alive: l.alive - buried, sets: l.sets, ranks: l.ranks}
}

func (l *layer) living() roster.Living { return roster.Living{Index: l.x, Dead: l.dead} }

// young is how many contacts have changed since the first index was made.
func (g *generation) young() (n int) {
	for _, l := range g.layers[1:] {
		n += l.alive
	}
	return n
}

// row is a contact's record, wherever it lives.
func (g *generation) row(n int64) (roster.Row, bool) {
	for _, l := range slices.Backward(g.layers) {
		if l.x.Holds(n) && !l.dead.Holds(l.x, n) {
			return l.x.Row(n)
		}
	}
	return roster.Row{}, false
}

// commit is what one transaction changed in lists.
type commit struct {
	version int64
	touched []int64
	rows    []shown
	foreign bool // as of another process: nothing but the numbers is known
}

// shown is what a transaction has made of a contact's row in the list. A touched contact of which it says nothing has the
// row that it had.
type shown struct {
	rosterRow
	created int64 // ms
	state   shownState
}

type shownState uint8

const (
	rowWritten shownState = iota
	rowGone
	rowUnknown // the document says it
)

// tellList notes what becomes of a contact's row, for the list in memory.
func (tx *Tx) tellList(s shown) {
	if tx.lists.follow {
		tx.lists.shown = append(tx.lists.shown, s)
	}
}

// after is the list after some commits, read through a View of the last of them.
func (g *generation) after(v *View, version int64, commits []commit) (*generation, error) {
	changed := map[int64]*shown{}
	for _, c := range commits {
		for _, n := range c.touched {
			if c.foreign {
				changed[n] = &shown{state: rowUnknown}
			} else if _, ok := changed[n]; !ok {
				changed[n] = nil
			}
		}
		for i := range c.rows {
			changed[c.rows[i].contact] = &c.rows[i]
		}
	}
	rows, numbers := make([]roster.Row, 0, len(changed)), make([]int64, 0, len(changed))
	for n, s := range changed {
		row, ok, err := g.rowNow(v, n, s)
		if err != nil {
			return nil, err
		}
		if ok {
			rows = append(rows, row)
		}
		numbers = append(numbers, n)
	}
	if err := v.addLast(rows); err != nil {
		return nil, err
	}
	next := &generation{version: version, layers: make([]*layer, 0, len(g.layers)+1)}
	for i, l := range g.layers {
		if l = l.without(numbers); l.alive > 0 || i == 0 {
			next.layers = append(next.layers, l)
		}
	}
	if len(rows) == 0 {
		return next, nil
	}
	x, err := roster.Build(rows)
	if err != nil {
		return nil, err
	}
	next.layers = append(next.layers, newLayer(x))
	return next, nil
}

// rowNow is a touched contact's record after the change, without its last interaction; ok is false when it is in no list.
func (g *generation) rowNow(v *View, n int64, s *shown) (row roster.Row, ok bool, err error) {
	switch {
	case s == nil:
		row, ok = g.row(n)
		return row, ok, nil
	case s.state == rowGone:
		return row, false, nil
	case s.state == rowWritten:
		return roster.Row{N: n, Attrs: s.attrs, Created: s.created, Name: s.key, Rest: s.rest}, true, nil
	}
	stored, err := v.contactAt(n)
	if err != nil || stored == nil || stored.Deleted {
		return row, false, err
	}
	attrs, err := v.storedAttrs(stored)
	c := &stored.Contact
	return roster.Row{N: n, Attrs: attrs, Created: msOf(c.CreatedAt), Name: nameKey(c), Rest: searchRest(c)}, true, err
}

const lastOfSQL = `
	SELECT group_concat(contact || ' ' || last_at || ' ', '')
	FROM activity
	WHERE last_at > 0 AND contact IN (SELECT value FROM json_each(?))`

// addLast fills in the last interactions. New contacts, of which an import makes many, have none.
func (v *View) addLast(rows []roster.Row) error {
	highest, err := v.c.integer(`SELECT max(contact) FROM activity`)
	if err != nil {
		return err
	}
	at := map[int64]int{}
	var ask []int64
	for i := range rows {
		if rows[i].N <= highest {
			at[rows[i].N] = i
			ask = append(ask, rows[i].N)
		}
	}
	slices.Sort(ask)
	for some := range slices.Chunk(ask, rosterChunk) {
		text, err := textOf(v.c, lastOfSQL, list(some))
		if err != nil {
			return err
		}
		r := records{rest: text}
		for r.rest != "" {
			i := at[r.number()]
			rows[i].Last = r.number()
		}
		if r.bad {
			return fmt.Errorf("bug: times of interactions do not parse")
		}
	}
	return nil
}
