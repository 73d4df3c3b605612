package store

import (
	"database/sql"
	"slices"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// Put implements replication.State.
func (s *state) Put(e replication.Effect) error {
	if e.User != nil {
		e.User = s.completeUser(e.User)
		if _, err := s.userNumber(e.User.ID); err != nil {
			return err
		}
	}
	body, err := replication.EncodeEffect(&e)
	if err != nil {
		return err
	}
	s.effects = append(s.effects, body)
	switch {
	case e.Put != nil:
		return s.putContact(&e, body)
	case e.Change != nil:
		return s.change(e.Change)
	case e.Unlisted != nil:
		return s.write(recordKey{blacklistCode, *e.Unlisted}, crm.NoID, false, nil, nil)
	case e.Settled != nil:
		return s.write(recordKey{conflictCode, *e.Settled}, crm.NoID, false, nil, nil)
	case e.Erased != nil:
		return s.eraseTree(*e.Erased)
	}
	key, parent, active, ok := recordOf(&e)
	if !ok {
		return nil // of a newer version: it is passed on
	}
	s.define(&e)
	return s.write(key, parent, active, &e, body)
}

// completeUser keeps the password that is there when the operation does not change it.
func (s *state) completeUser(u *replication.UserPut) *replication.UserPut {
	x := *u
	if old := s.memory.definitions.users[u.ID]; old != nil && x.Password == "" {
		x.Password = old.Password
	}
	return &x
}

// define enters what is a definition into this transaction's own copy of them.
func (s *state) define(e *replication.Effect) {
	if e.Alias != nil && e.Alias.Noun == replication.NounContact {
		s.aliases = 2
		return
	}
	if e.Note != nil || e.Interaction != nil || e.Survey != nil || e.Appointment != nil || e.Blacklist != nil || e.Conflict != nil || e.Avatar != nil || e.Segment != nil {
		return
	}
	if !s.owned {
		s.memory.definitions = s.memory.definitions.clone()
		s.owned = true
	}
	if s.memory.definitions.put(e) {
		s.memory.definitions.seq, s.h.definitionSeq = s.seq, s.seq
	}
}

func (s *state) putContact(e *replication.Effect, body []byte) error {
	old, err := s.Contact(e.Put.ID)
	if err != nil {
		return err
	}
	s.rekey(old, e.Put)
	return s.write(recordKey{contactCode, e.Put.ID}, e.Put.MergedInto, false, e, body)
}

func (s *state) change(d *replication.Delta) error {
	old, err := s.Contact(d.ID)
	if err != nil || old == nil {
		return err
	}
	next := old.Clone()
	next.Apply(d)
	s.rekey(old, next)
	if err := s.write(recordKey{contactCode, d.ID}, next.MergedInto, false, &replication.Effect{Put: next}, nil); err != nil {
		return err
	}
	if d.Merge != nil && *d.Merge != crm.NoID {
		return s.moveAll(d.ID, *d.Merge)
	}
	return nil
}

// belongings are what moves with a merge; personal is what goes with an erasure (D8.4).
var (
	belongings = []int64{noteCode, interactionCode, surveyCode, appointmentCode, conflictCode}
	personal   = []int64{noteCode, avatarCode, conflictCode}
)

// moveAll gives what belongs to one contact to its new primary (D7.4).
func (s *state) moveAll(from, to crm.ID) error {
	to, err := s.Root(replication.NounContact, to)
	if err != nil {
		return err
	}
	if err := s.flushRecords(); err != nil {
		return err
	}
	s.forgetOf(belongings, []crm.ID{from})
	for _, noun := range belongings {
		if err := s.t.exec(`UPDATE entity SET parent = $1, seq = $2 WHERE org_id = $3 AND noun = $4 AND parent = $5`,
			to[:], s.seq, s.h.org, noun, from[:]); err != nil {
			return err
		}
	}
	return nil
}

// forgetOf drops from the cache what belongs to the contacts.
func (s *state) forgetOf(nouns []int64, contacts []crm.ID) {
	for key, r := range s.records {
		if slices.Contains(nouns, key.noun) && slices.Contains(contacts, r.parent) {
			delete(s.records, key)
		}
	}
}

// eraseTree destroys what belongs to a person and writes them into the ledger. The log before this line goes with
// them: no body has to be searched.
func (s *state) eraseTree(root crm.ID) error {
	tree, err := s.Tree(root)
	if err != nil {
		return err
	}
	if err := s.flushRecords(); err != nil {
		return err
	}
	s.forgetOf(personal, tree)
	if err := s.silence(tree); err != nil {
		return err
	}
	if err := s.forgetConflictsWith(tree); err != nil {
		return err
	}
	for _, id := range tree {
		for _, noun := range personal {
			if err := s.t.exec(`DELETE FROM entity WHERE org_id = $1 AND noun = $2 AND parent = $3`, s.h.org, noun, id[:]); err != nil {
				return err
			}
		}
		c, err := s.Contact(id)
		if err != nil {
			return err
		}
		if c == nil || !c.Erased() {
			continue
		}
		if err := s.t.exec(`
			INSERT INTO erasure (org_id, contact, mark, seq, at)
			VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (org_id, contact, mark) DO NOTHING`,
			s.h.org, id[:], int64(c.Mark), s.seq, c.Updated); err != nil {
			return err
		}
	}
	s.erased = true
	return nil
}

// forgetConflictsWith destroys the conflicts of others that name an erased person: a CNPJ in them may be theirs.
func (s *state) forgetConflictsWith(tree []crm.ID) error {
	var gone []crm.ID
	if err := s.t.each(`SELECT key, parent, body FROM entity WHERE org_id = $1 AND noun = $2`, []any{s.h.org, conflictCode},
		func(row *sql.Rows) error {
			var key, parent, body sql.RawBytes
			if err := row.Scan(&key, &parent, &body); err != nil || len(body) == 0 {
				return err
			}
			e, err := readRecord(body, idOf(parent))
			if err != nil {
				return err
			}
			if slices.Contains(tree, e.Conflict.Other) {
				gone = append(gone, idInKey(key))
			}
			return nil
		}); err != nil {
		return err
	}
	for _, id := range gone {
		key := recordKey{conflictCode, id}
		delete(s.records, key)
		if err := s.t.exec(`DELETE FROM entity WHERE key = $1`, key.row(s.h.org)); err != nil {
			return err
		}
	}
	return nil
}

// userNumber is the small number of a user, given out when first needed.
func (s *state) userNumber(id crm.ID) (n int64, err error) {
	if n, ok := s.memory.users[id]; ok {
		return n, nil
	}
	if n, err = s.t.integer(`SELECT number FROM name WHERE org_id = $1 AND id = $2`, s.h.org, id[:]); err != nil {
		return 0, err
	}
	if n == 0 {
		n = s.h.nextName
		s.h.nextName++
		if err := s.t.exec(`INSERT INTO name (org_id, number, id, office) VALUES ($1, $2, $3, '')`, s.h.org, n, id[:]); err != nil {
			return 0, err
		}
	}
	if !s.ownUsers {
		users := make(map[crm.ID]int64, len(s.memory.users)+1)
		for k, v := range s.memory.users {
			users[k] = v
		}
		s.memory.users, s.ownUsers = users, true
	}
	s.memory.users[id] = n
	return n, nil
}

var _ replication.State = (*state)(nil)
