package crm

// Field names one scalar field of a contact. The number is stored in documents and operations: never renumber,
// only append. Adding a contact field starts here.
type Field uint8

// The scalar fields of D1.1. FieldActive and FieldCorporate hold "true" or "false"; every other one is text, "" when blank.
const (
	FieldName Field = iota + 1
	FieldEmail
	FieldCPF
	FieldCNPJ
	FieldGender
	FieldBirthDate
	FieldExternalID
	FieldCompany
	FieldZipCode
	FieldAddress
	FieldNumber
	FieldComplement
	FieldCity
	FieldState
	FieldCountry
	FieldInstagram
	FieldFacebook
	FieldTwitter
	FieldWhatsApp
	FieldChannel
	FieldChannelUser
	FieldActive
	FieldCorporate

	fieldEnd // one past the last
)

// NumFields is the length of an array indexed by Field.
const NumFields = int(fieldEnd)

var fieldNames = [NumFields]string{
	FieldName: "name", FieldEmail: "email", FieldCPF: "cpf", FieldCNPJ: "cnpj", FieldGender: "gender",
	FieldBirthDate: "birth_date", FieldExternalID: "external_id", FieldCompany: "company",
	FieldZipCode: "zip_code", FieldAddress: "address", FieldNumber: "number", FieldComplement: "complement",
	FieldCity: "city", FieldState: "state", FieldCountry: "country",
	FieldInstagram: "instagram", FieldFacebook: "facebook", FieldTwitter: "twitter", FieldWhatsApp: "whatsapp",
	FieldChannel: "channel", FieldChannelUser: "channel_user", FieldActive: "active", FieldCorporate: "corporate",
}

// String is the field's name on the command line, in JSON and in the history.
func (f Field) String() string {
	if int(f) < NumFields {
		return fieldNames[f]
	}
	return ""
}

// FieldByName finds a field by its name; ok is false when there is none.
func FieldByName(name string) (f Field, ok bool) {
	for i := FieldName; i < fieldEnd; i++ {
		if fieldNames[i] == name {
			return i, true
		}
	}
	return 0, false
}

// maxLength is the longest text a field takes, in bytes; fields not listed take 255.
var maxLength = map[Field]int{FieldAddress: 500, FieldComplement: 500, FieldNumber: 60}

// ParseField validates one scalar value and returns it as it is stored. "" is blank and always passes.
func ParseField(f Field, value string) (string, error) {
	switch f {
	case FieldEmail, FieldCPF, FieldCNPJ, FieldGender, FieldBirthDate:
		return parseTyped(f, value)
	case FieldActive, FieldCorporate:
		return parseSwitch(f, value)
	}
	limit := maxLength[f]
	if limit == 0 {
		limit = 255
	}
	return ParseText(f.String(), value, limit)
}

func parseTyped(f Field, value string) (string, error) {
	if isBlank(value) {
		return "", nil
	}
	switch f {
	case FieldEmail:
		return ParseEmail(value)
	case FieldCPF:
		return ParseCPF(value)
	case FieldCNPJ:
		return ParseCNPJ(value)
	case FieldGender:
		return ParseGender(value)
	default:
		return ParseDate(value)
	}
}

func parseSwitch(f Field, value string) (string, error) {
	if isBlank(value) {
		return "", nil
	}
	on, err := ParseBool(value)
	if err != nil {
		return "", &Error{Code: CodeOf(err), Message: err.Error(), Field: f.String()}
	}
	if on {
		return "true", nil
	}
	return "false", nil
}

func isBlank(s string) bool {
	for _, r := range s {
		if r != ' ' && r != '\t' && r != '\u00a0' && r != '\n' && r != '\r' {
			return false
		}
	}
	return true
}
