package sqlite

import (
	"encoding/json"
	"fmt"

	"carteira/backend/crm"
)

// CustomFields lists the custom fields by name.
func (v *View) CustomFields() (out []crm.CustomField, err error) {
	err = v.c.query(`SELECT id, name, type, choices FROM field ORDER BY name_key`, nil, func(row result) error {
		f := crm.CustomField{ID: blobID(row[0]), Name: row[1].(string), Type: crm.FieldType(row[2].(string))}
		if err := json.Unmarshal([]byte(row[3].(string)), &f.Choices); err != nil {
			return fmt.Errorf("choices of a custom field: %w", err)
		}
		out = append(out, f)
		return nil
	})
	return out, err
}

// Labels lists the labels by name.
func (v *View) Labels() (out []crm.Label, err error) {
	err = v.c.query(`SELECT id, name, color FROM label ORDER BY name_key`, nil, func(row result) error {
		out = append(out, crm.Label{ID: blobID(row[0]), Name: row[1].(string), Color: row[2].(string)})
		return nil
	})
	return out, err
}

// Services lists the services by name.
func (v *View) Services() (out []crm.Service, err error) {
	err = v.c.query(`SELECT id, name, mailbox, validated FROM service ORDER BY name`, nil, func(row result) error {
		out = append(out, crm.Service{
			ID: blobID(row[0]), Name: row[1].(string), Mailbox: row[2].(string), Validated: row[3].(int64) != 0,
		})
		return nil
	})
	return out, err
}

func (v *View) labelNames() (map[int64]string, error) {
	names := map[int64]string{}
	err := v.c.query(`SELECT n, name FROM label`, nil, func(row result) error {
		names[row[0].(int64)] = row[1].(string)
		return nil
	})
	return names, err
}

func (v *View) userNames() (map[crm.ID]string, error) {
	names := map[crm.ID]string{}
	err := v.c.query(`SELECT id, name FROM account`, nil, func(row result) error {
		names[blobID(row[0])] = row[1].(string)
		return nil
	})
	return names, err
}
