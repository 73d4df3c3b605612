package tabular

import (
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// untold are members of a contact as this program writes it that an import cannot set.
var untold = []string{"channel", "updated_at", "anonymized", "merged_into"}

// phones reads an array of numbers into the columns of D3.2.
func (r *recordReader) phones(key *jsonKey) error {
	if _, err := r.d.ReadToken(); err != nil {
		return err
	}
	for i := 1; r.d.PeekKind() != ']'; i++ {
		column := string(Phone)
		if i > 1 {
			column += "_" + strconv.Itoa(i)
		}
		part, err := r.part(key, column)
		if err != nil {
			return err
		}
		if err := r.scalar(r.cell(part)); err != nil {
			return err
		}
	}
	_, err := r.d.ReadToken()
	return err
}

// customFields reads an object of names and values.
func (r *recordReader) customFields(key *jsonKey) error {
	part, err := r.part(key, string(CustomFields))
	if err != nil {
		return err
	}
	at := r.cell(part)
	if r.how == keysOnly {
		return r.d.SkipValue()
	}
	pairs, err := r.pairs()
	r.text = append(r.text, FormatCustomFields(pairs)...)
	r.end(at)
	return err
}

func (r *recordReader) portfolio(key *jsonKey) error {
	pairs, err := r.pairs()
	if err != nil {
		return err
	}
	for _, c := range []struct {
		column Field
		member string
	}{
		{Portfolio, ""}, {PortfolioType, "type"}, {PortfolioUserEmail, "owner"}, {PortfolioServiceName, "service"}, {PortfolioReserveEmail, "reserve"},
	} {
		part, err := r.part(key, string(c.column))
		if err != nil {
			return err
		}
		at := r.cell(part)
		if c.member == "" {
			r.text = append(r.text, "true"...)
		}
		for _, p := range pairs {
			if p.Name == c.member {
				r.text = append(r.text, p.Value...)
			}
		}
		r.end(at)
	}
	return nil
}

// pairs reads a whole object, its values as text.
func (r *recordReader) pairs() (pairs []Pair, err error) {
	if _, err := r.d.ReadToken(); err != nil {
		return nil, err
	}
	for r.d.PeekKind() != '}' {
		raw, err := r.d.ReadValue()
		if err != nil {
			return nil, err
		}
		name, _ := jsontext.AppendUnquote([]byte(nil), raw) // half a letter of a name is U+FFFD
		if raw, err = r.d.ReadValue(); err != nil {
			return nil, err
		}
		value, err := appendValue(nil, raw)
		if err != nil {
			return nil, err
		}
		pairs = append(pairs, Pair{string(name), string(value)})
	}
	_, err = r.d.ReadToken()
	return pairs, err
}

// columnOf is the column of a key: contact_name and name are the same.
func columnOf(key string) string {
	for _, prefixed := range []string{key, "contact_" + key} {
		if Field(prefixed).Canonical() {
			return prefixed
		}
	}
	return key
}
