package replication_test

import (
	"testing"

	"carteira/backend/crm"
	r "carteira/backend/engine/replication"
)

// defined is a world with two fields and two labels that everybody has seen.
func defined(t *testing.T) *world {
	w := newWorld(t)
	w.by(2, at(1), r.KindFieldDefine, &r.FieldDefine{ID: id(60), Name: "Plano", Type: crm.TypeText})
	w.by(2, at(2), r.KindFieldDefine, &r.FieldDefine{ID: id(61), Name: "Ramo", Type: crm.TypeText})
	w.by(2, at(3), r.KindLabelDefine, &r.LabelDefine{ID: id(50), Name: "VIP", Color: "gray"})
	w.by(2, at(4), r.KindLabelDefine, &r.LabelDefine{ID: id(51), Name: "Novo", Color: "gray"})
	return w
}

func (w *world) field(n int) r.FieldDefine {
	x, _ := w.s.Field(id(n))
	return *x
}

func (w *world) label(n int) r.LabelDefine {
	x, _ := w.s.Label(id(n))
	return *x
}

// Two offices change one definition, neither knowing of the other: each part has its own last writer (S2).
func TestDefinitionChangedInTwoOffices(t *testing.T) {
	for name, c := range map[string]struct {
		first, second int // hybrid times, in the order of arrival
		want          string
	}{
		"the later arrives last":  {10, 20, "segundo"},
		"the later arrives first": {20, 10, "primeiro"},
	} {
		t.Run(name, func(t *testing.T) {
			w := defined(t)
			p := pen{seen: w.s.Clone()}
			w.by(3, at(c.first), r.KindFieldDefine, p.field(60, r.PartName|r.PartArchived, r.FieldDefine{Name: "primeiro", Archived: true}))
			w.by(4, at(c.second), r.KindFieldDefine, p.field(60, r.PartName|r.PartPosition, r.FieldDefine{Name: "segundo", Position: 7}))
			got := w.field(60)
			expect(t, "name", got.Name, c.want)
			expect(t, "what only one wrote", []any{got.Archived, got.Position}, []any{true, int64(7)})
		})
	}
	t.Run("whoever saw it wins whatever the clocks say", func(t *testing.T) {
		w := defined(t)
		w.by(3, at(90), r.KindLabelDefine, pen{seen: w.s}.label(50, r.PartLook, r.LabelDefine{Name: "VIP", Color: "red"}))
		w.by(4, at(10), r.KindLabelDefine, pen{seen: w.s}.label(50, r.PartLook, r.LabelDefine{Name: "VIP", Color: "green"}))
		expect(t, "colour", w.label(50).Color, "green")
	})
	t.Run("the type never changes", func(t *testing.T) {
		w := defined(t)
		x := pen{seen: w.s}.field(60, r.PartName, r.FieldDefine{Name: "Plano"})
		x.Type = crm.TypeDate
		w.by(3, at(9), r.KindFieldDefine, x)
		expect(t, "type", w.field(60).Type, crm.TypeText)
	})
}

// A name that is taken is shown with a number: what was renamed never becomes one with the other.
func TestDefinitionRenamedToATakenName(t *testing.T) {
	w := defined(t)
	w.by(3, at(10), r.KindFieldDefine, pen{seen: w.s}.field(60, r.PartName, r.FieldDefine{Name: "RAMO"}))
	w.by(3, at(11), r.KindLabelDefine, pen{seen: w.s}.label(50, r.PartName, r.LabelDefine{Name: "novo"}))
	expect(t, "field", []string{w.field(60).Name, w.field(61).Name}, []string{"RAMO (2)", "Ramo"})
	expect(t, "label", []string{w.label(50).Name, w.label(51).Name}, []string{"novo (2)", "Novo"})
	w.by(4, at(12), r.KindLabelDefine, &r.LabelDefine{ID: id(52), Name: "VIP", Color: "red"})
	expect(t, "the name left behind is free", w.label(52).Name, "VIP")
}

// A change of an id that was folded is one of what it stands for.
func TestChangeOfAFoldedDefinition(t *testing.T) {
	w := defined(t)
	w.by(3, at(0), r.KindFieldDefine, &r.FieldDefine{ID: id(62), Name: "plano", Type: crm.TypeText})
	change := &r.FieldDefine{ID: id(62), Name: "Plano", Archived: true, Change: &r.DefinitionChange{Parts: r.PartArchived, Seen: r.NewVersions(r.Stamp{HLC: at(0), Device: r.OwnDevice})}}
	expect(t, "older", w.by(3, at(0), r.KindFieldDefine, change).Outcome, r.Already)
	expect(t, "later", w.by(3, at(9), r.KindFieldDefine, change).Outcome, r.Applied)
	expect(t, "archived", w.field(60).Archived, true)
}

// Whoever edits or imports adds a definition on the way; to change one is a matter of settings.
func TestRightsToDefine(t *testing.T) {
	w := staffed(t)
	create := &r.LabelDefine{ID: id(50), Name: "VIP"}
	expect(t, "an agent creates", w.as(id(agent), 3, at(200), r.KindLabelDefine, create).Outcome, r.Applied)
	archive := func() *r.LabelDefine {
		return pen{seen: w.s}.label(50, r.PartArchived, r.LabelDefine{Name: "VIP", Archived: true})
	}
	expect(t, "an agent archives", w.as(id(agent), 3, at(201), r.KindLabelDefine, archive()).Code, crm.CodeNotAllowed)
	expect(t, "it is not", w.label(50).Archived, false)
	expect(t, "an admin archives", w.as(id(boss), 3, at(202), r.KindLabelDefine, archive()).Outcome, r.Applied)
}

// What a restored server has lost comes back part by part.
func TestRestoredDefinitions(t *testing.T) {
	w := defined(t)
	known := w.field(60)
	known.Name, known.Versions.Name = "Plano B", r.Stamp{HLC: at(30), Device: 5}
	known.Archived, known.Versions.Archived = true, r.Stamp{HLC: at(0), Device: 5}
	lost := r.LabelDefine{ID: id(53), Name: "Perdida", Color: "red", Versions: r.NewVersions(r.Stamp{HLC: at(9), Device: r.OwnDevice})}
	w.offer(r.Effect{Field: &known}, r.Effect{Label: &lost})
	expect(t, "later name, older state", []any{w.field(60).Name, w.field(60).Archived}, []any{"Plano B", false})
	expect(t, "the offering is who wrote it", w.label(53).Versions.Name, r.Stamp{HLC: at(9), Device: 9})
}
