package sqlite

import (
	"slices"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

const undoChangesTail = `) k CROSS JOIN contact_change h ON h.contact = k.column1`

// planEdits puts back what a part changed on contacts that were there before.
func (u *undoing) planEdits(out *undoPlan) error {
	numbers := slices.DeleteFunc(slices.Clone(out.part.edited), u.created.hold) // these go as a whole
	stored, err := u.v.Many(slices.Clone(numbers))
	if err != nil {
		return err
	}
	changes := make(map[int64][]undoChange, len(numbers))
	if err := eachGroup(u.v.c, `SELECT h.contact, h.op, h.job, h.user, h.at, h.changes FROM (`, undoChangesTail, numbers, func(row result) error {
		c, err := scanUndoChange(row)
		changes[c.contact] = append(changes[c.contact], c)
		return err
	}); err != nil {
		return err
	}
	for _, n := range numbers {
		s := stored[n]
		if code, id := undoObstacle(s); code != "" {
			out.keep(UndoKept{Contact: id, Code: code})
			continue
		}
		i := slices.IndexFunc(changes[n], func(c undoChange) bool { return c.op == out.part.op && c.job == u.job })
		if i < 0 { // the server did not take it, and nothing of it is left
			out.keep(UndoKept{Contact: s.ID, Code: UndoGone})
			continue
		}
		e := &undoEdit{u: u, s: s, next: s.Clone(), mine: &changes[n][i], changes: u.settled(changes[n], out.part.op)}
		if err := e.plan(); err != nil {
			return err
		}
		if len(e.kept.Parts) > 0 {
			e.kept.Contact = s.ID
			out.keep(e.kept)
		}
		if e.changed || len(e.notes) > 0 {
			out.drafts = append(out.drafts, ImportDraft{Stored: s, Next: e.next})
			if len(e.notes) > 0 {
				out.notes[n] = e.notes
			}
		}
		if e.changed || len(e.notes) > 0 || len(e.kept.Parts) == 0 {
			out.counts.Restored++
		}
	}
	return nil
}

// undoObstacle says why nothing of a contact is restored.
func undoObstacle(s *Stored) (code string, id crm.ID) {
	switch {
	case s == nil:
		return UndoGone, crm.NoID
	case s.Deleted:
		return UndoGone, s.ID
	case s.Anonymized:
		return UndoErased, s.ID
	case s.MergedInto != crm.NoID:
		return replication.CodeMerged, s.ID
	}
	return "", crm.NoID
}

// undoEdit takes one change of one contact back.
type undoEdit struct {
	u       *undoing
	s       *Stored
	next    *crm.Contact
	mine    *undoChange
	changes []undoChange // all of the contact
	changed bool
	notes   []crm.ID
	kept    UndoKept
}

func (e *undoEdit) plan() error {
	d := &e.mine.doc
	for _, f := range d.Fields {
		if err := e.field(f); err != nil {
			return err
		}
	}
	for _, p := range d.PhonesAdded {
		if err := e.phone(p); err != nil {
			return err
		}
	}
	if err := e.labels(); err != nil {
		return err
	}
	if d.Portfolio != nil {
		if err := e.portfolio(d.Portfolio); err != nil {
			return err
		}
	}
	for _, id := range d.Notes {
		there, err := e.u.v.c.integer(`SELECT count(*) FROM note WHERE contact = ? AND id = ? AND text <> ''`, e.s.N, id[:])
		if err != nil {
			return err
		}
		if there > 0 {
			e.notes = append(e.notes, id)
		}
	}
	return nil
}

// keep leaves a part as it is and says who has written it since.
func (e *undoEdit) keep(code, part string, touches func(d *changeDoc) bool) error {
	e.kept.Parts = append(e.kept.Parts, part)
	if e.kept.Code == "" {
		e.kept.Code = code
	}
	by, at, err := e.u.since(e.changes, touches)
	if err == nil && at.After(e.kept.At) {
		e.kept.By, e.kept.At = by, at
	}
	return err
}

// rewritten tells whether somebody else has written a part since the import: here after it, or elsewhere with the very
// value that the import wrote, for a line of another office's history does not say which of two was first.
func (e *undoEdit) rewritten(touches, same func(d *changeDoc) bool) bool {
	return slices.ContainsFunc(e.changes, func(c undoChange) bool {
		if e.u.own(&c) {
			return false
		}
		if c.op >= serverOp {
			return same(&c.doc)
		}
		return c.op > e.mine.op && touches(&c.doc)
	})
}

// elsewhere tells whether another office has written a part last, be it with the same value: of what came in a copy of
// everything the history has no line.
func (e *undoEdit) elsewhere(part string) bool { return e.s.version(part).Device != thisDevice }

// laterOwn tells whether a later line of the file wrote the part again. Its own undo comes before this one; where nothing
// is written, it is taken for done.
func (e *undoEdit) laterOwn(touches func(d *changeDoc) bool) bool {
	return e.u.undo == 0 && slices.ContainsFunc(e.changes, func(c undoChange) bool {
		return c.job == e.u.job && c.op > e.mine.op && touches(&c.doc)
	})
}

func (e *undoEdit) field(f fieldChange) error {
	touches := func(d *changeDoc) bool {
		return slices.ContainsFunc(d.Fields, func(x fieldChange) bool { return x.Key == f.Key })
	}
	same := func(d *changeDoc) bool {
		return slices.ContainsFunc(d.Fields, func(x fieldChange) bool { return x.Key == f.Key && x.New == f.New })
	}
	if e.laterOwn(touches) {
		return nil
	}
	read, write, err := e.cell(f.Key)
	if err != nil {
		return err
	}
	if read() != f.New || e.rewritten(touches, same) || e.elsewhere(f.Key) {
		return e.keep(replication.CodeChangedSince, f.Key, touches)
	}
	if f.Key == crm.FieldCNPJ.String() && f.Old != "" { // it is of one contact at most (D1.8)
		holder, err := e.u.v.c.integer(`SELECT contact FROM contact_cnpj WHERE cnpj = ? AND contact <> ?`, f.Old, e.s.N)
		if err != nil {
			return err
		}
		if holder != 0 {
			return e.keep(UndoCNPJTaken, f.Key, touches)
		}
	}
	write(f.Old)
	e.changed = true
	return nil
}

// cell is how a field of the contact is read and written.
func (e *undoEdit) cell(key string) (read func() string, write func(string), err error) {
	if f, ok := crm.FieldByName(key); ok {
		return func() string { return e.next.Fields[f] }, func(text string) { e.next.Fields[f] = text }, nil
	}
	id, err := crm.ParseID(key[len("custom:"):])
	if err != nil {
		return nil, nil, err
	}
	if id, err = e.u.v.Resolve(replication.NounField, id); err != nil {
		return nil, nil, err
	}
	return func() string { return e.next.CustomOf(id) }, func(text string) { e.next.SetCustom(id, text) }, nil
}

func (e *undoEdit) phone(p crm.Phone) error {
	touches := func(d *changeDoc) bool {
		return slices.Contains(d.PhonesAdded, p) || slices.Contains(d.PhonesRemoved, p)
	}
	added := func(d *changeDoc) bool { return slices.Contains(d.PhonesAdded, p) }
	if e.laterOwn(touches) {
		return nil
	}
	all := allPhones(e.next)
	if !slices.Contains(all, p) {
		return e.keep(replication.CodeChangedSince, "phone", touches)
	}
	elsewhere := func(s replication.Stamp) bool { return s.Device != thisDevice }
	if e.rewritten(touches, added) || slices.ContainsFunc(e.s.seenPhone(p), elsewhere) {
		return e.keep(replication.CodeChangedSince, "phone", touches)
	}
	setPhones(e.next, slices.DeleteFunc(slices.Clone(all), func(q crm.Phone) bool { return q == p }))
	e.changed = true
	return nil
}

func (e *undoEdit) labels() error {
	if len(e.mine.doc.LabelsAdded) == 0 {
		return nil
	}
	labels, err := e.u.v.labelNumbers()
	if err != nil {
		return err
	}
	for _, n := range e.mine.doc.LabelsAdded {
		id := labels.id[n]
		touches := func(d *changeDoc) bool {
			return slices.Contains(d.LabelsAdded, n) || slices.Contains(d.LabelsRemoved, n)
		}
		added := func(d *changeDoc) bool { return slices.Contains(d.LabelsAdded, n) }
		if e.laterOwn(touches) {
			continue
		}
		elsewhere := func(s replication.Stamp) bool { return s.Device != thisDevice }
		if !slices.Contains(e.next.Labels, id) || e.rewritten(touches, added) || slices.ContainsFunc(e.s.seenLabel(id), elsewhere) {
			if err := e.keep(replication.CodeChangedSince, "label", touches); err != nil {
				return err
			}
			continue
		}
		e.next.Labels = slices.DeleteFunc(slices.Clone(e.next.Labels), func(x crm.ID) bool { return x == id })
		e.changed = true
	}
	return nil
}

// portfolio gives the contact back to who held it, but not while a request is open (D5.1).
func (e *undoEdit) portfolio(p *portfolioDelta) error {
	touches := func(d *changeDoc) bool { return d.Portfolio != nil }
	same := func(d *changeDoc) bool { return d.Portfolio != nil && d.Portfolio.New.Equal(p.New) }
	if e.laterOwn(touches) {
		return nil
	}
	if !wirePortfolio(e.next.Portfolio).Equal(p.New) || e.rewritten(touches, same) || e.elsewhere(replication.PartPortfolio) {
		return e.keep(replication.CodeChangedSince, replication.PartPortfolio, touches)
	}
	open, err := e.u.v.c.integer(`SELECT count(*) FROM interaction WHERE contact = ? AND status = 'open'`, e.s.N)
	if err != nil {
		return err
	}
	if open > 0 {
		return e.keep(replication.CodeOpenRequest, replication.PartPortfolio, touches)
	}
	e.next.Portfolio = nil
	if p.Old != nil {
		e.next.Portfolio = &crm.Portfolio{Type: p.Old.Type, Owner: p.Old.Owner, Service: p.Old.Service, Reserve: p.Old.Reserve}
	}
	e.changed = true
	return nil
}
