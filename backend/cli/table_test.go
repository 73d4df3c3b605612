package cli

import (
	"bytes"
	"strings"
	"testing"
)

func TestTableLinesUp(t *testing.T) {
	table := &table{head: []string{"NOME", "X"}}
	table.add("Zé", "1")
	table.add("two\nlines\x1b[31m", "2")
	var b bytes.Buffer
	table.write(&b)
	want := "NOME            X\nZé              1\ntwo lines [31m  2\n"
	if b.String() != want {
		t.Errorf("got\n%q\nnot\n%q", b.String(), want)
	}
}

func TestShrinkTakesFromTheWidest(t *testing.T) {
	for _, c := range []struct {
		widths, whole []int
		limit         int
		want          []int
	}{
		{[]int{10, 40, 10}, nil, 0, []int{10, 40, 10}},  // no terminal
		{[]int{10, 40, 10}, nil, 64, []int{10, 40, 10}}, // it fits, gaps and all
		{[]int{10, 40, 10}, nil, 44, []int{10, 20, 10}},
		{[]int{30, 30}, nil, 22, []int{10, 10}},
		{[]int{30, 40}, []int{1}, 52, []int{10, 40}},
		{[]int{30, 40}, []int{0, 1}, 20, []int{30, 40}},
		{[]int{6, 6, 6}, nil, 10, []int{6, 6, 6}}, // never below what can be read
	} {
		got := append([]int{}, c.widths...)
		shrink(got, c.whole, c.limit)
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%v in %d became %v, not %v", c.widths, c.limit, got, c.want)
				break
			}
		}
	}
}

func TestCutCountsLetters(t *testing.T) {
	if got := cut("Conceição", 9); got != "Conceição" {
		t.Error(got)
	}
	if got := cut("Conceição", 8); got != "Conceiç…" {
		t.Error(got)
	}
	if got := cut(strings.Repeat("é", 20), 6); got != "ééééé…" {
		t.Error(got)
	}
}
