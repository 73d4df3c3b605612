package replication

import "slices"

// A custom field or label has parts that change on their own: two offices that rename and archive one label both get
// what they wanted. Who wins a part is decided as for a field of a contact, by the version that the author saw (S2).

// DefinitionPart is a set of parts.
type DefinitionPart uint8

// The parts.
const (
	PartName DefinitionPart = 1 << iota
	PartLook                // a field's choices, a label's colour
	PartPosition
	PartArchived
)

var definitionParts = []DefinitionPart{PartName, PartLook, PartPosition, PartArchived}

// DefinitionVersions are the versions of the parts.
type DefinitionVersions struct {
	_        struct{} `cbor:",toarray"`
	Name     Stamp
	Look     Stamp
	Position Stamp
	Archived Stamp
}

// NewVersions are those of a definition that is made at s.
func NewVersions(s Stamp) DefinitionVersions {
	return DefinitionVersions{Name: s, Look: s, Position: s, Archived: s}
}

func (v *DefinitionVersions) of(p DefinitionPart) *Stamp {
	switch p {
	case PartName:
		return &v.Name
	case PartLook:
		return &v.Look
	case PartPosition:
		return &v.Position
	}
	return &v.Archived
}

func (v *DefinitionVersions) renumber(from, to int64) {
	for _, p := range definitionParts {
		v.of(p).renumber(from, to)
	}
}

// DefinitionChange makes an operation change some parts of what is there already. Seen is what the author saw.
type DefinitionChange struct {
	_     struct{} `cbor:",toarray"`
	Parts DefinitionPart
	Seen  DefinitionVersions
}

// take gives the parts that the change wins against the versions as they stand, and enters its own there. redirected: the
// author meant a definition that stands for another one now, and has seen nothing of that.
func (c *DefinitionChange) take(v *DefinitionVersions, by Stamp, redirected bool) (won DefinitionPart) {
	for _, p := range definitionParts {
		if c.Parts&p == 0 {
			continue
		}
		seen, now := *c.Seen.of(p), v.of(p)
		if seen.Device == OwnDevice {
			seen.Device = by.Device
		}
		if !redirected && seen == *now || by.Compare(*now) >= 0 {
			*now, won = by, won|p
		}
	}
	return won
}

// later gives the parts of which o has the later version, and enters that.
func (v *DefinitionVersions) later(o *DefinitionVersions) (won DefinitionPart) {
	for _, p := range definitionParts {
		if now, other := v.of(p), o.of(p); other.Compare(*now) > 0 {
			*now, won = *other, won|p
		}
	}
	return won
}

// Changed is the field after an operation of by that changes it.
func (x *FieldDefine) Changed(op *FieldDefine, by Stamp) *FieldDefine {
	next := *x
	return next.with(op, op.Change.take(&next.Versions, by, op.ID != x.ID))
}

// Join is the later of each part of two states of one field.
func (x *FieldDefine) Join(o *FieldDefine) *FieldDefine {
	next := *x
	return next.with(o, next.Versions.later(&o.Versions))
}

func (x *FieldDefine) with(o *FieldDefine, parts DefinitionPart) *FieldDefine {
	if parts&PartName != 0 {
		x.Name = o.Name
	}
	if parts&PartLook != 0 {
		x.Choices = o.Choices
	}
	if parts&PartPosition != 0 {
		x.Position = o.Position
	}
	if parts&PartArchived != 0 {
		x.Archived = o.Archived
	}
	return x
}

// Equal compares what can change.
func (x *FieldDefine) Equal(y *FieldDefine) bool {
	return x.Name == y.Name && slices.Equal(x.Choices, y.Choices) && x.Position == y.Position && x.Archived == y.Archived &&
		x.Versions == y.Versions
}

// Changed is the label after an operation of by that changes it.
func (x *LabelDefine) Changed(op *LabelDefine, by Stamp) *LabelDefine {
	next := *x
	return next.with(op, op.Change.take(&next.Versions, by, op.ID != x.ID))
}

// Join is the later of each part of two states of one label.
func (x *LabelDefine) Join(o *LabelDefine) *LabelDefine {
	next := *x
	return next.with(o, next.Versions.later(&o.Versions))
}

func (x *LabelDefine) with(o *LabelDefine, parts DefinitionPart) *LabelDefine {
	if parts&PartName != 0 {
		x.Name = o.Name
	}
	if parts&PartLook != 0 {
		x.Color = o.Color
	}
	if parts&PartPosition != 0 {
		x.Position = o.Position
	}
	if parts&PartArchived != 0 {
		x.Archived = o.Archived
	}
	return x
}

// Equal compares what can change.
func (x *LabelDefine) Equal(y *LabelDefine) bool {
	return x.Name == y.Name && x.Color == y.Color && x.Position == y.Position && x.Archived == y.Archived && x.Versions == y.Versions
}
