package tabular

import (
	"unicode"
	"unicode/utf8"
)

// singleByte names the encoding of a text that is no UTF-8: Windows-1252 (D3.4), unless its letters make words in an older encoding
// only. Concei\x8D\x8Bo is Mac's "Conceição" and nothing in Windows-1252.
func singleByte(text []byte) string {
	best, most := Windows1252, 0
	for _, encoding := range []string{Windows1252, Macintosh, CP850} { // the earlier wins a tie
		if n := wordLetters(text, singleBytes[encoding]); n > most {
			best, most = encoding, n
		}
	}
	return best
}

// wordLetters counts the bytes beyond ASCII that are, in an encoding, a letter of this country's languages where a word would
// have it: beside another letter, and of its case.
func wordLetters(text []byte, table *byteTable) (n int) {
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c < 0x80 || c >= 0x91 && c <= 0x94 { // the quotation marks of Windows-1252 stand between letters too: D’Ávila
			continue
		}
		if _, size := utf8.DecodeRune(text[i:]); size > 1 { // of a file that is UTF-8 for the most part
			i += size - 1
			continue
		}
		r := table[c].r
		if !wordLetter[r] {
			continue
		}
		before, after := letterAt(text, i-1), letterAt(text, i+1)
		switch {
		case before == 0 && after == 0, unicode.IsUpper(r) && unicode.IsLower(before), unicode.IsLower(r) && unicode.IsUpper(after),
			unicode.IsLower(r) && unicode.IsUpper(before) && after == 0:
			continue
		}
		n++
	}
	return n
}

// letterAt is the ASCII letter at i, 0 for anything else.
func letterAt(text []byte, i int) rune {
	if i >= 0 && i < len(text) && text[i] < 0x80 && unicode.IsLetter(rune(text[i])) {
		return rune(text[i])
	}
	return 0
}

var wordLetter = func() map[rune]bool {
	letters := map[rune]bool{}
	for _, r := range "áàâãäéêèëíïóôõòöúüçñÁÀÂÃÄÉÊÈËÍÏÓÔÕÒÖÚÜÇÑ" {
		letters[r] = true
	}
	return letters
}()
