package cli

import (
	"context"
	"time"

	"carteira/backend/crm"
	"carteira/backend/service/exporter"
)

// contactDoc is a contact in JSON.
type contactDoc struct{ exporter.Document }

// names turns the identifiers of a contact into what people call them.
type names struct {
	fields, labels, services map[crm.ID]string
	users                    map[crm.ID]crm.User
}

func (s *session) names(ctx context.Context) (*names, error) {
	n := &names{map[crm.ID]string{}, map[crm.ID]string{}, map[crm.ID]string{}, map[crm.ID]crm.User{}}
	fields, err := s.settings.Fields(ctx)
	if err != nil {
		return nil, err
	}
	for _, f := range fields {
		n.fields[f.ID] = f.Name
	}
	labels, err := s.settings.Labels(ctx)
	if err != nil {
		return nil, err
	}
	for _, l := range labels {
		n.labels[l.ID] = l.Name
	}
	services, err := s.settings.Services(ctx)
	if err != nil {
		return nil, err
	}
	for _, x := range services {
		n.services[x.ID] = x.Name
	}
	users, err := s.access.Users(ctx)
	for _, u := range users {
		n.users[u.ID] = u
	}
	return n, err
}

func (n *names) contact(c *crm.Contact, notes []crm.Note) contactDoc {
	all := exporter.Names{Fields: n.fields, Labels: n.labels, Services: n.services, Users: n.users}
	return contactDoc{all.Document(c, notes)}
}

// timeText is RFC 3339 in UTC, to the millisecond that is stored; null for no time.
func timeText(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := t.UTC().Truncate(time.Millisecond).Format(time.RFC3339Nano)
	return &s
}

func idText(id crm.ID) *string {
	if id == crm.NoID {
		return nil
	}
	s := id.String()
	return &s
}
