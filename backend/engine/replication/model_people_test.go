package replication_test

import (
	"fmt"
	"slices"
	"strings"

	"carteira/backend/crm"
	r "carteira/backend/engine/replication"
)

// stands is the definition or user that an id stands for.
func (m *model) stands(id crm.ID) crm.ID {
	for {
		to, ok := m.folded[id]
		if !ok {
			return id
		}
		id = to
	}
}

// definition is the same, NoID and a refusal when there is none.
func (t *turn) definition(id crm.ID) crm.ID {
	id = t.stands(id)
	if t.defs[id] == nil {
		t.refuse("not_found")
		return crm.NoID
	}
	return id
}

func (t *turn) alias(noun r.Noun, from, to crm.ID) {
	t.folded[from], t.foldNouns[from], t.effect = to, noun, true
}

// define: same name and type fold, another type is "name (2)".
func (t *turn) define(noun r.Noun, id crm.ID, x any) {
	if t.stands(id) != id || t.defs[id] != nil {
		return
	}
	field, isField := x.(*r.FieldDefine)
	if !isField {
		label := *x.(*r.LabelDefine)
		for other, y := range t.defs {
			if y, ok := y.(*r.LabelDefine); ok && crm.Fold(y.Name) == crm.Fold(label.Name) {
				t.alias(noun, id, other)
				return
			}
		}
		t.defs[id], t.effect = &label, true
		return
	}
	mine := *field
	for n := 1; ; n++ {
		if mine.Name = field.Name; n > 1 {
			mine.Name = fmt.Sprintf("%s (%d)", field.Name, n)
		}
		free := true
		for other, y := range t.defs {
			if y, ok := y.(*r.FieldDefine); ok && crm.Fold(y.Name) == crm.Fold(mine.Name) {
				if free = false; y.Type == mine.Type {
					t.alias(noun, id, other)
					return
				}
			}
		}
		if free {
			t.defs[id], t.effect = &mine, true
			return
		}
	}
}

// user: one address, one user.
func (t *turn) user(x *r.UserPut) {
	u := *x
	u.ID = t.stands(u.ID)
	for other, y := range t.defs {
		if y, ok := y.(*r.UserPut); ok && other != u.ID && strings.EqualFold(y.Email, u.Email) {
			if t.defs[u.ID] != nil {
				t.reject("conflict")
			} else {
				t.alias(r.NounUser, x.ID, other)
			}
			return
		}
	}
	if old, ok := t.defs[u.ID].(*r.UserPut); ok && u.Password == "" {
		u.Password = old.Password
	}
	t.defs[u.ID], t.effect = &u, true
}

// born is a contact as it is proposed.
func (t *turn) born(id crm.ID, created int64, phones []crm.Phone, labels []crm.ID, link *r.Portfolio) *person {
	p := &person{id: id, by: t.op.Actor, created: created, changed: t.op.At, born: t.at, cells: map[string]cell{},
		phoneTags: map[crm.Phone]map[r.Stamp]bool{}, labelTags: map[crm.ID]map[r.Stamp]bool{}}
	for _, x := range phones {
		if p.phoneTags[x] == nil {
			p.phones = append(p.phones, x)
		}
		tag(p.phoneTags, x, t.at)
	}
	for _, x := range labels {
		if label := t.definition(x); label != crm.NoID {
			tag(p.labelTags, label, t.at)
		}
	}
	if link != nil {
		copied := *link
		if copied.Owner = t.definition(copied.Owner); copied.Owner != crm.NoID {
			p.link, p.since = &copied, t.op.At
		}
	}
	return p
}

func (p *person) fill(part, text string) {
	if text != "" {
		p.cells[part] = cell{text, p.born}
	}
}

func (t *turn) create(x *r.ContactCreate) {
	if old := t.contacts[t.find(x.ID)]; old != nil {
		if old.mark != r.Live {
			t.v.outcome, t.v.code = r.Superseded, gone(old)
		}
		return
	}
	p := t.born(x.ID, x.At, x.Phones, x.Labels, x.Portfolio)
	for f, text := range x.Fields {
		p.fill(f.String(), text)
	}
	for _, v := range x.Custom {
		if field := t.definition(v.Field); field != crm.NoID {
			p.fill("custom:"+field.String(), v.Value)
		}
	}
	t.join(p, t.alike(p, true, true, true), x.Notes)
}

