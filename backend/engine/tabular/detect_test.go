package tabular

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"
)

func utf16Bytes(s string, order binary.AppendByteOrder) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = order.AppendUint16(b, u)
	}
	return b
}

func cp1252Bytes(s string) []byte {
	b, err := charmap.Windows1252.NewEncoder().Bytes([]byte(s))
	if err != nil {
		panic(err)
	}
	return b
}

const accented = "contact_name;contact_city\r\nJoão Conceição;Florianópolis\r\nÂngela;São José\r\n"

func encodings() map[string]struct {
	file []byte
	name string
} {
	type e = struct {
		file []byte
		name string
	}
	return map[string]e{
		"utf-8":          {[]byte(accented), UTF8},
		"utf-8 bom":      {[]byte("\xEF\xBB\xBF" + accented), UTF8BOM},
		"windows-1252":   {cp1252Bytes(accented), Windows1252},
		"utf-16le bom":   {append([]byte{0xFF, 0xFE}, utf16Bytes(accented, binary.LittleEndian)...), UTF16LE},
		"utf-16be bom":   {append([]byte{0xFE, 0xFF}, utf16Bytes(accented, binary.BigEndian)...), UTF16BE},
		"utf-16le plain": {utf16Bytes(accented, binary.LittleEndian), UTF16LE},
		"utf-16be plain": {utf16Bytes(accented, binary.BigEndian), UTF16BE},
	}
}

// D3.4: each encoding is found by its head and by its whole, and gives the same records.
func TestEncodings(t *testing.T) {
	want := []string{"2|João Conceição|Florianópolis", "3|Ângela|São José"}
	for name, e := range encodings() {
		if got := Sniff(e.file); got.Encoding != e.name || got.Delimiter != ';' {
			t.Errorf("%s is sniffed as %+v", name, got)
		}
		if got, err := DetectEncoding(iotest.OneByteReader(bytes.NewReader(e.file))); got != e.name || err != nil {
			t.Errorf("%s is detected as %s, %v", name, got, err)
		}
		for kind, opts := range map[string]CSVOptions{"detected": {}, "named": {Encoding: e.name}} {
			if header, got := read(t, string(e.file), opts); !slices.Equal(got, want) || header[0] != "contact_name" {
				t.Errorf("%s %s: %q %q", name, kind, header, got)
			}
		}
		rows, err := OpenCSV(iotest.HalfReader(io.MultiReader(bytes.NewReader(e.file))), CSVOptions{})
		if err != nil || rows.Format().Encoding != e.name {
			t.Errorf("%s without seeking: %v", name, err)
		}
	}
}

// A Latin-1 letter on the last line of a large file decides, wherever the buffers of the detection end.
func TestLateLatin1(t *testing.T) {
	for _, pad := range []int{0, 1, 2, 3, 4} {
		line := strings.Repeat("x", pad) + "ação;1\n"
		text := "a;b\n" + strings.Repeat(line, 600<<10/len(line))
		if got, err := DetectEncoding(strings.NewReader(text)); got != UTF8 || err != nil {
			t.Errorf("padded %d: %s %v", pad, got, err)
		}
		late := text + "Jo\xE3o;2\n"
		if got, err := DetectEncoding(strings.NewReader(late)); got != Windows1252 || err != nil {
			t.Errorf("padded %d: late letter: %s %v", pad, got, err)
		}
		// Told to be UTF-8, it costs its line only.
		_, got := read(t, late, CSVOptions{Encoding: UTF8})
		if last := got[len(got)-1]; !strings.HasSuffix(last, CodeBadText) || strings.HasSuffix(got[len(got)-2], CodeBadText) {
			t.Errorf("padded %d: last records %q", pad, got[len(got)-2:])
		}
	}
	if got, _ := DetectEncoding(strings.NewReader("a;b\nfim \xC3")); got != Windows1252 {
		t.Errorf("half a letter at the end is %s", got)
	}
	if _, err := DetectEncoding(iotest.ErrReader(errors.New("gone"))); err == nil {
		t.Error("an error of the source is swallowed")
	}
}

