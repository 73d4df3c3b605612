package sqlite

import (
	"slices"
	"time"

	"github.com/fxamacker/cbor/v2"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// state is the contact as replicas and the server agree on it.
func (s *Stored) state() *replication.Contact {
	c := &replication.Contact{
		ID: s.ID, Created: s.CreatedAt.UnixMilli(), Updated: s.UpdatedAt.UnixMilli(), By: s.CreatedBy,
		Stamp: s.stamp, Versions: s.versions.Parts, PhoneTags: s.versions.Phones, LabelTags: s.versions.Labels,
		Fields: trimmed(allFields(&s.Contact)), Phones: allPhones(&s.Contact), Labels: s.Labels, Portfolio: wirePortfolio(s.Portfolio),
		MergedInto: s.MergedInto, Mark: s.mark(),
	}
	for _, v := range s.Custom {
		c.Custom = append(c.Custom, replication.Custom{Field: v.Field, Value: v.Value})
	}
	if s.Portfolio != nil {
		c.Since = s.Portfolio.Since.UnixMilli()
	}
	return c.Clone()
}

func trimmed(fields []string) []string {
	n := len(fields)
	for n > 0 && fields[n-1] == "" {
		n--
	}
	return fields[:n]
}

func (s *Stored) mark() replication.Mark {
	switch {
	case s.removed:
		return replication.Removed
	case s.Deleted:
		return replication.Deleted
	case s.Anonymized:
		return replication.Anonymized
	}
	return replication.Live
}

// contactOf is the inverse of state, without what only other rows can tell: who it is merged into.
func contactOf(c *replication.Contact) *crm.Contact {
	out := &crm.Contact{
		ID: c.ID, CreatedAt: time.UnixMilli(c.Created).UTC(), UpdatedAt: time.UnixMilli(c.Updated).UTC(), CreatedBy: c.By,
		Labels: slices.Clone(c.Labels), MergedInto: c.MergedInto,
		Anonymized: c.Erased(), Deleted: c.Mark.Gone(),
	}
	setFields(out, c.Fields)
	setPhones(out, slices.Clone(c.Phones))
	for _, v := range c.Custom {
		out.Custom = append(out.Custom, crm.CustomValue{Field: v.Field, Value: v.Value})
	}
	if p := c.Portfolio; p != nil {
		out.Portfolio = &crm.Portfolio{
			Type: p.Type, Owner: p.Owner, Service: p.Service, Reserve: p.Reserve, Since: time.UnixMilli(c.Since).UTC(),
		}
	}
	return out
}

func originOf(c *replication.Contact) provenance {
	return provenance{Parts: c.Versions, Phones: c.PhoneTags, Labels: c.LabelTags}
}

// image is how the server sees the contact in row n beside pending changes; nil when there is no such row.
func (v *View) image(n int64) (c *replication.Contact, err error) {
	_, err = v.c.one(`SELECT state FROM image WHERE contact = ?`, values(n), func(row result) error {
		c = new(replication.Contact)
		return cbor.Unmarshal(row[0].([]byte), c)
	})
	return c, err
}

func (tx *Tx) saveImage(n int64, c *replication.Contact) error {
	b, err := cbor.Marshal(c)
	if err != nil {
		return err
	}
	_, err = tx.c.exec(`
		INSERT INTO image (contact, state) VALUES (?, ?)
		ON CONFLICT (contact) DO UPDATE SET state = excluded.state`, n, b)
	return err
}

func (tx *Tx) dropImage(n int64) error {
	_, err := tx.c.exec(`DELETE FROM image WHERE contact = ?`, n)
	return err
}

// keepImage keeps how the server sees a contact before its first pending change. What the server does not know yet
// needs none.
func (tx *Tx) keepImage(old *Stored) error {
	if yes, err := tx.isEnrolled(); err != nil || !yes {
		return err
	}
	kept, err := tx.c.integer(`SELECT count(*) FROM image WHERE contact = ?`, old.N)
	if err != nil || kept > 0 {
		return err
	}
	creation, err := tx.pendingCreation(old)
	if err != nil || creation != 0 {
		return err
	}
	pending, err := tx.pendingChanges(old.N)
	if err != nil || len(pending) > 0 {
		return err
	}
	return tx.saveImage(old.N, old.state())
}

// By its kind too: an erased contact has the version of the operation that erased it.
const pendingCreationSQL = `
	SELECT counter FROM pending_op
	WHERE hlc = ? AND echoed = 0 AND kind IN ('contact.create', 'import.chunk')`

// pendingCreation is the counter of the operation that created the contact, when the server has not decided it yet;
// otherwise 0.
func (v *View) pendingCreation(s *Stored) (counter int64, err error) {
	if s.stamp.Device != thisDevice {
		return 0, nil
	}
	return v.c.integer(pendingCreationSQL, int64(s.stamp.HLC))
}

// pendingChange is what one pending operation changes on one contact.
type pendingChange struct {
	counter int64
	by      replication.Author
	doc     changeDoc
}

const pendingChangesSQL = `
	SELECT h.op, p.hlc, p.at, h.changes
	FROM contact_change h CROSS JOIN pending_op p ON p.counter = h.op
	WHERE h.contact = ? AND h.op < ? AND p.echoed = 0
	ORDER BY h.op`

// pendingChanges are the changes of a contact that the server has not decided, or whose effects have not come back,
// in order.
func (tx *Tx) pendingChanges(n int64) (out []pendingChange, err error) {
	if err := tx.settle(n); err != nil {
		return nil, err
	}
	err = tx.c.query(pendingChangesSQL, values(n, serverOp), func(row result) error {
		c := pendingChange{counter: row[0].(int64), by: replication.Author{
			Stamp: replication.Stamp{HLC: replication.HLC(row[1].(int64)), Device: thisDevice}, At: row[2].(int64),
		}}
		out = append(out, c)
		return cbor.Unmarshal(row[3].([]byte), &out[len(out)-1].doc)
	})
	return out, err
}

// serverOp is added to a line of the server's log to number what others did in a contact's history: beyond all counters.
const serverOp int64 = 1 << 40

// replay puts the pending changes on top of what the server says, by the rules it will apply itself: under the number
// that it knows this device by, which decides between two texts of the same moment.
func (tx *Tx) replay(c *replication.Contact, pending []pendingChange) (*replication.Contact, error) {
	enrolled, err := tx.Enrolment()
	if err != nil {
		return nil, err
	}
	number := int64(thisDevice)
	if enrolled != nil {
		number = enrolled.Number
	}
	c = c.Clone()
	(&replication.Effect{Put: c}).Renumber(thisDevice, number)
	for _, p := range pending {
		if c.Erased() {
			break
		}
		e, err := tx.edit(c.ID, &p.doc)
		if err != nil {
			return nil, err
		}
		p.by.Stamp.Device = number
		if d, _, _ := c.Edit(e, p.by); d != nil {
			c.Apply(d)
		}
		if m := p.doc.Merge; m != nil {
			if err := tx.replayMerge(c, m.New); err != nil {
				return nil, err
			}
		}
	}
	(&replication.Effect{Put: c}).Renumber(number, thisDevice)
	return c, nil
}

// replayMerge merges c into another, or undoes its merge, unless the server has merged the other way meanwhile, or made one of
// the two, as it has when one was imported.
func (tx *Tx) replayMerge(c *replication.Contact, into crm.ID) error {
	root, err := tx.Resolve(replication.NounContact, into)
	if err != nil {
		return err
	}
	chain, err := tx.mergedInto(root, c.ID)
	if err == nil && root != c.ID && len(chain) == 0 {
		c.MergedInto = root
	}
	return err
}

// accept makes next the server's view of the contact: what people see is that with the pending changes on top.
func (tx *Tx) accept(s *Stored, next *replication.Contact) error {
	pending, err := tx.pendingChanges(s.N)
	if err != nil {
		return err
	}
	if len(pending) == 0 || next.Erased() {
		if err := tx.dropImage(s.N); err != nil {
			return err
		}
		return tx.show(s, next)
	}
	if err := tx.saveImage(s.N, next); err != nil {
		return err
	}
	seen, err := tx.replay(next, pending)
	if err != nil {
		return err
	}
	return tx.show(s, seen)
}

// show writes the rows of a contact as c has it.
func (tx *Tx) show(s *Stored, c *replication.Contact) error {
	if s.state().Equal(c) {
		return nil
	}
	if err := tx.settle(s.N); err != nil {
		return err
	}
	if err := tx.makeWay(s.ID, c.MergedInto); err != nil {
		return err
	}
	next := contactOf(c)
	h := contactHead{stamp: c.Stamp, updated: c.Updated, mark: c.Mark, origin: originOf(c)}
	var err error
	if h.createdBy, h.merged, err = tx.localHead(next); err != nil {
		return err
	}
	if next.MergedInto != crm.NoID && h.merged == 0 { // its primary comes later in the copy
		next.MergedInto = crm.NoID
		if err := tx.mergeLater(s.N, c.MergedInto); err != nil {
			return err
		}
	}
	if err := tx.rewrite(s, next, h); err != nil {
		return err
	}
	tx.Announce(Event{"contact"})
	return tx.flushKeys()
}

func (tx *Tx) mergeLater(n int64, root crm.ID) error {
	_, err := tx.c.exec(`
		INSERT INTO merge_later (contact, root) VALUES (?, ?)
		ON CONFLICT (contact) DO UPDATE SET root = excluded.root`, n, root[:])
	return err
}
