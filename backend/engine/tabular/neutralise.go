package tabular

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Neutralise puts an apostrophe before a text that a spreadsheet would run as a formula (D4.3): one that begins, white space
// apart, with = + - @, a tab or a carriage return. A text that already begins with apostrophes before such a thing gets one
// more, so that Restore is its exact inverse for every string.
func Neutralise(s string) string {
	if runsAsFormula(strings.TrimLeft(s, "'")) {
		return "'" + s
	}
	return s
}

// Restore takes the apostrophe of Neutralise away again and leaves any other text alone.
func Restore(s string) string {
	if len(s) > 1 && s[0] == '\'' && runsAsFormula(strings.TrimLeft(s, "'")) {
		return s[1:]
	}
	return s
}

// Shown is the text that a cell of a file shows: without the apostrophe of Neutralise and, where a program has written ="00123", lest a
// spreadsheet make a number of it, what stands in the quotes.
func Shown(s string) string {
	if len(s) < 3 || s[0] != '=' || s[1] != '"' || s[len(s)-1] != '"' {
		return Restore(s)
	}
	text := s[2 : len(s)-1]
	if !strings.Contains(text, `"`) {
		return text
	}
	single := strings.ReplaceAll(text, `""`, "")
	if strings.Contains(single, `"`) {
		return s // a formula that joins texts
	}
	return strings.ReplaceAll(text, `""`, `"`)
}

func runsAsFormula(s string) bool {
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == '=' || c == '+' || c == '-' || c == '@' || c == '\t' || c == '\r':
			return true
		case c == ' ' || c == '\n' || c == '\v' || c == '\f':
			i++
		case c < utf8.RuneSelf:
			return false
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			switch {
			case r == '＝' || r == '＋' || r == '－' || r == '＠': // full width: formulas in East Asian spreadsheets
				return true
			case unicode.IsSpace(r) || r == '\uFEFF' || r == '\u200B':
				i += size
			default:
				return false
			}
		}
	}
	return false
}
