// Package settings changes what an organization has chosen and defined: settings, services, custom fields,
// labels and tabulations (D1.7, D9.4).
package settings

import (
	"context"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// Service changes and reads settings and definitions.
type Service struct{ db *sqlite.DB }

// New returns the service.
func New(db *sqlite.DB) *Service { return &Service{db} }

// All gives every setting. Anybody who is signed in may read them: they decide how the window behaves.
func (s *Service) All(ctx context.Context) (map[crm.Setting]string, error) {
	out := map[crm.Setting]string{}
	err := s.db.View(ctx, func(v *sqlite.View) error {
		for _, name := range crm.Settings() {
			value, err := v.Setting(name)
			if err != nil {
				return err
			}
			out[name] = value
		}
		return nil
	})
	return out, err
}

// Set changes one setting.
func (s *Service) Set(ctx context.Context, name crm.Setting, value string) error {
	if err := crm.CheckSetting(name, value); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *sqlite.Tx) error {
		if err := tx.Require(crm.PermSettings); err != nil {
			return err
		}
		if err := tx.SetSetting(name, value); err != nil {
			return err
		}
		return tx.Audit("setting.set", crm.NoID, map[string]any{"name": name})
	})
}

// Services lists the services.
func (s *Service) Services(ctx context.Context) (out []crm.Service, err error) {
	err = s.db.ViewAs(ctx, crm.PermView, func(v *sqlite.View) (err error) { out, err = v.Services(); return err })
	return out, err
}

// PutService creates a service, or changes the mailbox of the one with that name.
func (s *Service) PutService(ctx context.Context, service crm.Service) (crm.Service, error) {
	service, err := checkService(service)
	if err != nil {
		return service, err
	}
	err = s.update(ctx, crm.PermSettings, "service.put", func(tx *sqlite.Tx) (id crm.ID, err error) {
		service.ID, err = tx.DefineService(service)
		return service.ID, err
	})
	return service, err
}

func (s *Service) update(ctx context.Context, p crm.Permission, action string, f func(tx *sqlite.Tx) (crm.ID, error)) error {
	return s.db.Update(ctx, func(tx *sqlite.Tx) error {
		if err := tx.Require(p); err != nil {
			return err
		}
		id, err := f(tx)
		if err != nil {
			return err
		}
		return tx.Audit(action, id, nil)
	})
}
