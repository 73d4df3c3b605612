package sqlite

import (
	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// stamp is the version that the current operation gives to the fields it writes.
type stamp struct {
	hlc    replication.HLC
	device int64
	op     int64 // its number in pending_op
}

// version is the stamp as a field keeps it.
func (s stamp) version() replication.Stamp { return replication.Stamp{HLC: s.hlc, Device: s.device} }

// thisDevice is the local number of this replica in the device table.
const thisDevice int64 = replication.OwnDevice

// nextStamp draws the number and hybrid time of the next operation; record must follow with it.
func (tx *Tx) nextStamp() (stamp, error) {
	if err := tx.loadClock(); err != nil {
		return stamp{}, err
	}
	tx.clock.counter++
	tx.clock.hlc = replication.Tick(tx.clock.hlc, tx.now)
	return stamp{tx.clock.hlc, thisDevice, tx.clock.counter}, nil
}

// record writes the operation beside the rows it describes (S1.2).
func (tx *Tx) record(s stamp, lane replication.Lane, kind replication.Kind, entity crm.ID, body []byte) error {
	var id any
	if entity != crm.NoID {
		id = entity[:]
	}
	_, err := tx.c.exec(`
		INSERT INTO pending_op (counter, incarnation, lane, kind, entity, hlc, actor, at, body)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		s.op, tx.clock.incarnation, string(lane), string(kind), id, int64(s.hlc),
		tx.actor.User[:], tx.now.UnixMilli(), body)
	return err
}

// recordEdit encodes body and records it in the lane of people's edits.
func (tx *Tx) recordEdit(s stamp, kind replication.Kind, entity crm.ID, body any) error {
	b, err := replication.Encode(body)
	if err != nil {
		return err
	}
	return tx.record(s, replication.LaneEdit, kind, entity, b)
}

// PendingOperations counts what the server has not acknowledged.
func (v *View) PendingOperations() (int64, error) {
	return v.c.integer(`SELECT count(*) FROM pending_op`)
}
