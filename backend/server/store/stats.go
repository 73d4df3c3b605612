package store

import "context"

// Stats are counts for the metrics.
type Stats struct {
	Organizations int64
	Devices       int64 // not revoked
	LogEntries    int64
	Conflicts     int64 // not settled
}

// Stats counts what the store holds, over all organizations.
func (s *Store) Stats(ctx context.Context) (n Stats, err error) {
	err = s.view(ctx, func(t *tx) (err error) {
		if n.Organizations, err = t.integer(`SELECT count(*) FROM organization`); err != nil {
			return err
		}
		if n.Devices, err = t.integer(`SELECT count(*) FROM device WHERE revoked = 0`); err != nil {
			return err
		}
		if n.LogEntries, err = t.integer(`SELECT CAST(coalesce(sum(seq - log_floor), 0) AS BIGINT) FROM org_head`); err != nil {
			return err
		}
		n.Conflicts, err = t.integer(`
			SELECT count(*)
			FROM organization o
			JOIN entity e ON e.org_id = o.org_id AND e.noun = $1
			WHERE e.active = 1`, conflictCode)
		return err
	})
	return n, err
}
