package tabular

import (
	"fmt"
	"strings"

	"carteira/backend/crm"
)

// Derived is one or more columns made of others before columns are mapped (D3.2): a column that is split, or some that are
// joined. The columns follow those of the file, in the order of the list, and are mapped like them.
type Derived struct {
	How       Derivation `json:"how"`
	From      []int      `json:"from"`      // columns of the file: one to split, two or more to join
	Separator string     `json:"separator"` // of SplitAny every character is one
	Parts     int        `json:"parts"`     // of a split: how many columns it makes
}

// Derivation is a way to make columns.
type Derivation string

// The ways. Nothing of a cell is lost by any of them: what there is beyond the last part stays in it, separators and all,
// so that a phone too many rejects its line instead of vanishing.
const (
	SplitAt    Derivation = "split_at"    // at the separator; a blank part keeps its place: "Rua A,,ap 2"
	SplitAny   Derivation = "split_any"   // at any character of the separator; blank parts are passed over: "9999 / / 8888"
	SplitFirst Derivation = "split_first" // the first word and the rest
	SplitLast  Derivation = "split_last"  // what precedes the last word, and it; a single word is the former
	Join       Derivation = "join"        // filled cells with the separator between them
)

// Bounds of derived columns.
const (
	maxParts   = 10
	maxDerived = 100 // columns, of all derivations
)

// Columns is how many columns it makes.
func (d *Derived) Columns() int {
	if d.How == Join {
		return 1
	}
	return d.Parts
}

// CheckDerived refuses what cannot be made of a file with that many columns.
func CheckDerived(list []Derived, columns int) error {
	total := 0
	for i := range list {
		d := &list[i]
		if err := d.check(columns); err != nil {
			return err
		}
		total += d.Columns()
	}
	if total > maxDerived {
		return crm.Errorf(crm.CodeInvalid, "derived", "at most %d columns can be made of others", maxDerived)
	}
	return nil
}

func (d *Derived) check(columns int) error {
	for _, c := range d.From {
		if c < 0 || c >= columns {
			return crm.Errorf(crm.CodeInvalid, "derived", "a column is made of column %d, which the file does not have", c+1)
		}
	}
	switch d.How {
	case SplitFirst, SplitLast:
		if len(d.From) == 1 && d.Parts == 2 {
			return nil
		}
	case SplitAt, SplitAny:
		if len(d.From) == 1 && d.Parts >= 2 && d.Parts <= maxParts {
			if d.Separator != "" {
				return nil
			}
			return crm.Errorf(crm.CodeInvalid, "derived", "say what separates the parts of the column")
		}
	case Join:
		if len(d.From) >= 2 && len(d.From) <= maxParts {
			return nil
		}
		return crm.Errorf(crm.CodeInvalid, "derived", "from 2 to %d columns are joined", maxParts)
	default:
		return crm.Errorf(crm.CodeInvalid, "derived", "columns are split or joined")
	}
	return crm.Errorf(crm.CodeInvalid, "derived", "one column is split into 2 to %d", maxParts)
}

// DerivedHeaders name the derived columns for people: "Telefones (2)", "DDD + Telefone".
func DerivedHeaders(list []Derived, header []string) (names []string) {
	for i := range list {
		d := &list[i]
		if d.How == Join {
			parts := make([]string, len(d.From))
			for k, c := range d.From {
				parts[k] = header[c]
			}
			names = append(names, strings.Join(parts, " + "))
			continue
		}
		for k := range d.Parts {
			names = append(names, fmt.Sprintf("%s (%d)", header[d.From[0]], k+1))
		}
	}
	return names
}

// Append makes the columns of one line and appends them to out. cell reads a column of the file.
func (d *Derived) Append(out []string, cell func(int) string) []string {
	if d.How == Join {
		return append(out, d.join(cell))
	}
	text := cell(d.From[0])
	// White space that separates is none around a part: "a\t\tc" has a blank one. That of words is passed over.
	exact := d.How == SplitAt && strings.Trim(d.Separator, " ") != "" && strings.TrimFunc(d.Separator, blankRune) != d.Separator
	if !exact {
		text = strings.TrimSpace(text)
	}
	switch d.How {
	case SplitFirst:
		first, rest, _ := cutWord(text, strings.IndexFunc)
		return append(out, first, rest)
	case SplitLast:
		rest, last, found := cutWord(text, strings.LastIndexFunc)
		if !found {
			return append(out, text, "")
		}
		return append(out, rest, last)
	}
	end := len(out) + d.Parts
	for len(out) < end {
		if d.How == SplitAny {
			text = strings.TrimFunc(text, func(r rune) bool { return strings.ContainsRune(d.Separator, r) || blankRune(r) })
		}
		part, rest := text, ""
		if len(out) < end-1 {
			part, rest = d.cut(text)
		}
		if !exact {
			rest = strings.TrimSpace(rest)
		}
		out, text = append(out, strings.TrimSpace(part)), rest
	}
	return out
}

func (d *Derived) join(cell func(int) string) string {
	var b strings.Builder
	for _, c := range d.From {
		text := strings.TrimSpace(cell(c))
		if text == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(d.Separator)
		}
		b.WriteString(text)
	}
	return b.String()
}

func (d *Derived) cut(text string) (part, rest string) {
	if d.How == SplitAt {
		part, rest, _ = strings.Cut(text, d.Separator)
		return part, rest
	}
	if i := strings.IndexAny(text, d.Separator); i >= 0 {
		return text[:i], text[i:] // what follows begins with separators, which are passed over
	}
	return text, ""
}

// cutWord cuts a trimmed text at the white space that index finds.
func cutWord(text string, index func(string, func(rune) bool) int) (before, after string, found bool) {
	i := index(text, blankRune)
	if i < 0 {
		return text, "", false
	}
	return strings.TrimSpace(text[:i]), strings.TrimSpace(text[i:]), true
}

func blankRune(r rune) bool { return r == ' ' || r == '\t' || r == '\u00a0' || r == '\n' || r == '\r' }

// RememberedDerivation is one that was chosen for a set of headers, by the names of its columns: the next file may have
// them in another order.
type RememberedDerivation struct {
	Derived
	Headers []string `json:"headers"`
}

// RememberDerived is list as it is remembered for a header set.
func RememberDerived(list []Derived, header []string) (out []RememberedDerivation) {
	for _, d := range list {
		r := RememberedDerivation{Derived: d}
		for _, c := range d.From {
			r.Headers = append(r.Headers, header[c])
		}
		out = append(out, r)
	}
	return out
}

// RecallDerived finds the columns of remembered derivations again. Of headers that repeat, the first counts.
func RecallDerived(remembered []RememberedDerivation, header []string) (out []Derived) {
	at := map[string]int{}
	for i, h := range header {
		if _, taken := at[foldHeader(h)]; !taken {
			at[foldHeader(h)] = i
		}
	}
	for _, r := range remembered {
		d := r.Derived
		d.From = nil
		for _, h := range r.Headers {
			if i, ok := at[foldHeader(h)]; ok {
				d.From = append(d.From, i)
			}
		}
		if len(d.From) == len(r.Headers) {
			out = append(out, d)
		}
	}
	return out
}
