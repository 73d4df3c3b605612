package crm

import (
	"slices"
	"strings"
)

// CodeBlacklistNumber refuses an entry that no call could ever match.
const CodeBlacklistNumber = "blacklist_number_invalid"

// Inbound entries are Brazilian, DDD and number, unless "+" makes them foreign (D5.5).
const (
	nationalShort = brazilShort - len(brazilDDI)
	nationalLong  = brazilLong - len(brazilDDI)
)

// ParseBlacklisted reads an entry of a blacklist as it is stored (D5.5): inbound DDD + number, 10 or 11 digits, or
// "+" and a whole foreign number; outbound DDI + DDD + number. Masks are taken off. Error: blacklist_number_invalid.
func ParseBlacklisted(s string, outbound bool) (string, error) {
	d, ok := dial(strings.TrimSpace(s))
	switch {
	case !ok:
	case outbound && len(d.digits) > nationalLong && len(d.digits) <= phoneMax && d.digits[0] != '0':
		return d.digits, nil
	case outbound && d.plus && len(d.digits) >= 7 && len(d.digits) <= nationalLong && d.digits[0] != '0':
		return d.digits, nil // short foreign numbers: without "+" they would be taken for a number that lacks its DDI
	case !outbound && d.plus && strings.HasPrefix(d.digits, brazilDDI):
		return ParseBlacklisted(d.digits[len(brazilDDI):], false)
	case !outbound && d.plus && len(d.digits) >= 7 && len(d.digits) <= phoneMax && d.digits[0] != '0':
		return "+" + d.digits, nil
	case !outbound && !d.plus && (len(d.digits) == nationalShort || len(d.digits) == nationalLong):
		return d.digits, nil
	}
	if outbound {
		return "", Errorf(CodeBlacklistNumber, "number", "an outbound entry is DDI + DDD + number")
	}
	return "", Errorf(CodeBlacklistNumber, "number", "an inbound entry is DDD + number, 10 or 11 digits, or + and a whole foreign number")
}

// Blacklisted tells whether a stored entry blocks a number as the network shows it or as a list dials it: with or
// without DDI, "+", trunk zero, carrier code, mask and ninth digit (D1.6, D5.5).
func Blacklisted(entry, number string, outbound bool) bool {
	key := BlacklistKey(entry, outbound)
	return key != 0 && slices.Contains(BlacklistKeys(number, outbound), key)
}

// BlacklistKey is what an entry is compared by: it blocks the numbers whose BlacklistKeys hold it. 0 blocks nothing.
func BlacklistKey(entry string, outbound bool) int64 {
	foreign, plus := strings.CutPrefix(entry, "+")
	switch {
	case plus:
		return Phone(foreign).MatchKey()
	case outbound:
		return Phone(entry).MatchKey()
	}
	return Phone(brazilDDI + entry).MatchKey()
}

// BlacklistKeys are the numbers that a dialled or shown one may be. An outbound one of ten or eleven digits without
// "+" may lack its DDI or be foreign: both are asked for, because calling somebody who forbade it is the worse error.
func BlacklistKeys(number string, outbound bool) []int64 {
	d, ok := dial(strings.TrimSpace(number))
	if !ok {
		return nil
	}
	var out []int64
	add := func(p Phone) {
		if k := p.MatchKey(); k != 0 && !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	if d.plus {
		add(Phone(d.digits))
		return out
	}
	if foreign, ok := strings.CutPrefix(d.digits, "00"); ok {
		add(Phone(foreign))
		return out
	}
	if national, ok := nationalDigits(d.digits); ok {
		add(Phone(brazilDDI + national))
		if !outbound || d.digits[0] == '0' {
			return out
		}
	}
	add(Phone(d.digits))
	return out
}

// nationalDigits is DDD and number of what was dialled within Brazil: trunk zero and a carrier code of two digits
// taken off.
func nationalDigits(digits string) (string, bool) {
	rest, trunk := strings.CutPrefix(digits, "0")
	n := len(rest)
	switch {
	case n == nationalShort || n == nationalLong:
		return rest, true
	case trunk && (n == nationalShort+2 || n == nationalLong+2):
		return rest[2:], true
	}
	return "", false
}
