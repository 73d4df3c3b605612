package replication

import (
	"slices"

	"carteira/backend/crm"
)

// edit changes a contact, or its primary.
func (d *decision) edit(e *ContactEdit) error {
	if !e.wellFormed() {
		d.reject(crm.CodeInvalid, crm.NoID)
		return nil
	}
	c, err := d.editTarget(e)
	if err != nil || c == nil {
		return err
	}
	if !e.onlyPortfolio() {
		if err := d.onlyAssigns(e); err != nil {
			return err
		}
	}
	if err := d.editContact(c, e); err != nil {
		return err
	}
	return d.notes(c.ID, e.Notes)
}

func (d *decision) editTarget(e *ContactEdit) (*Contact, error) {
	if err := d.rename(e); err != nil {
		return nil, err
	}
	if !e.Alone {
		return d.target(e.ID)
	}
	c, err := d.s.Contact(e.ID)
	switch {
	case err != nil:
		return nil, err
	case c == nil:
		d.reject(CodeUnknown, crm.NoID)
		return nil, nil
	case c.Erased():
		d.supersede(c)
		return nil, nil
	}
	return c, nil
}

// aliasOnly resolves an id that an import has folded away, but not a merge.
func (d *decision) aliasOnly(id crm.ID) (crm.ID, error) {
	c, err := d.s.Contact(id)
	if err != nil || c != nil {
		return id, err
	}
	return d.s.Root(NounContact, id)
}

// rename directs an edit of a contact that an import has folded away to the one that it is by now.
func (d *decision) rename(e *ContactEdit) (err error) {
	e.ID, err = d.aliasOnly(e.ID)
	return err
}

func (d *decision) editContact(c *Contact, e *ContactEdit) error {
	if err := d.resolveEdit(c, e); err != nil {
		return err
	}
	delta, lost, refused := c.Edit(e, d.author)
	d.refuse(refused...)
	if delta != nil {
		if taken, err := d.dropTakenCNPJEdit(c, delta); err != nil {
			return err
		} else if taken != nil {
			if err := d.conflict(*taken); err != nil {
				return err
			}
			lost = slices.DeleteFunc(lost, func(l Lost) bool { return l.Part == taken.Part && !l.OfOperation }) // it stays
		}
		if !delta.empty() {
			if err := d.put(Effect{Change: delta}); err != nil {
				return err
			}
		}
	}
	for _, l := range lost {
		if err := d.fieldConflict(c.ID, l); err != nil {
			return err
		}
	}
	return nil
}

func (d *decision) fieldConflict(contact crm.ID, l Lost) error {
	x := Conflict{Contact: contact, Kind: ConflictField, Part: l.Part, Value: l.Value, Winner: l.Winner,
		Stamp: l.Stamp, WinnerStamp: l.WinnerStamp}
	if l.OfOperation {
		x.By = d.op.Actor
	} else {
		x.WinnerBy = d.op.Actor
	}
	return d.conflict(x)
}

func (d *decision) dropTakenCNPJEdit(c *Contact, delta *Delta) (*Conflict, error) {
	i := slices.IndexFunc(delta.Fields, func(f FieldSet) bool { return f.Field == crm.FieldCNPJ })
	if i < 0 || delta.Fields[i].Value == "" {
		return nil, nil
	}
	cnpj := delta.Fields[i].Value
	holder, err := d.cnpjHolder(cnpj, c.ID)
	if err != nil || holder == crm.NoID {
		return nil, err
	}
	delta.Fields = slices.Delete(delta.Fields, i, i+1)
	return d.cnpjConflict(c.ID, cnpj, holder), nil
}

func (d *decision) notes(contact crm.ID, notes []NoteAdd) error {
	for _, n := range notes {
		if err := d.note(contact, n); err != nil {
			return err
		}
	}
	return nil
}

func (d *decision) note(contact crm.ID, n NoteAdd) error {
	if n.ID == crm.NoID || tooLong(n.Text) {
		d.refuse(Refusal{Part: string(NounNote), Code: crm.CodeInvalid})
		return nil
	}
	c, err := d.target(contact)
	if err != nil || c == nil {
		return err
	}
	known, err := d.s.Known(NounNote, n.ID)
	if err != nil || known {
		return err
	}
	return d.put(Effect{Note: &Note{ID: n.ID, Contact: c.ID, Author: d.op.Actor, At: d.op.when(n.At), Text: n.Text}})
}

func (d *decision) settle(x *ConflictSettle) error {
	known, err := d.s.Known(NounConflict, x.ID)
	if err != nil || !known {
		return err
	}
	return d.put(Effect{Settled: &x.ID})
}