// Bytes that do not exist in the encoding are reported, not replaced.
func TestUndecodable(t *testing.T) {
	for _, c := range []byte{0x81, 0x8D, 0x8F, 0x90, 0x9D} {
		_, got := read(t, "a;b\n\xC3\xE3"+string([]byte{c})+";1\n\xE3;2\n", CSVOptions{Encoding: Windows1252})
		if want := []string{"2 " + CodeBadText, "3|ã|2"}; !slices.Equal(got, want) {
			t.Errorf("%x: %q", c, got)
		}
	}
	units := func(u ...uint16) string {
		var b []byte
		for _, x := range u {
			b = binary.LittleEndian.AppendUint16(b, x)
		}
		return string(b)
	}
	text := func(s string) string { return string(utf16Bytes(s, binary.LittleEndian)) }
	for name, bad := range map[string]string{
		"high alone": units(0xD83D) + text("x"), "low alone": units(0xDE00), "swapped": units(0xDE00, 0xD83D), "two highs": units(0xD83D, 0xD83D),
	} {
		_, got := read(t, text("a;b\n1")+bad+text(";2\n😀;4\n"), CSVOptions{Encoding: UTF16LE})
		if want := []string{"2 " + CodeBadText, "3|😀|4"}; !slices.Equal(got, want) {
			t.Errorf("%s: %q", name, got)
		}
	}
	_, got := read(t, text("a;b\n1;2\n3;4")+"x", CSVOptions{Encoding: UTF16LE})
	if want := []string{"2|1|2", "3 " + CodeBadText}; !slices.Equal(got, want) {
		t.Errorf("half a unit at the end: %q", got)
	}
}

func TestDelimiterDetection(t *testing.T) {
	for file, want := range map[string]rune{
		"a;b\n1;2\n":                       ';',
		"a,b\n1,2\n":                       ',',
		"a\tb\n1\t2\n":                     '\t',
		"a|b\n1|2\n":                       '|',
		"a;b\n\"1,2,3\";4\n\"1,2\";4\n":    ';',
		"a,b\n\"x;y\",2\n\"x;y\",2\n":      ',',
		"name,notes\nAna,a;b;c\nBia,d;e\n": ',',
		"name;value\nAna;1,50\nBia;2,70\n": ';',
		"\"a;1\",b,c\n1,2,3\n":             ',',
		"contact_name\nSilva, Ana\n":       0,
		"name;labels\nAna;a|b|c\n":         ';',
		"sep=|\na;b|c\n":                   '|',
		"SEP=,\r\na,b\r\n":                 ',',
		"a;b;c\n":                          ';',
		"a;b;c\n1;" + example + ";3\n":     ';',
		"a,b,c\n1," + example + ",3\n":     ',',
	} {
		if got := Sniff([]byte(file)).Delimiter; got != want {
			t.Errorf("%q is separated by %q, want %q", file, got, want)
		}
	}
	if f := Sniff([]byte("sep=;\na;b\n")); !f.SepLine {
		t.Error("the sep= line is not seen")
	}
	if f := Sniff([]byte("sep=x\na;b\n")); f.SepLine {
		t.Error("sep=x names no delimiter")
	}
}

func TestScanTextAgreesWithUTF8(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := []byte(rapid.StringOf(rapid.SampledFrom([]rune("abcdefgh;ãéñ€😀\u0301"))).Draw(t, "text"))
		for range rapid.IntRange(0, 2).Draw(t, "damages") {
			if len(b) > 0 {
				b[rapid.IntRange(0, len(b)-1).Draw(t, "at")] = rapid.Byte().Draw(t, "byte")
			}
		}
		if valid, _ := scanText(b); valid != utf8.Valid(b) {
			t.Fatalf("%q", b)
		}
		if _, may := scanText(b); utf8.Valid(b) && bytes.ContainsRune(b, '\u0301') && !may {
			t.Fatalf("%q holds a combining accent", b)
		}
	})
}

// A text that is no UTF-8 is Windows-1252, unless its words are none in it.
func TestSingleByteEncodings(t *testing.T) {
	for text, want := range map[string]string{
		"Jos\xE9 da Concei\xE7\xE3o": Windows1252, "JO\xC3O": Windows1252, "\xC1gata": Windows1252, "D\x92\xC1vila": Windows1252,
		"Copo d\x92agua": Windows1252, "S\xE3o Jo\xE3o d\x92Oeste": Windows1252, "\x80 5 \x96 ok": Windows1252, "\x93ol\xE1\x94": Windows1252,
		"\xA7 2\xBA, 1\xAA": Windows1252, "\xFF\xFE\x81": Windows1252,
		"Jos\x8E da Concei\x8D\x8Bo": Macintosh, "S\x8Bo": Macintosh, "\x83rica": Macintosh,
		"Jos\x82 da Concei\x87\xC6o": CP850, "S\xC6o": CP850, "JO\xC7O CAF\x90": CP850, "\x90RICA": CP850,
	} {
		if got, err := DetectEncoding(strings.NewReader("nome\n" + text + "\n")); got != want || err != nil {
			t.Errorf("%q is %s, %v, want %s", text, got, err, want)
		}
		if got := Sniff([]byte("nome\n" + text + "\n")).Encoding; got != want {
			t.Errorf("%q is sniffed as %s, want %s", text, got, want)
		}
	}
}
