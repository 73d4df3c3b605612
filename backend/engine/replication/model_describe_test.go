package replication_test

import (
	"fmt"
	"maps"
	"slices"

	r "carteira/backend/engine/replication"
)

// describe is the model in the form of the other describe.
func (m *model) describe() (out []string) {
	for _, p := range m.contacts {
		out = append(out, p.lines()...)
	}
	for from, to := range m.folded {
		out = append(out, fmt.Sprintf("alias %s %s → %s", m.foldNouns[from], short(from), short(to)))
	}
	for _, c := range m.conflicts {
		out = append(out, recordLine(r.Effect{Conflict: &c}))
	}
	for _, x := range m.notes {
		out = append(out, recordLine(r.Effect{Note: &x}))
	}
	for id, x := range m.avatars {
		a := r.Avatar{Contact: id, Stamp: x.at}
		if x.image != "" {
			a.Image = []byte(x.image)
		}
		out = append(out, recordLine(r.Effect{Avatar: &a}))
	}
	for _, x := range m.calls {
		out = append(out, recordLine(r.Effect{Interaction: &x}))
	}
	for _, x := range m.surveys {
		out = append(out, recordLine(r.Effect{Survey: &x}))
	}
	for _, x := range m.dates {
		out = append(out, recordLine(r.Effect{Appointment: &x}))
	}
	for _, x := range m.segments {
		out = append(out, recordLine(r.Effect{Segment: &x}))
	}
	for _, x := range m.blacklist {
		out = append(out, recordLine(r.Effect{Blacklist: &x}))
	}
	for _, x := range m.defs {
		var e r.Effect
		switch x := x.(type) {
		case *r.FieldDefine:
			e.Field = x
		case *r.LabelDefine:
			e.Label = x
		case *r.ServiceDefine:
			e.Service = x
		case *r.UserPut:
			e.User = x
		case *r.TabulationPut:
			e.Tabulation = x
		}
		out = append(out, recordLine(e))
	}
	for _, x := range m.settings {
		out = append(out, recordLine(r.Effect{Setting: &x}))
	}
	for _, x := range m.rights {
		out = append(out, recordLine(r.Effect{Permission: &x}))
	}
	slices.Sort(out)
	return out
}

func (p *person) lines() []string {
	name := "contact " + short(p.id)
	out := []string{fmt.Sprintf("%s: created %d by %s, changed %d, mark %d, stamp %v, into %s", name, p.created, short(p.by), p.changed, p.mark,
		pair(p.born), short(p.into))}
	for part, c := range p.cells {
		if part != "portfolio" && part != "phones" {
			out = append(out, cellLine(name, part, c.text, c.at, p.born))
		}
	}
	for i, x := range p.phones {
		out = append(out, fmt.Sprintf("%s phone %d %s %s", name, i, x, stamps(slices.Collect(maps.Keys(p.phoneTags[x])))))
	}
	for x, tags := range p.labelTags {
		out = append(out, fmt.Sprintf("%s label %s %s", name, short(x), stamps(slices.Collect(maps.Keys(tags)))))
	}
	out = append(out, fmt.Sprintf("%s portfolio %s since %d %v", name, link(p.link), p.since, pair(p.get("portfolio").at)),
		fmt.Sprintf("%s phone order %v", name, pair(p.get("phones").at)))
	return slices.DeleteFunc(out, func(line string) bool { return line == "" })
}
