package replication

import (
	"slices"

	"carteira/backend/crm"
)

// Author is what an operation says of itself where fields are decided.
type Author struct {
	Stamp Stamp
	At    int64 // Unix ms
}

// Lost is a text that gave way to another one, written without knowledge of it (S2).
type Lost struct {
	Part               string // see Contact.Version and RequestPart
	Value, Winner      string
	Stamp, WinnerStamp Stamp
	OfOperation        bool // the operation lost; otherwise what stood there did
}

// Refusal is a part of an operation that did not take effect, while the rest did.
type Refusal struct {
	_     struct{} `cbor:",toarray"`
	Part  string
	Code  string
	Other crm.ID // the contact or user that stands in the way, or NoID
}

// Codes of refusals.
const (
	CodeOwnerChanged = "owner_changed" // somebody else assigned the contact first; Other has it
	CodeOpenRequest  = "open_interaction"
	CodeErased       = "superseded_by_erasure"
	CodeDeleted      = "deleted"
	CodeUnknown      = "not_found"
)

// Edit decides an edit against the contact as it stands and returns the difference, not yet applied: nil when there
// is none. An edit of another id is one of a contact merged into this one: its author has seen nothing of this one.
func (c *Contact) Edit(e *ContactEdit, by Author) (d *Delta, lost []Lost, refused []Refusal) {
	d = &Delta{ID: c.ID, Stamp: by.Stamp, At: by.At}
	redirected := e.ID != c.ID
	for _, f := range e.Fields {
		if f.Field == 0 || f.Field >= maxField {
			continue
		}
		part := FieldPart(f.Field)
		if c.scalar(scalarEdit{part, c.Field(f.Field), f.Value, f.Base, by.Stamp, redirected}, &lost) {
			d.Fields = append(d.Fields, FieldSet{Field: f.Field, Value: f.Value})
		}
	}
	for _, f := range e.Custom {
		if c.scalar(scalarEdit{CustomPart(f.Field), c.CustomOf(f.Field), f.Value, f.Base, by.Stamp, redirected}, &lost) {
			d.Custom = append(d.Custom, Custom{Field: f.Field, Value: f.Value})
		}
	}
	d.Phones = c.editPhones(e, by.Stamp)
	d.Labels = c.editLabels(e, by.Stamp)
	if a := e.Portfolio; a != nil {
		d.Portfolio, refused = c.assign(a)
	}
	if e.Alone && c.MergedInto != crm.NoID && slices.ContainsFunc(d.Fields, reactivates) {
		d.Merge = new(crm.ID)
	}
	if d.empty() {
		return nil, lost, refused
	}
	d.shorten()
	return d, lost, refused
}

func reactivates(f FieldSet) bool { return f.Field == crm.FieldActive && f.Value == "true" }

// scalarEdit is a new text of one part, by an author who saw the version base, if not redirected from a merged contact. What
// the author's own office wrote counts as seen only by that version: it may have been on another contact that is this one by
// now, or before the office's disk was put back.
type scalarEdit struct {
	part, old, text string
	base, at        Stamp
	redirected      bool
}

// scalar tells whether the new text takes effect. A blank that nobody wrote gives way to any text.
func (c *Contact) scalar(e scalarEdit, lost *[]Lost) bool {
	now := c.Version(e.part)
	if e.base.Device == OwnDevice {
		e.base.Device = e.at.Device
	}
	_, written := c.Versions[e.part]
	unwritten := e.old == "" && !written
	saw := !e.redirected && e.base == now
	knew := unwritten || saw
	wins := unwritten || saw || e.at.Compare(now) >= 0
	if !knew && e.old != e.text {
		l := Lost{Part: e.part, Value: e.old, Winner: e.text, Stamp: now, WinnerStamp: e.at}
		if !wins {
			l = Lost{Part: e.part, Value: e.text, Winner: e.old, Stamp: e.at, WinnerStamp: now, OfOperation: true}
		}
		*lost = append(*lost, l)
	}
	return wins && (e.old != e.text || e.at != now)
}

func (c *Contact) editPhones(e *ContactEdit, at Stamp) *PhoneSet {
	s := c.phoneSet()
	for _, r := range e.RemovePhones {
		s.remove(r.Phone, r.Seen, at)
	}
	for _, p := range e.AddPhones {
		s.add(p, at)
	}
	ordered := false
	if e.PhoneOrder != nil && at.Compare(c.Version(PartPhones)) >= 0 {
		next := reorder(s.list, e.PhoneOrder)
		ordered = !slices.Equal(next, s.list) || c.Version(PartPhones) != at
		s.list = next
	}
	if !s.changed && !ordered {
		return nil
	}
	return &PhoneSet{List: s.list, Tags: s.tags, Ordered: ordered}
}

func (c *Contact) editLabels(e *ContactEdit, at Stamp) *LabelSet {
	s := c.labelSet()
	for _, r := range e.RemoveLabels {
		s.remove(r.Label, r.Seen, at)
	}
	for _, id := range e.AddLabels {
		s.add(id, at)
	}
	if !s.changed {
		return nil
	}
	return &LabelSet{List: s.list, Tags: s.tags}
}

// assign is compare-and-set on the owner that the author saw: the first to arrive wins (S2).
func (c *Contact) assign(a *Assign) (*LinkSet, []Refusal) {
	owner := crm.NoID
	if c.Portfolio != nil {
		owner = c.Portfolio.Owner
	}
	switch {
	case c.Portfolio.Equal(a.Link):
		return nil, nil
	case owner != a.Owner:
		return nil, []Refusal{{Part: PartPortfolio, Code: CodeOwnerChanged, Other: owner}}
	}
	return &LinkSet{Link: a.Link}, nil
}
