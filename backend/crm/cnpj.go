package crm

import "strings"

const (
	CodeCNPJInvalid = "cnpj_invalid" // a character outside 0-9 A-Z, all digits equal, or check digits that fail
	CodeCNPJLength  = "cnpj_length"  // not 14 characters
)

const (
	cnpjLength = 14
	cnpjBase   = 12 // letters are allowed here; the two check characters are digits
)

// Weights of the first check digit are those of the second from index 1 on.
var cnpjWeights = [cnpjBase + 1]int{6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2}

// ParseCNPJ is the 14 characters of a CNPJ, alphanumeric since July 2026, upper-cased, written with or
// without its mask (D1.3). Errors: cnpj_invalid, cnpj_length, number_damaged. The result may share
// memory with s.
func ParseCNPJ(s string) (string, error) {
	s = strings.TrimSpace(s)
	var chars [cnpjLength]byte
	n := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case isDigit(c) || c >= 'A' && c <= 'Z':
		case c >= 'a' && c <= 'z':
			c -= 'a' - 'A'
		case c == '.' || c == '-' || c == '/' || c == ' ':
			continue
		case damagedNumber(s):
			return "", damagedError("cnpj")
		default:
			return "", Errorf(CodeCNPJInvalid, "cnpj", "a CNPJ is made of digits and the letters A to Z")
		}
		if n < cnpjLength {
			chars[n] = c
		}
		n++
	}
	if n != cnpjLength {
		return "", cnpjLengthError(s, n)
	}
	if !cnpjHolds(&chars) {
		return "", Errorf(CodeCNPJInvalid, "cnpj", "the CNPJ does not exist: its check digits do not hold")
	}
	if s == string(chars[:]) {
		return s, nil
	}
	return string(chars[:]), nil
}

func cnpjLengthError(s string, n int) *Error {
	switch {
	case damagedNumber(s):
		return damagedError("cnpj")
	case n >= 11 && n < cnpjLength && digitRun(s, 0) == len(s):
		return Errorf(CodeCNPJLength, "cnpj",
			"a CNPJ has 14 characters, this one has %d: a spreadsheet probably dropped its leading zeros", n)
	}
	return Errorf(CodeCNPJLength, "cnpj", "a CNPJ has 14 characters, this one has %d", n)
}

// cnpjHolds checks 14 upper-case characters. A character is worth its ASCII code minus 48, so digits are
// worth themselves and the numeric CNPJ is a special case.
func cnpjHolds(chars *[cnpjLength]byte) bool {
	first, second := 0, 0
	equal := true
	for i := range cnpjBase {
		v := int(chars[i]) - '0'
		first += v * cnpjWeights[i+1]
		second += v * cnpjWeights[i]
		equal = equal && chars[i] == chars[cnpjBase]
	}
	a, b := chars[cnpjBase], chars[cnpjBase+1]
	if !isDigit(a) || !isDigit(b) || equal && a == b {
		return false
	}
	check := modulo11(first)
	return int(a-'0') == check && int(b-'0') == modulo11(second+check*cnpjWeights[cnpjBase])
}

// FormatCNPJ is 12.ABC.345/01DE-35. A legacy value of another length is returned as it is, never lost.
func FormatCNPJ(cnpj string) string {
	if len(cnpj) != cnpjLength {
		return cnpj
	}
	return cnpj[:2] + "." + cnpj[2:5] + "." + cnpj[5:8] + "/" + cnpj[8:12] + "-" + cnpj[12:]
}
