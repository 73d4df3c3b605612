package tabular

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestColumnsMadeOfOthers(t *testing.T) {
	tests := []struct {
		name  string
		d     Derived
		cells []string
		want  []string
	}{
		{"first word", Derived{How: SplitFirst, From: []int{0}, Parts: 2}, []string{" Ana  de Souza "}, []string{"Ana", "de Souza"}},
		{"first word alone", Derived{How: SplitFirst, From: []int{0}, Parts: 2}, []string{"Ana"}, []string{"Ana", ""}},
		{"last word", Derived{How: SplitLast, From: []int{0}, Parts: 2}, []string{"Rua das Flores 123"}, []string{"Rua das Flores", "123"}},
		{"last word alone", Derived{How: SplitLast, From: []int{0}, Parts: 2}, []string{"Flores"}, []string{"Flores", ""}},
		{"a no-break space is one", Derived{How: SplitFirst, From: []int{0}, Parts: 2}, []string{"Ana\u00a0Souza"}, []string{"Ana", "Souza"}},
		{"at a comma", Derived{How: SplitAt, From: []int{0}, Separator: ",", Parts: 3}, []string{"Rua A, 12, ap 3"}, []string{"Rua A", "12", "ap 3"}},
		{"a blank part keeps its place", Derived{How: SplitAt, From: []int{0}, Separator: ",", Parts: 3}, []string{"Rua A,,ap 3"}, []string{"Rua A", "", "ap 3"}},
		{"fewer parts", Derived{How: SplitAt, From: []int{0}, Separator: ",", Parts: 3}, []string{"Rua A"}, []string{"Rua A", "", ""}},
		{"more parts stay in the last", Derived{How: SplitAt, From: []int{0}, Separator: ",", Parts: 2}, []string{"a,b,c"}, []string{"a", "b,c"}},
		{"a long separator", Derived{How: SplitAt, From: []int{0}, Separator: " - ", Parts: 2}, []string{"Barra-Mansa - RJ"}, []string{"Barra-Mansa", "RJ"}},
		{"a blank part between long separators", Derived{How: SplitAt, From: []int{0}, Separator: " - ", Parts: 3}, []string{" Rua A -  - ap 2 "}, []string{"Rua A", "", "ap 2"}},
		{"a blank part between tabs", Derived{How: SplitAt, From: []int{0}, Separator: "\t", Parts: 3}, []string{"\t12\tap 3"}, []string{"", "12", "ap 3"}},
		{"at blanks, however many", Derived{How: SplitAt, From: []int{0}, Separator: " ", Parts: 2}, []string{" Ana   Souza "}, []string{"Ana", "Souza"}},
		{"phones", Derived{How: SplitAny, From: []int{0}, Separator: "/,;|", Parts: 3}, []string{"5511988887777 / 551133334444,5521977776666"}, []string{"5511988887777", "551133334444", "5521977776666"}},
		{"blank parts are passed over", Derived{How: SplitAny, From: []int{0}, Separator: "/,", Parts: 2}, []string{" / 1 / , 2 / "}, []string{"1", "2"}},
		{"a phone too many is not lost", Derived{How: SplitAny, From: []int{0}, Separator: "/", Parts: 2}, []string{"1/2/3"}, []string{"1", "2/3"}},
		{"only separators", Derived{How: SplitAny, From: []int{0}, Separator: "/", Parts: 2}, []string{"//"}, []string{"", ""}},
		{"join", Derived{How: Join, From: []int{0, 1}}, []string{"11", "988887777"}, []string{"11988887777"}},
		{"join in another order, blank cells left out", Derived{How: Join, From: []int{2, 0, 1}, Separator: " "}, []string{"b", " ", "a"}, []string{"a b"}},
	}
	for _, test := range tests {
		if err := test.d.check(len(test.cells)); err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		got := test.d.Append(nil, func(i int) string { return test.cells[i] })
		if !slices.Equal(got, test.want) || len(got) != test.d.Columns() {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

func TestWhatCannotBeMade(t *testing.T) {
	for name, d := range map[string]Derived{
		"another column":  {How: SplitFirst, From: []int{3}, Parts: 2},
		"no column":       {How: SplitFirst, Parts: 2},
		"two columns":     {How: SplitAt, From: []int{0, 1}, Separator: ",", Parts: 2},
		"one part":        {How: SplitAt, From: []int{0}, Separator: ",", Parts: 1},
		"eleven parts":    {How: SplitAny, From: []int{0}, Separator: ",", Parts: 11},
		"no separator":    {How: SplitAt, From: []int{0}, Parts: 2},
		"three words":     {How: SplitLast, From: []int{0}, Parts: 3},
		"one to join":     {How: Join, From: []int{0}},
		"another way":     {How: "sort", From: []int{0, 1}},
		"a negative one":  {How: Join, From: []int{0, -1}},
		"more than there": {How: Join, From: []int{0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1}},
	} {
		if err := CheckDerived([]Derived{d}, 3); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
	many := make([]Derived, 11)
	for i := range many {
		many[i] = Derived{How: SplitAt, From: []int{0}, Separator: ",", Parts: 10}
	}
	if CheckDerived(many[:10], 1) != nil || CheckDerived(many, 1) == nil {
		t.Error("the bound on derived columns is not 100")
	}
}

// Whatever a cell holds, splitting loses no letter or digit of it.
func TestSplittingLosesNothing(t *testing.T) {
	kept := func(s, separators string) string {
		return strings.Map(func(r rune) rune {
			if blankRune(r) || strings.ContainsRune(separators, r) {
				return -1
			}
			return r
		}, s)
	}
	rapid.Check(t, func(r *rapid.T) {
		d := Derived{
			How: rapid.SampledFrom([]Derivation{SplitAt, SplitAny, SplitFirst, SplitLast}).Draw(r, "how"), From: []int{0},
			Separator: rapid.SampledFrom([]string{",", "/", " - ", "/,;|"}).Draw(r, "separator"), Parts: 2,
		}
		if d.How == SplitAt || d.How == SplitAny {
			d.Parts = rapid.IntRange(2, 10).Draw(r, "parts")
		}
		cell := rapid.StringOf(rapid.SampledFrom([]rune("ab1 ,/;-|é\u00a0"))).Draw(r, "cell")
		parts := d.Append(nil, func(int) string { return cell })
		if len(parts) != d.Columns() {
			r.Fatalf("%d columns, want %d", len(parts), d.Columns())
		}
		if got, want := kept(strings.Join(parts, ""), d.Separator), kept(cell, d.Separator); got != want {
			r.Fatalf("%q of %q", got, want)
		}
	})
}

func TestDerivedColumnsAreRememberedByName(t *testing.T) {
	list := []Derived{{How: Join, From: []int{0, 2}}, {How: SplitFirst, From: []int{1}, Parts: 2}}
	header := []string{"DDD", "Nome", "Telefone"}
	if got := DerivedHeaders(list, header); !slices.Equal(got, []string{"DDD + Telefone", "Nome (1)", "Nome (2)"}) {
		t.Errorf("headers %q", got)
	}
	got := RecallDerived(RememberDerived(list, header), []string{"telefone", "X", "ddd", "NOME"})
	if len(got) != 2 || !slices.Equal(got[0].From, []int{2, 0}) || !slices.Equal(got[1].From, []int{3}) {
		t.Errorf("recalled %+v", got)
	}
	if got := RecallDerived(RememberDerived(list, header), []string{"Nome"}); len(got) != 1 || got[0].How != SplitFirst {
		t.Errorf("without the phone: %+v", got)
	}
}
