package contacts

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// The rules of what people fill in (D1), once for whoever saves and whoever only asks: Create and Update end with the
// first refusal, Check collects them all.

// pencil lays an input over a contact.
type pencil struct {
	v   *sqlite.View
	old *crm.Contact // as it is; blank for a new one
	tx  *sqlite.Tx   // nil for whoever only asks: nothing is defined

	problems []Problem // when tx is nil
}

// apply validates the input and lays it over the contact c, which is a copy of old.
func apply(tx *sqlite.Tx, in *Input, old, c *crm.Contact) error {
	p := pencil{v: &tx.View, old: old, tx: tx}
	return p.write(in, c)
}

// refuse notes what is wrong with a part, or ends with it. What is not about the input always ends.
func (p *pencil) refuse(part string, err error) error {
	if err == nil || crm.CodeOf(err) == "" || p.tx != nil {
		return err
	}
	p.problems = append(p.problems, problem(part, err))
	return nil
}

func (p *pencil) write(in *Input, c *crm.Contact) error {
	for _, step := range []func(*Input, *crm.Contact) error{
		p.fields, p.phones, p.custom, p.labels, p.notes, p.avatar, p.reachable, p.freeCNPJ,
	} {
		if err := step(in, c); err != nil {
			return err
		}
	}
	return nil
}

func (p *pencil) fields(in *Input, c *crm.Contact) error {
	for _, f := range slices.Sorted(maps.Keys(in.Fields)) {
		text := in.Fields[f]
		if text == p.old.Fields[f] {
			continue // a legacy value stays as it is (D1.3)
		}
		value, err := parseField(f, text, today(p.v))
		if err != nil {
			if err := p.refuse(f.String(), err); err != nil {
				return err
			}
			continue
		}
		c.Fields[f] = value
	}
	_, named := in.Fields[crm.FieldName]
	if c.Fields[crm.FieldName] == "" && (named || p.old.ID == crm.NoID) {
		return p.refuse("name", crm.Errorf(crm.CodeNameRequired, "name", "a contact needs a name"))
	}
	return nil
}

// parseField validates one scalar value on a day, YYYY-MM-DD.
func parseField(f crm.Field, text, day string) (string, error) {
	value, err := crm.ParseField(f, text)
	if err != nil {
		return "", err
	}
	if f == crm.FieldBirthDate && value != "" && crm.DateInFuture(value, day) {
		return "", crm.Errorf(crm.CodeDateInvalid, f.String(), "this date lies in the future")
	}
	if f == crm.FieldChannel {
		return value, crm.CheckChannel(value)
	}
	return value, nil
}

func (p *pencil) phones(in *Input, c *crm.Contact) error {
	if in.Phones == nil {
		return nil
	}
	phones := []crm.Phone{}
	for i, text := range in.Phones {
		phone := crm.Phone(text)
		if !slices.Contains(p.old.Phones, phone) { // a legacy number stays as it is (D1.3)
			var err error
			if phone, err = crm.ParsePhone(text); err != nil {
				if err := p.refuse(phonePart(i), err); err != nil {
					return err
				}
				continue
			}
		}
		if !slices.Contains(phones, phone) {
			phones = append(phones, phone)
		}
	}
	c.Phones = phones
	if len(phones) > crm.MaxPhones {
		return p.refuse("phones", crm.Errorf(crm.CodePhonesTooMany, "phones", "a contact has at most %d phones", crm.MaxPhones))
	}
	return nil
}

