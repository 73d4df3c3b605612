package sqlite

import (
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
	n, err := tx.insert(`
		INSERT INTO contact (id, created_at, updated_at, created_by, hlc, device, doc)
		VALUES (?, ?, ?, ?, ?, ?, ?)`,
		c.ID[:], c.CreatedAt.UnixMilli(), tx.now.UnixMilli(), user, int64(s.hlc), s.device, r.bytes)
	if err != nil {
		return 0, err
	}
	if c.Portfolio != nil {
		owner, err := tx.putPortfolio(n, c.Portfolio)
		if err != nil {
			return 0, err
		}
		r.attrs |= portfolioAttrs(c.Portfolio.Type, owner)
	}
	tx.addNotes(n, notes)
	tx.touched = append(tx.touched, n)
	tx.addKeys(n, c, r)
	return n, nil
}

// replaceContact writes the rows of a changed contact, without its operation; nil when nothing changed.
func (tx *Tx) replaceContact(old *Stored, next *crm.Contact, notes []string, s stamp, job int64) (*replication.ContactEdit, error) {
	d, err := tx.difference(old, next)
	if err != nil {
		return nil, err
	}
	added := newNotes(old.ID, notes, tx.now)
	tx.addNotes(old.N, added)
	for _, n := range added {
		d.Notes = append(d.Notes, n.ID)
	}
	if d.empty() {
		return nil, nil
	}
	if err := tx.writeDocument(old, next, d, s); err != nil {
		return nil, err
	}
	if err := tx.replaceKeys(old.N, &old.Contact, next); err != nil {
		return nil, err
	}
	list := listChange{old: &old.Contact, next: next}
	if d.Portfolio != nil {
		list.mask = attrPortfolioMask
		if list.bits, err = tx.replacePortfolio(old.N, next); err != nil {
			return nil, err
		}
	}
	if err := tx.replaceRoster(old.N, list); err != nil {
		return nil, err
	}
	tx.touched = append(tx.touched, old.N) // lists filter by labels and custom values too
	if err := tx.writeChange(old.N, s, job, d); err != nil {
		return nil, err
	}
	return tx.editOf(old, next, d, added)
}

func (tx *Tx) writeDocument(old *Stored, next *crm.Contact, d *changeDoc, s stamp) error {
	vs := make(versions, len(old.versions)+len(d.Fields))
	for k, v := range old.versions {
		vs[k] = v
	}
	for _, f := range d.Fields {
		vs[f.Key] = fieldVersion{HLC: s.hlc, Device: s.device}
	}
	if d.Portfolio != nil {
		vs["portfolio"] = fieldVersion{HLC: s.hlc, Device: s.device}
	}
	b, err := vs.encode()
	if err != nil {
		return err
	}
	doc, err := tx.document(next)
	if err != nil {
		return err
	}
	_, err = tx.c.exec(`UPDATE contact SET updated_at = ?, versions = ?, doc = ? WHERE n = ?`,
		tx.now.UnixMilli(), b, doc.AppendTo(nil), old.N)
	return err
}

func newNotes(contact crm.ID, texts []string, at time.Time) []replication.NoteAdd {
	var out []replication.NoteAdd
	for _, text := range texts {
		out = append(out, replication.NoteAdd{ID: crm.NewID(), Contact: contact, Text: text, At: at.UnixMilli()})
	}
	return out
}

// addNotes collects the notes of the contact in row n.
func (tx *Tx) addNotes(n int64, notes []replication.NoteAdd) {
	for _, note := range notes {
		tx.keys.notes = append(tx.keys.notes, noteRow{n, note.ID, note.Text})
	}
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