// join adds a contact: without a CNPJ that is taken; flagged when it is perhaps known already.
func (t *turn) join(p *person, twins []crm.ID, notes []r.NoteAdd) {
	if cnpj := p.text(crm.FieldCNPJ); cnpj != "" {
		if holder := t.holder(cnpj, p.id); holder != crm.NoID {
			delete(p.cells, "cnpj")
			t.list(r.Conflict{Contact: p.id, Kind: "cnpj", Part: "cnpj", Value: cnpj, Other: holder, By: t.op.Actor, Stamp: t.at})
		}
	}
	for _, twin := range twins {
		t.list(r.Conflict{Contact: p.id, Kind: "duplicate", Other: twin, By: t.op.Actor})
	}
	t.contacts[p.id], t.effect = p, true
	for _, n := range notes {
		t.note(p, n)
	}
}

// alike are the living people, as their primaries, who share an identifier with p.
func (m *model) alike(p *person, cpf, phone, email bool) (out []crm.ID) {
	for _, id := range m.sorted() {
		o := m.contacts[id]
		same := cpf && p.text(crm.FieldCPF) != "" && p.text(crm.FieldCPF) == o.text(crm.FieldCPF) ||
			email && p.text(crm.FieldEmail) != "" && strings.EqualFold(p.text(crm.FieldEmail), o.text(crm.FieldEmail))
		for _, x := range p.phones {
			for i, y := range o.phones {
				same = same || phone && i < 10 && ninth(x) == ninth(y)
			}
		}
		if same && o.mark == r.Live && !slices.Contains(out, m.find(id)) {
			out = append(out, m.find(id))
		}
	}
	return out
}

// ninth is a Brazilian mobile with its ninth digit (D1.6).
func ninth(p crm.Phone) string {
	if s := string(p); len(s) == 12 && s[:2] == "55" && s[4] >= '6' {
		return s[:4] + "9" + s[4:]
	}
	return string(p)
}

func (t *turn) chunk(x *r.ImportChunk) {
	for i := range x.Creates {
		t.line(x, &x.Creates[i])
	}
	for i := range x.Edits {
		e := &x.Edits[i]
		own := t.unfold(e.ID)
		switch p := t.contacts[t.find(own)]; {
		case p == nil:
			t.refuse("not_found")
		case p.mark != r.Live:
			t.refuse(gone(p))
		default:
			t.change(p, e, p.id != own)
		}
	}
}

func (t *turn) line(chunk *r.ImportChunk, x *r.Imported) {
	doc, err := r.DecodeDocument(x.Document)
	if err != nil {
		panic("bug: the test writes a document that cannot be read")
	}
	id := crm.ID(x.ID)
	if old := t.contacts[t.find(id)]; old != nil {
		if old.mark != r.Live {
			t.refuse(gone(old))
		}
		return
	}
	var labels []crm.ID
	for _, n := range doc.Labels {
		labels = append(labels, chunk.Labels[n])
	}
	asLine := *t // what the line refers to is refused once, not for the proposal and the edit
	p := t.born(id, x.At, doc.Phones, labels, x.Portfolio)
	for f, text := range doc.Fields {
		p.fill(crm.Field(f).String(), text)
	}
	var several []crm.ID
	if t.settings[crm.SettingNoDuplicates] != "off" {
		var into *person
		if into, several = t.sameAs(p); into != nil {
			t.v = asLine.v
			t.fold(p, into, labels, x)
			return
		}
	}
	t.join(p, several, x.Notes)
}

// sameAs: by CPF and nothing else, or by phone, or by e-mail; of several the only active one, otherwise a person has
// to look.
func (t *turn) sameAs(p *person) (into *person, several []crm.ID) {
	hasCPF, hasPhone := p.text(crm.FieldCPF) != "", len(p.phones) > 0
	ids := t.alike(p, hasCPF, !hasCPF && hasPhone, !hasCPF && !hasPhone)
	if len(ids) > 1 {
		several = ids
		ids = slices.DeleteFunc(slices.Clone(ids), func(id crm.ID) bool { return !t.contacts[id].active() })
	}
	if len(ids) != 1 {
		return nil, several
	}
	return t.contacts[ids[0]], nil
}

// fold makes the line an edit: filled cells only, whether it is active left alone.
func (t *turn) fold(p, into *person, labels []crm.ID, x *r.Imported) {
	t.alias(r.NounContact, p.id, into.id)
	e := &r.ContactEdit{ID: into.id, AddLabels: labels, Notes: x.Notes}
	for f := crm.FieldName; int(f) < crm.NumFields; f++ {
		if text := p.text(f); text != "" && f != crm.FieldActive && !(f == crm.FieldCorporate && text == "false") {
			e.Fields = append(e.Fields, r.FieldEdit{Field: f, Value: text})
		}
	}
	for _, phone := range p.phones {
		if !slices.ContainsFunc(into.phones, func(q crm.Phone) bool { return ninth(q) == ninth(phone) }) {
			e.AddPhones = append(e.AddPhones, phone)
		}
	}
	if x.Portfolio != nil {
		e.Portfolio = &r.Assign{Link: x.Portfolio}
	}
	t.change(into, e, false)
}

