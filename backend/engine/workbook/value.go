package workbook

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// lastSerial is 31/12/9999 as a spreadsheet counts days.
const lastSerial = 2958465

// text is what a number says under its format:
//
//   - A date is dd/mm/yyyy, whatever order its format has: a month before the day must not be taken for a day. Of a day with a
//     time of day it is what the format shows.
//   - A number whose format only adds zeros in front, the marks of a mask (CPF, zip code, phone) or a word before it is as shown.
//   - A percentage is as shown.
//   - Any other number is all of its digits: a wide number that is shown as 5,5E+12 holds the whole phone.
func (f numberFormat) text(stored string, date1904 bool) string {
	n, err := strconv.ParseFloat(stored, 64)
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
		return stored
	}
	digits := number(n, stored)
	switch s := f.section(n); s.kind {
	case dated:
		if n >= 0 && n <= lastSerial {
			return s.date(n, date1904)
		}
	case elapsed:
		if n >= 0 && n <= lastSerial {
			seconds := int64(math.Round(n * 24 * 60 * 60))
			return fmt.Sprintf("%d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
		}
	case percent:
		shift := math.Pow10(min(s.decimals, 15))
		return strconv.FormatFloat(math.Round(n*100*shift)/shift, 'f', s.decimals, 64) + "%" // a half goes up, as in a spreadsheet
	case mask:
		if strings.Trim(digits, "0123456789") == "" {
			return s.masked(digits)
		}
	}
	return digits
}

// number writes a number without an exponent, and without the noise behind the fifteenth digit, which no spreadsheet
// shows.
func number(n float64, stored string) string {
	significant := strings.TrimLeft(stored, "-0.")
	noisy := strings.Contains(stored, ".") && len(significant)-strings.Count(significant, ".") > 15
	if !noisy && !strings.ContainsAny(stored, "eE+ ") {
		return stored
	}
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(n, 'g', 15, 64), 64)
	if err != nil {
		return stored
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

const (
	dayText   = "02/01/2006"
	clockText = "15:04:05"
)

// date writes the parts of a date that its format shows. A day's fraction that a format with a clock does not show is none.
func (s *section) date(n float64, date1904 bool) string {
	// 1900 was no leap year, but the first spreadsheets had its 29 February as day 60.
	begin := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case date1904:
		begin = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case n < 60:
		begin = begin.AddDate(0, 0, 1)
	}
	days, part := math.Modf(n)
	at := begin.AddDate(0, 0, int(days)).Add(time.Duration(math.Round(part*24*60*60)) * time.Second)
	return s.when(at, part != 0, n >= 1)
}

func (s *section) when(at time.Time, hasClock, hasDay bool) string {
	switch {
	case !s.clock, s.day && !hasClock:
		return at.Format(dayText)
	case !s.day, !hasDay:
		return at.Format(clockText)
	}
	return at.Format(dayText + " " + clockText)
}

// isoDate is what a cell says whose date is stored as text, which the strict dialect allows.
func isoDate(stored string) string {
	for _, layout := range []struct{ stored, shown string }{
		{"2006-01-02", dayText}, {"2006-01-02T15:04:05", dayText + " " + clockText}, {time.RFC3339, dayText + " " + clockText}, {"15:04:05", clockText},
	} {
		at, err := time.Parse(layout.stored, strings.TrimSuffix(stored, "Z"))
		if err != nil {
			continue
		}
		if h, m, sec := at.Clock(); h+m+sec == 0 && strings.HasPrefix(layout.shown, dayText) {
			return at.Format(dayText)
		}
		return at.Format(layout.shown)
	}
	return stored
}

// unescape resolves the _xHHHH_ by which a workbook writes what XML cannot, in text from an offset on. A _ that is meant is
// written _x005F_ before such a thing.
func unescape(text []byte, from int) []byte {
	if !bytes.Contains(text[from:], []byte("_x")) {
		return text
	}
	out := text[:from]
	for i := from; i < len(text); i++ {
		if code, ok := escape(text[i:]); ok {
			out = append(out, string(rune(code))...)
			i += len("_xHHHH_") - 1
			continue
		}
		out = append(out, text[i])
	}
	return out
}

// escape is the character that text begins with when it is written as _xHHHH_.
func escape(text []byte) (code uint64, ok bool) {
	if len(text) < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_' {
		return 0, false
	}
	code, err := strconv.ParseUint(string(text[2:6]), 16, 16)
	return code, err == nil && (code < 0xD800 || code > 0xDFFF)
}
