package replication_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"carteira/backend/crm"
	r "carteira/backend/engine/replication"
	"carteira/backend/engine/replication/replicationtest"
)

// twin decides every operation twice: by Decide on a state, and by the model; and compares.
type twin struct {
	s     *replicationtest.State
	m     *model
	count int64
	trace []string
}

func newTwin() *twin {
	m := newModel()
	m.ids = map[crm.ID]string{}
	return &twin{s: replicationtest.NewState(), m: m}
}

func (w *twin) clone() *twin {
	return &twin{s: w.s.Clone(), m: w.m.clone(), count: w.count, trace: slices.Clip(w.trace)}
}

func (m *model) clone() *model {
	n := *m
	n.contacts = map[crm.ID]*person{}
	for id, p := range m.contacts {
		q := *p
		q.cells, q.phones = maps.Clone(p.cells), slices.Clone(p.phones)
		q.phoneTags, q.labelTags = cloneTags(p.phoneTags), cloneTags(p.labelTags)
		n.contacts[id] = &q
	}
	n.folded, n.foldNouns, n.notes, n.calls = maps.Clone(m.folded), maps.Clone(m.foldNouns), maps.Clone(m.notes), maps.Clone(m.calls)
	n.defs, n.settings, n.rights = maps.Clone(m.defs), maps.Clone(m.settings), maps.Clone(m.rights)
	n.segments = maps.Clone(m.segments)
	n.blacklist, n.conflicts, n.ids = maps.Clone(m.blacklist), maps.Clone(m.conflicts), maps.Clone(m.ids)
	n.avatars = maps.Clone(m.avatars)
	n.surveys, n.dates = maps.Clone(m.surveys), maps.Clone(m.dates)
	return &n
}

func cloneTags[K comparable](m map[K]map[r.Stamp]bool) map[K]map[r.Stamp]bool {
	out := make(map[K]map[r.Stamp]bool, len(m))
	for k, tags := range m {
		out[k] = maps.Clone(tags)
	}
	return out
}

// decide carries one operation out on both sides and compares outcome and state.
func (w *twin) decide(t testing.TB, op r.Op, body any) {
	t.Helper()
	w.count++
	op.Counter, op.Incarnation, op.Body = w.count, 1, encode(t, body)
	w.trace = append(w.trace, fmt.Sprintf("%s at %v: %+v", &op, pair(op.Stamp()), body))
	theirs := op
	got, err := r.Decide(w.s, &theirs, r.Env{Server: true, Mask: mask})
	if err != nil {
		w.fail(t, err.Error())
	}
	effects := w.s.Take()
	if x, ok := body.(*r.ConflictSettle); ok {
		body = &settle{w.m.ids[x.ID]}
	}
	want := w.m.decide(op, body)

	var refused []string
	for _, x := range got.Refused {
		refused = append(refused, x.Code)
	}
	slices.Sort(refused)
	slices.Sort(want.refused)
	if got.Outcome != want.outcome || got.Code != want.code || !slices.Equal(refused, want.refused) {
		w.fail(t, fmt.Sprintf("result %+v, the model says %+v", got, want))
	}
	if (got.Outcome == r.Already || got.Outcome == r.Superseded || got.Outcome == r.Rejected) && len(effects) > 0 {
		w.fail(t, fmt.Sprintf("result %+v with effects", got))
	}
	w.compare(t)
	w.pairConflicts()
}

func (w *twin) compare(t testing.TB) {
	t.Helper()
	got, want := describe(t, w.s), w.m.describe()
	if !slices.Equal(got, want) {
		for _, line := range w.trace[max(0, len(w.trace)-30):] {
			t.Log(line)
		}
		sameState(t, "against the model", got, want)
	}
}

// pairConflicts notes which conflict of the model is which of the state: their names differ.
func (w *twin) pairConflicts() {
	taken := map[string]bool{}
	for _, key := range w.m.ids {
		taken[key] = true
	}
	for _, c := range w.conflicts() {
		if w.m.ids[c.ID] != "" {
			continue
		}
		for _, key := range slices.Sorted(maps.Keys(w.m.conflicts)) {
			mine := w.m.conflicts[key]
			if !taken[key] && recordLine(r.Effect{Conflict: &mine}) == recordLine(r.Effect{Conflict: &c}) {
				w.m.ids[c.ID], taken[key] = key, true
				break
			}
		}
	}
}

func (w *twin) conflicts() []r.Conflict { return conflictsOf(w.s) }

func (w *twin) fail(t testing.TB, what string) {
	t.Helper()
	for _, line := range w.trace[max(0, len(w.trace)-30):] {
		t.Log(line)
	}
	t.Fatal(what)
}
