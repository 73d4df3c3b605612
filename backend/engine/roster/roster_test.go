package roster

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

type row struct {
	n, attrs, created, last int64
	name, rest              string
}

func drawRow(t *rapid.T, n int64) row {
	small := rapid.Int64Range(0, 3)
	return row{
		n: n, attrs: small.Draw(t, "attrs"), created: small.Draw(t, "created"), last: small.Draw(t, "last"),
		name: rapid.StringOfN(rapid.RuneFrom([]rune("abz é")), 0, 4, -1).Draw(t, "name"),
		rest: strings.Join(rapid.SliceOfN(rapid.OneOf(
			rapid.StringOfN(rapid.RuneFrom([]rune("a1@")), 1, 3, -1),
			rapid.Map(rapid.StringOfN(rapid.RuneFrom([]rune("a1")), 1, 2, -1), func(s string) string { return "a1@a1@a1" + strings.Repeat(s, 5) }),
		), 0, 2).Draw(t, "rest"), "\n"),
	}
}

func (r row) text() string { return r.name + "\n" + r.rest + "\n" }

func build(rows []row) (*Index, error) {
	var out []Row
	for _, r := range rows {
		out = append(out, Row{N: r.n, Attrs: r.attrs, Created: r.created, Last: r.last, Name: r.name, Rest: r.rest + "\n"})
	}
	return Build(out)
}

// The rankings of the tests: three groups and none by attributes, and the first text for those with odd attributes.
func group(attrs int64, desc bool) int {
	if attrs == 0 {
		return 3
	}
	if desc {
		return int(3 - attrs)
	}
	return int(attrs - 1)
}

func has(attrs int64) bool { return attrs&1 == 1 }

// rank is what a contact has in a ranking.
type rank struct {
	none  bool
	group int
	text  string
}

func (r row) rank(texts, desc bool) rank {
	if texts {
		first, _, _ := strings.Cut(r.rest, "\n")
		return rank{none: !has(r.attrs), text: first}
	}
	return rank{none: r.attrs == 0, group: group(r.attrs, desc)}
}

// inOrder is the plain meaning of an order.
func inOrder(rows []row, o Order, texts, desc bool) {
	slices.SortFunc(rows, func(a, b row) int {
		c := 0
		switch o.By {
		case ByRanking:
			x, y := a.rank(texts, desc), b.rank(texts, desc)
			if x.none != y.none {
				if x.none {
					return 1
				}
				return -1
			}
			if !x.none {
				c = cmp.Compare(x.group, y.group)
				if d := strings.Compare(x.text, y.text); texts && desc {
					c = -d
				} else if texts {
					c = d
				}
			}
			return cmp.Or(c, strings.Compare(a.name, b.name), cmp.Compare(a.n, b.n))
		case ByName:
			c = strings.Compare(a.name, b.name)
		case ByCreated:
			c = cmp.Compare(a.created, b.created)
		case ByLast:
			if (a.last == 0) != (b.last == 0) {
				if a.last == 0 {
					return 1
				}
				return -1
			}
			c = cmp.Compare(a.last, b.last)
		}
		if c = cmp.Or(c, cmp.Compare(a.n, b.n)); o.Desc {
			return -c
		}
		return c
	})
}

// drawLayers spreads contacts over layers: in one of them each is alive, in some others it is dead.
func drawLayers(t *rapid.T) (layers []Living, alive []row) {
	count := rapid.IntRange(1, 4).Draw(t, "layers")
	rows, gone := make([][]row, count), make([][]int64, count)
	first := rapid.SampledFrom([]int64{0, 1_000_000}).Draw(t, "first number")
	step := rapid.SampledFrom([]int64{1, 7}).Draw(t, "step") // wide ones make an index sparse
	for i := range rapid.SampledFrom([]int64{0, 1, 5, 64, 130, 300}).Draw(t, "contacts") {
		n := first + step*i
		last := rapid.IntRange(0, count).Draw(t, "lives in") // the one after the last: nowhere
		for l := range min(last+1, count) {
			if l == last {
				r := drawRow(t, n)
				rows[l], alive = append(rows[l], r), append(alive, r)
			} else if rapid.IntRange(0, 4).Draw(t, "was there") == 0 {
				rows[l], gone[l] = append(rows[l], drawRow(t, n)), append(gone[l], n)
			}
		}
	}
	for l := range rows {
		x, err := build(rows[l])
		if err != nil {
			t.Fatal(err)
		}
		layer := Living{Index: x}
		buried := 0
		if layer.Dead, buried = x.Bury(nil, append(gone[l], -1, 1<<40)); buried != len(gone[l]) || buried == 0 && layer.Dead != nil {
			t.Fatalf("buried %d, want %d", buried, len(gone[l]))
		}
		if same, more := x.Bury(layer.Dead, gone[l]); more != 0 || buried > 0 && &same[0] != &layer.Dead[0] {
			t.Fatalf("buried %d twice", more)
		}
		layers = append(layers, layer)
	}
	return layers, alive
}

