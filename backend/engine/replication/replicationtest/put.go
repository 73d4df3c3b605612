package replicationtest

import (
	"cmp"
	"errors"
	"maps"
	"slices"

	"carteira/backend/crm"
	r "carteira/backend/engine/replication"
)

// Put carries an effect out.
func (s *State) Put(e r.Effect) error {
	s.effects = append(s.effects, e)
	switch {
	case e.Put != nil:
		s.contacts[e.Put.ID] = e.Put.Clone()
	case e.Change != nil:
		return s.change(e.Change)
	case e.Alias != nil:
		s.aliases[aliasKey{e.Alias.Noun, e.Alias.From}] = e.Alias.To
	case e.Note != nil:
		s.notes[e.Note.ID] = *e.Note
	case e.Interaction != nil:
		s.interactions[e.Interaction.ID] = *e.Interaction
	case e.Survey != nil:
		s.surveys[e.Survey.ID] = *e.Survey
	case e.Appointment != nil:
		s.appointments[e.Appointment.ID] = *e.Appointment
	case e.Field != nil:
		s.fields[e.Field.ID] = *e.Field
	case e.Label != nil:
		s.labels[e.Label.ID] = *e.Label
	case e.Service != nil:
		s.services[e.Service.ID] = *e.Service
	case e.User != nil:
		u := *e.User
		if u.Password == "" { // it comes only when it changes
			u.Password = s.users[u.ID].Password
		}
		s.users[u.ID] = u
	case e.Setting != nil:
		s.settings[e.Setting.Name] = *e.Setting
	case e.Permission != nil:
		s.permissions[permissionKey{e.Permission.Profile, e.Permission.Permission}] = *e.Permission
	case e.Blacklist != nil:
		s.blacklist[e.Blacklist.ID] = *e.Blacklist
	case e.Unlisted != nil:
		delete(s.blacklist, *e.Unlisted)
	case e.Conflict != nil:
		s.conflicts[e.Conflict.ID] = *e.Conflict
	case e.Tabulation != nil:
		s.tabulations[e.Tabulation.ID] = *e.Tabulation
	case e.Settled != nil:
		delete(s.conflicts, *e.Settled)
	case e.Avatar != nil:
		s.avatars[e.Avatar.Contact] = *e.Avatar
	case e.Segment != nil:
		s.segments[e.Segment.ID] = *e.Segment
	case e.Erased != nil:
		s.forget(*e.Erased)
	default:
		return errors.New("effect without a member")
	}
	return nil
}

func (s *State) change(d *r.Delta) error {
	c := s.contacts[d.ID]
	if c == nil {
		return errors.New("change of a contact that is not there")
	}
	c = c.Clone()
	c.Apply(d)
	s.contacts[d.ID] = c
	if d.Merge != nil && *d.Merge != crm.NoID {
		s.reparent(d.ID, *d.Merge)
	}
	return nil
}

// reparent moves what hangs on a contact to the one it was merged into (D7.4).
func (s *State) reparent(from, to crm.ID) {
	for id, x := range s.notes {
		if x.Contact == from {
			x.Contact = to
			s.notes[id] = x
		}
	}
	for id, x := range s.interactions {
		if x.Contact == from {
			x.Contact = to
			s.interactions[id] = x
		}
	}
	for id, x := range s.surveys {
		if x.Contact == from {
			x.Contact = to
			s.surveys[id] = x
		}
	}
	for id, x := range s.appointments {
		if x.Contact == from {
			x.Contact = to
			s.appointments[id] = x
		}
	}
	for id, x := range s.conflicts {
		if x.Contact == from {
			x.Contact = to
			s.conflicts[id] = x
		}
	}
}

