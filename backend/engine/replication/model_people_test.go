package replication_test

import (
	"fmt"
	"regexp"
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

// define: same name and type fold, another type is "name (2)"; what is there already is changed part by part.
func (t *turn) define(noun r.Noun, id crm.ID, x any) {
	d := t.part(x)
	if old := t.defs[t.stands(id)]; old != nil || t.stands(id) != id {
		if d.change != nil && old != nil {
			t.redefine(old, x, d.change, t.stands(id) != id)
		}
		return
	}
	if holder, other := t.called(d.name, noun, id); holder != nil && (noun == r.NounLabel || holder.(*r.FieldDefine).Type == x.(*r.FieldDefine).Type) {
		t.alias(noun, id, other)
		return
	}
	for n := 1; ; n++ {
		name := d.name
		if n > 1 {
			name = fmt.Sprintf("%s (%d)", d.name, n)
		}
		holder, other := t.called(name, noun, id)
		if holder != nil && holder.(*r.FieldDefine).Type == x.(*r.FieldDefine).Type {
			t.alias(noun, id, other)
			return
		}
		if holder == nil {
			t.writeDefinition(id, x, name)
			return
		}
	}
}

func (t *turn) writeDefinition(id crm.ID, x any, name string) {
	all := r.DefinitionVersions{Name: t.at, Look: t.at, Position: t.at, Archived: t.at}
	switch x := x.(type) {
	case *r.FieldDefine:
		mine := *x
		mine.Name, mine.Versions, mine.Change = name, all, nil
		t.defs[id] = &mine
	case *r.LabelDefine:
		mine := *x
		mine.Name, mine.Versions, mine.Change = name, all, nil
		t.defs[id] = &mine
	}
	t.effect = true
}

// called finds what of its kind has a name already.
func (m *model) called(name string, noun r.Noun, but crm.ID) (any, crm.ID) {
	for other, y := range m.defs {
		var theirs string
		switch y := y.(type) {
		case *r.FieldDefine:
			if noun == r.NounField {
				theirs = y.Name
			}
		case *r.LabelDefine:
			if noun == r.NounLabel {
				theirs = y.Name
			}
		}
		if other != but && theirs != "" && crm.Fold(theirs) == crm.Fold(name) {
			return y, other
		}
	}
	return nil, crm.NoID
}

// parted is what fields and labels have in common.
type parted struct {
	name   string
	change *r.DefinitionChange
}

func (t *turn) part(x any) parted {
	if f, ok := x.(*r.FieldDefine); ok {
		return parted{f.Name, f.Change}
	}
	l := x.(*r.LabelDefine)
	return parted{l.Name, l.Change}
}

// redefine: for each part, whoever has seen the version that stands, or is not earlier, writes it.
func (t *turn) redefine(old, body any, change *r.DefinitionChange, redirected bool) {
	wins := func(bit int, now, seen r.Stamp) bool {
		if seen.Device == r.OwnDevice {
			seen.Device = t.op.Device
		}
		return int(change.Parts)>>bit&1 == 1 && (now == seen && !redirected || now.HLC < t.at.HLC || now.HLC == t.at.HLC && now.Device <= t.at.Device)
	}
	seen := change.Seen
	switch old := old.(type) {
	case *r.FieldDefine:
		next, body := *old, body.(*r.FieldDefine)
		if wins(0, old.Versions.Name, seen.Name) {
			next.Name, next.Versions.Name = t.unique(body.Name, r.NounField, old.ID), t.at
		}
		if wins(1, old.Versions.Look, seen.Look) {
			next.Choices, next.Versions.Look = body.Choices, t.at
		}
		if wins(2, old.Versions.Position, seen.Position) {
			next.Position, next.Versions.Position = body.Position, t.at
		}
		if wins(3, old.Versions.Archived, seen.Archived) {
			next.Archived, next.Versions.Archived = body.Archived, t.at
		}
		t.effect = t.effect || fmt.Sprint(next) != fmt.Sprint(*old)
		t.defs[old.ID] = &next
	case *r.LabelDefine:
		next, body := *old, body.(*r.LabelDefine)
		if wins(0, old.Versions.Name, seen.Name) {
			next.Name, next.Versions.Name = t.unique(body.Name, r.NounLabel, old.ID), t.at
		}
		if wins(1, old.Versions.Look, seen.Look) {
			next.Color, next.Versions.Look = body.Color, t.at
		}
		if wins(2, old.Versions.Position, seen.Position) {
			next.Position, next.Versions.Position = body.Position, t.at
		}
		if wins(3, old.Versions.Archived, seen.Archived) {
			next.Archived, next.Versions.Archived = body.Archived, t.at
		}
		t.effect = t.effect || next != *old
		t.defs[old.ID] = &next
	}
}

func (m *model) unique(name string, noun r.Noun, id crm.ID) string {
	try := name
	for n := 2; ; n++ {
		if holder, _ := m.called(try, noun, id); holder == nil {
			return try
		}
		try = fmt.Sprintf("%s (%d)", name, n)
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
	u.Version = t.at
	if old, ok := t.defs[u.ID].(*r.UserPut); ok {
		if u.Password == "" {
			u.Password = old.Password
		}
		u.Version = old.Version
		if u == *old {
			return
		}
		if t.bosses(u.ID) == 0 && old.Active && old.Profile == crm.ProfileAdmin && (!u.Active || u.Profile != crm.ProfileAdmin) {
			t.reject("last_administrator")
			return
		}
		u.Version = t.after(old.Version)
	}
	t.defs[u.ID], t.effect = &u, true
}

// bosses are the administrators at work, one of them left out.
func (m *model) bosses(but crm.ID) (n int) {
	for id, y := range m.defs {
		if u, ok := y.(*r.UserPut); ok && id != but && u.Active && u.Profile == crm.ProfileAdmin {
			n++
		}
	}
	return n
}

// after is the operation's own time, or right behind what was there when that is later.
func (t *turn) after(old r.Stamp) r.Stamp {
	if newer(t.at, old) {
		return t.at
	}
	return r.Stamp{HLC: old.HLC + 1, Device: t.at.Device}
}

// service: the later in order stands; one name, one service, whose mailbox a second one without leaves alone.
func (t *turn) service(x *r.ServiceDefine) {
	mine := *x
	mine.ID = t.stands(x.ID)
	old, known := t.defs[mine.ID].(*r.ServiceDefine)
	for other, y := range t.defs {
		y, ok := y.(*r.ServiceDefine)
		if !ok || other == mine.ID || y.Name != mine.Name {
			continue
		}
		if known {
			t.reject("conflict")
			return
		}
		t.alias(r.NounService, x.ID, other)
		mine.ID, old, known = other, y, true
	}
	if mine.ID != x.ID && mine.Mailbox == "" {
		return
	}
	mine.Version = t.at
	if known {
		if mine.Version = old.Version; mine == *old {
			return
		}
		mine.Version = t.after(old.Version)
	}
	t.defs[mine.ID], t.effect = &mine, true
}

// tabulation: the later stands; one name, one tabulation.
func (t *turn) tabulation(x *r.TabulationPut) {
	mine := *x
	mine.ID, mine.Stamp = t.stands(x.ID), t.at
	old, known := t.defs[mine.ID].(*r.TabulationPut)
	if known && !newer(t.at, old.Stamp) {
		return
	}
	for other, y := range t.defs {
		y, ok := y.(*r.TabulationPut)
		if !ok || other == mine.ID || crm.Fold(y.Name) != crm.Fold(mine.Name) || y.Service != mine.Service {
			continue
		}
		if known {
			t.reject("conflict")
			return
		}
		t.alias(r.NounTabulation, x.ID, other)
		if !newer(t.at, y.Stamp) {
			return
		}
		mine.ID, mine.Name = other, y.Name
	}
	t.defs[mine.ID], t.effect = &mine, true
}

// newer: the later hybrid time, then the higher device.
func newer(a, b r.Stamp) bool { return a.HLC > b.HLC || a.HLC == b.HLC && a.Device > b.Device }

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
	if t.settings[crm.SettingNoDuplicates].Value != "off" {
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
	for _, p := range others {
		if theirs := t.avatars[p.id].image; theirs != "" && t.avatars[root.id].image == "" {
			t.avatars[root.id] = picture{theirs, t.at}
		}
	}
	if len(others) > 0 && root.text(crm.FieldActive) != "true" {
		root.cells["active"], filled = cell{"true", t.at}, true
	}
	if filled {
		root.changed = t.op.At
	}
}

// portray sets a picture, or takes it away: who saw what stands is right, else the later one.
func (t *turn) portray(x *r.AvatarSet) {
	own := t.unfold(x.Contact)
	p := t.reach(own)
	if p == nil {
		return
	}
	old, known := t.avatars[p.id]
	base := x.Base
	if base.Device == r.OwnDevice {
		base.Device = t.at.Device
	}
	sees := p.id == own && base == old.at
	later := t.at.HLC > old.at.HLC || t.at.HLC == old.at.HLC && t.at.Device >= old.at.Device
	next := picture{string(x.Image), t.at}
	if !known && next.image == "" || known && (!sees && !later || next == old) {
		return
	}
	t.avatars[p.id], t.effect = next, true
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
	m.moveCalls(from, to)
	for key, x := range m.conflicts {
		if x.Contact == from {
			x.Contact = to
			m.conflicts[key] = x
		}
	}
}

// unname takes away the segments that say who somebody is: by the signs of a document or a phone, an address, a whole name.
func (t *turn) unname(p *person) {
	for id, s := range t.segments {
		signs := regexp.MustCompile("[^0-9A-Z]").ReplaceAllString(strings.ToUpper(s.Name), "")
		names := p.text(crm.FieldCPF) != "" && strings.Contains(signs, p.text(crm.FieldCPF)) ||
			p.text(crm.FieldEmail) != "" && strings.Contains(strings.ToLower(s.Name), strings.ToLower(p.text(crm.FieldEmail))) ||
			p.text(crm.FieldCNPJ) != "" && strings.Contains(signs, p.text(crm.FieldCNPJ))
		for _, x := range p.phones {
			names = names || strings.Contains(signs, string(x)) || strings.Contains(signs, strings.TrimPrefix(string(x), "55"))
		}
		if names && !s.Gone && p.mark == r.Live {
			t.segments[id] = r.Segment{ID: id, Author: t.op.Actor, Stamp: t.after(s.Stamp), Gone: true}
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
	case root.mark == r.Removed:
		mark = r.Deleted
	case root.mark >= mark:
		return
	}
	tree := t.tree(root.id)
	if t.busy(root.id) {
		t.reject("open_interaction")
		return
	}
	for _, p := range tree {
		t.unname(p)
		p.vanish(mark, t)
		delete(t.avatars, p.id)
		for id, n := range t.notes {
			if n.Contact == p.id {
				delete(t.notes, id)
			}
		}
		t.silence(p.id)
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
