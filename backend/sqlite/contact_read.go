package sqlite

import (
	"fmt"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// Stored is a contact as it stands in the replica, with what a write needs to know about it.
type Stored struct {
	crm.Contact
	N        int64             // local row number
	Root     int64             // the primary a merged secondary resolves to (D3.8); N itself otherwise
	stamp    replication.Stamp // of everything that versions does not name
	versions provenance
	removed  bool // with the import that created it (D3.18)
}

// version is the version of one part (S2).
func (s *Stored) version(part string) replication.Stamp {
	if v, ok := s.versions.Parts[part]; ok {
		return v
	}
	return s.stamp
}

const contactColumns = `
	c.n,
	c.id,
	c.created_at,
	c.updated_at,
	c.created_by,
	c.merged_into,
	c.anonymized,
	c.hlc,
	c.device,
	c.versions,
	c.doc,
	p.type,
	p.owner,
	p.service,
	p.reserve,
	p.since,
	a.interactions,
	a.last_at`

const contactFrom = `
	FROM contact c
	LEFT JOIN portfolio p ON p.contact = c.n
	LEFT JOIN activity a ON a.contact = c.n`

func (v *View) scanContact(row result) (*Stored, error) {
	s := &Stored{
		N:     row[0].(int64),
		stamp: replication.Stamp{HLC: replication.HLC(row[7].(int64)), Device: row[8].(int64)},
	}
	c := &s.Contact
	c.ID = blobID(row[1])
	c.CreatedAt, c.UpdatedAt = timeOf(row[2]), timeOf(row[3])
	mark := replication.Mark(row[6].(int64))
	c.Anonymized, c.Deleted, s.removed = mark != replication.Live, mark.Gone(), mark == replication.Removed
	if b, ok := row[9].([]byte); ok {
		var err error
		if s.versions, err = decodeProvenance(b); err != nil {
			return nil, err
		}
	}
	if err := v.decodeDoc(row[10].([]byte), c); err != nil {
		return nil, fmt.Errorf("contact %s: %w", c.ID, err)
	}
	if by := row[4].(int64); by != 0 {
		users, err := v.userNumbers()
		if err != nil {
			return nil, err
		}
		c.CreatedBy = users.id[by]
	}
	s.Root = s.N
	if into := row[5].(int64); into != 0 {
		s.Root = into
		if _, err := v.c.one(`SELECT id FROM contact WHERE n = ?`, values(into), func(row result) error {
			c.MergedInto = blobID(row[0])
			return nil
		}); err != nil {
			return nil, err
		}
	}
	if t, ok := row[11].(int64); ok {
		p, err := v.scanPortfolio(t, row[12:16])
		if err != nil {
			return nil, err
		}
		c.Portfolio = p
	}
	if n, ok := row[16].(int64); ok {
		c.Interactions = int(n)
		c.LastInteractionAt = timeOf(row[17])
	}
	return s, nil
}

func (v *View) scanPortfolio(t int64, row result) (*crm.Portfolio, error) {
	users, err := v.userNumbers()
	if err != nil {
		return nil, err
	}
	p := &crm.Portfolio{Type: crm.PortfolioType(t), Owner: users.id[row[0].(int64)], Since: timeOf(row[3])}
	if n := row[1].(int64); n != 0 {
		services, err := v.serviceNumbers()
		if err != nil {
			return nil, err
		}
		p.Service = services.id[n]
	}
	if n := row[2].(int64); n != 0 {
		p.Reserve = users.id[n]
	}
	return p, nil
}

// Contact reads one contact; crm.CodeNotFound when there is none, or none any more. An id that the server has folded
// into another (S2) finds that one.
func (v *View) Contact(id crm.ID) (*Stored, error) {
	s, err := v.stored(id)
	if err == nil && s == nil {
		var root crm.ID
		if root, err = v.Resolve(replication.NounContact, id); err == nil && root != id {
			s, err = v.stored(root)
		}
	}
	if err == nil && (s == nil || s.Deleted) {
		err = crm.Errorf(crm.CodeNotFound, "id", "there is no contact with that id")
	}
	return s, err
}

// Primary reads the contact that one stands for: itself, or what it was merged into, and that into (D7.4).
func (v *View) Primary(id crm.ID) (*Stored, error) {
	c, err := v.Contact(id)
	for merges := 0; err == nil && c.MergedInto != crm.NoID; merges++ {
		if merges > deepestMerge {
			return nil, fmt.Errorf("contact %s is merged in a circle", id)
		}
		c, err = v.Contact(c.MergedInto)
	}
	return c, err
}

// stored reads the contact of exactly this id, what is left of a deleted one too; nil when there is none.
func (v *View) stored(id crm.ID) (s *Stored, err error) {
	_, err = v.c.one(`SELECT`+contactColumns+contactFrom+` WHERE c.id = ?`, values(id[:]), func(row result) error {
		s, err = v.scanContact(row)
		return err
	})
	return s, err
}

// contactAt reads the contact in row n; nil when there is none, or none any more.
func (v *View) contactAt(n int64) (s *Stored, err error) {
	s, err = v.storedAt(n)
	if s != nil && s.Deleted {
		s = nil
	}
	return s, err
}

func (v *View) storedAt(n int64) (s *Stored, err error) {
	_, err = v.c.one(`SELECT`+contactColumns+contactFrom+` WHERE c.n = ?`, values(n), func(row result) error {
		s, err = v.scanContact(row)
		return err
	})
	return s, err
}

// Notes are a contact's remarks, oldest first.
func (v *View) Notes(contact int64) (out []crm.Note, err error) {
	err = v.c.query(`
		SELECT n.id, n.text, n.at, coalesce(a.name, '')
		FROM note n
		LEFT JOIN account a ON a.n = n.author
		WHERE n.contact = ? AND n.text <> ''
		ORDER BY n.at, n.id`, values(contact), func(row result) error {
		out = append(out, crm.Note{ID: blobID(row[0]), Text: row[1].(string), At: timeOf(row[2]), Author: row[3].(string)})
		return nil
	})
	return out, err
}

// CountContacts is how many contacts there are.
func (v *View) CountContacts() (int64, error) {
	return v.c.integer(`SELECT count(*) FROM roster`)
}

// timeOf reads a time column; 0 and NULL are the zero time.
func timeOf(v any) time.Time {
	ms, ok := v.(int64)
	if !ok || ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// msOf writes a time column.
func msOf(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}
