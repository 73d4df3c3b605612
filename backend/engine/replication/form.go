package replication

import (
	"math"
	"slices"

	"carteira/backend/crm"
)

// What an operation contains comes from a program of another version, or of another author. Values are its own affair
// (D1.3: what fails a check is shown, not lost); what has no id, or no end, is not taken.

const (
	maxText = 64 << 10 // bytes of a text, far above what any field or note takes
	maxName = 1 << 10  // bytes of a definition's name: each same-name one makes it longer
	maxTwin = 10       // possible duplicates listed for one contact: many share a switchboard's number
)

// wellFormed tells whether a new contact has an id and texts of a length that can be kept.
func (c *Contact) wellFormed() bool {
	if c.ID == crm.NoID || len(c.Fields) > math.MaxUint8 || slices.ContainsFunc(c.Fields, tooLong) {
		return false
	}
	return !slices.ContainsFunc(c.Custom, func(v Custom) bool { return tooLong(v.Value) }) &&
		!slices.ContainsFunc(c.Phones, func(p crm.Phone) bool { return len(p) > maxName })
}

func (e *ContactEdit) wellFormed() bool {
	return !slices.ContainsFunc(e.Fields, func(f FieldEdit) bool { return tooLong(f.Value) }) &&
		!slices.ContainsFunc(e.Custom, func(f CustomEdit) bool { return tooLong(f.Value) }) &&
		!slices.ContainsFunc(e.AddPhones, func(p crm.Phone) bool { return p == "" || len(p) > maxName })
}

// onlyPortfolio tells whether the edit is an assignment and nothing else.
func (e *ContactEdit) onlyPortfolio() bool {
	return len(e.Fields)+len(e.Custom)+len(e.AddPhones)+len(e.RemovePhones)+len(e.AddLabels)+len(e.RemoveLabels)+
		len(e.Notes)+len(e.PhoneOrder) == 0
}

func tooLong(text string) bool { return len(text) > maxText }

// tidy leaves out what says nothing: blank values, a phone that is there twice, text outside any field. same: there
// was nothing of the kind.
func (c *Contact) tidy() (same bool) {
	same = true
	if slices.ContainsFunc(c.Custom, func(v Custom) bool { return v.Value == "" }) {
		c.Custom, same = slices.DeleteFunc(slices.Clone(c.Custom), func(v Custom) bool { return v.Value == "" }), false
	}
	for i, p := range c.Phones {
		if p == "" || slices.Contains(c.Phones[:i], p) {
			c.Phones, same = slices.DeleteFunc(reorder(c.Phones, nil), func(p crm.Phone) bool { return p == "" }), false
			break
		}
	}
	if len(c.Fields) > 0 && c.Fields[0] != "" {
		c.Fields, same = slices.Clone(c.Fields), false
		c.Fields[0] = ""
	}
	c.trim()
	return same
}
