// Package roster is the contact list in memory: what lists filter, sort and search by, without the contacts
// themselves. An Index is built once and never changes; later changes are layers over it, indexes of their own.
package roster

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Index holds one record a contact in name order: about 100 bytes each, two thirds of them searchable text.
// Safe for concurrent use.
type Index struct {
	text   []byte   // records: name key, line feed, the other values one a line
	starts []uint32 // by position; one more at the end
	n      []uint32 // by position: the contact's number
	kind   []uint32 // by position: place of its attributes in kinds
	kinds  []int64

	created      []int64  // by position: ms
	createdOrder []uint32 // positions by (created, n)
	numberOrder  []uint32 // by n from first on: position, or hole; sparse: positions in order of n
	first        int64    // the least number
	sparse       bool     // most numbers between the least and the greatest are not here
	lastOrder    []uint32 // positions of those with an interaction by (last, n)
	lastAt       []int64  // beside lastOrder: ms
	idle         Set      // positions of those without an interaction

	grams []gramBlock
}

// hole stands for a contact number that is not in use.
const hole = math.MaxUint32

// Len is how many contacts there are.
func (x *Index) Len() int { return len(x.n) }

// Bytes is the memory that the index holds.
func (x *Index) Bytes() int {
	return cap(x.text) + 4*(cap(x.starts)+cap(x.n)+cap(x.kind)+cap(x.createdOrder)+cap(x.numberOrder)+cap(x.lastOrder)) +
		8*(cap(x.created)+cap(x.lastAt)+cap(x.kinds)) + 8*gramClasses*cap(x.grams)
}

// position finds a contact.
func (x *Index) position(n int64) (uint32, bool) {
	if x.sparse {
		i, ok := slices.BinarySearchFunc(x.numberOrder, n, func(pos uint32, n int64) int { return cmp.Compare(int64(x.n[pos]), n) })
		if !ok {
			return 0, false
		}
		return x.numberOrder[i], true
	}
	n -= x.first
	if n < 0 || n >= int64(len(x.numberOrder)) || x.numberOrder[n] == hole {
		return 0, false
	}
	return x.numberOrder[n], true
}

// Holds tells that a contact is in the index.
func (x *Index) Holds(n int64) bool {
	_, ok := x.position(n)
	return ok
}

func (x *Index) record(pos uint32) []byte { return x.text[x.starts[pos]:x.starts[pos+1]] }

// Builder takes the contacts in name order, then their times.
type Builder struct {
	x     *Index
	kinds map[int64]uint32
	err   error
}

// NewBuilder reserves room; more contacts or text than announced are taken too.
func NewBuilder(contacts, text int) *Builder {
	return &Builder{
		x: &Index{
			text:    make([]byte, 0, text),
			starts:  make([]uint32, 1, contacts+1),
			n:       make([]uint32, 0, contacts),
			kind:    make([]uint32, 0, contacts),
			created: make([]int64, contacts),
		},
		kinds: map[int64]uint32{},
	}
}

// Add appends a contact: its number, attributes, name key and the other values, each with its line feed.
func (b *Builder) Add(n, attrs int64, name, rest string) {
	x := b.x
	if n < 0 || n >= hole || len(x.text)+len(name)+len(rest) >= math.MaxUint32 {
		b.err = fmt.Errorf("the list does not fit in memory: contact %d, %d bytes", n, len(x.text))
		return
	}
	x.text = append(append(append(x.text, name...), '\n'), rest...)
	x.starts = append(x.starts, uint32(len(x.text)))
	x.n = append(x.n, uint32(n))
	x.kind = append(x.kind, b.kindOf(attrs))
}

func (b *Builder) kindOf(attrs int64) uint32 {
	k, ok := b.kinds[attrs]
	if !ok {
		k = uint32(len(b.x.kinds))
		b.x.kinds = append(b.x.kinds, attrs)
		b.kinds[attrs] = k
	}
	return k
}

// Number ends the adding: times may follow.
func (b *Builder) Number() {
	x := b.x
	x.number()
	x.created = slices.Grow(x.created[:0], len(x.n))[:len(x.n)]
	x.createdOrder = make([]uint32, 0, len(x.n))
	x.lastOrder = []uint32{} // not nil: an order of its own, though empty
	x.idle = x.newSet()
	x.fill(x.idle)
}

// number makes the order of numbers: one place for each number as long as half of them are in use.
func (x *Index) number() {
	if len(x.n) == 0 {
		return
	}
	least, greatest := slices.Min(x.n), slices.Max(x.n)
	x.first = int64(least)
	if x.sparse = int(greatest-least) > 2*len(x.n); x.sparse {
		x.numberOrder = make([]uint32, len(x.n))
		for pos := range x.n {
			x.numberOrder[pos] = uint32(pos)
		}
		slices.SortFunc(x.numberOrder, func(a, b uint32) int { return cmp.Compare(x.n[a], x.n[b]) })
		return
	}
	x.numberOrder = make([]uint32, greatest-least+1)
	for i := range x.numberOrder {
		x.numberOrder[i] = hole
	}
	for pos, n := range x.n {
		x.numberOrder[n-least] = uint32(pos)
	}
}

// Created tells a contact's time of creation; by (time, number) ascending.
func (b *Builder) Created(n, ms int64) {
	if pos, ok := b.x.position(n); ok {
		b.x.created[pos] = ms
		b.x.createdOrder = append(b.x.createdOrder, pos)
	}
}

// Last tells the time of a contact's last interaction; by (time, number) ascending.
func (b *Builder) Last(n, ms int64) {
	x := b.x
	if pos, ok := x.position(n); ok {
		x.lastOrder = append(x.lastOrder, pos)
		x.lastAt = append(x.lastAt, ms)
		x.idle[pos>>6] &^= 1 << (pos & 63)
	}
}

// Index is the finished list. Error: the contacts do not fit, or their times are missing.
func (b *Builder) Index() (*Index, error) {
	x := b.x
	if b.err == nil && len(x.createdOrder) != len(x.n) {
		b.err = fmt.Errorf("bug: %d contacts, %d times of creation", len(x.n), len(x.createdOrder))
	}
	if b.err != nil {
		return nil, b.err
	}
	if cap(x.lastOrder) > len(x.lastOrder)*9/8 {
		x.lastOrder, x.lastAt = slices.Clip(slices.Clone(x.lastOrder)), slices.Clip(slices.Clone(x.lastAt))
	}
	x.buildGrams()
	return x, nil
}

// TextBytes is how much of that is searchable text.
func (x *Index) TextBytes() int { return len(x.text) }
