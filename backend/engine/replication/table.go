package replication

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"unicode/utf8"
	"unsafe"

	"github.com/fxamacker/cbor/v2"

	"carteira/backend/crm"
)

// A table is contacts by columns, one item of a page of the state: names beside names and CPFs beside CPFs compress to
// three quarters of what rows do, and are read with a tenth of the allocations. It is a CBOR array of byte strings, where
// a record by itself is a map. Only contacts that nobody has changed since their creation are in tables, which are nearly
// all.
//
// Numbers are varints, those that grow as the zigzag difference from the one before; texts are a column of lengths and
// one of bytes. Ids other than the contacts' own are indexes into a dictionary.
type tableColumn int

const (
	tableCount tableColumn = iota
	tableIDs               // the first byte of every id, then the second of every id, …
	tableCreated
	tableUpdated
	tableBy
	tableHLC
	tableDevice
	tableSince
	tableDictionary
	tableCustom // how many, then the field of each
	tableCustomLengths
	tableCustomTexts
	tablePhones // how many
	tablePhoneLengths
	tablePhoneTexts
	tableLabels // how many, then each
	tableFields // lengths and texts of every scalar field
)

// ErrTable is a table that cannot be read.
var ErrTable = errors.New("the table of contacts is damaged")

// TableWriter collects contacts. The zero value is ready.
type TableWriter struct {
	n          int
	columns    [tableFields][]byte
	fields     []textColumn
	ids        []crm.ID
	dictionary map[crm.ID]uint64
	last       [tableFields]int64
}

type textColumn struct {
	lengths, texts []byte
	rows           int // that have a length; the others are blank
}

// Len is how many contacts have been added.
func (w *TableWriter) Len() int { return w.n }

// Add adds a contact by its encoded effect. ok is false, and nothing added, when it cannot be in a table or the table is
// full.
func (w *TableWriter) Add(effect []byte) (ok bool) {
	if w.n == mostElements || len(effect) < 3 || effect[0] != cborMap|1 || effect[1] != putMember {
		return false
	}
	// The text is read where it lies: all of it is in the columns when this returns.
	r := plainCBOR{s: unsafe.String(&effect[2], len(effect)-2)}
	var c Contact
	if !r.contact(&c) || len(r.s) != 0 || c.Mark != Live || c.MergedInto != crm.NoID {
		return false
	}
	w.add(&c)
	return true
}

func (w *TableWriter) add(c *Contact) {
	w.ids = append(w.ids, c.ID)
	w.grows(tableCreated, c.Created)
	w.grows(tableUpdated, c.Updated)
	w.reference(tableBy, c.By)
	w.grows(tableHLC, int64(c.Stamp.HLC))
	w.grows(tableDevice, c.Stamp.Device)
	w.grows(tableSince, c.Since)
	w.count(tableCustom, len(c.Custom))
	for _, v := range c.Custom {
		w.reference(tableCustom, v.Field)
		w.text(tableCustomLengths, tableCustomTexts, v.Value)
	}
	w.count(tablePhones, len(c.Phones))
	for _, p := range c.Phones {
		w.text(tablePhoneLengths, tablePhoneTexts, string(p))
	}
	w.count(tableLabels, len(c.Labels))
	for _, id := range c.Labels {
		w.reference(tableLabels, id)
	}
	for len(w.fields) < len(c.Fields) {
		w.fields = append(w.fields, textColumn{})
	}
	for f, text := range c.Fields {
		if text != "" {
			w.fields[f].put(w.n, text)
		}
	}
	w.n++
}

func (c *textColumn) put(row int, text string) {
	for ; c.rows < row; c.rows++ {
		c.lengths = append(c.lengths, 0)
	}
	c.lengths = binary.AppendUvarint(c.lengths, uint64(len(text)))
	c.texts = append(c.texts, text...)
	c.rows++
}

func (w *TableWriter) grows(c tableColumn, n int64) {
	w.columns[c] = binary.AppendVarint(w.columns[c], n-w.last[c])
	w.last[c] = n
}

