package crm

import (
	"testing"
	"time"
)

func TestParseDate(t *testing.T) {
	tests := []struct {
		in, want string // want "" is date_invalid
	}{
		{"1990-03-14", "1990-03-14"},
		{"14/03/1990", "1990-03-14"},
		{"14-03-1990", "1990-03-14"},
		{"14.03.1990", "1990-03-14"},
		{" 5/3/1990 ", "1990-03-05"},
		{"29/02/2000", "2000-02-29"},
		{"29/02/1996", "1996-02-29"},
		{"01/01/1880", "1880-01-01"},
		{"31/12/2100", "2100-12-31"},
		{"29/02/1900", ""},
		{"29/02/2023", ""},
		{"31/02/1990", ""},
		{"31/04/1990", ""},
		{"00/03/1990", ""},
		{"14/00/1990", ""},
		{"14/13/1990", ""},
		{"03/14/1990", ""},
		{"1990-02-30", ""},
		{"1990-13-01", ""},
		{"31/12/1879", ""},
		{"2101-01-01", ""},
		{"14/03/90", ""},
		{"90-03-14", ""},
		{"14/03/019", ""},
		{"14/03/19900", ""},
		{"14/03-1990", ""},
		{"14//1990", ""},
		{"14/03/", ""},
		{"14/03", ""},
		{"014/03/1990", ""},
		{"14/003/1990", ""},
		{"1990/03/14", ""},
		{"14031990", ""},
		{"33000", ""},
		{"+1/03/1990", ""},
		{"1990-0a-14", ""},
		{"-990-03-14", ""},
		{"14/03/199o", ""},
		{"", ""},
		{"hoje", ""},
	}
	for _, test := range tests {
		got, err := ParseDate(test.in)
		if got != test.want || (CodeOf(err) == CodeDateInvalid) != (test.want == "") {
			t.Errorf("ParseDate(%q) = %q, %v; want %q", test.in, got, err, test.want)
		}
	}
}

// Every combination of year, month and day is judged as the standard library judges it.
func TestParseDateAgreesWithTime(t *testing.T) {
	for year := oldestYear; year <= latestYear; year++ {
		for month := 1; month <= 12; month++ {
			for day := 28; day <= 32; day++ {
				real := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
				exists := real.Day() == day
				if got := dateExists(year, month, day); got != exists {
					t.Fatalf("%d-%d-%d: %v, want %v", year, month, day, got, exists)
				}
				if !exists {
					continue
				}
				if got, err := ParseDate(real.Format("02/01/2006")); err != nil || got != real.Format(time.DateOnly) {
					t.Fatalf("%v: %q, %v", real, got, err)
				}
			}
		}
	}
}

func TestDateInFuture(t *testing.T) {
	for date, want := range map[string]bool{"2026-11-20": false, "2026-11-21": false, "2026-11-22": true, "2027-01-01": true, "1990-12-31": false} {
		if got := DateInFuture(date, "2026-11-21"); got != want {
			t.Errorf("DateInFuture(%s) = %v", date, got)
		}
	}
}

func BenchmarkParseDate(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseDate("14/03/1990"); err != nil {
			b.Fatal(err)
		}
	}
}
