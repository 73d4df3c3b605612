package sqlite

import (
	"context"

	"carteira/backend/crm"
)

// OpenScratch opens a replica that nobody will miss: it is not put on disk with care and has no search index.
func OpenScratch(ctx context.Context, dir string) (*DB, error) {
	db, err := Open(ctx, dir, Options{scratch: true})
	if err != nil {
		return nil, err
	}
	_, err = db.writer.raw.Exec(`PRAGMA synchronous = OFF; PRAGMA cache_size = -32768;`, nil)
	return db, err
}

// Define creates custom fields and labels that do not exist yet.
func (tx *Tx) Define(fields []crm.CustomField, labels []crm.Label) error {
	for _, f := range fields {
		if _, _, err := tx.DefineField(f); err != nil {
			return err
		}
	}
	for _, l := range labels {
		if _, _, err := tx.DefineLabel(l); err != nil {
			return err
		}
	}
	return nil
}

// CopyDefinitions takes over the users, services, fields, labels and settings of another replica, for a dry
// run against it.
func (tx *Tx) CopyDefinitions(from *View) error {
	users, err := from.Users()
	if err != nil {
		return err
	}
	for _, u := range users {
		if err := tx.PutUser(u, "-"); err != nil {
			return err
		}
	}
	services, err := from.Services()
	if err != nil {
		return err
	}
	for _, s := range services {
		if _, err := tx.DefineService(s); err != nil {
			return err
		}
	}
	for _, name := range crm.Settings() {
		value, err := from.Setting(name)
		if err != nil {
			return err
		}
		if err := tx.SetSetting(name, value); err != nil {
			return err
		}
	}
	fields, err := from.CustomFields()
	if err != nil {
		return err
	}
	labels, err := from.Labels()
	if err != nil {
		return err
	}
	return tx.Define(fields, labels)
}
