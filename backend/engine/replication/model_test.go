package replication_test

import (
	"fmt"
	"slices"

	"carteira/backend/crm"
	r "carteira/backend/engine/replication"
)

// The rules of S2 once more, as plainly as they can be written and sharing nothing with Decide but the bodies of the
// operations: contacts are maps of cells, phones and labels are sets of tags, merges are a union-find. The tests run the
// same operations through both and compare everything.

type model struct {
	contacts  map[crm.ID]*person
	folded    map[crm.ID]crm.ID // ids of imports that stand for a contact, and of definitions
	foldNouns map[crm.ID]r.Noun
	notes     map[crm.ID]r.Note
	calls     map[crm.ID]r.InteractionAdd
	surveys   map[crm.ID]r.Survey
	dates     map[crm.ID]r.Appointment
	defs      map[crm.ID]any // *FieldDefine, *LabelDefine, *ServiceDefine, *UserPut
	settings  map[crm.Setting]r.SettingSet
	rights    map[[2]string]r.PermissionSet
	blacklist map[crm.ID]r.BlacklistAdd
	segments  map[crm.ID]r.Segment
	avatars   map[crm.ID]picture
	conflicts map[string]r.Conflict // by operation and subject
	ids       map[crm.ID]string     // of conflicts, as the engine gave them
}

type person struct {
	id, by, into     crm.ID
	created, changed int64
	born             r.Stamp
	cells            map[string]cell
	phones           []crm.Phone
	phoneTags        map[crm.Phone]map[r.Stamp]bool
	labelTags        map[crm.ID]map[r.Stamp]bool
	link             *r.Portfolio
	since            int64
	mark             r.Mark
}

// picture is that of a contact: blank once removed, absent before it was ever set.
type picture struct {
	image string
	at    r.Stamp
}

type cell struct {
	text string
	at   r.Stamp
}

// verdict is what the model says of an operation.
type verdict struct {
	outcome r.Outcome
	code    string
	refused []string
}

func newModel() *model {
	return &model{contacts: map[crm.ID]*person{}, folded: map[crm.ID]crm.ID{}, foldNouns: map[crm.ID]r.Noun{}, notes: map[crm.ID]r.Note{},
		surveys: map[crm.ID]r.Survey{}, dates: map[crm.ID]r.Appointment{},
		calls: map[crm.ID]r.InteractionAdd{}, defs: map[crm.ID]any{}, settings: map[crm.Setting]r.SettingSet{}, rights: map[[2]string]r.PermissionSet{},
		blacklist: map[crm.ID]r.BlacklistAdd{}, segments: map[crm.ID]r.Segment{}, conflicts: map[string]r.Conflict{}, avatars: map[crm.ID]picture{}}
}

// turn is one operation being decided by the model.
type turn struct {
	*model
	op     r.Op
	at     r.Stamp
	effect bool
	v      verdict
}

func (m *model) decide(op r.Op, body any) verdict {
	t := &turn{model: m, op: op, at: r.Stamp{HLC: op.HLC, Device: op.Device}}
	t.carryOut(body)
	if t.v.outcome == 0 {
		t.v.outcome = r.Already
		if t.effect {
			t.v.outcome = r.Applied
		}
	}
	return t.v
}

