package replication

import (
	"slices"

	"carteira/backend/crm"
)

// merge makes the secondaries part of the primary (D7.4).
func (d *decision) merge(m *Merge) error {
	primary, err := d.resolve(m.Primary)
	if err != nil {
		return err
	}
	if primary == nil || primary.Erased() {
		return d.cannotMerge(primary)
	}
	var others []*Contact
	for _, id := range m.Secondaries {
		c, err := d.resolve(id)
		switch {
		case err != nil:
			return err
		case c == nil || c.Erased():
			return d.cannotMerge(c)
		case c.ID == primary.ID, slices.ContainsFunc(others, func(o *Contact) bool { return o.ID == c.ID }):
			continue // merged already: a cycle cannot be written (S2)
		}
		others = append(others, c)
	}
	if len(others) == 0 {
		return nil
	}
	plan := PlanMerge(primary, others, d.author)
	for _, delta := range plan {
		if err := d.put(Effect{Change: delta}); err != nil {
			return err
		}
	}
	return d.mergeAvatars(primary, others)
}

// cannotMerge: whoever merged did not know that the person is gone (S2).
func (d *decision) cannotMerge(c *Contact) error {
	code, other := CodeUnknown, crm.NoID
	if c != nil {
		code, other = erasedCode(c), c.ID
	}
	d.reject(code, other)
	return nil
}

// PlanMerge is what a merge changes: the secondaries first, so that a CNPJ is free before the primary takes it over
// (D1.8), then the primary, which keeps what it has and is filled from them in order (D7.4).
func PlanMerge(primary *Contact, secondaries []*Contact, by Author) []*Delta {
	p := &Delta{ID: primary.ID, Stamp: by.Stamp, At: by.At}
	p.shorten()
	next := primary.Clone()
	phones, labels := next.phoneSet(), next.labelSet()
	var out []*Delta
	for _, s := range secondaries {
		merged := &Delta{ID: s.ID, Stamp: by.Stamp, At: p.At, Merge: &primary.ID,
			Fields: []FieldSet{{Field: crm.FieldActive, Value: "false"}}}
		if s.Portfolio != nil {
			merged.Portfolio = new(LinkSet)
		}
		for f := crm.FieldName; int(f) < len(s.Fields); f++ {
			text := s.Field(f)
			if f == crm.FieldActive || text == "" || next.Field(f) != "" {
				continue
			}
			next.SetField(f, text)
			p.Fields = append(p.Fields, FieldSet{Field: f, Value: text})
			if f == crm.FieldCNPJ {
				merged.Fields = append(merged.Fields, FieldSet{Field: f})
			}
		}
		for _, v := range s.Custom {
			if next.CustomOf(v.Field) == "" {
				next.SetCustom(v.Field, v.Value)
				p.Custom = append(p.Custom, v)
			}
		}
		for _, tel := range s.Phones {
			same := func(q crm.Phone) bool { return q.MatchKey() == tel.MatchKey() }
			if !slices.ContainsFunc(phones.list, same) {
				phones.add(tel, by.Stamp)
			}
		}
		for _, id := range s.Labels {
			if !slices.Contains(labels.list, id) {
				labels.add(id, by.Stamp)
			}
		}
		out = append(out, merged)
	}
	if primary.Field(crm.FieldActive) != "true" {
		p.Fields = append(p.Fields, FieldSet{Field: crm.FieldActive, Value: "true"})
	}
	if phones.changed {
		p.Phones = &PhoneSet{List: phones.list, Tags: phones.tags}
	}
	if labels.changed {
		p.Labels = &LabelSet{List: labels.list, Tags: labels.tags}
	}
	if !p.empty() {
		out = append(out, p)
	}
	return out
}

// erase anonymizes or deletes a person: the whole tree is one (S2). It wins whatever the clocks say.
func (d *decision) erase(id crm.ID, mark Mark) error {
	c, err := d.resolve(id)
	switch {
	case err != nil:
		return err
	case c == nil:
		d.reject(CodeUnknown, crm.NoID)
		return nil
	}
	if c.Mark == Removed { // nothing of it is left to mask; the log and the files may yet hold something
		mark = Deleted
	}
	if !mark.beats(c.Mark) {
		return nil
	}
	open, err := d.s.Open(c.ID)
	if err != nil {
		return err
	}
	if open {
		d.reject(CodeOpenRequest, crm.NoID)
		return nil
	}
	return d.eraseTree(c.ID, mark, nil)
}

// eraseTree erases all that the state holds of one person. before is a contact of theirs that is masked already, as it was.
func (d *decision) eraseTree(root crm.ID, mark Mark, before *Contact) error {
	tree, err := d.s.Tree(root)
	if err != nil {
		return err
	}
	people := []*Contact{}
	if before != nil && !before.Erased() {
		people = append(people, before)
	}
	for _, id := range tree {
		member, err := d.s.Contact(id)
		if err != nil {
			return err
		}
		if member == nil || !mark.beats(member.Mark) {
			continue
		}
		if !member.Erased() {
			people = append(people, member)
		}
		if err := d.put(Effect{Put: d.erased(member, mark)}); err != nil {
			return err
		}
	}
	if err := d.forgetSegments(people); err != nil {
		return err
	}
	return d.put(Effect{Erased: &root})
}

// kept are the fields that say nothing of the person (D8.4).
var kept = []crm.Field{crm.FieldChannel, crm.FieldCorporate}

// erased is what is left of a contact: masked values, or nothing.
func (d *decision) erased(c *Contact, mark Mark) *Contact {
	out := &Contact{ID: c.ID, Created: c.Created, Updated: d.op.At, By: c.By, Stamp: d.op.Stamp(), Mark: mark, MergedInto: c.MergedInto}
	if mark == Deleted {
		return out
	}
	for i, text := range c.Fields {
		f := crm.Field(i)
		switch {
		case text == "":
		case slices.Contains(kept, f):
			out.SetField(f, text)
		case f != crm.FieldActive:
			out.SetField(f, d.env.Mask(text))
		}
	}
	out.SetField(crm.FieldActive, "false")
	for _, v := range c.Custom {
		out.Custom = append(out.Custom, Custom{Field: v.Field, Value: d.env.Mask(v.Value)})
	}
	out.Labels = slices.Clone(c.Labels)
	out.Portfolio, out.Since = nil, 0
	return out
}
