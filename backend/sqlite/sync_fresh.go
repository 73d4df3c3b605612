package sqlite

import (
	"database/sql/driver"
	"slices"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// insertFresh writes contacts that are new here, in the order of the list, and empties it. Documents and keys are
// computed on another core, ahead of SQLite.
func (a *applying) insertFresh(list *[]*replication.Contact) error {
	contacts := *list
	if len(contacts) == 0 {
		return nil
	}
	*list = contacts[:0]
	tx := a.tx
	for _, c := range contacts {
		if c.Mark == replication.Anonymized || c.Mark == replication.Deleted {
			tx.erased.strangers++
		}
	}
	if err := tx.loadDefinitions(); err != nil {
		return err
	}
	users, err := tx.userNumbers()
	if err != nil {
		return err
	}
	type prepared struct {
		contact *crm.Contact
		readied
		err error
	}
	blocks := make(chan []prepared, 4)
	go func() {
		defer close(blocks)
		for block := range slices.Chunk(contacts, preparedBlock) {
			out := make([]prepared, len(block))
			for i, c := range block {
				out[i].contact = contactOf(c)
				out[i].readied, out[i].err = tx.ready(out[i].contact)
			}
			blocks <- out
		}
	}()
	rows := freshRows{tx: tx}
	at := 0
	var failed error
	for block := range blocks { // to its end, so that the other side is done
		for i := range block {
			c := contacts[at+i]
			if failed == nil {
				failed = block[i].err
			}
			if failed == nil {
				failed = a.insertOne(&rows, c, block[i].contact, block[i].readied, users.n[c.By])
			}
		}
		at += len(block)
	}
	if failed == nil {
		failed = rows.flush()
	}
	if failed != nil {
		return failed
	}
	tx.Announce(Event{"contact"})
	return tx.flushKeys()
}

func (a *applying) insertOne(rows *freshRows, c *replication.Contact, contact *crm.Contact, r readied, createdBy int64) error {
	if c.MergedInto == crm.NoID && c.Mark == replication.Live && len(c.Versions)+len(c.PhoneTags)+len(c.LabelTags) == 0 {
		return rows.add(c, contact, r, createdBy)
	}
	if err := rows.flush(); err != nil {
		return err
	}
	h := contactHead{stamp: c.Stamp, createdBy: createdBy, updated: c.Updated, mark: c.Mark, origin: originOf(c)}
	root := contact.MergedInto
	if root != crm.NoID {
		var err error
		if h.merged, err = a.tx.c.integer(`SELECT n FROM contact WHERE id = ?`, root[:]); err != nil {
			return err
		}
		if h.merged == 0 {
			contact.MergedInto = crm.NoID
			r.attrs = contactAttrs(contact)
		}
	}
	n, err := a.tx.insertRow(contact, r, h)
	if err != nil {
		return err
	}
	if root != crm.NoID && h.merged == 0 {
		return a.tx.mergeLater(n, root)
	}
	return nil
}

// freshRows are rows of contacts as nearly all are: nobody has changed, merged or erased them. They are numbered here and
// inserted many at once.
type freshRows struct {
	tx   *Tx
	rows []freshRow
	next int64 // number of the next one, 0 = not known
}

type freshRow struct {
	*replication.Contact
	n, createdBy int64
	doc          []byte
}

func (f *freshRows) add(c *replication.Contact, contact *crm.Contact, r readied, createdBy int64) error {
	if f.next == 0 {
		var err error
		if f.next, err = f.tx.nextNumber(); err != nil {
			return err
		}
	}
	n := f.next
	f.next++
	f.rows = append(f.rows, freshRow{c, n, createdBy, r.bytes})
	if err := f.tx.written(n, contact, r); err != nil {
		return err
	}
	if len(f.rows) < 16*atOnce {
		return nil
	}
	return f.insert()
}

// flush inserts what was collected; others may be inserted then.
func (f *freshRows) flush() error {
	f.next = 0
	return f.insert()
}

func (f *freshRows) insert() error {
	err := f.tx.c.insertMany(`INSERT INTO contact (n, id, created_at, updated_at, created_by, hlc, device, doc)`, 8, len(f.rows),
		func(i int, args []driver.Value) {
			r := &f.rows[i]
			args[0], args[1], args[2], args[3], args[4] = r.n, r.ID[:], r.Created, r.Updated, r.createdBy
			args[5], args[6], args[7] = int64(r.Stamp.HLC), r.Stamp.Device, r.doc
		})
	f.rows = f.rows[:0]
	return err
}

// Asked after every page of a copy: from what waits, which is little, to what is there, which is everything.
const (
	lateMergesSQL = `
		SELECT l.contact, l.root FROM merge_later l CROSS JOIN contact c ON c.id = l.root`
	lateFoldsSQL = `
		SELECT l.id, a.root
		FROM fold_later l CROSS JOIN alias a ON a.noun = 'contact' AND a.id = l.id CROSS JOIN contact t ON t.id = a.root`
)

// late does what had to wait for a record that came later in the copy: primaries of merged contacts, and contacts
// that folded contacts of this office stand for.
func (a *applying) late() error {
	type merge struct {
		n    int64
		root crm.ID
	}
	var merges []merge
	if err := a.tx.c.query(lateMergesSQL, nil, func(row result) error {
		merges = append(merges, merge{row[0].(int64), blobID(row[1])})
		return nil
	}); err != nil {
		return err
	}
	for _, m := range merges {
		s, err := a.tx.storedAt(m.n)
		if err != nil {
			return err
		}
		if s != nil {
			next, err := a.tx.serverView(s)
			if err != nil {
				return err
			}
			next.MergedInto = m.root
			if err := a.tx.accept(s, next); err != nil {
				return err
			}
			if err := a.tx.follow(s.N, m.root); err != nil {
				return err
			}
		}
		if _, err := a.tx.c.exec(`DELETE FROM merge_later WHERE contact = ?`, m.n); err != nil {
			return err
		}
	}
	return a.lateFolds()
}

func (a *applying) lateFolds() error {
	var folds []replication.Alias
	if err := a.tx.c.query(lateFoldsSQL, nil, func(row result) error {
		folds = append(folds, replication.Alias{From: blobID(row[0]), To: blobID(row[1])})
		return nil
	}); err != nil {
		return err
	}
	for _, f := range folds {
		if err := a.tx.fold(f.From, f.To); err != nil {
			return err
		}
		if _, err := a.tx.c.exec(`DELETE FROM fold_later WHERE id = ?`, f.From[:]); err != nil {
			return err
		}
	}
	return nil
}
