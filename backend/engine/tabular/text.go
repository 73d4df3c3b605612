package tabular

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	lowBytes  = 0x0101010101010101
	highBits  = 0x8080808080808080
	lowSeven  = 0x7F7F7F7F7F7F7F7F
	below0xCC = 0x80 - 0x4C // added to the low seven bits of a byte it carries into the high one from 0xCC up
)

// validUTF8 is utf8.Valid, quicker on text that is nearly all ASCII with an accent now and then.
func validUTF8(b []byte) bool {
	ok, _ := scanText(b)
	return ok
}

// scanText says whether b is UTF-8, and whether it may be not yet in NFC. Runes below U+0300 (lead bytes below 0xCC) are
// all of Portuguese and never need normalising, so almost every line is settled eight bytes at a time.
func scanText(b []byte) (valid, mayNeedNFC bool) {
	i := 0
	for i+8 <= len(b) {
		w := binary.LittleEndian.Uint64(b[i:])
		high := w & highBits
		if high == 0 {
			i += 8
			continue
		}
		if (w&lowSeven+below0xCC*lowBytes)&high != 0 {
			mayNeedNFC = true
		}
		i += bits.TrailingZeros64(high) / 8
		if i+1 < len(b) && b[i] >= 0xC2 && b[i] < 0xE0 && b[i+1]&0xC0 == 0x80 {
			i += 2 // a letter of two bytes, every accented one of ours
			continue
		}
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size == 1 {
			return false, mayNeedNFC
		}
		i += size
	}
	for i < len(b) {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		if b[i] >= 0xCC {
			mayNeedNFC = true
		}
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size == 1 {
			return false, mayNeedNFC
		}
		i += size
	}
	return true, mayNeedNFC
}

// normalise brings cells to NFC in place (D3.4), without what nobody sees around them, and says whether any changed.
func normalise(cells [][]byte) (changed bool) {
	for i, c := range cells {
		if seen := bytes.TrimFunc(c, unseen); len(seen) < len(c) {
			c, cells[i], changed = seen, seen, true
		}
		if !norm.NFC.IsNormal(c) {
			cells[i] = norm.NFC.Bytes(c)
			changed = true
		}
	}
	return changed
}

// unseen are the marks that programs leave around what is copied from them, a telephone number mostly: of no width, or for the
// direction of writing. Inside a text they may mean something.
func unseen(r rune) bool {
	return r == 0x200B || r == 0x200E || r == 0x200F || r >= 0x202A && r <= 0x202E || r == 0x2060 || r >= 0x2066 && r <= 0x2069 || r == 0xFEFF
}

// blank is a cell of nothing but white space, the no-break space included.
func blank(c []byte) bool {
	for i := 0; i < len(c); i++ {
		switch c[i] {
		case ' ', '\t', '\r', '\n', '\v', '\f':
		case 0xC2:
			if i+1 == len(c) || c[i+1] != 0xA0 {
				return false
			}
			i++
		default:
			return false
		}
	}
	return true
}
