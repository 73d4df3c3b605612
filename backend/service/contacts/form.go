package contacts

import (
	"context"
	"slices"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// Form is a contact as the form shows it: whole values, documents too.
type Form struct {
	crm.Contact
	Avatar  []byte // JPEG, nil = none
	Flagged []Problem
	Draft   *sqlite.Draft // what this user has begun and not saved
}

// Problem is one thing that keeps an input from being saved, or a stored value that would not be accepted today (D1.3).
// Part names the place in the form: a field's name, "phones.2" (from 0), "custom_fields.<name>", "labels", "notes", "avatar".
type Problem struct {
	Part    string
	Code    string
	Message string
}

// Holder is somebody else who has a value of the input. Part is "cpf", "cnpj", "email" or "phones.2".
type Holder struct {
	Part   string
	ID     crm.ID
	Name   string
	Active bool
}

// Verdict is what a form would be told if it were saved now.
type Verdict struct {
	Problems []Problem
	Holders  []Holder
	// Refuse: a new contact with a holder of its CPF, phone or e-mail is not saved (D1.9). Otherwise they are a warning.
	Refuse bool
}

// mostHolders of one value are named: many share a switchboard's number.
const mostHolders = 3

// Open reads a contact for its form, and what the user has begun on it; crm.NoID opens the form of a new one. That its
// documents were shown leaves a trace, like Reveal.
func (s *Service) Open(ctx context.Context, id crm.ID) (f *Form, err error) {
	err = s.db.Update(ctx, func(tx *sqlite.Tx) error {
		if err := tx.Require(crm.PermEdit); err != nil {
			return err
		}
		if err := tx.Require(crm.PermView); err != nil { // the form shows all there is
			return err
		}
		if f, err = read(&tx.View, id); err != nil {
			return err
		}
		if f.Draft, err = tx.Draft(tx.Actor().User, f.ID); err != nil {
			return err
		}
		for _, field := range []crm.Field{crm.FieldCPF, crm.FieldCNPJ} {
			if f.Fields[field] == "" {
				continue
			}
			if err := tx.Audit("contact.reveal", f.ID, map[string]any{"field": field.String(), "in": "form"}); err != nil {
				return err
			}
		}
		return nil
	})
	return f, err
}

// Current reads a contact again while its form is open, to see what others have changed meanwhile.
func (s *Service) Current(ctx context.Context, id crm.ID) (f *Form, err error) {
	err = s.db.ViewAs(ctx, crm.PermEdit, func(v *sqlite.View) error {
		f, err = read(v, id)
		return err
	})
	return f, err
}

func read(v *sqlite.View, id crm.ID) (*Form, error) {
	if id == crm.NoID {
		return new(Form), nil
	}
	c, err := v.Contact(id)
	if err != nil {
		return nil, err
	}
	if err := changeable(c); err != nil {
		return nil, err
	}
	f := &Form{Contact: c.Contact}
	pictures, err := v.Avatars([]crm.ID{c.ID})
	if err != nil {
		return nil, err
	}
	f.Avatar = pictures[c.ID]
	f.Flagged, err = flagged(v, &c.Contact)
	return f, err
}

// flagged are the stored values that would not be accepted today: legacy ones are shown, never lost (D1.3).
func flagged(v *sqlite.View, c *crm.Contact) (out []Problem, err error) {
	for f := crm.FieldName; int(f) < crm.NumFields; f++ {
		if _, err := parseField(f, c.Fields[f], today(v)); err != nil {
			out = append(out, problem(f.String(), err))
		}
	}
	for i, p := range c.Phones {
		if _, err := crm.ParsePhone(string(p)); err != nil {
			out = append(out, problem(phonePart(i), err))
		}
	}
	known, err := v.CustomFields()
	if err != nil {
		return nil, err
	}
	for i := range known {
		if _, err := known[i].Parse(c.CustomOf(known[i].ID)); err != nil {
			out = append(out, problem(customPart(known[i].Name), err))
		}
	}
	return out, nil
}

// Check says of an input, before it is saved, all that Create (for crm.NoID) or Update would refuse, and who else has its
// values. The rules are theirs, so that the window never disagrees with them.
func (s *Service) Check(ctx context.Context, id crm.ID, in Input) (out Verdict, err error) {
	err = s.db.ViewAs(ctx, crm.PermEdit, func(v *sqlite.View) error {
		old := new(sqlite.Stored)
		if id != crm.NoID {
			if old, err = v.Contact(id); err != nil {
				return err
			}
		}
		c := old.Clone()
		p := pencil{v: v, old: &old.Contact}
		if err := p.write(&in, c); err != nil {
			return err
		}
		out.Problems = p.problems
		value, err := v.Setting(crm.SettingNoDuplicates)
		if err != nil {
			return err
		}
		out.Refuse = value == "on" && id == crm.NoID
		for f := range c.Fields {
			if c.Fields[f] == old.Fields[f] { // asked of what changes only
				c.Fields[f] = ""
			}
		}
		out.Holders, err = holders(v, old, c, added(in.Phones, old.Phones))
		return err
	})
	return out, err
}

// added are the phones of an input in its own order, "" in place of those that are there already or are none.
func added(in []string, old []crm.Phone) []crm.Phone {
	out := make([]crm.Phone, len(in))
	for i, text := range in {
		if p, err := crm.ParsePhone(text); err == nil && !slices.Contains(old, p) {
			out[i] = p
		}
	}
	return out
}

// holders are the others who have the CPF, the CNPJ or the e-mail of c, or one of the phones (D1.8, D1.9): of a merged
// contact its primary, of an erased one nobody.
func holders(v *sqlite.View, self *sqlite.Stored, c *crm.Contact, phones []crm.Phone) (out []Holder, err error) {
	add := func(part string, numbers []int64, err error, same func(*crm.Contact) bool) error {
		if err != nil {
			return err
		}
		found := 0
		for _, n := range numbers {
			o, err := v.At(n)
			if err != nil {
				return err
			}
			if o == nil || o.Anonymized || same != nil && !same(&o.Contact) {
				continue
			}
			if o.MergedInto != crm.NoID {
				if o, err = v.Primary(o.MergedInto); err != nil {
					return err
				}
			}
			h := Holder{Part: part, ID: o.ID, Name: o.Name(), Active: o.Active()}
			if o.ID == self.ID || found == mostHolders || slices.Contains(out, h) {
				continue
			}
			out = append(out, h)
			found++
		}
		return nil
	}
	if cpf := c.Fields[crm.FieldCPF]; cpf != "" {
		numbers, err := v.ByCPF(cpf)
		if err := add("cpf", numbers, err, nil); err != nil {
			return nil, err
		}
	}
	for i, p := range phones {
		if p == "" {
			continue
		}
		numbers, err := v.ByPhone(p)
		if err := add(phonePart(i), numbers, err, nil); err != nil {
			return nil, err
		}
	}
	if email := c.Fields[crm.FieldEmail]; email != "" {
		numbers, err := v.ByEmail(email)
		if err := add("email", numbers, err, func(o *crm.Contact) bool {
			return crm.EmailKey(o.Fields[crm.FieldEmail]) == crm.EmailKey(email)
		}); err != nil {
			return nil, err
		}
	}
	if cnpj := c.Fields[crm.FieldCNPJ]; cnpj != "" {
		n, err := v.ByCNPJ(cnpj)
		if err := add("cnpj", []int64{n}, err, nil); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// SaveDraft keeps what the actor has begun on a contact, or on a new one for crm.NoID; "" discards it. It stays in this
// replica.
func (s *Service) SaveDraft(ctx context.Context, id crm.ID, body string) error {
	return s.db.Update(ctx, func(tx *sqlite.Tx) error {
		if err := tx.Require(crm.PermEdit); err != nil {
			return err
		}
		return tx.SaveDraft(id, body)
	})
}

// Avatars are the pictures of contacts, by id; contacts without one are left out.
func (s *Service) Avatars(ctx context.Context, ids []crm.ID) (out map[crm.ID][]byte, err error) {
	if len(ids) > 1000 {
		return nil, crm.Errorf(crm.CodeInvalid, "ids", "at most 1000 pictures at a time")
	}
	err = s.db.ViewAs(ctx, crm.PermView, func(v *sqlite.View) error {
		out, err = v.Avatars(ids)
		return err
	})
	return out, err
}
