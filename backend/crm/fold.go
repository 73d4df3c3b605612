package crm

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold is s as search and name order see it (D2.1): canonically decomposed, without combining marks,
// lower-cased, ß ø æ œ đ ð ł þ ħ ŧ ı in plain letters, every apostrophe the plain one, white space trimmed and
// collapsed to single spaces. Folding twice changes nothing. Broken UTF-8 becomes U+FFFD.
func Fold(s string) string {
	var buf [96]byte
	folded := AppendFold(buf[:0], s)
	if string(folded) == s {
		return s
	}
	return string(folded)
}

// AppendFold appends Fold(s) to dst. It allocates only to grow dst and, past the Latin letters of European
// languages, to decompose.
func AppendFold(dst []byte, s string) []byte {
	start := len(dst)
	gap := false // white space is owed before the next letter
	for i := 0; i < len(s); {
		var out [2]byte
		c := s[i]
		switch {
		case c < utf8.RuneSelf:
			out[0] = foldASCII[c]
			i++
		case c >= 0xc2 && c <= 0xc5 && i+1 < len(s) && !utf8.RuneStart(s[i+1]):
			out = foldLatin[int(c-0xc2)<<6|int(s[i+1]&0x3f)]
			i += 2
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			if !foldsAlone(r) {
				// Marks never reorder across a letter and every mark goes, so the rest is taken by itself.
				rest := s[i:]
				if !utf8.ValidString(rest) {
					rest = string([]rune(rest)) // norm leaves letters after broken bytes composed
				}
				for _, r := range norm.NFD.String(rest) {
					dst, gap = appendFoldRune(dst, start, gap, r)
				}
				return dst
			}
			dst, gap = appendFoldRune(dst, start, gap, r)
			i += size
			continue
		}
		if out[0] == ' ' {
			gap = true
			continue
		}
		if gap && len(dst) > start {
			dst = append(dst, ' ')
		}
		gap = false
		dst = append(dst, out[0])
		if out[1] != 0 {
			dst = append(dst, out[1])
		}
	}
	return dst
}

// foldsAlone reports whether r needs no decomposition: the combining marks, which go, general punctuation,
// the unified ideographs, emoji, and what broken UTF-8 decodes to. It may say no too often.
func foldsAlone(r rune) bool {
	return r >= 0x300 && r <= 0x36f || r >= 0x2002 && r <= 0x206f || r >= 0x4e00 && r <= 0x9fff ||
		r >= 0x1f000 && r <= 0x1faff || r == utf8.RuneError
}

// appendFoldRune folds one rune of decomposed text.
func appendFoldRune(dst []byte, start int, gap bool, r rune) ([]byte, bool) {
	if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r) {
		return dst, gap
	}
	if unicode.IsSpace(r) {
		return dst, true
	}
	if gap && len(dst) > start {
		dst = append(dst, ' ')
	}
	r = unicode.ToLower(r)
	if plain, ok := foldPlain[r]; ok {
		return append(dst, plain...), false
	}
	return utf8.AppendRune(dst, r), false
}

// foldPlain is what decomposition leaves alone and people type without thinking of it. The acute accent
// stands for an apostrophe in many a D´Ávila. Keys are lower case.
var foldPlain = map[rune]string{
	'ß': "ss", 'ø': "o", 'æ': "ae", 'œ': "oe", 'đ': "d", 'ð': "d", 'ł': "l", 'þ': "th", 'ħ': "h", 'ŧ': "t", 'ı': "i",
	'´': "'", '‘': "'", '’': "'", '‛': "'", 'ʼ': "'", 'ʻ': "'", '＇': "'",
}

// foldASCII folds one byte: lower case, and ' ' for white space.
var foldASCII = func() (table [utf8.RuneSelf]byte) {
	for c := range table {
		table[c] = byte(unicode.ToLower(rune(c)))
		if unicode.IsSpace(rune(c)) {
			table[c] = ' '
		}
	}
	return table
}()

// foldLatin folds U+0080 to U+017F, Latin-1 and Latin Extended-A: one or two bytes, ' ' for white space.
// It is filled by the slow way, so the two cannot drift apart.
var foldLatin = func() (table [0x100][2]byte) {
	for i := range table {
		// The letter in front keeps white space from being trimmed unseen.
		folded, gap := []byte("x"), false
		for _, r := range norm.NFD.String(string(rune(utf8.RuneSelf + i))) {
			folded, gap = appendFoldRune(folded, 0, gap, r)
		}
		if gap {
			folded = append(folded, ' ')
		}
		if n := copy(table[i][:], folded[1:]); n == 0 || n != len(folded)-1 {
			panic("bug: a Latin letter does not fold to one or two bytes")
		}
	}
	return table
}()
