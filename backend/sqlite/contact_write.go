package sqlite

import (
	"strings"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// CreateContact stores a new contact with the operation that creates it and returns its local number. The
// caller has validated it; c.ID is drawn when it has none.
func (tx *Tx) CreateContact(c *crm.Contact, notes []string) (int64, error) {
	s, err := tx.nextStamp()
	if err != nil {
		return 0, err
	}
	tx.complete(c)
	ready, err := tx.ready(c)
	if err != nil {
		return 0, err
	}
	added := newNotes(c.ID, notes, tx.now)
	n, err := tx.insertContact(c, ready, added, s)
	if err != nil {
		return 0, err
	}
	if err := tx.flushKeys(); err != nil {
		return 0, err
	}
	tx.Announce(Event{"contact"})
	return n, tx.recordEdit(s, replication.KindContactCreate, c.ID, createBody(c, added))
}

// UpdateContact changes old into next with the operation that says so, keeps the difference in the contact's
// history and adds the notes. It reports whether anything changed.
func (tx *Tx) UpdateContact(old *Stored, next *crm.Contact, notes []string) (changed bool, err error) {
	s, err := tx.nextStamp()
	if err != nil {
		return false, err
	}
	edit, err := tx.replaceContact(old, next, notes, s, 0)
	if err != nil {
		return false, err
	}
	if edit == nil {
		tx.clock.counter-- // the number was not used: they stay contiguous (S1.1)
		return false, nil
	}
	if err := tx.flushKeys(); err != nil {
		return false, err
	}
	tx.Announce(Event{"contact"})
	return true, tx.recordEdit(s, replication.KindContactEdit, old.ID, edit)
}

// complete gives a new contact its identifier and times.
func (tx *Tx) complete(c *crm.Contact) {
	if c.ID == crm.NoID {
		c.ID = crm.NewID()
	}
	if c.CreatedAt.IsZero() {
		c.CreatedAt = tx.now
	}
	c.UpdatedAt = tx.now
	if c.Portfolio != nil {
		c.Portfolio.Since = tx.now
	}
}

// readied is what can be computed of a new contact before its row exists.
type readied struct {
	doc    replication.Document
	bytes  []byte // its encoding
	attrs  int64  // without the portfolio
	name   string // key in the list
	rest   string
	phones []int64
	email  int64
	custom []string // keys, by doc.Custom
}

// ready computes what is stored of a contact. An import does so on another core: it reads definitions that
// have been loaded, and nothing else of the transaction.
func (v *View) ready(c *crm.Contact) (r readied, err error) {
	if r.doc, err = v.document(c); err != nil {
		return r, err
	}
	r.bytes = r.doc.AppendTo(make([]byte, 0, 320))
	r.attrs, r.name, r.rest, r.phones = contactAttrs(c), nameKey(c), searchRest(c), phoneKeys(c.Phones)
	if email := c.Fields[crm.FieldEmail]; email != "" {
		r.email = crm.EmailHash(crm.EmailKey(email))
	}
	for _, cv := range r.doc.Custom {
		r.custom = append(r.custom, customValueKey(cv.Value))
	}
	return r, nil
}

// insertContact writes the rows of a new, complete contact, without its operation.
func (tx *Tx) insertContact(c *crm.Contact, r readied, notes []replication.NoteAdd, s stamp) (int64, error) {
	user, err := tx.userNumber()
	if err != nil {
		return 0, err
	}
	n, err := tx.insertRow(c, r, contactHead{stamp: s.version(), createdBy: user, updated: tx.now.UnixMilli()})
	if err != nil {
		return 0, err
	}
	return n, tx.addNotes(n, notes)
}

// contactHead is what a contact's row holds beside its document.
type contactHead struct {
	stamp     replication.Stamp
	createdBy int64 // user
	updated   int64 // Unix ms
	merged    int64 // contact
	mark      replication.Mark
	origin    provenance
}

// insertRow writes the rows of a new contact and returns its number.
func (tx *Tx) insertRow(c *crm.Contact, r readied, h contactHead) (int64, error) {
	origin, err := h.origin.encode()
	if err != nil {
		return 0, err
	}
	number, err := tx.freeNumber()
	if err != nil {
		return 0, err
	}
	n, err := tx.insert(`
		INSERT INTO contact (n, id, created_at, updated_at, created_by, merged_into, anonymized, hlc, device, versions, doc)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		number, c.ID[:], c.CreatedAt.UnixMilli(), h.updated, h.createdBy, h.merged, int64(h.mark), int64(h.stamp.HLC), h.stamp.Device,
		origin, r.bytes)
	if err != nil {
		return 0, err
	}
	return n, tx.written(n, c, r)
}

// written adds what belongs to the row of a new contact.
func (tx *Tx) written(n int64, c *crm.Contact, r readied) error {
	if c.Portfolio != nil {
		owner, err := tx.putPortfolio(n, c.Portfolio)
		if err != nil {
			return err
		}
		r.attrs |= portfolioAttrs(c.Portfolio.Type, owner)
	}
	tx.touched = append(tx.touched, n)
	tx.addKeys(n, c, r)
	return nil
}

// replaceContact writes the rows of a changed contact, without its operation; nil when nothing changed.
func (tx *Tx) replaceContact(old *Stored, next *crm.Contact, notes []string, s stamp, job int64) (*replication.ContactEdit, error) {
	d, err := tx.difference(old, next)
	if err != nil {
		return nil, err
	}
	added := newNotes(old.ID, notes, tx.now)
	if err := tx.addNotes(old.N, added); err != nil {
		return nil, err
	}
	for _, n := range added {
		d.Notes = append(d.Notes, n.ID)
	}
	if d.empty() {
		return nil, nil
	}
	edit, err := tx.edit(old.ID, d)
	if err != nil {
		return nil, err
	}
	edit.Notes = added
	if err := tx.keepImage(old); err != nil {
		return nil, err
	}
	if d.Portfolio != nil && next.Portfolio != nil {
		next.Portfolio.Since = tx.now
	}
	head := contactHead{stamp: old.stamp, updated: tx.now.UnixMilli(), origin: old.written(d, edit, next, s.version())}
	if head.createdBy, head.merged, err = tx.localHead(&old.Contact); err != nil {
		return nil, err
	}
	if err := tx.rewrite(old, next, head); err != nil {
		return nil, err
	}
	return edit, tx.writeChange(old.N, s, job, d)
}

// localHead is the part of a contact's row that names other rows.
func (v *View) localHead(c *crm.Contact) (createdBy, merged int64, err error) {
	users, err := v.userNumbers()
	if err != nil {
		return 0, 0, err
	}
	if c.MergedInto != crm.NoID {
		merged, err = v.c.integer(`SELECT n FROM contact WHERE id = ?`, c.MergedInto[:])
	}
	return users.n[c.CreatedBy], merged, err
}

// written is where the parts of the contact come from after a local change; what the change makes of the phones is
// the engine's to say, so that the server will say the same.
func (s *Stored) written(d *changeDoc, e *replication.ContactEdit, next *crm.Contact, at replication.Stamp) provenance {
	p := provenance{Parts: make(map[string]replication.Stamp, len(s.versions.Parts)+len(d.Fields)), Phones: s.versions.Phones, Labels: s.versions.Labels}
	for k, v := range s.versions.Parts {
		p.Parts[k] = v
	}
	for _, f := range d.Fields {
		p.Parts[f.Key] = at
	}
	if d.Portfolio != nil {
		p.Parts[replication.PartPortfolio] = at
	}
	if len(e.AddPhones)+len(e.RemovePhones)+len(e.PhoneOrder)+len(e.AddLabels)+len(e.RemoveLabels) == 0 {
		return p
	}
	sets := &replication.ContactEdit{
		AddPhones: e.AddPhones, RemovePhones: e.RemovePhones, PhoneOrder: e.PhoneOrder, AddLabels: e.AddLabels, RemoveLabels: e.RemoveLabels,
	}
	delta, _, _ := s.sets().Edit(sets, replication.Author{Stamp: at})
	if delta == nil {
		return p
	}
	if delta.Phones != nil {
		setPhones(next, delta.Phones.List)
		p.Phones = delta.Phones.Tags
		if delta.Phones.Ordered {
			p.Parts[replication.PartPhones] = at
		}
	}
	if delta.Labels != nil {
		next.Labels, p.Labels = delta.Labels.List, delta.Labels.Tags
	}
	return p
}

// sets is the contact as far as its phones and labels go.
func (s *Stored) sets() *replication.Contact {
	return &replication.Contact{
		Stamp: s.stamp, Versions: s.versions.Parts, Phones: allPhones(&s.Contact), Labels: s.Labels,
		PhoneTags: s.versions.Phones, LabelTags: s.versions.Labels,
	}
}

func (s *Stored) seenPhone(p crm.Phone) []replication.Stamp { return s.sets().SeenPhone(p) }
func (s *Stored) seenLabel(id crm.ID) []replication.Stamp   { return s.sets().SeenLabel(id) }

// rewrite brings all rows of a contact from old to next.
func (tx *Tx) rewrite(old *Stored, next *crm.Contact, h contactHead) error {
	origin, err := h.origin.encode()
	if err != nil {
		return err
	}
	doc, err := tx.document(next)
	if err != nil {
		return err
	}
	if _, err := tx.c.exec(`
		UPDATE contact SET created_at = ?, updated_at = ?, created_by = ?, merged_into = ?, anonymized = ?, hlc = ?, device = ?,
		  versions = ?, doc = ?
		WHERE n = ?`,
		next.CreatedAt.UnixMilli(), h.updated, h.createdBy, h.merged, int64(h.mark), int64(h.stamp.HLC), h.stamp.Device,
		origin, doc.AppendTo(nil), old.N); err != nil {
		return err
	}
	if err := tx.replaceKeys(old.N, identified(&old.Contact), identified(next)); err != nil {
		return err
	}
	list := listChange{old: &old.Contact, next: next}
	if !samePortfolio(old.Portfolio, next.Portfolio) {
		list.mask = attrPortfolioMask
		if list.bits, err = tx.replacePortfolio(old.N, next); err != nil {
			return err
		}
	}
	if err := tx.replaceRoster(old.N, list); err != nil {
		return err
	}
	if !old.CreatedAt.Equal(next.CreatedAt) && !next.Deleted {
		tx.tellList(shown{rosterRow: rosterRow{contact: old.N}, state: rowUnknown})
	}
	tx.touched = append(tx.touched, old.N) // lists filter by labels and custom values too
	return nil
}

func samePortfolio(p, q *crm.Portfolio) bool {
	return p.Equal(q) && (p == nil || p.Since.Equal(q.Since))
}

func newNotes(contact crm.ID, texts []string, at time.Time) []replication.NoteAdd {
	var out []replication.NoteAdd
	for _, text := range texts {
		out = append(out, replication.NoteAdd{ID: crm.NewID(), Contact: contact, Text: text, At: at.UnixMilli()})
	}
	return out
}

// addNotes collects the actor's notes on the contact in row n.
func (tx *Tx) addNotes(n int64, notes []replication.NoteAdd) error {
	if len(notes) == 0 {
		return nil
	}
	user, err := tx.userNumber()
	if err != nil {
		return err
	}
	for _, note := range notes {
		tx.keys.notes = append(tx.keys.notes, noteRow{n, user, note.At, note.ID, strings.Clone(note.Text)}) // see ownFold
	}
	return nil
}

// createBody says a new contact as an intent for the other offices.
func createBody(c *crm.Contact, notes []replication.NoteAdd) *replication.ContactCreate {
	b := &replication.ContactCreate{
		ID: c.ID, At: c.CreatedAt.UnixMilli(), Phones: c.Phones, Labels: c.Labels, Portfolio: wirePortfolio(c.Portfolio), Notes: notes,
		Fields: make(map[crm.Field]string, 8),
	}
	for f := crm.FieldName; int(f) < crm.NumFields; f++ {
		if c.Fields[f] != "" {
			b.Fields[f] = c.Fields[f]
		}
	}
	for _, cv := range c.Custom {
		b.Custom = append(b.Custom, replication.Custom{Field: cv.Field, Value: cv.Value})
	}
	return b
}
