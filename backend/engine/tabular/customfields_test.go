package tabular

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"carteira/backend/crm"
)

func TestParseCustomFields(t *testing.T) {
	reference := []Pair{{"Faturamento", "20.000"}, {"Advogado", "Dr. Augusto Martins"}, {"Secretária", "Gabriela Santos"}}
	two := []Pair{{"A", "1"}, {"B", "2"}}
	for cell, want := range map[string][]Pair{
		example:                          reference,
		`["A","1"|"B","2"]`:              two,
		`["A","1"]|["B","2"]`:            two,
		` [ "A" , "1" | "B" , "2" ] `:    two,
		`[""A"",""1""|""B"",""2""]`:      two,
		`[""A"",""1""]|[""B"",""2""]`:    two,
		`[“A”,“1”|“B”,“2”]`:              two,
		`[“A”,"1"|"B”","2"]`:             {{"A", "1"}, {"B”", "2"}},
		`["A",""]`:                       {{"A", ""}},
		`[""A"",""""]`:                   {{"A", ""}},
		`["A;|],","x;|],y"]`:             {{"A;|],", "x;|],y"}},
		`["A","say "hi" now"]`:           {{"A", `say "hi" now`}},
		`["A","say ""hi"" now"]`:         {{"A", `say "hi" now`}},
		`["A","""hi"""]`:                 {{"A", `"hi"`}},
		`[""A"",""say """"hi"""" now""]`: {{"A", `say "hi" now`}},
		`["A","C:\dir\"]`:                {{"A", `C:\dir\`}},
		`["A","C:\"|"B","2"]`:            {{"A", `C:\`}, {"B", "2"}},
		"[\"A\",\"x\ny\"]":               {{"A", "x\ny"}},
		`[“A”,“disse “oi” e saiu”]`:      {{"A", "disse “oi” e saiu"}},
		``:                               nil,
		`  `:                             nil,
		`[]`:                             nil,
	} {
		got, err := ParseCustomFields(cell)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %q %v, want %q", cell, got, err, want)
		}
	}
	for _, cell := range []string{
		`[`, `]`, `["A"]`, `["A",]`, `["A","1"`, `["A","1]`, `["A","1"|]`, `["A","1"]x`, `["A","1"]|`, `x["A","1"]`, `"A","1"`,
		`[A,1]`, `["","1"]`, `["  ","1"]`, `["A","1"]["B","2"]`, `["A";"1"]`, `["A","1","2"`, `[“A”,“1]`, `Faturamento: 20`,
	} {
		got, err := ParseCustomFields(cell)
		if crm.CodeOf(err) != CodeCustomFieldsBroken || got != nil {
			t.Errorf("%s is read as %q, %v", cell, got, err)
		}
	}
}

func pairsOf(t *rapid.T) []Pair {
	text := rapid.StringOf(rapid.SampledFrom([]rune(`"“”[]|,; \aé` + "\n")))
	return rapid.SliceOf(rapid.Custom(func(t *rapid.T) Pair {
		name := text.Filter(func(s string) bool { return strings.TrimSpace(s) != "" }).Draw(t, "name")
		return Pair{strings.TrimSpace(name), text.Draw(t, "value")}
	})).Draw(t, "pairs")
}

func TestFormatCustomFieldsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pairs := pairsOf(t)
		cell := FormatCustomFields(pairs)
		got, err := ParseCustomFields(cell)
		if err != nil || !slices.Equal(got, pairs) {
			t.Fatalf("%s: %q %v, want %q", cell, got, err, pairs)
		}
	})
}

func FuzzCustomFields(f *testing.F) {
	for _, s := range []string{example, `[""A"",""1""]`, `[“A”,“1”]`, `["A","1"]|["B","2"]`, `["A"`, `[]`} {
		f.Add(s, "value")
	}
	f.Fuzz(func(t *testing.T, cell, value string) {
		pairs, err := ParseCustomFields(cell)
		if err != nil && crm.CodeOf(err) != CodeCustomFieldsBroken {
			t.Fatalf("unexpected error %v", err)
		}
		pairs = append(pairs, Pair{"x", value})
		again, err := ParseCustomFields(FormatCustomFields(pairs))
		if err != nil || !slices.Equal(again, pairs) {
			t.Fatalf("%q: %q %v, want %q", cell, again, err, pairs)
		}
	})
}
