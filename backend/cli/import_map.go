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
