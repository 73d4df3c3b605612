package crm

import "strings"

const (
	CodeCPFInvalid = "cpf_invalid" // not digits, all digits equal, or check digits that fail
	CodeCPFLength  = "cpf_length"  // not 11 digits
)

const cpfLength = 11

// ParseCPF is the 11 digits of a CPF written with or without its mask (D1.3). Errors: cpf_invalid,
// cpf_length, number_damaged. A number that lost its leading zeros in a spreadsheet is never padded in
// silence: another person's CPF could come out of it; see GuessCPF. The result may share memory with s.
func ParseCPF(s string) (string, error) {
	s = strings.TrimSpace(s)
	if len(s) == cpfLength && digitRun(s, 0) == cpfLength {
		if !cpfHolds(s) {
			return "", cpfInvalid()
		}
		return s, nil
	}
	var digits [cpfLength]byte
	// The usual mask, without the loop.
	if len(s) == len("529.982.247-25") && s[3] == '.' && s[7] == '.' && s[11] == '-' {
		copy(digits[:], s[:3])
		copy(digits[3:], s[4:7])
		copy(digits[6:], s[8:11])
		copy(digits[9:], s[12:])
		// Anything but digits here is for the loop below to name.
		if cpf := string(digits[:]); digitRun(cpf, 0) == cpfLength && cpfHolds(cpf) {
			return cpf, nil
		}
	}
	n := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case isDigit(c):
			if n < cpfLength {
				digits[n] = c
			}
			n++
		case c == '.' || c == '-' || c == '/' || c == ' ':
		case damagedNumber(s):
			return "", damagedError("cpf")
		default:
			return "", Errorf(CodeCPFInvalid, "cpf", "a CPF is made of digits only")
		}
	}
	if n != cpfLength {
		return "", cpfLengthError(s, n)
	}
	cpf := string(digits[:])
	if !cpfHolds(cpf) {
		return "", cpfInvalid()
	}
	return cpf, nil
}

func cpfInvalid() *Error {
	return Errorf(CodeCPFInvalid, "cpf", "the CPF does not exist: its check digits do not hold")
}

func cpfLengthError(s string, n int) *Error {
	if n >= 8 && n < cpfLength && n == len(s) {
		return Errorf(CodeCPFLength, "cpf",
			"a CPF has 11 digits, this one has %d: a spreadsheet probably dropped its leading zeros", n)
	}
	return Errorf(CodeCPFLength, "cpf", "a CPF has 11 digits, this one has %d", n)
}

// GuessCPF is what ParseCPF gives or, for 8 to 10 bare digits, the CPF they are once the leading zeros a
// spreadsheet drops are put back, provided the check digits then hold. It is a proposal to show, not a parse.
func GuessCPF(s string) (string, bool) {
	s = strings.TrimSpace(s)
	if n := len(s); n >= 8 && n < cpfLength && digitRun(s, 0) == n {
		s = "000"[:cpfLength-n] + s
	}
	cpf, err := ParseCPF(s)
	return cpf, err == nil
}

// cpfHolds checks 11 ASCII digits: weights 10…2 and 11…2, modulo 11, a remainder below 2 gives 0.
func cpfHolds(cpf string) bool {
	first, second := 0, 0
	equal := true
	for i := range 9 {
		d := int(cpf[i] - '0')
		first += d * (10 - i)
		second += d * (11 - i)
		equal = equal && cpf[i] == cpf[9]
	}
	if equal && cpf[9] == cpf[10] {
		return false
	}
	check := modulo11(first)
	return int(cpf[9]-'0') == check && int(cpf[10]-'0') == modulo11(second+2*check)
}

// modulo11 is the check digit of a weighted sum, the same for CPF and CNPJ.
func modulo11(sum int) int {
	if r := sum % 11; r >= 2 {
		return 11 - r
	}
	return 0
}

// FormatCPF is 529.982.247-25. A legacy value of another length is returned as it is, never lost (D1.3).
func FormatCPF(cpf string) string {
	if len(cpf) != cpfLength {
		return cpf
	}
	return cpf[:3] + "." + cpf[3:6] + "." + cpf[6:9] + "-" + cpf[9:]
}

// MaskCPF hides the first three and the check digits: •••.982.247-••. A legacy value of another length
// is hidden whole.
func MaskCPF(cpf string) string {
	if cpf == "" {
		return ""
	}
	if len(cpf) != cpfLength || digitRun(cpf, 0) != cpfLength {
		return "•••"
	}
	return "•••." + cpf[3:6] + "." + cpf[6:9] + "-••"
}

// CPFKey is the digits as an integer, the form lookup tables hold. 0, which no CPF has, stands for a blank
// or for a legacy value that is not 11 digits.
func CPFKey(cpf string) int64 {
	if len(cpf) != cpfLength {
		return 0
	}
	n, _ := digitsToInt(cpf)
	return n
}
