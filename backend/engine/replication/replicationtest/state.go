// Package replicationtest is a replication.State on maps, for tests: it carries effects out the way a server does,
// slowly and plainly.
package replicationtest

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"

	"carteira/backend/crm"
	r "carteira/backend/engine/replication"
)

// State is an organization's records. It is not safe for concurrent use.
type State struct {
	contacts     map[crm.ID]*r.Contact
	aliases      map[aliasKey]crm.ID
	notes        map[crm.ID]r.Note
	interactions map[crm.ID]r.InteractionAdd
	surveys      map[crm.ID]r.Survey // by interaction
	appointments map[crm.ID]r.Appointment
	fields       map[crm.ID]r.FieldDefine
	labels       map[crm.ID]r.LabelDefine
	services     map[crm.ID]r.ServiceDefine
	users        map[crm.ID]r.UserPut
	settings     map[crm.Setting]r.SettingSet
	permissions  map[permissionKey]r.PermissionSet
	blacklist    map[crm.ID]r.BlacklistAdd
	conflicts    map[crm.ID]r.Conflict
	segments     map[crm.ID]r.Segment
	avatars      map[crm.ID]r.Avatar // by contact
	tabulations  map[crm.ID]r.TabulationPut

	effects []r.Effect // put since the last Take
}

type aliasKey struct {
	noun r.Noun
	id   crm.ID
}

type permissionKey struct {
	profile    crm.Profile
	permission crm.Permission
}

func (k permissionKey) compare(o permissionKey) int {
	return cmp.Or(cmp.Compare(k.profile, o.profile), cmp.Compare(k.permission, o.permission))
}

var _ r.State = (*State)(nil)

// NewState is an organization without any record.
func NewState() *State {
	return &State{
		contacts: map[crm.ID]*r.Contact{}, aliases: map[aliasKey]crm.ID{}, notes: map[crm.ID]r.Note{},
		surveys: map[crm.ID]r.Survey{}, appointments: map[crm.ID]r.Appointment{},
		interactions: map[crm.ID]r.InteractionAdd{}, fields: map[crm.ID]r.FieldDefine{}, labels: map[crm.ID]r.LabelDefine{},
		services: map[crm.ID]r.ServiceDefine{}, users: map[crm.ID]r.UserPut{}, settings: map[crm.Setting]r.SettingSet{},
		permissions: map[permissionKey]r.PermissionSet{}, blacklist: map[crm.ID]r.BlacklistAdd{}, conflicts: map[crm.ID]r.Conflict{}, segments: map[crm.ID]r.Segment{},
		avatars:     map[crm.ID]r.Avatar{},
		tabulations: map[crm.ID]r.TabulationPut{},
	}
}

// Clone copies the state. Contacts are shared: Put replaces them and never changes one.
func (s *State) Clone() *State {
	return &State{
		contacts: maps.Clone(s.contacts), aliases: maps.Clone(s.aliases), notes: maps.Clone(s.notes),
		surveys: maps.Clone(s.surveys), appointments: maps.Clone(s.appointments),
		interactions: maps.Clone(s.interactions), fields: maps.Clone(s.fields), labels: maps.Clone(s.labels),
		services: maps.Clone(s.services), users: maps.Clone(s.users), settings: maps.Clone(s.settings),
		permissions: maps.Clone(s.permissions), blacklist: maps.Clone(s.blacklist), conflicts: maps.Clone(s.conflicts), segments: maps.Clone(s.segments),
		avatars:     maps.Clone(s.avatars),
		tabulations: maps.Clone(s.tabulations),
	}
}

// Take is the effects put since the last call: those of one operation, when it is called after each.
func (s *State) Take() []r.Effect {
	e := s.effects
	s.effects = nil
	return e
}

// Root resolves aliases and merges. It panics on a cycle, which no schedule may write (S5.8).
func (s *State) Root(noun r.Noun, id crm.ID) (crm.ID, error) {
	for range len(s.contacts) + len(s.aliases) + 1 {
		next, ok := s.aliases[aliasKey{noun, id}]
		if noun == r.NounContact {
			if c := s.contacts[id]; c != nil {
				next, ok = c.MergedInto, c.MergedInto != crm.NoID
			}
		}
		if !ok {
			return id, nil
		}
		id = next
	}
	panic(fmt.Sprintf("bug: %s %s leads round in a circle", noun, id))
}

