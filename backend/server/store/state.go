package store

import (
	"database/sql"
	"slices"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// state is what operations are decided against: the organization in one transaction, with its own changes on top,
// which are written at the end. It implements replication.State.
type state struct {
	t *tx
	h *head

	memory   memory
	owned    bool // memory.definitions is this transaction's own copy
	ownUsers bool // and memory.users

	records  map[recordKey]*record
	dirty    []*record
	scribe   *scribe   // writes beside the deciding, nil: not yet
	overlaps bool      // it may
	waiting  int       // records that it was not given
	moved    []*record // contacts whose primary has changed
	keys     map[replication.Key]*holders
	keyOrder []replication.Key
	aliases  int // 0 = not asked, 1 = none, 2 = some
	merged   int

	seq     int64    // line of the operation being decided
	effects [][]byte // what it has put
	erased  bool     // among it an erasure
	hangsAt int64    // line for which what hangs on contacts was written
}

func newState(t *tx, h *head, m memory) *state {
	return &state{t: t, h: h, memory: m, records: map[recordKey]*record{}, keys: map[replication.Key]*holders{}}
}

// Root implements replication.State.
func (s *state) Root(noun replication.Noun, id crm.ID) (crm.ID, error) {
	code := nounCodes[noun]
	if noun != replication.NounContact {
		return s.memory.definitions.root(code, id), nil
	}
	seen := []crm.ID{}
	for !slices.Contains(seen, id) { // a cycle cannot be written, but a loop must not hang the server
		seen = append(seen, id)
		r, err := s.record(recordKey{contactCode, id})
		if err != nil {
			return crm.NoID, err
		}
		if !r.here {
			if r, err = s.record(recordKey{contactAlias, id}); err != nil || !r.here {
				return id, err
			}
		}
		if r.parent == crm.NoID {
			return id, nil
		}
		id = r.parent
	}
	return id, nil
}

// Contact implements replication.State.
func (s *state) Contact(id crm.ID) (*replication.Contact, error) {
	r, err := s.record(recordKey{contactCode, id})
	if err != nil {
		return nil, err
	}
	return r.contact()
}

// Tree implements replication.State.
func (s *state) Tree(root crm.ID) ([]crm.ID, error) {
	tree := []crm.ID{root}
	if len(s.moved) == 0 && !s.anyMerged() {
		return tree, nil
	}
	for i := 0; i < len(tree); i++ {
		children, err := s.children(tree[i])
		if err != nil {
			return nil, err
		}
		for _, id := range children {
			if !slices.Contains(tree, id) {
				tree = append(tree, id)
			}
		}
	}
	return tree, nil
}

func (s *state) children(id crm.ID) (out []crm.ID, err error) {
	if err := s.t.each(`SELECT key FROM entity WHERE org_id = $1 AND noun = $2 AND parent = $3 ORDER BY key`,
		[]any{s.h.org, contactCode, id[:]}, func(row *sql.Rows) error {
			var key []byte
			if err := row.Scan(&key); err != nil {
				return err
			}
			child := idInKey(key)
			if r := s.records[recordKey{contactCode, child}]; r == nil || r.parent == id {
				out = append(out, child)
			}
			return nil
		}); err != nil {
		return nil, err
	}
	for _, r := range s.moved {
		if r.parent == id && !slices.Contains(out, r.key.id) {
			out = append(out, r.key.id)
		}
	}
	return out, nil
}

// Open implements replication.State.
func (s *state) Open(contact crm.ID) (bool, error) {
	if slices.ContainsFunc(s.dirty, func(r *record) bool { return slices.Contains(requests, r.key.noun) }) {
		if err := s.flushRecords(); err != nil {
			return false, err
		}
	}
	tree, err := s.Tree(contact)
	if err != nil {
		return false, err
	}
	for _, id := range tree {
		for _, noun := range requests {
			n, err := s.t.integer(`SELECT count(*) FROM entity WHERE org_id = $1 AND noun = $2 AND parent = $3 AND active = 1`,
				s.h.org, noun, id[:])
			if err != nil || n > 0 {
				return n > 0, err
			}
		}
	}
	return false, nil
}

// Known implements replication.State.
func (s *state) Known(noun replication.Noun, id crm.ID) (bool, error) {
	switch noun {
	case replication.NounUser, replication.NounField, replication.NounLabel, replication.NounService, replication.NounTabulation:
		return s.memory.definitions.known(nounCodes[noun], id), nil
	}
	r, err := s.record(recordKey{nounCodes[noun], id})
	return err == nil && r.here, err
}

// Interaction implements replication.State.
func (s *state) Interaction(id crm.ID) (*replication.InteractionAdd, error) {
	r, err := s.record(recordKey{interactionCode, id})
	if err != nil {
		return nil, err
	}
	e, err := r.read()
	if err != nil || e == nil {
		return nil, err
	}
	return e.Interaction, nil
}

// Avatar implements replication.State.
func (s *state) Avatar(contact crm.ID) (*replication.Avatar, error) {
	r, err := s.record(recordKey{avatarCode, contact})
	if err != nil {
		return nil, err
	}
	e, err := r.read()
	if err != nil || e == nil {
		return nil, err
	}
	return e.Avatar, nil
}

// Field implements replication.State.
func (s *state) Field(id crm.ID) (*replication.FieldDefine, error) {
	return s.memory.definitions.fields[id], nil
}

// Label implements replication.State.
func (s *state) Label(id crm.ID) (*replication.LabelDefine, error) {
	return s.memory.definitions.labels[id], nil
}

// Segment implements replication.State.
func (s *state) Segment(id crm.ID) (*replication.Segment, error) {
	r, err := s.record(recordKey{segmentCode, id})
	if err != nil {
		return nil, err
	}
	e, err := r.read()
	if err != nil || e == nil {
		return nil, err
	}
	return e.Segment, nil
}

// Segments implements replication.State.
func (s *state) Segments() (out []*replication.Segment, err error) {
	if err := s.flushRecords(); err != nil {
		return nil, err
	}
	err = s.t.each(`SELECT body FROM entity WHERE org_id = $1 AND noun = $2 ORDER BY key`, []any{s.h.org, segmentCode},
		func(row *sql.Rows) error {
			var body sql.RawBytes
			if err := row.Scan(&body); err != nil {
				return err
			}
			e, err := readRecord(body, crm.NoID)
			if err == nil && !e.Segment.Gone {
				out = append(out, e.Segment)
			}
			return err
		})
	return out, err
}

// Survey implements replication.State.
func (s *state) Survey(id crm.ID) (*replication.Survey, error) {
	e, err := s.readRecord(surveyCode, id)
	if err != nil || e == nil {
		return nil, err
	}
	return e.Survey, nil
}

// Appointment implements replication.State.
func (s *state) Appointment(id crm.ID) (*replication.Appointment, error) {
	e, err := s.readRecord(appointmentCode, id)
	if err != nil || e == nil {
		return nil, err
	}
	return e.Appointment, nil
}

// FieldNamed implements replication.State.
func (s *state) FieldNamed(key string) (*replication.FieldDefine, error) {
	d := s.memory.definitions
	return d.fields[d.fieldNames[key]], nil
}

// LabelNamed implements replication.State.
func (s *state) LabelNamed(key string) (*replication.LabelDefine, error) {
	d := s.memory.definitions
	return d.labels[d.labelNames[key]], nil
}

// ServiceNamed implements replication.State.
func (s *state) ServiceNamed(name string) (*replication.ServiceDefine, error) {
	d := s.memory.definitions
	return d.services[d.serviceName[name]], nil
}

// Tabulation implements replication.State.
func (s *state) Tabulation(id crm.ID) (*replication.TabulationPut, error) {
	return s.memory.definitions.tabulations[id], nil
}

// TabulationNamed implements replication.State.
func (s *state) TabulationNamed(key string, service crm.ID) (*replication.TabulationPut, error) {
	for _, x := range s.memory.definitions.tabulations {
		if x.Service == service && crm.Fold(x.Name) == key {
			return x, nil
		}
	}
	return nil, nil
}

// UserByEmail implements replication.State.
func (s *state) UserByEmail(key string) (crm.ID, error) { return s.memory.definitions.emails[key], nil }

// User implements replication.State.
func (s *state) User(id crm.ID) (*replication.UserPut, error) {
	return s.memory.definitions.users[id], nil
}

// Administrator implements replication.State.
func (s *state) Administrator(but crm.ID) (bool, error) {
	for id, u := range s.memory.definitions.users {
		if id != but && u.Active && u.Profile == crm.ProfileAdmin {
			return true, nil
		}
	}
	return false, nil
}

// Record implements replication.State.
func (s *state) Record(noun replication.Noun, id crm.ID) (*replication.Effect, error) {
	return s.readRecord(nounCodes[noun], id)
}

// Allowed implements replication.State.
func (s *state) Allowed(profile crm.Profile, p crm.Permission) (bool, error) {
	if allowed, ok := s.memory.definitions.permissions[permission{profile, p}]; ok {
		return allowed, nil
	}
	return crm.DefaultPermission(profile, p), nil
}

// Setting implements replication.State.
func (s *state) Setting(name crm.Setting) (string, error) {
	if value, ok := s.memory.definitions.settings[name]; ok {
		return value, nil
	}
	return crm.DefaultSetting(name), nil
}
