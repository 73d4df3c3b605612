package tabular

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// recordReader reads one record of a JSON file after another, token by token.
type recordReader struct {
	d     *jsontext.Decoder
	how   reading
	array bool // the file is one array
	begun bool
	n     int

	cells []jsonCell
	text  []byte
	keys  map[string]*jsonKey   // by the path to them, see mostKeys
	uses  map[string]*columnUse // by column
	said  int                   // bytes of the paths of keys
	path  []byte
	value []byte // scratch
}

// A file that has what should be a value for a key, {"52998224725": {…}}, would have a new one in every record: keys are refused
// beyond what MaxColumns columns can come of, which those that only hold objects are not among.
const (
	mostKeys = 4 * MaxColumns
	mostSaid = 1 << 20 // bytes: a key may itself be as long as a record
)

// jsonCell is what a record has in a column: a part of its text.
type jsonCell struct {
	key      *jsonKey
	column   string
	from, to int
}

// jsonKey is a key of the file's objects, by the path to it: "address.city".
type jsonKey struct {
	name   string
	inside string // before the keys of an object there
	column string
	ours   string // its column in a contact as this program writes it, when that is another
	use    *columnUse
	untold bool
	record int // that has had it last
}

// columnUse says which key has filled a column last: two keys of one record that stand for the same column, name and contact_name,
// must not hide one another.
type columnUse struct {
	record int
	key    *jsonKey
}

// errNoRecords says that a file is JSON, but neither an array of objects nor one object after another.
var errNoRecords = errors.New("no record")

func newRecordReader(src io.Reader, how reading) *recordReader {
	return &recordReader{
		// What is said twice is for us to settle, and a file of other programs may say it.
		d: jsontext.NewDecoder(src, jsontext.AllowDuplicateNames(true)), how: how,
		keys: map[string]*jsonKey{}, uses: map[string]*columnUse{},
	}
}

// next reads the next record; io.EOF after the last.
func (r *recordReader) next() error {
	token, err := r.d.ReadToken()
	if !r.begun && err == nil {
		r.begun = true
		if token.Kind() == '[' {
			r.array = true
			token, err = r.d.ReadToken()
		}
	}
	switch {
	case err != nil:
		if errors.Is(err, io.EOF) && r.array {
			return io.ErrUnexpectedEOF
		}
		return err
	case token.Kind() == ']' && r.array:
		if _, err := r.d.ReadToken(); !errors.Is(err, io.EOF) {
			return fmt.Errorf("something follows the array: %w", errors.Join(errNoRecords, err))
		}
		return io.EOF
	case token.Kind() != '{':
		return fmt.Errorf("record %d is no object: %w", r.n+1, errNoRecords)
	}
	r.n++
	r.cells, r.text = r.cells[:0], r.text[:0]
	if err := r.object("", 0); err != nil {
		if errors.Is(err, io.EOF) {
			return io.ErrUnexpectedEOF
		}
		return err
	}
	if r.has("id") && r.has("phones") && r.has("custom_fields") {
		r.cells = slices.DeleteFunc(r.cells, func(c jsonCell) bool { return c.key.untold })
		for i := range r.cells {
			if ours := r.cells[i].key.ours; ours != "" {
				r.cells[i].column = ours
			}
		}
	}
	return nil
}

func (r *recordReader) has(name string) bool {
	key := r.keys[name]
	return key != nil && key.record == r.n
}

// untold are members of a contact as this program writes it that an import cannot set.
var untold = []string{"channel", "updated_at", "anonymized", "merged_into"}

// deepest is down to where objects inside a record have columns of their own. What lies deeper is written as JSON.
const deepest = 8

// object reads the members of an object whose brace has been read. before is the path to it.
func (r *recordReader) object(before string, depth int) error {
	for {
		if r.d.PeekKind() == '}' {
			_, err := r.d.ReadToken()
			return err
		}
		raw, err := r.d.ReadValue() // the key
		if err != nil {
			return err
		}
		if r.value, err = jsontext.AppendUnquote(r.value[:0], raw); err != nil {
			return err
		}
		r.path = append(append(r.path[:0], before...), r.value...)
		key := r.keys[string(r.path)]
		if key == nil {
			if key, err = r.key(string(r.path), columnOf(string(r.path))); err != nil {
				return err
			}
		}
		key.record = r.n
		if err := r.member(key, depth); err != nil {
			return err
		}
	}
}

// key keeps a key that has not been met before.
func (r *recordReader) key(name, column string) (*jsonKey, error) {
	if r.said += len(name); r.said > mostSaid || len(r.keys) == mostKeys {
		return nil, tooManyKeys()
	}
	use := r.uses[column]
	if use == nil {
		use = &columnUse{}
		r.uses[column] = use
	}
	key := &jsonKey{name: name, inside: name + ".", column: column, use: use, untold: slices.Contains(untold, name)}
	if ours := "contact_" + name; slices.Contains(ExportHeaders, ours) {
		key.ours = ours
	}
	r.keys[name] = key
	return key, nil
}

// part is the key of a column that fills one of several of a key's.
func (r *recordReader) part(of *jsonKey, column string) (*jsonKey, error) {
	path := of.inside + column
	if key := r.keys[path]; key != nil {
		return key, nil
	}
	return r.key(path, column)
}

