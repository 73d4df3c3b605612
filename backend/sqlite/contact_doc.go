package sqlite

import (
	"fmt"
	"slices"

	"github.com/fxamacker/cbor/v2"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// What is never filtered needs no column of its own: a contact is stored as one document, which makes a bulk
// import a third faster than a wide table.

// document is a contact as it is stored. Every field and label it names must be defined.
func (v *View) document(c *crm.Contact) (doc replication.Document, err error) {
	doc.Fields, doc.Phones = allFields(c), allPhones(c)
	doc.Trim()
	if len(c.Custom) > 0 {
		fields, err := v.fieldNumbers()
		if err != nil {
			return doc, err
		}
		for _, cv := range c.Custom {
			n, ok := fields.n[cv.Field]
			if !ok {
				return doc, crm.Errorf(crm.CodeNotFound, "custom_fields", "there is no such custom field")
			}
			doc.Custom = append(doc.Custom, replication.DocumentValue{Field: n, Value: cv.Value})
		}
	}
	if len(c.Labels) > 0 {
		labels, err := v.labelNumbers()
		if err != nil {
			return doc, err
		}
		for _, id := range c.Labels {
			n, ok := labels.n[id]
			if !ok {
				return doc, crm.Errorf(crm.CodeNotFound, "labels", "there is no such label")
			}
			doc.Labels = append(doc.Labels, n)
		}
	}
	return doc, nil
}

// decodeDoc fills c from its document.
func (v *View) decodeDoc(b []byte, c *crm.Contact) error {
	doc, err := replication.DecodeDocument(b)
	if err != nil {
		return err
	}
	setFields(c, doc.Fields)
	setPhones(c, doc.Phones)
	if len(doc.Custom) > 0 {
		fields, err := v.fieldNumbers()
		if err != nil {
			return err
		}
		c.Custom = make([]crm.CustomValue, len(doc.Custom))
		for i, d := range doc.Custom {
			c.Custom[i] = crm.CustomValue{Field: fields.id[d.Field], Value: d.Value}
		}
	}
	if len(doc.Labels) > 0 {
		labels, err := v.labelNumbers()
		if err != nil {
			return err
		}
		c.Labels = make([]crm.ID, len(doc.Labels))
		for i, n := range doc.Labels {
			c.Labels[i] = labels.id[n]
		}
	}
	return nil
}

// allFields are a contact's scalar fields with those of a newer version.
func allFields(c *crm.Contact) []string {
	if len(c.Newer) == 0 {
		return c.Fields[:]
	}
	return slices.Concat(c.Fields[:], c.Newer)
}

func setFields(c *crm.Contact, all []string) {
	if n := copy(c.Fields[:], all); len(all) > n {
		c.Newer = slices.Clone(all[n:])
	}
}

// allPhones are a contact's phones with those past the limit (S2).
func allPhones(c *crm.Contact) []crm.Phone {
	if len(c.Overflow) == 0 {
		return c.Phones
	}
	return slices.Concat(c.Phones, c.Overflow)
}

func setPhones(c *crm.Contact, all []crm.Phone) {
	n := min(len(all), crm.MaxPhones)
	c.Phones, c.Overflow = all[:n:n], nil
	if len(all) > n {
		c.Overflow = all[n:]
	}
}

// provenance is which operation wrote the parts of a contact that were written since its creation (S2), and which
// additions put its phones and labels there, where that was not the creation.
type provenance struct {
	Parts  map[string]replication.Stamp      `cbor:"1,keyasint,omitempty"`
	Phones map[crm.Phone][]replication.Stamp `cbor:"2,keyasint,omitempty"`
	Labels map[crm.ID][]replication.Stamp    `cbor:"3,keyasint,omitempty"`
}

func decodeProvenance(b []byte) (p provenance, err error) {
	if len(b) == 0 {
		return p, nil
	}
	if err := cbor.Unmarshal(b, &p); err != nil {
		return p, fmt.Errorf("read field versions: %w", err)
	}
	return p, nil
}

// encode is nil for what has only its creation behind it.
func (p *provenance) encode() ([]byte, error) {
	if len(p.Parts)+len(p.Phones)+len(p.Labels) == 0 {
		return nil, nil
	}
	return cbor.Marshal(p)
}

func customKey(id crm.ID) string { return replication.CustomPart(id) }
