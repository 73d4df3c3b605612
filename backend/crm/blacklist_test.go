package crm

import (
	"errors"
	"testing"
)

func TestBlacklisted(t *testing.T) {
	const in, out = false, true
	for _, c := range []struct {
		entry, number string
		outbound      bool
		want          bool
	}{
		// the example of D5.5
		{"11988888888", "+5511988888888", in, true},
		{"11988888888", "01511988888888", in, true},
		{"11988888888", "1188888888", in, true},
		// every way in which the network writes it
		{"11988888888", "5511988888888", in, true},
		{"11988888888", "551188888888", in, true},
		{"11988888888", "011988888888", in, true},
		{"11988888888", "005511988888888", in, true},
		{"11988888888", "(11) 98888-8888", in, true},
		{"1188888888", "11988888888", in, true},
		{"1133334444", "+551133334444", in, true},
		// and others
		{"11988888888", "21988888888", in, false},
		{"11988888888", "11988888887", in, false},
		{"1133334444", "11933334444", in, false}, // landlines gain no ninth digit (D1.6)
		{"11988888888", "+5411988888888", in, false},
		{"11988888888", "", in, false},
		{"11988888888", "anonymous", in, false},
		{"", "11988888888", in, false},
		// a foreign number, whole
		{"+14155550123", "+14155550123", in, true},
		{"+14155550123", "0014155550123", in, true},
		{"+14155550123", "14155550123", in, false}, // without "+" eleven digits are DDD and number
		{"+351912345678", "351912345678", in, true},
		{"14155550123", "+14155550123", in, false},
		// Porto Alegre and Peru
		{"51987654321", "+51987654321", in, false},
		{"51987654321", "51987654321", in, true},
		{"51987654321", "51987654321", out, true},   // an entry of Peru: the list may mean it
		{"5551987654321", "51987654321", out, true}, // an entry of Porto Alegre: likewise
		// outbound: DDI and all
		{"5511988888888", "+5511988888888", out, true},
		{"5511988888888", "5511988888888", out, true},
		{"5511988888888", "551188888888", out, true},
		{"5511988888888", "01511988888888", out, true},
		{"551188888888", "5511988888888", out, true},
		{"5511988888888", "5521988888888", out, false},
		{"14155550123", "+14155550123", out, true},
	} {
		if got := Blacklisted(c.entry, c.number, c.outbound); got != c.want {
			t.Errorf("entry %s, number %s, outbound %v: %v", c.entry, c.number, c.outbound, got)
		}
	}
}

func TestParseBlacklisted(t *testing.T) {
	const in, out = false, true
	for _, c := range []struct {
		text     string
		outbound bool
		want     string // "" = refused
	}{
		{"11988888888", in, "11988888888"},
		{"(11) 98888-8888", in, "11988888888"},
		{"1133334444", in, "1133334444"},
		{"+5511988888888", in, "11988888888"},
		{"+14155550123", in, "+14155550123"},
		{"988888888", in, ""},
		{"5511988888888", in, ""},
		{"+0", in, ""},
		{"abc", in, ""},
		{"", in, ""},
		{"5511988888888", out, "5511988888888"},
		{"+55 11 98888-8888", out, "5511988888888"},
		{"+14155550123", out, "14155550123"},
		{"11988888888", out, ""}, // lacks its DDI
		{"0015511988888888", out, ""},
		{"", out, ""},
	} {
		got, err := ParseBlacklisted(c.text, c.outbound)
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%q, outbound %v: %q %v", c.text, c.outbound, got, err)
		}
		if err != nil && !errors.Is(err, &Error{Code: CodeBlacklistNumber}) {
			t.Errorf("%q: %v", c.text, err)
		}
		if err == nil && !Blacklisted(got, c.text, c.outbound) {
			t.Errorf("the entry %q does not block the number it was written as, %q", got, c.text)
		}
	}
}
