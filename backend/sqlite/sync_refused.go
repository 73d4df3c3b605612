package sqlite

import (
	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// refuse keeps an operation that the server did not carry out, or not in full, as a draft. parts are what of it was refused,
// none when all was.
func (tx *Tx) refuse(o *outgoing, code string, other crm.ID, parts ...replication.Refusal) error {
	var refused any
	if len(parts) > 0 {
		b, err := replication.Encode(parts)
		if err != nil {
			return err
		}
		refused = b
	}
	var entity any
	if o.op.Entity != crm.NoID {
		entity = o.op.Entity[:]
	}
	_, err := tx.c.exec(`
		INSERT INTO refused_op (counter, lane, kind, entity, actor, at, code, other, parts, body)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (counter) DO NOTHING`,
		o.counter, string(o.lane), string(o.op.Kind), entity, o.op.Actor[:], o.op.At, code, other[:], refused, o.op.Body)
	return err
}

// withdraw takes an operation back that will not be carried out: the contacts are as the server has them, with what
// else is pending on top; one that only this operation made is gone.
func (tx *Tx) withdraw(o *outgoing) error {
	if err := tx.forget(o.counter); err != nil {
		return err
	}
	if err := tx.takeBack(o); err != nil {
		return err
	}
	if err := tx.withdrawRequests(o); err != nil {
		return err
	}
	return tx.eachChanged(o, func(s *Stored) error { return tx.withdrawFrom(s, o) })
}

func (tx *Tx) withdrawFrom(s *Stored, o *outgoing) error {
	if s.stamp.Device == thisDevice && s.stamp.HLC == o.op.HLC && (o.op.Kind == replication.KindContactCreate || o.op.Kind == replication.KindImportChunk) {
		return tx.remove(s)
	}
	change, err := tx.changeBy(s.N, o)
	if err != nil {
		return err
	}
	if made, err := tx.madeAndTakenBack(s, o, change); made || err != nil {
		return err
	}
	if _, err := tx.c.exec(`DELETE FROM contact_change WHERE contact = ? AND op = ?`, s.N, o.counter); err != nil {
		return err
	}
	known, err := tx.image(s.N)
	switch {
	case err != nil:
		return err
	case s.removed: // nothing of it is shown
	case known != nil:
		err = tx.accept(s, known)
	case change != nil:
		err = tx.createdAgain(s)
	}
	if err != nil || change == nil {
		return err
	}
	if m := change.doc.Merge; m != nil && m.New != crm.NoID {
		if err := tx.bringBack(s, m); err != nil {
			return err
		}
	}
	for _, note := range change.doc.Notes {
		if _, err := tx.c.exec(`DELETE FROM note WHERE contact = ? AND id = ?`, s.N, note[:]); err != nil {
			return err
		}
	}
	return nil
}

// createdAgain shows a contact that the server does not know yet as its creation made it, with what else is pending on top.
// The creation is what there is to go by: such a contact has no image.
func (tx *Tx) createdAgain(s *Stored) error {
	made, err := tx.created(s)
	if err != nil {
		return err
	}
	if made == nil { // the server has it, after all
		return tx.wantReread()
	}
	pending, err := tx.pendingChanges(s.N)
	if err != nil {
		return err
	}
	seen, err := tx.replay(made, pending)
	if err != nil {
		return err
	}
	return tx.show(s, seen)
}

// created is how the operation that waits has made a contact; nil when none does.
func (v *View) created(s *Stored) (*replication.Contact, error) {
	counter, err := v.pendingCreation(s)
	if err != nil || counter == 0 {
		return nil, err
	}
	o, err := v.outgoing(counter)
	if err != nil || o == nil {
		return nil, err
	}
	if o.op.Kind == replication.KindContactCreate {
		var b replication.ContactCreate
		if err := replication.Decode(o.op.Body, &b); err != nil {
			return nil, err
		}
		return b.Contact(&o.op), nil
	}
	c, err := replication.DecodeChunk(o.op.Body)
	if err != nil {
		return nil, err
	}
	for i := range c.Creates {
		if crm.ID(c.Creates[i].ID) == s.ID {
			return c.Contact(i, &o.op)
		}
	}
	return nil, nil
}
