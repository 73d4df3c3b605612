package store

import (
	"context"
	"database/sql"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// ServiceByName finds a service by its name. crm.CodeNotFound when there is none.
func (s *Store) ServiceByName(ctx context.Context, org crm.ID, name string) (x *replication.ServiceDefine, err error) {
	err = s.read(ctx, org, func(st *state) error {
		known, err := st.ServiceNamed(name)
		if err != nil {
			return err
		}
		if known == nil {
			return crm.Errorf(crm.CodeNotFound, "service", "there is no such service")
		}
		y := *known
		x = &y
		return nil
	})
	return x, err
}

// Blacklist lists the entries of one direction (D5.5).
func (s *Store) Blacklist(ctx context.Context, org crm.ID, outbound bool) (all []replication.BlacklistAdd, err error) {
	o, err := s.org(ctx, org)
	if err != nil {
		return nil, err
	}
	err = s.view(ctx, func(t *tx) error {
		all = nil
		return t.each(`SELECT body FROM entity WHERE key >= $1 AND key < $2 ORDER BY key`,
			[]any{rowKey(o.number, blacklistCode, nil), rowKey(o.number, blacklistCode+1, nil)}, func(row *sql.Rows) error {
				var body sql.RawBytes
				if err := row.Scan(&body); err != nil {
					return err
				}
				if len(body) == 0 {
					return nil // an entry that is gone
				}
				e, err := readRecord(body, crm.NoID)
				if err == nil && e.Blacklist != nil && e.Blacklist.Outbound == outbound {
					all = append(all, *e.Blacklist)
				}
				return err
			})
	})
	return all, err
}

// Interaction reads an interaction. crm.CodeNotFound when there is none.
func (s *Store) Interaction(ctx context.Context, org, id crm.ID) (x *replication.InteractionAdd, err error) {
	err = s.read(ctx, org, func(st *state) error {
		known, err := st.Interaction(id)
		if err != nil {
			return err
		}
		if known == nil {
			return crm.Errorf(crm.CodeNotFound, "id", "there is no such interaction")
		}
		y := *known
		x = &y
		return nil
	})
	return x, err
}
