package sqlite

import (
	"database/sql/driver"
	"fmt"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// PendingOps lists what the server refused, then what it has not acknowledged, oldest first.
func (v *View) PendingOps(limit int) (out []PendingOp, err error) {
	add := func(p PendingOp) error {
		p.Name, p.Author = v.nameOf(p.Entity), v.authorOf(p.Actor)
		if p.Kind == replication.KindUserPut {
			p.Name = v.authorOf(p.Entity)
		}
		out = append(out, p)
		return nil
	}
	if err := v.c.query(`
		SELECT counter, lane, kind, entity, at, actor, length(body), code, other, CASE kind WHEN ? THEN body END
		FROM refused_op ORDER BY counter LIMIT ?`, values(string(replication.KindContactCreate), int64(limit)), func(row result) error {
		p := pendingRow(row)
		p.Code, p.Other, p.Refused = row[7].(string), blobID(row[8]), true
		if err := add(p); err != nil {
			return err
		}
		body, _ := row[9].([]byte)
		return out[len(out)-1].nameOfUnmade(body)
	}); err != nil {
		return nil, err
	}
	ops, err := v.outgoings(`SELECT `+outgoingColumns+` FROM pending_op ORDER BY counter LIMIT ?`, int64(max(0, limit-len(out))))
	if err != nil {
		return nil, err
	}
	restoring, err := v.restoring()
	if err != nil {
		return nil, err
	}
	for _, o := range ops {
		p := PendingOp{
			Counter: o.counter, Lane: o.lane, Kind: o.op.Kind, Entity: o.op.Entity, At: timeOf(o.op.At), Actor: o.op.Actor,
			Size: int64(len(o.op.Body)), Lines: o.lines(), Sent: o.number > 0, Acked: o.seq > 0 || o.echoed,
		}
		if p.Waits, err = v.waits(o, restoring); err != nil {
			return nil, err
		}
		if err := add(p); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// nameOfUnmade names who was to be created, or nobody could tell one draft from the other. Blank after an erasure.
func (p *PendingOp) nameOfUnmade(body []byte) error {
	if p.Name != "" || len(body) == 0 {
		return nil
	}
	var c replication.ContactCreate
	if err := replication.Decode(body, &c); err != nil {
		return fmt.Errorf("refused creation %d: %w", p.Counter, err)
	}
	p.Name, p.Unmade = c.Fields[crm.FieldName], true
	return nil
}

// UnsentContacts tells which of the contacts have changes that the server has not acknowledged. A replica that was never
// enrolled has everything to send and nowhere to send it: none.
func (v *View) UnsentContacts(ids []crm.ID) (map[crm.ID]bool, error) {
	if e, err := v.Enrolment(); err != nil || e == nil {
		return nil, err
	}
	out := map[crm.ID]bool{}
	for _, id := range ids {
		n, err := v.c.integer(`
			SELECT EXISTS (SELECT 1 FROM pending_op p WHERE p.entity = c.id AND p.seq = 0)
			    OR EXISTS (SELECT 1 FROM pending_op p WHERE p.hlc = c.hlc AND c.device = 1 AND p.seq = 0)
			    OR EXISTS (SELECT 1 FROM contact_change h CROSS JOIN pending_op p ON p.counter = h.op
			               WHERE h.contact = c.n AND p.seq = 0)
			FROM contact c WHERE c.id = ?`, id[:])
		if err != nil {
			return nil, err
		}
		if n != 0 {
			out[id] = true
		}
	}
	return out, nil
}

func pendingRow(row result) PendingOp {
	return PendingOp{
		Counter: row[0].(int64), Lane: replication.Lane(row[1].(string)), Kind: replication.Kind(row[2].(string)), Entity: blobID(row[3]),
		At: timeOf(row[4]), Actor: blobID(row[5]), Size: row[6].(int64), Lines: 1,
	}
}

// lines is how many contacts or interactions the operation is about.
func (o *outgoing) lines() int {
	switch o.op.Kind {
	case replication.KindImportChunk, replication.KindContactBatch, replication.KindImportUndo:
		return len(o.contacts())
	case replication.KindInteraction:
		if c, err := replication.DecodeInteractions(o.op.Body); err == nil {
			return len(c.Interactions)
		}
	}
	return 1
}

// nameOf and authorOf are for people; what is not known has none.
func (v *View) nameOf(id crm.ID) (name string) {
	if id == crm.NoID {
		return ""
	}
	if s, err := v.Contact(id); err == nil {
		name = s.Name()
	}
	return name
}

func (v *View) authorOf(user crm.ID) string {
	if user == crm.NoID {
		return crm.System.Name
	}
	u, err := v.User(user)
	if err != nil {
		return ""
	}
	return u.Name
}

// DiscardRefused forgets a refused operation.
func (tx *Tx) DiscardRefused(counter int64) error {
	return tx.mustChange(`DELETE FROM refused_op WHERE counter = ?`, counter)
}

// CancelPending takes back an operation that nobody has carried out: an anonymization or deletion that waits for the
// server, unless it is on its way. Error: crm.CodeConflict.
func (tx *Tx) CancelPending(counter int64) error {
	o, err := tx.outgoing(counter)
	if err != nil {
		return err
	}
	if o == nil || o.number > 0 || o.op.Kind != replication.KindAnonymize && o.op.Kind != replication.KindDelete {
		return crm.Errorf(crm.CodeConflict, "counter", "this operation cannot be taken back any more")
	}
	return tx.forget(counter)
}

func (tx *Tx) mustChange(sql string, args ...driver.Value) error {
	res, err := tx.c.exec(sql, args...)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n > 0 {
		tx.Announce(Event{"sync"})
		return err
	}
	return crm.Errorf(crm.CodeNotFound, "id", "there is no such record")
}

// SyncConflicts lists what there is to review, newest first.
func (v *View) SyncConflicts(limit int) (out []SyncConflict, err error) {
	all, err := v.conflicts(limit)
	if err != nil {
		return nil, err
	}
	fields, err := v.CustomFields()
	if err != nil {
		return nil, err
	}
	for _, c := range all {
		x := SyncConflict{
			Conflict: *c, Name: v.nameOf(c.Contact), OtherName: v.nameOf(c.Other), Field: c.Part, Mine: c.Stamp.Device == thisDevice,
			ByName: v.writerOf(c.By, c.Stamp), WinnerByName: v.writerOf(c.WinnerBy, c.WinnerStamp),
		}
		for _, f := range fields {
			if customKey(f.ID) == c.Part {
				x.Field, x.Custom = f.Name, true
			}
		}
		if err := v.describeRequest(&x); err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

// Conflict reads one conflict; crm.CodeNotFound when nobody has it, or has it any more.
func (v *View) Conflict(id crm.ID) (c *replication.Conflict, err error) {
	_, err = v.c.one(`
		SELECT f.id, f.body, c.id FROM conflict f JOIN contact c ON c.n = f.contact
		WHERE f.id = ?`, values(id[:]), func(row result) error {
		c, err = scanConflict(row)
		return err
	})
	if err == nil && c == nil {
		err = crm.Errorf(crm.CodeNotFound, "id", "there is no such conflict; somebody else may have settled it")
	}
	return c, err
}

func (v *View) conflicts(limit int) (out []*replication.Conflict, err error) {
	err = v.c.query(`
		SELECT f.id, f.body, c.id FROM conflict f JOIN contact c ON c.n = f.contact
		ORDER BY c.updated_at DESC, f.id LIMIT ?`, values(int64(limit)), func(row result) error {
		c, err := scanConflict(row)
		out = append(out, c)
		return err
	})
	return out, err
}

// writerOf is the user who wrote something, or the office where that is all that is known.
func (v *View) writerOf(user crm.ID, s replication.Stamp) string {
	if user != crm.NoID {
		return v.authorOf(user)
	}
	n := s.Device
	if n == thisDevice {
		if e, err := v.Enrolment(); err == nil && e != nil {
			return e.Office
		}
	}
	office := ""
	if _, err := v.c.one(`SELECT office FROM name WHERE n = ?`, values(n), func(row result) error {
		office = row[0].(string)
		return nil
	}); err != nil {
		return ""
	}
	return office
}

// SettleConflict says that somebody has looked at a conflict.
func (tx *Tx) SettleConflict(id crm.ID) error {
	if err := tx.mustChange(`DELETE FROM conflict WHERE id = ?`, id[:]); err != nil {
		return err
	}
	return tx.recordNow(replication.KindConflictSettle, id, replication.ConflictSettle{ID: id})
}
