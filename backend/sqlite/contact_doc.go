package sqlite

import (
	"fmt"

	"github.com/fxamacker/cbor/v2"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// contactDoc is how a contact is stored: what is never filtered needs no column of its own, which makes a
// bulk import a third faster than a wide table. Blank trailing fields are cut.
type contactDoc struct {
	_      struct{} `cbor:",toarray"`
	Fields []string // by crm.Field
	Phones []crm.Phone
	Custom []docCustom
	Labels []int64 // label.n
}

type docCustom struct {
	_     struct{} `cbor:",toarray"`
	Field int64    // field.n
	Value string
}

// encodeDoc writes a contact's document. Every field, label and user it names must be defined.
func (v *View) encodeDoc(c *crm.Contact) ([]byte, error) {
	doc := contactDoc{Fields: c.Fields[:], Phones: c.Phones}
	for len(doc.Fields) > 0 && doc.Fields[len(doc.Fields)-1] == "" {
		doc.Fields = doc.Fields[:len(doc.Fields)-1]
	}
	if len(c.Custom) > 0 {
		fields, err := v.fieldNumbers()
		if err != nil {
			return nil, err
		}
		for _, cv := range c.Custom {
			n, ok := fields.n[cv.Field]
			if !ok {
				return nil, crm.Errorf(crm.CodeNotFound, "custom_fields", "there is no such custom field")
			}
			doc.Custom = append(doc.Custom, docCustom{Field: n, Value: cv.Value})
		}
	}
	if len(c.Labels) > 0 {
		labels, err := v.labelNumbers()
		if err != nil {
			return nil, err
		}
		for _, id := range c.Labels {
			n, ok := labels.n[id]
			if !ok {
				return nil, crm.Errorf(crm.CodeNotFound, "labels", "there is no such label")
			}
			doc.Labels = append(doc.Labels, n)
		}
	}
	return cbor.Marshal(&doc)
}

// decodeDoc fills c from its document.
func (v *View) decodeDoc(b []byte, c *crm.Contact) error {
	var doc contactDoc
	if err := cbor.Unmarshal(b, &doc); err != nil {
		return fmt.Errorf("read contact document: %w", err)
	}
	copy(c.Fields[:], doc.Fields)
	c.Phones = doc.Phones
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

// versions are the fields written since the contact was created, each with its stamp (S2). The key is the
// field's name, or "custom:" and the custom field's id.
type versions map[string]fieldVersion

type fieldVersion struct {
	_      struct{} `cbor:",toarray"`
	HLC    replication.HLC
	Device int64 // device.n
}

func decodeVersions(b []byte) (versions, error) {
	if len(b) == 0 {
		return nil, nil
	}
	var v versions
	if err := cbor.Unmarshal(b, &v); err != nil {
		return nil, fmt.Errorf("read field versions: %w", err)
	}
	return v, nil
}

func (v versions) encode() ([]byte, error) {
	if len(v) == 0 {
		return nil, nil
	}
	return cbor.Marshal(v)
}

func customKey(id crm.ID) string { return "custom:" + id.String() }
