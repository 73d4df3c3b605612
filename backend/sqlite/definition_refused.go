package sqlite

import (
	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// A new label, field or service that the server refuses does not stay in the office that made it (S2). Contacts and
// interactions here may name it until the server has said of each of them what it takes, so the row goes last.

// refuseRow marks what the server does not have.
func (tx *Tx) refuseRow(noun replication.Noun, id crm.ID) error {
	_, err := tx.c.exec(`UPDATE `+nounTables[noun]+` SET state = ? WHERE id = ? AND state = 0`, int64(refusedRow), id[:])
	tx.defs = nil
	tx.Announce(Event{string(noun)})
	return err
}

// dropRefused deletes what was refused and nothing names any more.
func (tx *Tx) dropRefused() error {
	for _, x := range []struct{ entity, any, gone string }{
		{"field", `SELECT EXISTS (SELECT 1 FROM field WHERE state = 1)`,
			`DELETE FROM field WHERE state = 1 AND NOT EXISTS (SELECT 1 FROM contact_custom c WHERE c.field = field.n)`},
		{"label", `SELECT EXISTS (SELECT 1 FROM label WHERE state = 1)`,
			`DELETE FROM label WHERE state = 1 AND NOT EXISTS (SELECT 1 FROM contact_label c WHERE c.label = label.n)`},
		{"service", `SELECT EXISTS (SELECT 1 FROM service WHERE state = 1)`, `
			DELETE FROM service
			WHERE state = 1 AND NOT EXISTS (SELECT 1 FROM portfolio p WHERE p.service = service.n)
			  AND NOT EXISTS (SELECT 1 FROM interaction i WHERE i.service = service.n)`},
	} {
		any, err := tx.c.integer(x.any)
		if err != nil {
			return err
		}
		if any == 0 {
			continue
		}
		if err := tx.flushKeys(); err != nil {
			return err
		}
		res, err := tx.c.exec(x.gone)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil {
			return err
		} else if n > 0 {
			tx.defs = nil
			tx.Announce(Event{x.entity})
		}
	}
	return nil
}

// keepDefinitionImages notes, when a replica joins an organization, that the server has none of its definitions yet.
func (tx *Tx) keepDefinitionImages() error {
	for _, noun := range []replication.Noun{replication.NounField, replication.NounLabel, replication.NounService} {
		if _, err := tx.c.exec(`
			INSERT INTO record_image (noun, id, state) SELECT ?, id, NULL FROM `+nounTables[noun]+` WHERE true
			ON CONFLICT DO NOTHING`, string(noun)); err != nil {
			return err
		}
	}
	return nil
}

// rebaseDefinition shows a definition as the server has it when it has decided an operation without an effect.
func (tx *Tx) rebaseDefinition(o *outgoing) error {
	if o.op.Kind != replication.KindFieldDefine && o.op.Kind != replication.KindLabelDefine {
		return nil
	}
	noun := replication.NounField
	if o.op.Kind == replication.KindLabelDefine {
		noun = replication.NounLabel
	}
	root, err := tx.Resolve(noun, o.op.Entity)
	if err != nil {
		return err
	}
	known, kept, err := tx.recordImage(noun, root)
	if err != nil || !kept || known == nil {
		return err
	}
	return (&applying{tx: tx}).effect(known)
}

// refusedDefinition is what a refused operation leaves of a definition: the server's, and nothing of one it never had.
func (tx *Tx) refusedDefinition(noun replication.Noun, id crm.ID) error {
	root, err := tx.Resolve(noun, id)
	if err != nil || root != id { // it stands for one that is there
		return err
	}
	if id == crm.NoID {
		return nil
	}
	return tx.refuseRow(noun, id)
}