// merge: the primary keeps what it has and is filled from the others in turn (D7.4).
func (t *turn) merge(x *r.Merge) {
	root := t.contacts[t.find(x.Primary)]
	if root == nil || root.mark != r.Live {
		t.cannot(root)
		return
	}
	var others []*person
	for _, id := range x.Secondaries {
		p := t.contacts[t.find(id)]
		if p == nil || p.mark != r.Live {
			t.cannot(p)
			return
		}
		if p != root && !slices.Contains(others, p) {
			others = append(others, p)
		}
	}
	filled := false
	for _, p := range others {
		filled = t.absorb(root, p) || filled
		p.into, p.changed, t.effect = root.id, t.op.At, true
		p.cells["active"] = cell{"false", t.at}
		if p.link != nil {
			p.link, p.since = nil, 0
			p.cells["portfolio"] = cell{at: t.at}
		}
		t.move(p.id, root.id)
	}
	if len(others) > 0 && root.text(crm.FieldActive) != "true" {
		root.cells["active"], filled = cell{"true", t.at}, true
	}
	if filled {
		root.changed = t.op.At
	}
}

func (t *turn) cannot(p *person) {
	if t.reject("not_found"); p != nil {
		t.reject(gone(p))
	}
}

func (t *turn) absorb(root, p *person) (filled bool) {
	for part, c := range p.cells {
		if part == "active" || c.text == "" || root.get(part).text != "" {
			continue
		}
		root.cells[part], filled = cell{c.text, t.at}, true
		if part == "cnpj" {
			p.cells[part] = cell{"", t.at}
		}
	}
	for _, x := range p.phones {
		if !slices.ContainsFunc(root.phones, func(q crm.Phone) bool { return ninth(q) == ninth(x) }) {
			root.phones = append(root.phones, x)
			filled = tag(root.phoneTags, x, t.at) || filled
		}
	}
	for x := range p.labelTags {
		if root.labelTags[x] == nil {
			filled = tag(root.labelTags, x, t.at) || filled
		}
	}
	return filled
}

// move brings what hangs on a contact to its primary.
func (m *model) move(from, to crm.ID) {
	for id, x := range m.notes {
		if x.Contact == from {
			x.Contact = to
			m.notes[id] = x
		}
	}
	for id, x := range m.calls {
		if x.Contact == from {
			x.Contact = to
			m.calls[id] = x
		}
	}
	for key, x := range m.conflicts {
		if x.Contact == from {
			x.Contact = to
			m.conflicts[key] = x
		}
	}
}

// erase: the whole tree, whatever the clocks say, unless something of theirs is open.
func (t *turn) erase(id crm.ID) {
	mark := r.Anonymized
	if t.op.Kind == r.KindDelete {
		mark = r.Deleted
	}
	root := t.contacts[t.find(id)]
	switch {
	case root == nil:
		t.reject("not_found")
		return
	case root.mark >= mark:
		return
	}
	tree := t.tree(root.id)
	for _, call := range t.calls {
		if call.Open && t.find(call.Contact) == root.id {
			t.reject("open_interaction")
			return
		}
	}
	for _, p := range tree {
		p.vanish(mark, t)
		for id, n := range t.notes {
			if n.Contact == p.id {
				delete(t.notes, id)
			}
		}
		for key, c := range t.conflicts {
			if c.Contact == p.id || c.Other == p.id {
				delete(t.conflicts, key)
			}
		}
	}
	t.effect = true
}

func (p *person) vanish(mark r.Mark, t *turn) {
	cells, labels := map[string]cell{}, map[crm.ID]map[r.Stamp]bool{}
	if mark == r.Anonymized {
		for part, c := range p.cells {
			switch {
			case c.text == "":
			case part == "channel" || part == "corporate":
				cells[part] = cell{c.text, t.at}
			default:
				cells[part] = cell{mask(c.text), t.at}
			}
		}
		cells["active"] = cell{"false", t.at}
		for l := range p.labelTags {
			tag(labels, l, t.at)
		}
	}
	*p = person{id: p.id, by: p.by, into: p.into, created: p.created, changed: t.op.At, born: t.at, mark: mark, cells: cells,
		labelTags: labels, phoneTags: map[crm.Phone]map[r.Stamp]bool{}}
}