func (p *pencil) custom(in *Input, c *crm.Contact) error {
	if len(in.Custom)+len(in.NewFields) == 0 {
		return nil
	}
	known, err := p.v.CustomFields()
	if err != nil {
		return err
	}
	find := func(name string) int {
		return slices.IndexFunc(known, func(f crm.CustomField) bool { return crm.Fold(f.Name) == crm.Fold(name) })
	}
	create := func(f crm.CustomField) error {
		if f, err = parseDefinition(f); err != nil {
			return err
		}
		if find(f.Name) >= 0 {
			return nil
		}
		f.ID = crm.NewID()
		if p.tx != nil {
			if f.ID, _, err = p.tx.DefineField(f); err != nil {
				return err
			}
		}
		known = append(known, f)
		return nil
	}
	for _, f := range in.NewFields {
		if err := p.refuse(customPart(f.Name), create(f)); err != nil {
			return err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(in.Custom)) {
		if find(name) < 0 {
			if err := create(crm.CustomField{Name: name}); err != nil {
				if err := p.refuse(customPart(name), err); err != nil {
					return err
				}
				continue
			}
		}
		f := &known[find(strings.TrimSpace(name))]
		if in.Custom[name] == c.CustomOf(f.ID) {
			continue // a legacy value stays as it is (D1.3)
		}
		text, err := crm.ParseText("custom_fields", in.Custom[name], 4000)
		if err == nil {
			text, err = f.Parse(text)
		}
		if err != nil {
			if err := p.refuse(customPart(name), err); err != nil {
				return err
			}
			continue
		}
		c.SetCustom(f.ID, text)
	}
	return nil
}

// parseDefinition validates a custom field to create.
func parseDefinition(f crm.CustomField) (out crm.CustomField, err error) {
	if out.Name, err = crm.ParseDefinitionName("custom_fields", f.Name); err != nil {
		return out, err
	}
	if out.Type, err = crm.ParseFieldType(string(f.Type)); err != nil {
		return out, err
	}
	if out.Type != crm.TypeChoice {
		return out, nil
	}
	for _, text := range f.Choices {
		choice, err := crm.ParseText("custom_fields", text, 120)
		if err != nil {
			return out, err
		}
		if choice != "" && !slices.Contains(out.Choices, choice) {
			out.Choices = append(out.Choices, choice)
		}
	}
	if len(out.Choices) == 0 {
		return out, crm.Errorf(crm.CodeInvalid, "custom_fields", "a custom field of type choice needs a choice")
	}
	return out, nil
}

func (p *pencil) labels(in *Input, c *crm.Contact) error {
	if in.Labels == nil {
		return nil
	}
	c.Labels = nil
	for _, name := range in.Labels {
		name, err := crm.ParseDefinitionName("labels", name)
		if err != nil {
			if err := p.refuse("labels", err); err != nil {
				return err
			}
			continue
		}
		if p.tx == nil {
			continue
		}
		id, _, err := p.tx.DefineLabel(crm.Label{Name: name})
		if err != nil {
			return err
		}
		if !slices.Contains(c.Labels, id) {
			c.Labels = append(c.Labels, id)
		}
	}
	return nil
}

func (p *pencil) notes(in *Input, _ *crm.Contact) error {
	in.Notes = slices.Clone(in.Notes)
	for i, note := range in.Notes {
		text, err := crm.ParseText("notes", note, 10_000)
		if err != nil {
			if err := p.refuse("notes", err); err != nil {
				return err
			}
			continue
		}
		in.Notes[i] = text
	}
	return nil
}

func (p *pencil) avatar(in *Input, _ *crm.Contact) error {
	if len(in.Avatar) == 0 {
		return nil
	}
	image, err := crm.ParseAvatar(in.Avatar)
	if err == nil {
		in.Avatar = image
	}
	return p.refuse("avatar", err)
}

// reachable is the organization's wish for an e-mail address or a phone (D1.2): no contact is made without, and none is
// left without.
func (p *pencil) reachable(_ *Input, c *crm.Contact) error {
	was := p.old.Fields[crm.FieldEmail] != "" || len(p.old.Phones) > 0
	if p.old.ID != crm.NoID && !was || c.Fields[crm.FieldEmail] != "" || len(c.Phones) > 0 {
		return nil
	}
	value, err := p.v.Setting(crm.SettingRequireReachable)
	if err != nil || value != "on" {
		return err
	}
	return p.refuse("email", crm.Errorf(crm.CodeUnreachable, "email", "a contact needs an e-mail address or a phone"))
}

// freeCNPJ keeps a CNPJ on one contact (D1.8). One that two offices gave to two contacts stays until it is changed.
func (p *pencil) freeCNPJ(_ *Input, c *crm.Contact) error {
	cnpj := c.Fields[crm.FieldCNPJ]
	if cnpj == "" || cnpj == p.old.Fields[crm.FieldCNPJ] {
		return nil
	}
	n, err := p.v.ByCNPJ(cnpj)
	if err != nil || n == 0 {
		return err
	}
	holder, err := p.v.At(n)
	if err != nil || holder == nil || holder.ID == p.old.ID {
		return err
	}
	return p.refuse("cnpj", crm.Errorf(crm.CodeCNPJTaken, "cnpj", "another contact already has this CNPJ"))
}

func phonePart(i int) string        { return fmt.Sprintf("phones.%d", i) }
func customPart(name string) string { return "custom_fields." + cmp.Or(strings.TrimSpace(name), "?") }
func today(v *sqlite.View) string   { return v.Now().Local().Format("2006-01-02") }
func problem(part string, err error) Problem {
	return Problem{Part: part, Code: crm.CodeOf(err), Message: err.Error()}
}
