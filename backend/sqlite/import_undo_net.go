package sqlite

import (
	"slices"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// settled leaves out of a contact's history what other imports did after an operation and their undoing has taken back:
// whoever undoes the later import first has changed nothing.
func (u *undoing) settled(changes []undoChange, after int64) []undoChange {
	others := func(c undoChange) bool { return c.job != 0 && !u.own(&c) && c.op > after && c.op < serverOp }
	var later []undoChange
	for _, c := range changes {
		if others(c) {
			later = append(later, c)
		}
	}
	if len(later) == 0 || !nothingLeft(later) {
		return changes
	}
	return slices.DeleteFunc(slices.Clone(changes), others)
}

// nothingLeft tells whether changes, put together, change nothing.
func nothingLeft(changes []undoChange) bool {
	slices.SortFunc(changes, func(a, b undoChange) int { return int(a.op - b.op) })
	type span struct{ from, to string }
	fields := map[string]span{}
	phones, labels := map[crm.Phone]int{}, map[int64]int{}
	var first, last *replication.Portfolio
	portfolio := false
	for i := range changes {
		d := &changes[i].doc
		for _, f := range d.Fields {
			s, known := fields[f.Key]
			if !known {
				s.from = f.Old
			}
			s.to = f.New
			fields[f.Key] = s
		}
		for _, p := range d.PhonesAdded {
			phones[p]++
		}
		for _, p := range d.PhonesRemoved {
			phones[p]--
		}
		for _, n := range d.LabelsAdded {
			labels[n]++
		}
		for _, n := range d.LabelsRemoved {
			labels[n]--
		}
		if d.Portfolio != nil {
			if !portfolio {
				first, portfolio = d.Portfolio.Old, true
			}
			last = d.Portfolio.New
		}
		if d.Merge != nil {
			return false
		}
	}
	for _, s := range fields {
		if s.from != s.to {
			return false
		}
	}
	for _, n := range phones {
		if n != 0 {
			return false
		}
	}
	for _, n := range labels {
		if n != 0 {
			return false
		}
	}
	return first.Equal(last)
}
