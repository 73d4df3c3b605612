package replication

import (
	"bytes"
	"fmt"
	"slices"

	"carteira/backend/crm"
)

// After a server was restored from an old backup each replica offers what it holds and the server lacks. Whole
// records are joined part by part, so that any replica that has seen a change can bring it back, and bringing it back
// twice changes nothing.

// EncodeRestore writes a chunk of offered records, compressed.
func EncodeRestore(c *RestoreChunk) ([]byte, error) {
	b, err := Encode(c)
	if err != nil {
		return nil, err
	}
	return compressor.EncodeAll(b, nil), nil
}

// DecodeRestore is the inverse of EncodeRestore.
func DecodeRestore(b []byte) (*RestoreChunk, error) {
	raw, err := expander.DecodeAll(b, nil)
	if err != nil {
		return nil, fmt.Errorf("expand restored records: %w", err)
	}
	c := new(RestoreChunk)
	return c, Decode(raw, c)
}

func (d *decision) restore() error {
	c, err := DecodeRestore(d.op.Body)
	if err != nil {
		d.reject(crm.CodeInvalid, crm.NoID)
		return nil
	}
	for _, e := range c.Effects {
		e.Renumber(OwnDevice, d.op.Device)
		before := d.result
		if err := d.restoreOne(e); err != nil {
			return err
		}
		if x := d.result; x.Outcome == Rejected { // one record does not hold up the others
			d.result = before
			d.refuse(Refusal{Part: "record", Code: x.Code, Other: x.Other})
		}
	}
	return nil
}

func (d *decision) restoreOne(e Effect) error {
	switch {
	case e.Put != nil:
		return d.restoreContact(e.Put)
	case e.Alias != nil:
		return d.restoreAlias(e.Alias)
	case e.Note != nil:
		return d.restoreNote(e.Note)
	case e.Interaction != nil:
		return d.restoreInteraction(e.Interaction)
	case e.Survey != nil:
		return d.restoreSurvey(e.Survey)
	case e.Appointment != nil:
		return d.restoreAppointment(e.Appointment)
	case e.Field != nil:
		return d.restoreField(e.Field)
	case e.Label != nil:
		return d.restoreLabel(e.Label)
	case e.Service != nil:
		return d.restoreService(e.Service)
	case e.User != nil:
		return d.restoreUser(e.User)
	case e.Setting != nil:
		return d.restoreSetting(e.Setting)
	case e.Permission != nil:
		return d.restorePermission(e.Permission)
	case e.Tabulation != nil:
		return d.restoreTabulation(e.Tabulation)
	case e.Blacklist != nil:
		return d.blacklistAdd(e.Blacklist)
	case e.Avatar != nil:
		return d.restoreAvatar(e.Avatar)
	case e.Segment != nil:
		return d.restoreSegment(e.Segment)
	case e.Conflict != nil:
		return d.restoreConflict(e.Conflict)
	}
	return nil
}

// restoreAlias leaves alone what has a record or an alias of its own, and never closes a circle (S5.8).
func (d *decision) restoreAlias(a *Alias) error {
	if a.From == crm.NoID {
		return nil
	}
	if known, err := d.known(a.Noun, a.From); known || err != nil {
		return err
	}
	if c, err := d.s.Contact(a.From); c != nil || err != nil {
		return err
	}
	to, err := d.s.Root(a.Noun, a.To)
	if err != nil || to == a.From {
		return err
	}
	return d.put(Effect{Alias: a})
}

// restoreConflict: those of a person who is gone hold personal values.
func (d *decision) restoreConflict(x *Conflict) error {
	c, err := d.resolve(x.Contact)
	if err != nil || c == nil || c.Erased() {
		return err
	}
	return d.putUnknown(NounConflict, x.ID, func() error {
		y := *x
		y.Contact = c.ID
		return d.put(Effect{Conflict: &y})
	})
}

func (d *decision) putUnknown(noun Noun, id crm.ID, put func() error) error {
	if known, err := d.known(noun, id); known || err != nil {
		return err
	}
	return put()
}

func (d *decision) restoreNote(n *Note) error {
	c, err := d.resolve(n.Contact)
	if err != nil || c == nil || c.Erased() && !(c.Mark == Removed && n.TakenBack()) {
		return err
	}
	known, err := d.s.Note(n.ID)
	if err != nil || known != nil && (known.TakenBack() || !n.TakenBack()) {
		return err
	}
	x := *n
	x.Contact = c.ID
	return d.put(Effect{Note: &x})
}

func (d *decision) restoreContact(c *Contact) error {
	if !c.wellFormed() {
		return nil
	}
	id, err := d.aliasOnly(c.ID)
	if err != nil || id != c.ID {
		return err
	}
	known, err := d.s.Contact(c.ID)
	if err != nil {
		return err
	}
	next := c
	if known != nil {
		next = Join(known, c)
	}
	if next, err = d.keepForest(known, next); err != nil {
		return err
	}
	if known != nil && known.Equal(next) {
		return nil
	}
	if next, err = d.restoreRefs(next); err != nil {
		return err
	}
	person, err := d.s.Root(NounContact, next.ID) // as the server has it: it may have merged the contact since
	if err != nil {
		return err
	}
	taken, err := d.dropTakenCNPJ(next)
	if err != nil {
		return err
	}
	if err := d.put(Effect{Put: next}); err != nil {
		return err
	}
	if next.Mark == Removed {
		return nil
	}
	if next.Erased() {
		return d.eraseTree(person, next.Mark, known)
	}
	if taken != nil {
		return d.conflict(*taken)
	}
	return nil
}

