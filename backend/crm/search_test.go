package crm

import (
	"slices"
	"testing"
)

func TestSearchTerms(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"", nil},
		{"  \t ", nil},
		{"João", []string{"joao"}},
		{" Maria  da SILVA ", []string{"maria", "da", "silva"}},
		{"ana Mariana", []string{"mariana"}},
		{"ana ana", []string{"ana"}},
		{"(41) 99876-5432", []string{"41998765432"}},
		{"+55 41 9987", []string{"55419987"}},
		{"529.982.247-25", []string{"52998224725"}},
		{"12.345.678/0001-95", []string{"12345678000195"}},
		{"12.ABC.345/01DE-35", []string{"12abc34501de35"}},
		{"12.ABC.345/01DE-X5", []string{"12.abc.345/01de-x5"}},
		{"maria 41", []string{"maria", "41"}},
		{"a@b.com", []string{"a@b.com"}},
		{"-", []string{"-"}},
		{"100%", []string{"100%"}},
		{"a_b", []string{"a_b"}},
		{"a\x00b", []string{"a", "b"}},
	} {
		if got := SearchTerms(c.text); !slices.Equal(got, c.want) {
			t.Errorf("SearchTerms(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}
