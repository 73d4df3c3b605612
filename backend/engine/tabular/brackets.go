package tabular

import "bytes"

// The custom-field list of D3.6, one grammar for the record reader (where does the cell end?) and for ParseCustomFields
// (what is in it?):
//
//	list  = group { "|" group }
//	group = "[" [ pair { "|" pair } ] "]"
//	pair  = text "," text
//	text  = a quoted text
//
// with blanks allowed between all of them. A text is quoted in one of three ways: bare "x", doubled ""x"" (a spreadsheet
// doubled the quotes and something dropped the outer ones; then the whole list is doubled), or curly “x”. Inside a bare
// text a doubled quote is one quote; a single quote is also one, unless what must follow the text comes after it. So `;`,
// `|`, `]`, `,`, line breaks and backslashes inside a text are data, and so is most of what people type by hand.

// listResult is how reading a list ended.
type listResult int

const (
	listBroken listResult = iota // not this grammar
	listOpen                     // the input ends inside a quoted text: it may go on in the next line
	listWhole
)

// listScanner reads one list. emit may be nil.
type listScanner struct {
	b     []byte
	unit  int  // quotes that make one: 1 bare, 2 doubled
	alone bool // one group only: `|` is the file's delimiter, it cannot also join groups
	text  []byte
	emit  func(name, value []byte)
}

// scan reads the list at the beginning of b; end is the offset after its last bracket.
func (s *listScanner) scan() (end int, res listResult) {
	s.unit = s.quoteUnit()
	i := 0
	for {
		if i, res = s.group(i); res != listWhole || s.alone {
			return i, res
		}
		next := s.skipBlanks(i)
		if next >= len(s.b) || s.b[next] != '|' {
			return i, listWhole
		}
		if next = s.skipBlanks(next + 1); next >= len(s.b) || s.b[next] != '[' {
			return i, listWhole
		}
		i = next
	}
}

// quoteUnit looks at the first text, which is a name and therefore not empty: two quotes before it, or any even number
// that is not a whole text of its own, mean that the list is doubled.
func (s *listScanner) quoteUnit() int {
	i := s.skipBlanks(1)
	run := quoteRun(s.b[min(i, len(s.b)):])
	if run == 0 || run%2 == 1 || s.follows(i+run, ",") {
		return 1
	}
	return 2
}

func (s *listScanner) group(i int) (int, listResult) {
	if i >= len(s.b) || s.b[i] != '[' {
		return i, listBroken
	}
	if i = s.skipBlanks(i + 1); i < len(s.b) && s.b[i] == ']' {
		return i + 1, listWhole
	}
	for {
		var res listResult
		var name, value []byte
		if i, res = s.quoted(s.skipBlanks(i), ","); res != listWhole {
			return i, res
		}
		if s.emit != nil {
			name = bytes.Clone(s.text)
		}
		i = s.skipBlanks(i) + 1 // over the comma quoted has seen
		if i, res = s.quoted(s.skipBlanks(i), "|]"); res != listWhole {
			return i, res
		}
		if s.emit != nil {
			value = bytes.Clone(s.text)
			s.emit(name, value)
		}
		i = s.skipBlanks(i)
		if s.b[i] == ']' {
			return i + 1, listWhole
		}
		i++ // over the bar
	}
}

// quoted reads one text at i, which must be followed by one of stops. The text is left in s.text when emit is set.
func (s *listScanner) quoted(i int, stops string) (int, listResult) {
	s.text = s.text[:0]
	if run := quoteRun(s.b[min(i, len(s.b)):]); run >= s.unit {
		return s.straight(i+s.unit, stops)
	}
	if n := curlyQuote(s.b[min(i, len(s.b)):]); n > 0 {
		return s.curly(i+n, stops)
	}
	return i, listBroken
}

func (s *listScanner) straight(i int, stops string) (int, listResult) {
	for i < len(s.b) {
		k := bytes.IndexByte(s.b[i:], '"')
		if k < 0 {
			break
		}
		s.keep(s.b[i : i+k])
		i += k
		run := quoteRun(s.b[i:])
		quotes, odd := run/s.unit/2, run/s.unit%2 == 1
		closes := odd && run%s.unit == 0 && s.follows(i+run, stops)
		if odd && !closes {
			quotes++
		}
		quotes += run % s.unit
		for range quotes {
			s.keep(s.b[i : i+1])
		}
		i += run
		if closes {
			return i, listWhole
		}
	}
	return len(s.b), listOpen
}

func (s *listScanner) curly(i int, stops string) (int, listResult) {
	for i < len(s.b) {
		k := bytes.IndexByte(s.b[i:], 0xE2)
		if k < 0 {
			break
		}
		s.keep(s.b[i : i+k])
		i += k
		if n := curlyQuote(s.b[i:]); n > 0 && s.follows(i+n, stops) {
			return i + n, listWhole
		}
		s.keep(s.b[i : i+1])
		i++
	}
	return len(s.b), listOpen
}

func (s *listScanner) keep(b []byte) {
	if s.emit != nil {
		s.text = append(s.text, b...)
	}
}

// follows says whether, blanks apart, one of stops stands at i.
func (s *listScanner) follows(i int, stops string) bool {
	i = s.skipBlanks(i)
	if i >= len(s.b) {
		return false
	}
	for k := range len(stops) {
		if s.b[i] == stops[k] {
			return true
		}
	}
	return false
}

func (s *listScanner) skipBlanks(i int) int {
	for i < len(s.b) && (s.b[i] == ' ' || s.b[i] == '\t' || s.b[i] == '\n' || s.b[i] == '\r') {
		i++
	}
	return i
}

func quoteRun(b []byte) int {
	n := 0
	for n < len(b) && b[n] == '"' {
		n++
	}
	return n
}

// curlyQuote is the length of “, ” or „ at the beginning of b, else 0.
func curlyQuote(b []byte) int {
	if len(b) >= 3 && b[0] == 0xE2 && b[1] == 0x80 && (b[2] == 0x9C || b[2] == 0x9D || b[2] == 0x9E) {
		return 3
	}
	return 0
}
