package sqlite

import (
	"fmt"

	"github.com/fxamacker/cbor/v2"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// What is never filtered needs no column of its own: a contact is stored as one document, which makes a bulk
// import a third faster than a wide table.

// document is a contact as it is stored. Every field and label it names must be defined.
func (v *View) document(c *crm.Contact) (doc replication.Document, err error) {
	doc.Fields, doc.Phones = c.Fields[:], c.Phones
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
