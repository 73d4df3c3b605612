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
	b := NewBuilder(len(rows), 10)
	slices.SortFunc(rows, func(a, b row) int { return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.n, b.n)) })
	for _, r := range rows {
		b.Add(r.n, r.attrs, r.name, r.rest+"\n")
	}
	b.Number()
	times := slices.Clone(rows)
	slices.SortFunc(times, func(a, b row) int { return cmp.Or(cmp.Compare(a.created, b.created), cmp.Compare(a.n, b.n)) })
	for _, r := range times {
		b.Created(r.n, r.created)
	}
	slices.SortFunc(times, func(a, b row) int { return cmp.Or(cmp.Compare(a.last, b.last), cmp.Compare(a.n, b.n)) })
	for _, r := range times {
		if r.last > 0 {
			b.Last(r.n, r.last)
		}
	}
	return b.Index()
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

func (r row) rank(texts, desc bool) Rank {
	if texts {
		first, _, _ := strings.Cut(r.rest, "\n")
		return Rank{None: !has(r.attrs), Text: first}
	}
	return Rank{None: r.attrs == 0, Group: group(r.attrs, desc)}
}

// inOrder is the plain meaning of an order.
func inOrder(rows []row, o Order, texts, desc bool) {
	slices.SortFunc(rows, func(a, b row) int {
		c := 0
		switch o.By {
		case ByRanking:
			x, y := a.rank(texts, desc), b.rank(texts, desc)
			if x.None != y.None {
				if x.None {
					return 1
				}
				return -1
			}
			if !x.None {
				c = cmp.Compare(x.Group, y.Group)
				if d := strings.Compare(x.Text, y.Text); texts && desc {
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

// TestIndexAgreesWithSorting reads pages with filters, searches, removed and added contacts and compares them
// with sorting everything.
func TestIndexAgreesWithSorting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var base, extra, want []row
		dead := map[int64]bool{}
		for n := range rapid.SampledFrom([]int64{0, 1, 5, 64, 130, 300}).Draw(t, "contacts") {
			switch rapid.IntRange(0, 9).Draw(t, "kind") {
			case 0: // the number is not in use
			case 1:
				extra = append(extra, drawRow(t, n))
			case 2:
				base = append(base, drawRow(t, n))
				dead[n] = true
			case 3:
				base = append(base, drawRow(t, n))
				dead[n] = true
				extra = append(extra, drawRow(t, n))
			default:
				base = append(base, drawRow(t, n))
			}
		}
		x, err := build(base)
		if err != nil {
			t.Fatal(err)
		}
		var gone []int64
		for n := range dead {
			gone = append(gone, n)
		}
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "ab", "z", "1", "a1", "@@", "é", "q"}), 0, 2).Draw(t, "words")
		least := rapid.Int64Range(0, 2).Draw(t, "least attributes")
		from := rapid.Int64Range(0, 2).Draw(t, "from")
		matches := func(r row) bool {
			for _, w := range words {
				if !strings.Contains(r.text(), w) {
					return false
				}
			}
			return r.attrs >= least && r.created >= from
		}
		order := Order{By: By(rapid.IntRange(0, 3).Draw(t, "by")), Desc: rapid.Bool().Draw(t, "desc")}
		desc, texts := order.Desc, rapid.Bool().Draw(t, "texts")
		if order.By == ByRanking {
			order.Desc = false
			if order.Ranking = x.RankGroups(func(a int64) int { return group(a, desc) }, 3); texts {
				order.Ranking = x.RankTexts(has, desc)
			}
		}
		extra = slices.DeleteFunc(extra, func(r row) bool { return !matches(r) })
		inOrder(extra, order, texts, desc)
		for _, r := range base {
			if matches(r) && !dead[r.n] {
				want = append(want, r)
			}
		}
		want = append(want, extra...)
		inOrder(want, order, texts, desc)

		f := Filter{Dated: from > 0, From: from, To: 100}
		if least > 0 {
			f.Admit = func(a int64) bool { return a >= least }
		}
		terms := NewTerms(words)
		page := Page{
			Order: order, Terms: terms, Within: x.Without(x.Select(f), x.Union(nil, gone)),
			Offset: rapid.IntRange(0, len(want)+1).Draw(t, "offset"), Limit: rapid.IntRange(1, 9).Draw(t, "limit"),
		}
		for _, r := range extra {
			p := Place{N: r.n, Name: r.name, Rank: r.rank(texts, desc)}
			if p.At = r.created; order.By == ByLast {
				p.At = r.last
			}
			page.Extra = append(page.Extra, p)
		}
		var numbers []int64
		for i := page.Offset; i < min(page.Offset+page.Limit, len(want)); i++ {
			numbers = append(numbers, want[i].n)
		}
		check := func(road string, p Page) {
			if got := x.Read(p); fmt.Sprint(got.Numbers) != fmt.Sprint(numbers) || got.Spent || got.Ended && got.Passed+len(got.Numbers) != min(len(want), max(page.Offset, 0)+len(numbers)) {
				t.Fatalf("%s: got %+v, want %v", road, got, numbers)
			}
		}
		check("walk", page)
		if len(words) > 0 {
			set := x.Match(terms, page.Within, 2)
			if within := page.Within; within != nil && x.Count(x.MatchWithin(terms, within)) != x.Count(set) {
				t.Fatal("searching a small set differs")
			}
			page.Terms, page.Within = nil, set
			if n := x.Count(set) + len(extra); n != len(want) {
				t.Fatalf("counted %d, want %d", n, len(want))
			}
			check("set", page)
		}
	})
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
