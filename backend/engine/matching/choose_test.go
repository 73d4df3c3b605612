package matching

import "testing"

func TestChoose(t *testing.T) {
	on, off := true, false
	for _, tc := range []struct {
		name      string
		in        []Candidate
		want      int64
		ambiguous bool
	}{
		{"nobody", nil, 0, false},
		{"the only one", []Candidate{{7, on}}, 7, false},
		{"the only one, inactive", []Candidate{{7, off}}, 7, false},
		{"found twice", []Candidate{{7, on}, {7, on}}, 7, false},
		{"found twice, inactive", []Candidate{{7, off}, {7, off}}, 7, false},
		{"the only active one", []Candidate{{7, off}, {8, on}, {9, off}}, 8, false},
		{"the only active one, found twice", []Candidate{{8, on}, {7, off}, {8, on}}, 8, false},
		{"two active", []Candidate{{7, on}, {8, on}}, 0, true},
		{"two active and again the first", []Candidate{{7, on}, {8, on}, {7, on}}, 0, true},
		{"two inactive", []Candidate{{7, off}, {8, off}}, 0, true},
	} {
		got, ambiguous := Choose(tc.in)
		if got != tc.want || ambiguous != tc.ambiguous {
			t.Errorf("%s: got %d, %t; want %d, %t", tc.name, got, ambiguous, tc.want, tc.ambiguous)
		}
	}
}