func (w *TableWriter) count(c tableColumn, n int) {
	w.columns[c] = binary.AppendUvarint(w.columns[c], uint64(n))
}

func (w *TableWriter) text(lengths, texts tableColumn, s string) {
	w.count(lengths, len(s))
	w.columns[texts] = append(w.columns[texts], s...)
}

func (w *TableWriter) reference(c tableColumn, id crm.ID) {
	n, ok := w.dictionary[id]
	if !ok {
		if w.dictionary == nil {
			w.dictionary = map[crm.ID]uint64{}
		}
		n = uint64(len(w.dictionary))
		w.dictionary[id] = n
		w.columns[tableDictionary] = append(w.columns[tableDictionary], id[:]...)
	}
	w.columns[c] = binary.AppendUvarint(w.columns[c], n)
}

// Take is the table so far; the next one begins empty.
func (w *TableWriter) Take() ([]byte, error) {
	w.columns[tableCount] = binary.AppendUvarint(nil, uint64(w.n))
	ids := make([]byte, 0, len(w.ids)*len(crm.NoID))
	for i := range crm.NoID {
		for _, id := range w.ids {
			ids = append(ids, id[i])
		}
	}
	w.columns[tableIDs] = ids
	all := w.columns[:]
	for _, f := range w.fields {
		all = append(all, f.lengths, f.texts)
	}
	b, err := cbor.Marshal(all)
	*w = TableWriter{}
	if err != nil {
		return nil, fmt.Errorf("encode table: %w", err)
	}
	return b, nil
}

// Records is an item of a page of the state: a record by itself, or a table.
type Records []Effect

// UnmarshalCBOR reads either. Error: ErrTable.
func (r *Records) UnmarshalCBOR(b []byte) error {
	if len(b) == 0 || b[0]&cborMajor != cborArray {
		*r = make(Records, 1)
		return cbor.Unmarshal(b, &(*r)[0])
	}
	var columns [][]byte
	if err := cbor.Unmarshal(b, &columns); err != nil {
		return err
	}
	contacts, err := readTable(columns)
	if err != nil {
		return err
	}
	*r = make(Records, len(contacts))
	for i := range contacts {
		(*r)[i].Put = &contacts[i]
	}
	return nil
}

// The first bytes of an encoded effect.
const (
	cborMajor = 0xe0
	cborMap   = 0xa0
	cborArray = 0x80
	putMember = 1
)

// tableReader reads the columns; after the first thing that is wrong it gives blanks.
type tableReader struct {
	columns    [][]byte
	last       [tableFields]int64
	dictionary []crm.ID
	bad        bool
}

func readTable(columns [][]byte) ([]Contact, error) {
	if fields := len(columns) - int(tableFields); fields < 0 || fields%2 != 0 || fields > 2*int(maxField) {
		return nil, ErrTable
	}
	r := &tableReader{columns: columns}
	n := r.number(tableCount)
	ids, dictionary := r.take(tableIDs), r.take(tableDictionary)
	if r.bad || n > mostElements || len(ids) != n*len(crm.NoID) || len(dictionary)%len(crm.NoID) != 0 {
		return nil, ErrTable
	}
	for id := range slices.Chunk(dictionary, len(crm.NoID)) {
		r.dictionary = append(r.dictionary, crm.ID(id))
	}
	contacts := make([]Contact, n)
	for i := range contacts {
		c := &contacts[i]
		for k := range c.ID {
			c.ID[k] = ids[k*n+i]
		}
		c.Created, c.Updated = r.grown(tableCreated), r.grown(tableUpdated)
		c.By = r.id(tableBy)
		c.Stamp = Stamp{HLC: HLC(r.grown(tableHLC)), Device: r.grown(tableDevice)}
		c.Since = r.grown(tableSince)
	}
	r.lists(contacts)
	r.fields(contacts)
	if r.bad || slices.ContainsFunc(r.columns, func(rest []byte) bool { return len(rest) > 0 }) {
		return nil, ErrTable
	}
	return contacts, nil
}

