package sqlite

import (
	"fmt"
	"slices"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// Merges form a forest (S5.8). The server sees to that among those it decides; here they meet those of this office that it
// has not decided yet, and those that a restored server has forgotten.

// deepestMerge is more merges in a row than anybody makes.
const deepestMerge = 10000

// primaries are a contact and those it was merged into, one after the other; none when it is not here.
func (v *View) primaries(id crm.ID) (chain []*Stored, err error) {
	for at := id; at != crm.NoID; {
		s, err := v.stored(at)
		if err != nil || s == nil {
			return chain, err
		}
		if chain = append(chain, s); len(chain) > deepestMerge {
			return nil, fmt.Errorf("contact %s is merged in a circle", id)
		}
		at = s.MergedInto
	}
	return chain, nil
}

// mergedInto are the contacts from one up to another that it has been merged into, without that: none when it has not.
func (v *View) mergedInto(from, to crm.ID) ([]*Stored, error) {
	chain, err := v.primaries(from)
	i := slices.IndexFunc(chain, func(s *Stored) bool { return s.MergedInto == to })
	return chain[:i+1], err
}

// makeWay takes back what would close a circle with the merge of a contact that the server has written: of the merges on
// the way back, the first that the server does not have.
func (tx *Tx) makeWay(id, into crm.ID) error {
	if into == crm.NoID {
		return nil
	}
	chain, err := tx.mergedInto(into, id)
	if err != nil || len(chain) == 0 {
		return err
	}
	for _, s := range chain {
		c := s.state()
		known, err := tx.image(s.N)
		if err != nil {
			return err
		}
		forgotten, err := tx.offered(replication.NounContact, s.ID)
		if err != nil {
			return err
		}
		switch {
		case known != nil && known.MergedInto != s.MergedInto:
			c.MergedInto = known.MergedInto
		case forgotten:
			c.MergedInto = crm.NoID
		default:
			continue
		}
		return tx.show(s, c)
	}
	return fmt.Errorf("contact %s is merged into %s, which is merged into it", id, into)
}

// CheckForest reports a contact that is merged into itself by way of others. It reads all merged contacts: for tests and
// for support.
func (v *View) CheckForest() error {
	into := map[int64]int64{}
	if err := v.c.query(`SELECT n, merged_into FROM contact WHERE merged_into > 0`, nil, func(row result) error {
		into[row[0].(int64)] = row[1].(int64)
		return nil
	}); err != nil {
		return err
	}
	for n := range into {
		at := into[n]
		for range len(into) {
			if at == n {
				return fmt.Errorf("the contact in row %d is merged into itself", n)
			}
			at = into[at]
		}
	}
	return nil
}
