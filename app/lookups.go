package app

import (
	"context"
	"sync"
	"time"

	"carteira/backend/crm"
)

// Lookups are the short lists that filters and forms choose from.
type Lookups struct{ app *App }

// Label of contacts. Color is a token of the theme.
type Label struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Color string `json:"color"`
	// Archived: not to be offered for new values; contacts keep it and lists filter by it.
	Archived bool `json:"archived"`
}

// UserOption is a user to choose.
type UserOption struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Email  string `json:"email"`
	Active bool   `json:"active"`
}

// Field is a custom field. Type is "text", "number", "date" or "choice".
type Field struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Type string `json:"type"`
	// Choices are what a field of type "choice" offers; contacts may hold others from before.
	Choices  []string `json:"choices"`
	Archived bool     `json:"archived"` // see Label
}

// Service is a queue to which interactions can be sent.
type Service struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Labels lists the labels.
func (s *Lookups) Labels() ([]Label, error) {
	return signedIn(s.app, "Lookups.Labels", func(ctx context.Context) ([]Label, error) {
		all, err := s.app.settings.Labels(ctx)
		return convert(all, labelOf), err
	})
}

// Users lists the users, the inactive ones too.
func (s *Lookups) Users() ([]UserOption, error) {
	return signedIn(s.app, "Lookups.Users", func(ctx context.Context) ([]UserOption, error) {
		all, err := s.app.access.Users(ctx)
		return convert(all, func(u crm.User) UserOption {
			return UserOption{ID: u.ID.String(), Name: u.Name, Email: u.Email, Active: u.Active}
		}), err
	})
}

// Fields lists the custom fields.
func (s *Lookups) Fields() ([]Field, error) {
	return signedIn(s.app, "Lookups.Fields", func(ctx context.Context) ([]Field, error) {
		all, err := s.app.settings.Fields(ctx)
		return convert(all, fieldOf), err
	})
}

// Services lists the services.
func (s *Lookups) Services() ([]Service, error) {
	return signedIn(s.app, "Lookups.Services", func(ctx context.Context) ([]Service, error) {
		all, err := s.app.settings.Services(ctx)
		return convert(all, func(x crm.Service) Service { return Service{ID: x.ID.String(), Name: x.Name} }), err
	})
}

// Channels lists the channels of origin.
func (s *Lookups) Channels() ([]string, error) {
	return signedIn(s.app, "Lookups.Channels", func(context.Context) ([]string, error) { return crm.Channels, nil })
}

func labelOf(l crm.Label) Label {
	return Label{ID: l.ID.String(), Name: l.Name, Color: l.Color, Archived: l.Archived}
}

func fieldOf(f crm.CustomField) Field {
	return Field{ID: f.ID.String(), Name: f.Name, Type: string(f.Type), Choices: f.Choices, Archived: f.Archived}
}

func convert[A, B any](in []A, f func(A) B) []B {
	out := make([]B, len(in))
	for i, x := range in {
		out[i] = f(x)
	}
	return out
}

// nameTable says names for the ids that a contact refers to.
type nameTable struct {
	users    map[crm.ID]string
	labels   map[crm.ID]Label
	fields   map[crm.ID]Field
	services map[crm.ID]string
}

// directory keeps the last nameTable: a list that is scrolled asks for a page every few milliseconds.
type directory struct {
	mu     sync.Mutex
	table  *nameTable
	loaded time.Time
	stamp  int // counts changes, so that a table read before one is not kept
}

// namesAge bounds how long the rename of another program stays unseen. Changes of our own are heard of.
const namesAge = 5 * time.Second

func (d *directory) forget() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.table = nil
	d.stamp++
}

// namesFor gives a table that knows everything the contacts refer to, as far as it exists.
func (a *App) namesFor(ctx context.Context, all ...*crm.Contact) (*nameTable, error) {
	d := &a.names
	d.mu.Lock()
	table, stamp := d.table, d.stamp
	if time.Since(d.loaded) > namesAge {
		table = nil
	}
	d.mu.Unlock()
	if table != nil && table.knows(all) {
		return table, nil
	}
	table, err := a.readNames(ctx)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.stamp == stamp {
		d.table, d.loaded = table, time.Now()
	}
	return table, nil
}

func (a *App) readNames(ctx context.Context) (*nameTable, error) {
	n := &nameTable{map[crm.ID]string{}, map[crm.ID]Label{}, map[crm.ID]Field{}, map[crm.ID]string{}}
	users, err := a.access.Users(ctx)
	if err != nil {
		return nil, err
	}
	for _, u := range users {
		n.users[u.ID] = u.Name
	}
	labels, err := a.settings.Labels(ctx)
	if err != nil {
		return nil, err
	}
	for _, l := range labels {
		n.labels[l.ID] = labelOf(l)
	}
	fields, err := a.settings.Fields(ctx)
	if err != nil {
		return nil, err
	}
	for _, f := range fields {
		n.fields[f.ID] = fieldOf(f)
	}
	services, err := a.settings.Services(ctx)
	if err != nil {
		return nil, err
	}
	for _, s := range services {
		n.services[s.ID] = s.Name
	}
	return n, nil
}

func (n *nameTable) knows(all []*crm.Contact) bool {
	for _, c := range all {
		for _, id := range c.Labels {
			if _, ok := n.labels[id]; !ok {
				return false
			}
		}
		for _, v := range c.Custom {
			if _, ok := n.fields[v.Field]; !ok {
				return false
			}
		}
		if p := c.Portfolio; p != nil {
			if _, ok := n.users[p.Owner]; !ok {
				return false
			}
		}
	}
	return true
}
