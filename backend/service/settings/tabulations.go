package settings

import (
	"context"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// Tabulations lists the tabulations by name, archived ones too.
func (s *Service) Tabulations(ctx context.Context) (out []crm.Tabulation, err error) {
	err = s.db.ViewAs(ctx, crm.PermView, func(v *sqlite.View) (err error) { out, err = v.Tabulations(); return err })
	return out, err
}

// AddTabulation creates a tabulation of a service, or of all of them; crm.CodeConflict when the name is taken there. An
// archived one of that name is brought back.
func (s *Service) AddTabulation(ctx context.Context, name string, service crm.ID) (t crm.Tabulation, err error) {
	t = crm.Tabulation{ID: crm.NewID(), Service: service}
	if t.Name, err = crm.ParseDefinitionName("name", name); err != nil {
		return t, err
	}
	err = s.update(ctx, crm.PermSettings, "tabulation.add", func(tx *sqlite.Tx) (crm.ID, error) {
		if err := knownService(tx, service); err != nil {
			return t.ID, err
		}
		same, err := tx.TabulationNamed(t.Name, service)
		if err != nil {
			return t.ID, err
		}
		if same != nil && !same.Archived {
			return t.ID, crm.Errorf(crm.CodeConflict, "name", "there is already a tabulation of that name")
		}
		if same != nil {
			t.ID = same.ID
		}
		return t.ID, tx.PutTabulation(t)
	})
	return t, err
}

// RenameTabulation gives a tabulation another name. Interactions keep the one that was chosen.
func (s *Service) RenameTabulation(ctx context.Context, id crm.ID, name string) (t crm.Tabulation, err error) {
	if name, err = crm.ParseDefinitionName("name", name); err != nil {
		return t, err
	}
	return s.changeTabulation(ctx, id, "tabulation.rename", func(t *crm.Tabulation) { t.Name = name })
}

// ArchiveTabulation takes a tabulation out of use, or brings it back.
func (s *Service) ArchiveTabulation(ctx context.Context, id crm.ID, archived bool) (crm.Tabulation, error) {
	action := "tabulation.archive"
	if !archived {
		action = "tabulation.restore"
	}
	return s.changeTabulation(ctx, id, action, func(t *crm.Tabulation) { t.Archived = archived })
}

func (s *Service) changeTabulation(ctx context.Context, id crm.ID, action string, change func(t *crm.Tabulation)) (t crm.Tabulation, err error) {
	err = s.update(ctx, crm.PermSettings, action, func(tx *sqlite.Tx) (crm.ID, error) {
		if t, err = tx.Tabulation(id); err != nil {
			return id, err
		}
		change(&t)
		return t.ID, tx.PutTabulation(t)
	})
	return t, err
}

func knownService(tx *sqlite.Tx, id crm.ID) error {
	if id == crm.NoID {
		return nil
	}
	all, err := tx.Services()
	if err != nil {
		return err
	}
	for _, x := range all {
		if x.ID == id {
			return nil
		}
	}
	return crm.Errorf(crm.CodeNotFound, "service", "there is no such service")
}
