package store

import (
	"database/sql"
	"maps"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// definitions are an organization's users, services, fields, labels, settings and permissions at one line of its log.
// Published ones are never changed.
type definitions struct {
	seq         int64
	users       map[crm.ID]*replication.UserPut
	emails      map[string]crm.ID
	fields      map[crm.ID]*replication.FieldDefine
	fieldNames  map[string]crm.ID
	labels      map[crm.ID]*replication.LabelDefine
	labelNames  map[string]crm.ID
	services    map[crm.ID]*replication.ServiceDefine
	serviceName map[string]crm.ID
	settings    map[crm.Setting]string
	permissions map[permission]bool
	tabulations map[crm.ID]*replication.TabulationPut // few: looked through by name
	aliases     map[recordKey]crm.ID                  // by the noun's own code
}

type permission struct {
	profile crm.Profile
	name    crm.Permission
}

func newDefinitions() *definitions {
	return &definitions{
		users: map[crm.ID]*replication.UserPut{}, emails: map[string]crm.ID{},
		fields: map[crm.ID]*replication.FieldDefine{}, fieldNames: map[string]crm.ID{},
		labels: map[crm.ID]*replication.LabelDefine{}, labelNames: map[string]crm.ID{},
		services: map[crm.ID]*replication.ServiceDefine{}, serviceName: map[string]crm.ID{},
		settings: map[crm.Setting]string{}, permissions: map[permission]bool{}, aliases: map[recordKey]crm.ID{},
		tabulations: map[crm.ID]*replication.TabulationPut{},
	}
}

func (d *definitions) clone() *definitions {
	c := *d
	c.users, c.emails = maps.Clone(d.users), maps.Clone(d.emails)
	c.fields, c.fieldNames = maps.Clone(d.fields), maps.Clone(d.fieldNames)
	c.labels, c.labelNames = maps.Clone(d.labels), maps.Clone(d.labelNames)
	c.services, c.serviceName = maps.Clone(d.services), maps.Clone(d.serviceName)
	c.settings, c.permissions, c.aliases = maps.Clone(d.settings), maps.Clone(d.permissions), maps.Clone(d.aliases)
	c.tabulations = maps.Clone(d.tabulations)
	return &c
}

// put enters a record; ok is false when it is not a definition.
func (d *definitions) put(e *replication.Effect) (ok bool) {
	switch {
	case e.User != nil:
		if old := d.users[e.User.ID]; old != nil {
			rename(d.emails, crm.EmailKey(old.Email), old.ID)
		}
		d.users[e.User.ID] = e.User
		d.emails[crm.EmailKey(e.User.Email)] = e.User.ID
	case e.Field != nil:
		if old := d.fields[e.Field.ID]; old != nil {
			rename(d.fieldNames, crm.Fold(old.Name), old.ID)
		}
		d.fields[e.Field.ID] = e.Field
		d.fieldNames[crm.Fold(e.Field.Name)] = e.Field.ID
	case e.Label != nil:
		if old := d.labels[e.Label.ID]; old != nil {
			rename(d.labelNames, crm.Fold(old.Name), old.ID)
		}
		d.labels[e.Label.ID] = e.Label
		d.labelNames[crm.Fold(e.Label.Name)] = e.Label.ID
	case e.Service != nil:
		if old := d.services[e.Service.ID]; old != nil {
			rename(d.serviceName, old.Name, old.ID)
		}
		d.services[e.Service.ID] = e.Service
		d.serviceName[e.Service.Name] = e.Service.ID
	case e.Setting != nil:
		d.settings[e.Setting.Name] = e.Setting.Value
	case e.Permission != nil:
		d.permissions[permission{e.Permission.Profile, e.Permission.Permission}] = e.Permission.Allowed
	case e.Tabulation != nil:
		d.tabulations[e.Tabulation.ID] = e.Tabulation
	case e.Alias != nil && e.Alias.Noun != replication.NounContact:
		d.aliases[recordKey{nounCodes[e.Alias.Noun], e.Alias.From}] = e.Alias.To
	default:
		return false
	}
	return true
}

// rename frees a name, unless somebody else has taken it over.
func rename(names map[string]crm.ID, old string, id crm.ID) {
	if names[old] == id {
		delete(names, old)
	}
}

func (d *definitions) known(noun int64, id crm.ID) bool {
	switch nouns[noun-1] {
	case replication.NounUser:
		return d.users[id] != nil
	case replication.NounField:
		return d.fields[id] != nil
	case replication.NounLabel:
		return d.labels[id] != nil
	case replication.NounService:
		return d.services[id] != nil
	case replication.NounTabulation:
		return d.tabulations[id] != nil
	}
	return false
}

// root follows the aliases of a definition.
func (d *definitions) root(noun int64, id crm.ID) crm.ID {
	for range len(d.aliases) + 1 {
		next, ok := d.aliases[recordKey{noun, id}]
		if !ok || next == id {
			break
		}
		id = next
	}
	return id
}

// memory is what a process remembers of an organization between transactions; another epoch makes it void.
type memory struct {
	epoch       string
	definitions *definitions
	users       map[crm.ID]int64 // numbers given to users, never changed: copied to be added to
}

// remember is the memory as it holds at this head.
func (s *Store) remember(t *tx, h *head) (memory, error) {
	s.mu.Lock()
	m := s.memory[h.org]
	s.mu.Unlock()
	if m.epoch != h.epoch {
		m = memory{epoch: h.epoch, users: map[crm.ID]int64{}}
	}
	if m.definitions != nil && m.definitions.seq == h.definitionSeq {
		return m, nil
	}
	d, err := readDefinitions(t, h)
	if err != nil {
		return memory{}, err
	}
	m.definitions = d
	s.memorize(h.org, m)
	return m, nil
}

func (s *Store) memorize(org int64, m memory) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.memory[org] = m
}

func readDefinitions(t *tx, h *head) (*definitions, error) {
	d := newDefinitions()
	d.seq = h.definitionSeq
	for _, noun := range definitionCodes {
		if err := t.each(`SELECT parent, body FROM entity WHERE org_id = $1 AND noun = $2 ORDER BY seq, key`,
			[]any{h.org, noun}, func(row *sql.Rows) error {
				var parent, body []byte
				if err := row.Scan(&parent, &body); err != nil {
					return err
				}
				e, err := readRecord(body, idOf(parent))
				if err != nil {
					return err
				}
				d.put(&e)
				return nil
			}); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// idOf reads a column that may be NULL.
func idOf(b []byte) crm.ID {
	if len(b) != len(crm.NoID) {
		return crm.NoID
	}
	return crm.ID(b)
}

// idArg writes a column that is NULL for no record.
func idArg(id crm.ID) []byte {
	if id == crm.NoID {
		return nil
	}
	return id[:]
}
