package importer

import (
	"strings"

	"carteira/backend/crm"
	"carteira/backend/engine/mend"
	"carteira/backend/engine/tabular"
)

// mending is what a rule has made of a value or, where it is not switched on, would make of it.
type mending struct {
	fix           mend.Fix
	column        tabular.Field
	before, after string
	applied       bool
}

// shown tells whether it was kept for the person to see.
func (m *mending) shown() bool { return m.before != "" }

// mender applies the rules that are switched on. One that suggests keeps what the others would do, for the person to see:
// the preview and the dry run do, the import does not, so that nobody pays for it there.
type mender struct {
	on          map[mend.Fix]bool
	suggests    bool
	monthsFirst bool            // whether the rule about months may be offered: a workbook's dates are known
	dates       map[string]bool // custom fields that hold dates, by folded name
	today       string          // YYYY-MM-DD
}

// newMender is nil when values are taken as they are.
func newMender(fixes []mend.Fix, suggests bool, format, today string, r *rules) *mender {
	if len(fixes) == 0 && !suggests {
		return nil
	}
	m := &mender{on: map[mend.Fix]bool{}, suggests: suggests, monthsFirst: format != FormatXLSX, dates: map[string]bool{}, today: today}
	for _, f := range fixes {
		m.on[f] = true
	}
	for key, f := range r.fields {
		m.dates[key] = f.Type == crm.TypeDate
	}
	for key, f := range r.wanted {
		if _, known := r.fields[key]; !known {
			m.dates[key] = f.Type == crm.TypeDate
		}
	}
	return m
}

// rewrite changes a value that the field may well take as it is.
func (m *mender) rewrite(r *row, rules []mend.Rule, column tabular.Field, text string) string {
	for _, rule := range rules {
		on := m.on[rule.Fix]
		if !on && (!m.suggests || rule.Fix == mend.MonthFirst) { // offered where it rescues, else every date would ask for it
			continue
		}
		after, ok := rule.Mend(text, m.today)
		if !ok {
			continue
		}
		m.note(r, mending{rule.Fix, column, text, after, on})
		if on {
			text = after
		}
	}
	return text
}

// rescue mends a value that parse has refused. ok is false when no rule that is switched on can.
func (m *mender) rescue(r *row, rules []mend.Rule, column tabular.Field, text string, parse func(string) (string, error)) (value string, ok bool) {
	for _, rule := range rules {
		on := m.on[rule.Fix]
		if !on && !m.suggests || !on && rule.Fix == mend.MonthFirst && !m.monthsFirst {
			continue
		}
		after, ok := rule.Mend(text, m.today)
		if !ok {
			continue
		}
		value, err := parse(after)
		if err != nil {
			continue
		}
		m.note(r, mending{rule.Fix, column, text, after, on})
		if on {
			return value, true
		}
	}
	return "", false
}

// note keeps a mending with its row. Texts are cloned where they are to be shown: a line's belong to its batch.
func (m *mender) note(r *row, d mending) {
	if m.suggests {
		d.before, d.after = strings.Clone(d.before), strings.Clone(d.after)
	} else {
		d.before, d.after = "", ""
	}
	r.mended = append(r.mended, d)
}

// checkFixes refuses rules there are none of, and the one that would misread a workbook.
func checkFixes(fixes []mend.Fix, format string) error {
	for _, f := range fixes {
		if !f.Known() {
			return crm.Errorf(crm.CodeInvalid, "fixes", "there is no correction %q", string(f))
		}
		if f == mend.MonthFirst && format == FormatXLSX {
			return crm.Errorf(crm.CodeInvalid, "fixes", "the dates of a workbook say by themselves which is the month; this correction is for text files")
		}
	}
	return nil
}
