package app

import (
	"context"

	"carteira/backend/crm"
)

// Services are the queues that interactions are sent to (D5.2, D9.4).
type Services struct{ app *App }

// ServiceRow is a service with its mailbox.
type ServiceRow struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Mailbox   string `json:"mailbox"`   // e-mail address, "" = none
	Validated bool   `json:"validated"` // the mailbox has been confirmed: only then e-mail is sent there
}

// List gives every service by name.
func (s *Services) List() ([]ServiceRow, error) {
	return signedIn(s.app, "Services.List", func(ctx context.Context) ([]ServiceRow, error) {
		all, err := s.app.settings.Services(ctx)
		return convert(all, func(x crm.Service) ServiceRow {
			return ServiceRow{ID: x.ID.String(), Name: x.Name, Mailbox: x.Mailbox, Validated: x.Validated}
		}), err
	})
}

// Save creates a service (no id) or changes one, and answers the id.
func (s *Services) Save(row ServiceRow) (string, error) {
	return signedIn(s.app, "Services.Save", func(ctx context.Context) (string, error) {
		id, err := optionalID(row.ID)
		if err != nil {
			return "", err
		}
		saved, err := s.app.settings.SaveService(ctx, crm.Service{ID: id, Name: row.Name, Mailbox: row.Mailbox, Validated: row.Validated})
		return saved.ID.String(), err
	})
}

// optionalID reads an id; "" is none.
func optionalID(text string) (crm.ID, error) {
	if text == "" {
		return crm.NoID, nil
	}
	return crm.ParseID(text)
}

// Tabulations are the disposition codes of closed interactions (D9.4).
type Tabulations struct{ app *App }

// Tabulation is one disposition code.
type Tabulation struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Service  string `json:"service"` // id, "" = offered in every service
	Archived bool   `json:"archived"`
}

// List gives every tabulation by name, archived ones too.
func (s *Tabulations) List() ([]Tabulation, error) {
	return signedIn(s.app, "Tabulations.List", func(ctx context.Context) ([]Tabulation, error) {
		all, err := s.app.settings.Tabulations(ctx)
		return convert(all, tabulationRow), err
	})
}

func tabulationRow(t crm.Tabulation) Tabulation {
	out := Tabulation{ID: t.ID.String(), Name: t.Name, Archived: t.Archived}
	if t.Service != crm.NoID {
		out.Service = t.Service.String()
	}
	return out
}

// Add creates a tabulation; an archived one of that name is brought back.
func (s *Tabulations) Add(name, service string) (Tabulation, error) {
	return signedIn(s.app, "Tabulations.Add", func(ctx context.Context) (Tabulation, error) {
		of, err := optionalID(service)
		if err != nil {
			return Tabulation{}, err
		}
		t, err := s.app.settings.AddTabulation(ctx, name, of)
		return tabulationRow(t), err
	})
}

// Rename gives a tabulation another name; interactions that have it keep the old one.
func (s *Tabulations) Rename(id, name string) error {
	return acting(s.app, "Tabulations.Rename", func(ctx context.Context) error {
		t, err := crm.ParseID(id)
		if err != nil {
			return err
		}
		_, err = s.app.settings.RenameTabulation(ctx, t, name)
		return err
	})
}

// SetArchived takes a tabulation out of use or brings it back.
func (s *Tabulations) SetArchived(id string, archived bool) error {
	return acting(s.app, "Tabulations.SetArchived", func(ctx context.Context) error {
		t, err := crm.ParseID(id)
		if err != nil {
			return err
		}
		_, err = s.app.settings.ArchiveTabulation(ctx, t, archived)
		return err
	})
}
