package tabular

import "slices"

// A file that has what should be a value for a key, {"52998224725": {…}}, would have a new one in every record: keys are refused
// beyond what MaxColumns columns can come of, which those that only hold objects are not among.
const (
	mostKeys = 4 * MaxColumns
	mostSaid = 1 << 20 // bytes: a key may itself be as long as a record
)

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

func (r *recordReader) has(name string) bool {
	key := r.keys[name]
	return key != nil && key.record == r.n
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
