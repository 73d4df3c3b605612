// Package contacts is what people do with single contacts: list, read, create, change (D1, D2).
package contacts

import (
	"context"
	"fmt"
	"slices"

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
		if err := apply(tx, in, c); err != nil {
			return err
		}
		if err := reachable(tx, c); err != nil {
			return err
		}
		if err := unique(tx, c); err != nil {
			return err
		}
		if err := freeCNPJ(tx, 0, c); err != nil {
			return err
		}
		if _, err := tx.CreateContact(c, in.Notes); err != nil {
			return err
		}
		return tx.Audit("contact.create", c.ID, nil)
	})
	return c, err
}

// Update changes a contact; changed is false when it already was so.
func (s *Service) Update(ctx context.Context, id crm.ID, in Input) (c *crm.Contact, changed bool, err error) {
	err = s.db.Update(ctx, func(tx *sqlite.Tx) error {
		if err := tx.Require(crm.PermEdit); err != nil {
			return err
		}
		old, err := tx.Contact(id)
		if err != nil {
			return err
		}
		if old.Anonymized {
			return crm.Errorf(crm.CodeConflict, "id", "an anonymized contact cannot be changed")
		}
		c = old.Clone()
		if err := apply(tx, in, c); err != nil {
			return err
		}
		if err := freeCNPJ(tx, old.N, c); err != nil {
			return err
		}
		if changed, err = tx.UpdateContact(old, c, in.Notes); err != nil || !changed {
			return err
		}
		return tx.Audit("contact.update", id, map[string]any{"fields": in.names()})
	})
	return c, changed, err
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
	} {
		if part.has {
			out = append(out, part.name)
		}
	}
	slices.Sort(out)
	return out
}

// apply validates the input and lays it over the contact.
func apply(tx *sqlite.Tx, in Input, c *crm.Contact) error {
	for f, text := range in.Fields {
		value, err := crm.ParseField(f, text)
		if err != nil {
			return err
		}
		if f == crm.FieldBirthDate && value != "" && crm.DateInFuture(value, tx.Now().Local().Format("2006-01-02")) {
			return crm.Errorf(crm.CodeDateInvalid, f.String(), "this date lies in the future")
		}
		if f == crm.FieldChannel {
			if err := crm.CheckChannel(value); err != nil {
				return err
			}
		}
		c.Fields[f] = value
	}
	if c.Fields[crm.FieldName] == "" {
		return crm.Errorf(crm.CodeNameRequired, "name", "a contact needs a name")
	}
	if in.Phones != nil {
		phones, err := parsePhones(in.Phones)
		if err != nil {
			return err
		}
		c.Phones = phones
	}
	if err := applyCustom(tx, in, c); err != nil {
		return err
	}
	if err := applyLabels(tx, in, c); err != nil {
		return err
	}
	for i, note := range in.Notes {
		text, err := crm.ParseText("notes", note, 10_000)
		if err != nil {
			return err
		}
		in.Notes[i] = text
	}
	return nil
}

func parsePhones(in []string) ([]crm.Phone, error) {
	phones := []crm.Phone{}
	for _, text := range in {
		p, err := crm.ParsePhone(text)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(phones, p) {
			phones = append(phones, p)
		}
	}
	if len(phones) > crm.MaxPhones {
		return nil, crm.Errorf(crm.CodePhonesTooMany, "phones", "a contact has at most %d phones", crm.MaxPhones)
	}
	return phones, nil
}

func applyCustom(tx *sqlite.Tx, in Input, c *crm.Contact) error {
	if len(in.Custom) == 0 {
		return nil
	}
	known, err := tx.CustomFields()
	if err != nil {
		return err
	}
	for name, text := range in.Custom {
		name, err := crm.ParseDefinitionName("custom_fields", name)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(known, func(f crm.CustomField) bool { return crm.Fold(f.Name) == crm.Fold(name) })
		if i < 0 {
			f := crm.CustomField{Name: name, Type: crm.TypeText}
			if f.ID, _, err = tx.DefineField(f); err != nil {
				return err
			}
			known = append(known, f)
			i = len(known) - 1
		}
		if text, err = crm.ParseText("custom_fields", text, 4000); err != nil {
			return err
		}
		value, err := known[i].Parse(text)
		if err != nil {
			return err
		}
		c.SetCustom(known[i].ID, value)
	}
	return nil
}