func (s *State) root(id crm.ID) crm.ID {
	root, _ := s.Root(r.NounContact, id)
	return root
}

// Contact is the contact of exactly this id.
func (s *State) Contact(id crm.ID) (*r.Contact, error) { return s.contacts[id], nil }

// Tree is every contact merged into the root, the root first, the others by id.
func (s *State) Tree(root crm.ID) ([]crm.ID, error) {
	tree := []crm.ID{root}
	for _, id := range sortedIDs(s.contacts) {
		if id != root && s.root(id) == root {
			tree = append(tree, id)
		}
	}
	return tree, nil
}

// Holders looks through every contact.
func (s *State) Holders(k r.Key) ([]crm.ID, error) {
	var out []crm.ID
	for _, id := range sortedIDs(s.contacts) {
		if root := s.root(id); slices.Contains(s.contacts[id].Keys(), k) && !slices.Contains(out, root) {
			out = append(out, root)
		}
	}
	return out, nil
}

// Open tells whether an interaction, survey or appointment of the contact or of one merged into it is open.
func (s *State) Open(contact crm.ID) (bool, error) {
	for _, x := range s.interactions {
		if x.Open && (x.Contact == contact || s.root(x.Contact) == contact) {
			return true, nil
		}
	}
	for _, x := range s.surveys {
		if x.Open() && (x.Contact == contact || s.root(x.Contact) == contact) {
			return true, nil
		}
	}
	for _, x := range s.appointments {
		if x.Open() && (x.Contact == contact || s.root(x.Contact) == contact) {
			return true, nil
		}
	}
	return false, nil
}

// Known tells whether there is a record of that id.
func (s *State) Known(noun r.Noun, id crm.ID) (known bool, err error) {
	switch noun {
	case r.NounContact:
		_, known = s.contacts[id]
	case r.NounNote:
		_, known = s.notes[id]
	case r.NounInteraction:
		_, known = s.interactions[id]
	case r.NounSurvey:
		_, known = s.surveys[id]
	case r.NounAppointment:
		_, known = s.appointments[id]
	case r.NounUser:
		_, known = s.users[id]
	case r.NounField:
		_, known = s.fields[id]
	case r.NounLabel:
		_, known = s.labels[id]
	case r.NounService:
		_, known = s.services[id]
	case r.NounSetting:
		for _, x := range s.settings {
			known = known || x.ID() == id
		}
	case r.NounPermission:
		for _, x := range s.permissions {
			known = known || x.ID() == id
		}
	case r.NounBlacklist:
		_, known = s.blacklist[id]
	case r.NounAvatar:
		_, known = s.avatars[id]
	case r.NounConflict:
		_, known = s.conflicts[id]
	case r.NounSegment:
		_, known = s.segments[id]
	case r.NounTabulation:
		_, known = s.tabulations[id]
	}
	return known, nil
}

// Note reads a note.
func (s *State) Note(id crm.ID) (*r.Note, error) { return find(s.notes, id), nil }

// Attached looks through everything.
func (s *State) Attached(contact crm.ID) (out r.Attached, err error) {
	for _, x := range s.interactions {
		out.Requests = out.Requests || x.Contact == contact
	}
	for _, x := range s.surveys {
		out.Requests = out.Requests || x.Contact == contact
	}
	for _, x := range s.appointments {
		out.Requests = out.Requests || x.Contact == contact
	}
	for _, id := range sortedIDs(s.notes) {
		if x := s.notes[id]; x.Contact == contact && !x.TakenBack() {
			out.Notes = append(out.Notes, id)
		}
	}
	for _, id := range sortedIDs(s.conflicts) {
		if s.conflicts[id].Contact == contact {
			out.Conflicts = append(out.Conflicts, id)
		}
	}
	return out, nil
}

// Segment reads a saved segment.
func (s *State) Segment(id crm.ID) (*r.Segment, error) { return find(s.segments, id), nil }

// Segments are those that are not gone.
func (s *State) Segments() (out []*r.Segment, err error) {
	for _, id := range sortedIDs(s.segments) {
		if x := s.segments[id]; !x.Gone {
			out = append(out, &x)
		}
	}
	return out, nil
}

// Interaction reads an interaction.
func (s *State) Interaction(id crm.ID) (*r.InteractionAdd, error) {
	return find(s.interactions, id), nil
}

