package crm

import (
	"log/slog"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// Phone is an E.164 number as digits only, country code (DDI) first, without "+": 5541998765432 (D1.5).
type Phone string

const (
	CodePhoneInvalid = "phone_invalid" // no number of any country
	CodePhoneMasked  = "phone_masked"  // a number, but not written as bare DDI+DDD+number (D3.7)
	CodePhoneNoDDI   = "phone_no_ddi"  // a Brazilian number without its country code (D3.7)
)

const phoneMax = 15 // digits, the most E.164 allows

// ParsePhone reads what a person typed into a form, country code included, masks accepted. Valid is what
// libphonenumber's metadata says is valid, always parsed as "+digits" (D1.5): a default region would misread
// foreign country codes. Brazilian mobiles of eight digits, the form before the ninth digit, are valid too:
// D1.6 matches them, so they must be storable. Errors: phone_invalid, number_damaged.
func ParsePhone(s string) (Phone, error) {
	s = strings.TrimSpace(s)
	written, ok := dial(s)
	if ok {
		if phone, ok := storable(written.digits); ok {
			return phone, nil
		}
	}
	return "", phoneRefused(s)
}

func phoneRefused(s string) *Error {
	if damagedNumber(s) {
		return damagedError("phones")
	}
	return Errorf(CodePhoneInvalid, "phones", "the phone number does not exist: it must be DDI + DDD + number")
}

// storable is the phone a string of digits is, when libphonenumber takes it for valid or it is a legacy
// Brazilian mobile. The library drops a trunk zero and a carrier code, so the answer may have fewer digits.
func storable(digits string) (Phone, bool) {
	switch brazilCheck(digits) {
	case brazilValid, brazilLegacy:
		return Phone(digits), true
	case brazilInvalid:
		return "", false
	}
	if len(digits) > phoneMax+len("0")+len("15") {
		return "", false
	}
	number, err := phonenumbers.Parse("+"+digits, "")
	if err != nil {
		return "", false
	}
	canonical := strings.TrimPrefix(phonenumbers.Format(number, phonenumbers.E164), "+")
	if len(canonical) > phoneMax {
		return "", false
	}
	if phonenumbers.IsValidNumber(number) || brazilCheck(canonical) == brazilLegacy {
		return Phone(canonical), true
	}
	return "", false
}

// MatchKey is the number that stands for p in every comparison between people, and only there (D1.6):
// a Brazilian mobile without its ninth digit counts as the one with it; any other number is its own digits.
// 0 is no phone. It knows digits, not metadata: keys kept in a database never move with a metadata update.
func (p Phone) MatchKey() int64 {
	n, ok := digitsToInt(string(p))
	if !ok {
		return 0
	}
	if len(p) == brazilShort && p[:2] == brazilDDI && p[2] != '0' && p[3] != '0' && p[4] >= '6' {
		const subscriber = 100_000_000
		return n/subscriber*(10*subscriber) + 9*subscriber + n%subscriber
	}
	return n
}

// FormatPhone is how a phone is shown: (41) 99876-5432 for Brazil, +351 912 345 678 for elsewhere. What no
// longer parses is shown as its digits after "+".
func FormatPhone(p Phone) string {
	if p == "" {
		return ""
	}
	if n := len(p); (n == brazilShort || n == brazilLong) && p[:2] == brazilDDI && p[2] != '0' && p[3] != '0' {
		return string("(" + p[2:4] + ") " + p[4:n-4] + "-" + p[n-4:])
	}
	number, err := phonenumbers.Parse("+"+string(p), "")
	if err != nil {
		return "+" + string(p)
	}
	if number.GetCountryCode() == 55 && phonenumbers.IsValidNumber(number) {
		return phonenumbers.Format(number, phonenumbers.NATIONAL) // 0800 and the like
	}
	return phonenumbers.Format(number, phonenumbers.INTERNATIONAL)
}

// PhoneError refuses a phone that is nearly right. Error names the number it probably is, as D3.7 asks for
// the person's own report; the Error it wraps and its log value do not, so that no log ever holds it.
type PhoneError struct {
	Err   *Error
	Guess Phone // "" when there is nothing to propose
}

func (e *PhoneError) Error() string {
	if e.Guess == "" {
		return e.Err.Message
	}
	return e.Err.Message + "; it is probably " + string(e.Guess)
}

func (e *PhoneError) Unwrap() error { return e.Err }

func (e *PhoneError) LogValue() slog.Value { return slog.StringValue(e.Err.Message) }
