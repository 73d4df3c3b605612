package workbook

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/xuri/nfp"
)

// numberFormat is what a cell's number format makes of its number, as far as an import wants to know (value.go).
type numberFormat []section

// section is one alternative of a format: "[<=99999999]0000-0000;(00) 00000-0000" has two.
type section struct {
	kind       kind
	operator   string // of its condition, "" when it has none
	operand    float64
	day, clock bool // of a date: which parts it shows
	decimals   int  // of a percentage
	mask       []nfp.Token
}

type kind int

const (
	plain   kind = iota
	dated        // a day, a time of day or both
	elapsed      // hours, a day's and more
	percent      // times a hundred, with a sign
	mask         // a whole number with zeros in front, marks between its digits, or a word before them
)

// general is the format of a number that has none.
var general = numberFormat{{}}

// builtIn are the formats that every program knows by number and no file spells out. 27 to 36 and 50 to 58 are dates in
// East Asia; what is not here is plain.
var builtIn = func() map[int]string {
	codes := map[int]string{
		9: "0%", 10: "0.00%", 14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
		20: "h:mm", 21: "h:mm:ss", 22: "dd/mm/yyyy h:mm", 45: "mm:ss", 47: "mm:ss.0",
	}
	for from, to := range map[int]int{27: 36, 50: 58} {
		for id := from; id <= to; id++ {
			codes[id] = "dd/mm/yyyy"
		}
	}
	return codes
}()

// longestCode is above what any spreadsheet takes for a format; a longer one would be longer still in every cell.
const longestCode = 1000

// parseFormat reads a format code.
func parseFormat(code string) numberFormat {
	if code == "" || len(code) > longestCode {
		return general
	}
	parser := nfp.NumberFormatParser()
	var f numberFormat
	for _, s := range parser.Parse(code) {
		f = append(f, parseSection(s.Items))
	}
	if len(f) == 0 {
		return general
	}
	return f
}

func parseSection(tokens []nfp.Token) section {
	var s section
	places, decimal, ofTime, other := 0, false, false, false
	for _, t := range tokens {
		switch t.TType {
		case nfp.TokenTypeDateTimes:
			s.kind = dated
			s.readDate(t.TValue)
		case nfp.TokenTypeElapsedDateTimes:
			ofTime = true
		case nfp.TokenTypePercent:
			s.kind = percent
		case nfp.TokenTypeZeroPlaceHolder, nfp.TokenTypeHashPlaceHolder:
			if decimal {
				s.decimals += len(t.TValue)
			} else {
				places += len(t.TValue)
				s.mask = append(s.mask, t)
			}
		case nfp.TokenTypeLiteral:
			s.mask = append(s.mask, t)
			other = other || strings.ContainsFunc(t.TValue, isCurrency) || places > 0 && strings.ContainsFunc(t.TValue, unicode.IsLetter) // a unit
		case nfp.TokenTypeDecimalPoint:
			decimal, other = true, true
		case nfp.TokenTypeCondition:
			s.readCondition(t.Parts)
		case nfp.TokenTypeCurrencyLanguage:
			for _, part := range t.Parts {
				other = other || part.Token.TType == nfp.TokenSubTypeCurrencyString && part.Token.TValue != ""
			}
		case nfp.TokenTypeColor, nfp.TokenTypeAlignment, nfp.TokenTypeRepeatsChar:
		default: // General, an exponent, a fraction, thousands, a text
			other = true
		}
	}
	switch {
	case ofTime:
		s.kind = elapsed
	case s.kind == dated:
		s.day = s.day || !s.clock
	case s.kind == plain && places > 0 && !other:
		s.kind = mask
	}
	return s
}

func isCurrency(r rune) bool { return unicode.Is(unicode.Sc, r) }

// readDate looks at one piece of a date: m is a month when neither hours nor seconds are shown.
func (s *section) readDate(piece string) {
	switch strings.ToLower(piece[:1]) {
	case "h", "s":
		s.clock = true
	case "m":
		s.day = s.day || len(piece) > 2
	case "a", "p": // AM/PM
	default:
		s.day = true
	}
}

func (s *section) readCondition(parts []nfp.Part) {
	for _, p := range parts {
		switch p.Token.TType {
		case nfp.TokenTypeOperator:
			s.operator = p.Token.TValue
		case nfp.TokenTypeOperand:
			s.operand, _ = strconv.ParseFloat(p.Token.TValue, 64) // the parser takes nothing else for one
		}
	}
}

func (s *section) holds(n float64) bool {
	switch s.operator {
	case "<":
		return n < s.operand
	case "<=":
		return n <= s.operand
	case ">":
		return n > s.operand
	case ">=":
		return n >= s.operand
	case "=":
		return n == s.operand
	case "<>":
		return n != s.operand
	}
	return false
}

// section is the one that shows n.
func (f numberFormat) section(n float64) *section {
	conditional := false
	for i := range f {
		if f[i].operator != "" {
			conditional = true
			if f[i].holds(n) {
				return &f[i]
			}
		}
	}
	switch {
	case conditional:
		for i := range f {
			if f[i].operator == "" {
				return &f[i]
			}
		}
		return &general[0]
	case n < 0 && len(f) > 1:
		return &f[1]
	case n == 0 && len(f) > 2:
		return &f[2]
	}
	return &f[0]
}

// masked writes the digits of a whole number into the places of a mask, from the right.
func (s *section) masked(digits string) string {
	out := make([]byte, 0, 2*len(digits)+16) // backwards
	placesLeft := 0
	for _, t := range s.mask {
		if t.TType != nfp.TokenTypeLiteral {
			placesLeft += len(t.TValue)
		}
	}
	for i := len(s.mask) - 1; i >= 0; i-- {
		t := s.mask[i]
		for k := len(t.TValue) - 1; k >= 0; k-- {
			if t.TType == nfp.TokenTypeLiteral {
				out = append(out, t.TValue[k])
				continue
			}
			placesLeft--
			switch {
			case digits != "" && placesLeft == 0: // the first place takes all that is left
				for d := len(digits) - 1; d >= 0; d-- {
					out = append(out, digits[d])
				}
				digits = ""
			case digits != "":
				out = append(out, digits[len(digits)-1])
				digits = digits[:len(digits)-1]
			case t.TType == nfp.TokenTypeZeroPlaceHolder:
				out = append(out, '0')
			}
		}
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return string(out)
}
