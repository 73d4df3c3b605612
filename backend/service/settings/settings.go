// Package settings changes what an organization has chosen and defined: settings, services, custom fields and
// labels (D1.7, D9.4); it also reads the audit that all of it leaves.
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
	name, err := crm.ParseDefinitionName("name", service.Name)
	if err != nil {
		return service, err
	}
	service.Name = name
	if service.Mailbox != "" {
		if service.Mailbox, err = crm.ParseEmail(service.Mailbox); err != nil {
			return service, err
		}
	}
	if service.Validated && service.Mailbox == "" {
		return service, crm.Errorf(crm.CodeInvalid, "mailbox", "only a mailbox can be validated")
	}
	err = s.update(ctx, crm.PermSettings, "service.put", func(tx *sqlite.Tx) (id crm.ID, err error) {
		service.ID, err = tx.DefineService(service)
		return service.ID, err
	})
	return service, err
}

// Fields lists the custom fields.
func (s *Service) Fields(ctx context.Context) (out []crm.CustomField, err error) {
	err = s.db.ViewAs(ctx, crm.PermView, func(v *sqlite.View) (err error) { out, err = v.CustomFields(); return err })
	return out, err
}

// AddField creates a custom field; crm.CodeConflict when the name is taken.
func (s *Service) AddField(ctx context.Context, f crm.CustomField) (crm.CustomField, error) {
	name, err := crm.ParseDefinitionName("name", f.Name)
	if err != nil {
		return f, err
	}
	f.Name = name
	if (f.Type == crm.TypeChoice) != (len(f.Choices) > 0) {
		return f, crm.Errorf(crm.CodeInvalid, "choices", "choices belong to a field of type choice, which needs some")
	}
	err = s.update(ctx, crm.PermSettings, "field.add", func(tx *sqlite.Tx) (crm.ID, error) {
		id, created, err := tx.DefineField(f)
		if err == nil && !created {
			err = crm.Errorf(crm.CodeConflict, "name", "there is already a custom field of that name")
		}
		f.ID = id
		return id, err
	})
	return f, err
}

// Labels lists the labels.
func (s *Service) Labels(ctx context.Context) (out []crm.Label, err error) {
	err = s.db.ViewAs(ctx, crm.PermView, func(v *sqlite.View) (err error) { out, err = v.Labels(); return err })
	return out, err
}

// AddLabel creates a label; crm.CodeConflict when the name is taken.
func (s *Service) AddLabel(ctx context.Context, l crm.Label) (crm.Label, error) {
	name, err := crm.ParseDefinitionName("name", l.Name)
	if err != nil {
		return l, err
	}
	l.Name = name
	err = s.update(ctx, crm.PermEdit, "label.add", func(tx *sqlite.Tx) (crm.ID, error) {
		id, created, err := tx.DefineLabel(l)
		if err == nil && !created {
			err = crm.Errorf(crm.CodeConflict, "name", "there is already a label of that name")
		}
		l.ID = id
		return id, err
	})
	return l, err
}

// Audit lists the newest entries of the audit.
func (s *Service) Audit(ctx context.Context, limit int) (out []crm.AuditEntry, err error) {
	err = s.db.ViewAs(ctx, crm.PermSettings, func(v *sqlite.View) (err error) { out, err = v.AuditEntries(limit); return err })
	return out, err
}

// VerifyAudit checks the whole chain; broken is the first entry that does not fit, 0 when all do (D9.3).
func (s *Service) VerifyAudit(ctx context.Context) (entries, broken int64, err error) {
	err = s.db.ViewAs(ctx, crm.PermSettings, func(v *sqlite.View) (err error) { entries, broken, err = v.VerifyAudit(); return err })
	return entries, broken, err
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
