package tabular

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Interfaces of other systems, and `contact list --json` of this program, put their records in an object: {"contacts":[…],"total":9}.
// What stands beside the array is about the answer and no contact. An object is taken for such a one when its array of objects has
// one of these names and nothing before it names a contact; then it must be all there is.
var arounds = []string{
	"contacts", "contatos", "customers", "clientes", "people", "pessoas", "leads", "users", "usuarios",
	"results", "records", "data", "items", "value",
}

// errAround says that a record turned out to be such an object, whose array has been entered.
var errAround = errors.New("the records are in a member of the object")

func (r *recordReader) mayBeAround(name string) bool {
	return slices.Contains(arounds, strings.ToLower(name)) && !slices.ContainsFunc(r.cells, func(c jsonCell) bool {
		return namesContact(c.column)
	})
}

func namesContact(key string) bool { return Field(key) == Name || aliases[foldHeader(key)] == Name }

// aroundOrList reads the array of a key that may hold the records: that it does its first element tells.
func (r *recordReader) aroundOrList(key *jsonKey) error {
	if _, err := r.d.ReadToken(); err != nil {
		return err
	}
	if kind := r.d.PeekKind(); kind == '{' || kind == ']' && len(r.cells) == 0 {
		return errAround
	}
	at := r.cell(key)
	if r.how == keysOnly {
		for r.d.PeekKind() != ']' {
			if err := r.d.SkipValue(); err != nil {
				return err
			}
		}
		_, err := r.d.ReadToken()
		return err
	}
	return r.elements(at, '|')
}

// enterAround forgets what was read of the object around the records.
func (r *recordReader) enterAround() {
	r.array, r.around, r.n, r.said = true, true, 0, 0
	clear(r.keys)
	clear(r.uses)
}

// closeAround passes over the rest of the object around the records.
func (r *recordReader) closeAround() error {
	if !r.around {
		return nil
	}
	for r.d.PeekKind() != '}' {
		token, err := r.d.ReadToken()
		if err == nil && namesContact(token.String()) {
			err = errNoRecords // a contact, and what was in it its own
		}
		if err == nil {
			err = r.d.SkipValue()
		}
		if err != nil {
			return fmt.Errorf("behind the records: %w", err)
		}
	}
	_, err := r.d.ReadToken()
	return err
}
