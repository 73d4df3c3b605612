package crm

import (
	"strings"
	"unicode"
)

// ParseImportPhone reads the phone of a file: DDI + DDD + number, digits only, "+" in front accepted (D3.7).
// Nothing is corrected here. Errors: number_damaged; phone_invalid; and, as *PhoneError with the number it
// probably is, phone_masked and phone_no_ddi. The result shares memory with s.
//
// Without "+", ten or eleven digits that are a Brazilian DDD and number are taken for one that lacks
// its DDI, even where they could also be a foreign number: every mobile of Porto Alegre (51 9…) would
// otherwise be saved as one of Peru (+51 9…), unseen. The "+" settles it.
func ParseImportPhone(s string) (Phone, error) {
	s = strings.TrimSpace(s)
	digits := strings.TrimPrefix(s, "+")
	switch brazilCheck(digits) {
	case brazilValid, brazilLegacy:
		return Phone(digits), nil
	}
	written, ok := dial(s)
	if !ok {
		return "", phoneRefused(s)
	}
	guess, known := guessPhone(s)
	if !known {
		return "", phoneRefused(s)
	}
	switch {
	case string(guess) == written.digits && !written.masked:
		return guess, nil
	case !written.masked && lacksDDI(written.digits, guess):
		return "", &PhoneError{Guess: guess, Err: Errorf(CodePhoneNoDDI, "phones",
			"the phone lacks its country code (DDI); a foreign number needs + in front")}
	}
	return "", &PhoneError{Guess: guess, Err: Errorf(CodePhoneMasked, "phones",
		"the phone must be DDI + DDD + number, digits only: no mask, no carrier code, no prefix")}
}

// lacksDDI: digits is a Brazilian number from the DDD on, a trunk zero and carrier code aside.
func lacksDDI(digits string, guess Phone) bool {
	national, brazilian := strings.CutPrefix(string(guess), brazilDDI)
	return brazilian && strings.HasSuffix(digits, national) && !strings.HasSuffix(digits, string(guess)) &&
		!strings.HasPrefix(digits, brazilDDI+"0")
}

// GuessPhone is the number s probably is: masks taken off, a missing 55 put back, trunk zero, carrier code and
// 00 removed. It is what --fix-phones applies and counts (D3.7). ok is false when no number comes out of it.
func GuessPhone(s string) (phone Phone, ok bool) {
	return guessPhone(strings.TrimSpace(s))
}

func guessPhone(s string) (Phone, bool) {
	written, ok := dial(withoutDecimals(s))
	if !ok {
		return "", false
	}
	digits := written.digits
	if !written.plus {
		if v := brazilNational(digits); v == brazilValid || v == brazilLegacy {
			return Phone(brazilDDI + digits), true
		}
	}
	if phone, ok := storable(digits); ok {
		return phone, true
	}
	if written.plus {
		return "", false
	}
	if international, ok := strings.CutPrefix(digits, "00"); ok {
		return storable(international)
	}
	if digits[0] != '0' && len(digits) > brazilLong-len(brazilDDI) {
		return "", false // too long to be Brazilian: spare the library
	}
	return storable(brazilDDI + digits)
}

// withoutDecimals takes off the ".0" a data tool leaves on a column it held as numbers.
func withoutDecimals(s string) string {
	whole, decimals, found := strings.Cut(s, ".")
	if found && len(whole) >= 10 && digitRun(whole, 0) == len(whole) && decimals != "" && strings.Trim(decimals, "0") == "" {
		return whole
	}
	return s
}

// dialled is a phone as somebody wrote it.
type dialled struct {
	digits string
	plus   bool // began with "+"
	masked bool // held anything else
}

// dial takes a written phone apart; ok is false when it holds a letter or another thing no phone has.
func dial(s string) (dialled, bool) {
	d := dialled{digits: strings.TrimPrefix(s, "+")}
	d.plus = len(d.digits) < len(s)
	if n := digitRun(d.digits, 0); n == len(d.digits) {
		return d, n > 0
	}
	d.masked, d.plus = true, false
	var digits strings.Builder
	for _, r := range s {
		switch {
		case r < 0x80 && isDigit(byte(r)):
			digits.WriteRune(r)
		case r == '+':
			if d.plus || digits.Len() > 0 {
				return d, false
			}
			d.plus = true
		case !isPhoneMask(r):
			return d, false
		}
	}
	d.digits = digits.String()
	return d, d.digits != ""
}

// isPhoneMask: punctuation of a written phone, white space, every dash, and the direction marks that come
// along when a number is copied from a chat.
func isPhoneMask(r rune) bool {
	switch r {
	case '(', ')', '.', '/', '\u2212':
		return true
	}
	return unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || unicode.Is(unicode.Bidi_Control, r)
}
