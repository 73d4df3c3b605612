package mend

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"carteira/backend/crm"
)

func birthDate(text, today string) (string, bool) { return date(text, today, 0) }

// anyDate lets a year of two digits lie up to twenty years ahead: a contract ends in 32, nobody is born in it.
func anyDate(text, today string) (string, bool) { return date(text, today, 20) }

// date reads a date written in another way than crm.ParseDate takes, the day before the month.
func date(text, today string, ahead int) (string, bool) {
	text = withoutTime(strings.TrimSpace(text))
	if iso, err := crm.ParseDate(text); err == nil {
		return iso, true
	}
	if allDigits(text) {
		return digitsDate(text)
	}
	p, names := dateParts(text)
	if len(p) == 2 && len(names) == 1 { // 31 de maio de 1990, May 31, 1990
		return valid(fullYear(p[1], today, ahead), names[0], p[0])
	}
	if len(p) != 3 || len(names) > 0 {
		return "", false
	}
	if len(p[0]) == 4 {
		return valid(p[0], p[1], p[2])
	}
	return valid(fullYear(p[2], today, ahead), p[1], p[0])
}

// monthFirst reads 05/31/1990. A month above 12 gives a date that does not exist: the column is read one way throughout, and
// what does not fit into it is refused rather than read the other way.
func monthFirst(text, today string) (string, bool) {
	text = withoutTime(strings.TrimSpace(text))
	p, names := dateParts(text)
	if len(p) != 3 || len(names) > 0 || len(p[0]) > 2 || len(p[1]) > 2 || len(p[2]) != 4 && len(p[2]) != 2 {
		return "", false
	}
	return fmt.Sprintf("%s-%02s-%02s", fullYear(p[2], today, 0), p[0], p[1]), true
}

func valid(year, month, day string) (string, bool) {
	iso, err := crm.ParseDate(fmt.Sprintf("%s-%02s-%02s", year, month, day))
	return iso, err == nil
}

// digitsDate reads 19900531, 31051990, and the number of days that a spreadsheet keeps a date as. The first two never mean
// two things: the century of a year is no month.
func digitsDate(s string) (string, bool) {
	switch len(s) {
	case 8:
		if iso, ok := valid(s[:4], s[4:6], s[6:]); ok {
			return iso, true
		}
		return valid(s[4:], s[2:4], s[:2])
	case 5:
		n, err := strconv.Atoi(s)
		if err != nil || n < 10_000 || n > 60_000 { // 1927 to 2064
			return "", false
		}
		return time.Date(1899, 12, 30+n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), true
	}
	return "", false
}

// fullYear completes a year of two digits: the latest that is not more than ahead years after today.
func fullYear(y, today string, ahead int) string {
	if len(y) != 2 || len(today) < 4 {
		return y
	}
	now, err1 := strconv.Atoi(today[:4])
	short, err2 := strconv.Atoi(y)
	if err1 != nil || err2 != nil {
		return y
	}
	full := (now+ahead)/100*100 + short
	if full > now+ahead {
		full -= 100
	}
	return strconv.Itoa(full)
}

// withoutTime drops the time of day that a program has written behind a date.
func withoutTime(s string) string {
	i := strings.IndexAny(s, " T")
	if i < 8 || !strings.ContainsRune(s[i:], ':') {
		return s
	}
	for _, r := range s[i+1:] {
		if !unicode.IsDigit(r) && !strings.ContainsRune(":.+-ZAPMapm ", r) {
			return s
		}
	}
	return s[:i]
}

// dateParts are the numbers of a written date, and its months by name as numbers. A word that is neither a month nor one of
// those around it makes it no date: there are no parts then.
func dateParts(s string) (numbers, months []string) {
	for word := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if allDigits(word) {
			numbers = append(numbers, word)
			continue
		}
		folded := crm.Fold(word)
		if folded == "de" || folded == "of" {
			continue
		}
		month := 0
		for m, names := range monthNames {
			if len(folded) >= 3 && (strings.HasPrefix(names[0], folded) || strings.HasPrefix(names[1], folded)) {
				month = m + 1
			}
		}
		if month == 0 {
			return nil, nil
		}
		months = append(months, strconv.Itoa(month))
	}
	return numbers, months
}

var monthNames = [12][2]string{
	{"janeiro", "january"}, {"fevereiro", "february"}, {"marco", "march"}, {"abril", "april"}, {"maio", "may"}, {"junho", "june"},
	{"julho", "july"}, {"agosto", "august"}, {"setembro", "september"}, {"outubro", "october"}, {"novembro", "november"},
	{"dezembro", "december"},
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
