package crm

// The library costs 12 µs a number, more than saving it. Brazilian numbers, nearly all there are, are decided
// by a table instead: length, DDD and the first digit of the subscriber number settle almost every one.
// phone_br_table.go is derived from the library's metadata by phone_br_test.go, which fails when they differ;
// rewrite it with: go test -tags sqlite_fts5 -run BrazilTable ./backend/crm -update-phone-table

const (
	brazilDDI   = "55"
	brazilShort = len("554133334444")  // DDI, DDD and 8 digits
	brazilLong  = len("5541998765432") // DDI, DDD and 9 digits
)

// brazilVerdict is what the table says of a number.
type brazilVerdict uint8

const (
	brazilInvalid brazilVerdict = iota
	brazilValid                 // valid for the library
	brazilLegacy                // a mobile of 8 digits starting 6 to 9 in a DDD that has mobiles: storable (D1.6)
	brazilAsk                   // not for the table: the library decides
)

// brazilCheck judges E.164 digits.
func brazilCheck(digits string) brazilVerdict {
	if n := len(digits); n != brazilShort && n != brazilLong || digits[:2] != brazilDDI {
		return brazilAsk
	}
	return brazilNational(digits[2:])
}

// brazilNational judges a DDD and number.
func brazilNational(digits string) brazilVerdict {
	n := len(digits) - (brazilShort - len(brazilDDI))
	if n != 0 && n != 1 || digitRun(digits, 0) != len(digits) {
		return brazilAsk
	}
	ddd := int(digits[0]-'0')*10 + int(digits[1]-'0')
	return brazilVerdict(brazilTable[n][ddd] >> (2 * (digits[2] - '0')) & 3)
}
