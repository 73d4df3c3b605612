package app

import (
	"context"

	"carteira/backend/crm"
)

// Segments is the saved filters of the contact list, shared in the organization (D2.2).
type Segments struct{ app *App }

// Segment is a saved filter and order. Its query has no search.
type Segment struct {
	ID        string       `json:"id"`
	Name      string       `json:"name"`
	Query     ContactQuery `json:"query"`
	Author    string       `json:"author"` // name of who wrote it last
	ChangedAt string       `json:"changedAt"`
}

// List gives the segments in order of their names.
func (s *Segments) List() ([]Segment, error) {
	a := s.app
	return signedIn(a, "Segments.List", func(ctx context.Context) ([]Segment, error) {
		all, err := a.segments.List(ctx)
		return convert(all, segmentOf), err
	})
}

// Save creates a segment when id is "", else changes that one. The search of the query is not kept: its words may name a
// person.
func (s *Segments) Save(id, name string, query ContactQuery) (Segment, error) {
	a := s.app
	return signedIn(a, "Segments.Save", func(ctx context.Context) (Segment, error) {
		x := crm.Segment{Name: name}
		filter, err := query.filter()
		if err != nil {
			return Segment{}, err
		}
		x.SegmentFilter = crm.SegmentOf(filter, query.order())
		if id != "" {
			if x.ID, err = crm.ParseID(id); err != nil {
				return Segment{}, err
			}
		}
		x, err = a.segments.Save(ctx, x)
		return segmentOf(x), err
	})
}

// Delete takes a segment away for everybody; the contacts stay.
func (s *Segments) Delete(id string) error {
	a := s.app
	return acting(a, "Segments.Delete", func(ctx context.Context) error {
		segment, err := crm.ParseID(id)
		if err != nil {
			return err
		}
		return a.segments.Delete(ctx, segment)
	})
}

func segmentOf(x crm.Segment) Segment {
	q := ContactQuery{
		Status: string(x.Status), Owner: string(x.Owner), CreatedFrom: x.CreatedFrom, CreatedTo: x.CreatedTo, Channel: x.Channel,
		Sort: string(x.Sort), Desc: x.Desc, Owners: convert(x.Owners, crm.ID.String), Labels: convert(x.Labels, crm.ID.String),
		PortfolioTypes: convert(x.PortfolioTypes, func(t crm.PortfolioType) int { return int(t) }),
		Fields: convert(x.Custom, func(v crm.CustomValue) FieldFilter {
			return FieldFilter{Field: v.Field.String(), Value: v.Value}
		}),
	}
	if q.Status == "" {
		q.Status = string(crm.StatusAll)
	}
	if q.Sort == "" {
		q.Sort = string(crm.SortName)
	}
	return Segment{ID: x.ID.String(), Name: x.Name, Query: q, Author: x.Author, ChangedAt: timeText(x.ChangedAt)}
}
