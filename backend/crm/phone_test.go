package crm

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParsePhone(t *testing.T) {
	tests := []struct {
		in   string
		want Phone
		code string
	}{
		{"5541998765432", "5541998765432", ""},
		{"+55 (41) 99876-5432", "5541998765432", ""},
		{"55 41 99876.5432", "5541998765432", ""},
		{"\u202a+55 41 99876\u20115432\u202c", "5541998765432", ""},
		{"+55 041 99876-5432", "5541998765432", ""},
		{"+55 0 15 41 99876-5432", "5541998765432", ""},
		{"554133334444", "554133334444", ""},
		{"554198765432", "554198765432", ""}, // legacy, D1.6
		{"+55 0 41 9876-5432", "554198765432", ""},
		{"551178765432", "551178765432", ""},
		{"558001234567", "558001234567", ""},
		{"+55 0800 123 4567", "558001234567", ""},
		{"+55 4004-1234", "5540041234", ""},
		{"+351 912 345 678", "351912345678", ""},
		{"12025550123", "12025550123", ""},
		{"+390612345678", "390612345678", ""}, // the zero of Italy stays
		{"51987654321", "51987654321", ""},    // the form always gives a country code
		{"+44 20 7946 0958", "442079460958", ""},
		{"5520998765432", "", CodePhoneInvalid}, // no DDD 20
		{"552098765432", "", CodePhoneInvalid},
		{"5541898765432", "", CodePhoneInvalid},
		{"554118765432", "", CodePhoneInvalid},
		{"41998765432", "", CodePhoneInvalid}, // read as Switzerland
		{"55419987654321", "", CodePhoneInvalid},
		{"15551234567", "", CodePhoneInvalid},
		{"", "", CodePhoneInvalid},
		{"+", "", CodePhoneInvalid},
		{"++5541998765432", "", CodePhoneInvalid},
		{"55+41998765432", "", CodePhoneInvalid},
		{"telefone", "", CodePhoneInvalid},
		{"+55 41 99876-5432 ramal 2", "", CodePhoneInvalid},
		{"+1 800 FLOWERS", "", CodePhoneInvalid},
		{strings.Repeat("9", 300), "", CodePhoneInvalid},
		{"5,54199E+12", "", CodeNumberDamaged},
		{"5.54199E+12", "", CodeNumberDamaged},
	}
	for _, test := range tests {
		got, err := ParsePhone(test.in)
		if got != test.want || CodeOf(err) != test.code || (err == nil) != (test.code == "") {
			t.Errorf("ParsePhone(%q) = %q, %v; want %q, code %q", test.in, got, err, test.want, test.code)
		}
	}
}

func TestMatchKey(t *testing.T) {
	tests := []struct {
		in   Phone
		want int64
	}{
		{"5541998765432", 5541998765432},
		{"554198765432", 5541998765432}, // the ninth digit
		{"554168765432", 5541968765432},
		{"551178765432", 5511978765432},
		{"551188888888", 5511988888888}, // D5.5
		{"554133334444", 554133334444},  // a landline gains nothing
		{"554153334444", 554153334444},
		{"558001234567", 558001234567},
		{"558061234567", 558061234567}, // 80 is no DDD
		{"351912345678", 351912345678}, // twelve digits, another country
		{"541168765432", 541168765432},
		{"999999999999999", 999999999999999},
		{"", 0},
		{"+5541998765432", 0},
	}
	for _, test := range tests {
		if got := test.in.MatchKey(); got != test.want {
			t.Errorf("MatchKey(%q) = %d, want %d", test.in, got, test.want)
		}
	}
}

// Exactly the two ways of writing one mobile share a key; every landline keeps its own.
func TestMatchKeyProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ddd := rapid.StringMatching(`[1-9][1-9]`).Draw(t, "ddd")
		subscriber := rapid.StringMatching(`[2-9][0-9]{7}`).Draw(t, "subscriber")
		short, long := Phone("55"+ddd+subscriber), Phone("55"+ddd+"9"+subscriber)
		if same := short.MatchKey() == long.MatchKey(); same != (subscriber[0] >= '6') {
			t.Fatalf("%s and %s share a key: %v", short, long, same)
		}
	})
}

