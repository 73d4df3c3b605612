package sqlite

import (
	"cmp"
	"database/sql/driver"
	"slices"
)

// flushKeys inserts what was collected, sorted. A batch is sorted on other cores while SQLite works.
func (tx *Tx) flushKeys() error {
	k := &tx.keys
	texts, history := make(chan struct{}), make(chan struct{})
	go func() { defer close(texts); k.sortTexts() }()
	go func() { defer close(history); k.sortHistory() }()
	err := tx.flushNumbers()
	<-texts
	if err == nil {
		err = tx.flushTexts()
	}
	<-history
	if err == nil {
		err = tx.flushHistory()
	}
	k.firstNew = 0
	clear(k.edited)
	return err
}

// flushNumbers inserts the lookups by number.
func (tx *Tx) flushNumbers() error {
	k := &tx.keys
	for _, t := range []struct {
		pairs *pairs
		into  string
	}{
		{&k.cpf, `INSERT INTO contact_cpf (cpf, contact)`},
		{&k.phone, `INSERT INTO contact_phone (phone, contact)`},
		{&k.email, `INSERT INTO contact_email (email, contact)`},
		{&k.label, `INSERT INTO contact_label (label, contact)`},
	} {
		rows := t.pairs.rows
		slices.SortFunc(rows, func(a, b keyPair) int {
			return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.contact, b.contact))
		})
		if err := tx.c.insertMany(t.into, 2, len(rows), func(i int, args []driver.Value) {
			args[0], args[1] = rows[i].key, rows[i].contact
		}); err != nil {
			return err
		}
		t.pairs.inserted()
	}
	return nil
}

func (k *keyBuffer) sortTexts() {
	slices.SortFunc(k.cnpj, func(a, b textKey) int { return cmp.Compare(a.key, b.key) })
	slices.SortFunc(k.custom, func(a, b customRow) int {
		return cmp.Or(cmp.Compare(a.field, b.field), cmp.Compare(a.value, b.value), cmp.Compare(a.contact, b.contact))
	})
	k.sortRoster()
}

func (k *keyBuffer) sortRoster() {
	slices.SortFunc(k.roster, func(a, b rosterRow) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.contact, b.contact))
	})
}

func (k *keyBuffer) sortHistory() {
	slices.SortFunc(k.changes, func(a, b changeRow) int {
		return cmp.Or(cmp.Compare(a.contact, b.contact), cmp.Compare(a.op, b.op))
	})
	slices.SortFunc(k.notes, func(a, b noteRow) int {
		return cmp.Or(cmp.Compare(a.contact, b.contact), slices.Compare(a.id[:], b.id[:]))
	})
}

// flushTexts inserts the sorted lookups by text.
func (tx *Tx) flushTexts() error {
	k := &tx.keys
	if err := tx.c.insertMany(`INSERT INTO contact_cnpj (cnpj, contact)`, 2, len(k.cnpj), func(i int, args []driver.Value) {
		args[0], args[1] = k.cnpj[i].key, k.cnpj[i].contact
	}); err != nil {
		return err
	}
	k.cnpj = k.cnpj[:0]
	clear(k.cnpjs)
	if err := tx.c.insertMany(`INSERT INTO contact_custom (field, value, contact)`, 3, len(k.custom), func(i int, args []driver.Value) {
		args[0], args[1], args[2] = k.custom[i].field, k.custom[i].value, k.custom[i].contact
	}); err != nil {
		return err
	}
	k.custom = k.custom[:0]
	return tx.flushRoster()
}

// flushRoster inserts the sorted rows of the list.
func (tx *Tx) flushRoster() error {
	k := &tx.keys
	if err := tx.keepFresh(k.roster); err != nil {
		return err
	}
	if err := tx.c.insertMany(`INSERT INTO roster (name_key, contact, attrs, rest)`, 4, len(k.roster), func(i int, args []driver.Value) {
		r := &k.roster[i]
		args[0], args[1], args[2], args[3] = r.key, r.contact, r.attrs, r.rest
	}); err != nil {
		return err
	}
	k.roster = k.roster[:0]
	return nil
}

// flushHistory inserts the sorted changes and notes.
func (tx *Tx) flushHistory() error {
	k := &tx.keys
	if len(k.changes)+len(k.notes) == 0 {
		return nil
	}
	if err := tx.c.insertMany(`INSERT INTO contact_change (contact, op, at, user, job, source, changes)`, 7, len(k.changes),
		func(i int, args []driver.Value) {
			r := &k.changes[i]
			args[0], args[1], args[2], args[3], args[4], args[5], args[6] = r.contact, r.op, r.at, r.user, r.job, r.source, r.body
		}); err != nil {
		return err
	}
	k.changes = k.changes[:0]
	if err := tx.c.insertMany(`INSERT INTO note (contact, id, author, at, text)`, 5, len(k.notes), func(i int, args []driver.Value) {
		r := &k.notes[i]
		args[0], args[1], args[2], args[3], args[4] = r.contact, r.id[:], r.author, r.at, r.text
	}); err != nil {
		return err
	}
	k.notes = k.notes[:0]
	return nil
}