func applyLabels(tx *sqlite.Tx, in Input, c *crm.Contact) error {
	if in.Labels == nil {
		return nil
	}
	c.Labels = nil
	for _, name := range in.Labels {
		name, err := crm.ParseDefinitionName("labels", name)
		if err != nil {
			return err
		}
		id, _, err := tx.DefineLabel(crm.Label{Name: name})
		if err != nil {
			return err
		}
		if !slices.Contains(c.Labels, id) {
			c.Labels = append(c.Labels, id)
		}
	}
	return nil
}

// reachable is the organization's wish for an e-mail address or a phone (D1.2).
func reachable(tx *sqlite.Tx, c *crm.Contact) error {
	value, err := tx.Setting(crm.SettingRequireReachable)
	if err != nil || value != "on" || c.Fields[crm.FieldEmail] != "" || len(c.Phones) > 0 {
		return err
	}
	return crm.Errorf(crm.CodeUnreachable, "email", "a new contact needs an e-mail address or a phone")
}

// unique refuses a new contact whose CPF, phone or e-mail exists, when duplicates are not allowed (D1.9).
func unique(tx *sqlite.Tx, c *crm.Contact) error {
	value, err := tx.Setting(crm.SettingNoDuplicates)
	if err != nil || value != "on" {
		return err
	}
	refuse := func(numbers []int64, err error, field string, same func(*crm.Contact) bool) error {
		if err != nil {
			return err
		}
		for _, n := range numbers {
			s, err := tx.At(n)
			if err != nil {
				return err
			}
			if s != nil && !s.Anonymized && same(&s.Contact) {
				return &DuplicateError{Existing: s.ID, Err: crm.Errorf(crm.CodeDuplicate, field,
					"a contact with this %s already exists: %s", field, s.ID)}
			}
		}
		return nil
	}
	if cpf := c.Fields[crm.FieldCPF]; cpf != "" {
		found, err := tx.ByCPF(cpf)
		if err := refuse(found, err, "cpf", func(*crm.Contact) bool { return true }); err != nil {
			return err
		}
	}
	for _, p := range c.Phones {
		found, err := tx.ByPhone(p)
		if err := refuse(found, err, "phone", func(*crm.Contact) bool { return true }); err != nil {
			return err
		}
	}
	if email := c.Fields[crm.FieldEmail]; email != "" {
		found, err := tx.ByEmail(email)
		return refuse(found, err, "email", func(o *crm.Contact) bool {
			return crm.EmailKey(o.Fields[crm.FieldEmail]) == crm.EmailKey(email)
		})
	}
	return nil
}

// freeCNPJ keeps a CNPJ on one contact (D1.8). self is the contact's own row, 0 for a new one.
func freeCNPJ(tx *sqlite.Tx, self int64, c *crm.Contact) error {
	cnpj := c.Fields[crm.FieldCNPJ]
	if cnpj == "" {
		return nil
	}
	n, err := tx.ByCNPJ(cnpj)
	if err != nil || n == 0 || n == self {
		return err
	}
	return crm.Errorf(crm.CodeCNPJTaken, "cnpj", "another contact already has this CNPJ")
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
	Notes   []crm.Note
	Changes []crm.Change
}

// Get reads a contact with its notes and, when history is true, its changes.
func (s *Service) Get(ctx context.Context, id crm.ID, history bool) (d *Detail, err error) {
	err = s.db.ViewAs(ctx, crm.PermView, func(v *sqlite.View) error {
		c, err := v.Contact(id)
		if err != nil {
			return err
		}
		d = &Detail{Contact: c.Contact}
		if d.Notes, err = v.Notes(c.N); err != nil {
			return err
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