func TestFormatPhone(t *testing.T) {
	for in, want := range map[Phone]string{
		"5541998765432":     "(41) 99876-5432",
		"554133334444":      "(41) 3333-4444",
		"554198765432":      "(41) 9876-5432",
		"558001234567":      "0800 123 4567",
		"5540041234":        "4004-1234",
		"351912345678":      "+351 912 345 678",
		"12025550123":       "+1 202-555-0123",
		"":                  "",
		"1":                 "+1",
		"99999999999999999": "+99999999999999999",
	} {
		if got := FormatPhone(in); got != want {
			t.Errorf("FormatPhone(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestPhoneErrorKeepsTheNumberOutOfLogs(t *testing.T) {
	_, err := ParseImportPhone("(41) 99876-5432")
	var nearly *PhoneError
	if !errors.As(err, &nearly) || nearly.Guess != "5541998765432" || !strings.Contains(err.Error(), "5541998765432") {
		t.Fatalf("%v: the reason must name the number (D3.7)", err)
	}
	var coded *Error
	if !errors.As(err, &coded) || strings.ContainsAny(coded.Message, "0123456789") {
		t.Fatalf("the coded error holds the number: %v", coded)
	}
	if !errors.Is(err, &Error{Code: CodePhoneMasked}) || coded.Field != "phones" {
		t.Fatalf("%#v", coded)
	}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("row refused", "err", err)
	if !strings.Contains(log.String(), "no mask") || strings.Contains(log.String(), "99876") {
		t.Fatalf("logged as %s", log.String())
	}
}

func FuzzParsePhone(f *testing.F) {
	for _, seed := range []string{"5541998765432", "+55 (41) 99876-5432", "0 15 41 998765432", "+390612345678", "5,549E+12", "554198765432", "é", "\xff1", "5541998765432.0", "+8005550123", "0055"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if phone, err := ParsePhone(s); err == nil {
			checkStorable(t, s, phone)
		} else if phone != "" || CodeOf(err) == "" {
			t.Fatalf("%q: %q with %v", s, phone, err)
		}
		if phone, ok := GuessPhone(s); ok {
			checkStorable(t, s, phone)
		}
		phone, err := ParseImportPhone(s)
		if err != nil {
			var nearly *PhoneError
			if errors.As(err, &nearly) {
				checkStorable(t, s, nearly.Guess)
			}
			return
		}
		if trimmed := strings.TrimSpace(s); trimmed != string(phone) && trimmed != "+"+string(phone) {
			t.Fatalf("%q was changed into %q", s, phone)
		}
		checkStorable(t, s, phone)
		if guess, ok := GuessPhone(s); !ok || guess != phone {
			t.Fatalf("%q: parsed %q, guessed %q", s, phone, guess)
		}
	})
}

// checkStorable: a phone is digits, parses to itself, and survives its international format and its key.
func checkStorable(t *testing.T, from string, phone Phone) {
	t.Helper()
	if len(phone) > phoneMax || digitRun(string(phone), 0) != len(phone) || phone == "" {
		t.Fatalf("%q gives %q", from, phone)
	}
	if again, err := ParsePhone("+" + string(phone)); err != nil || again != phone {
		t.Fatalf("%q gives %q, which parses to %q, %v", from, phone, again, err)
	}
	if phone.MatchKey() == 0 || FormatPhone(phone) == "" {
		t.Fatalf("%q gives %q, key %d, shown %q", from, phone, phone.MatchKey(), FormatPhone(phone))
	}
	if shown := FormatPhone(phone); strings.HasPrefix(shown, "+") {
		if again, err := ParsePhone(shown); err != nil || again != phone {
			t.Fatalf("%q gives %q, shown %q, which parses to %q, %v", from, phone, shown, again, err)
		}
	}
}
