package importer

import (
	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// base is what the lines of a file are matched against: the replica itself, or the replica with a dry run's
// changes laid over it. Numbers are positive and stay the same for one contact.
type base interface {
	Lookup(sqlite.Keys) (sqlite.Found, error)
	Many(numbers []int64) (map[int64]*sqlite.Stored, error) // those that are there
	At(n int64) (*sqlite.Stored, error)                     // nil = gone
	HasOpenInteraction(n int64) (bool, error)
	HasNote(n int64, text string) (bool, error)
}

// rules are what the organization has set and defined, as it stands in the transaction.
type rules struct {
	noDuplicates  bool
	mustBeReached bool
	users         map[string]crm.User // active ones, by lower-cased e-mail
	services      map[string]crm.ID   // by exact name
	fields        map[string]crm.CustomField
	labels        map[string]crm.ID          // by folded name, like fields
	wanted        map[string]crm.CustomField // what fields that are not there yet are to be
}

func readRules(v *sqlite.View, o *Options) (*rules, error) {
	wanted, err := o.wanted()
	if err != nil {
		return nil, err
	}
	r := &rules{
		wanted: wanted, users: map[string]crm.User{}, services: map[string]crm.ID{},
		fields: map[string]crm.CustomField{}, labels: map[string]crm.ID{},
	}
	value, err := v.Setting(crm.SettingNoDuplicates)
	if err != nil {
		return nil, err
	}
	r.noDuplicates = value == "on"
	if value, err = v.Setting(crm.SettingRequireReachable); err != nil {
		return nil, err
	}
	r.mustBeReached = value == "on"
	users, err := v.Users()
	if err != nil {
		return nil, err
	}
	for _, u := range users {
		if u.Active {
			r.users[crm.EmailKey(u.Email)] = u
		}
	}
	services, err := v.Services()
	if err != nil {
		return nil, err
	}
	for _, s := range services {
		r.services[s.Name] = s.ID
	}
	fields, err := v.CustomFields()
	if err != nil {
		return nil, err
	}
	for _, f := range fields {
		r.fields[crm.Fold(f.Name)] = f
	}
	labels, err := v.Labels()
	if err != nil {
		return nil, err
	}
	for _, l := range labels {
		r.labels[crm.Fold(l.Name)] = l.ID
	}
	return r, nil
}
