package tabular

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Field is what a column is imported into: one of the canonical columns of D3.2, a custom field (CustomField), Ignore, or
// Unmapped as long as nobody has chosen.
type Field string

// Targets that are no canonical column.
const (
	Unmapped     Field = ""
	Ignore       Field = "ignore"
	customPrefix       = "custom:"
)

// CustomField is the target of a column imported as the custom field of that name.
func CustomField(name string) Field { return Field(customPrefix + name) }

// CustomName is the custom field a column goes into.
func (f Field) CustomName() (name string, ok bool) { return strings.CutPrefix(string(f), customPrefix) }

// Canonical says whether f is a column of D3.2.
func (f Field) Canonical() bool { return slices.Contains(Fields, f) }

// Mapping is where one column of a file goes. Index counts columns from 0; Header is as written.
type Mapping struct {
	Index  int
	Header string
	Field  Field
	How    How
}

// How a mapping came about.
type How string

// The ways of a mapping.
const (
	Exact  How = "exact"    // the header is a name of D3.2
	Alias  How = "alias"    // a name people use for it
	None   How = "unmapped" // the person must choose: custom field or ignore
	Report How = "report"   // a column that a report or an export has added; ignored
)

// Columns an error report adds (D3.16). They are recognised and ignored when the corrected report is imported.
const (
	ReportLine   = "import_error_line"
	ReportReason = "import_error_reason"
)

// ExportHeaders follow the canonical columns in an export (D4.2). What they say cannot be imported; like the columns of a
// report they are recognised and ignored.
var ExportHeaders = []string{"contact_interactions", "contact_last_interaction_at", "contact_created_at", "contact_id"}

// MapHeaders proposes where each column goes. Exact names claim their field first, wherever they stand; then aliases, from
// left to right. A second telephone takes the next free telephone field; a second column for any other field stays unmapped.
func MapHeaders(headers []string) []Mapping {
	mappings := make([]Mapping, len(headers))
	taken := map[Field]bool{}
	for i, h := range headers {
		m := Mapping{Index: i, Header: h, How: None}
		name := Field(strings.ToLower(strings.TrimSpace(h)))
		switch {
		case name == ReportLine || name == ReportReason || slices.Contains(ExportHeaders, string(name)):
			m.Field, m.How = Ignore, Report
		case name.Canonical() && !taken[name]:
			m.Field, m.How = name, Exact
			taken[name] = true
		}
		mappings[i] = m
	}
	for i, h := range headers {
		if mappings[i].How != None {
			continue
		}
		field, known := aliases[foldHeader(h)]
		if !known {
			continue
		}
		if taken[field] && field.isPhone() {
			field = freePhone(taken)
		}
		if field != Unmapped && !taken[field] {
			mappings[i].Field, mappings[i].How = field, Alias
			taken[field] = true
		}
	}
	return mappings
}

// HeaderSetKey names a set of headers, to remember the mapping a person chose for it (D3.2): the same for any order of
// columns, case, accents and punctuation, and for the error report of the same file, whose own columns do not count.
// Remembered mappings are found again by RememberedMapping.
func HeaderSetKey(headers []string) string {
	folded := make([]string, 0, len(headers))
	for _, h := range headers {
		if !isReportColumn(h) {
			folded = append(folded, foldHeader(h))
		}
	}
	slices.Sort(folded)
	sum := sha256.Sum256([]byte(strings.Join(folded, "\x1f")))
	return hex.EncodeToString(sum[:16])
}

// RememberedMapping applies a mapping chosen for the same header set to headers, which may stand in another order; of
// headers that repeat, the first goes where the first went.
func RememberedMapping(headers []string, remembered []Mapping) []Mapping {
	chosen := map[string][]Mapping{}
	for _, m := range remembered {
		key := foldHeader(m.Header)
		chosen[key] = append(chosen[key], m)
	}
	mappings := MapHeaders(headers)
	for i, h := range headers {
		if same := chosen[foldHeader(h)]; len(same) > 0 {
			mappings[i].Field, mappings[i].How = same[0].Field, same[0].How
			chosen[foldHeader(h)] = same[1:]
		}
	}
	return mappings
}

// ColumnLabels name the columns for people and reports: a name that repeats, or is blank, is told by its position.
func ColumnLabels(headers []string) []string {
	count := map[string]int{}
	for _, h := range headers {
		count[foldHeader(h)]++
	}
	labels := make([]string, len(headers))
	for i, h := range headers {
		labels[i] = h
		if count[foldHeader(h)] > 1 || strings.TrimSpace(h) == "" {
			labels[i] = strings.TrimSpace(fmt.Sprintf("%s (%d)", h, i+1))
		}
	}
	return labels
}

func freePhone(taken map[Field]bool) Field {
	for _, f := range Fields {
		if f.isPhone() && !taken[f] {
			return f
		}
	}
	return Unmapped
}

func (f Field) isPhone() bool {
	return f == Phone || strings.HasPrefix(string(f), string(Phone)+"_")
}

// foldHeader keeps letters and digits only, without accents and in lower case: "Código_Externo" and "codigo externo" are one.
// A number sign stays a word ("Nº"), since norm.NFKD makes it "no".
func foldHeader(h string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(h) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}
