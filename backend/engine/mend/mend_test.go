package mend

import (
	"testing"

	"carteira/backend/crm"
)

const today = "2026-11-27"

func TestRules(t *testing.T) {
	tests := []struct {
		name  string
		mend  func(string, string) (string, bool)
		cases map[string]string // "" = the rule has nothing to say
	}{
		{"dates", birthDate, map[string]string{
			"31-05-90": "1990-05-31", "31/5/26": "2026-05-31", "31/5/27": "1927-05-31", "1990/05/31": "1990-05-31", "1990.5.31": "1990-05-31",
			"19900531": "1990-05-31", "31051990": "1990-05-31", "20052010": "2010-05-20", "31 de maio de 1990": "1990-05-31",
			"31-mai-90": "1990-05-31", "May 31, 1990": "1990-05-31", "31 Março 1990": "1990-03-31", "1990-05-31 00:00:00": "1990-05-31",
			"1990-05-31T10:20:30.5Z": "1990-05-31", "31/05/1990 12:00 AM": "1990-05-31", "33024": "1990-05-31", " 31/05/1990 ": "1990-05-31",
			"05/31/1990": "", "31/02/1990": "", "31": "", "9999": "", "99999": "", "31/05": "", "maio de 1990": "", "31 de foo de 1990": "",
			"hoje": "", "1990-13-01": "", "99999999": "",
		}},
		{"dates that may lie ahead", anyDate, map[string]string{"31/12/32": "2032-12-31", "31/12/46": "2046-12-31", "31/12/47": "1947-12-31"}},
		{"the month first", monthFirst, map[string]string{
			"05/31/1990": "1990-05-31", "5-3-1990": "1990-05-03", "05/31/90": "1990-05-31", "05/31/1990 10:00": "1990-05-31",
			"31/05/1990": "1990-31-05", // no date: refused, not read the other way
			"1990-05-31": "", "hoje": "", "5/1990": "",
		}},
		{"gender", gender, map[string]string{
			"M": crm.GenderMale, "masc.": crm.GenderMale, " MASCULINO": crm.GenderMale, "f": crm.GenderFemale, "Mulher": crm.GenderFemale,
			"nao informado": crm.GenderNotInformed, "N/I": crm.GenderNotInformed, "H": "", "X9": "",
		}},
		{"cpf", cpfZeros, map[string]string{"1234567890": "01234567890", "123456789": "", "52998224725": "52998224725", "abc": ""}},
		{"cnpj", cnpjZeros, map[string]string{"191": "", "191000191": "", "0000000000191": "00000000000191", "11222333000182": ""}},
		{"zip code", zipZeros, map[string]string{"1310100": "01310100", "1310-100": "01310-100", "01310100": "", "131010": "", "K1A0B1X": ""}},
		{"e-mail", email, map[string]string{
			"mailto:ana@x.com.br": "ana@x.com.br", "Ana <ana@x.com.br>": "ana@x.com.br", "ana @x.com": "ana@x.com", "ana(at)x.com": "ana@x.com",
			"ana@x,com": "ana@x.com", "ana@x..com": "ana@x.com", "ana@x.com;": "ana@x.com", "ana@x.com": "",
			" ana @ x . com ": "ana@x.com", "Ana ana@x.com": "", "ana@x.com trabalho": "",
		}},
		{"state", state, map[string]string{
			"São Paulo": "SP", "sao paulo": "SP", "SANTA  CATARINA": "SC", "Estado do Rio de Janeiro": "RJ", "rs": "RS", "Pará": "PA",
			"SP": "", "xx": "", "Texas": "", "": "",
		}},
		{"name", personName, map[string]string{
			"ANA PAULA DE SOUZA": "Ana Paula de Souza", "LETÍCIA D’ÁVILA": "Letícia D’Ávila", "joão e maria": "João e Maria",
			"PADARIA DA ANA LTDA": "Padaria da Ana LTDA", "MARIA-JOSÉ SANT'ANNA": "Maria-José Sant'Anna", "JOÃO PAULO II": "João Paulo II",
			"DE SOUZA": "De Souza", "JOSÉLIA": "Josélia", "Ana": "", "IBM": "", "McDonald": "", "123": "", "": "",
		}},
	}
	for _, test := range tests {
		for in, want := range test.cases {
			got, ok := test.mend(in, today)
			if ok != (want != "") || ok && got != want {
				t.Errorf("%s: %q gives %q, %v; want %q", test.name, in, got, ok, want)
			}
		}
	}
}

// A mended value is taken by its field, and mending it again changes nothing.
func TestMendedValuesAreTaken(t *testing.T) {
	for f, text := range map[crm.Field]string{
		crm.FieldEmail: "mailto:ana@x.com", crm.FieldCPF: "1234567890", crm.FieldCNPJ: "191000191", crm.FieldGender: "fem",
		crm.FieldBirthDate: "31-05-90", crm.FieldState: "Goiás", crm.FieldName: "ANA SOUZA", crm.FieldZipCode: "1310100",
	} {
		for _, rule := range append(append([]Rule{}, Rescues(f)...), Rewrites(f)...) {
			mended, ok := rule.Mend(text, today)
			if !ok {
				continue
			}
			value, err := crm.ParseField(f, mended)
			if rule.Fix == MonthFirst {
				continue // 31-05-90 is none
			}
			if err != nil {
				t.Errorf("%s of %s: %q is refused: %v", rule.Fix, f, mended, err)
			}
			if again, ok := rule.Mend(value, today); ok && again != value {
				t.Errorf("%s of %s: %q becomes %q", rule.Fix, f, value, again)
			}
		}
	}
	for _, f := range All {
		if !f.Known() {
			t.Errorf("%s is not known", f)
		}
	}
	if Fix("x").Known() {
		t.Error("any rule is known")
	}
}
