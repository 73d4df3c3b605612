package sqlite

import (
	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// Enrolment is this replica's place in an organization; nil when it has never been enrolled.
func (v *View) Enrolment() (e *Enrolment, err error) {
	_, err = v.c.one(`
		SELECT server, organization_id, organization, office, number, epoch, cursor, seq, erasure, certified, pin,
		  clock_offset, last_sync_at, revoked
		FROM enrolment`, nil, func(row result) error {
		pin, _ := row[10].([]byte)
		e = &Enrolment{
			Server: row[0].(string), OrganizationID: blobID(row[1]), Organization: row[2].(string), Office: row[3].(string),
			Number: row[4].(int64), Epoch: row[5].(string), Cursor: row[6].(string), Seq: row[7].(int64), Erasure: row[8].(int64),
			Certified: row[9].(int64), Pin: pin, Offset: row[11].(int64), LastSyncAt: timeOf(row[12]), Revoked: row[13].(int64) != 0,
		}
		return nil
	})
	return e, err
}

// SaveEnrolment enrols this replica, or changes what is known of its server.
func (tx *Tx) SaveEnrolment(e *Enrolment) error {
	if already, err := tx.isEnrolled(); err != nil {
		return err
	} else if !already {
		if err := tx.keepDefinitionImages(); err != nil {
			return err
		}
	}
	_, err := tx.c.exec(`
		INSERT INTO enrolment (one, server, organization_id, organization, office, number, epoch, cursor, seq, erasure,
		  certified, pin, clock_offset, last_sync_at, revoked)
		VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (one) DO UPDATE SET
		  server = excluded.server, organization_id = excluded.organization_id, organization = excluded.organization,
		  office = excluded.office, number = excluded.number, epoch = excluded.epoch, cursor = excluded.cursor,
		  seq = excluded.seq, erasure = excluded.erasure, certified = excluded.certified, pin = excluded.pin,
		  clock_offset = excluded.clock_offset, last_sync_at = excluded.last_sync_at, revoked = excluded.revoked`,
		e.Server, e.OrganizationID[:], e.Organization, e.Office, e.Number, e.Epoch, e.Cursor, e.Seq, e.Erasure,
		e.Certified, e.Pin, e.Offset, msOf(e.LastSyncAt), flag(e.Revoked))
	tx.enrolled = nil
	tx.Announce(Event{"sync"})
	return err
}

// Replica is this replica's device id and the incarnation that it numbers its operations in.
func (v *View) Replica() (device crm.ID, incarnation int64, err error) {
	_, err = v.c.one(`SELECT id, incarnation FROM replica`, nil, func(row result) error {
		device, incarnation = blobID(row[0]), row[1].(int64)
		return nil
	})
	return device, incarnation, err
}

// HighestName is the highest number whose name is known here: the server is asked for those beyond it.
func (v *View) HighestName() (int64, error) { return v.c.integer(`SELECT max(n) FROM name`) }

const unacknowledgedSQL = `SELECT count(*) FROM pending_op WHERE seq = 0`

// SyncCounts counts what the server has not acknowledged, what it refused, and the conflicts to review.
func (v *View) SyncCounts() (pending, refused, conflicts int64, err error) {
	for _, q := range []struct {
		sql  string
		into *int64
	}{
		{unacknowledgedSQL, &pending},
		{`SELECT count(*) FROM refused_op`, &refused},
		{`SELECT count(*) FROM conflict`, &conflicts},
	} {
		if *q.into, err = v.c.integer(q.sql); err != nil {
			return 0, 0, 0, err
		}
	}
	return pending, refused, conflicts, nil
}

// Resolve is the id that id stands for, for good (S2), itself when it stands for none.
func (v *View) Resolve(noun replication.Noun, id crm.ID) (crm.ID, error) {
	root := id
	_, err := v.c.one(`SELECT root FROM alias WHERE noun = ? AND id = ?`, values(string(noun), id[:]), func(row result) error {
		root = blobID(row[0])
		return nil
	})
	return root, err
}

// isEnrolled tells whether there is a server whose view of contacts must be kept beside pending changes.
func (tx *Tx) isEnrolled() (bool, error) {
	if tx.enrolled == nil {
		n, err := tx.c.integer(`SELECT count(*) FROM enrolment`)
		if err != nil {
			return false, err
		}
		yes := n > 0
		tx.enrolled = &yes
	}
	return *tx.enrolled, nil
}
