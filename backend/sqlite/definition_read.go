package sqlite

import (
	"carteira/backend/crm"
)

// CustomFields lists the custom fields in the order that people gave them. What the server has refused counts as archived
// as long as it is still named here.
func (v *View) CustomFields() (out []crm.CustomField, err error) {
	err = v.c.query(`SELECT`+fieldColumns+` FROM field f WHERE f.state < 2 ORDER BY f.position, f.name_key`, nil, func(row result) error {
		f, err := scanField(row)
		if err != nil {
			return err
		}
		out = append(out, crm.CustomField{ID: f.ID, Name: f.Name, Type: f.Type, Choices: f.Choices, Archived: f.Archived || row[7].(int64) == refusedRow})
		return nil
	})
	return out, err
}

// Labels lists the labels, likewise.
func (v *View) Labels() (out []crm.Label, err error) {
	err = v.c.query(`SELECT`+labelColumns+` FROM label l WHERE l.state < 2 ORDER BY l.position, l.name_key`, nil, func(row result) error {
		l, err := scanLabel(row)
		if err != nil {
			return err
		}
		out = append(out, crm.Label{ID: l.ID, Name: l.Name, Color: l.Color, Archived: l.Archived || row[6].(int64) == refusedRow})
		return nil
	})
	return out, err
}

// Services lists the services by name.
func (v *View) Services() (out []crm.Service, err error) {
	err = v.c.query(`SELECT id, name, mailbox, validated FROM service WHERE state = 0 ORDER BY name`, nil, func(row result) error {
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
