package store

import (
	"slices"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// prefetch reads what the operations of a push will ask for, many records at a time: one by one a chunk of an import
// would cost tens of thousands of queries.
func (s *state) prefetch(w *wanted) error {
	if err := s.load(contactCode, w.contacts); err != nil {
		return err
	}
	var unknown []crm.ID
	for _, id := range w.contacts {
		if !s.records[recordKey{contactCode, id}].here {
			unknown = append(unknown, id)
		}
	}
	if err := s.load(contactAlias, unknown); err != nil {
		return err
	}
	if err := s.load(noteCode, w.notes); err != nil {
		return err
	}
	if err := s.load(interactionCode, w.interactions); err != nil {
		return err
	}
	if err := s.loadKeys(w.keys); err != nil {
		return err
	}
	var found []crm.ID // they may be folded into, or compared with
	for _, k := range w.keys {
		found = append(found, s.keys[k].ids...)
	}
	return s.load(contactCode, found)
}

// wanted is what operations will ask for. It is found out before the organization is locked: others need not wait while
// ten thousand lines are decoded. What cannot be decoded is left to Decide, which says so.
type wanted struct {
	contacts, notes, interactions []crm.ID
	keys                          []replication.Key
}

func wantedBy(ops []replication.Op) *wanted {
	w := new(wanted)
	for i := range ops {
		w.of(&ops[i])
	}
	return w
}

func (w *wanted) of(op *replication.Op) {
	switch op.Kind {
	case replication.KindContactCreate:
		b := new(replication.ContactCreate)
		if replication.Decode(op.Body, b) == nil {
			w.contacts = append(w.contacts, b.ID)
			w.keys = append(w.keys, createdKeys(b)...)
			w.notesOf(b.Notes)
		}
	case replication.KindContactEdit, replication.KindAvatarSet:
		w.contacts = append(w.contacts, op.Entity)
	case replication.KindImportChunk, replication.KindContactBatch, replication.KindImportUndo:
		w.chunk(op)
	case replication.KindInteraction:
		if c, err := replication.DecodeInteractions(op.Body); err == nil {
			for i := range c.Interactions {
				w.contacts = append(w.contacts, c.Interactions[i].Contact)
				w.interactions = append(w.interactions, c.Interactions[i].ID)
			}
		}
	case replication.KindInteractionEdit, replication.KindSurveyPut:
		w.interactions = append(w.interactions, op.Entity)
	case replication.KindRestore:
		w.restore(op)
	}
}

func createdKeys(b *replication.ContactCreate) []replication.Key {
	c := replication.Contact{Phones: b.Phones}
	for f, text := range b.Fields {
		if int(f) < crm.NumFields {
			c.SetField(f, text)
		}
	}
	return c.Keys()
}

func (w *wanted) chunk(op *replication.Op) {
	c := op.ReadAhead()
	if c == nil {
		return
	}
	for i := range c.Creates {
		x, err := c.Contact(i, op)
		if err != nil {
			return
		}
		w.contacts = append(w.contacts, x.ID)
		w.keys = append(w.keys, matchKeys(x.Keys())...)
		w.notesOf(c.Creates[i].Notes)
	}
	for i := range c.Edits {
		w.contacts = append(w.contacts, c.Edits[i].ID)
		w.notesOf(c.Edits[i].Notes)
	}
	for i := range c.Removes {
		w.contacts = append(w.contacts, c.Removes[i].ID)
		w.notes = append(w.notes, c.Removes[i].Notes...)
	}
	w.notes = append(w.notes, c.Unnoted...)
}

// matchKeys are those that an imported line is matched by (D3.8), and its CNPJ, which must be free.
func matchKeys(keys []replication.Key) []replication.Key {
	has := func(kind replication.KeyKind) bool {
		return slices.ContainsFunc(keys, func(k replication.Key) bool { return k.Kind == kind })
	}
	by := replication.KeyEmail
	if has(replication.KeyCPF) {
		by = replication.KeyCPF
	} else if has(replication.KeyPhone) {
		by = replication.KeyPhone
	}
	return slices.DeleteFunc(keys, func(k replication.Key) bool { return k.Kind != by && k.Kind != replication.KeyCNPJ })
}

func (w *wanted) restore(op *replication.Op) {
	c, err := replication.DecodeRestore(op.Body)
	if err != nil {
		return
	}
	for _, e := range c.Effects {
		switch {
		case e.Put != nil:
			w.contacts = append(w.contacts, e.Put.ID)
		case e.Note != nil:
			w.contacts = append(w.contacts, e.Note.Contact)
			w.notes = append(w.notes, e.Note.ID)
		case e.Interaction != nil:
			w.contacts = append(w.contacts, e.Interaction.Contact)
			w.interactions = append(w.interactions, e.Interaction.ID)
		}
	}
}

func (w *wanted) notesOf(notes []replication.NoteAdd) {
	for _, n := range notes {
		w.notes = append(w.notes, n.ID)
	}
}
