package crm

import (
	"errors"
	"testing"
)

func TestParseImportPhone(t *testing.T) {
	tests := []struct {
		in    string
		want  Phone
		code  string
		guess Phone
	}{
		{in: "5541998765432", want: "5541998765432"},
		{in: "+5541998765432", want: "5541998765432"},
		{in: " 5541998765432 ", want: "5541998765432"},
		{in: "554133334444", want: "554133334444"},
		{in: "554198765432", want: "554198765432"}, // legacy, stored as it is
		{in: "558001234567", want: "558001234567"},
		{in: "351912345678", want: "351912345678"},
		{in: "12025550123", want: "12025550123"},
		{in: "33612345678", want: "33612345678"}, // 9 digits starting 6 are no Brazilian mobile
		{in: "+51987654321", want: "51987654321"},
		{in: "+5540041234", want: "5540041234"},

		{in: "(41) 99876-5432", code: CodePhoneMasked, guess: "5541998765432"},
		{in: "+55 41 99876-5432", code: CodePhoneMasked, guess: "5541998765432"},
		{in: "55 41 99876 5432", code: CodePhoneMasked, guess: "5541998765432"},
		{in: "(41) 3333-4444", code: CodePhoneMasked, guess: "554133334444"},
		{in: "(041) 99876-5432", code: CodePhoneMasked, guess: "5541998765432"},
		{in: "(11) 9876-5432", code: CodePhoneMasked, guess: "551198765432"},
		{in: "+351 912 345 678", code: CodePhoneMasked, guess: "351912345678"},
		{in: "0800 123 4567", code: CodePhoneMasked, guess: "558001234567"},
		{in: "4004-1234", code: CodePhoneMasked, guess: "5540041234"},
		{in: "5541998765432.0", code: CodePhoneMasked, guess: "5541998765432"},
		{in: "005541998765432", code: CodePhoneMasked, guess: "5541998765432"},
		{in: "00351912345678", code: CodePhoneMasked, guess: "351912345678"},
		{in: "55041998765432", code: CodePhoneMasked, guess: "5541998765432"},
		{in: "+55041998765432", code: CodePhoneMasked, guess: "5541998765432"},

		{in: "41998765432", code: CodePhoneNoDDI, guess: "5541998765432"},
		{in: "4133334444", code: CodePhoneNoDDI, guess: "554133334444"},
		{in: "1198765432", code: CodePhoneNoDDI, guess: "551198765432"},
		{in: "041998765432", code: CodePhoneNoDDI, guess: "5541998765432"},
		{in: "01541998765432", code: CodePhoneNoDDI, guess: "5541998765432"},
		{in: "08001234567", code: CodePhoneNoDDI, guess: "558001234567"},
		{in: "55998765432", code: CodePhoneNoDDI, guess: "5555998765432"}, // DDD 55
		{in: "40041234", code: CodePhoneNoDDI, guess: "5540041234"},
		// Porto Alegre, Uberlândia, Governador Valadares, Natal: Peru, Spain, France and Vietnam otherwise.
		{in: "51987654321", code: CodePhoneNoDDI, guess: "5551987654321"},
		{in: "34912345678", code: CodePhoneNoDDI, guess: "5534912345678"},
		{in: "33970123456", code: CodePhoneNoDDI, guess: "5533970123456"},
		{in: "4591234567", code: CodePhoneNoDDI, guess: "554591234567"}, // legacy mobile, or Denmark
		{in: "84912345678", code: CodePhoneNoDDI, guess: "5584912345678"},

		{in: "5541898765432", code: CodePhoneInvalid},
		{in: "5520998765432", code: CodePhoneInvalid},
		{in: "998765432", code: CodePhoneInvalid},
		{in: "33334444", code: CodePhoneInvalid},
		{in: "(41) 1234", code: CodePhoneInvalid},
		{in: "+41998765432", code: CodePhoneInvalid},
		{in: "41 99876-5432 / 41 3333-4444", code: CodePhoneInvalid},
		{in: "não tem", code: CodePhoneInvalid},
		{in: "5541998765432x", code: CodePhoneInvalid},
		{in: "", code: CodePhoneInvalid},
		{in: "-", code: CodePhoneInvalid},
		{in: "0", code: CodePhoneInvalid},
		{in: "00", code: CodePhoneInvalid},
		{in: "00000000000000", code: CodePhoneInvalid},

		{in: "5,549E+12", code: CodeNumberDamaged},
		{in: "5.5419987E+12", code: CodeNumberDamaged},
		{in: "5,549e12", code: CodeNumberDamaged},
	}
	for _, test := range tests {
		got, err := ParseImportPhone(test.in)
		var nearly *PhoneError
		var guess Phone
		if errors.As(err, &nearly) {
			guess = nearly.Guess
		}
		if got != test.want || CodeOf(err) != test.code || (err == nil) != (test.code == "") || guess != test.guess {
			t.Errorf("ParseImportPhone(%q) = %q, code %q, guess %q; want %q, code %q, guess %q",
				test.in, got, CodeOf(err), guess, test.want, test.code, test.guess)
		}
		// --fix-phones takes what is right as it is, and applies exactly what the reason names.
		want := test.want + test.guess
		if fixed, ok := GuessPhone(test.in); fixed != want || ok != (want != "") {
			t.Errorf("GuessPhone(%q) = %q, %v; want %q", test.in, fixed, ok, want)
		}
	}
}

func BenchmarkParseImportPhone(b *testing.B) {
	for name, in := range map[string]string{"mobile": "5541998765432", "plus": "+5541998765432", "foreign": "351912345678"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := ParseImportPhone(in); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	for name, in := range map[string]string{"masked": "(41) 99876-5432", "invalid": "5541898765432"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := ParseImportPhone(in); err == nil {
					b.Fatal("parsed")
				}
			}
		})
	}
}

func BenchmarkMatchKey(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Phone("554198765432").MatchKey()
	}
}
