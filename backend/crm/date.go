package crm

import "strings"

const CodeDateInvalid = "date_invalid"

// Years outside these bounds are typing errors in a birth date, whatever the day it is read.
const (
	oldestYear = 1880
	latestYear = 2100
)

// ParseDate is a birth date as "YYYY-MM-DD" (D1.1). It reads yyyy-mm-dd and the Brazilian order with /, - or
// . between: dd/mm/yyyy; day and month may be one digit. The year has four digits. Error: date_invalid.
// Whether the date is still to come is another question, which needs a clock: see DateInFuture.
func ParseDate(s string) (string, error) {
	s = strings.TrimSpace(s)
	if len(s) == 10 && s[4] == '-' && s[7] == '-' {
		y, m, d := dateNumber(s[:4]), dateNumber(s[5:7]), dateNumber(s[8:])
		if !dateExists(y, m, d) {
			return "", dateInvalid()
		}
		return s, nil
	}
	i := digitRun(s, 0)
	if i == 0 || i > 2 || i == len(s) || s[i] != '/' && s[i] != '-' && s[i] != '.' {
		return "", dateInvalid()
	}
	j := digitRun(s, i+1)
	if n := j - i - 1; n == 0 || n > 2 || j == len(s) || s[j] != s[i] || len(s)-j-1 != 4 {
		return "", dateInvalid()
	}
	y, m, d := dateNumber(s[j+1:]), dateNumber(s[i+1:j]), dateNumber(s[:i])
	if !dateExists(y, m, d) {
		return "", dateInvalid()
	}
	iso := [10]byte{s[j+1], s[j+2], s[j+3], s[j+4], '-', byte('0' + m/10), byte('0' + m%10), '-', byte('0' + d/10), byte('0' + d%10)}
	return string(iso[:]), nil
}

func dateInvalid() *Error {
	return Errorf(CodeDateInvalid, "birth_date", "the date must be a real day written dd/mm/yyyy or yyyy-mm-dd, from %d on", oldestYear)
}

// DateInFuture compares two "YYYY-MM-DD" dates: a birth date after today is refused where today is known.
func DateInFuture(date, today string) bool { return date > today }

// dateNumber is the value of s, or -1, which no part of a date has, when it is not all digits.
func dateNumber(s string) int {
	n, ok := digitsToInt(s)
	if !ok {
		return -1
	}
	return int(n)
}

func dateExists(year, month, day int) bool {
	if year < oldestYear || year > latestYear || month < 1 || month > 12 || day < 1 {
		return false
	}
	return day <= daysIn(year, month)
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}
