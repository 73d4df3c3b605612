// Package contacts is what people do with single contacts: list, read, create, change (D1, D2).
package contacts

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// Service reads and changes contacts.
type Service struct{ db *sqlite.DB }

// New returns the service.
func New(db *sqlite.DB) *Service { return &Service{db} }

// Input is what a person filled in. A missing entry of Fields or Custom and a nil list leave the contact as it
// is; an empty text or list clears. Custom is by field name and Labels by name: both are created when new (D1.7).
type Input struct {
	Fields map[crm.Field]string
	Phones []string
	Custom map[string]string
	Labels []string
	Notes  []string
	Avatar []byte // JPEG, see crm.ParseAvatar
	// NewFields are custom fields to create with the contact, for those that are more than a text.
	NewFields []crm.CustomField
}

// DuplicateError refuses a new contact whose CPF, phone or e-mail is known (D1.9), with the contact that has it.
type DuplicateError struct {
	Err      *crm.Error
	Existing crm.ID
}

func (e *DuplicateError) Error() string { return e.Err.Error() }

// Unwrap gives the *crm.Error with code duplicate.
func (e *DuplicateError) Unwrap() error { return e.Err }

// Create stores a new contact.
func (s *Service) Create(ctx context.Context, in Input) (c *crm.Contact, err error) {
	err = s.db.Update(ctx, func(tx *sqlite.Tx) error {
		if err := tx.Require(crm.PermEdit); err != nil {
			return err
		}
		c = new(crm.Contact)
		c.Fields[crm.FieldActive] = "true"
		if err := apply(tx, &in, new(crm.Contact), c); err != nil {
			return err
		}
		if err := unique(tx, c); err != nil {
			return err
		}
		if _, err := tx.CreateContact(c, in.Notes); err != nil {
			return err
		}
		if len(in.Avatar) > 0 {
			if _, err := tx.SetAvatar(c.ID, in.Avatar); err != nil {
				return err
			}
		}
		return tx.Audit("contact.create", c.ID, nil)
	})
	return c, err
}

// Update changes a contact; changed is false when it already was so.
func (s *Service) Update(ctx context.Context, id crm.ID, in Input) (c *crm.Contact, changed bool, err error) {
	c, changed, _, err = s.Edit(ctx, id, in, nil)
	return c, changed, err
}

// Edit is Update by somebody who has seen the contact as seen says. What others have changed since in what the input
// changes is not overwritten: nothing is saved then, and stale says what stands there.
func (s *Service) Edit(ctx context.Context, id crm.ID, in Input, seen *Seen) (c *crm.Contact, changed bool, stale []Stale, err error) {
	err = s.db.Update(ctx, func(tx *sqlite.Tx) error {
		if err := tx.Require(crm.PermEdit); err != nil {
			return err
		}
		old, err := tx.Contact(id)
		if err != nil {
			return err
		}
		if err := changeable(old); err != nil {
			return err
		}
		if seen != nil {
			if in, err = unite(tx, old, in, seen); err != nil {
				return err
			}
		}
		c = old.Clone()
		if err := apply(tx, &in, &old.Contact, c); err != nil {
			return err
		}
		if seen != nil {
			if stale, err = staleParts(tx, old, c, in, seen); err != nil || len(stale) > 0 {
				return err
			}
		}
		if changed, err = tx.UpdateContact(old, c, in.Notes); err != nil {
			return err
		}
		if in.Avatar != nil {
			another, err := tx.SetAvatar(old.ID, in.Avatar)
			if err != nil {
				return err
			}
			changed = changed || another
		}
		if !changed {
			return nil
		}
		return tx.Audit("contact.update", id, map[string]any{"fields": in.names()})
	})
	return c, changed, stale, err
}

// changeable refuses who is gone, and who was merged: what is written there would replace what the primary has, which whoever
// writes it has not seen.
func changeable(c *sqlite.Stored) error {
	switch {
	case c.Anonymized:
		return crm.Errorf(crm.CodeConflict, "id", "an anonymized contact cannot be changed")
	case c.MergedInto != crm.NoID:
		return crm.Errorf(crm.CodeConflict, "merged_into", "the contact was merged into %s: change that one", c.MergedInto)
	}
	return nil
}

// names are the names of what was filled in, for the audit.
func (in *Input) names() []string {
	var out []string
	for f := range in.Fields {
		out = append(out, f.String())
	}
	for _, part := range []struct {
		name string
		has  bool
	}{
		{"phones", in.Phones != nil}, {"custom_fields", len(in.Custom) > 0}, {"labels", in.Labels != nil}, {"notes", len(in.Notes) > 0},
		{"avatar", in.Avatar != nil},
	} {
		if part.has {
			out = append(out, part.name)
		}
	}
	slices.Sort(out)
	return out
}

