package workbook

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// markup reads the XML of a workbook's part, token by token, without keeping any of it. The sheet of 200,000 rows is 300 MB
// of tags around 50 MB of text, and encoding/xml allocates for each: 15,000 rows a second, 30,000 the quickest tokenizer there
// is for Go, ten times that here. It is lax where that loses nothing (names are taken without their prefix, so every
// dialect of the format is one) and strict where something could be lost: a document must end where its root does, every entity
// must be known, and nothing may be declared.
type markup struct {
	src      io.Reader
	buf      []byte
	pos, end int
	atEOF    bool
	depth    int
	begun    bool // the root has been seen

	// Of the current token, void with the next one.
	name  []byte // of a tag, without prefix
	attrs []byte // of an opening tag, as written
	raw   []byte // of a text, as written
	cdata bool   // raw is meant literally
	close bool   // the opening tag is its own end: the next token is the closing one
}

// token is what markup.next has found.
type token int

const (
	opening token = iota
	closing
	chars
)

// largestToken bounds one tag or text. A cell holds 32,767 characters at most, each an entity of ten bytes at worst.
const largestToken = 1 << 20

var errUnended = fmt.Errorf("the document ends too early: %w", io.ErrUnexpectedEOF)

// newMarkup reads src, whatever of the encodings of XML it is in.
func newMarkup(src io.Reader) (*markup, error) {
	m := &markup{src: src, buf: make([]byte, 64<<10)}
	for m.end < 256 && !m.atEOF {
		if err := m.fill(); err != nil {
			return nil, err
		}
	}
	head := m.buf[:m.end]
	var decoder *encoding.Decoder
	switch declared := declaredEncoding(head); {
	case bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")):
		m.pos = 3
	case bytes.HasPrefix(head, []byte("\xFF\xFE")), bytes.HasPrefix(head, []byte("\xFE\xFF")):
		decoder = unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM).NewDecoder()
	case declared == "iso-8859-1", declared == "windows-1252", declared == "latin1":
		decoder = charmap.Windows1252.NewDecoder()
	case declared != "" && declared != "utf-8" && declared != "us-ascii":
		return nil, fmt.Errorf("unknown encoding %q", declared)
	}
	if decoder != nil {
		m.src = decoder.Reader(io.MultiReader(bytes.NewReader(bytes.Clone(head)), src))
		m.end, m.atEOF = 0, false
	}
	return m, nil
}

func declaredEncoding(head []byte) string {
	if !bytes.HasPrefix(head, []byte("<?xml")) {
		return ""
	}
	declaration, _, _ := bytes.Cut(head, []byte("?>"))
	return strings.ToLower(string((&markup{attrs: declaration[len("<?xml"):]}).attr("encoding")))
}

// next finds the next token; io.EOF when the document has ended, and only where it may.
func (m *markup) next() (token, error) {
	if m.close {
		m.close = false
		return closing, m.left()
	}
	for {
		if m.pos == m.end {
			if m.atEOF {
				if m.depth > 0 || !m.begun {
					return 0, errUnended
				}
				return 0, io.EOF
			}
			if err := m.fill(); err != nil {
				return 0, err
			}
			continue
		}
		if m.buf[m.pos] != '<' {
			return chars, m.text()
		}
		if err := m.atLeast(4); err != nil {
			return 0, err
		}
		switch m.buf[m.pos+1] {
		case '/':
			return closing, m.closingTag()
		case '?':
			if _, err := m.through("?>"); err != nil {
				return 0, err
			}
		case '!':
			switch {
			case m.begins("<!--"):
				if _, err := m.through("-->"); err != nil {
					return 0, err
				}
			case m.begins("<![CDATA["):
				n, err := m.through("]]>")
				if err != nil {
					return 0, err
				}
				m.raw, m.cdata = m.buf[m.pos-n+len("<![CDATA["):m.pos-len("]]>")], true
				return chars, nil
			default:
				return 0, errors.New("the document declares something of its own")
			}
		default:
			return opening, m.openingTag()
		}
	}
}

func (m *markup) text() error {
	n, err := m.until('<')
	if err != nil {
		return err
	}
	m.raw, m.cdata = m.buf[m.pos:m.pos+n], false
	m.pos += n
	return nil
}

func (m *markup) openingTag() error {
	n, err := m.tagEnd()
	if err != nil {
		return err
	}
	tag := m.buf[m.pos+1 : m.pos+n-1]
	m.pos += n
	if k := len(tag) - 1; k >= 0 && tag[k] == '/' {
		tag, m.close = tag[:k], true
	}
	if m.depth == 0 && m.begun {
		return errors.New("something follows the root")
	}
	m.begun = true
	m.depth++
	i := 0
	for i < len(tag) && !isBlank(tag[i]) {
		i++
	}
	m.name, m.attrs = local(tag[:i]), tag[i:]
	if len(m.name) == 0 {
		return errors.New("a tag has no name")
	}
	return nil
}

func (m *markup) closingTag() error {
	n, err := m.through(">")
	if err != nil {
		return err
	}
	m.name = local(bytes.TrimRight(m.buf[m.pos-n+2:m.pos-1], " \t\r\n"))
	return m.left()
}

func (m *markup) left() error {
	if m.depth--; m.depth < 0 {
		return errors.New("a tag is closed that was not opened")
	}
	return nil
}

