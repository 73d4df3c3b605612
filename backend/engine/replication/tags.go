package replication

import (
	"maps"
	"slices"

	"carteira/backend/crm"
)

// tagged is an observed-remove set in the order of its elements: an element is there as long as one of the additions
// that put it there has not been seen by whoever removed it (S2).
type tagged[K comparable] struct {
	list    []K
	tags    map[K][]Stamp
	first   Stamp // the addition of what tags does not name
	changed bool
}

func (s *tagged[K]) of(k K) []Stamp {
	if t, ok := s.tags[k]; ok {
		return t
	}
	return []Stamp{s.first}
}

func (s *tagged[K]) set(k K, tags []Stamp) {
	s.tags = maps.Clone(s.tags)
	if s.tags == nil {
		s.tags = map[K][]Stamp{}
	}
	slices.SortFunc(tags, Stamp.Compare)
	s.tags[k] = tags
	s.changed = true
}

// add puts k there, or adds one more reason for its being there.
func (s *tagged[K]) add(k K, at Stamp) {
	if !slices.Contains(s.list, k) {
		s.list = append(slices.Clip(s.list), k)
		s.set(k, []Stamp{at})
		return
	}
	if tags := s.of(k); !slices.Contains(tags, at) {
		s.set(k, append(slices.Clone(tags), at))
	}
}

// remove takes away the additions that the author had seen: those named, and the device's own earlier ones.
func (s *tagged[K]) remove(k K, seen []Stamp, at Stamp) {
	i := slices.Index(s.list, k)
	if i < 0 {
		return
	}
	tags := s.of(k)
	left := slices.DeleteFunc(slices.Clone(tags), func(t Stamp) bool {
		return slices.Contains(seen, t) || t.Device == at.Device && t.HLC <= at.HLC
	})
	switch {
	case len(left) == len(tags):
		return
	case len(left) > 0:
		s.set(k, left)
		return
	}
	s.list = slices.Delete(slices.Clone(s.list), i, i+1)
	s.tags = maps.Clone(s.tags)
	delete(s.tags, k)
	if len(s.tags) == 0 {
		s.tags = nil
	}
	s.changed = true
}

func (c *Contact) phoneSet() *tagged[crm.Phone] {
	return &tagged[crm.Phone]{list: c.Phones, tags: c.PhoneTags, first: c.Stamp}
}

func (c *Contact) labelSet() *tagged[crm.ID] {
	return &tagged[crm.ID]{list: c.Labels, tags: c.LabelTags, first: c.Stamp}
}

// SeenPhone is what whoever removes the phone has seen of it.
func (c *Contact) SeenPhone(p crm.Phone) []Stamp { return c.phoneSet().of(p) }

// SeenLabel is what whoever removes the label has seen of it.
func (c *Contact) SeenLabel(id crm.ID) []Stamp { return c.labelSet().of(id) }

// reorder puts the listed phones first, in that order.
func reorder(phones, order []crm.Phone) []crm.Phone {
	out := make([]crm.Phone, 0, len(phones))
	for _, p := range order {
		if slices.Contains(phones, p) && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	for _, p := range phones {
		if !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}
