package replication

import (
	"slices"

	"github.com/fxamacker/cbor/v2"

	"carteira/backend/crm"
)

// Mark says what became of the person (D8).
type Mark int

// The marks.
const (
	Live Mark = iota
	Anonymized
	Deleted
	Removed // the import that made it was undone (D3.18): nothing is left to show, and nobody was erased
)

// beats tells whether m stands when a contact has both marks: an erasure beats everything.
func (m Mark) beats(o Mark) bool { return m.rank() > o.rank() }

func (m Mark) rank() int {
	switch m {
	case Removed:
		return 1
	case Anonymized:
		return 2
	case Deleted:
		return 3
	}
	return 0
}

// Gone tells whether nothing is left of the contact but what others refer to.
func (m Mark) Gone() bool { return m == Deleted || m == Removed }

// Contact is what replicas and the server agree on about one contact. Versions and tags name only what was written
// after the creation: everything else has the version Stamp.
type Contact struct {
	_          struct{} `cbor:",toarray"`
	ID         crm.ID
	Created    int64  // Unix ms
	Updated    int64  // Unix ms, of the last operation with an effect
	By         crm.ID // user, NoID = the program
	Stamp      Stamp
	Versions   map[string]Stamp // by part, see Version
	Fields     []string         // by crm.Field, blank ones at the end cut
	Custom     []Custom
	Phones     []crm.Phone // in order; those past crm.MaxPhones are the overflow (S2)
	Labels     []crm.ID
	PhoneTags  map[crm.Phone][]Stamp // who added it, where that is not [Stamp]
	LabelTags  map[crm.ID][]Stamp
	Portfolio  *Portfolio
	Since      int64 // of the portfolio, Unix ms
	MergedInto crm.ID
	Mark       Mark
}

// contactParts is how many elements a contact is an array of.
const contactParts = 16

// contactAlias is a contact without its own way of being read.
type contactAlias Contact

// UnmarshalCBOR reads a contact. A first copy reads a million of them, nearly all of which nobody has changed since: these
// are read by hand, the others by the library. A test holds the two equal.
func (c *Contact) UnmarshalCBOR(b []byte) error {
	if r := (plainCBOR{s: string(b)}); r.contact(c) && len(r.s) == 0 {
		return nil
	}
	*c = Contact{}
	return cbor.Unmarshal(b, (*contactAlias)(c))
}

// contact reads a contact without versions, tags and portfolio.
func (r *plainCBOR) contact(c *Contact) (ok bool) {
	if n, ok := r.array(); !ok || n != contactParts {
		return false
	}
	if c.ID, ok = r.id(); !ok {
		return false
	}
	if c.Created, ok = r.number(); !ok {
		return false
	}
	if c.Updated, ok = r.number(); !ok {
		return false
	}
	if c.By, ok = r.id(); !ok {
		return false
	}
	if c.Stamp, ok = r.stamp(); !ok {
		return false
	}
	c.Versions, c.PhoneTags, c.LabelTags, c.Portfolio = nil, nil, nil, nil
	if !r.null() {
		return false
	}
	if c.Fields, ok = plainOptional(r, r.text); !ok {
		return false
	}
	if c.Custom, ok = plainOptional(r, r.custom); !ok {
		return false
	}
	if c.Phones, ok = plainOptional(r, r.phone); !ok {
		return false
	}
	if c.Labels, ok = plainOptional(r, r.id); !ok {
		return false
	}
	for range 3 { // phone tags, label tags, portfolio
		if !r.null() {
			return false
		}
	}
	if c.Since, ok = r.number(); !ok {
		return false
	}
	if c.MergedInto, ok = r.id(); !ok {
		return false
	}
	mark, ok := r.number()
	c.Mark = Mark(mark)
	return ok
}

func (r *plainCBOR) custom() (v Custom, ok bool) {
	if n, ok := r.array(); !ok || n != 2 {
		return v, false
	}
	if v.Field, ok = r.id(); !ok {
		return v, false
	}
	v.Value, ok = r.text()
	return v, ok
}

// plainOptional is plainList of what may be nil.
func plainOptional[T any](r *plainCBOR, read func() (T, bool)) ([]T, bool) {
	if r.null() {
		return nil, true
	}
	return plainList(r, read)
}

// Field is the text of a scalar field, "" when blank.
func (c *Contact) Field(f crm.Field) string {
	if int(f) < len(c.Fields) {
		return c.Fields[f]
	}
	return ""
}

// SetField changes a scalar field.
func (c *Contact) SetField(f crm.Field, value string) {
	for len(c.Fields) <= int(f) {
		if value == "" {
			return
		}
		c.Fields = append(c.Fields, "")
	}
	c.Fields[f] = value
	c.trim()
}

func (c *Contact) trim() {
	for len(c.Fields) > 0 && c.Fields[len(c.Fields)-1] == "" {
		c.Fields = c.Fields[:len(c.Fields)-1]
	}
}

// CustomOf is the value of a custom field, "" when blank.
func (c *Contact) CustomOf(field crm.ID) string {
	for _, v := range c.Custom {
		if v.Field == field {
			return v.Value
		}
	}
	return ""
}

// SetCustom changes, adds or, with "", removes the value of a custom field.
func (c *Contact) SetCustom(field crm.ID, value string) {
	i := slices.IndexFunc(c.Custom, func(v Custom) bool { return v.Field == field })
	switch {
	case i < 0 && value != "":
		c.Custom = append(c.Custom, Custom{Field: field, Value: value})
	case i >= 0 && value == "":
		c.Custom = slices.Delete(c.Custom, i, i+1)
	case i >= 0:
		c.Custom[i].Value = value
	}
}