// skip passes over the rest of the element whose opening tag was the last token.
func (m *markup) skip() error {
	for depth := m.depth; ; {
		t, err := m.next()
		switch {
		case err != nil:
			return err
		case t == closing && m.depth < depth:
			return nil
		}
	}
}

// attr is the value of an attribute of the opening tag, by its name without prefix; nil when it has none.
func (m *markup) attr(name string) []byte {
	a := m.attrs
	for {
		eq := bytes.IndexByte(a, '=')
		if eq < 0 {
			return nil
		}
		key := bytes.TrimSpace(a[:eq])
		a = bytes.TrimLeft(a[eq+1:], " \t\r\n")
		if len(a) == 0 || a[0] != '"' && a[0] != '\'' {
			return nil
		}
		end := bytes.IndexByte(a[1:], a[0])
		if end < 0 {
			return nil
		}
		if string(local(key)) == name && !bytes.HasPrefix(key, []byte("xmlns")) {
			return a[1 : 1+end]
		}
		a = a[2+end:]
	}
}

// value is an attribute as text, its entities resolved.
func (m *markup) value(name string) (string, error) {
	b, err := appendText(nil, m.attr(name))
	return string(b), err
}

// appendChars appends the text of a chars token to dst.
func (m *markup) appendChars(dst []byte) ([]byte, error) {
	if m.cdata {
		return append(dst, m.raw...), nil
	}
	return appendText(dst, m.raw)
}

// appendText appends raw to dst with its entities resolved.
func appendText(dst, raw []byte) ([]byte, error) {
	for {
		i := bytes.IndexByte(raw, '&')
		if i < 0 {
			return append(dst, raw...), nil
		}
		dst, raw = append(dst, raw[:i]...), raw[i+1:]
		end := bytes.IndexByte(raw[:min(len(raw), 12)], ';')
		if end < 0 {
			return dst, errors.New("an entity has no end")
		}
		switch entity := string(raw[:end]); entity {
		case "amp":
			dst = append(dst, '&')
		case "lt":
			dst = append(dst, '<')
		case "gt":
			dst = append(dst, '>')
		case "quot":
			dst = append(dst, '"')
		case "apos":
			dst = append(dst, '\'')
		default:
			digits, base := strings.CutPrefix(entity, "#")
			if !base {
				return dst, errors.New("an entity is not known")
			}
			number, radix := digits, 10
			if hex, ok := strings.CutPrefix(digits, "x"); ok {
				number, radix = hex, 16
			}
			r, err := strconv.ParseUint(number, radix, 32)
			if err != nil || r > utf8.MaxRune {
				return dst, errors.New("an entity is no character")
			}
			dst = utf8.AppendRune(dst, rune(r))
		}
		raw = raw[end+1:]
	}
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func local(name []byte) []byte {
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		return name[i+1:]
	}
	return name
}

func (m *markup) begins(with string) bool {
	return m.atLeast(len(with)) == nil && string(m.buf[m.pos:m.pos+len(with)]) == with
}

// through takes everything up to and with mark, and says how much that was. What no token is made of (a comment) is bounded
// all the same.
func (m *markup) through(mark string) (n int, err error) {
	for from := 0; ; {
		if i := bytes.Index(m.buf[m.pos+from:m.end], []byte(mark)); i >= 0 {
			n = from + i + len(mark)
			m.pos += n
			return n, nil
		}
		from = max(0, m.end-m.pos-len(mark)+1)
		if err := m.more(); err != nil {
			return 0, err
		}
	}
}

// tagEnd is the length of the tag that begins at pos: a > in an attribute is not its end.
func (m *markup) tagEnd() (int, error) {
	quote := byte(0)
	for i := 1; ; i++ {
		if m.pos+i == m.end {
			if err := m.more(); err != nil {
				return 0, err
			}
		}
		switch c := m.buf[m.pos+i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i + 1, nil
		case c == '<':
			return 0, errors.New("a tag begins inside a tag")
		}
	}
}

// until is how many bytes precede the next c, or the end of the document.
func (m *markup) until(c byte) (int, error) {
	for from := 0; ; {
		if i := bytes.IndexByte(m.buf[m.pos+from:m.end], c); i >= 0 {
			return from + i, nil
		}
		from = m.end - m.pos
		if m.atEOF {
			return from, nil
		}
		if err := m.more(); err != nil {
			return 0, err
		}
	}
}

func (m *markup) atLeast(n int) error {
	for m.end-m.pos < n {
		if err := m.more(); err != nil {
			return err
		}
	}
	return nil
}

// more reads on in the middle of a token, which must not grow beyond its bound.
func (m *markup) more() error {
	switch {
	case m.atEOF:
		return errUnended
	case m.end-m.pos > largestToken:
		return fmt.Errorf("a tag or text is larger than %d bytes", largestToken)
	}
	return m.fill()
}

func (m *markup) fill() error {
	if m.pos > 0 {
		copy(m.buf, m.buf[m.pos:m.end])
		m.end -= m.pos
		m.pos = 0
	}
	if m.end == len(m.buf) {
		m.buf = append(m.buf, make([]byte, len(m.buf))...)
	}
	for range 100 {
		n, err := m.src.Read(m.buf[m.end:])
		m.end += n
		switch {
		case errors.Is(err, io.EOF):
			m.atEOF = true
			return nil
		case err != nil:
			return err
		case n > 0:
			return nil
		}
	}
	return io.ErrNoProgress
}
