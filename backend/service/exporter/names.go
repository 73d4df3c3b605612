package exporter

import (
	"context"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// Names turn the identifiers of a contact into what people call them.
type Names struct {
	Fields, Labels, Services map[crm.ID]string
	Users                    map[crm.ID]crm.User
}

// Names reads them as they stand.
func (s *Service) Names(ctx context.Context) (*Names, error) {
	n := &Names{map[crm.ID]string{}, map[crm.ID]string{}, map[crm.ID]string{}, map[crm.ID]crm.User{}}
	err := s.db.ViewAs(ctx, crm.PermExport, func(v *sqlite.View) error {
		fields, err := v.CustomFields()
		if err != nil {
			return err
		}
		for _, f := range fields {
			n.Fields[f.ID] = f.Name
		}
		labels, err := v.Labels()
		if err != nil {
			return err
		}
		for _, l := range labels {
			n.Labels[l.ID] = l.Name
		}
		users, err := v.Users()
		if err != nil {
			return err
		}
		for _, u := range users {
			n.Users[u.ID] = u
		}
		services, err := v.Services()
		for _, x := range services {
			n.Services[x.ID] = x.Name
		}
		return err
	})
	return n, err
}
