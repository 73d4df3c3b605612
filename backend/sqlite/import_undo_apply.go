package sqlite

import (
	"cmp"
	"context"
	"math"
	"slices"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// UndoStep is what taking one part of an import back came to.
type UndoStep struct {
	UndoCounts
	Kept []UndoKept
	Size int // contacts it was about
}

// PlanUndo counts what undoing an import would come to, and changes nothing. size is how many contacts it is about, each
// told of as it is looked at.
func (v *View) PlanUndo(ctx context.Context, imported crm.ID, told func(contacts int)) (c UndoCounts, err error) {
	u, err := v.newUndoing(imported, 0)
	if err != nil {
		return c, err
	}
	for before := int64(math.MaxInt64); ; {
		if err := ctx.Err(); err != nil {
			return c, err
		}
		p, err := v.latestPart(u.job, before)
		if err != nil || p == nil {
			return c, err
		}
		plan, err := u.plan(p)
		if err != nil {
			return c, err
		}
		c.Removed += plan.counts.Removed
		c.Restored += plan.counts.Restored
		c.Kept += plan.counts.Kept
		told(p.size())
		before = p.op
	}
}

// Undoable is how many contacts there are whose import can yet be undone; 0 = it cannot.
func (v *View) Undoable(imported crm.ID) (contacts int, err error) {
	job, err := v.jobNumber(imported)
	if err != nil {
		return 0, err
	}
	err = v.c.query(`SELECT `+partColumns+` FROM import_part WHERE job = ?`, values(job), func(row result) error {
		p, err := scanPart(row)
		if err == nil {
			contacts += p.size()
		}
		return err
	})
	return contacts, err
}

// BeginUndo notes that a job takes an import back.
func (tx *Tx) BeginUndo(imported, undo crm.ID) error {
	job, err := tx.jobNumber(imported)
	if err != nil {
		return err
	}
	n, err := tx.jobNumber(undo)
	if err != nil {
		return err
	}
	_, err = tx.c.exec(`INSERT INTO import_undo (job, undo) VALUES (?, ?) ON CONFLICT DO NOTHING`, job, n)
	return err
}

// UndoNext takes the latest part of an import back that has not been; nil when there is none. The part is forgotten with
// it: an undo that was interrupted goes on with the one before.
func (tx *Tx) UndoNext(imported, undo crm.ID) (*UndoStep, error) {
	number, err := tx.jobNumber(undo)
	if err != nil {
		return nil, err
	}
	u, err := tx.newUndoing(imported, number)
	if err != nil {
		return nil, err
	}
	p, err := tx.latestPart(u.job, math.MaxInt64)
	if err != nil || p == nil {
		return nil, err
	}
	plan, err := u.plan(p)
	if err != nil {
		return nil, err
	}
	tx.undoing = true
	defer func() { tx.undoing = false }()
	if err := tx.removeImported(undo, plan); err != nil {
		return nil, err
	}
	if err := tx.restoreImported(undo, number, plan); err != nil {
		return nil, err
	}
	if err := tx.dropPart(p); err != nil {
		return nil, err
	}
	tx.Announce(Event{"contact"})
	return &UndoStep{UndoCounts: plan.counts, Kept: plan.kept, Size: p.size()}, tx.flushKeys()
}

// restoreImported puts old values back, as one operation.
func (tx *Tx) restoreImported(undo crm.ID, number int64, plan *undoPlan) error {
	chunk := replication.ImportChunk{Job: undo}
	for _, d := range plan.drafts {
		for _, id := range plan.notes[d.Stored.N] {
			chunk.Unnoted = append(chunk.Unnoted, id)
			if _, err := tx.c.exec(`UPDATE note SET text = '' WHERE contact = ? AND id = ?`, d.Stored.N, id[:]); err != nil {
				return err
			}
		}
	}
	_, err := tx.chunkOfEdits(replication.KindImportUndo, chunk, plan.drafts, number)
	return err
}

// removeImported takes contacts away that an import created: without a trace where nobody but this replica has heard of
// them, else leaving what tells everybody that they are gone.
func (tx *Tx) removeImported(undo crm.ID, plan *undoPlan) error {
	if len(plan.removes) == 0 {
		return nil
	}
	numbers := make([]int64, len(plan.removes))
	for i, r := range plan.removes {
		numbers[i] = r.n
	}
	stored, err := tx.Many(numbers)
	if err != nil {
		return err
	}
	unheard, err := tx.unsay(plan)
	if err != nil {
		return err
	}
	if err := tx.dropLookups(stored); err != nil {
		return err
	}
	if unheard {
		return tx.dropContacts(plan.removes)
	}
	return tx.bury(undo, plan.removes)
}

// unsay takes contacts out of the operations that would have told the server of them; false when it has been told.
func (tx *Tx) unsay(plan *undoPlan) (bool, error) {
	if ok, err := tx.unsent(plan.part.op); !ok || err != nil {
		return false, err
	}
	gone := make(map[crm.ID]bool, len(plan.removes))
	ops := []int64{plan.part.op}
	for _, r := range plan.removes {
		gone[r.id] = true
		for _, op := range r.ops {
			if !slices.Contains(ops, op) {
				ops = append(ops, op)
			}
		}
	}
	for _, op := range ops {
		if ok, err := tx.unsent(op); err != nil {
			return false, err
		} else if !ok {
			continue // the server will say that it knows no such contact
		}
		if err := tx.unsayIn(op, gone); err != nil {
			return false, err
		}
	}
	return true, nil
}

func (tx *Tx) unsent(op int64) (bool, error) {
	n, err := tx.c.integer(`SELECT count(*) FROM pending_op WHERE counter = ? AND number IS NULL AND seq = 0 AND lane = 'bulk'`, op)
	return n > 0, err
}

func (tx *Tx) unsayIn(op int64, gone map[crm.ID]bool) error {
	o, err := tx.outgoing(op)
	if err != nil {
		return err
	}
	c, err := replication.DecodeChunk(o.op.Body)
	if err != nil {
		return err
	}
	c.Creates = slices.DeleteFunc(c.Creates, func(x replication.Imported) bool { return gone[crm.ID(x.ID)] })
	c.Edits = slices.DeleteFunc(c.Edits, func(x replication.ContactEdit) bool { return gone[x.ID] })
	if len(c.Creates)+len(c.Edits)+len(c.Removes)+len(c.Unnoted) == 0 {
		return tx.forget(op)
	}
	body, err := replication.EncodeChunk(c)
	if err != nil {
		return err
	}
	_, err = tx.c.exec(`UPDATE pending_op SET body = ? WHERE counter = ?`, body, op)
	return err
}

// dropLookups deletes the lookup rows of many contacts, table by table in the order of its keys, so that each page is
// written once.
func (tx *Tx) dropLookups(stored map[int64]*Stored) error {
	if err := tx.flushKeys(); err != nil {
		return err
	}
	var cpf, phone, email, label []keyPair
	var cnpj []textKey
	var custom []customRow
	var roster []rosterRow
	var all, portfolios []int64
	for n, s := range stored {
		c := &s.Contact
		all = append(all, n)
		if text := c.Fields[crm.FieldCPF]; text != "" {
			cpf = append(cpf, keyPair{crm.CPFKey(text), n})
		}
		if text := c.Fields[crm.FieldCNPJ]; text != "" {
			cnpj = append(cnpj, textKey{text, n})
		}
		if text := c.Fields[crm.FieldEmail]; text != "" {
			email = append(email, keyPair{crm.EmailHash(crm.EmailKey(text)), n})
		}
		for _, k := range phoneKeys(c.Phones) {
			phone = append(phone, keyPair{k, n})
		}
		for _, id := range c.Labels {
			l, err := tx.labelNumber(id)
			if err != nil {
				return err
			}
			label = append(label, keyPair{l, n})
		}
		for _, cv := range c.Custom {
			f, err := tx.fieldNumber(cv.Field)
			if err != nil {
				return err
			}
			custom = append(custom, customRow{f, n, customValueKey(cv.Value)})
		}
		if c.Portfolio != nil {
			portfolios = append(portfolios, n)
		}
		roster = append(roster, rosterRow{key: nameKey(c), contact: n})
	}
	for _, t := range []struct {
		rows []keyPair
		sql  string
	}{
		{cpf, `DELETE FROM contact_cpf WHERE cpf = ? AND contact = ?`},
		{phone, `DELETE FROM contact_phone WHERE phone = ? AND contact = ?`},
		{email, `DELETE FROM contact_email WHERE email = ? AND contact = ?`},
		{label, `DELETE FROM contact_label WHERE label = ? AND contact = ?`},
	} {
		slices.SortFunc(t.rows, func(a, b keyPair) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.contact, b.contact)) })
		for _, r := range t.rows {
			if _, err := tx.c.exec(t.sql, r.key, r.contact); err != nil {
				return err
			}
		}
	}
	k := &keyBuffer{cnpj: cnpj, custom: custom, roster: roster}
	k.sortTexts()
	for _, r := range k.cnpj {
		if _, err := tx.c.exec(`DELETE FROM contact_cnpj WHERE cnpj = ? AND contact = ?`, r.key, r.contact); err != nil {
			return err
		}
	}
	for _, r := range k.custom {
		if _, err := tx.c.exec(`DELETE FROM contact_custom WHERE field = ? AND value = ? AND contact = ?`, r.field, r.value, r.contact); err != nil {
			return err
		}
	}
	for _, r := range k.roster {
		if _, err := tx.c.exec(`DELETE FROM roster WHERE name_key = ? AND contact = ?`, r.key, r.contact); err != nil {
			return err
		}
		tx.tellList(shown{rosterRow: rosterRow{contact: r.contact}, state: rowGone})
	}
	slices.Sort(portfolios)
	for _, n := range portfolios {
		if _, err := tx.c.exec(`DELETE FROM portfolio WHERE contact = ?`, n); err != nil {
			return err
		}
	}
	slices.Sort(all)
	for _, n := range all {
		if err := tx.searchDirty(n); err != nil {
			return err
		}
	}
	tx.touched = append(tx.touched, all...)
	return nil
}

