package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"

	"carteira/backend/crm"
)

// Secret is 32 random bytes that all processes of this store share: what they sign tokens with.
func (s *Store) Secret(ctx context.Context) (value []byte, err error) {
	fresh := make([]byte, 32)
	_, _ = rand.Read(fresh)
	err = s.update(ctx, func(t *tx) error {
		if err := t.exec(`INSERT INTO secret (one, value) VALUES (1, $1) ON CONFLICT (one) DO NOTHING`, fresh); err != nil {
			return err
		}
		_, err := t.one(`SELECT value FROM secret WHERE one = 1`, nil, &value)
		return err
	})
	return value, err
}

// NewPlatformKey makes a key that lets the platform act for an organization. Only its hash is kept.
func (s *Store) NewPlatformKey(ctx context.Context, org crm.ID) (string, error) {
	o, err := s.org(ctx, org)
	if err != nil {
		return "", err
	}
	b := make([]byte, 32)
	_, _ = rand.Read(b)
	key := "carteira_" + base64.RawURLEncoding.EncodeToString(b)
	return key, s.update(ctx, func(t *tx) error {
		return t.exec(`INSERT INTO platform_key (hash, org_id, created_at) VALUES ($1, $2, $3)`, keyHash(key), o.number, s.millis())
	})
}

func keyHash(key string) []byte {
	sum := sha256.Sum256([]byte("platform key " + key))
	return sum[:]
}

// PlatformOrganization is whom a platform key acts for. Refused, 401, when there is no such key.
func (s *Store) PlatformOrganization(ctx context.Context, key string) (Organization, error) {
	var o Organization
	err := s.view(ctx, func(t *tx) error {
		var id []byte
		found, err := t.one(`
			SELECT o.id, o.name
			FROM platform_key k
			JOIN organization o ON o.org_id = k.org_id
			WHERE k.hash = $1`, []any{keyHash(key)}, &id, &o.Name)
		if err != nil {
			return err
		}
		if !found {
			return refuse(http.StatusUnauthorized, crm.CodeNotAllowed, "the platform key is not valid")
		}
		o.ID = crm.ID(id)
		return nil
	})
	return o, err
}
