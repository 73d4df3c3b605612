package crm

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

func TestParseText(t *testing.T) {
	tests := []struct {
		in         string
		max        int
		want, code string
	}{
		{"Ana Souza", 20, "Ana Souza", ""},
		{"  Ana \n", 20, "Ana", ""},
		{"Joa\u0303o", 4, "João", ""},
		{"João", 4, "João", ""},
		{"uma\nduas\ttrês", 20, "uma\nduas\ttrês", ""},
		{"uma\nduas", 20, "uma\nduas", ""},
		{"uma\r\nduas", 20, "uma\nduas", ""},
		{"", 20, "", ""},
		{"   ", 0, "", ""},
		{"abcd", 4, "abcd", ""},
		{"abcde", 4, "", CodeTextTooLong},
		{"ãbcde", 4, "", CodeTextTooLong},
		{"a\rb", 20, "", CodeTextControl},
		{"a\x00b", 20, "", CodeTextControl},
		{"ã\x00b", 20, "", CodeTextControl},
		{"a\x1bb", 20, "", CodeTextControl},
		{"a\x7fb", 20, "", CodeTextControl},
		{"a\xffb", 20, "", CodeTextEncoding},
		{"Jo\xe3o", 20, "", CodeTextEncoding},
	}
	for _, test := range tests {
		got, err := ParseText("notes", test.in, test.max)
		if got != test.want || CodeOf(err) != test.code || (err == nil) != (test.code == "") {
			t.Errorf("ParseText(%q, %d) = %q, %v; want %q, code %q", test.in, test.max, got, err, test.want, test.code)
		}
		var e *Error
		if errors.As(err, &e) && e.Field != "notes" {
			t.Errorf("ParseText(%q): field %q", test.in, e.Field)
		}
	}
}

// The short way through NFC is right about every rune, alone and after a letter.
func TestNFCAgreesWithNorm(t *testing.T) {
	for r := rune(0); r <= 0x10ffff; r++ {
		s := "a" + string(r)
		if got, want := NFC(s), norm.NFC.String(s); got != want {
			t.Fatalf("%U: %q, want %q", r, got, want)
		}
	}
}

func TestNFCCostsNothingWhenNormal(t *testing.T) {
	for _, s := range []string{"Ana", "João da Conceição", "例え 😀 “Ana”", strings.Repeat("ç", 200)} {
		if n := testing.AllocsPerRun(100, func() { NFC(s) }); n != 0 {
			t.Errorf("NFC(%q) allocates %v times", s, n)
		}
	}
	if n := testing.AllocsPerRun(100, func() { _, _ = ParseText("name", "Ana Souza", 100) }); n != 0 {
		t.Errorf("ParseText allocates %v times", n)
	}
}

func BenchmarkParseText(b *testing.B) {
	for name, in := range map[string]string{"ascii": "Maria Aparecida de Souza", "accented": "João Antônio Conceição"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := ParseText("name", in, 200); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