// keepForest leaves out a merge that would close a circle with those the server has written since (S5.8).
func (d *decision) keepForest(known, next *Contact) (*Contact, error) {
	if next.MergedInto == crm.NoID || known != nil && known.MergedInto == next.MergedInto {
		return next, nil
	}
	root, err := d.s.Root(NounContact, next.MergedInto)
	if err != nil || root != next.ID {
		return next, err
	}
	next = next.Clone()
	next.MergedInto = crm.NoID
	return next, nil
}

// restoreRefs makes a restored contact name what the server has: definitions and users of the same name may have been
// made anew since, and then stand for those offered. No replica could keep a contact that names what is not there.
func (d *decision) restoreRefs(c *Contact) (*Contact, error) {
	next := c.Clone()
	if _, err := d.resolveRefs(next); err != nil {
		return nil, err
	}
	for label, tags := range c.LabelTags {
		root, err := d.s.Root(NounLabel, label)
		if err != nil {
			return nil, err
		}
		if root == label && slices.Contains(next.Labels, label) {
			continue
		}
		delete(next.LabelTags, label)
		if _, ok := next.LabelTags[root]; !ok && slices.Contains(next.Labels, root) {
			next.LabelTags[root] = slices.Clone(tags)
		}
	}
	return next, nil
}

// Join is the later of each part of two states of one contact. Erasure wins.
func Join(a, b *Contact) *Contact {
	if a.Mark != b.Mark {
		if a.Mark.beats(b.Mark) {
			return a
		}
		return b
	}
	if a.Erased() {
		if a.Stamp.Compare(b.Stamp) >= 0 { // two maskings of one person: the later everywhere
			return a
		}
		return b
	}
	c := a.Clone()
	if b.Stamp.Compare(a.Stamp) < 0 {
		c.Stamp, c.Created, c.By = b.Stamp, b.Created, b.By
	}
	c.Versions = nil
	later := func(part string, take func()) {
		va, vb := a.Version(part), b.Version(part)
		if vb.Compare(va) > 0 {
			take()
			va = vb
		}
		if va != c.Stamp {
			c.setVersion(part, va)
		}
	}
	for f := crm.FieldName; int(f) < max(len(a.Fields), len(b.Fields), crm.NumFields); f++ {
		later(FieldPart(f), func() { c.SetField(f, b.Field(f)) })
	}
	for _, id := range customFields(a, b) {
		later(CustomPart(id), func() { c.SetCustom(id, b.CustomOf(id)) })
	}
	later(PartPortfolio, func() { c.Portfolio, c.Since = b.Portfolio, b.Since })
	c.joinPhones(a, b)
	c.joinLabels(a, b)
	c.Updated = max(a.Updated, b.Updated)
	c.joinMerge(a, b)
	return c
}

// joinMerge: whoever merges or takes out of a merge writes whether the contact is active with it, so the later of the
// two says which it is.
func (c *Contact) joinMerge(a, b *Contact) {
	active := crm.FieldActive.String()
	c.MergedInto = a.MergedInto
	if n := b.Version(active).Compare(a.Version(active)); n > 0 || n == 0 && bytes.Compare(b.MergedInto[:], a.MergedInto[:]) > 0 {
		c.MergedInto = b.MergedInto
	}
}

func customFields(a, b *Contact) []crm.ID {
	var out []crm.ID
	for _, c := range []*Contact{a, b} {
		for _, v := range c.Custom {
			if !slices.Contains(out, v.Field) {
				out = append(out, v.Field)
			}
		}
		for part := range c.Versions {
			if id, ok := customPartID(part); ok && !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	return out
}

func (c *Contact) joinPhones(a, b *Contact) {
	s := tagged[crm.Phone]{list: a.Phones, first: c.Stamp}
	joinTags(&s, a.phoneSet(), b.phoneSet())
	c.Phones, c.PhoneTags = s.list, s.tags
	later := a
	if b.Version(PartPhones).Compare(a.Version(PartPhones)) > 0 {
		later = b
	}
	if v := later.Version(PartPhones); v != c.Stamp {
		c.setVersion(PartPhones, v)
		c.Phones = reorder(c.Phones, later.Phones)
	}
}

func (c *Contact) joinLabels(a, b *Contact) {
	s := tagged[crm.ID]{list: a.Labels, first: c.Stamp}
	joinTags(&s, a.labelSet(), b.labelSet())
	c.Labels, c.LabelTags = s.list, s.tags
}

func joinTags[K comparable](s, a, b *tagged[K]) {
	for _, side := range []*tagged[K]{a, b} {
		for _, k := range side.list {
			for _, t := range side.of(k) {
				if !slices.Contains(s.list, k) || s.tags[k] == nil {
					if !slices.Contains(s.list, k) {
						s.list = append(slices.Clip(s.list), k)
					}
					s.set(k, []Stamp{t})
					continue
				}
				s.add(k, t)
			}
		}
	}
	for k, tags := range s.tags { // what the contact's own stamp says needs no tag
		if len(tags) == 1 && tags[0] == s.first {
			delete(s.tags, k)
		}
	}
	if len(s.tags) == 0 {
		s.tags = nil
	}
}
