package crm

import "strings"

// The only genders there are, in this very spelling (D1.4).
const (
	GenderMale        = "Masculino"
	GenderFemale      = "Feminino"
	GenderNotInformed = "Não Informado"
)

const CodeGenderInvalid = "gender_invalid"

// ParseGender is one of the three genders, or "" for a blank. The comparison is in Unicode NFC and case
// counts (D1.4): "masculino" is an error, gender_invalid.
func ParseGender(s string) (string, error) {
	switch NFC(strings.TrimSpace(s)) {
	case "":
		return "", nil
	case GenderMale:
		return GenderMale, nil
	case GenderFemale:
		return GenderFemale, nil
	case GenderNotInformed:
		return GenderNotInformed, nil
	}
	return "", Errorf(CodeGenderInvalid, "gender",
		"the gender must be exactly Masculino, Feminino or Não Informado, or blank")
}
