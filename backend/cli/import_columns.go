package cli

import (
	"strings"

	"carteira/backend/crm"
	"carteira/backend/engine/mend"
	"carteira/backend/engine/tabular"
	"carteira/backend/service/importer"
)

// What --split and --join call the ways that are no separator.
var splitWords = map[string]tabular.Derivation{"first-word": tabular.SplitFirst, "last-word": tabular.SplitLast}

// made lays --split and --join over the columns of the file: the columns they make go behind, those that were remembered
// don't count any more, and a column they are made of is left out unless it goes somewhere by itself.
func (o *importFlags) made(columns []tabular.Mapping, derived []tabular.Derived) ([]tabular.Mapping, []tabular.Derived, error) {
	if len(o.splits)+len(o.joins) == 0 {
		return columns, derived, nil
	}
	for i := range derived {
		columns = columns[:len(columns)-derived[i].Columns()]
	}
	derived = nil
	file := columns
	add := func(d tabular.Derived, fields []tabular.Field) {
		derived = append(derived, d)
		for _, f := range fields {
			freeField(columns, f)
			columns = append(columns, tabular.Mapping{Index: len(columns), Header: "", Field: f, How: importer.Chosen})
		}
		for _, c := range d.From {
			if columns[c].Field == tabular.Unmapped {
				columns[c].Field, columns[c].How = tabular.Ignore, importer.Chosen
			}
		}
	}
	for _, text := range o.splits {
		d, fields, ok := splitOf(file, text)
		if !ok {
			return nil, nil, crm.Errorf(crm.CodeInvalid, "split",
				"--split takes HEADER:SEPARATOR=FIELD,FIELD with a header of the file; SEPARATOR is a text, first-word or last-word")
		}
		add(d, fields)
	}
	for _, text := range o.joins {
		d, field, ok := joinOf(file, text)
		if !ok {
			return nil, nil, crm.Errorf(crm.CodeInvalid, "join",
				"--join takes HEADER+HEADER=FIELD, or HEADER+HEADER:SEPARATOR=FIELD, with headers of the file")
		}
		add(d, []tabular.Field{field})
	}
	return columns, derived, nil
}

// freeField takes a field away from the column that it was only guessed for: the person's choice wins.
func freeField(columns []tabular.Mapping, field tabular.Field) {
	for i := range columns {
		if field.Canonical() && columns[i].Field == field && columns[i].How != importer.Chosen {
			columns[i].Field, columns[i].How = tabular.Unmapped, tabular.None
		}
	}
}

// splitOf reads HEADER:SEPARATOR=FIELD,FIELD. Header and separator may hold ":" and "=": the first way to read it that names
// a column and fields counts. Of several characters each separates, as in "/,".
func splitOf(columns []tabular.Mapping, text string) (d tabular.Derived, fields []tabular.Field, ok bool) {
	for i := range len(text) {
		if text[i] != ':' {
			continue
		}
		at, known := columnOf(columns, text[:i])
		if !known {
			continue
		}
		for j := i + 2; j < len(text); j++ {
			if text[j] != '=' {
				continue
			}
			if fields, ok = fieldsOf(text[j+1:]); ok {
				d = tabular.Derived{How: tabular.SplitAny, From: []int{at}, Separator: text[i+1 : j], Parts: len(fields)}
				if how, word := splitWords[d.Separator]; word {
					d.How, d.Separator = how, ""
				} else if d.Separator != strings.TrimSpace(d.Separator) {
					d.How = tabular.SplitAt // " - " is one separator
				}
				return d, fields, true
			}
		}
	}
	return d, nil, false
}

func fieldsOf(text string) (fields []tabular.Field, ok bool) {
	for name := range strings.SplitSeq(text, ",") {
		f, good := fieldOfColumn(strings.TrimSpace(name))
		if !good {
			return nil, false
		}
		fields = append(fields, f)
	}
	return fields, len(fields) > 1
}

// joinOf reads HEADER+HEADER:SEPARATOR=FIELD; without a separator nothing is put between.
func joinOf(columns []tabular.Mapping, text string) (d tabular.Derived, field tabular.Field, ok bool) {
	for j := range len(text) {
		if text[j] != '=' {
			continue
		}
		field, good := fieldOfColumn(text[j+1:])
		if !good {
			continue
		}
		d = tabular.Derived{How: tabular.Join}
		if d.From, ok = headersOf(columns, text[:j]); ok {
			return d, field, true
		}
		for i := range j {
			if text[i] == ':' {
				if d.From, ok = headersOf(columns, text[:i]); ok {
					d.Separator = text[i+1 : j]
					return d, field, true
				}
			}
		}
	}
	return d, "", false
}

// headersOf finds two or more headers with "+" between; a header may itself hold it.
func headersOf(columns []tabular.Mapping, text string) (from []int, ok bool) {
	for i := range len(text) {
		if text[i] != '+' {
			continue
		}
		at, known := columnOf(columns, text[:i])
		if !known {
			continue
		}
		if rest, ok := headersOf(columns, text[i+1:]); ok {
			return append([]int{at}, rest...), true
		}
		if last, known := columnOf(columns, text[i+1:]); known {
			return []int{at, last}, true
		}
	}
	return nil, false
}

// rules are the corrections of --fix and --fix-phones.
func (o *importFlags) rules() (fixes []mend.Fix, err error) {
	if o.fixPhones {
		fixes = append(fixes, mend.Phones)
	}
	for _, name := range o.fixes {
		f := mend.Fix(strings.ReplaceAll(name, "-", "_"))
		if !f.Known() {
			return nil, crm.Errorf(crm.CodeInvalid, "fix",
				"--fix takes phones, dates, month-first, gender, zeros, emails, states or names")
		}
		fixes = append(fixes, f)
	}
	return fixes, nil
}

// newFields reads --new-field NAME=TYPE; a choice names what it offers: NAME=choice:A|B.
func (o *importFlags) newFields() (out []importer.NewField, err error) {
	for _, text := range o.fields {
		name, kind, ok := cutLast(text)
		if !ok {
			return nil, wrong("usage.pair", "--new-field")
		}
		kind, choices, _ := strings.Cut(kind, ":")
		f := importer.NewField{Name: name}
		if f.Type, err = crm.ParseFieldType(kind); err != nil {
			return nil, err
		}
		if choices != "" {
			f.Choices = strings.Split(choices, "|")
		}
		out = append(out, f)
	}
	return out, nil
}

// cutLast cuts at the last "=" before the first ":" behind it: a name may hold "=".
func cutLast(text string) (name, value string, ok bool) {
	i := strings.LastIndex(text, "=")
	if c := strings.Index(text, "=choice:"); c >= 0 {
		i = c
	}
	if i < 1 {
		return "", "", false
	}
	return text[:i], text[i+1:], true
}
