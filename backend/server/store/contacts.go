package store

import (
	"context"
	"slices"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// FindContacts are the contacts that a key leads to, erased ones aside: the primary where one was merged. Addresses
// that share a hash are the caller's to compare.
func (s *Store) FindContacts(ctx context.Context, org crm.ID, k replication.Key) (found []replication.Contact, err error) {
	err = s.read(ctx, org, func(st *state) error {
		found = nil
		ids, err := st.Holders(k)
		if err != nil {
			return err
		}
		for _, id := range ids {
			c, err := st.Contact(id)
			if err != nil {
				return err
			}
			if c != nil && !c.Erased() {
				found = append(found, *c)
			}
		}
		return nil
	})
	return found, err
}

// read looks at the organization's state in one snapshot.
func (s *Store) read(ctx context.Context, org crm.ID, f func(st *state) error) error {
	o, err := s.org(ctx, org)
	if err != nil {
		return err
	}
	return s.view(ctx, func(t *tx) error {
		h, err := t.head(o.number)
		if err != nil {
			return err
		}
		m, err := s.remember(t, &h)
		if err != nil {
			return err
		}
		return f(newState(t, &h, m))
	})
}

// UserByEmail is the user of an address. crm.CodeNotFound when there is none.
func (s *Store) UserByEmail(ctx context.Context, org crm.ID, email string) (u *replication.UserPut, err error) {
	err = s.read(ctx, org, func(st *state) error {
		id, err := st.UserByEmail(crm.EmailKey(email))
		if err != nil {
			return err
		}
		known, err := st.User(id)
		if err != nil {
			return err
		}
		if known == nil {
			return noUser()
		}
		x := *known
		u = &x
		return nil
	})
	return u, err
}

func noUser() error { return crm.Errorf(crm.CodeNotFound, "user", "there is no such user") }

// SetPresence notes what the platform says of an agent (D5.4). crm.CodeNotFound when there is no such user.
func (s *Store) SetPresence(ctx context.Context, org, user crm.ID, p crm.Presence, reason string) error {
	if !slices.Contains([]crm.Presence{crm.PresenceAvailable, crm.PresencePaused, crm.PresenceOffline}, p) {
		return crm.Errorf(crm.CodeInvalid, "presence", "a presence is available, paused or offline")
	}
	o, err := s.org(ctx, org)
	if err != nil {
		return err
	}
	if err := s.read(ctx, org, func(st *state) error {
		root, err := st.Root(replication.NounUser, user)
		if err != nil {
			return err
		}
		user = root
		known, err := st.User(root)
		if err == nil && known == nil {
			err = noUser()
		}
		return err
	}); err != nil {
		return err
	}
	return s.update(ctx, func(t *tx) error {
		return t.exec(`
			INSERT INTO presence (org_id, user_id, presence, reason, changed_at)
			VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (org_id, user_id) DO UPDATE
			SET presence = excluded.presence, reason = excluded.reason, changed_at = excluded.changed_at`,
			o.number, user[:], string(p), reason, s.millis())
	})
}
