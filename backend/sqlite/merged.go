package sqlite

import (
	"fmt"
	"slices"
	"time"

	"github.com/fxamacker/cbor/v2"

	"carteira/backend/crm"
)

// Merged is a contact that was merged into another, and what it gave: both histories keep what one operation changed.
type Merged struct {
	ID           crm.ID
	Name         string
	At           time.Time
	Gave         []string // fields as the history names them, each once, in its order
	Interactions int      // that moved, as far as this replica carried the merge out itself
	Notes        int
}

// MergedInto lists the contacts that were merged into the one in row n, and into those.
func (v *View) MergedInto(n int64) (out []Merged, err error) {
	type leaf struct{ n, into int64 }
	var leaves []leaf
	if err := v.c.query(`
		WITH RECURSIVE tree (n, root) AS (
		  SELECT c.n, c.merged_into FROM contact c WHERE c.merged_into = ? AND c.merged_into > 0
		  UNION
		  SELECT c.n, c.merged_into FROM tree t CROSS JOIN contact c ON c.merged_into = t.n AND c.merged_into > 0
		)
		SELECT n, root FROM tree`, values(n), func(row result) error {
		leaves = append(leaves, leaf{row[0].(int64), row[1].(int64)})
		return nil
	}); err != nil || len(leaves) == 0 {
		return nil, err
	}
	names, err := v.changeNames()
	if err != nil {
		return nil, err
	}
	for _, l := range leaves {
		s, err := v.contactAt(l.n)
		if err != nil {
			return nil, err
		}
		if s == nil {
			continue
		}
		m := Merged{ID: s.ID, Name: s.Name(), At: s.UpdatedAt}
		if err := v.describeMerge(&m, s, l.into, names); err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}

// describeMerge reads from the histories when a contact was merged and what of it the primary in row into took over. A
// replica that has joined since knows the merge from a whole record and has neither.
func (v *View) describeMerge(m *Merged, s *Stored, into int64, names *changeNames) error {
	return v.c.query(`
		SELECT h.at, h.changes, p.changes
		FROM contact_change h
		LEFT JOIN contact_change p ON p.contact = ? AND p.op = h.op
		WHERE h.contact = ?
		ORDER BY h.at DESC, h.op DESC`, values(into, s.N), func(row result) error {
		var own changeDoc
		if err := cbor.Unmarshal(row[1].([]byte), &own); err != nil {
			return fmt.Errorf("read contact history: %w", err)
		}
		if own.Merge == nil || own.Merge.New == crm.NoID {
			return nil
		}
		m.At, m.Interactions, m.Notes, m.Gave = timeOf(row[0]), len(own.Merge.Interactions), len(own.Merge.Notes), nil
		if row[2] == nil {
			return errStop
		}
		var taken changeDoc
		if err := cbor.Unmarshal(row[2].([]byte), &taken); err != nil {
			return fmt.Errorf("read contact history: %w", err)
		}
		taken.keepOf(s, names)
		for _, f := range taken.describe(names.custom, names.labels, names.users) {
			if !slices.Contains(m.Gave, f.Field) {
				m.Gave = append(m.Gave, f.Field)
			}
		}
		return errStop
	})
}

// keepOf leaves of what a merge added to the primary that which the contact has: another of the same merge may have given
// the rest.
func (d *changeDoc) keepOf(s *Stored, names *changeNames) {
	d.Fields = slices.DeleteFunc(d.Fields, func(f fieldChange) bool {
		if f.Old != "" || f.New == "" || f.Key == crm.FieldActive.String() {
			return true
		}
		field, ok := crm.FieldByName(f.Key)
		if !ok {
			return !slices.ContainsFunc(s.Custom, func(c crm.CustomValue) bool { return customKey(c.Field) == f.Key && c.Value == f.New })
		}
		// A CNPJ is given away: no two contacts have one (D1.8).
		return s.Fields[field] != f.New && field != crm.FieldCNPJ
	})
	d.PhonesAdded = slices.DeleteFunc(d.PhonesAdded, func(p crm.Phone) bool { return !slices.Contains(s.Phones, p) })
	d.LabelsAdded = slices.DeleteFunc(d.LabelsAdded, func(n int64) bool { return !slices.Contains(s.Labels, names.labelIDs[n]) })
	*d = changeDoc{Fields: d.Fields, PhonesAdded: d.PhonesAdded, LabelsAdded: d.LabelsAdded}
}

// changeNames are what a stored difference is described with.
type changeNames struct {
	custom   map[string]string
	labels   map[int64]string
	labelIDs map[int64]crm.ID
	users    map[crm.ID]string
}

func (v *View) changeNames() (*changeNames, error) {
	fields, err := v.CustomFields()
	if err != nil {
		return nil, err
	}
	n := &changeNames{custom: map[string]string{}}
	for _, f := range fields {
		n.custom[customKey(f.ID)] = f.Name
	}
	if n.labels, err = v.labelNames(); err != nil {
		return nil, err
	}
	numbers, err := v.labelNumbers()
	if err != nil {
		return nil, err
	}
	n.labelIDs = numbers.id
	n.users, err = v.userNames()
	return n, err
}
