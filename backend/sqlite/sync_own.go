package sqlite

import (
	"database/sql/driver"
	"fmt"
	"slices"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// outgoing is an operation of this replica that the server has not decided, or whose effects have not come back.
type outgoing struct {
	counter int64
	lane    replication.Lane
	number  int64 // in its lane, 0 = none yet
	seq     int64 // acknowledged as that line of the log, 0 = not yet
	echoed  bool  // its effects are here, its acknowledgement is not
	op      replication.Op
}

const outgoingColumns = `counter, incarnation, lane, kind, entity, hlc, actor, at, body, coalesce(number, 0), seq, echoed`

func scanOutgoing(row result) *outgoing {
	return &outgoing{
		counter: row[0].(int64), lane: replication.Lane(row[2].(string)), number: row[9].(int64), seq: row[10].(int64), echoed: row[11].(int64) != 0,
		op: replication.Op{
			Device: thisDevice, Incarnation: row[1].(int64), Counter: row[0].(int64), Kind: replication.Kind(row[3].(string)),
			Entity: blobID(row[4]), HLC: replication.HLC(row[5].(int64)), Actor: blobID(row[6]), At: row[7].(int64), Body: row[8].([]byte),
		},
	}
}

// outgoing reads one operation; nil when the server is done with it.
func (v *View) outgoing(counter int64) (o *outgoing, err error) {
	_, err = v.c.one(`SELECT `+outgoingColumns+` FROM pending_op WHERE counter = ?`, values(counter), func(row result) error {
		o = scanOutgoing(row)
		return nil
	})
	return o, err
}

// forget: the server's word on the operation is here.
func (tx *Tx) forget(counter int64) error {
	_, err := tx.c.exec(`DELETE FROM pending_op WHERE counter = ?`, counter)
	tx.Announce(Event{"sync"})
	return err
}

// outgoings reads the operations that a query for outgoingColumns finds.
func (v *View) outgoings(sql string, args ...driver.Value) (out []*outgoing, err error) {
	err = v.c.query(sql, args, func(row result) error {
		out = append(out, scanOutgoing(row))
		return nil
	})
	return out, err
}

// echo notes that the effects of an operation are here. One that is on its way stays until it has its answer: that says
// what was refused of it, and without it the server would take the next push for that of a copy of this disk.
func (tx *Tx) echo(o *outgoing) error {
	if o.number == 0 || o.seq > 0 {
		return tx.forget(o.counter)
	}
	_, err := tx.c.exec(`UPDATE pending_op SET echoed = 1 WHERE counter = ?`, o.counter)
	return err
}

// contacts are the contacts that the operation is about. What cannot be read is about nobody: the server has
// refused it.
func (o *outgoing) contacts() []crm.ID {
	switch o.op.Kind {
	case replication.KindImportChunk, replication.KindContactBatch, replication.KindImportUndo:
		c, err := replication.DecodeChunk(o.op.Body)
		if err != nil {
			return nil
		}
		var out []crm.ID
		for _, x := range c.Removes {
			out = append(out, x.ID)
		}
		for _, x := range c.Creates {
			out = append(out, crm.ID(x.ID))
		}
		for _, e := range c.Edits {
			out = append(out, e.ID)
		}
		return out
	case replication.KindMerge:
		var m replication.Merge
		if err := replication.Decode(o.op.Body, &m); err != nil {
			return nil
		}
		return append(slices.Clone(m.Secondaries), m.Primary)
	case replication.KindContactCreate, replication.KindContactEdit, replication.KindNoteAdd,
		replication.KindAvatarSet, replication.KindAnonymize, replication.KindDelete:
		return []crm.ID{o.op.Entity}
	}
	return nil
}

// changed are the contacts that the operation is about, and those that it changed here in their place: a merge into one
// that was merged itself filled its primary, which the server may not see as such.
func (tx *Tx) changed(o *outgoing) ([]crm.ID, error) {
	ids := o.contacts()
	if o.op.Kind != replication.KindMerge {
		return ids, nil
	}
	err := tx.c.query(`
		SELECT c.id
		FROM image i CROSS JOIN contact_change h ON h.contact = i.contact AND h.op = ? JOIN contact c ON c.n = i.contact`,
		values(o.counter), func(row result) error {
			if id := blobID(row[0]); !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
			return nil
		})
	return ids, err
}

// promote makes what this replica has created known to the server, which took it as it was: contacts that were
// changed since get an image, the others, which are most, need none.
func (tx *Tx) promote(o *outgoing) error {
	c, err := replication.DecodeChunk(o.op.Body)
	if err != nil {
		return err
	}
	changed, err := tx.changedSince(c)
	if err != nil || len(changed) == 0 {
		return err
	}
	for i := range c.Creates {
		n, ok := changed[crm.ID(c.Creates[i].ID)]
		if !ok {
			continue
		}
		created, err := c.Contact(i, &o.op)
		if err != nil {
			return err
		}
		if err := tx.saveImage(n, created); err != nil {
			return err
		}
	}
	return nil
}

const changedSinceHead = `SELECT c.id, c.n FROM (`

var changedSinceTail = fmt.Sprintf(`) k
	CROSS JOIN contact c ON c.id = k.column1
	WHERE EXISTS (
	  SELECT 1
	  FROM contact_change h CROSS JOIN pending_op p ON p.counter = h.op
	  WHERE h.contact = c.n AND h.op < %d AND p.echoed = 0)`, serverOp)

// changedSince finds the contacts of a chunk that have pending changes, with their row numbers.
func (tx *Tx) changedSince(c *replication.ImportChunk) (map[crm.ID]int64, error) {
	if err := tx.flushKeys(); err != nil {
		return nil, err
	}
	ids := make([]crm.ID, len(c.Creates))
	for i := range c.Creates {
		ids[i] = crm.ID(c.Creates[i].ID)
	}
	out := map[crm.ID]int64{}
	err := eachGroup(tx.c, changedSinceHead, changedSinceTail, ids, func(row result) error {
		out[blobID(row[0])] = row[1].(int64)
		return nil
	})
	return out, err
}

// rebaseAll shows the contacts of an operation that is decided as they are without it.
func (tx *Tx) rebaseAll(o *outgoing) error {
	if err := tx.rebaseAvatars(o); err != nil {
		return err
	}
	if err := tx.rebaseRequests(o); err != nil {
		return err
	}
	return tx.eachChanged(o, func(s *Stored) error {
		known, err := tx.image(s.N)
		if err != nil || known == nil { // none: shown as the server has it already
			return err
		}
		return tx.accept(s, known)
	})
}

// eachChanged calls f with every contact that the operation is about or has changed here, as long as it exists.
func (tx *Tx) eachChanged(o *outgoing, f func(s *Stored) error) error {
	ids, err := tx.changed(o)
	if err != nil {
		return err
	}
	for _, id := range ids {
		root, err := tx.Resolve(replication.NounContact, id)
		if err != nil {
			return err
		}
		s, err := tx.stored(root)
		if err != nil {
			return err
		}
		if s == nil {
			continue
		}
		if err := f(s); err != nil {
			return err
		}
	}
	return nil
}

const awaitedSQL = `SELECT ` + outgoingColumns + ` FROM pending_op WHERE seq > 0 AND seq <= ?`

// settleUpTo ends the wait for effects that a copy of the server's state has brought.
func (a *applying) settleUpTo(seq int64) error {
	done, err := a.tx.outgoings(awaitedSQL, seq)
	if err != nil {
		return err
	}
	for _, o := range done {
		if err := a.tx.forget(o.counter); err != nil {
			return err
		}
		if err := a.tx.rebaseDefinition(o); err != nil {
			return err
		}
		if err := a.tx.rebaseAll(o); err != nil {
			return err
		}
	}
	return nil
}
