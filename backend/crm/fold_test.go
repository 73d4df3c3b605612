package crm

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestFold(t *testing.T) {
	tests := map[string]string{
		"":                            "",
		"ana":                         "ana",
		"João da Conceição":           "joao da conceicao",
		"Joa\u0303o":                  "joao",
		"  ANA \t\n  Souza  ":         "ana souza",
		"Ana\u00a0Souza":              "ana souza",
		"\u00a0Ana\u3000 Souza\u2003": "ana souza",
		"Straße STRAẞE":               "strasse strasse",
		"Øre Ægir Œuvre Đorđe Łódź":   "ore aegir oeuvre dorde lodz",
		"Þórður Ħal İstanbul ısı":     "thordur hal istanbul isi",
		"Ÿ ŸŽ Ñandú Müller":           "y yz nandu muller",
		"D’Ávila D‘Ávila D´Ávila D'Á": "d'avila d'avila d'avila d'a",
		"Nguyễn Thị":                  "nguyen thi",
		"Алексей Йод":                 "алексеи иод",
		"ΆΝΝΑ":                        "αννα",
		"東京 ラジオ":                      "東京 ラシオ",
		"한국":                          norm.NFD.String("한국"),
		"😀 Ana – x":                   "😀 ana – x",
		"a\xffb":                      "a\ufffdb",
		"a\xc3":                       "a\ufffd",
		"\xc3 ":                       "\ufffd",
		"Ȉ0\xf0Ȉ":                     "i0\ufffdi",
		"a\u20dd":                     "a",
		"\u0301":                      "",
		" \u0301 ":                    "",
		"K Å":                         "k a",
		"é\u0301e":                    "ee",
		"1º µ ½ ŋ":                    "1º µ ½ ŋ",
	}
	for in, want := range tests {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
		if got := string(AppendFold([]byte("x "), in)); got != "x "+want {
			t.Errorf("AppendFold(%q) = %q, want %q", in, got, "x "+want)
		}
	}
}

// The fast ways and the slow one are the same function, for every rune and around it.
func TestFoldFastAndSlowAgree(t *testing.T) {
	slow := func(s string) string {
		var dst []byte
		gap := false
		for _, r := range norm.NFD.String(s) {
			dst, gap = appendFoldRune(dst, 0, gap, r)
		}
		return string(dst)
	}
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !utf8.ValidRune(r) {
			continue
		}
		s := "A" + string(r) + "B é"
		want := slow(s)
		if got := Fold(s); got != want {
			t.Fatalf("%U: %q, want %q", r, got, want)
		}
		if again := Fold(want); again != want {
			t.Fatalf("%U: folding %q again gives %q", r, want, again)
		}
	}
}

func TestFoldAllocations(t *testing.T) {
	dst := make([]byte, 0, 200)
	for _, s := range []string{"ana", "João Antônio Conceição", "D’Ávila – 😀", "Joa\u0303o 東京"} {
		if n := testing.AllocsPerRun(100, func() { dst = AppendFold(dst[:0], s) }); n != 0 {
			t.Errorf("AppendFold(%q) allocates %v times", s, n)
		}
	}
	if n := testing.AllocsPerRun(100, func() { Fold("ana souza") }); n != 0 {
		t.Errorf("Fold of folded text allocates %v times", n)
	}
}

func FuzzFold(f *testing.F) {
	for _, seed := range []string{"João", "Joa\u0303o", " a  b ", "ẞ İ ŉ", "한국", "\xc3\x28", "D’Á", "ΐ", "\u0345", "Ȉ0\xf0Ȉ"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Fold(s)
		if twice := Fold(once); twice != once {
			t.Fatalf("%q folds to %q, then to %q", s, once, twice)
		}
		if !utf8.ValidString(once) || strings.TrimSpace(once) != once || strings.Contains(once, "  ") {
			t.Fatalf("%q folds to %q", s, once)
		}
		if utf8.ValidString(s) && (Fold(norm.NFC.String(s)) != once || Fold(norm.NFD.String(s)) != once) {
			t.Fatalf("%q folds otherwise when normalized", s)
		}
	})
}

func BenchmarkFold(b *testing.B) {
	for name, in := range map[string]string{"ascii": "Maria Aparecida de Souza", "accented": "João Antônio Conceição", "apostrophe": "José D’Ávila Conceição"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Fold(in)
			}
		})
		b.Run(name+"/append", func(b *testing.B) {
			b.ReportAllocs()
			var buf [64]byte
			for b.Loop() {
				AppendFold(buf[:0], in)
			}
		})
	}
}