// dropContacts deletes contacts that nobody has heard of, and what came with them.
func (tx *Tx) dropContacts(list []undoRemoval) error {
	for _, r := range list {
		if len(r.ops) > 0 {
			if _, err := tx.c.exec(`DELETE FROM contact_change WHERE contact = ?`, r.n); err != nil {
				return err
			}
		}
		if len(r.notes) > 0 {
			if _, err := tx.c.exec(`DELETE FROM note WHERE contact = ?`, r.n); err != nil {
				return err
			}
		}
		if _, err := tx.c.exec(`DELETE FROM contact WHERE n = ?`, r.n); err != nil {
			return err
		}
	}
	return nil
}

// bury leaves of each contact that it is gone, and says so in one operation. Its notes and history go when the server has
// taken the removal: until then it may have to come back (see sync_undo.go).
func (tx *Tx) bury(undo crm.ID, list []undoRemoval) error {
	s, err := tx.nextStamp()
	if err != nil {
		return err
	}
	empty, err := tx.document(new(crm.Contact))
	if err != nil {
		return err
	}
	doc := empty.AppendTo(nil)
	chunk := replication.ImportChunk{Job: undo, Removes: make([]replication.ContactRemoval, len(list))}
	for i, r := range list {
		chunk.Removes[i] = replication.ContactRemoval{ID: r.id, Notes: r.notes}
		if _, err := tx.c.exec(`
			UPDATE contact SET updated_at = ?, anonymized = ?, hlc = ?, device = ?, versions = NULL, doc = ?
			WHERE n = ?`,
			tx.now.UnixMilli(), int64(replication.Removed), int64(s.hlc), s.device, doc, r.n); err != nil {
			return err
		}
	}
	body, err := replication.EncodeChunk(&chunk)
	if err != nil {
		return err
	}
	return tx.record(s, replication.LaneBulk, replication.KindImportUndo, crm.NoID, body)
}
