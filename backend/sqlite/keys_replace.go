package sqlite

import (
	"carteira/backend/crm"
)

// replaceKeys brings the lookup rows of a changed contact up to date, touching only those that differ.
func (tx *Tx) replaceKeys(n int64, old, next *crm.Contact) error {
	if err := tx.settle(n); err != nil {
		return err
	}
	tx.keys.holdBack(n, false)
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
		tx.keys.label.add(l, n)
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
			k.cpf.add(crm.CPFKey(is), n)
		}
	}
	if was, is := old.Fields[crm.FieldCNPJ], next.Fields[crm.FieldCNPJ]; was != is {
		if was != "" {
			if _, err := tx.c.exec(`DELETE FROM contact_cnpj WHERE cnpj = ? AND contact = ?`, was, n); err != nil {
				return err
			}
		}
		if is != "" {
			k.addCNPJ(is, n)
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
			k.email.add(crm.EmailHash(is), n)
		}
	}
	before, after := phoneKeys(old.Phones), phoneKeys(next.Phones)
	for _, p := range missing(before, after) {
		if _, err := tx.c.exec(`DELETE FROM contact_phone WHERE phone = ? AND contact = ?`, p, n); err != nil {
			return err
		}
	}
	for _, p := range missing(after, before) {
		k.phone.add(p, n)
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
	if l.next.Deleted {
		return tx.dropRoster(n, l.old)
	}
	stays := oldKey == newKey && !l.old.Deleted // who comes back has no row, though the name may be as short as none
	if stays && oldRest == newRest && oldAttrs == newAttrs && l.mask == 0 {
		return nil
	}
	keep := attrPortfolioMask &^ l.mask
	bits := newAttrs | l.bits
	row := rosterRow{key: newKey, contact: n, rest: newRest}
	there := true
	var err error
	if stays {
		there, row.attrs, err = tx.updateRoster(n, oldKey, newRest, keep, bits)
	} else {
		if row.attrs, err = tx.moveRoster(n, oldKey, keep, bits); err != nil {
			return err
		}
		tx.keys.roster = append(tx.keys.roster, row)
	}
	if err != nil {
		return err
	}
	s := shown{rosterRow: row, created: l.next.CreatedAt.UnixMilli()}
	if !there {
		s.state = rowGone
	}
	tx.tellList(s)
	tx.touched = append(tx.touched, n)
	if stays && oldRest == newRest {
		return nil
	}
	return tx.searchDirty(n)
}

// updateRoster changes a row that keeps its place. What it then says is asked for only where a list in memory follows.
func (tx *Tx) updateRoster(n int64, key, rest string, keep, bits int64) (there bool, attrs int64, err error) {
	const sql = `UPDATE roster SET attrs = (attrs & ?) | ?, rest = ? WHERE name_key = ? AND contact = ?`
	if !tx.lists.follow {
		_, err = tx.c.exec(sql, keep, bits, rest, key, n)
		return true, 0, err
	}
	there, err = tx.c.one(sql+` RETURNING attrs`, values(keep, bits, rest, key, n), func(row result) error {
		attrs = row[0].(int64)
		return nil
	})
	return there, attrs, err
}

// moveRoster takes the row away that is to be inserted under another name, and returns its new attributes.
func (tx *Tx) moveRoster(n int64, key string, keep, bits int64) (attrs int64, err error) {
	attrs, err = tx.c.integer(`SELECT attrs FROM roster WHERE name_key = ? AND contact = ?`, key, n)
	if err != nil {
		return 0, err
	}
	_, err = tx.c.exec(`DELETE FROM roster WHERE name_key = ? AND contact = ?`, key, n)
	return attrs&keep | bits, err
}

// dropRoster takes a contact out of the list.
func (tx *Tx) dropRoster(n int64, old *crm.Contact) error {
	if old.Deleted {
		return nil
	}
	if _, err := tx.c.exec(`DELETE FROM roster WHERE name_key = ? AND contact = ?`, nameKey(old), n); err != nil {
		return err
	}
	tx.tellList(shown{rosterRow: rosterRow{contact: n}, state: rowGone})
	return tx.searchDirty(n)
}
