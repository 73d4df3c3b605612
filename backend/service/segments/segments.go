// Package segments is the saved filters of the contact list that an organization shares (D2.2): who may view contacts uses
// them, who may edit contacts saves them.
package segments

import (
	"context"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// Service saves, lists and deletes segments.
type Service struct{ db *sqlite.DB }

// New returns the service.
func New(db *sqlite.DB) *Service { return &Service{db} }

// List gives the segments in order of their names.
func (s *Service) List(ctx context.Context) (out []crm.Segment, err error) {
	err = s.db.ViewAs(ctx, crm.PermView, func(v *sqlite.View) (err error) { out, err = v.Segments(); return err })
	return out, err
}

// Save creates a segment, which has no id yet, or changes the one of its id; crm.CodeConflict when another one has the name.
func (s *Service) Save(ctx context.Context, x crm.Segment) (crm.Segment, error) {
	name, err := crm.ParseDefinitionName("name", x.Name)
	if err != nil {
		return x, err
	}
	x.Name = name
	err = s.db.Update(ctx, func(tx *sqlite.Tx) error {
		if err := tx.Require(crm.PermEdit); err != nil {
			return err
		}
		if err := check(tx, &x); err != nil {
			return err
		}
		if x.ID == crm.NoID {
			x.ID = crm.NewID()
		}
		if err := tx.PutSegment(x); err != nil {
			return err
		}
		return tx.Audit("segment.put", x.ID, nil)
	})
	return x, err
}

func check(tx *sqlite.Tx, x *crm.Segment) error {
	if err := tx.CheckFilter(x.Filter(), x.Order()); err != nil {
		return err
	}
	all, err := tx.Segments()
	if err != nil {
		return err
	}
	known := x.ID == crm.NoID
	for _, other := range all {
		known = known || other.ID == x.ID
		if other.ID != x.ID && crm.Fold(other.Name) == crm.Fold(x.Name) {
			return crm.Errorf(crm.CodeConflict, "name", "there is already a segment of that name")
		}
	}
	if !known {
		return crm.Errorf(crm.CodeNotFound, "segment", "there is no such segment; somebody may have deleted it")
	}
	return nil
}

// Delete takes a segment away; crm.CodeNotFound.
func (s *Service) Delete(ctx context.Context, id crm.ID) error {
	return s.db.Update(ctx, func(tx *sqlite.Tx) error {
		if err := tx.Require(crm.PermEdit); err != nil {
			return err
		}
		if err := tx.DeleteSegment(id); err != nil {
			return err
		}
		return tx.Audit("segment.delete", id, nil)
	})
}
