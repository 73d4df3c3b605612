package crm

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseCPF(t *testing.T) {
	tests := []struct {
		in, want, code string
	}{
		{in: "52998224725", want: "52998224725"},
		{in: "529.982.247-25", want: "52998224725"},
		{in: " 529 982 247 25\t", want: "52998224725"},
		{in: "529982247/25", want: "52998224725"},
		{in: "00000000191", want: "00000000191"},
		{in: "111.444.777-35", want: "11144477735"},
		{in: "52998224726", code: CodeCPFInvalid},
		{in: "52998224715", code: CodeCPFInvalid},
		{in: "529.982.247-2x", code: CodeCPFInvalid},
		{in: "529.982.24--25", code: CodeCPFLength},
		{in: "529.982.247-26", code: CodeCPFInvalid},
		{in: "00000000000", code: CodeCPFInvalid},
		{in: "111.111.111-11", code: CodeCPFInvalid},
		{in: "99999999999", code: CodeCPFInvalid},
		{in: "5299822472a", code: CodeCPFInvalid},
		{in: "529982247٢5", code: CodeCPFInvalid},
		{in: "", code: CodeCPFLength},
		{in: "---", code: CodeCPFLength},
		{in: "5299822472", code: CodeCPFLength},
		{in: "529982247255", code: CodeCPFLength},
		{in: "191", code: CodeCPFLength},
		{in: "5,29982E+10", code: CodeNumberDamaged},
		{in: "5.29982E+10", code: CodeNumberDamaged},
		{in: " 5,29982e10 ", code: CodeNumberDamaged},
		{in: "5E+10", code: CodeNumberDamaged},
		{in: "5,E+10", code: CodeCPFInvalid},
		{in: "5,29E+", code: CodeCPFInvalid},
		{in: "E+10", code: CodeCPFInvalid},
	}
	for _, test := range tests {
		got, err := ParseCPF(test.in)
		if got != test.want || CodeOf(err) != test.code || (err == nil) != (test.code == "") {
			t.Errorf("ParseCPF(%q) = %q, %v; want %q, code %q", test.in, got, err, test.want, test.code)
		}
		var e *Error
		if errors.As(err, &e) && e.Field != "cpf" {
			t.Errorf("ParseCPF(%q): field %q", test.in, e.Field)
		}
	}
}

func TestCPFLengthNamesLostZeros(t *testing.T) {
	const lost = "dropped its leading zeros"
	for in, want := range map[string]bool{"12345678": true, "1234567890": true, "1234567": false, "123456789012": false, "123.456.78": false} {
		_, err := ParseCPF(in)
		if err == nil || strings.Contains(err.Error(), lost) != want {
			t.Errorf("ParseCPF(%q): %v; lost zeros named: want %v", in, err, want)
		}
	}
}

func TestGuessCPF(t *testing.T) {
	tests := []struct {
		in, want string
	}{
		{"52998224725", "52998224725"},
		{"529.982.247-25", "52998224725"},
		{"1234567890", "01234567890"},
		{"191", ""},        // fewer than 8 digits are anything
		{"5299822472", ""}, // padded check digits fail
		{"5,29982E+10", ""},
		{"", ""},
	}
	for _, test := range tests {
		got, ok := GuessCPF(test.in)
		if got != test.want || ok != (test.want != "") {
			t.Errorf("GuessCPF(%q) = %q, %v; want %q", test.in, got, ok, test.want)
		}
	}
}

func TestCPFShown(t *testing.T) {
	for _, test := range []struct{ in, formatted, masked string }{
		{"52998224725", "529.982.247-25", "•••.982.247-••"},
		{"", "", ""},
		{"123", "123", "•••"},
		{"5299822472x", "529.982.247-2x", "•••"},
	} {
		if got := FormatCPF(test.in); got != test.formatted {
			t.Errorf("FormatCPF(%q) = %q, want %q", test.in, got, test.formatted)
		}
		if got := MaskCPF(test.in); got != test.masked {
			t.Errorf("MaskCPF(%q) = %q, want %q", test.in, got, test.masked)
		}
	}
}

func TestCPFKey(t *testing.T) {
	for in, want := range map[string]int64{"52998224725": 52998224725, "00000000191": 191, "": 0, "191": 0, "5299822472x": 0} {
		if got := CPFKey(in); got != want {
			t.Errorf("CPFKey(%q) = %d, want %d", in, got, want)
		}
	}
}

// Of the hundred endings of nine digits exactly one is a CPF, and its mask and key lead back to it.
func TestCPFProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := rapid.StringMatching(`[0-9]{9}`).Draw(t, "base")
		var valid []string
		for ending := range 100 {
			if cpf, err := ParseCPF(fmt.Sprintf("%s%02d", base, ending)); err == nil {
				valid = append(valid, cpf)
			}
		}
		if len(valid) == 0 && base == fmt.Sprintf("%09d", int(base[0]-'0')*111111111) {
			return // all digits equal
		}
		if len(valid) != 1 {
			t.Fatalf("%s: %d endings are valid: %v", base, len(valid), valid)
		}
		if again, err := ParseCPF(FormatCPF(valid[0])); err != nil || again != valid[0] {
			t.Fatalf("%s formatted parses to %q, %v", valid[0], again, err)
		}
		if got := fmt.Sprintf("%011d", CPFKey(valid[0])); got != valid[0] {
			t.Fatalf("key of %s is %s", valid[0], got)
		}
	})
}

func TestDigits(t *testing.T) {
	for in, want := range map[string]string{"": "", "123": "123", "a1b2": "12", "1é2": "12", "(41) 9-": "419", "abc": ""} {
		if got := Digits(in); got != want {
			t.Errorf("Digits(%q) = %q, want %q", in, got, want)
		}
	}
}

func BenchmarkParseCPF(b *testing.B) {
	for name, in := range map[string]string{"digits": "52998224725", "masked": "529.982.247-25"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := ParseCPF(in); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