// unique refuses a new contact whose CPF, phone or e-mail exists, when duplicates are not allowed (D1.9).
func unique(tx *sqlite.Tx, c *crm.Contact) error {
	value, err := tx.Setting(crm.SettingNoDuplicates)
	if err != nil || value != "on" {
		return err
	}
	known, err := holders(&tx.View, new(sqlite.Stored), c, c.Phones)
	if err != nil {
		return err
	}
	for _, h := range known {
		if h.Part == crm.FieldCNPJ.String() {
			continue
		}
		field, _, numbered := strings.Cut(h.Part, ".")
		if numbered {
			field = "phone"
		}
		return &DuplicateError{Existing: h.ID, Err: crm.Errorf(crm.CodeDuplicate, field,
			"a contact with this %s already exists: %s", field, h.ID)}
	}
	return nil
}

// SetActive activates or deactivates contacts and returns those that changed; a refusal of one does not stop
// the others.
func (s *Service) SetActive(ctx context.Context, ids []crm.ID, active bool) (done []crm.ID, refused map[crm.ID]error, err error) {
	refused = map[crm.ID]error{}
	value := map[bool]string{true: "true", false: "false"}[active]
	for _, id := range ids {
		_, _, err := s.Update(ctx, id, Input{Fields: map[crm.Field]string{crm.FieldActive: value}})
		switch {
		case err == nil:
			done = append(done, id)
		case crm.CodeOf(err) == crm.CodeNotAllowed, crm.CodeOf(err) == "":
			return done, refused, err
		default:
			refused[id] = err
		}
	}
	return done, refused, nil
}

// Detail is everything about one contact, for its page.
type Detail struct {
	crm.Contact
	Notes    []crm.Note
	Changes  []crm.Change
	Flagged  []Problem // stored values that would not be accepted today (D1.3)
	Pictured bool      // has an avatar
	Primary  crm.ID    // who has its history since it was merged, at the end of all merges (D7.4); NoID for who was not
}

// Get reads a contact with its notes and, when history is true, its changes.
func (s *Service) Get(ctx context.Context, id crm.ID, history bool) (d *Detail, err error) {
	err = s.db.ViewAs(ctx, crm.PermView, func(v *sqlite.View) error {
		c, err := v.Contact(id)
		if err != nil {
			return err
		}
		d = &Detail{Contact: c.Contact}
		if c.MergedInto != crm.NoID {
			primary, err := v.Primary(c.MergedInto)
			if err != nil {
				return err
			}
			d.Primary = primary.ID
		}
		if d.Notes, err = v.Notes(c.N); err != nil {
			return err
		}
		pictured, err := v.Pictured([]int64{c.N})
		if err != nil {
			return err
		}
		d.Pictured = pictured[c.N]
		if !c.Anonymized { // hashes break every rule
			if d.Flagged, err = flagged(v, &c.Contact); err != nil {
				return err
			}
		}
		if history {
			d.Changes, err = v.History(id)
		}
		return err
	})
	return d, err
}

// Reveal gives a contact's whole CPF or CNPJ and leaves a trace in the audit.
func (s *Service) Reveal(ctx context.Context, id crm.ID, f crm.Field) (value string, err error) {
	if f != crm.FieldCPF && f != crm.FieldCNPJ {
		return "", crm.Errorf(crm.CodeInvalid, "field", "only documents are hidden")
	}
	err = s.db.Update(ctx, func(tx *sqlite.Tx) error {
		if err := tx.Require(crm.PermView); err != nil {
			return err
		}
		c, err := tx.Contact(id)
		if err != nil {
			return err
		}
		value = c.Fields[f]
		return tx.Audit("contact.reveal", id, map[string]any{"field": f.String()})
	})
	return value, err
}

// List reads a page at any offset; see sqlite.DB.List.
func (s *Service) List(ctx context.Context, f crm.ContactFilter, o crm.ContactOrder, offset, limit int) (p sqlite.ListPage, err error) {
	if err := s.mayView(ctx); err != nil {
		return p, err
	}
	if limit < 1 || limit > 1000 {
		return p, crm.Errorf(crm.CodeInvalid, "limit", "a page has between 1 and 1000 rows")
	}
	return s.db.List(ctx, f, o, offset, limit)
}

// ListAfter reads the page that follows a cursor; see sqlite.DB.ListAfter.
func (s *Service) ListAfter(ctx context.Context, f crm.ContactFilter, o crm.ContactOrder, cursor string, limit int) (p sqlite.ListPage, next string, err error) {
	if err := s.mayView(ctx); err != nil {
		return p, "", err
	}
	return s.db.ListAfter(ctx, f, o, cursor, limit)
}

func (s *Service) mayView(ctx context.Context) error {
	return s.db.ViewAs(ctx, crm.PermView, func(*sqlite.View) error { return nil })
}

// NotesOf reads the notes of listed contacts, by row number.
func (s *Service) NotesOf(ctx context.Context, numbers []int64) (out [][]crm.Note, err error) {
	err = s.db.ViewAs(ctx, crm.PermView, func(v *sqlite.View) error {
		out = make([][]crm.Note, len(numbers))
		for i, n := range numbers {
			if out[i], err = v.Notes(n); err != nil {
				return fmt.Errorf("notes: %w", err)
			}
		}
		return nil
	})
	return out, err
}
