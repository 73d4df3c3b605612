// Package matching decides which contacts are one person: candidate choice, and later duplicate groups and
// merges. Pure: it works on values.
package matching

// Candidate is a contact that shares an identifier with a line. A merged secondary has been resolved to its
// primary before; anonymized and deleted contacts are never candidates (D3.8).
type Candidate struct {
	Number int64 // the contact's local row number
	Active bool
}

// Choose picks the contact a line is about (D3.8): the only candidate, or the only active one. Number 0 means
// that nobody matches; ambiguous, that several do. The same contact may be given more than once.
func Choose(candidates []Candidate) (number int64, ambiguous bool) {
	one := func(want func(Candidate) bool) (number int64, several bool) {
		for _, c := range candidates {
			switch {
			case !want(c) || c.Number == number:
			case number == 0:
				number = c.Number
			default:
				return 0, true
			}
		}
		return number, false
	}
	number, several := one(func(Candidate) bool { return true })
	if !several {
		return number, false
	}
	number, several = one(func(c Candidate) bool { return c.Active })
	return number, several || number == 0
}
