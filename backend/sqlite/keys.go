package sqlite

import (
	"cmp"
	"database/sql/driver"
	"slices"

	"carteira/backend/crm"
)

// keyBuffer collects the lookup rows of the contacts written in a transaction, so that they are inserted in
// key order: a batch of an import then touches each index page once instead of once a row.
type keyBuffer struct {
	bulk    bool // keep until the end of the batch; otherwise every write is flushed at once
	cpf     []keyPair
	phone   []keyPair
	email   []keyPair
	cnpj    []textKey
	label   []keyPair
	custom  []customRow
	roster  []rosterRow
	changes []changeRow
	notes   []noteRow
}

type keyPair struct{ key, contact int64 }

type textKey struct {
	key     string
	contact int64
}

type customRow struct {
	field, contact int64
	value          string
}

type rosterRow struct {
	key     string
	contact int64
	attrs   int64
	rest    string
}

type changeRow struct {
	contact, op, job int64
	source           string
	body             []byte
}

type noteRow struct {
	contact int64
	id      crm.ID
	text    string
}

// customValueMax is how much of a custom value is indexed, in bytes.
const customValueMax = 64

func customValueKey(value string) string {
	key := crm.Fold(value)
	if len(key) <= customValueMax {
		return key
	}
	cut := customValueMax
	for cut > 0 && key[cut]&0xC0 == 0x80 { // not inside a rune
		cut--
	}
	return key[:cut]
}

// addKeys collects the lookup rows of a contact that has none yet.
func (tx *Tx) addKeys(n int64, c *crm.Contact, r readied) {
	k := &tx.keys
	if cpf := c.Fields[crm.FieldCPF]; cpf != "" {
		k.cpf = append(k.cpf, keyPair{crm.CPFKey(cpf), n})
	}
	if cnpj := c.Fields[crm.FieldCNPJ]; cnpj != "" {
		k.cnpj = append(k.cnpj, textKey{cnpj, n})
	}
	if c.Fields[crm.FieldEmail] != "" {
		k.email = append(k.email, keyPair{r.email, n})
	}
	for _, p := range r.phones {
		k.phone = append(k.phone, keyPair{p, n})
	}
	for i, cv := range r.doc.Custom {
		k.custom = append(k.custom, customRow{cv.Field, n, r.custom[i]})
	}
	for _, l := range r.doc.Labels {
		k.label = append(k.label, keyPair{l, n})
	}
	k.roster = append(k.roster, rosterRow{r.name, n, r.attrs, r.rest})
}

// phoneKeys are the matching keys of a contact's phones, each once: two phones may share one (D1.6).
func phoneKeys(phones []crm.Phone) []int64 {
	keys := make([]int64, 0, len(phones))
	for _, p := range phones {
		if k := p.MatchKey(); !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	return keys
}

func (tx *Tx) fieldNumber(id crm.ID) (int64, error) {
	m, err := tx.fieldNumbers()
	if err != nil {
		return 0, err
	}
	n, ok := m.n[id]
	if !ok {
		return 0, crm.Errorf(crm.CodeNotFound, "custom_fields", "there is no such custom field")
	}
	return n, nil
}

func (tx *Tx) labelNumber(id crm.ID) (int64, error) {
	m, err := tx.labelNumbers()
	if err != nil {
		return 0, err
	}
	n, ok := m.n[id]
	if !ok {
		return 0, crm.Errorf(crm.CodeNotFound, "labels", "there is no such label")
	}
	return n, nil
}

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
	return err
}

// flushNumbers inserts the lookups by number.
func (tx *Tx) flushNumbers() error {
	k := &tx.keys
	for _, t := range []struct {
		rows *[]keyPair
		into string
	}{
		{&k.cpf, `INSERT INTO contact_cpf (cpf, contact)`},
		{&k.phone, `INSERT INTO contact_phone (phone, contact)`},
		{&k.email, `INSERT INTO contact_email (email, contact)`},
		{&k.label, `INSERT INTO contact_label (label, contact)`},
	} {
		rows := *t.rows
		slices.SortFunc(rows, func(a, b keyPair) int {
			return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.contact, b.contact))
		})
		if err := tx.c.insertMany(t.into, 2, len(rows), func(i int, args []driver.Value) {
			args[0], args[1] = rows[i].key, rows[i].contact
		}); err != nil {
			return err
		}
		*t.rows = rows[:0]
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
	user, err := tx.userNumber()
	if err != nil {
		return err
	}
	at := tx.now.UnixMilli()
	if err := tx.c.insertMany(`INSERT INTO contact_change (contact, op, at, user, job, source, changes)`, 7, len(k.changes),
		func(i int, args []driver.Value) {
			r := &k.changes[i]
			args[0], args[1], args[2], args[3], args[4], args[5], args[6] = r.contact, r.op, at, user, r.job, r.source, r.body
		}); err != nil {
		return err
	}
	k.changes = k.changes[:0]
	if err := tx.c.insertMany(`INSERT INTO note (contact, id, author, at, text)`, 5, len(k.notes), func(i int, args []driver.Value) {
		r := &k.notes[i]
		args[0], args[1], args[2], args[3], args[4] = r.contact, r.id[:], user, at, r.text
	}); err != nil {
		return err
	}
	k.notes = k.notes[:0]
	return nil
}