// take is a whole column.
func (r *tableReader) take(c tableColumn) []byte {
	b := r.columns[c]
	r.columns[c] = nil
	return b
}

// lists fills in phones, custom fields and labels.
func (r *tableReader) lists(contacts []Contact) {
	phones := r.texts(tablePhoneLengths, tablePhoneTexts)
	values := r.texts(tableCustomLengths, tableCustomTexts)
	for i := range contacts {
		c := &contacts[i]
		if n := r.length(tablePhones, len(phones.lengths)); n > 0 {
			c.Phones = make([]crm.Phone, n)
			for k := range c.Phones {
				c.Phones[k] = crm.Phone(phones.next(r))
			}
		}
		if n := r.length(tableCustom, len(values.lengths)); n > 0 {
			c.Custom = make([]Custom, n)
			for k := range c.Custom {
				c.Custom[k] = Custom{Field: r.id(tableCustom), Value: values.next(r)}
			}
		}
		if n := r.length(tableLabels, len(r.columns[tableLabels])); n > 0 {
			c.Labels = make([]crm.ID, n)
			for k := range c.Labels {
				c.Labels[k] = r.id(tableLabels)
			}
		}
	}
	if phones.rest() || values.rest() {
		r.bad = true
	}
}

// fields fills in the scalar fields. The texts of all contacts share the memory of their columns, and the lists of them
// one array.
func (r *tableReader) fields(contacts []Contact) {
	var columns []texts
	for c := int(tableFields); c < len(r.columns); c += 2 {
		columns = append(columns, r.texts(tableColumn(c), tableColumn(c+1)))
	}
	row := make([]string, len(columns))
	var memory []string
	for i := range contacts {
		used := 0
		for f := range columns {
			row[f] = ""
			if len(columns[f].lengths) == 0 {
				continue
			}
			if row[f] = columns[f].next(r); row[f] != "" {
				used = f + 1
			}
		}
		if used == 0 {
			continue
		}
		if len(memory) < used {
			memory = make([]string, max(used, min(len(contacts)-i, 1024)*len(columns)))
		}
		contacts[i].Fields = memory[:used:used]
		memory = memory[used:]
		copy(contacts[i].Fields, row)
	}
	for f := range columns {
		r.bad = r.bad || columns[f].rest()
	}
}

func (r *tableReader) number(c tableColumn) int {
	n, k := binary.Uvarint(r.columns[c])
	if k <= 0 || n > math.MaxInt32 {
		r.bad = true
		return 0
	}
	r.columns[c] = r.columns[c][k:]
	return int(n)
}

// length is a count that cannot be greater than what is left.
func (r *tableReader) length(c tableColumn, left int) int {
	n := r.number(c)
	if n > left {
		r.bad = true
		return 0
	}
	return n
}

func (r *tableReader) grown(c tableColumn) int64 {
	d, k := binary.Varint(r.columns[c])
	if k <= 0 {
		r.bad = true
		return 0
	}
	r.columns[c] = r.columns[c][k:]
	r.last[c] += d
	return r.last[c]
}

func (r *tableReader) id(c tableColumn) crm.ID {
	n := r.number(c)
	if n >= len(r.dictionary) {
		r.bad = true
		return crm.NoID
	}
	return r.dictionary[n]
}

// texts are a column of them.
type texts struct {
	lengths []byte
	text    string
}

func (r *tableReader) texts(lengths, bytes tableColumn) texts {
	return texts{r.take(lengths), string(r.take(bytes))}
}

func (t *texts) next(r *tableReader) string {
	n, k := binary.Uvarint(t.lengths)
	if k <= 0 || n > uint64(len(t.text)) || !utf8.ValidString(t.text[:n]) {
		r.bad = true
		return ""
	}
	s := t.text[:n]
	t.lengths, t.text = t.lengths[k:], t.text[n:]
	return s
}

func (t *texts) rest() bool { return len(t.lengths)+len(t.text) > 0 }
