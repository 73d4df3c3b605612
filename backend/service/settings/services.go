package settings

import (
	"context"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// SaveService creates a service (no id) or changes the one with the id: name, mailbox, whether it is validated (D9.4).
// crm.CodeConflict when another has the name.
func (s *Service) SaveService(ctx context.Context, service crm.Service) (crm.Service, error) {
	service, err := checkService(service)
	if err != nil {
		return service, err
	}
	action := "service.update"
	if service.ID == crm.NoID {
		service.ID, action = crm.NewID(), "service.add"
	}
	err = s.update(ctx, crm.PermSettings, action, func(tx *sqlite.Tx) (crm.ID, error) {
		all, err := tx.Services()
		if err != nil {
			return service.ID, err
		}
		found := action == "service.add"
		for _, x := range all {
			if x.ID != service.ID && crm.Fold(x.Name) == crm.Fold(service.Name) {
				return service.ID, crm.Errorf(crm.CodeConflict, "name", "there is already a service of that name")
			}
			found = found || x.ID == service.ID
		}
		if !found {
			return service.ID, crm.Errorf(crm.CodeNotFound, "service", "there is no such service")
		}
		return service.ID, tx.PutService(service)
	})
	return service, err
}

// checkService brings a service into the stored form. Only a mailbox can be validated (D5.2: e-mail is sent to no other).
func checkService(service crm.Service) (_ crm.Service, err error) {
	if service.Name, err = crm.ParseDefinitionName("name", service.Name); err != nil {
		return service, err
	}
	if service.Mailbox != "" {
		if service.Mailbox, err = crm.ParseEmail(service.Mailbox); err != nil {
			return service, err
		}
	}
	if service.Validated && service.Mailbox == "" {
		return service, crm.Errorf(crm.CodeInvalid, "mailbox", "only a mailbox can be validated")
	}
	return service, nil
}
