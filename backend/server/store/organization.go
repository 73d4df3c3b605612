package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
)

// Organization owns records, devices and a log; nothing is shared between two of them.
type Organization struct {
	ID   crm.ID
	Name string
}

// orgRow is an organization with the short number that its rows carry.
type orgRow struct {
	Organization
	number int64
}

// ServerOffice is the office of the server's own device: the author of what the platform does.
const ServerOffice = "server"

// skippedNames is how many numbers are left out after a backup was restored: those given out since it was made.
const skippedNames = 1000

// CreateOrganization makes an empty organization. crm.CodeConflict when there is one of that name.
func (s *Store) CreateOrganization(ctx context.Context, name string) (Organization, error) {
	name, err := crm.ParseText("name", name, 120)
	if err != nil {
		return Organization{}, err
	}
	if name == "" {
		return Organization{}, crm.Errorf(crm.CodeInvalid, "name", "an organization needs a name")
	}
	org := Organization{ID: crm.NewID(), Name: name}
	err = s.update(ctx, func(t *tx) error {
		taken, err := t.integer(`SELECT count(*) FROM organization WHERE name_key = $1`, crm.Fold(name))
		if err != nil {
			return err
		}
		if taken > 0 {
			return crm.Errorf(crm.CodeConflict, "name", "there is an organization of that name already")
		}
		number, err := t.integer(`SELECT coalesce(max(org_id), 0) + 1 FROM organization`)
		if err != nil {
			return err
		}
		if err := t.exec(`
			INSERT INTO organization (org_id, id, name, name_key, created_at)
			VALUES ($1, $2, $3, $4, $5)`, number, org.ID[:], name, crm.Fold(name), s.millis()); err != nil {
			return err
		}
		const own = replication.OwnDevice + 1
		if err := t.exec(`
			INSERT INTO org_head (org_id, epoch, seq, erasure_seq, erasures, definition_seq, log_floor, log_bytes, next_name, device)
			VALUES ($1, $2, 0, 0, 0, 0, 0, 0, $3, $4)`, number, newEpoch(), own+1, own); err != nil {
			return err
		}
		device := crm.NewID()
		return t.exec(`INSERT INTO name (org_id, number, id, office) VALUES ($1, $2, $3, $4)`, number, own, device[:], ServerOffice)
	})
	return org, err
}

func newEpoch() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails, see crypto/rand
	return hex.EncodeToString(b[:])
}

// Organization finds one by its id or name. crm.CodeNotFound when there is none.
func (s *Store) Organization(ctx context.Context, nameOrID string) (Organization, error) {
	var o Organization
	id, _ := crm.ParseID(nameOrID)
	err := s.view(ctx, func(t *tx) error {
		var raw []byte
		found, err := t.one(`SELECT id, name FROM organization WHERE id = $1 OR name_key = $2`,
			[]any{id[:], crm.Fold(nameOrID)}, &raw, &o.Name)
		if err != nil {
			return err
		}
		if !found {
			return noOrganization()
		}
		o.ID = crm.ID(raw)
		return nil
	})
	return o, err
}

func noOrganization() error {
	return crm.Errorf(crm.CodeNotFound, "organization", "there is no such organization")
}

// Organizations lists them by name.
func (s *Store) Organizations(ctx context.Context) (all []Organization, err error) {
	err = s.view(ctx, func(t *tx) error {
		all = nil
		return t.each(`SELECT id, name FROM organization ORDER BY name_key`, nil, func(row *sql.Rows) error {
			var o Organization
			var id []byte
			if err := row.Scan(&id, &o.Name); err != nil {
				return err
			}
			o.ID = crm.ID(id)
			all = append(all, o)
			return nil
		})
	})
	return all, err
}

// org resolves an id to the short number; organizations are never renamed or deleted.
func (s *Store) org(ctx context.Context, id crm.ID) (o orgRow, err error) {
	s.mu.Lock()
	o, known := s.orgs[id]
	s.mu.Unlock()
	if known {
		return o, nil
	}
	o.ID = id
	if err := s.view(ctx, func(t *tx) error {
		found, err := t.one(`SELECT org_id, name FROM organization WHERE id = $1`, []any{id[:]}, &o.number, &o.Name)
		if err == nil && !found {
			return noOrganization()
		}
		return err
	}); err != nil {
		return orgRow{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.orgs[id] = o
	return o, nil
}

// head is the row of org_head.
type head struct {
	org           int64
	epoch         string
	seq           int64
	erasureSeq    int64
	erasures      int64
	definitionSeq int64
	logFloor      int64
	logBytes      int64
	nextName      int64
	device        int64
}

const headColumns = `epoch, seq, erasure_seq, erasures, definition_seq, log_floor, log_bytes, next_name, device`

func (h *head) columns() []any {
	return []any{&h.epoch, &h.seq, &h.erasureSeq, &h.erasures, &h.definitionSeq, &h.logFloor, &h.logBytes, &h.nextName, &h.device}
}

func (t *tx) head(org int64) (h head, err error) {
	h.org = org
	_, err = t.one(`SELECT `+headColumns+` FROM org_head WHERE org_id = $1`, []any{org}, h.columns()...)
	return h, err
}

// lockHead reads the head and keeps other writers of the organization out until the transaction ends (S4).
func (t *tx) lockHead(org int64) (h head, err error) {
	h.org = org
	_, err = t.one(`UPDATE org_head SET seq = seq WHERE org_id = $1 RETURNING `+headColumns, []any{org}, h.columns()...)
	return h, err
}

func (t *tx) saveHead(h *head) error {
	return t.exec(`
		UPDATE org_head
		SET seq = $1, erasure_seq = $2, erasures = $3, definition_seq = $4, log_floor = $5, log_bytes = $6, next_name = $7
		WHERE org_id = $8`,
		h.seq, h.erasureSeq, h.erasures, h.definitionSeq, h.logFloor, h.logBytes, h.nextName, h.org)
}

// Head is how far the organization's log goes.
func (s *Store) Head(ctx context.Context, org crm.ID) (wire.HeadEvent, error) {
	o, err := s.org(ctx, org)
	if err != nil {
		return wire.HeadEvent{}, err
	}
	var h head
	err = s.view(ctx, func(t *tx) (err error) {
		h, err = t.head(o.number)
		return err
	})
	return wire.HeadEvent{Head: h.seq, ErasureHead: h.erasureSeq}, err
}

// NewEpoch tells every replica that the server was restored from a backup: they read its state anew and offer what it
// lacks. What devices acknowledged of the lost history counts for nothing.
func (s *Store) NewEpoch(ctx context.Context, org crm.ID) error {
	o, err := s.org(ctx, org)
	if err != nil {
		return err
	}
	err = s.update(ctx, func(t *tx) error {
		if err := t.exec(`UPDATE org_head SET epoch = $1, next_name = next_name + $2 WHERE org_id = $3`,
			newEpoch(), skippedNames, o.number); err != nil {
			return err
		}
		return t.exec(`UPDATE device SET seq = 0, erasure = 0 WHERE org_id = $1`, o.number)
	})
	if err == nil {
		s.watch.wake(org)
	}
	return err
}
