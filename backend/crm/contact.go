package crm

import (
	"slices"
	"time"
)

// CodePhonesTooMany is the code of a contact that would have more than MaxPhones.
const CodePhonesTooMany = "phones_too_many"

// MaxPhones is the most phones one contact holds (D1.5).
const MaxPhones = 10

// Contact is one person or company (D1.1). A blank field is "", a missing time is the zero time.
type Contact struct {
	ID     ID
	Fields [NumFields]string // by Field; active and corporate are "true" or "false"
	Phones []Phone           // at most MaxPhones, the first is the main one
	Custom []CustomValue     // by field id, at most one value each
	// Overflow are phones past the tenth that several offices' additions came to: shown until a person decides (S2).
	Overflow []Phone
	Labels   []ID
	// Newer are scalar fields of a newer version, by number from NumFields on: carried along.
	Newer []string

	Portfolio  *Portfolio
	CreatedAt  time.Time
	UpdatedAt  time.Time
	CreatedBy  ID
	MergedInto ID   // the primary that took this one's history, or NoID (D7.4)
	Anonymized bool // D8
	Deleted    bool // D8.7: only its id is left

	Interactions      int
	LastInteractionAt time.Time
}

// CustomValue is the value of one custom field on one contact.
type CustomValue struct {
	Field ID     `json:"field"`
	Value string `json:"value"`
}

// Name is what lists show.
func (c *Contact) Name() string { return c.Fields[FieldName] }

// Active tells an active contact from an inactive one.
func (c *Contact) Active() bool { return c.Fields[FieldActive] != "false" }

// Corporate tells a company from a person.
func (c *Contact) Corporate() bool { return c.Fields[FieldCorporate] == "true" }

// CustomOf is the value of a custom field, "" when blank.
func (c *Contact) CustomOf(field ID) string {
	for _, v := range c.Custom {
		if v.Field == field {
			return v.Value
		}
	}
	return ""
}

// SetCustom sets or, with "", removes the value of a custom field.
func (c *Contact) SetCustom(field ID, value string) {
	i := slices.IndexFunc(c.Custom, func(v CustomValue) bool { return v.Field == field })
	switch {
	case i < 0 && value != "":
		c.Custom = append(c.Custom, CustomValue{field, value})
	case i >= 0 && value == "":
		c.Custom = slices.Delete(c.Custom, i, i+1)
	case i >= 0:
		c.Custom[i].Value = value
	}
}

// Clone copies the contact so that the copy may be changed.
func (c *Contact) Clone() *Contact {
	d := *c
	d.Phones = slices.Clone(c.Phones)
	d.Overflow = slices.Clone(c.Overflow)
	d.Custom = slices.Clone(c.Custom)
	d.Labels, d.Newer = slices.Clone(c.Labels), slices.Clone(c.Newer)
	if c.Portfolio != nil {
		p := *c.Portfolio
		d.Portfolio = &p
	}
	return &d
}

// Note is one remark on a contact.
type Note struct {
	ID     ID
	Text   string
	Author string
	At     time.Time
}
