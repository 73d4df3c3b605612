package sqlite

import (
	"context"
	"strconv"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// NewEpoch begins again with a server that was restored from a backup: everything is read anew, and what the server
// turns out to lack is offered to it by NextPush. What waits to be sent is sent as well; it may be there already.
func (db *DB) NewEpoch(ctx context.Context, epoch string) error {
	return db.syncUpdate(ctx, func(a *applying) error {
		if a.e.Epoch == epoch {
			return nil
		}
		a.e.Epoch, a.e.Cursor, a.e.Seq, a.e.Erasure, a.e.Certified = epoch, "", 0, 0, 0
		for _, sql := range []string{
			`DELETE FROM name`,
			`DELETE FROM pending_op WHERE echoed = 1`,
			`DELETE FROM offer`,
			`INSERT INTO offer (noun, id) SELECT 'contact', id FROM contact c
			 WHERE NOT EXISTS (SELECT 1 FROM pending_op p WHERE p.hlc = c.hlc AND c.device = 1)`,
			`INSERT INTO offer (noun, id) SELECT 'note', id FROM note WHERE true ON CONFLICT DO NOTHING`,
			`INSERT INTO offer (noun, id) SELECT 'interaction', id FROM interaction`,
			`INSERT INTO offer (noun, id) SELECT 'user', id FROM account`,
			`INSERT INTO offer (noun, id) SELECT 'field', id FROM field`,
			`INSERT INTO offer (noun, id) SELECT 'label', id FROM label`,
			`INSERT INTO offer (noun, id) SELECT 'service', id FROM service`,
			`INSERT INTO offer (noun, id) SELECT 'blacklist', id FROM blacklist`,
			`INSERT INTO offer (noun, id) SELECT 'conflict', id FROM conflict`,
			`INSERT INTO offer (noun, id) VALUES ('setting', x''), ('permission', x''), ('alias', x'')`,
			`UPDATE pending_op SET seq = 0`,
		} {
			if _, err := a.tx.c.exec(sql); err != nil {
				return err
			}
		}
		if err := a.tx.resetLanes(); err != nil {
			return err
		}
		return a.tx.SaveEnrolment(a.e)
	})
}

func (v *View) offered(noun replication.Noun, id crm.ID) (bool, error) {
	n, err := v.c.integer(`SELECT count(*) FROM offer WHERE noun = ? AND id = ?`, string(noun), id[:])
	return n > 0, err
}

func (tx *Tx) unoffer(noun replication.Noun, id crm.ID) error {
	_, err := tx.c.exec(`DELETE FROM offer WHERE noun = ? AND id = ?`, string(noun), id[:])
	return err
}

// offerSize is how many records one offer holds.
const offerSize = 5000

// offerOrder is what must be there before what refers to it.
var offerOrder = []replication.Noun{
	replication.NounUser, replication.NounField, replication.NounLabel, replication.NounService, replication.NounSetting,
	replication.NounPermission, replication.NounContact, "alias", replication.NounNote, replication.NounInteraction,
	replication.NounBlacklist, replication.NounConflict,
}

// offerNext makes one operation of what the server may lack, once it has told all it has. It is asked before every push
// of a chunk, and there hardly ever is anything: to look for records on offer reads all of them.
func (tx *Tx) offerNext() error {
	any, err := tx.c.integer(`SELECT EXISTS (SELECT 1 FROM offer)`)
	if err != nil || any == 0 {
		return err
	}
	e, err := tx.Enrolment()
	if err != nil {
		return err
	}
	if _, err := strconv.ParseInt(e.Cursor, 10, 64); err != nil {
		return nil // it is still telling
	}
	for _, noun := range offerOrder {
		var chunk replication.RestoreChunk
		var ids []crm.ID
		full := errStop
		err := tx.records(noun, func(id crm.ID, x replication.Effect) error {
			ids = append(ids, id)
			chunk.Effects = append(chunk.Effects, x)
			if len(ids) == offerSize {
				return full
			}
			return nil
		})
		if err != nil {
			return err
		}
		if len(chunk.Effects) == 0 {
			continue
		}
		if err := tx.offer(&chunk); err != nil {
			return err
		}
		if noun == replication.NounSetting || noun == replication.NounPermission || noun == "alias" {
			ids = []crm.ID{}
			if _, err := tx.c.exec(`DELETE FROM offer WHERE noun = ?`, string(noun)); err != nil {
				return err
			}
		}
		for _, id := range ids {
			if err := tx.unoffer(noun, id); err != nil {
				return err
			}
		}
		return nil
	}
	return nil
}

func (tx *Tx) offer(c *replication.RestoreChunk) error {
	s, err := tx.nextStamp()
	if err != nil {
		return err
	}
	body, err := replication.EncodeRestore(c)
	if err != nil {
		return err
	}
	actor := tx.actor
	tx.actor.User = crm.NoID
	defer func() { tx.actor = actor }()
	return tx.record(s, replication.LaneBulk, replication.KindRestore, crm.NoID, body)
}
