package replication

import (
	"math"
	"unicode/utf8"

	"carteira/backend/crm"
)

// plainCBOR reads the CBOR that this package writes: arrays, texts and numbers of definite length. ok is false for anything
// else. The texts it gives share the memory of the whole.
type plainCBOR struct{ s string }

// head reads an item head of a major type.
func (r *plainCBOR) head(major byte) (n uint64, ok bool) {
	if len(r.s) == 0 || r.s[0]>>5 != major {
		return 0, false
	}
	size := r.s[0] & 31
	r.s = r.s[1:]
	if size < 24 {
		return uint64(size), true
	}
	if size > 27 {
		return 0, false
	}
	k := 1 << (size - 24)
	if len(r.s) < k {
		return 0, false
	}
	for i := range k {
		n = n<<8 | uint64(r.s[i])
	}
	r.s = r.s[k:]
	return n, true
}

func (r *plainCBOR) number() (int64, bool) {
	n, ok := r.head(0)
	return int64(n), ok && n <= math.MaxInt64
}

func (r *plainCBOR) text() (string, bool) {
	n, ok := r.head(3)
	if !ok || n > uint64(len(r.s)) || !utf8.ValidString(r.s[:n]) {
		return "", false
	}
	s := r.s[:n]
	r.s = r.s[n:]
	return s, true
}

// mostElements is what the library takes in one array.
const mostElements = 131072

// array reads the head of an array whose elements take at least a byte each.
func (r *plainCBOR) array() (n int, ok bool) {
	size, ok := r.head(4)
	return int(size), ok && size <= uint64(min(len(r.s), mostElements))
}

func plainList[T any](r *plainCBOR, read func() (T, bool)) (list []T, ok bool) {
	n, ok := r.array()
	if !ok {
		return nil, false
	}
	if n == 0 {
		return []T{}, true
	}
	list = make([]T, n)
	for i := range list {
		if list[i], ok = read(); !ok {
			return nil, false
		}
	}
	return list, true
}

func (r *plainCBOR) id() (id crm.ID, ok bool) {
	n, ok := r.head(2)
	if !ok || n != uint64(len(id)) || uint64(len(r.s)) < n {
		return id, false
	}
	copy(id[:], r.s)
	r.s = r.s[n:]
	return id, true
}

func (r *plainCBOR) phone() (crm.Phone, bool) {
	s, ok := r.text()
	return crm.Phone(s), ok
}

func (r *plainCBOR) stamp() (s Stamp, ok bool) {
	if n, ok := r.array(); !ok || n != 2 {
		return s, false
	}
	hlc, ok := r.number()
	if !ok {
		return s, false
	}
	s.HLC = HLC(hlc)
	s.Device, ok = r.number()
	return s, ok
}

// null takes what stands for nothing.
func (r *plainCBOR) null() bool {
	if len(r.s) == 0 || r.s[0] != null {
		return false
	}
	r.s = r.s[1:]
	return true
}