// TestIndexAgreesWithSorting reads pages with filters and searches from several layers, and from what they become when they
// are merged, and compares them with sorting everything.
func TestIndexAgreesWithSorting(t *testing.T) {
	usual := nearPage
	t.Cleanup(func() { nearPage = usual })
	rapid.Check(t, func(t *rapid.T) {
		nearPage = rapid.SampledFrom([]int{0, 20, usual}).Draw(t, "near page")
		living, alive := drawLayers(t)
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "ab", "z", "1", "a1", "@@", "é", "q"}), 0, 2).Draw(t, "words")
		least := rapid.Int64Range(0, 2).Draw(t, "least attributes")
		from := rapid.Int64Range(0, 2).Draw(t, "from")
		order := Order{By: By(rapid.IntRange(0, 3).Draw(t, "by")), Desc: rapid.Bool().Draw(t, "desc")}
		texts := rapid.Bool().Draw(t, "texts")
		var want []row
		for _, r := range alive {
			missing := slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(r.text(), w) })
			if !missing && r.attrs >= least && r.created >= from {
				want = append(want, r)
			}
		}
		inOrder(want, order, texts, order.Desc)
		offset, limit := rapid.IntRange(0, len(want)+1).Draw(t, "offset"), rapid.IntRange(1, 9).Draw(t, "limit")
		var numbers []int64
		for i := offset; i < min(offset+limit, len(want)); i++ {
			numbers = append(numbers, want[i].n)
		}

		f := Filter{Dated: from > 0, From: from, To: 100}
		if least > 0 {
			f.Admit = func(a int64) bool { return a >= least }
		}
		terms := NewTerms(words)
		check := func(road string, living []Living) {
			var layers []Layer
			for _, l := range living {
				x := l.Index
				layer := Layer{Index: x, Within: x.Without(x.Select(f), l.Dead)}
				if order.By == ByRanking {
					if layer.Ranking = x.RankGroups(func(a int64) int { return group(a, order.Desc) }, 3); texts {
						if layer.Ranking = x.RankTexts(has); order.Desc {
							layer.Ranking = layer.Ranking.Descending()
						}
					}
				}
				walk := order
				walk.Ranking = layer.Ranking
				if walk.By == ByRanking {
					walk.Desc = false
				}
				page := Page{Order: walk, Terms: terms, Within: layer.Within, Offset: offset, Limit: limit}
				if got := x.Read(page); len(living) == 1 && (fmt.Sprint(got.Numbers) != fmt.Sprint(numbers) || got.Spent ||
					got.Ended && got.Passed+len(got.Numbers) != min(len(want), offset+len(numbers))) {
					t.Fatalf("%s: walked to %+v, want %v", road, got, numbers)
				}
				if len(words) > 0 {
					set := x.Match(terms, layer.Within, 2)
					if layer.Within != nil && x.Count(x.MatchWithin(terms, layer.Within)) != x.Count(set) {
						t.Fatal("searching a small set differs")
					}
					layer.Within = set
				}
				layers = append(layers, layer)
			}
			if got := Across(layers, order, offset, limit); fmt.Sprint(got) != fmt.Sprint(numbers) {
				t.Fatalf("%s: %d layers, offset %d limit %d: got %v, want %v", road, len(layers), offset, limit, got, numbers)
			}
			if n := Count(layers); n != len(want) {
				t.Fatalf("%s: counted %d, want %d", road, n, len(want))
			}
			all := Numbers(layers)
			if !slices.IsSorted(all) || len(all) != len(want) || slices.ContainsFunc(want, func(r row) bool { return !slices.Contains(all, r.n) }) {
				t.Fatalf("%s: numbers %v, want those of %v", road, all, want)
			}
		}
		check("layers", living)
		for _, r := range alive {
			i := slices.IndexFunc(living, func(l Living) bool { return l.Index.Holds(r.n) && !l.Dead.Holds(l.Index, r.n) })
			if i < 0 {
				t.Fatalf("contact %d lives nowhere", r.n)
			}
			if got, _ := living[i].Index.Row(r.n); got != (Row{N: r.n, Attrs: r.attrs, Created: r.created, Name: r.name, Rest: r.rest + "\n"}) {
				t.Fatalf("row %+v, want %+v", got, r)
			}
		}
		for len(living) > 1 {
			i := rapid.IntRange(0, len(living)-2).Draw(t, "merged")
			x, err := Merge(living[i], living[i+1])
			if err != nil {
				t.Fatal(err)
			}
			living = slices.Replace(living, i, i+2, Living{Index: x})
			check("merged", living)
		}
		rest, err := Merge(living[0], Living{Index: must(build(nil))})
		if err != nil {
			t.Fatal(err)
		}
		check("merged with nothing", []Living{{Index: rest}})
	})
}

func must[T any](x T, err error) T {
	if err != nil {
		panic(err)
	}
	return x
}

func TestBudgetEndsTheWalk(t *testing.T) {
	var rows []row
	for n := range int64(1000) {
		rows = append(rows, row{n: n, name: fmt.Sprintf("ab%d", n%7), rest: "1ab"})
	}
	x, err := build(rows)
	if err != nil {
		t.Fatal(err)
	}
	p := Page{Terms: NewTerms([]string{"zz"}), Limit: 5, Budget: 100}
	if got := x.Read(p); got.Spent || !got.Ended {
		t.Errorf("letter pairs that do not occur cost the budget: %+v", got)
	}
	p.Terms = NewTerms([]string{"b1ab"})
	if got := x.Read(p); !got.Spent || len(got.Numbers) != 0 {
		t.Errorf("the budget did not end the walk: %+v", got)
	}
	if x.Narrow(p.Terms, 100) || !x.Narrow(NewTerms([]string{"zz"}), 0) {
		t.Error("letter pairs rule out the wrong blocks")
	}
}
