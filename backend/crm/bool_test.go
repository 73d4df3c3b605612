package crm

import (
	"strings"
	"testing"
)

func TestParseBool(t *testing.T) {
	for want, cells := range map[bool][]string{
		true:  {"true", "TRUE", " True ", "1", "sim", "SIM", "s", "S", "yes", "y", "verdadeiro", "VERDADEIRO"},
		false: {"false", "False", "0", "não", "nao", "NÃO", "na\u0303o", "n", "no", "falso", "FALSO"},
	} {
		for _, cell := range cells {
			if got, err := ParseBool(cell); err != nil || got != want {
				t.Errorf("ParseBool(%q) = %v, %v; want %v", cell, got, err, want)
			}
		}
	}
	for _, cell := range []string{"", " ", "2", "10", "si", "talvez", "t r u e", "truе", "ativo", strings.Repeat(" ", 100) + "x"} {
		if _, err := ParseBool(cell); CodeOf(err) != CodeBoolInvalid {
			t.Errorf("ParseBool(%q): %v, want %s", cell, err, CodeBoolInvalid)
		}
	}
}

func BenchmarkParseBool(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseBool("Não"); err != nil {
			b.Fatal(err)
		}
	}
}
