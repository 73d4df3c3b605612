package simulation_test

import (
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

func TestInvariant08MergeForest(t *testing.T) {
	w := quiet(t, 3)
	a, b, c := w.add(w.offices[0], nil), w.add(w.offices[0], nil), w.add(w.offices[0], nil)
	w.settle()
	w.merge(w.offices[0], a, b)
	w.merge(w.offices[1], b, a)
	w.merge(w.offices[1], b, c)
	w.merge(w.offices[2], c, a)
	w.settle()
	w.check()
	w.checkNothingLost() // walks every chain
	roots := 0
	for _, id := range []crm.ID{a, b, c} {
		if w.read(w.offices[2], id).MergedInto == crm.NoID {
			roots++
		}
	}
	if roots != 1 {
		t.Errorf("three contacts merged in a circle have %d roots", roots)
	}
}

func TestInvariant12DuplicatesAreFlagged(t *testing.T) {
	w := quiet(t, 2)
	var ids []crm.ID
	for _, o := range w.offices {
		ids = append(ids, w.add(o, func(c *crm.Contact) { c.Fields[crm.FieldCPF], c.Fields[crm.FieldCNPJ] = w.cpfs[0], w.cnpjs[0] }))
	}
	w.settle()
	w.check()
	kinds := map[replication.ConflictKind]int{}
	for _, c := range w.conflicts(w.offices[0]) {
		kinds[c.Kind]++
	}
	if kinds[replication.ConflictDuplicate] != 1 || kinds[replication.ConflictCNPJ] != 1 {
		t.Errorf("conflicts %v", kinds)
	}
	for _, id := range ids {
		if c := w.read(w.offices[1], id); c == nil || c.MergedInto != crm.NoID || c.Fields[crm.FieldCPF] != w.cpfs[0] {
			t.Errorf("contact %s was not kept as it is: %+v", id, c)
		}
	}
}