// forget deletes the notes and pictures of an erased person and the conflicts that name them (D8.4).
func (s *State) forget(person crm.ID) {
	ofPerson := func(contact crm.ID) bool { return contact == person || s.root(contact) == person }
	maps.DeleteFunc(s.avatars, func(id crm.ID, _ r.Avatar) bool { return ofPerson(id) })
	maps.DeleteFunc(s.notes, func(_ crm.ID, x r.Note) bool { return ofPerson(x.Contact) })
	for id, x := range s.interactions {
		if ofPerson(x.Contact) {
			x.Contents = nil
			s.interactions[id] = x
		}
	}
	for id, x := range s.surveys {
		if ofPerson(x.Contact) {
			x.Comment = ""
			s.surveys[id] = x
		}
	}
	for id, x := range s.appointments {
		if ofPerson(x.Contact) {
			x.Text = ""
			s.appointments[id] = x
		}
	}
	maps.DeleteFunc(s.conflicts, func(_ crm.ID, x r.Conflict) bool { return ofPerson(x.Contact) || ofPerson(x.Other) })
}

// Each calls f with every record, as an Effect that would put it there: aliases first; always in the same order.
func (s *State) Each(f func(noun r.Noun, e r.Effect) error) error {
	var all []r.Effect
	var nouns []r.Noun
	add := func(noun r.Noun, e r.Effect) { nouns, all = append(nouns, noun), append(all, e) }
	for k, to := range s.aliases {
		add(k.noun, r.Effect{Alias: &r.Alias{Noun: k.noun, From: k.id, To: to}})
	}
	slices.SortFunc(all, func(a, b r.Effect) int {
		return cmp.Or(cmp.Compare(a.Alias.Noun, b.Alias.Noun), slices.Compare(a.Alias.From[:], b.Alias.From[:]))
	})
	for i := range all {
		nouns[i] = all[i].Alias.Noun
	}
	each(s.fields, func(x r.FieldDefine) { add(r.NounField, r.Effect{Field: &x}) })
	each(s.labels, func(x r.LabelDefine) { add(r.NounLabel, r.Effect{Label: &x}) })
	each(s.services, func(x r.ServiceDefine) { add(r.NounService, r.Effect{Service: &x}) })
	each(s.users, func(x r.UserPut) { add(r.NounUser, r.Effect{User: &x}) })
	for _, name := range slices.Sorted(maps.Keys(s.settings)) {
		x := s.settings[name]
		add(r.NounSetting, r.Effect{Setting: &x})
	}
	for _, k := range slices.SortedFunc(maps.Keys(s.permissions), permissionKey.compare) {
		x := s.permissions[k]
		add(r.NounPermission, r.Effect{Permission: &x})
	}
	each(s.contacts, func(x *r.Contact) { add(r.NounContact, r.Effect{Put: x}) })
	each(s.notes, func(x r.Note) { add(r.NounNote, r.Effect{Note: &x}) })
	each(s.interactions, func(x r.InteractionAdd) { add(r.NounInteraction, r.Effect{Interaction: &x}) })
	each(s.surveys, func(x r.Survey) { add(r.NounSurvey, r.Effect{Survey: &x}) })
	each(s.appointments, func(x r.Appointment) { add(r.NounAppointment, r.Effect{Appointment: &x}) })
	each(s.blacklist, func(x r.BlacklistAdd) { add(r.NounBlacklist, r.Effect{Blacklist: &x}) })
	each(s.avatars, func(x r.Avatar) { add(r.NounAvatar, r.Effect{Avatar: &x}) })
	each(s.conflicts, func(x r.Conflict) { add(r.NounConflict, r.Effect{Conflict: &x}) })
	each(s.tabulations, func(x r.TabulationPut) { add(r.NounTabulation, r.Effect{Tabulation: &x}) })
	each(s.segments, func(x r.Segment) { add(r.NounSegment, r.Effect{Segment: &x}) })
	for i, e := range all {
		if err := f(nouns[i], e); err != nil {
			return err
		}
	}
	return nil
}

func each[T any](m map[crm.ID]T, f func(T)) {
	for _, id := range sortedIDs(m) {
		f(m[id])
	}
}

// Digest sums up all records (S5.1).
func (s *State) Digest() (r.Digest, error) {
	var g r.Digest
	err := s.Each(g.Add)
	return g, err
}
