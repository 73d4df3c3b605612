package sqlite

import (
	"fmt"
	"slices"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// Two definitions of one name are one (S2): the row of the one that yields stays, since contacts and their histories name
// its number, and is read as the other. So it can be taken back when the server has them as two after all.

// stepAside gives up the name and the place of a definition that stands for another from now on.
func (tx *Tx) stepAside(noun replication.Noun, id crm.ID) error {
	_, err := tx.c.exec(`UPDATE `+nounTables[noun]+` SET state = ?, name_key = ? WHERE id = ?`, int64(foldedRow), fmt.Sprintf("\x00%x", id), id[:])
	tx.defs = nil
	return err
}

// foldKeys are the lookups of a definition: the contacts that have both ?1 and ?2, and what makes the keys of ?1 those of ?2.
var foldKeys = map[replication.Noun]struct {
	both, named string
	move        []string
}{
	replication.NounField: {
		`SELECT contact FROM contact_custom WHERE field = ?1 INTERSECT SELECT contact FROM contact_custom WHERE field = ?2`,
		`SELECT DISTINCT contact FROM contact_custom WHERE field = ?`,
		[]string{
			`DELETE FROM contact_custom WHERE field = ?1 AND contact IN (SELECT contact FROM contact_custom WHERE field = ?2)`,
			`UPDATE contact_custom SET field = ?2 WHERE field = ?1`,
		},
	},
	replication.NounLabel: {
		`SELECT contact FROM contact_label WHERE label = ?1 INTERSECT SELECT contact FROM contact_label WHERE label = ?2`,
		`SELECT contact FROM contact_label WHERE label = ?`,
		[]string{
			`INSERT INTO contact_label (label, contact) SELECT ?2, contact FROM contact_label WHERE label = ?1 ON CONFLICT DO NOTHING`,
			`DELETE FROM contact_label WHERE label = ?1 AND ?1 <> ?2`,
		},
	},
}

// foldRow makes the row of a definition stand for another one that is here as well: contacts name that one from now on.
// Its number stays and is read as the other, see numbering: only a contact that had both is rewritten.
func (tx *Tx) foldRow(noun replication.Noun, from, to crm.ID) error {
	n, root, err := tx.twoRows(noun, from, to)
	if err != nil || n == 0 {
		return err
	}
	tx.defs = nil
	if err := tx.flushKeys(); err != nil {
		return err
	}
	contacts, err := tx.numbers(foldKeys[noun].both, n, root)
	if err != nil {
		return err
	}
	for _, at := range contacts {
		if err := tx.showOne(at, from, to); err != nil {
			return err
		}
	}
	for _, sql := range foldKeys[noun].move {
		if _, err := tx.c.exec(sql, n, root); err != nil {
			return err
		}
	}
	return tx.stepAside(noun, from)
}

// twoRows are the numbers of two definitions, 0 for one that is not here.
func (tx *Tx) twoRows(noun replication.Noun, from, to crm.ID) (n, root int64, err error) {
	if n, err = tx.c.integer(`SELECT n FROM `+nounTables[noun]+` WHERE id = ?`, from[:]); err != nil {
		return 0, 0, err
	}
	root, err = tx.c.integer(`SELECT n FROM `+nounTables[noun]+` WHERE id = ?`, to[:])
	return n, root, err
}

// showOne rewrites a contact that had both.
func (tx *Tx) showOne(contact int64, from, to crm.ID) error {
	s, err := tx.storedAt(contact)
	if err != nil || s == nil {
		return err
	}
	return tx.show(s, withOne(s, from, to))
}

// withOne is how a contact is when one definition stands for another: of two values that of the first stays.
func withOne(s *Stored, from, to crm.ID) *replication.Contact {
	c := s.state()
	labels, custom := c.Labels, c.Custom
	c.Labels, c.Custom = nil, nil
	for _, id := range labels {
		if id == from {
			id = to
		}
		if !slices.Contains(c.Labels, id) {
			c.Labels = append(c.Labels, id)
		}
	}
	for _, v := range custom {
		if v.Field == from {
			v.Field = to
		}
		if c.CustomOf(v.Field) == "" {
			c.SetCustom(v.Field, v.Value)
		}
	}
	return c
}

// standsForItself takes back that a record is another one. This office had taken its own for the server's of the same name,
// as the server would have done; but that one has been renamed meanwhile, or a restored server has forgotten its name, and
// the server has both. What contacts had of both was made one here: all of them are read again.
func (tx *Tx) standsForItself(e *replication.Effect) error {
	noun, id := recordOf(e)
	if _, ok := nounTables[noun]; !ok && noun != replication.NounTabulation {
		return nil
	}
	root, err := tx.Resolve(noun, id)
	if err != nil || root == id {
		return err
	}
	return tx.part(noun, id, root)
}

// part takes back that a record stands for another one.
func (tx *Tx) part(noun replication.Noun, id, root crm.ID) error {
	if _, err := tx.c.exec(`DELETE FROM alias WHERE noun = ? AND id = ?`, string(noun), id[:]); err != nil {
		return err
	}
	tx.defs = nil
	if keys, ok := foldKeys[noun]; ok {
		if err := tx.unfold(noun, id, root, keys.named); err != nil {
			return err
		}
	}
	return tx.wantReread()
}

// unfold gives the lookups of a definition back to it.
func (tx *Tx) unfold(noun replication.Noun, id, root crm.ID, named string) error {
	n, at, err := tx.twoRows(noun, id, root)
	if err != nil || n == 0 {
		return err
	}
	if err := tx.flushKeys(); err != nil {
		return err
	}
	contacts, err := tx.numbers(named, at)
	if err != nil {
		return err
	}
	for _, contact := range contacts {
		s, err := tx.storedAt(contact)
		if err != nil {
			return err
		}
		if err := tx.replaceKeys(contact, contactOf(withOne(s, id, root)), &s.Contact); err != nil {
			return err
		}
	}
	return tx.flushKeys()
}
