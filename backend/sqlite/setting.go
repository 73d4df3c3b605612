package sqlite

import (
	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// Setting is the value of a setting, its default when nobody has set it.
func (v *View) Setting(s crm.Setting) (string, error) {
	value := crm.DefaultSetting(s)
	_, err := v.c.one(`SELECT value FROM setting WHERE name = ?`, values(string(s)), func(row result) error {
		value = row[0].(string)
		return nil
	})
	return value, err
}

// SetSetting changes a setting; the caller has checked the value.
func (tx *Tx) SetSetting(s crm.Setting, value string) error {
	set := &replication.SettingSet{Name: s, Value: value}
	if err := tx.keepRecord(replication.Effect{Setting: set}); err != nil {
		return err
	}
	if err := tx.writeSetting(s, value); err != nil {
		return err
	}
	return tx.recordNow(replication.KindSettingSet, crm.NoID, set)
}

func (tx *Tx) writeSetting(s crm.Setting, value string) error {
	_, err := tx.c.exec(`
		INSERT INTO setting (name, value) VALUES (?, ?)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value`, string(s), value)
	tx.Announce(Event{"setting"})
	return err
}

// ImportMapping is the column mapping remembered for a set of headers, as JSON; "" when there is none (D3.2).
func (v *View) ImportMapping(headerKey string) (mapping string, err error) {
	_, err = v.c.one(`SELECT mapping FROM import_mapping WHERE header_key = ?`, values(headerKey), func(row result) error {
		mapping = row[0].(string)
		return nil
	})
	return mapping, err
}

// SetImportMapping remembers a column mapping. It stays in this office.
func (tx *Tx) SetImportMapping(headerKey, mapping string) error {
	_, err := tx.c.exec(`
		INSERT INTO import_mapping (header_key, mapping) VALUES (?, ?)
		ON CONFLICT (header_key) DO UPDATE SET mapping = excluded.mapping`, headerKey, mapping)
	return err
}
