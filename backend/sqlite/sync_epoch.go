package sqlite

import (
	"context"
	"slices"
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
			 WHERE NOT EXISTS (
			   SELECT 1 FROM pending_op p
			   WHERE p.hlc = c.hlc AND c.device = 1 AND p.kind IN ('contact.create', 'import.chunk'))`,
			`INSERT INTO offer (noun, id) SELECT 'note', id FROM note WHERE true ON CONFLICT DO NOTHING`,
			`INSERT INTO offer (noun, id) SELECT 'interaction', id FROM interaction`,
			`INSERT INTO offer (noun, id) SELECT 'survey', id FROM survey`,
			`INSERT INTO offer (noun, id) SELECT 'appointment', id FROM appointment`,
			`INSERT INTO offer (noun, id) SELECT 'user', id FROM account`,
			`INSERT INTO offer (noun, id) SELECT 'field', id FROM field WHERE state = 0`,
			`INSERT INTO offer (noun, id) SELECT 'label', id FROM label WHERE state = 0`,
			`INSERT INTO offer (noun, id) SELECT 'service', id FROM service WHERE state = 0`,
			`INSERT INTO offer (noun, id) SELECT 'blacklist', id FROM blacklist`,
			`INSERT INTO offer (noun, id) SELECT 'tabulation', id FROM tabulation`,
			`INSERT INTO offer (noun, id) SELECT 'conflict', id FROM conflict`,
			`INSERT INTO offer (noun, id) SELECT 'avatar', c.id FROM avatar a JOIN contact c ON c.n = a.contact
			 WHERE NOT EXISTS (SELECT 1 FROM record_image r WHERE r.noun = 'avatar' AND r.id = c.id)`,
			`INSERT INTO offer (noun, id) SELECT 'segment', id FROM segment`,
			`INSERT INTO offer (noun, id) SELECT 'alias', id FROM alias WHERE true ON CONFLICT DO NOTHING`,
			`INSERT INTO offer (noun, id) VALUES ('setting', x''), ('permission', x'')`,
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

// nextOffers are the records of a noun that the next offer holds.
const nextOffers = `SELECT o.id FROM offer o WHERE o.noun = ? ORDER BY o.id LIMIT 5000`

// told takes off what is on offer a record that the server turns out to have. Contacts, fields and labels are compared
// first, see put and acceptField, users and services before they come here; an interaction that has been closed since has
// to be offered.
func (a *applying) told(e *replication.Effect) error {
	switch {
	case e.Note != nil:
		if kept, err := a.tx.noteStaysBack(e.Note); kept || err != nil {
			return err
		}
		return a.tx.unoffer(replication.NounNote, e.Note.ID)
	case e.User != nil:
		return a.tx.unoffer(replication.NounUser, e.User.ID)
	case e.Service != nil:
		return a.tx.unoffer(replication.NounService, e.Service.ID)
	case e.Alias != nil:
		return a.tx.unoffer("alias", e.Alias.From)
	case e.Tabulation != nil:
		return a.tx.toldTabulation(e.Tabulation)
	case e.Blacklist != nil:
		return a.tx.unoffer(replication.NounBlacklist, e.Blacklist.ID)
	case e.Conflict != nil:
		return a.tx.unoffer(replication.NounConflict, e.Conflict.ID)
	}
	return nil
}

// offerOrder is what must be there before what refers to it.
var offerOrder = []replication.Noun{
	replication.NounUser, replication.NounField, replication.NounLabel, replication.NounService, replication.NounSetting,
	replication.NounPermission, replication.NounContact, "alias", replication.NounNote, replication.NounAvatar, replication.NounInteraction,
	replication.NounSurvey, replication.NounAppointment,
	replication.NounBlacklist, replication.NounConflict, replication.NounTabulation, replication.NounSegment,
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
	homes, err := tx.homes()
	if err != nil {
		return err
	}
	for _, noun := range offerOrder {
		for {
			left, err := tx.c.integer(`SELECT EXISTS (SELECT 1 FROM offer WHERE noun = ?)`, string(noun))
			if err != nil {
				return err
			}
			if left == 0 {
				break
			}
			var chunk replication.RestoreChunk
			if err := tx.records(noun, func(id crm.ID, x replication.Effect) error {
				if home, moved := homes[id]; moved {
					x.MoveTo(home)
				}
				chunk.Effects = append(chunk.Effects, x)
				return nil
			}); err != nil {
				return err
			}
			// Also those whose record has gone since: nothing may stay on offer, since others wait for it.
			if _, err := tx.c.exec(`DELETE FROM offer WHERE noun = ? AND id IN (`+nextOffers+`)`, string(noun), string(noun)); err != nil {
				return err
			}
			if len(chunk.Effects) > 0 {
				return tx.offer(&chunk)
			}
		}
	}
	return nil
}

// homes are the contacts of what merges that wait have moved, by the id of what was moved: the server may reject a merge, and
// has it where it was.
func (tx *Tx) homes() (map[crm.ID]crm.ID, error) {
	merges, err := tx.outgoings(`SELECT ` + outgoingColumns + ` FROM pending_op WHERE kind = 'contact.merge' AND echoed = 0 ORDER BY counter`)
	if err != nil {
		return nil, err
	}
	out := map[crm.ID]crm.ID{}
	for _, o := range merges {
		for _, contact := range o.contacts() {
			n, err := tx.c.integer(`SELECT n FROM contact WHERE id = ?`, contact[:])
			if err != nil {
				return nil, err
			}
			p, err := tx.changeBy(n, o)
			if err != nil {
				return nil, err
			}
			if p == nil || p.doc.Merge == nil {
				continue
			}
			m := p.doc.Merge
			for _, id := range slices.Concat(m.Notes, m.Interactions, m.Surveys, m.Appointments, m.Conflicts) {
				if _, earlier := out[id]; !earlier {
					out[id] = contact
				}
			}
		}
	}
	return out, nil
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
