package replication

import (
	"slices"

	"carteira/backend/crm"
)

// create is a contact that a person has made: it stays, whatever it has in common with others (S2).
func (d *decision) create(b *ContactCreate) error {
	c := b.Contact(d.op)
	if !c.wellFormed() {
		d.reject(crm.CodeInvalid, crm.NoID)
		return nil
	}
	if known, err := d.resolve(c.ID); err != nil || known != nil {
		if known != nil && known.Erased() {
			d.supersede(known)
		}
		return err
	}
	if c.Portfolio != nil {
		may, err := d.may(crm.PermAssign)
		if err != nil {
			return err
		}
		if !may {
			d.refuse(Refusal{Part: PartPortfolio, Code: crm.CodeNotAllowed})
			c.Portfolio, c.Since = nil, 0
		}
	}
	if _, err := d.add(c); err != nil {
		return err
	}
	return d.notes(c.ID, b.Notes)
}

// add puts a new contact, without what others have already, and lists what to look at. same: it is as proposed.
func (d *decision) add(c *Contact) (same bool, err error) {
	tidy := c.tidy()
	refs, err := d.resolveRefs(c)
	if err != nil {
		return false, err
	}
	taken, err := d.dropTakenCNPJ(c)
	if err != nil {
		return false, err
	}
	twins, err := d.twins(c)
	if err != nil {
		return false, err
	}
	if err := d.put(Effect{Put: c}); err != nil {
		return false, err
	}
	if taken != nil {
		if err := d.conflict(*taken); err != nil {
			return false, err
		}
	}
	for _, id := range twins {
		if err := d.conflict(Conflict{Contact: c.ID, Kind: ConflictDuplicate, Other: id, By: d.op.Actor}); err != nil {
			return false, err
		}
	}
	return tidy && refs && taken == nil && len(twins) == 0, nil
}

// dropTakenCNPJ keeps a CNPJ on one contact: the later one goes without, and its text into the conflict (D1.8, S2).
func (d *decision) dropTakenCNPJ(c *Contact) (*Conflict, error) {
	cnpj := c.Field(crm.FieldCNPJ)
	if cnpj == "" {
		return nil, nil
	}
	holder, err := d.cnpjHolder(cnpj, c.ID)
	if err != nil || holder == crm.NoID {
		return nil, err
	}
	c.SetField(crm.FieldCNPJ, "")
	return d.cnpjConflict(c.ID, cnpj, holder), nil
}

func (d *decision) cnpjConflict(contact crm.ID, cnpj string, holder crm.ID) *Conflict {
	return &Conflict{Contact: contact, Kind: ConflictCNPJ, Part: crm.FieldCNPJ.String(), Value: cnpj, Other: holder,
		By: d.op.Actor, Stamp: d.op.Stamp()}
}

func (d *decision) cnpjHolder(cnpj string, self crm.ID) (crm.ID, error) {
	holders, err := d.s.Holders(Key{Kind: KeyCNPJ, Text: cnpj})
	if err != nil {
		return crm.NoID, err
	}
	for _, id := range holders {
		if id != self {
			return id, nil
		}
	}
	return crm.NoID, nil
}

// twins are the contacts that a manual creation shares a CPF, phone or e-mail with.
func (d *decision) twins(c *Contact) ([]crm.ID, error) {
	if !d.env.Server || d.op.Kind == KindImportChunk {
		return nil, nil
	}
	var out []crm.ID
	for _, k := range c.Keys() {
		if k.Kind == KeyCNPJ {
			continue
		}
		holders, err := d.holders(k, c)
		if err != nil {
			return nil, err
		}
		for _, id := range holders {
			if !slices.Contains(out, id) && len(out) < maxTwin {
				out = append(out, id)
			}
		}
	}
	return out, nil
}

// holders are the contacts other than c that hold one of its keys, e-mail addresses compared.
func (d *decision) holders(k Key, c *Contact) ([]crm.ID, error) {
	holders, err := d.s.Holders(k)
	if err != nil {
		return nil, err
	}
	var out []crm.ID
	for _, id := range holders {
		if id == c.ID {
			continue
		}
		if k.Kind == KeyEmail {
			same, err := d.sameEmail(id, c)
			if err != nil {
				return nil, err
			}
			if !same {
				continue
			}
		}
		out = append(out, id)
	}
	return out, nil
}

// sameEmail compares the addresses behind a shared hash: of the contact or of one merged into it.
func (d *decision) sameEmail(root crm.ID, c *Contact) (bool, error) {
	tree, err := d.s.Tree(root)
	if err != nil {
		return false, err
	}
	for _, id := range tree {
		o, err := d.s.Contact(id)
		if err != nil {
			return false, err
		}
		if o != nil && crm.EmailKey(o.Field(crm.FieldEmail)) == crm.EmailKey(c.Field(crm.FieldEmail)) {
			return true, nil
		}
	}
	return false, nil
}
