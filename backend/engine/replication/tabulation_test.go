package replication_test

import (
	"testing"

	"carteira/backend/crm"
	r "carteira/backend/engine/replication"
)

// The later (hybrid time, device) stands, in whatever order the two arrive.
func TestTheLaterTabulationStands(t *testing.T) {
	for name, c := range map[string]struct {
		firstAt, secondAt int
		want              string
		outcome           r.Outcome
	}{
		"in order":   {10, 20, "second", r.Applied},
		"late":       {20, 10, "first", r.Already},
		"same time":  {20, 20, "second", r.Applied}, // of the higher device
		"base alone": {5, 30, "second", r.Applied},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.by(2, at(1), r.KindTabulationPut, &r.TabulationPut{ID: id(1), Name: "base"})
			w.by(2, at(c.firstAt), r.KindTabulationPut, &r.TabulationPut{ID: id(1), Name: "first"})
			got := w.by(3, at(c.secondAt), r.KindTabulationPut, &r.TabulationPut{ID: id(1), Name: "second", Archived: true})
			x, _ := w.s.Tabulation(id(1))
			expect(t, "name", x.Name, c.want)
			expect(t, "archived", x.Archived, c.want == "second")
			expect(t, "outcome", got.Outcome, c.outcome)
		})
	}
}

// One name in one service is one tabulation; the same name elsewhere is another.
func TestTabulationsOfOneNameAreOne(t *testing.T) {
	w := newWorld(t)
	w.by(2, at(1), r.KindServiceDefine, &r.ServiceDefine{ID: id(50), Name: "Vendas"})
	w.by(2, at(2), r.KindTabulationPut, &r.TabulationPut{ID: id(1), Name: "Dúvida", Archived: true})
	w.by(3, at(3), r.KindTabulationPut, &r.TabulationPut{ID: id(2), Name: "DUVIDA"})
	w.by(3, at(4), r.KindTabulationPut, &r.TabulationPut{ID: id(3), Name: "Dúvida", Service: id(50)})
	root, _ := w.s.Root(r.NounTabulation, id(2))
	expect(t, "the second office's", root, id(1))
	x, _ := w.s.Tabulation(id(1))
	expect(t, "brought back under its own name", []any{x.Name, x.Archived}, []any{"Dúvida", false})
	other, _ := w.s.Tabulation(id(3))
	expect(t, "of a service", other.Service, id(50))

	w.by(3, at(5), r.KindTabulationPut, &r.TabulationPut{ID: id(2), Name: "Outra"})
	x, _ = w.s.Tabulation(id(1))
	expect(t, "renamed by the id it no longer has", x.Name, "Outra")
	w.by(2, at(6), r.KindTabulationPut, &r.TabulationPut{ID: id(4), Name: "Elogio"})
	got := w.by(2, at(7), r.KindTabulationPut, &r.TabulationPut{ID: id(4), Name: "outra"})
	expect(t, "renamed to a name that is taken", []any{got.Outcome, got.Code, got.Other}, []any{r.Rejected, crm.CodeConflict, id(1)})
}

// A restored server gets the later version back, and keeps its own where that is the later (D9.4, S5).
func TestRestoreOfATabulation(t *testing.T) {
	for name, c := range map[string]struct {
		offered int
		want    string
	}{"newer": {30, "offered"}, "older": {5, "here"}} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.by(2, at(20), r.KindTabulationPut, &r.TabulationPut{ID: id(1), Name: "here"})
			w.by(3, at(40), r.KindRestore, &r.RestoreChunk{Effects: []r.Effect{
				{Tabulation: &r.TabulationPut{ID: id(1), Name: "offered", Stamp: r.Stamp{HLC: at(c.offered), Device: r.OwnDevice}}},
			}})
			x, _ := w.s.Tabulation(id(1))
			expect(t, "name", x.Name, c.want)
			if c.want == "offered" {
				expect(t, "version", x.Stamp, r.Stamp{HLC: at(30), Device: 3})
			}
		})
	}
}
