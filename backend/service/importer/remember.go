package importer

import (
	"encoding/json"
	"fmt"
	"slices"

	"carteira/backend/engine/mend"
	"carteira/backend/engine/tabular"
	"carteira/backend/service/jobs"
	"carteira/backend/sqlite"
)

// memory is what a person chose for a set of headers (D3.2). It stays in this office.
type memory struct {
	Columns []tabular.Mapping `json:"columns"` // of the file
	Derived []madeColumns     `json:"derived,omitempty"`
	Fixes   []mend.Fix        `json:"fixes,omitempty"`
	Header  bool              `json:"header,omitempty"` // it is one wherever it stands: a person has pointed it out
}

// madeColumns are columns made of others, and where each goes.
type madeColumns struct {
	tabular.RememberedDerivation
	Fields []tabular.Field `json:"fields"`
}

// worthRemembering tells whether a person decided on anything. Rules are forgotten again only by somebody who saw them.
func (o *Options) worthRemembering(known *memory) bool {
	return len(o.Derived) > 0 || len(o.Fixes) > 0 ||
		slices.ContainsFunc(o.Mapping, func(m tabular.Mapping) bool { return m.How == Chosen || m.How == tabular.None }) ||
		known != nil && len(known.Fixes) > 0 && !o.FixesRemembered
}

// keepChoices keeps what a person has chosen for the headers of a file about to be imported, and that they are its headers where
// nothing else says so.
func (o *Options) keepChoices(tx *sqlite.Tx, t *table, known *memory, top []tabular.Row, chosen bool) error {
	shown := pointedOut(chosen, o.HeaderRow, top)
	if chosen {
		if err := forgetHeaders(tx, top, o.HeaderRow); err != nil {
			return err
		}
	}
	wasShown := known != nil && known.Header
	if !o.worthRemembering(known) && !shown && !(chosen && wasShown) {
		return nil
	}
	header := t.rows.Header()
	m := o.remember(header, t.mapping)
	m.Header = shown || wasShown && !chosen
	return tx.SetImportMapping(tabular.HeaderSetKey(header), string(jobs.Encode(m)))
}

// remember is what to keep for the next file with these headers.
func (o *Options) remember(header []string, mapping []tabular.Mapping) *memory {
	m := &memory{Columns: slices.Clone(mapping[:len(header)]), Fixes: o.Fixes}
	for i := range m.Columns {
		m.Columns[i].Header = header[m.Columns[i].Index] // found again by it, whoever made the mapping
	}
	at := len(header)
	for _, d := range tabular.RememberDerived(o.Derived, header) {
		made := madeColumns{RememberedDerivation: d}
		for range d.Columns() {
			made.Fields = append(made.Fields, mapping[at].Field)
			at++
		}
		m.Derived = append(m.Derived, made)
	}
	return m
}

// recall finds the header, and uses what was chosen for its columns where the person has not chosen otherwise; nil when nothing
// was. format is that of the source.
func recall(v *sqlite.View, o *Options, b *beginning, format string) (*memory, error) {
	if err := o.findHeader(v, format); err != nil {
		return nil, err
	}
	t, err := b.table(*o)
	if err != nil {
		return nil, err
	}
	header := t.rows.Header()
	o.HeaderRow, o.knownHeader, b.top = t.rows.HeaderLine(), nil, t.rows.Top()
	if err := t.close(); err != nil {
		return nil, err
	}
	known, err := memoryOf(v, header)
	if err == nil && known == nil && o.Mapping == nil {
		o.joinName(header)
	}
	if err != nil || known == nil {
		return nil, err
	}
	if o.FixesRemembered {
		o.Fixes = slices.DeleteFunc(slices.Clone(known.Fixes), func(f mend.Fix) bool {
			return !f.Known() || f == mend.MonthFirst && format == FormatXLSX
		})
	}
	if o.Mapping != nil {
		return known, nil
	}
	o.Mapping = tabular.RememberedMapping(header, known.Columns)
	o.Derived = nil
	for _, made := range known.Derived {
		found := tabular.RecallDerived([]tabular.RememberedDerivation{made.RememberedDerivation}, header)
		if len(found) == 0 || len(made.Fields) != made.Columns() {
			continue
		}
		o.Derived = append(o.Derived, found[0])
		for i, name := range tabular.DerivedHeaders(found, header) {
			o.Mapping = append(o.Mapping, tabular.Mapping{Index: len(o.Mapping), Header: name, Field: made.Fields[i], How: Chosen})
		}
	}
	for i, m := range o.Mapping {
		if m.How == Chosen {
			o.Mapping[i].How = Remembered
		}
	}
	return known, nil
}

// joinName proposes the columns of a name that stands in several as one, as aliases propose others.
func (o *Options) joinName(header []string) {
	parts := tabular.NameParts(header)
	if parts == nil {
		return
	}
	o.Derived = []tabular.Derived{{How: tabular.Join, From: parts, Separator: " "}}
	o.Mapping = tabular.MapHeaders(header)
	for _, i := range parts {
		o.Mapping[i].Field, o.Mapping[i].How = tabular.Ignore, tabular.Alias
	}
	for _, name := range tabular.DerivedHeaders(o.Derived, header) {
		o.Mapping = append(o.Mapping, tabular.Mapping{Index: len(o.Mapping), Header: name, Field: tabular.Name, How: tabular.Alias})
	}
}

// memoryOf is what was chosen for a set of headers, nil when nothing was.
func memoryOf(v *sqlite.View, header []string) (*memory, error) {
	text, err := v.ImportMapping(tabular.HeaderSetKey(header))
	if err != nil || text == "" {
		return nil, err
	}
	known := new(memory)
	if text[0] == '[' { // kept before columns could be made of others
		err = json.Unmarshal([]byte(text), &known.Columns)
	} else {
		err = json.Unmarshal([]byte(text), known)
	}
	if err != nil {
		return nil, fmt.Errorf("remembered mapping: %w", err)
	}
	return known, nil
}