// member reads the value of a key.
func (r *recordReader) member(key *jsonKey, depth int) error {
	kind := r.d.PeekKind()
	switch {
	case depth == 0 && key.name == "phones" && kind == '[':
		return r.phones(key)
	case depth == 0 && key.name == "custom_fields" && kind == '{':
		return r.customFields(key)
	case depth == 0 && key.name == "notes" && kind == '[':
		return r.list(r.cell(key), '\n')
	case depth == 0 && key.name == "portfolio" && kind == '{':
		return r.portfolio(key)
	case kind == '{' && depth < deepest:
		if _, err := r.d.ReadToken(); err != nil {
			return err
		}
		return r.object(key.inside, depth+1)
	case kind == '[':
		return r.list(r.cell(key), '|')
	}
	return r.scalar(r.cell(key))
}

// cell begins the cell of a key. A key whose column another one of the record has taken keeps a column of its own; the one that
// has the column's name takes it in any case.
func (r *recordReader) cell(key *jsonKey) (at int) {
	column := key.column
	switch other := key.use.key; {
	case key.use.record != r.n || other == key:
		key.use.record, key.use.key = r.n, key
	case key.name == column:
		for i := range r.cells {
			if r.cells[i].key == other {
				r.cells[i].column = other.name
			}
		}
		key.use.key = key
	default:
		column = key.name
	}
	r.cells = append(r.cells, jsonCell{key, column, len(r.text), len(r.text)})
	return len(r.cells) - 1
}

// scalar reads a value into a cell; an object there is written as JSON.
func (r *recordReader) scalar(at int) error {
	if r.how == keysOnly {
		return r.d.SkipValue()
	}
	raw, err := r.d.ReadValue()
	if err == nil {
		r.text, err = appendValue(r.text, raw)
	}
	r.end(at)
	return err
}

func (r *recordReader) end(at int) {
	c := &r.cells[at]
	r.text = appendLF(r.text[:c.from], r.text[c.from:])
	c.to = len(r.text)
}

// list reads an array into a cell, its elements with a separator between; of objects their member "text".
func (r *recordReader) list(at int, separator byte) error {
	if r.how == keysOnly {
		return r.d.SkipValue()
	}
	if _, err := r.d.ReadToken(); err != nil {
		return err
	}
	for first := true; r.d.PeekKind() != ']'; first = false {
		if !first {
			r.text = append(r.text, separator)
		}
		raw, err := r.d.ReadValue()
		if err != nil {
			return err
		}
		if r.text, err = appendElement(r.text, raw, separator == '\n'); err != nil {
			return err
		}
	}
	r.end(at)
	_, err := r.d.ReadToken()
	return err
}

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
		name, err := jsontext.AppendUnquote([]byte(nil), raw)
		if err != nil {
			return nil, err
		}
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

// appendElement appends an element of a list; of an object its member "text" when asked for.
func appendElement(dst []byte, raw jsontext.Value, textOnly bool) ([]byte, error) {
	if !textOnly || raw.Kind() != '{' {
		return appendValue(dst, raw)
	}
	d := jsontext.NewDecoder(bytes.NewReader(raw), jsontext.AllowDuplicateNames(true))
	r := recordReader{d: d}
	pairs, err := r.pairs()
	if err != nil {
		return dst, err
	}
	for _, p := range pairs {
		if p.Name == "text" {
			return append(dst, p.Value...), nil
		}
	}
	return appendValue(dst, raw)
}

// appendValue appends what a value says: a text, a number with all its digits, nothing for null, and JSON as it stands for what
// has no other text.
func appendValue(dst []byte, raw jsontext.Value) ([]byte, error) {
	switch raw.Kind() {
	case '"':
		return jsontext.AppendUnquote(dst, raw)
	case '0':
		return appendNumber(dst, raw), nil
	case 'n':
		return dst, nil
	case '{', '[':
		compact := raw.Clone()
		if err := compact.Compact(jsontext.AllowDuplicateNames(true)); err != nil {
			return dst, err
		}
		return append(dst, compact...), nil
	}
	return append(dst, raw...), nil
}

// appendNumber writes a number without exponent: in JSON 1e12 is the number itself, not what a spreadsheet has left of one.
func appendNumber(dst, raw []byte) []byte {
	mantissa, exponent, has := bytes.Cut(bytes.ToLower(raw), []byte("e"))
	shift, err := strconv.Atoi(string(exponent))
	if !has || err != nil || shift > 100 || shift < -100 { // no number that means something to people
		return append(dst, raw...)
	}
	mantissa, negative := bytes.CutPrefix(mantissa, []byte("-"))
	whole, fraction, _ := bytes.Cut(mantissa, []byte("."))
	digits := slices.Concat(whole, fraction)
	point := len(whole) + shift
	for ; point <= 0; point++ {
		digits = append([]byte("0"), digits...)
	}
	for len(digits) < point {
		digits = append(digits, '0')
	}
	whole, fraction = bytes.TrimLeft(digits[:point], "0"), bytes.TrimRight(digits[point:], "0")
	if negative {
		dst = append(dst, '-')
	}
	if len(whole) == 0 {
		whole = []byte("0")
	}
	dst = append(dst, whole...)
	if len(fraction) > 0 {
		dst = append(append(dst, '.'), fraction...)
	}
	return dst
}

// appendLF appends text with every line break as LF. Both may be one array.
func appendLF(dst, text []byte) []byte {
	for i, c := range text {
		if c == '\r' {
			if i+1 < len(text) && text[i+1] == '\n' {
				continue
			}
			c = '\n'
		}
		dst = append(dst, c)
	}
	return dst
}
