package tabular

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/go-json-experiment/json/jsontext"
)

// recordReader reads one record of a JSON file after another, token by token.
type recordReader struct {
	d      *jsontext.Decoder
	how    reading
	array  bool // the file is one array
	around bool // the array is a member of an object, which is the file
	begun  bool
	n      int

	cells []jsonCell
	text  []byte
	keys  map[string]*jsonKey   // by the path to them, see mostKeys
	uses  map[string]*columnUse // by column
	said  int                   // bytes of the paths of keys
	path  []byte
	value []byte // scratch
}

// jsonCell is what a record has in a column: a part of its text.
type jsonCell struct {
	key      *jsonKey
	column   string
	from, to int
}

// errNoRecords says that a file is JSON, but neither an array of objects nor one object after another.
var errNoRecords = errors.New("no record")

// lenient is how files of other programs are read: what is said twice is for us to settle, and a text that was cut in the middle of an
// emoji costs its record and not the file (appendValue).
var lenient = []jsontext.Options{jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)}

func newRecordReader(src io.Reader, how reading) *recordReader {
	return &recordReader{
		d: jsontext.NewDecoder(src, lenient...), how: how,
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
		if err := r.closeAround(); err != nil {
			return err
		}
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
		if errors.Is(err, errAround) {
			r.enterAround()
			return r.next()
		}
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
		r.value, _ = jsontext.AppendUnquote(r.value[:0], raw) // half a letter of a name is U+FFFD
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
	case kind == '[' && depth == 0 && r.n == 1 && !r.array && r.mayBeAround(key.name):
		return r.aroundOrList(key)
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
	return r.elements(at, separator)
}

// elements reads what is in an array whose bracket has been read.
func (r *recordReader) elements(at int, separator byte) error {
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