func (t *turn) carryOut(body any) {
	switch x := body.(type) {
	case *r.ContactCreate:
		t.create(x)
	case *r.ContactEdit:
		t.edit(x)
	case *r.ImportChunk:
		if t.op.Kind == r.KindImportUndo {
			t.undo(x)
			return
		}
		t.chunk(x)
	case *r.NoteAdd:
		if p := t.reach(x.Contact); p != nil {
			t.note(p, *x)
		}
	case *r.InteractionChunk:
		for _, call := range x.Interactions {
			t.call(call)
		}
	case *r.InteractionEdit:
		t.editCall(x)
	case *r.SurveyPut:
		t.survey(x)
	case *r.AppointmentPut:
		t.appoint(x)
	case *r.FieldDefine:
		t.define(r.NounField, x.ID, x)
	case *r.LabelDefine:
		t.define(r.NounLabel, x.ID, x)
	case *r.ServiceDefine:
		t.service(x)
	case *r.UserPut:
		t.user(x)
	case *r.TabulationPut:
		t.tabulation(x)
	case *r.SettingSet:
		if old, known := t.settings[x.Name]; !known || old.Value != x.Value {
			t.settings[x.Name], t.effect = r.SettingSet{Name: x.Name, Value: x.Value, Version: t.after(old.Version)}, true
		}
	case *r.PermissionSet:
		key := [2]string{string(x.Profile), string(x.Permission)}
		if old, known := t.rights[key]; !known || old.Allowed != x.Allowed {
			t.rights[key] = r.PermissionSet{Profile: x.Profile, Permission: x.Permission, Allowed: x.Allowed, Version: t.after(old.Version)}
			t.effect = true
		}
	case *r.Merge:
		t.merge(x)
	case *r.Erase:
		t.erase(x.ID)
	case *r.BlacklistAdd:
		if _, known := t.blacklist[x.ID]; !known {
			t.blacklist[x.ID], t.effect = *x, true
		}
	case *r.BlacklistRemove:
		for _, id := range x.IDs {
			if _, known := t.blacklist[id]; known {
				delete(t.blacklist, id)
				t.effect = true
			}
		}
	case *r.AvatarSet:
		t.portray(x)
	case *r.SegmentPut:
		t.segment(x.Base, r.Segment{ID: x.ID, Name: x.Name, Filter: x.Filter, Author: t.op.Actor, Stamp: t.at})
	case *r.SegmentDelete:
		if old, known := t.segments[x.ID]; known && !old.Gone {
			t.segment(x.Base, r.Segment{ID: x.ID, Author: t.op.Actor, Stamp: t.at, Gone: true})
		}
	case *settle:
		if _, known := t.conflicts[x.key]; known {
			delete(t.conflicts, x.key)
			t.effect = true
		}
	default:
		panic(fmt.Sprintf("bug: the model knows no %T", body))
	}
}

// segment: who saw the version that stands, or is later than it, wins; gone is a state like another.
func (t *turn) segment(base r.Stamp, next r.Segment) {
	old, known := t.segments[next.ID]
	if base.Device == r.OwnDevice {
		base.Device = t.op.Device
	}
	if known && base != old.Stamp && t.at.Compare(old.Stamp) < 0 {
		return
	}
	t.segments[next.ID], t.effect = next, true
}

// settle is a ConflictSettle in the model's own naming.
type settle struct{ key string }

// find is union-find: who an id is by now.
func (m *model) find(id crm.ID) crm.ID {
	if p := m.contacts[id]; p != nil {
		if p.into == crm.NoID {
			return id
		}
		return m.find(p.into)
	}
	if to, ok := m.folded[id]; ok {
		return m.find(to)
	}
	return id
}

func (m *model) unfold(id crm.ID) crm.ID {
	for m.contacts[id] == nil {
		to, ok := m.folded[id]
		if !ok {
			break
		}
		id = to
	}
	return id
}

func (m *model) tree(root crm.ID) (out []*person) {
	for id, p := range m.contacts {
		if m.find(id) == root {
			out = append(out, p)
		}
	}
	return out
}

func (t *turn) reject(code string) { t.v.outcome, t.v.code = r.Rejected, code }
func (t *turn) refuse(code string) { t.v.refused = append(t.v.refused, code) }

// reach is the living person whom an operation is about, or the reason why there is none.
func (t *turn) reach(id crm.ID) *person {
	p := t.contacts[t.find(id)]
	switch {
	case p == nil:
		t.reject("not_found")
	case p.mark == r.Live:
		return p
	case p.mark == r.Removed:
		t.reject(gone(p))
	default:
		t.v.outcome, t.v.code = r.Superseded, gone(p)
	}
	return nil
}

func gone(p *person) string {
	if p.mark == r.Deleted || p.mark == r.Removed {
		return "deleted"
	}
	return "superseded_by_erasure"
}

func (p *person) get(part string) cell {
	if c, ok := p.cells[part]; ok {
		return c
	}
	return cell{at: p.born}
}

func (p *person) text(f crm.Field) string { return p.get(f.String()).text }
func (p *person) active() bool            { return p.text(crm.FieldActive) != "false" }

