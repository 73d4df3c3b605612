package settings

import (
	"context"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// Custom fields and labels (D1.7). Nothing that is in use disappears: what is not wanted any more is archived, which
// takes it from what forms and imports offer. Contacts keep it, lists filter by it, exports have it; an import or script
// that names it is taken to mean it, and brings nothing back.

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
	switch {
	case f.Type == crm.TypeChoice:
		if f.Choices, err = crm.ParseChoices(f.Choices); err != nil {
			return f, err
		}
	case len(f.Choices) > 0:
		return f, crm.Errorf(crm.CodeInvalid, "choices", "choices belong to a field of type choice")
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
	if l.Color != "" {
		if l.Color, err = crm.ParseLabelColor(l.Color); err != nil {
			return l, err
		}
	}
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

// UpdateField changes the name of a custom field, what it offers, or whether it is archived. The type never changes.
func (s *Service) UpdateField(ctx context.Context, id crm.ID, u sqlite.FieldUpdate) error {
	if err := parseName(u.Name); err != nil {
		return err
	}
	return s.update(ctx, crm.PermSettings, "field."+action(u.Archived), func(tx *sqlite.Tx) (crm.ID, error) {
		if u.Choices != nil {
			if err := checkChoices(tx, id, &u); err != nil {
				return id, err
			}
		}
		return id, tx.UpdateField(id, u)
	})
}

func checkChoices(tx *sqlite.Tx, id crm.ID, u *sqlite.FieldUpdate) error {
	fields, err := tx.CustomFields()
	if err != nil {
		return err
	}
	for _, f := range fields {
		if f.ID == id && f.Type != crm.TypeChoice {
			return crm.Errorf(crm.CodeInvalid, "choices", "choices belong to a field of type choice")
		}
	}
	u.Choices, err = crm.ParseChoices(u.Choices)
	return err
}

// UpdateLabel changes the name or colour of a label, or whether it is archived.
func (s *Service) UpdateLabel(ctx context.Context, id crm.ID, u sqlite.LabelUpdate) error {
	if err := parseName(u.Name); err != nil {
		return err
	}
	if u.Color != nil {
		if _, err := crm.ParseLabelColor(*u.Color); err != nil {
			return err
		}
	}
	return s.update(ctx, crm.PermSettings, "label."+action(u.Archived), func(tx *sqlite.Tx) (crm.ID, error) {
		return id, tx.UpdateLabel(id, u)
	})
}

func parseName(name *string) (err error) {
	if name != nil {
		*name, err = crm.ParseDefinitionName("name", *name)
	}
	return err
}

// action is what the audit says was done.
func action(archived *bool) string {
	switch {
	case archived == nil:
		return "change"
	case *archived:
		return "archive"
	}
	return "restore"
}

// MoveField puts a custom field at a place among all of them, 0 = first.
func (s *Service) MoveField(ctx context.Context, id crm.ID, to int) error {
	return s.update(ctx, crm.PermSettings, "field.move", func(tx *sqlite.Tx) (crm.ID, error) { return id, tx.MoveField(id, to) })
}

// MoveLabel puts a label at a place among all of them, 0 = first.
func (s *Service) MoveLabel(ctx context.Context, id crm.ID, to int) error {
	return s.update(ctx, crm.PermSettings, "label.move", func(tx *sqlite.Tx) (crm.ID, error) { return id, tx.MoveLabel(id, to) })
}

// FieldUse counts the contacts that have a value of each custom field.
func (s *Service) FieldUse(ctx context.Context) (out map[crm.ID]int64, err error) {
	err = s.db.ViewAs(ctx, crm.PermView, func(v *sqlite.View) (err error) { out, err = v.FieldUse(); return err })
	return out, err
}

// LabelUse counts the contacts that have each label.
func (s *Service) LabelUse(ctx context.Context) (out map[crm.ID]int64, err error) {
	err = s.db.ViewAs(ctx, crm.PermView, func(v *sqlite.View) (err error) { out, err = v.LabelUse(); return err })
	return out, err
}