// Avatar reads a picture.
func (s *State) Avatar(contact crm.ID) (*r.Avatar, error) { return find(s.avatars, contact), nil }

// Field reads a custom field.
func (s *State) Field(id crm.ID) (*r.FieldDefine, error) { return find(s.fields, id), nil }

// Label reads a label.
func (s *State) Label(id crm.ID) (*r.LabelDefine, error) { return find(s.labels, id), nil }

// Survey reads the survey of an interaction.
func (s *State) Survey(id crm.ID) (*r.Survey, error) { return find(s.surveys, id), nil }

// Appointment reads an appointment.
func (s *State) Appointment(id crm.ID) (*r.Appointment, error) { return find(s.appointments, id), nil }

// FieldNamed finds a custom field by its folded name.
func (s *State) FieldNamed(key string) (*r.FieldDefine, error) {
	return named(s.fields, key, func(x r.FieldDefine) string { return x.Name }), nil
}

// LabelNamed finds a label by its folded name.
func (s *State) LabelNamed(key string) (*r.LabelDefine, error) {
	return named(s.labels, key, func(x r.LabelDefine) string { return x.Name }), nil
}

// ServiceNamed finds a service by its name, folded or not.
func (s *State) ServiceNamed(name string) (*r.ServiceDefine, error) {
	return named(s.services, crm.Fold(name), func(x r.ServiceDefine) string { return x.Name }), nil
}

// Tabulation reads a tabulation.
func (s *State) Tabulation(id crm.ID) (*r.TabulationPut, error) { return find(s.tabulations, id), nil }

// TabulationNamed finds a tabulation of a service by its folded name.
func (s *State) TabulationNamed(key string, service crm.ID) (*r.TabulationPut, error) {
	for _, id := range sortedIDs(s.tabulations) {
		if x := s.tabulations[id]; x.Service == service && crm.Fold(x.Name) == key {
			return &x, nil
		}
	}
	return nil, nil
}

// UserByEmail finds a user by the key of the address.
func (s *State) UserByEmail(key string) (crm.ID, error) {
	for _, id := range sortedIDs(s.users) {
		if crm.EmailKey(s.users[id].Email) == key {
			return id, nil
		}
	}
	return crm.NoID, nil
}

// User reads a user.
func (s *State) User(id crm.ID) (*r.UserPut, error) { return find(s.users, id), nil }

// Administrator looks for another active administrator.
func (s *State) Administrator(but crm.ID) (bool, error) {
	for id, u := range s.users {
		if id != but && u.Active && u.Profile == crm.ProfileAdmin {
			return true, nil
		}
	}
	return false, nil
}

// Record reads a service, setting or right.
func (s *State) Record(noun r.Noun, id crm.ID) (*r.Effect, error) {
	switch noun {
	case r.NounService:
		if x := find(s.services, id); x != nil {
			return &r.Effect{Service: x}, nil
		}
	case r.NounSetting:
		for _, x := range s.settings {
			if x.ID() == id {
				return &r.Effect{Setting: &x}, nil
			}
		}
	case r.NounPermission:
		for _, x := range s.permissions {
			if x.ID() == id {
				return &r.Effect{Permission: &x}, nil
			}
		}
	}
	return nil, nil
}

// Allowed is the permission as it was set, else the default.
func (s *State) Allowed(profile crm.Profile, p crm.Permission) (bool, error) {
	if x, ok := s.permissions[permissionKey{profile, p}]; ok {
		return x.Allowed, nil
	}
	return crm.DefaultPermission(profile, p), nil
}

// Setting is the setting as it was set, else the default.
func (s *State) Setting(name crm.Setting) (string, error) {
	if x, ok := s.settings[name]; ok {
		return x.Value, nil
	}
	return crm.DefaultSetting(name), nil
}

func find[T any](m map[crm.ID]T, id crm.ID) *T {
	if x, ok := m[id]; ok {
		return &x
	}
	return nil
}

func named[T any](m map[crm.ID]T, key string, name func(T) string) *T {
	for _, id := range sortedIDs(m) {
		if x := m[id]; crm.Fold(name(x)) == key {
			return &x
		}
	}
	return nil
}

func sortedIDs[T any](m map[crm.ID]T) []crm.ID {
	return slices.SortedFunc(maps.Keys(m), func(a, b crm.ID) int { return bytes.Compare(a[:], b[:]) })
}
