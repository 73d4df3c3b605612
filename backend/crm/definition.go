package crm

import (
	"slices"
	"strings"
)

// FieldType is the type of a custom field (D1.7); it never changes once created.
type FieldType string

// The types of a custom field.
const (
	TypeText   FieldType = "text"
	TypeNumber FieldType = "number"
	TypeDate   FieldType = "date"
	TypeChoice FieldType = "choice"
)

// CustomField is the definition of a custom field in an organization.
type CustomField struct {
	ID      ID
	Name    string
	Type    FieldType
	Choices []string // on offer, for TypeChoice
	// Archived: not offered for new values; contacts keep theirs, and a value that names the field is still taken.
	Archived bool
}

// Label is the definition of a label. Color is one of LabelColors.
type Label struct {
	ID       ID
	Name     string
	Color    string
	Archived bool // not offered any more; contacts keep it
}

// LabelColors are the tokens of the theme that a label may have. Each is legible in both themes.
var LabelColors = []string{"gray", "petrol", "green", "amber", "red"}

// Service is a queue to which interactions can be sent (D5.2).
type Service struct {
	ID        ID
	Name      string
	Mailbox   string // e-mail address, "" for none
	Validated bool   // the mailbox has been confirmed
}

// ParseDefinitionName validates the name of a custom field, label or service.
func ParseDefinitionName(field, name string) (string, error) {
	name, err := ParseText(field, name, 120)
	if err != nil {
		return "", err
	}
	if name == "" {
		return "", Errorf(CodeInvalid, field, "a name is needed")
	}
	return name, nil
}

// MaxChoices is how many choices a custom field may offer.
const MaxChoices = 500

// ParseChoices validates what a custom field of type choice offers: at least one, none twice.
func ParseChoices(choices []string) ([]string, error) {
	out := []string{}
	seen := map[string]bool{}
	for _, c := range choices {
		c, err := ParseText("choices", c, 120)
		if err != nil {
			return nil, err
		}
		if c == "" {
			continue
		}
		if seen[Fold(c)] {
			return nil, Errorf(CodeInvalid, "choices", "the choice %q is there twice", c)
		}
		seen[Fold(c)] = true
		out = append(out, c)
	}
	switch {
	case len(out) == 0:
		return nil, Errorf(CodeInvalid, "choices", "a field of type choice needs choices")
	case len(out) > MaxChoices:
		return nil, Errorf(CodeInvalid, "choices", "a field offers at most %d choices", MaxChoices)
	}
	return out, nil
}

// ParseLabelColor validates the colour of a label.
func ParseLabelColor(color string) (string, error) {
	if !slices.Contains(LabelColors, color) {
		return "", Errorf(CodeInvalid, "color", "a color is one of %s", strings.Join(LabelColors, ", "))
	}
	return color, nil
}

// ParseFieldType reads the type of a custom field; "" is text.
func ParseFieldType(s string) (FieldType, error) {
	switch t := FieldType(strings.ToLower(s)); t {
	case "":
		return TypeText, nil
	case TypeText, TypeNumber, TypeDate, TypeChoice:
		return t, nil
	}
	return "", Errorf(CodeInvalid, "type", "a custom field is text, number, date or choice")
}

// CodeCustomInvalid is the code of a value that does not fit the type of its custom field.
const CodeCustomInvalid = "custom_invalid"

// Parse validates a value of the custom field and returns it as it is stored: a date as YYYY-MM-DD, a choice
// spelled as defined, a number and a text as written.
func (f *CustomField) Parse(value string) (string, error) {
	value = strings.TrimSpace(value)
	if value == "" {
		return "", nil
	}
	switch f.Type {
	case TypeNumber:
		if !numberLike(value) {
			return "", Errorf(CodeCustomInvalid, "custom_fields", "this custom field takes a number")
		}
	case TypeDate:
		date, err := ParseDate(value)
		if err != nil {
			return "", Errorf(CodeCustomInvalid, "custom_fields", "this custom field takes a date such as 31/12/2026")
		}
		return date, nil
	case TypeChoice:
		for _, c := range f.Choices {
			if Fold(c) == Fold(value) {
				return c, nil
			}
		}
		return "", Errorf(CodeCustomInvalid, "custom_fields", "this custom field takes one of its choices")
	}
	return value, nil
}

// numberLike accepts digits with a sign and separators in any country's order.
func numberLike(s string) bool {
	digits := 0
	for i, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case (r == '-' || r == '+') && i == 0, r == '.', r == ',', r == ' ':
		default:
			return false
		}
	}
	return digits > 0
}
