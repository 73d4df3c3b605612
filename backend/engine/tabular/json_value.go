package tabular

import (
	"bytes"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// appendElement appends an element of a list; of an object its member "text" when asked for.
func appendElement(dst []byte, raw jsontext.Value, textOnly bool) ([]byte, error) {
	if !textOnly || raw.Kind() != '{' {
		return appendValue(dst, raw)
	}
	d := jsontext.NewDecoder(bytes.NewReader(raw), lenient...)
	r := recordReader{d: d}
	pairs, err := r.pairs()
	if err != nil {
		return dst, err
	}
	for _, p := range pairs {
		if p.Name == "text" {
			return append(dst, p.Value...), nil
		}
	}
	return appendValue(dst, raw)
}

// appendValue appends what a value says: a text, a number with all its digits, nothing for null, and JSON as it stands for what
// has no other text.
func appendValue(dst []byte, raw jsontext.Value) ([]byte, error) {
	switch raw.Kind() {
	case '"':
		dst, err := jsontext.AppendUnquote(dst, raw)
		if err != nil { // half a letter, nothing else can be wrong with what has been read: the record is rejected as csv_bad_text
			dst = append(dst, undecodable)
		}
		return dst, nil
	case '0':
		return appendNumber(dst, raw), nil
	case 'n':
		return dst, nil
	case '{', '[':
		compact := raw.Clone()
		if err := compact.Compact(lenient...); err != nil {
			return dst, err
		}
		return append(dst, compact...), nil
	}
	return append(dst, raw...), nil
}

// appendNumber writes a number without exponent: in JSON 1e12 is the number itself, not what a spreadsheet has left of one.
func appendNumber(dst, raw []byte) []byte {
	mantissa, exponent, has := bytes.Cut(bytes.ToLower(raw), []byte("e"))
	shift, err := strconv.Atoi(string(exponent))
	if !has || err != nil || shift > 100 || shift < -100 { // no number that means something to people
		return append(dst, raw...)
	}
	mantissa, negative := bytes.CutPrefix(mantissa, []byte("-"))
	whole, fraction, _ := bytes.Cut(mantissa, []byte("."))
	digits := slices.Concat(whole, fraction)
	point := len(whole) + shift
	for ; point <= 0; point++ {
		digits = append([]byte("0"), digits...)
	}
	for len(digits) < point {
		digits = append(digits, '0')
	}
	whole, fraction = bytes.TrimLeft(digits[:point], "0"), bytes.TrimRight(digits[point:], "0")
	if negative {
		dst = append(dst, '-')
	}
	if len(whole) == 0 {
		whole = []byte("0")
	}
	dst = append(dst, whole...)
	if len(fraction) > 0 {
		dst = append(append(dst, '.'), fraction...)
	}
	return dst
}

// appendLF appends text with every line break as LF. Both may be one array.
func appendLF(dst, text []byte) []byte {
	for i, c := range text {
		if c == '\r' {
			if i+1 < len(text) && text[i+1] == '\n' {
				continue
			}
			c = '\n'
		}
		dst = append(dst, c)
	}
	return dst
}
