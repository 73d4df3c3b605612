package crm

import (
	"slices"
	"strings"
	"time"
)

// Segment is a filter and an order of the contact list under a name, shared in the organization (D2.2).
type Segment struct {
	ID        ID
	Name      string
	Author    string // who wrote it last
	ChangedAt time.Time
	SegmentFilter
}

// SegmentFilter is what a segment keeps: every filter but the search, whose words may name a person (D8.4), by ids that
// mean the same in every office.
type SegmentFilter struct {
	Status         StatusFilter    `json:"status,omitempty"`
	Owner          OwnerFilter     `json:"owner,omitempty"`
	Owners         []ID            `json:"owners,omitempty"`
	PortfolioTypes []PortfolioType `json:"types,omitempty"`
	Labels         []ID            `json:"labels,omitempty"`
	Custom         []CustomValue   `json:"custom,omitempty"`
	Channel        string          `json:"channel,omitempty"`
	CreatedFrom    string          `json:"from,omitempty"`
	CreatedTo      string          `json:"to,omitempty"`
	Sort           Sort            `json:"sort,omitempty"`
	Desc           bool            `json:"desc,omitempty"`
}

// SegmentOf is the part of a filter and an order that a segment keeps.
func SegmentOf(f ContactFilter, o ContactOrder) SegmentFilter {
	return SegmentFilter{
		Status: f.Status, Owner: f.Owner, Owners: f.Owners, PortfolioTypes: f.PortfolioTypes, Labels: f.Labels, Custom: f.Custom,
		Channel: f.Channel, CreatedFrom: f.CreatedFrom, CreatedTo: f.CreatedTo, Sort: o.By, Desc: o.Desc,
	}
}

// Filter is the segment's filter, without a search.
func (s SegmentFilter) Filter() ContactFilter {
	return ContactFilter{
		Status: s.Status, Owner: s.Owner, Owners: s.Owners, PortfolioTypes: s.PortfolioTypes, Labels: s.Labels, Custom: s.Custom,
		Channel: s.Channel, CreatedFrom: s.CreatedFrom, CreatedTo: s.CreatedTo,
	}
}

// Order is the segment's order.
func (s SegmentFilter) Order() ContactOrder { return ContactOrder{By: s.Sort, Desc: s.Desc} }

// SortSegments puts segments in the order of their names.
func SortSegments(all []Segment) {
	slices.SortFunc(all, func(a, b Segment) int {
		if c := strings.Compare(Fold(a.Name), Fold(b.Name)); c != 0 {
			return c
		}
		return slices.Compare(a.ID[:], b.ID[:])
	})
}

// FindSegment finds a segment by its name or id. Two offices may have saved one each under one name: then the id tells them
// apart (crm.CodeConflict).
func FindSegment(all []Segment, name string) (Segment, error) {
	var found []Segment
	for _, s := range all {
		if s.ID.String() == name || Fold(s.Name) == Fold(name) {
			found = append(found, s)
		}
	}
	switch len(found) {
	case 0:
		return Segment{}, Errorf(CodeNotFound, "segment", "there is no segment called %q", name)
	case 1:
		return found[0], nil
	}
	return Segment{}, Errorf(CodeConflict, "segment", "%d segments are called %q; name one by its id", len(found), name)
}
