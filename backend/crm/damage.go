package crm

// CodeNumberDamaged marks a cell a spreadsheet turned into scientific notation ("5,549E+12"): digits are
// gone for good, so nothing is guessed from it (D3.7).
const CodeNumberDamaged = "number_damaged"

// damagedNumber reports whether s, already trimmed, is a number in scientific notation, with a decimal
// comma or point. Only failures ask: an alphanumeric CNPJ may hold an E between digits (D1.3).
func damagedNumber(s string) bool {
	i := digitRun(s, 0)
	if i == 0 {
		return false
	}
	if i < len(s) && (s[i] == ',' || s[i] == '.') {
		end := digitRun(s, i+1)
		if end == i+1 {
			return false
		}
		i = end
	}
	if i == len(s) || s[i] != 'E' && s[i] != 'e' {
		return false
	}
	i++
	if i < len(s) && (s[i] == '+' || s[i] == '-') {
		i++
	}
	end := digitRun(s, i)
	return end == len(s) && end > i && end-i <= 3
}

func damagedError(field string) *Error {
	return Errorf(CodeNumberDamaged, field,
		"a spreadsheet turned the number into scientific notation and its digits are lost: format the column as text and fill it again")
}

// digitRun is the index after the run of ASCII digits that starts at i.
func digitRun(s string, i int) int {
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	return i
}

func isDigit(c byte) bool { return c-'0' <= 9 }

// Digits is s without everything but its ASCII digits; s itself when nothing had to go.
func Digits(s string) string {
	i := digitRun(s, 0)
	if i == len(s) {
		return s
	}
	out := append(make([]byte, 0, len(s)), s[:i]...)
	for ; i < len(s); i++ {
		if isDigit(s[i]) {
			out = append(out, s[i])
		}
	}
	return string(out)
}

// digitsToInt is the value of up to 18 ASCII digits; ok is false for anything else, blank included.
func digitsToInt(s string) (n int64, ok bool) {
	if len(s) == 0 || len(s) > 18 {
		return 0, false
	}
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			return 0, false
		}
		n = n*10 + int64(s[i]-'0')
	}
	return n, true
}
