package crm

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	CodeTextControl  = "text_control"  // holds a control character
	CodeTextEncoding = "text_encoding" // is not valid UTF-8
	CodeTextTooLong  = "text_too_long"
)

// ParseText is a free text as it is stored: NFC, trimmed, CR LF turned into LF. max is in characters
// (runes of the NFC form). Errors, all naming field: text_control (any C0 control but line feed and tab, DEL),
// text_encoding, text_too_long. Clean ASCII costs no allocation.
func ParseText(field, s string, max int) (string, error) {
	s = strings.TrimSpace(s)
	plain := true // printable ASCII throughout
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c >= 0x7f {
			plain = false
			break
		}
	}
	if plain {
		if len(s) > max {
			return "", textTooLong(field, max)
		}
		return s, nil
	}
	if !utf8.ValidString(s) {
		return "", Errorf(CodeTextEncoding, field, "the text is not valid UTF-8: check the encoding of the file")
	}
	s = NFC(strings.ReplaceAll(s, "\r\n", "\n"))
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' && c != '\n' && c != '\t' || c == 0x7f {
			return "", Errorf(CodeTextControl, field, "the text holds a control character (code %d)", c)
		}
	}
	if len(s) > max && utf8.RuneCountInString(s) > max {
		return "", textTooLong(field, max)
	}
	return s, nil
}

func textTooLong(field string, max int) *Error {
	return Errorf(CodeTextTooLong, field, "the text is longer than %d characters", max)
}

// NFC is s in Unicode normalization form C (D3.4), s itself when it already is.
func NFC(s string) string {
	for i := 0; i < len(s); i++ {
		// Lead bytes below 0xCC encode runes below U+0300, where the combining marks start: text made of
		// those alone is NFC. Portuguese never gets past this loop.
		if s[i] >= 0xcc {
			if norm.NFC.QuickSpanString(s) == len(s) {
				return s
			}
			return norm.NFC.String(s)
		}
	}
	return s
}
