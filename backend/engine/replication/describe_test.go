package replication_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"carteira/backend/crm"
	r "carteira/backend/engine/replication"
	"carteira/backend/engine/replication/replicationtest"
)

// describe is everything a state holds, one fact a line, in a form that the reference model shares. Versions and tags
// are spelt out, so that two ways of leaving them out are one.
func describe(t testing.TB, s *replicationtest.State) []string {
	t.Helper()
	var out []string
	err := s.Each(func(_ r.Noun, e r.Effect) error {
		switch {
		case e.Put != nil:
			out = append(out, contactLines(e.Put)...)
		case e.Alias != nil:
			out = append(out, fmt.Sprintf("alias %s %s → %s", e.Alias.Noun, short(e.Alias.From), short(e.Alias.To)))
		default:
			out = append(out, recordLine(e))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

func contactLines(c *r.Contact) []string {
	name := "contact " + short(c.ID)
	out := []string{fmt.Sprintf("%s: created %d by %s, changed %d, mark %d, stamp %v, into %s", name, c.Created, short(c.By), c.Updated, c.Mark,
		pair(c.Stamp), short(c.MergedInto))}
	for f := crm.FieldName; int(f) < crm.NumFields; f++ {
		out = append(out, cellLine(name, f.String(), c.Field(f), c.Version(f.String()), c.Stamp))
	}
	parts := map[string]bool{}
	for _, v := range c.Custom {
		parts[r.CustomPart(v.Field)] = true
	}
	for part := range c.Versions {
		if strings.HasPrefix(part, "custom:") {
			parts[part] = true
		}
	}
	for part := range parts {
		field, _ := crm.ParseID(strings.TrimPrefix(part, "custom:"))
		out = append(out, cellLine(name, part, c.CustomOf(field), c.Version(part), c.Stamp))
	}
	for i, p := range c.Phones {
		out = append(out, fmt.Sprintf("%s phone %d %s %s", name, i, p, stamps(c.SeenPhone(p))))
	}
	for _, l := range c.Labels {
		out = append(out, fmt.Sprintf("%s label %s %s", name, short(l), stamps(c.SeenLabel(l))))
	}
	out = append(out, fmt.Sprintf("%s portfolio %s since %d %v", name, link(c.Portfolio), c.Since, pair(c.Version(r.PartPortfolio))),
		fmt.Sprintf("%s phone order %v", name, pair(c.Version(r.PartPhones))))
	return slices.DeleteFunc(out, func(line string) bool { return line == "" })
}

// cellLine is nothing for a blank that nobody wrote.
func cellLine(contact, part, text string, version, created r.Stamp) string {
	if text == "" && version == created {
		return ""
	}
	return fmt.Sprintf("%s %s=%q %v", contact, part, text, pair(version))
}

func recordLine(e r.Effect) string {
	if c := e.Conflict; c != nil { // its id says nothing
		return fmt.Sprintf("conflict %s of %s: %s %q, stands %q, by %s over %s, %v over %v, other %s", c.Kind, short(c.Contact), c.Part,
			c.Value, c.Winner, short(c.WinnerBy), short(c.By), pair(c.WinnerStamp), pair(c.Stamp), short(c.Other))
	}
	b, err := r.Encode(e)
	if err != nil {
		panic("bug: " + err.Error())
	}
	return fmt.Sprintf("record %x", b)
}

func link(p *r.Portfolio) string {
	if p == nil {
		return "none"
	}
	return fmt.Sprintf("%d %s %s %s", p.Type, short(p.Owner), short(p.Service), short(p.Reserve))
}

func short(id crm.ID) string { return strings.TrimLeft(id.String(), "e0-") }

func pair(s r.Stamp) string { return fmt.Sprintf("%d/%d", int64(s.HLC)-int64(at(0)), s.Device) }

func stamps(list []r.Stamp) string {
	list = slices.SortedFunc(slices.Values(list), r.Stamp.Compare)
	var out []string
	for _, s := range list {
		out = append(out, pair(s))
	}
	return strings.Join(out, " ")
}

// sameState compares two descriptions and says where they differ.
func sameState(t testing.TB, what string, got, want []string) {
	t.Helper()
	if slices.Equal(got, want) {
		return
	}
	count := map[string]int{}
	for _, line := range got {
		count[line]++
	}
	for _, line := range want {
		count[line]--
	}
	var out strings.Builder
	for _, line := range slices.SortedFunc(maps.Keys(count), cmp.Compare[string]) {
		switch n := count[line]; {
		case n > 0:
			fmt.Fprintf(&out, "\n  too much: %s", line)
		case n < 0:
			fmt.Fprintf(&out, "\n  missing:  %s", line)
		}
	}
	t.Fatalf("%s:%s", what, out.String())
}