// Version is the version of a part: a scalar field's name, CustomPart, PartPortfolio or PartPhones.
func (c *Contact) Version(part string) Stamp {
	if s, ok := c.Versions[part]; ok {
		return s
	}
	return c.Stamp
}

func (c *Contact) setVersion(part string, s Stamp) {
	if c.Versions == nil {
		c.Versions = map[string]Stamp{}
	}
	c.Versions[part] = s
}

// Active tells an active contact from an inactive one.
func (c *Contact) Active() bool { return c.Field(crm.FieldActive) != "false" }

// Erased tells whether the person has been anonymized or deleted, or taken back with the import that made the contact.
func (c *Contact) Erased() bool { return c.Mark != Live }

// Clone copies the contact so that the copy may be changed.
func (c *Contact) Clone() *Contact {
	d := *c
	d.Fields, d.Custom = slices.Clone(c.Fields), slices.Clone(c.Custom)
	d.Phones, d.Labels = slices.Clone(c.Phones), slices.Clone(c.Labels)
	d.Versions = cloneMap(c.Versions, func(s Stamp) Stamp { return s })
	d.PhoneTags = cloneMap(c.PhoneTags, slices.Clone[[]Stamp])
	d.LabelTags = cloneMap(c.LabelTags, slices.Clone[[]Stamp])
	if c.Portfolio != nil {
		p := *c.Portfolio
		d.Portfolio = &p
	}
	return &d
}

func cloneMap[K comparable, V any](m map[K]V, clone func(V) V) map[K]V {
	if m == nil {
		return nil
	}
	out := make(map[K]V, len(m))
	for k, v := range m {
		out[k] = clone(v)
	}
	return out
}

// Delta is what one operation changed on a contact that existed: the values as they are afterwards, so that applying
// it again changes nothing. Every part of it has the version Stamp.
type Delta struct {
	ID        crm.ID     `cbor:"1,keyasint"`
	Stamp     Stamp      `cbor:"2,keyasint"`
	At        int64      `cbor:"3,keyasint,omitempty"` // Unix ms, 0 = the time of Stamp
	Fields    []FieldSet `cbor:"4,keyasint,omitempty"`
	Custom    []Custom   `cbor:"5,keyasint,omitempty"`
	Phones    *PhoneSet  `cbor:"6,keyasint,omitempty"`
	Labels    *LabelSet  `cbor:"7,keyasint,omitempty"`
	Portfolio *LinkSet   `cbor:"8,keyasint,omitempty"`
	Merge     *crm.ID    `cbor:"9,keyasint,omitempty"` // now merged into that one; NoID: reactivated on its own (D7.5)
}

// FieldSet is a scalar field and its new text.
type FieldSet struct {
	_     struct{} `cbor:",toarray"`
	Field crm.Field
	Value string
}

// PhoneSet is all phones after a change.
type PhoneSet struct {
	_       struct{} `cbor:",toarray"`
	List    []crm.Phone
	Tags    map[crm.Phone][]Stamp
	Ordered bool // the order itself was decided by this operation
}

// LabelSet is all labels after a change.
type LabelSet struct {
	_    struct{} `cbor:",toarray"`
	List []crm.ID
	Tags map[crm.ID][]Stamp
}

// LinkSet is the portfolio after a change, nil for none.
type LinkSet struct {
	_    struct{} `cbor:",toarray"`
	Link *Portfolio
}

func (d *Delta) empty() bool {
	return len(d.Fields)+len(d.Custom) == 0 && d.Phones == nil && d.Labels == nil && d.Portfolio == nil && d.Merge == nil
}

// Time is when the operation was done, Unix ms.
func (d *Delta) Time() int64 {
	if d.At != 0 {
		return d.At
	}
	return d.Stamp.HLC.Time().UnixMilli()
}

// shorten leaves out what the stamp says already.
func (d *Delta) shorten() {
	if d.At == d.Stamp.HLC.Time().UnixMilli() {
		d.At = 0
	}
}

// Apply makes the contact what the server says.
func (c *Contact) Apply(d *Delta) {
	c.Updated = d.Time()
	for _, f := range d.Fields {
		c.SetField(f.Field, f.Value)
		c.setVersion(FieldPart(f.Field), d.Stamp)
	}
	for _, v := range d.Custom {
		c.SetCustom(v.Field, v.Value)
		c.setVersion(CustomPart(v.Field), d.Stamp)
	}
	if p := d.Phones; p != nil {
		c.Phones, c.PhoneTags = slices.Clone(p.List), cloneMap(p.Tags, slices.Clone[[]Stamp])
		if p.Ordered {
			c.setVersion(PartPhones, d.Stamp)
		}
	}
	if l := d.Labels; l != nil {
		c.Labels, c.LabelTags = slices.Clone(l.List), cloneMap(l.Tags, slices.Clone[[]Stamp])
	}
	if l := d.Portfolio; l != nil {
		c.Portfolio, c.Since = nil, 0
		if l.Link != nil {
			link := *l.Link
			c.Portfolio, c.Since = &link, d.Time()
		}
		c.setVersion(PartPortfolio, d.Stamp)
	}
	if d.Merge != nil {
		c.MergedInto = *d.Merge
	}
}
