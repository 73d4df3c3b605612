package crm

import "testing"

func TestParseGender(t *testing.T) {
	tests := []struct {
		in, want string
		ok       bool
	}{
		{"Masculino", GenderMale, true},
		{"Feminino", GenderFemale, true},
		{"Não Informado", GenderNotInformed, true},
		{"Na\u0303o Informado", GenderNotInformed, true},
		{" Feminino ", GenderFemale, true},
		{"", "", true},
		{" \t", "", true},
		{"masculino", "", false},
		{"FEMININO", "", false},
		{"Não informado", "", false},
		{"Nao Informado", "", false},
		{"Não  Informado", "", false},
		{"M", "", false},
	}
	for _, test := range tests {
		got, err := ParseGender(test.in)
		if got != test.want || (err == nil) != test.ok || !test.ok && CodeOf(err) != CodeGenderInvalid {
			t.Errorf("ParseGender(%q) = %q, %v; want %q, %v", test.in, got, err, test.want, test.ok)
		}
	}
}