// userNumber is the actor's local number, 0 for the program itself.
func (tx *Tx) userNumber() (int64, error) {
	if tx.actor.User == crm.NoID {
		return 0, nil
	}
	m, err := tx.userNumbers()
	if err != nil {
		return 0, err
	}
	return m.n[tx.actor.User], nil
}

// replaceKeys brings the lookup rows of a changed contact up to date, touching only those that differ.
func (tx *Tx) replaceKeys(n int64, old, next *crm.Contact) error {
	if err := tx.replaceIdentifiers(n, old, next); err != nil {
		return err
	}
	for _, cv := range old.Custom {
		if customValueKey(next.CustomOf(cv.Field)) == customValueKey(cv.Value) && next.CustomOf(cv.Field) != "" {
			continue
		}
		f, err := tx.fieldNumber(cv.Field)
		if err != nil {
			return err
		}
		if _, err := tx.c.exec(`DELETE FROM contact_custom WHERE field = ? AND value = ? AND contact = ?`,
			f, customValueKey(cv.Value), n); err != nil {
			return err
		}
	}
	for _, cv := range next.Custom {
		was := old.CustomOf(cv.Field)
		if was != "" && customValueKey(was) == customValueKey(cv.Value) {
			continue
		}
		f, err := tx.fieldNumber(cv.Field)
		if err != nil {
			return err
		}
		tx.keys.custom = append(tx.keys.custom, customRow{f, n, customValueKey(cv.Value)})
	}
	for _, id := range missing(old.Labels, next.Labels) {
		l, err := tx.labelNumber(id)
		if err != nil {
			return err
		}
		if _, err := tx.c.exec(`DELETE FROM contact_label WHERE label = ? AND contact = ?`, l, n); err != nil {
			return err
		}
	}
	for _, id := range missing(next.Labels, old.Labels) {
		l, err := tx.labelNumber(id)
		if err != nil {
			return err
		}
		tx.keys.label = append(tx.keys.label, keyPair{l, n})
	}
	return nil
}

func (tx *Tx) replaceIdentifiers(n int64, old, next *crm.Contact) error {
	k := &tx.keys
	if was, is := old.Fields[crm.FieldCPF], next.Fields[crm.FieldCPF]; was != is {
		if was != "" {
			if _, err := tx.c.exec(`DELETE FROM contact_cpf WHERE cpf = ? AND contact = ?`, crm.CPFKey(was), n); err != nil {
				return err
			}
		}
		if is != "" {
			k.cpf = append(k.cpf, keyPair{crm.CPFKey(is), n})
		}
	}
	if was, is := old.Fields[crm.FieldCNPJ], next.Fields[crm.FieldCNPJ]; was != is {
		if was != "" {
			if _, err := tx.c.exec(`DELETE FROM contact_cnpj WHERE cnpj = ? AND contact = ?`, was, n); err != nil {
				return err
			}
		}
		if is != "" {
			k.cnpj = append(k.cnpj, textKey{is, n})
		}
	}
	was, is := crm.EmailKey(old.Fields[crm.FieldEmail]), crm.EmailKey(next.Fields[crm.FieldEmail])
	if was != is {
		if was != "" {
			if _, err := tx.c.exec(`DELETE FROM contact_email WHERE email = ? AND contact = ?`, crm.EmailHash(was), n); err != nil {
				return err
			}
		}
		if is != "" {
			k.email = append(k.email, keyPair{crm.EmailHash(is), n})
		}
	}
	before, after := phoneKeys(old.Phones), phoneKeys(next.Phones)
	for _, p := range missing(before, after) {
		if _, err := tx.c.exec(`DELETE FROM contact_phone WHERE phone = ? AND contact = ?`, p, n); err != nil {
			return err
		}
	}
	for _, p := range missing(after, before) {
		k.phone = append(k.phone, keyPair{p, n})
	}
	return nil
}

// listChange is what a list shows of a contact before and after. mask and bits say what became of the
// portfolio part of the attributes; mask 0 leaves it.
type listChange struct {
	old, next  *crm.Contact
	mask, bits int64
}

// replaceRoster rewrites the contact's row in the list when something it shows or searches changed.
func (tx *Tx) replaceRoster(n int64, l listChange) error {
	oldKey, newKey := nameKey(l.old), nameKey(l.next)
	oldRest, newRest := searchRest(l.old), searchRest(l.next)
	oldAttrs, newAttrs := contactAttrs(l.old), contactAttrs(l.next)
	if oldKey == newKey && oldRest == newRest && oldAttrs == newAttrs && l.mask == 0 {
		return nil
	}
	keep := attrPortfolioMask &^ l.mask
	bits := newAttrs | l.bits
	if oldKey == newKey {
		if _, err := tx.c.exec(`
			UPDATE roster SET attrs = (attrs & ?) | ?, rest = ? WHERE name_key = ? AND contact = ?`,
			keep, bits, newRest, oldKey, n); err != nil {
			return err
		}
	} else {
		attrs, err := tx.c.integer(`SELECT attrs FROM roster WHERE name_key = ? AND contact = ?`, oldKey, n)
		if err != nil {
			return err
		}
		if _, err := tx.c.exec(`DELETE FROM roster WHERE name_key = ? AND contact = ?`, oldKey, n); err != nil {
			return err
		}
		tx.keys.roster = append(tx.keys.roster, rosterRow{newKey, n, attrs&keep | bits, newRest})
	}
	tx.touched = append(tx.touched, n)
	if oldKey == newKey && oldRest == newRest {
		return nil
	}
	return tx.searchDirty(n)
}
