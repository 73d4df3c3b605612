package app

import (
	"context"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// Definitions are the custom fields and labels of the organization, for those who keep them in order (D1.7).
type Definitions struct{ app *App }

// FieldRow is a custom field as settings show it.
type FieldRow struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Type     string   `json:"type"`
	Choices  []string `json:"choices"`
	Archived bool     `json:"archived"`
	Contacts int64    `json:"contacts"` // that have a value of it
}

// LabelRow is a label as settings show it.
type LabelRow struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Color    string `json:"color"`
	Archived bool   `json:"archived"`
	Contacts int64  `json:"contacts"` // that have it
}

// FieldChange is what to change of a custom field; what is absent stays.
type FieldChange struct {
	Name     *string  `json:"name,omitempty"`
	Choices  []string `json:"choices,omitempty"`
	Archived *bool    `json:"archived,omitempty"`
}

// LabelChange is what to change of a label.
type LabelChange struct {
	Name     *string `json:"name,omitempty"`
	Color    *string `json:"color,omitempty"`
	Archived *bool   `json:"archived,omitempty"`
}

// Fields lists the custom fields in their order, archived ones too.
func (s *Definitions) Fields() ([]FieldRow, error) {
	return signedIn(s.app, "Definitions.Fields", func(ctx context.Context) ([]FieldRow, error) {
		all, err := s.app.settings.Fields(ctx)
		if err != nil {
			return nil, err
		}
		use, err := s.app.settings.FieldUse(ctx)
		return convert(all, func(f crm.CustomField) FieldRow {
			return FieldRow{ID: f.ID.String(), Name: f.Name, Type: string(f.Type), Choices: f.Choices, Archived: f.Archived, Contacts: use[f.ID]}
		}), err
	})
}

// Labels lists the labels in their order, archived ones too.
func (s *Definitions) Labels() ([]LabelRow, error) {
	return signedIn(s.app, "Definitions.Labels", func(ctx context.Context) ([]LabelRow, error) {
		all, err := s.app.settings.Labels(ctx)
		if err != nil {
			return nil, err
		}
		use, err := s.app.settings.LabelUse(ctx)
		return convert(all, func(l crm.Label) LabelRow {
			return LabelRow{ID: l.ID.String(), Name: l.Name, Color: l.Color, Archived: l.Archived, Contacts: use[l.ID]}
		}), err
	})
}

// AddField creates a custom field and answers its id. Choices belong to the type "choice".
func (s *Definitions) AddField(name, kind string, choices []string) (string, error) {
	return signedIn(s.app, "Definitions.AddField", func(ctx context.Context) (string, error) {
		t, err := crm.ParseFieldType(kind)
		if err != nil {
			return "", err
		}
		f, err := s.app.settings.AddField(ctx, crm.CustomField{Name: name, Type: t, Choices: choices})
		return f.ID.String(), err
	})
}

// AddLabel creates a label and answers its id.
func (s *Definitions) AddLabel(name, color string) (string, error) {
	return signedIn(s.app, "Definitions.AddLabel", func(ctx context.Context) (string, error) {
		l, err := s.app.settings.AddLabel(ctx, crm.Label{Name: name, Color: color})
		return l.ID.String(), err
	})
}

// ChangeField renames or archives a custom field, or changes what it offers.
func (s *Definitions) ChangeField(id string, c FieldChange) error {
	return s.on("Definitions.ChangeField", id, func(ctx context.Context, id crm.ID) error {
		return s.app.settings.UpdateField(ctx, id, sqlite.FieldUpdate{Name: c.Name, Choices: c.Choices, Archived: c.Archived})
	})
}

// ChangeLabel renames, colours or archives a label.
func (s *Definitions) ChangeLabel(id string, c LabelChange) error {
	return s.on("Definitions.ChangeLabel", id, func(ctx context.Context, id crm.ID) error {
		return s.app.settings.UpdateLabel(ctx, id, sqlite.LabelUpdate{Name: c.Name, Color: c.Color, Archived: c.Archived})
	})
}

// MoveField puts a custom field at a place among all of them, 0 = first.
func (s *Definitions) MoveField(id string, to int) error {
	return s.on("Definitions.MoveField", id, func(ctx context.Context, id crm.ID) error { return s.app.settings.MoveField(ctx, id, to) })
}

// MoveLabel puts a label at a place among all of them, 0 = first.
func (s *Definitions) MoveLabel(id string, to int) error {
	return s.on("Definitions.MoveLabel", id, func(ctx context.Context, id crm.ID) error { return s.app.settings.MoveLabel(ctx, id, to) })
}

func (s *Definitions) on(call, id string, do func(ctx context.Context, id crm.ID) error) error {
	return acting(s.app, call, func(ctx context.Context) error {
		of, err := crm.ParseID(id)
		if err != nil {
			return err
		}
		return do(ctx, of)
	})
}
