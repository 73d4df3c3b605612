package crm

import "strings"

// SearchTerms is what a search text looks for (D2.1): folded words that must all occur, each inside one value.
// A text of digits and phone or document punctuation only is one word, its digits; a masked alphanumeric CNPJ
// is one word, its characters. A word found inside another one is left out, as the longer one implies it.
// nil matches everything.
func SearchTerms(text string) []string {
	folded := Fold(text)
	if digits, ok := searchDigits(folded); ok {
		return []string{digits}
	}
	if isMaskedCNPJ(folded) {
		return []string{strings.NewReplacer(".", "", "/", "", "-", "").Replace(folded)}
	}
	words := strings.FieldsFunc(folded, func(r rune) bool { return r == ' ' || r == 0 })
	var terms []string
	for i, w := range words {
		implied := false
		for j, other := range words {
			if strings.Contains(other, w) && (len(other) > len(w) || j < i) {
				implied = true
				break
			}
		}
		if !implied {
			terms = append(terms, w)
		}
	}
	return terms
}

// searchDigits strips a masked phone, CPF or CNPJ; ok is false when s holds anything else, or no digit at all.
func searchDigits(s string) (digits string, ok bool) {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			out = append(out, c)
		case !strings.ContainsRune("()-./+ ", rune(c)):
			return "", false
		}
	}
	return string(out), len(out) > 0
}

// isMaskedCNPJ recognises xx.xxx.xxx/xxxx-00 over letters and digits (D1.3), folded.
func isMaskedCNPJ(s string) bool {
	const mask = "xx.xxx.xxx/xxxx-00"
	if len(s) != len(mask) {
		return false
	}
	for i := 0; i < len(s); i++ {
		digit := s[i] >= '0' && s[i] <= '9'
		switch mask[i] {
		case 'x':
			if !digit && (s[i] < 'a' || s[i] > 'z') {
				return false
			}
		case '0':
			if !digit {
				return false
			}
		default:
			if s[i] != mask[i] {
				return false
			}
		}
	}
	return true
}
