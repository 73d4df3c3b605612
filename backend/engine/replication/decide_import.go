package replication

import (
	"fmt"
	"slices"

	"carteira/backend/crm"
)

// Contact is a new contact as its author proposes it.
func (b *ContactCreate) Contact(op *Op) *Contact {
	c := &Contact{
		ID: b.ID, Created: op.when(b.At), Updated: op.At, By: op.Actor, Stamp: op.Stamp(),
		Custom: b.Custom, Phones: b.Phones, Labels: b.Labels, Portfolio: b.Portfolio,
	}
	for f, text := range b.Fields {
		if f < maxField {
			c.SetField(f, text)
		}
	}
	if c.Portfolio != nil {
		c.Since = op.At
	}
	return c
}

// Contact is an imported contact; the documents of a chunk share its dictionaries.
func (c *ImportChunk) Contact(i int, op *Op) (*Contact, error) {
	x := &c.Creates[i]
	doc := x.document
	if doc == nil {
		read, err := DecodeDocument(x.Document)
		if err != nil {
			return nil, err
		}
		doc = &read
	}
	if len(x.ID) != len(crm.NoID) || len(doc.Fields) > int(maxField) {
		return nil, fmt.Errorf("imported contact %d of the chunk is malformed", i)
	}
	out := &Contact{
		ID: crm.ID(x.ID), Created: op.when(x.At), Updated: op.At, By: op.Actor, Stamp: op.Stamp(),
		Fields: doc.Fields, Phones: doc.Phones, Portfolio: x.Portfolio,
	}
	if out.Portfolio != nil {
		out.Since = op.At
	}
	for _, v := range doc.Custom {
		id, ok := c.Fields[v.Field]
		if !ok {
			return nil, fmt.Errorf("imported contact %d names a custom field outside the dictionary", i)
		}
		out.Custom = append(out.Custom, Custom{Field: id, Value: v.Value})
	}
	for _, n := range doc.Labels {
		id, ok := c.Labels[n]
		if !ok {
			return nil, fmt.Errorf("imported contact %d names a label outside the dictionary", i)
		}
		out.Labels = append(out.Labels, id)
	}
	return out, nil
}

// chunk decides a batch of an import, whole: earlier lines are part of the base (D3.8).
func (d *decision) chunk() error {
	c, err := d.op.takeChunk()
	if err != nil {
		d.reject(crm.CodeInvalid, crm.NoID)
		return nil
	}
	contacts := make([]*Contact, len(c.Creates))
	for i := range c.Creates {
		if contacts[i], err = c.Contact(i, d.op); err != nil {
			d.reject(crm.CodeInvalid, crm.NoID)
			return nil
		}
	}
	if slices.ContainsFunc(contacts, func(x *Contact) bool { return !x.wellFormed() }) ||
		slices.ContainsFunc(c.Edits, func(e ContactEdit) bool { return !e.wellFormed() }) {
		d.reject(crm.CodeInvalid, crm.NoID)
		return nil
	}
	value, err := d.s.Setting(crm.SettingNoDuplicates)
	if err != nil {
		return err
	}
	asProposed := len(contacts) > 0 && len(c.Edits) == 0
	for i, x := range contacts {
		same, err := d.imported(x, c.Creates[i].Notes, value == "on")
		if err != nil {
			return err
		}
		asProposed = asProposed && same
	}
	for i := range c.Edits {
		if err := d.importedEdit(&c.Edits[i]); err != nil {
			return err
		}
	}
	d.result.AsProposed = asProposed
	return nil
}

// batch decides what a batch action did to some of its contacts: edits that do not hold up one another, by the rights
// that each of them needs.
func (d *decision) batch() error {
	c, err := d.op.takeChunk()
	if err != nil || len(c.Creates) > 0 || slices.ContainsFunc(c.Edits, func(e ContactEdit) bool { return !e.wellFormed() }) {
		d.reject(crm.CodeInvalid, crm.NoID)
		return nil
	}
	mayEdit, err := d.may(crm.PermEdit)
	if err != nil {
		return err
	}
	for i := range c.Edits {
		e := &c.Edits[i]
		if !mayEdit && !e.onlyPortfolio() {
			if err := d.onlyAssigns(e); err != nil {
				return err
			}
		}
		if err := d.importedEdit(e); err != nil {
			return err
		}
	}
	return nil
}

