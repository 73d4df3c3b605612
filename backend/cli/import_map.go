package cli

import (
	"context"
	"slices"
	"strings"

	"carteira/backend/crm"
	"carteira/backend/engine/tabular"
	"carteira/backend/service/importer"
)

// mapping lays --map, --split and --join over the columns as recognised; without any the importer decides.
func (r *importRun) mapping(ctx context.Context, o *importFlags) error {
	if len(o.maps)+len(o.splits)+len(o.joins) == 0 {
		return nil
	}
	columns, derived, err := r.s.importer.Columns(ctx, r.options)
	if err != nil {
		return err
	}
	if columns, derived, err = r.withoutProposal(o, columns, derived); err != nil {
		return err
	}
	if columns, derived, err = o.made(columns, derived); err != nil {
		return err
	}
	for _, pair := range o.maps {
		at, field, err := r.p.mapped(columns, pair)
		if err != nil {
			return err
		}
		freeField(columns, field)
		columns[at].Field, columns[at].How = field, importer.Chosen
	}
	r.options.Mapping, r.options.Derived = columns, derived
	return nil
}

// withoutProposal takes back the name that is joined of columns, proposed or remembered, where something is said of it or of them: they
// go where their headers say then.
func (r *importRun) withoutProposal(o *importFlags, columns []tabular.Mapping, derived []tabular.Derived) ([]tabular.Mapping, []tabular.Derived, error) {
	if last := len(columns) - 1; len(derived) != 1 || derived[0].How != tabular.Join || columns[last].Field != tabular.Name {
		return columns, derived, nil
	}
	touched := len(o.splits)+len(o.joins) > 0
	for _, pair := range o.maps {
		at, field, err := r.p.mapped(columns, pair)
		if err != nil {
			return nil, nil, err
		}
		touched = touched || field == tabular.Name || slices.Contains(derived[0].From, at)
	}
	if !touched {
		return columns, derived, nil
	}
	columns = columns[:len(columns)-1]
	headers := make([]string, len(columns))
	for i := range headers {
		headers[i] = columns[i].Header
	}
	said := tabular.MapHeaders(headers)
	for _, i := range derived[0].From {
		if f := said[i].Field; columns[i].Field == tabular.Ignore && !slices.ContainsFunc(columns, func(m tabular.Mapping) bool { return m.Field == f && f.Canonical() }) {
			columns[i].Field, columns[i].How = f, said[i].How
		} else if columns[i].Field == tabular.Ignore {
			columns[i].Field, columns[i].How = tabular.Unmapped, tabular.None
		}
	}
	return columns, nil, nil
}

// mapped reads one HEADER=FIELD. A header may itself hold "=", and so may the name of a custom field: the first "=" with
// a header of the file before it and a field behind it counts.
func (p *program) mapped(columns []tabular.Mapping, pair string) (at int, field tabular.Field, err error) {
	known := false
	for i := 0; i < len(pair); i++ {
		if pair[i] != '=' {
			continue
		}
		at, ok := columnOf(columns, pair[:i])
		known = known || ok
		if field, good := fieldOfColumn(pair[i+1:]); ok && good {
			return at, field, nil
		}
	}
	switch {
	case !strings.Contains(pair, "="):
		return 0, "", wrong("usage.pair", "--map")
	case !known:
		return 0, "", crm.Errorf(crm.CodeInvalid, "map", "the file has no column of the name given to --map")
	}
	return 0, "", crm.Errorf(crm.CodeInvalid, "map",
		"--map takes HEADER=FIELD, where FIELD is a column of the template, its short form (name, email, phone_2), custom:NAME or ignore")
}

// columnOf finds a header as written, else whatever its case and the blanks around it.
func columnOf(columns []tabular.Mapping, header string) (int, bool) {
	for i := range columns {
		if columns[i].Header == header {
			return i, true
		}
	}
	for i := range columns {
		if strings.EqualFold(strings.TrimSpace(columns[i].Header), strings.TrimSpace(header)) {
			return i, true
		}
	}
	headers := make([]string, len(columns))
	for i := range columns {
		headers[i] = columns[i].Header
	}
	at := slices.Index(tabular.ColumnLabels(headers), strings.TrimSpace(header)) // "(3)" has no name, "Cidade (4)" one of several
	return max(at, 0), at >= 0
}

// fieldOfColumn reads a target of --map.
func fieldOfColumn(name string) (tabular.Field, bool) {
	f := tabular.Field(name)
	if custom, ok := f.CustomName(); ok {
		return f, strings.TrimSpace(custom) != ""
	}
	if f == tabular.Ignore || f.Canonical() {
		return f, true
	}
	f = "contact_" + f
	return f, f.Canonical()
}