// write is the scalar rule: seen applies, else the greater stamp wins and the other text is listed.
func (t *turn) write(p *person, part, text string, base r.Stamp, stranger bool) bool {
	old, written := p.cells[part]
	if !written {
		old = cell{at: p.born}
	}
	if base.Device == r.OwnDevice {
		base.Device = t.at.Device
	}
	blank := !written
	sees := !stranger && base == old.at
	wins := blank || sees || t.at.HLC > old.at.HLC || t.at.HLC == old.at.HLC && t.at.Device >= old.at.Device
	if wins && part == "cnpj" && text != "" {
		if holder := t.holder(text, p.id); holder != crm.NoID {
			if old.text != text || old.at != t.at {
				t.list(r.Conflict{Contact: p.id, Kind: "cnpj", Part: part, Value: text, Other: holder, By: t.op.Actor, Stamp: t.at})
			}
			return false
		}
	}
	if !blank && !sees && old.text != text {
		if wins {
			t.list(r.Conflict{Contact: p.id, Kind: "field", Part: part, Value: old.text, Winner: text, WinnerBy: t.op.Actor, Stamp: old.at, WinnerStamp: t.at})
		} else {
			t.list(r.Conflict{Contact: p.id, Kind: "field", Part: part, Value: text, Winner: old.text, By: t.op.Actor, Stamp: t.at, WinnerStamp: old.at})
		}
	}
	if !wins || old.text == text && old.at == t.at {
		return false
	}
	p.cells[part] = cell{text, t.at}
	return true
}

// holder is whoever, merged contacts counted as their primary, has the CNPJ.
func (m *model) holder(cnpj string, but crm.ID) crm.ID {
	for _, id := range m.sorted() {
		if p := m.contacts[id]; p.mark == r.Live && p.text(crm.FieldCNPJ) == cnpj && m.find(id) != but {
			return m.find(id)
		}
	}
	return crm.NoID
}

func (m *model) sorted() (out []crm.ID) {
	for id := range m.contacts {
		out = append(out, id)
	}
	slices.SortFunc(out, func(a, b crm.ID) int { return slices.Compare(a[:], b[:]) })
	return out
}

func (t *turn) list(c r.Conflict) {
	t.conflicts[fmt.Sprint(t.op.Device, t.op.Counter, c.Kind, c.Part, c.Contact, c.Other)] = c
	t.effect = true
}

func (t *turn) edit(e *r.ContactEdit) {
	own := t.unfold(e.ID)
	var p *person
	if e.Alone {
		if p = t.contacts[own]; p == nil {
			t.reject("not_found")
			return
		}
		if p.mark != r.Live {
			t.v.outcome, t.v.code = r.Superseded, gone(p)
			return
		}
	} else if p = t.reach(own); p == nil {
		return
	}
	t.change(p, e, p.id != own)
}

func (t *turn) change(p *person, e *r.ContactEdit, stranger bool) {
	changed, reactivated := false, false
	for _, f := range e.Fields {
		if t.write(p, f.Field.String(), f.Value, f.Base, stranger) {
			changed = true
			reactivated = reactivated || f.Field == crm.FieldActive && f.Value == "true"
		}
	}
	for _, f := range e.Custom {
		if field := t.definition(f.Field); field != crm.NoID && t.write(p, "custom:"+field.String(), f.Value, f.Base, stranger) {
			changed = true
		}
	}
	for _, x := range e.RemovePhones {
		if drop(p.phoneTags, x.Phone, x.Seen, t.at) {
			changed = true
		}
	}
	p.phones = slices.DeleteFunc(p.phones, func(x crm.Phone) bool { return p.phoneTags[x] == nil })
	for _, x := range e.AddPhones {
		if p.phoneTags[x] == nil {
			p.phones = append(p.phones, x)
		}
		if tag(p.phoneTags, x, t.at) {
			changed = true
		}
	}
	if e.PhoneOrder != nil && t.order(p, e.PhoneOrder) {
		changed = true
	}
	for _, x := range e.RemoveLabels {
		if drop(p.labelTags, t.stands(x.Label), x.Seen, t.at) {
			changed = true
		}
	}
	for _, x := range e.AddLabels {
		if label := t.definition(x); label != crm.NoID && tag(p.labelTags, label, t.at) {
			changed = true
		}
	}
	if e.Portfolio != nil && t.assign(p, e.Portfolio) {
		changed = true
	}
	if e.Alone && p.into != crm.NoID && reactivated {
		p.into, changed = crm.NoID, true
	}
	if changed {
		p.changed, t.effect = t.op.At, true
	}
	for _, n := range e.Notes {
		t.note(p, n)
	}
}

