// Package traces finds people in texts of any shape: a line of a file, a cell, the name of a report (D8.4). A file writes
// a name in capitals and in two columns, a CPF with its mask or without its zeros, a phone in three ways.
package traces

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"carteira/backend/crm"
)

// Two forms of every text are searched: its words, folded, with one space around each; and its digits and capitals alone,
// which is what is left of a document or a phone without its mask.

// Finder looks for some people, however many, at one pass over a text.
type Finder struct {
	words, signs index
}

// New makes a Finder of people. named tells whether somebody's name says who they are: one that others bear as well does not.
func New(people []*crm.Contact, named func(*crm.Contact) bool) *Finder {
	f := new(Finder)
	for _, c := range people {
		if name := wordsOf(c.Name()); named(c) && (bytes.Count(name, []byte(" ")) > 2 || len(name) > nameAlone) {
			f.words.add(name)
		}
		f.words.add(wordsOf(c.Fields[crm.FieldEmail]))
		f.words.add(wordsOf(crm.IDText(c.ID)))
		for _, field := range []crm.Field{crm.FieldExternalID, crm.FieldInstagram, crm.FieldFacebook, crm.FieldTwitter, crm.FieldWhatsApp} {
			if text := wordsOf(c.Fields[field]); len(text) > shortest {
				f.words.add(text)
			}
		}
		for _, document := range []string{c.Fields[crm.FieldCPF], c.Fields[crm.FieldCNPJ]} {
			signs := appendSigns(nil, []byte(document))
			if bare := bytes.TrimLeft(signs, "0"); len(bare) > shortest { // a spreadsheet drops zeros in front
				signs = bare
			}
			f.signs.add(signs)
		}
		for _, p := range c.Phones {
			f.addPhone(string(p))
		}
	}
	return f
}

const (
	shortest  = 8  // bytes that say who somebody is: less is found by chance
	nameAlone = 10 // of a name of one word, with its spaces
)

// addPhone searches for a Brazilian number without its country code, and a mobile without its ninth digit too (D1.6).
func (f *Finder) addPhone(p string) {
	national, brazil := strings.CutPrefix(p, "55")
	if !brazil || len(national) < 10 || len(national) > 11 {
		f.signs.add([]byte(p))
		return
	}
	f.signs.add([]byte(national))
	switch {
	case len(national) == 11 && national[2] == '9':
		f.signs.add([]byte(national[:2] + national[3:]))
	case len(national) == 10 && national[2] >= '6':
		f.signs.add([]byte(national[:2] + "9" + national[2:]))
	}
}

// Text tells whether a text says who one of the people is.
func (f *Finder) Text(s string) bool {
	return f.words.in(wordsOf(s)) || f.signs.in(appendSigns(nil, []byte(s)))
}

// block is how much of a file is looked at together, in bytes.
const block = 256 << 10

// Reader is Text for a whole file, in UTF-8.
func (f *Finder) Reader(r io.Reader) (bool, error) {
	raw := make([]byte, 0, 2*block)
	var folded, signs []byte
	words := []byte{' '}
	for {
		n, err := io.ReadFull(r, raw[len(raw):len(raw)+block])
		raw = raw[:len(raw)+n]
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return false, err
		}
		part := raw
		if err == nil {
			part = raw[:wholeWords(raw)]
		}
		folded = crm.AppendFold(folded[:0], string(part))
		words, signs = appendWords(words, folded), appendSigns(signs, part)
		if f.words.in(words) || f.signs.in(signs) {
			return true, nil
		}
		if err != nil {
			return false, nil
		}
		words, signs = tail(words, f.words.longest), tail(signs, f.signs.longest)
		raw = raw[:copy(raw, raw[len(part):])]
	}
}

// wholeWords is where the last word of a part of a text may begin, so that none is cut; all of it when it has no end.
func wholeWords(b []byte) int {
	for i := len(b) - 1; i >= len(b)-block/2 && i >= 0; i-- {
		if c := b[i]; c < utf8.RuneSelf && !isSign(c) && (c < 'a' || c > 'z') {
			return i + 1
		}
	}
	return len(b)
}

// tail keeps what a hit may begin in.
func tail(b []byte, longest int) []byte {
	keep := min(len(b), max(1, longest))
	return b[:copy(b, b[len(b)-keep:])]
}

// wordsOf is the words of a text, " joao silva ", nil when it has none.
func wordsOf(s string) []byte {
	out := appendWords([]byte{' '}, crm.AppendFold(nil, s))
	if len(out) == 1 {
		return nil
	}
	return out
}

// appendWords appends the words of a folded text, each with a space behind it, to words that end with one.
func appendWords(dst, folded []byte) []byte {
	for i := 0; i < len(folded); {
		c, size := folded[i], 1
		letter := c >= 'a' && c <= 'z' || c >= '0' && c <= '9'
		if c >= utf8.RuneSelf {
			var r rune
			r, size = utf8.DecodeRune(folded[i:])
			letter = r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
		}
		if letter {
			dst = append(dst, folded[i:i+size]...)
		} else if dst[len(dst)-1] != ' ' {
			dst = append(dst, ' ')
		}
		i += size
	}
	if dst[len(dst)-1] != ' ' {
		dst = append(dst, ' ')
	}
	return dst
}

func isSign(c byte) bool { return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' }

func appendSigns(dst, text []byte) []byte {
	for _, c := range text {
		if c >= 'a' && c <= 'z' {
			c -= 'a' - 'A'
		}
		if isSign(c) {
			dst = append(dst, c)
		}
	}
	return dst
}

// index finds many values at one pass: by their first eight bytes, which a small table rules out nearly everywhere.
type index struct {
	by      map[uint64][][]byte
	maybe   []bool
	short   [][]byte
	longest int
}

func slot(key uint64) uint64 { return key * 0x9E3779B97F4A7C15 >> 48 }

func (x *index) add(value []byte) {
	if len(value) == 0 {
		return
	}
	x.longest = max(x.longest, len(value))
	if len(value) < 8 {
		x.short = append(x.short, value)
		return
	}
	if x.by == nil {
		x.by, x.maybe = map[uint64][][]byte{}, make([]bool, 1<<16)
	}
	key := binary.LittleEndian.Uint64(value)
	x.by[key], x.maybe[slot(key)] = append(x.by[key], value), true
}

func (x *index) in(text []byte) bool {
	for _, value := range x.short {
		if bytes.Contains(text, value) {
			return true
		}
	}
	if x.by == nil {
		return false
	}
	for i := 0; i+8 <= len(text); i++ {
		key := binary.LittleEndian.Uint64(text[i:])
		if !x.maybe[slot(key)] {
			continue
		}
		for _, value := range x.by[key] {
			if bytes.HasPrefix(text[i:], value) {
				return true
			}
		}
	}
	return false
}
