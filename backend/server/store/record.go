package store

import (
	"bytes"
	"database/sql"
	"slices"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// batch is how many ids or keys one query asks for.
const batch = 500

// record is a row of entity as a transaction sees it; changes are written at its end.
type record struct {
	key    recordKey
	parent crm.ID
	active bool
	seq    int64
	body   []byte // encoded effect; nil when effect is newer, empty when there is no such record (any more)
	effect *replication.Effect
	here   bool
	dirty  bool
	moved  bool // its parent is not the stored one
}

// contact is the record's contact, nil when there is none.
func (r *record) contact() (*replication.Contact, error) {
	e, err := r.read()
	if err != nil || e == nil {
		return nil, err
	}
	return e.Put, nil
}

func (r *record) read() (*replication.Effect, error) {
	if r.effect == nil && r.here {
		e, err := readRecord(r.body, r.parent)
		if err != nil {
			return nil, err
		}
		r.effect = &e
	}
	if !r.here {
		return nil, nil
	}
	return r.effect, nil
}

// record reads a record.
func (s *state) record(key recordKey) (*record, error) {
	if r, ok := s.records[key]; ok {
		return r, nil
	}
	if err := s.load(key.noun, []crm.ID{key.id}); err != nil {
		return nil, err
	}
	return s.records[key], nil
}

// load reads the records of one noun that are not known yet, many at a time.
func (s *state) load(noun int64, ids []crm.ID) error {
	var missing []crm.ID
	for _, id := range ids {
		key := recordKey{noun, id}
		if _, ok := s.records[key]; !ok {
			s.records[key] = &record{key: key} // none, unless found below
			missing = append(missing, id)
		}
	}
	if len(missing) == 0 || noun == contactAlias && !s.anyAlias() {
		return nil
	}
	if len(missing) > batch {
		if all, err := s.loadBetween(noun, missing); all || err != nil {
			return err
		}
	}
	return batches(missing, func(ids []crm.ID) error {
		args := make([]any, len(ids))
		for i, id := range ids {
			args[i] = (&recordKey{noun, id}).row(s.h.org)
		}
		return s.t.each(`
			SELECT key, parent, seq, active, body
			FROM entity
			WHERE key IN (`+in(1, len(ids))+`)`, args, func(row *sql.Rows) error { return s.take(noun, row) })
	})
}

// loadBetween reads what lies between the least and the greatest of the ids, unless that is much. The ids that an import
// has drawn one after the other are new together, and one look tells so. all: they have been read.
func (s *state) loadBetween(noun int64, ids []crm.ID) (all bool, err error) {
	order := func(a, b crm.ID) int { return bytes.Compare(a[:], b[:]) }
	from, to := recordKey{noun, slices.MinFunc(ids, order)}, recordKey{noun, slices.MaxFunc(ids, order)}
	n := 0
	err = s.t.each(`
		SELECT key, parent, seq, active, body
		FROM entity
		WHERE key >= $1 AND key <= $2
		ORDER BY key
		LIMIT $3`, []any{from.row(s.h.org), to.row(s.h.org), batch}, func(row *sql.Rows) error {
		n++
		return s.take(noun, row)
	})
	return n < batch, err
}

// take takes a row in, unless the transaction has one of its own.
func (s *state) take(noun int64, row *sql.Rows) error {
	var key, parent []byte
	r := &record{}
	if err := row.Scan(&key, &parent, &r.seq, flag{&r.active}, &r.body); err != nil {
		return err
	}
	r.key, r.parent, r.here = recordKey{noun, idInKey(key)}, idOf(parent), len(r.body) > 0
	if old := s.records[r.key]; old == nil || old.seq == 0 {
		s.records[r.key] = r
	}
	return nil
}

// batches calls f with up to batch elements at a time: full lists first, so that few different texts of SQL arise.
func batches[T any](all []T, f func([]T) error) error {
	for _, n := range []int{batch, 50, 5, 1} {
		for len(all) >= n {
			if err := f(all[:n]); err != nil {
				return err
			}
			all = all[n:]
		}
	}
	return nil
}

// anyAlias tells whether an import has ever folded a contact into another: most organizations need not be asked again.
func (s *state) anyAlias() bool {
	return s.any(&s.aliases, `SELECT count(*) FROM (SELECT 1 FROM entity WHERE org_id = $1 AND noun = $2 LIMIT 1) AS one`, contactAlias)
}

// anyMerged tells whether a contact has ever been merged.
func (s *state) anyMerged() bool {
	return s.any(&s.merged,
		`SELECT count(*) FROM (SELECT 1 FROM entity WHERE org_id = $1 AND noun = $2 AND parent IS NOT NULL LIMIT 1) AS one`, contactCode)
}

// any asks once a transaction; an error shows in the question that follows.
func (s *state) any(answer *int, query string, noun int64) bool {
	if *answer == 0 {
		n, err := s.t.integer(query, s.h.org, noun)
		if err != nil {
			return true
		}
		*answer = 1 + int(n)
	}
	return *answer == 2
}

// write changes a record.
func (s *state) write(key recordKey, parent crm.ID, active bool, e *replication.Effect, body []byte) error {
	r, ok := s.records[key]
	if !ok {
		r = &record{key: key}
		s.records[key] = r
	}
	if r.parent != parent && key.noun == contactCode && !r.moved {
		r.moved = true
		s.moved = append(s.moved, r)
	}
	r.parent, r.active, r.effect, r.body, r.here, r.seq = parent, active, e, body, e != nil, s.seq
	if !r.dirty {
		r.dirty = true
		s.dirty = append(s.dirty, r)
	}
	if s.overlaps && len(s.dirty)-s.waiting >= handed {
		return s.handOver()
	}
	return nil
}

// flushRecords writes what has changed.
func (s *state) flushRecords() error {
	if err := s.settle(); err != nil {
		return err
	}
	if err := s.writeRows(s.dirty); err != nil {
		return err
	}
	s.dirty, s.waiting = s.dirty[:0], 0
	for _, r := range s.moved {
		r.moved = false
	}
	if len(s.moved) > 0 {
		s.moved, s.merged = nil, 0
	}
	return nil
}

func (s *state) writeRows(records []*record) error {
	rows, err := s.rowsOf(records)
	if err != nil {
		return err
	}
	return s.t.writeEntities(rows)
}

// alikeRows are rows that have all but key and body in common.
type alikeRows struct {
	shared []any
	rows   [][]any
}

// rowsOf are the rows of records that have changed.
func (s *state) rowsOf(records []*record) (out []alikeRows, err error) {
	for i, r := range records {
		body := r.body
		if body == nil && r.effect != nil {
			if body, err = replication.EncodeEffect(r.effect); err != nil {
				return nil, err
			}
			r.body = body
		}
		if body == nil {
			body = []byte{}
		}
		if i == 0 || !r.alike(records[i-1]) {
			out = append(out, alikeRows{shared: []any{s.h.org, r.key.noun, idArg(r.parent), r.seq, number(r.active)}})
		}
		last := &out[len(out)-1]
		last.rows = append(last.rows, []any{r.key.row(s.h.org), body})
		r.dirty = false
	}
	return out, nil
}

func (t *tx) writeEntities(all []alikeRows) error {
	for _, a := range all {
		if err := t.insert(`INSERT INTO entity (org_id, noun, parent, seq, active, key, body)`, a.shared, a.rows, `
			ON CONFLICT (key) DO UPDATE
			SET parent = excluded.parent, seq = excluded.seq, active = excluded.active, body = excluded.body`); err != nil {
			return err
		}
	}
	return nil
}

// alike tells whether two records differ only in key and body.
func (r *record) alike(o *record) bool {
	return r.key.noun == o.key.noun && r.parent == o.parent && r.seq == o.seq && r.active == o.active
}