// importedEdit is an edit of a line: one whose contact is gone does not hold up the others.
func (d *decision) importedEdit(e *ContactEdit) error {
	if err := d.rename(e); err != nil {
		return err
	}
	c, err := d.resolve(e.ID)
	switch {
	case err != nil:
		return err
	case c == nil:
		d.refuse(Refusal{Part: "contact", Code: CodeUnknown, Other: e.ID})
		return nil
	case c.Erased():
		d.refuse(Refusal{Part: "contact", Code: erasedCode(c), Other: e.ID})
		return nil
	}
	if err := d.editContact(c, e); err != nil {
		return err
	}
	return d.notes(c.ID, e.Notes)
}

// imported adds an imported contact, or folds it into the one that another office has made of the same person
// meanwhile: what a line later in one file would do (D3.8, S2).
func (d *decision) imported(c *Contact, notes []NoteAdd, fold bool) (same bool, err error) {
	known, err := d.resolve(c.ID)
	if err != nil {
		return false, err
	}
	if known != nil {
		if known.Erased() {
			d.refuse(Refusal{Part: "contact", Code: erasedCode(known), Other: c.ID})
		}
		return false, nil
	}
	var several []*Contact
	if fold && d.env.Server {
		var into *Contact
		if into, several, err = d.foldTarget(c); err != nil {
			return false, err
		}
		if into != nil {
			return false, d.fold(c, into, notes)
		}
	}
	if same, err = d.add(c); err != nil {
		return false, err
	}
	for _, o := range several[:min(len(several), maxTwin)] {
		same = false
		if err := d.conflict(Conflict{Contact: c.ID, Kind: ConflictDuplicate, Other: o.ID, By: d.op.Actor}); err != nil {
			return false, err
		}
	}
	return same, d.notes(c.ID, notes)
}

// foldTarget is the contact that a line is about: by CPF and nothing else, or by its phones, or by e-mail; of several
// the only active one (D3.8). None for several, which are left to a person.
func (d *decision) foldTarget(c *Contact) (into *Contact, several []*Contact, err error) {
	var found []*Contact
	for _, k := range c.matchKeys() {
		ids, err := d.holders(k, c)
		if err != nil {
			return nil, nil, err
		}
		for _, id := range ids {
			if slices.ContainsFunc(found, func(o *Contact) bool { return o.ID == id }) {
				continue
			}
			o, err := d.s.Contact(id)
			if err != nil {
				return nil, nil, err
			}
			found = append(found, o)
		}
	}
	if len(found) > 1 {
		several = slices.Clone(found)
		found = slices.DeleteFunc(found, func(o *Contact) bool { return !o.Active() })
	}
	if len(found) != 1 {
		return nil, several, nil
	}
	return found[0], nil, nil
}

// matchKeys are the keys that an imported line is matched by (D3.8).
func (c *Contact) matchKeys() []Key {
	if cpf := c.Field(crm.FieldCPF); cpf != "" {
		if n := crm.CPFKey(cpf); n != 0 {
			return []Key{{Kind: KeyCPF, Number: n}}
		}
		return nil
	}
	if phones := c.phoneKeys(); len(phones) > 0 {
		return phones
	}
	if email := c.Field(crm.FieldEmail); email != "" {
		return []Key{emailKey(email)}
	}
	return nil
}

// fold makes the proposed id stand for the contact that is there, and the line an edit of it: filled cells only; an
// inactive contact stays so (D3.8, D3.10).
func (d *decision) fold(c, into *Contact, notes []NoteAdd) error {
	if err := d.put(Effect{Alias: &Alias{Noun: NounContact, From: c.ID, To: into.ID}}); err != nil {
		return err
	}
	e := &ContactEdit{ID: into.ID, AddLabels: c.Labels}
	for f, text := range c.Fields {
		field := crm.Field(f)
		if text == "" || field == crm.FieldActive || field == crm.FieldCorporate && text != "true" {
			continue
		}
		e.Fields = append(e.Fields, FieldEdit{Field: field, Value: text})
	}
	for _, v := range c.Custom {
		e.Custom = append(e.Custom, CustomEdit{Field: v.Field, Value: v.Value})
	}
	for _, p := range c.Phones {
		same := func(q crm.Phone) bool { return q.MatchKey() == p.MatchKey() }
		if !slices.ContainsFunc(into.Phones, same) {
			e.AddPhones = append(e.AddPhones, p)
		}
	}
	if c.Portfolio != nil {
		e.Portfolio = &Assign{Link: c.Portfolio}
	}
	if err := d.editContact(into, e); err != nil {
		return err
	}
	return d.notes(into.ID, notes)
}
