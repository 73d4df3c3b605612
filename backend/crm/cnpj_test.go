package crm

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseCNPJ(t *testing.T) {
	tests := []struct {
		in, want, code string
	}{
		{in: "12.ABC.345/01DE-35", want: "12ABC34501DE35"},
		{in: "12abc34501de35", want: "12ABC34501DE35"},
		{in: " 12.abc.345/01de-35 ", want: "12ABC34501DE35"},
		{in: "11.222.333/0001-81", want: "11222333000181"},
		{in: "11222333000181", want: "11222333000181"},
		{in: "00.000.000/0001-91", want: "00000000000191"},
		{in: "11222333000182", code: CodeCNPJInvalid},
		{in: "11222333000191", code: CodeCNPJInvalid},
		{in: "12ABC34501DE36", code: CodeCNPJInvalid},
		{in: "12ABD34501DE35", code: CodeCNPJInvalid},
		{in: "12ABC34501DEA5", code: CodeCNPJInvalid}, // the check characters are digits
		{in: "12ABC34501DE3A", code: CodeCNPJInvalid},
		{in: "00000000000000", code: CodeCNPJInvalid},
		{in: "11.111.111/1111-11", code: CodeCNPJInvalid},
		{in: "12ÁBC34501DE35", code: CodeCNPJInvalid},
		{in: "12ABC34501DE3_", code: CodeCNPJInvalid},
		{in: "", code: CodeCNPJLength},
		{in: "1222333000181", code: CodeCNPJLength},
		{in: "112223330001811", code: CodeCNPJLength},
		{in: "1,12223E+13", code: CodeNumberDamaged},
		{in: "1.12223E+13", code: CodeNumberDamaged},
		{in: "1.12223E13", code: CodeNumberDamaged},
		{in: "1,12223E13", code: CodeNumberDamaged},
	}
	for _, test := range tests {
		got, err := ParseCNPJ(test.in)
		if got != test.want || CodeOf(err) != test.code || (err == nil) != (test.code == "") {
			t.Errorf("ParseCNPJ(%q) = %q, %v; want %q, code %q", test.in, got, err, test.want, test.code)
		}
	}
}

func TestCNPJLengthNamesLostZeros(t *testing.T) {
	for in, want := range map[string]bool{"1222333000181": true, "22333000181": true, "1.222.333/0001-81": false, "1222333": false} {
		_, err := ParseCNPJ(in)
		if err == nil || strings.Contains(err.Error(), "dropped its leading zeros") != want {
			t.Errorf("ParseCNPJ(%q): %v; lost zeros named: want %v", in, err, want)
		}
	}
}

func TestFormatCNPJ(t *testing.T) {
	for in, want := range map[string]string{"12ABC34501DE35": "12.ABC.345/01DE-35", "": "", "123": "123"} {
		if got := FormatCNPJ(in); got != want {
			t.Errorf("FormatCNPJ(%q) = %q, want %q", in, got, want)
		}
	}
}

// The E of an alphanumeric CNPJ is not an exponent: twelve digits around one still parse.
func TestCNPJMayLookScientific(t *testing.T) {
	found := 0
	for ending := range 100 {
		if cnpj, err := ParseCNPJ(fmt.Sprintf("1234567890E1%02d", ending)); err == nil {
			found++
			if !damagedNumber(cnpj) {
				t.Errorf("%s does not put the question", cnpj)
			}
		}
	}
	if found != 1 {
		t.Errorf("%d endings are valid, want 1", found)
	}
}

func TestCNPJProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := rapid.StringMatching(`[0-9A-Z]{12}`).Draw(t, "base")
		var valid []string
		for ending := range 100 {
			if cnpj, err := ParseCNPJ(fmt.Sprintf("%s%02d", base, ending)); err == nil {
				valid = append(valid, cnpj)
			}
		}
		if strings.Count(base, base[:1]) == len(base) && len(valid) == 0 {
			return
		}
		if len(valid) != 1 {
			t.Fatalf("%s: %d endings are valid", base, len(valid))
		}
		if again, err := ParseCNPJ(strings.ToLower(FormatCNPJ(valid[0]))); err != nil || again != valid[0] {
			t.Fatalf("%s formatted parses to %q, %v", valid[0], again, err)
		}
	})
}

func FuzzParseCNPJ(f *testing.F) {
	for _, seed := range []string{"12.ABC.345/01DE-35", "11.222.333/0001-81", "1,12223E+13", "", "é", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		cnpj, err := ParseCNPJ(s)
		if err != nil {
			if cnpj != "" || CodeOf(err) == "" {
				t.Fatalf("%q: %q with %v", s, cnpj, err)
			}
			return
		}
		if again, err := ParseCNPJ(FormatCNPJ(cnpj)); err != nil || again != cnpj || len(cnpj) != cnpjLength {
			t.Fatalf("%q: %q formatted parses to %q, %v", s, cnpj, again, err)
		}
	})
}

func BenchmarkParseCNPJ(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseCNPJ("12.ABC.345/01DE-35"); err != nil {
			b.Fatal(err)
		}
	}
}