// tag adds one reason for k to be there.
func tag[K comparable](set map[K]map[r.Stamp]bool, k K, at r.Stamp) bool {
	if set[k][at] {
		return false
	}
	if set[k] == nil {
		set[k] = map[r.Stamp]bool{}
	}
	set[k][at] = true
	return true
}

// drop takes away the reasons that the author knew: those it names and its device's own.
func drop[K comparable](set map[K]map[r.Stamp]bool, k K, seen []r.Stamp, at r.Stamp) (changed bool) {
	for s := range set[k] {
		if slices.Contains(seen, s) || s.Device == at.Device && s.HLC <= at.HLC {
			delete(set[k], s)
			changed = true
		}
	}
	if len(set[k]) == 0 {
		delete(set, k)
	}
	return changed
}

// order is a scalar: the later decides, phones it does not name stay behind.
func (t *turn) order(p *person, want []crm.Phone) bool {
	now := p.get("phones").at
	if t.at.HLC < now.HLC || t.at.HLC == now.HLC && t.at.Device < now.Device {
		return false
	}
	before := slices.Clone(p.phones)
	rank := func(x crm.Phone) int {
		if i := slices.Index(want, x); i >= 0 {
			return i
		}
		return len(want)
	}
	slices.SortStableFunc(p.phones, func(a, b crm.Phone) int { return rank(a) - rank(b) })
	p.cells["phones"] = cell{at: t.at}
	return now != t.at || !slices.Equal(before, p.phones)
}

// assign is compare-and-set on the owner seen.
func (t *turn) assign(p *person, a *r.Assign) bool {
	if t.busy(p.id) {
		t.refuse("open_interaction")
		return false
	}
	var want *r.Portfolio
	if a.Link != nil {
		copied := *a.Link
		if copied.Owner = t.definition(copied.Owner); copied.Owner == crm.NoID {
			return false
		}
		want = &copied
	}
	holder := crm.NoID
	if p.link != nil {
		holder = p.link.Owner
	}
	switch {
	case link(want) == link(p.link):
		return false
	case holder != t.stands(a.Owner):
		t.refuse("owner_changed")
		return false
	}
	p.link, p.since = want, 0
	if want != nil {
		p.since = t.op.At
	}
	p.cells["portfolio"] = cell{at: t.at}
	return true
}

func (t *turn) note(p *person, n r.NoteAdd) {
	if _, known := t.notes[n.ID]; !known {
		t.notes[n.ID] = r.Note{ID: n.ID, Contact: p.id, Author: t.op.Actor, At: n.At, Text: n.Text}
		t.effect = true
	}
}

func (t *turn) call(x r.InteractionAdd) {
	p := t.contacts[t.find(x.Contact)]
	if p == nil {
		t.refuse("not_found")
		return
	}
	old, known := t.calls[x.ID]
	if known && (!old.Open || x.Open) {
		return
	}
	if x.Contact = p.id; known {
		x.Contact, x.Protocol, x.Channel, x.Outbound, x.Opened = old.Contact, old.Protocol, old.Channel, old.Outbound, old.Opened
		x.Closing, x.Tabulated = t.at, t.at
		if x.Tabulation == "" {
			x.Tabulation, x.Tabulated = old.Tabulation, old.Tabulated
		}
		x.Contents = append(slices.Clone(old.Contents), x.Contents...)
	}
	if p.mark != r.Live {
		if p.mark == r.Removed && !known && len(x.Contents) > 0 {
			t.refuse("deleted")
		}
		x.Contents = nil
	}
	if x.Agent != crm.NoID {
		x.Agent = t.definition(x.Agent)
	}
	t.calls[x.ID], t.effect = x, true
}
