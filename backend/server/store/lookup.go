package store

import (
	"bytes"
	"database/sql"
	"encoding/binary"
	"slices"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// holders are the contacts that have a key, as a transaction sees them.
type holders struct {
	loaded  bool
	ids     []crm.ID // when loaded
	added   []crm.ID
	removed []crm.ID
}

// keyBytes is a key in the database.
func keyBytes(org int64, k replication.Key) []byte {
	if k.Kind == replication.KeyCNPJ {
		return rowKey(org, int64(k.Kind), []byte(k.Text))
	}
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(k.Number))
	return rowKey(org, int64(k.Kind), b[:])
}

// keyOf is the inverse of keyBytes.
func keyOf(b []byte) replication.Key {
	k := replication.Key{Kind: replication.KeyKind(b[keyHead-1])}
	if k.Kind == replication.KeyCNPJ {
		k.Text = string(b[keyHead:])
	} else {
		k.Number = int64(binary.BigEndian.Uint64(b[keyHead:]))
	}
	return k
}

func (s *state) holdersOf(k replication.Key) *holders {
	h, ok := s.keys[k]
	if !ok {
		h = &holders{}
		s.keys[k] = h
	}
	return h
}

// rekey notes the difference between what a contact was and will be found by.
func (s *state) rekey(old, next *replication.Contact) {
	var before, after []replication.Key
	if old != nil {
		before = old.Keys()
	}
	if next != nil {
		after = next.Keys()
	}
	for _, k := range before {
		if !slices.Contains(after, k) {
			s.holdersOf(k).remove(old.ID)
			s.rekeyed(k)
		}
	}
	for _, k := range after {
		if !slices.Contains(before, k) {
			s.holdersOf(k).add(next.ID)
			s.rekeyed(k)
		}
	}
}

func (s *state) rekeyed(k replication.Key) { s.keyOrder = append(s.keyOrder, k) }

func (h *holders) add(id crm.ID) {
	if h.loaded && !slices.Contains(h.ids, id) {
		h.ids = append(h.ids, id)
	}
	if i := slices.Index(h.removed, id); i >= 0 {
		h.removed = slices.Delete(h.removed, i, i+1)
		return
	}
	h.added = append(h.added, id)
}

func (h *holders) remove(id crm.ID) {
	h.ids = slices.DeleteFunc(h.ids, func(x crm.ID) bool { return x == id })
	if i := slices.Index(h.added, id); i >= 0 {
		h.added = slices.Delete(h.added, i, i+1)
		return
	}
	h.removed = append(h.removed, id)
}

// loadKeys reads who holds the keys that have not been asked for yet.
func (s *state) loadKeys(keys []replication.Key) error {
	var missing []replication.Key
	for _, k := range keys {
		if h := s.holdersOf(k); !h.loaded {
			h.loaded = true
			missing = append(missing, k)
		}
	}
	if err := batches(missing, s.readKeys); err != nil {
		return err
	}
	for _, k := range missing {
		h := s.keys[k]
		h.ids = slices.DeleteFunc(h.ids, func(id crm.ID) bool { return slices.Contains(h.removed, id) })
		for _, id := range h.added {
			if !slices.Contains(h.ids, id) {
				h.ids = append(h.ids, id)
			}
		}
	}
	return nil
}

func (s *state) readKeys(keys []replication.Key) error {
	args := make([]any, len(keys))
	for i, k := range keys {
		args[i] = keyBytes(s.h.org, k)
	}
	return s.t.each(`SELECT key, id FROM lookup WHERE key IN (`+in(1, len(keys))+`)`, args, func(row *sql.Rows) error {
		var key, id []byte
		if err := row.Scan(&key, &id); err != nil {
			return err
		}
		h := s.keys[keyOf(key)]
		h.ids = append(h.ids, crm.ID(id))
		return nil
	})
}

// Holders implements replication.State.
func (s *state) Holders(k replication.Key) ([]crm.ID, error) {
	if err := s.loadKeys([]replication.Key{k}); err != nil {
		return nil, err
	}
	var out []crm.ID
	for _, id := range s.keys[k].ids {
		root, err := s.Root(replication.NounContact, id)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(out, root) {
			out = append(out, root)
		}
	}
	slices.SortFunc(out, func(a, b crm.ID) int { return bytes.Compare(a[:], b[:]) })
	return out, nil
}

// keyRow is a row of lookup.
type keyRow struct {
	key []byte
	id  crm.ID
}

// changedKeys are the rows that lookup gets and loses.
type changedKeys struct{ added, removed []keyRow }

// takeKeys gives what has changed. It asks nothing of the database.
func (s *state) takeKeys() (c changedKeys) {
	c.added = make([]keyRow, 0, len(s.keyOrder))
	for _, k := range s.keyOrder {
		h := s.keys[k]
		for _, id := range h.removed {
			c.removed = append(c.removed, keyRow{keyBytes(s.h.org, k), id})
		}
		for _, id := range h.added {
			c.added = append(c.added, keyRow{keyBytes(s.h.org, k), id})
		}
		h.added, h.removed = nil, nil
	}
	s.keyOrder = nil
	// In the order of the index: neighbours share its pages, which takes half the time.
	slices.SortFunc(c.added, func(a, b keyRow) int { return bytes.Compare(a.key, b.key) })
	return c
}

func (t *tx) writeKeys(c changedKeys) error {
	for _, r := range c.removed {
		if err := t.exec(`DELETE FROM lookup WHERE key = $1 AND id = $2`, r.key, r.id[:]); err != nil {
			return err
		}
	}
	rows := make([][]any, len(c.added))
	for i := range c.added {
		rows[i] = []any{c.added[i].key, c.added[i].id[:]}
	}
	return t.insert(`INSERT INTO lookup (key, id)`, nil, rows, ` ON CONFLICT (key, id) DO NOTHING`)
}
