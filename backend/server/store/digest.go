package store

import (
	"context"
	"database/sql"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
)

// Digest sums up every record of an organization in one snapshot: what a replica that is up to date holds as well.
func (s *Store) Digest(ctx context.Context, org crm.ID) (answer wire.DigestAnswer, err error) {
	o, err := s.org(ctx, org)
	if err != nil {
		return answer, err
	}
	err = s.view(ctx, func(t *tx) error {
		h, err := t.head(o.number)
		if err != nil {
			return err
		}
		answer = wire.DigestAnswer{Seq: h.seq, Digest: replication.Digest{Records: map[replication.Noun]int64{}}}
		return t.each(`SELECT noun, parent, body FROM entity WHERE key >= $1 AND key < $2 ORDER BY key`,
			[]any{rowKey(o.number, 0, nil), rowKey(o.number, aliasCodes, nil)}, func(row *sql.Rows) error {
				var noun int64
				var parent, body sql.RawBytes
				if err := row.Scan(&noun, &parent, &body); err != nil {
					return err
				}
				if len(body) == 0 {
					return nil // a record that is gone
				}
				e, err := readRecord(body, idOf(parent))
				if err != nil {
					return err
				}
				return answer.Digest.Add(nouns[noun-1], e)
			})
	})
	return answer, err
}
