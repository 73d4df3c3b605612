package mend

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"carteira/backend/crm"
)

// cpfZeros gives back the zeros in front, provided that the check digits then hold.
func cpfZeros(text, _ string) (string, bool) {
	cpf, ok := crm.GuessCPF(strings.TrimSuffix(strings.TrimSpace(text), ".0"))
	return cpf, ok
}

func cnpjZeros(text, _ string) (string, bool) {
	text = strings.TrimSuffix(strings.TrimSpace(text), ".0")
	const digits = 14
	if len(text) < 11 || len(text) > digits || !allDigits(text) {
		return "", false
	}
	cnpj, err := crm.ParseCNPJ(strings.Repeat("0", digits-len(text)) + text)
	return cnpj, err == nil
}

// zipZeros gives a zip code of São Paulo its zero back: 1310100 → 01310100.
func zipZeros(text, _ string) (string, bool) {
	text = strings.TrimSpace(text)
	digits := text
	if len(text) == 8 && text[4] == '-' {
		digits = text[:4] + text[5:]
	}
	if len(digits) != 7 || !allDigits(digits) {
		return "", false
	}
	return "0" + text, true
}

// email takes off what surrounds an address and what does not belong into it. Nothing of two addresses is guessed.
func email(text, _ string) (string, bool) {
	s := strings.TrimSpace(text)
	if open := strings.LastIndexByte(s, '<'); open >= 0 && strings.HasSuffix(s, ">") {
		s = s[open+1 : len(s)-1]
	}
	if len(s) > 7 && strings.EqualFold(s[:7], "mailto:") {
		s = s[7:]
	}
	for _, at := range []string{"(at)", "[at]", "(arroba)", "[arroba]"} {
		s = strings.ReplaceAll(s, at, "@")
	}
	s = strings.Map(func(r rune) rune {
		if r == '\u200b' || r == '"' {
			return -1
		}
		return r
	}, s)
	s = strings.Trim(joined(s), ".,;:'")
	if at := strings.LastIndexByte(s, '@'); at > 0 && strings.Count(s, "@") == 1 {
		s = s[:at] + strings.ReplaceAll(strings.ReplaceAll(s[at:], ",", "."), "..", ".")
	}
	return s, s != "" && s != text && !strings.Contains(s, " ")
}

// joined takes out the blanks beside an @ or a dot. One between two words stays, and with it the refusal: what it
// separates may be a name before an address, or a remark behind it.
func joined(s string) string {
	var b strings.Builder
	for i, word := range strings.Fields(s) {
		if before := b.String(); i > 0 && !strings.ContainsRune("@.", rune(before[len(before)-1])) && !strings.ContainsRune("@.", rune(word[0])) {
			b.WriteByte(' ')
		}
		b.WriteString(word)
	}
	return b.String()
}

// particles stay small inside a name.
var particles = map[string]bool{
	"da": true, "das": true, "de": true, "do": true, "dos": true, "e": true, "del": true, "di": true, "du": true, "la": true, "von": true, "van": true,
}

// initials stay in capitals: what a company calls its form, and Roman numbers.
var initials = map[string]bool{
	"ltda": true, "me": true, "epp": true, "eireli": true, "mei": true, "s/a": true, "s.a.": true, "s.a": true,
	"ii": true, "iii": true, "iv": true, "vi": true, "vii": true, "viii": true, "xxiii": true,
}

// personName writes a name that stands in capitals, or in small letters, throughout. One short word is left alone: it may be
// an abbreviation.
func personName(text, _ string) (string, bool) {
	upper, lower := false, false
	for _, r := range text {
		upper = upper || unicode.IsUpper(r)
		lower = lower || unicode.IsLower(r)
		if upper && lower {
			return "", false
		}
	}
	words := strings.Fields(text)
	if !upper && !lower || len(words) == 1 && utf8.RuneCountInString(words[0]) <= 4 {
		return "", false
	}
	for i, word := range words {
		small := strings.ToLower(word)
		switch {
		case initials[small]:
			words[i] = strings.ToUpper(small)
		case i > 0 && particles[small]:
			words[i] = small
		default:
			words[i] = capitals(small)
		}
	}
	out := strings.Join(words, " ")
	return out, out != text
}

// capitals makes the first letter of a word a capital, and those after a hyphen or an apostrophe: D'Ávila, Sant'Anna.
func capitals(word string) string {
	start := true
	return strings.Map(func(r rune) rune {
		if start && unicode.IsLetter(r) {
			start = false
			return unicode.ToUpper(r)
		}
		start = r == '-' || r == '\'' || r == '’' || r == '.' || r == '(' || r == '/'
		return r
	}, word)
}
