package sqlite

import (
	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// What becomes of the requests of an operation that the server has decided, or refused.

// addedHereSQL is the operation that added an interaction here, as long as its effects are not back.
const addedHereSQL = `
	SELECT p.counter FROM interaction i CROSS JOIN pending_op p ON p.counter = i.op
	WHERE i.id = ? AND p.echoed = 0`

// rebaseRequests shows the requests of an operation that is decided as they are without it.
func (tx *Tx) rebaseRequests(o *outgoing) error {
	noun := o.request()
	if noun == "" || o.op.Entity == crm.NoID {
		return nil
	}
	known, kept, err := tx.requestImage(noun, o.op.Entity)
	if err != nil || !kept {
		return err
	}
	if known != nil {
		return tx.acceptRequest(known)
	}
	return tx.showOwn(noun, o.op.Entity)
}

// showOwn shows a request that the server has none of: what pending operations make of it, or nothing.
func (tx *Tx) showOwn(noun replication.Noun, id crm.ID) error {
	enrolled, err := tx.Enrolment()
	if err != nil || enrolled == nil {
		return err
	}
	pending, err := tx.pendingOf(noun, id)
	if err != nil {
		return err
	}
	shown, err := replayRequest(nil, pending, enrolled.Number)
	if err != nil {
		return err
	}
	if shown == nil {
		if err := tx.dropRequestImage(noun, id); err != nil {
			return err
		}
		return tx.removeRequest(noun, id)
	}
	return tx.writeRequest(shown)
}

// withdrawRequests takes back what a refused operation did to requests.
func (tx *Tx) withdrawRequests(o *outgoing) error {
	if o.op.Kind != replication.KindInteraction {
		return tx.rebaseRequests(o)
	}
	var added []crm.ID
	if err := tx.c.query(`SELECT id FROM interaction WHERE op = ? AND op > 0`, values(o.counter), func(row result) error {
		added = append(added, blobID(row[0]))
		return nil
	}); err != nil {
		return err
	}
	return tx.withdrawAdded(added)
}

// withdrawAdded takes interactions away that were added here and that the server does not take.
func (tx *Tx) withdrawAdded(added []crm.ID) error {
	for _, id := range added {
		known, _, err := tx.requestImage(replication.NounInteraction, id)
		if err != nil {
			return err
		}
		if known != nil {
			err = tx.acceptRequest(known)
		} else {
			err = tx.removeRequest(replication.NounInteraction, id)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// withdrawParts does the same for the interactions of a batch that were refused one by one.
func (tx *Tx) withdrawParts(o *outgoing, refused []replication.Refusal) error {
	if o.op.Kind != replication.KindInteraction {
		return nil
	}
	var added []crm.ID
	for _, r := range refused {
		id, err := crm.ParseID(r.Part)
		if err != nil || r.Code != replication.CodeUnknown {
			continue // an agent or service that is left out
		}
		added = append(added, id)
	}
	return tx.withdrawAdded(added)
}
