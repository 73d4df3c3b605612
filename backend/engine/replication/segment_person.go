package replication

import (
	"encoding/json"
	"strings"
	"unicode"

	"carteira/backend/crm"
)

// A segment keeps no search, but people may name one after a person, or filter by a value that is theirs. An erasure takes
// such a segment away everywhere (D8.4): what is left of a text without the name in it would select somebody else.

// Names tells whether the segment's name or a value that it filters by says who c is.
func (s *Segment) Names(c *Contact) bool {
	for _, text := range s.texts() {
		if NamesPerson(text, c) {
			return true
		}
	}
	return false
}

func (s *Segment) texts() []string {
	out := []string{s.Name}
	var f crm.SegmentFilter
	if err := json.Unmarshal([]byte(s.Filter), &f); err != nil {
		return append(out, s.Filter) // of a newer program: all of it is text
	}
	for _, v := range f.Custom {
		out = append(out, v.Value)
	}
	return out
}

// NamesPerson tells whether a text says who c is: their whole name, of two words at least, since one word alone is a place
// or a trade as well; their address; or the digits of a document or phone.
func NamesPerson(text string, c *Contact) bool {
	if name := words(c.Field(crm.FieldName)); len(name) > 1 &&
		strings.Contains(" "+strings.Join(words(text), " ")+" ", " "+strings.Join(name, " ")+" ") {
		return true
	}
	if email := crm.EmailKey(c.Field(crm.FieldEmail)); email != "" && strings.Contains(crm.EmailKey(text), email) {
		return true
	}
	signs := documentSigns(text)
	holds := func(number string) bool { return len(number) >= 8 && strings.Contains(signs, number) }
	if holds(documentSigns(c.Field(crm.FieldCPF))) || holds(documentSigns(c.Field(crm.FieldCNPJ))) {
		return true
	}
	for _, p := range c.Phones {
		if holds(string(p)) || holds(strings.TrimPrefix(string(p), "55")) {
			return true
		}
	}
	return false
}

func words(text string) []string {
	return strings.FieldsFunc(crm.Fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// documentSigns are the digits and capitals of a text: a document or a phone without its mask.
func documentSigns(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, strings.ToUpper(text))
}

// forgetSegments takes away what names one of the people whose contacts, as they were, are given: an erasure wins whatever
// the clocks say.
func (d *decision) forgetSegments(people []*Contact) error {
	all, err := d.s.Segments()
	if err != nil {
		return err
	}
	for _, s := range all {
		for _, c := range people {
			if s.Names(c) {
				if err := d.put(Effect{Segment: &Segment{ID: s.ID, Author: d.op.Actor, Stamp: d.versionAfter(s.Stamp), Gone: true}}); err != nil {
					return err
				}
				break
			}
		}
	}
	return nil
}
