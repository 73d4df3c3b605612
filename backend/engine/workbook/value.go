package workbook

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/xuri/excelize/v2"
)

// lastSerial is 31/12/9999 as a spreadsheet counts days.
const lastSerial = 2958465

// text is what a cell says. stored is what the file holds, shown what its number format makes of it:
//
//   - A text is itself.
//   - A date is dd/mm/yyyy, whatever order its format has: a month before the day must not be taken for a day.
//   - A number whose format only adds zeros in front or the marks of a mask (CPF, zip code, phone) is as shown.
//   - Any other number is all of its digits: a wide number that is shown as 5,5E+12 holds the whole phone.
//   - A percentage is as shown.
func (b *Book) text(stored, shown string) string {
	n, err := strconv.ParseFloat(stored, 64)
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
		return shown
	}
	switch shown {
	case "TRUE":
		return "true"
	case "FALSE":
		return "false"
	}
	plain := number(n, stored)
	switch {
	case shown == stored:
		return plain
	case masked(shown, plain), strings.HasSuffix(shown, "%"):
		return shown
	case dated(shown) && n >= 0 && n <= lastSerial:
		return b.date(n, shown)
	}
	return plain
}

// number writes a number without an exponent, and without the noise behind the fifteenth digit, which no spreadsheet
// shows. Anything else is kept as it is: it may be a text that looks like a number, with its zeros, and spreadsheets store
// numbers without any; an exponent they store with its sign.
func number(n float64, stored string) string {
	digits := strings.TrimLeft(strings.NewReplacer(".", "", "-", "").Replace(stored), "0")
	noisy := strings.Contains(stored, ".") && len(digits) > 15
	if !noisy && !strings.Contains(stored, "E+") && !strings.Contains(stored, "E-") {
		return stored
	}
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(n, 'g', 15, 64), 64)
	if err != nil {
		return stored
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

// masked tells whether shown is the whole number with zeros or marks added. Thousands separators are no mask.
func masked(shown, plain string) bool {
	var digits strings.Builder
	marks := false
	for _, r := range shown {
		switch {
		case r >= '0' && r <= '9':
			digits.WriteRune(r)
		case r != '.' && r != ',':
			marks = true
		}
	}
	d := digits.String()
	if strings.TrimLeft(d, "0") != strings.TrimLeft(plain, "0") {
		return false
	}
	return d != plain || marks && !strings.ContainsFunc(shown, unicode.IsLetter) && !strings.ContainsFunc(shown, isCurrency)
}

func isCurrency(r rune) bool { return unicode.Is(unicode.Sc, r) }

// dated tells whether shown looks like a date or a time: parts between separators, or a month by name.
func dated(shown string) bool {
	separators, letters := 0, 0
	for _, r := range shown {
		switch {
		case r == '/' || r == '-' || r == ':' || r == '.':
			separators++
		case unicode.IsLetter(r):
			letters++
		case unicode.Is(unicode.Sc, r):
			return false
		}
	}
	return separators >= 2 || strings.Contains(shown, ":") || letters >= 3
}

func (b *Book) date(n float64, shown string) string {
	at, err := excelize.ExcelDateToTime(n, b.date1904)
	if err != nil {
		return shown
	}
	at = at.Round(time.Second)
	const day, clock = "02/01/2006", "15:04:05"
	switch {
	case n == math.Trunc(n):
		return at.Format(day)
	case n < 1:
		return at.Format(clock)
	}
	return at.Format(day + " " + clock)
}
