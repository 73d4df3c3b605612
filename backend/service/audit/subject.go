package audit

import (
	"context"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// Subject is what an entry is about, by the name it has now: the audit itself holds no names (D9.3).
type Subject struct {
	Kind string // "contact", "user", "service", "label", "field", "tabulation"
	Name string // "" for a contact without a right to see contacts
}

// Subjects finds the records that entries name, as far as they are there: who has been erased has no name any more.
func (s *Service) Subjects(ctx context.Context, ids []crm.ID) (map[crm.ID]Subject, error) {
	out := map[crm.ID]Subject{}
	actor, err := crm.ActorOf(ctx)
	if err != nil {
		return nil, err
	}
	err = s.db.ViewAs(ctx, crm.PermSettings, func(v *sqlite.View) error {
		known, err := definitions(v)
		if err != nil {
			return err
		}
		mayView := v.Require(actor, crm.PermView) == nil
		for _, id := range ids {
			if id == crm.NoID {
				continue
			}
			if subject, ok := known[id]; ok {
				out[id] = subject
				continue
			}
			c, err := v.Contact(id)
			if crm.CodeOf(err) == crm.CodeNotFound || err == nil && c == nil {
				continue // a job, or gone
			}
			if err != nil {
				return err
			}
			subject := Subject{Kind: "contact"}
			if mayView {
				subject.Name = c.Contact.Fields[crm.FieldName]
			}
			out[id] = subject
		}
		return nil
	})
	return out, err
}

// definitions are the records that are few.
func definitions(v *sqlite.View) (map[crm.ID]Subject, error) {
	out := map[crm.ID]Subject{}
	users, err := v.Users()
	if err != nil {
		return nil, err
	}
	for _, u := range users {
		out[u.ID] = Subject{"user", u.Name}
	}
	services, err := v.Services()
	if err != nil {
		return nil, err
	}
	for _, x := range services {
		out[x.ID] = Subject{"service", x.Name}
	}
	labels, err := v.Labels()
	if err != nil {
		return nil, err
	}
	for _, x := range labels {
		out[x.ID] = Subject{"label", x.Name}
	}
	fields, err := v.CustomFields()
	if err != nil {
		return nil, err
	}
	for _, x := range fields {
		out[x.ID] = Subject{"field", x.Name}
	}
	tabulations, err := v.Tabulations()
	if err != nil {
		return nil, err
	}
	for _, x := range tabulations {
		out[x.ID] = Subject{"tabulation", x.Name}
	}
	return out, nil
}
