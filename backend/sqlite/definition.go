package sqlite

import (
	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// definitions maps the local numbers of small tables to identifiers and back. It is read once a transaction
// and only as far as it is needed.
type definitions struct {
	fields, labels, users, services *numbering
}

// numbering is one table's local numbers.
type numbering struct {
	id map[int64]crm.ID
	n  map[crm.ID]int64
}

func (v *View) numbering(slot func(*definitions) **numbering, noun replication.Noun, sql string) (*numbering, error) {
	if v.defs == nil {
		v.defs = new(definitions)
	}
	at := slot(v.defs)
	if *at != nil {
		return *at, nil
	}
	m := &numbering{id: map[int64]crm.ID{}, n: map[crm.ID]int64{}}
	err := v.c.query(sql, nil, func(row result) error {
		m.add(row[0].(int64), blobID(row[1]))
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = v.c.query(`SELECT id, root FROM alias WHERE noun = ?`, values(string(noun)), func(row result) error {
		from, root := blobID(row[0]), blobID(row[1])
		n, ok := m.n[root]
		if !ok {
			return nil
		}
		if own, ok := m.n[from]; ok && own != n { // its row is here as well, see foldRow: its number is read as the other
			m.id[own] = root
		}
		m.n[from] = n
		return nil
	})
	if err != nil {
		return nil, err
	}
	*at = m
	return m, nil
}

func (m *numbering) add(n int64, id crm.ID) {
	m.id[n] = id
	m.n[id] = n
}

func (v *View) fieldNumbers() (*numbering, error) {
	return v.numbering(func(d *definitions) **numbering { return &d.fields }, replication.NounField, `SELECT n, id FROM field`)
}

func (v *View) labelNumbers() (*numbering, error) {
	return v.numbering(func(d *definitions) **numbering { return &d.labels }, replication.NounLabel, `SELECT n, id FROM label`)
}

func (v *View) userNumbers() (*numbering, error) {
	return v.numbering(func(d *definitions) **numbering { return &d.users }, replication.NounUser, `SELECT n, id FROM account`)
}

func (v *View) serviceNumbers() (*numbering, error) {
	return v.numbering(func(d *definitions) **numbering { return &d.services }, replication.NounService, `SELECT n, id FROM service`)
}

// blobID reads an identifier column.
func blobID(v any) crm.ID {
	b, ok := v.([]byte)
	if !ok || len(b) != 16 {
		return crm.NoID
	}
	return crm.ID(b)
}
