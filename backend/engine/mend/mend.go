// Package mend corrects by rule what files get wrong again and again: masks of phones, other ways to write a date, zeros
// that a spreadsheet has dropped. A rule acts only where a person has switched it on; what it would do can be shown before.
package mend

import (
	"slices"

	"carteira/backend/crm"
)

// Fix is one rule.
type Fix string

// The rules, in the order in which they are offered.
const (
	Phones     Fix = "phones"      // masks, a missing country code, trunk zero, carrier code (D3.7)
	Dates      Fix = "dates"       // other ways to write a date: 31-05-90, 1990/05/31, 31 de maio de 1990, 19900531
	MonthFirst Fix = "month_first" // 05/31/1990: the month stands before the day, in every date
	Gender     Fix = "gender"      // M, fem., mulher … (D1.4)
	Zeros      Fix = "zeros"       // zeros in front of CPF, CNPJ and zip code that a spreadsheet has dropped
	Emails     Fix = "emails"      // blanks beside @ and dots, mailto:, "Ana <ana@x.com>", a comma for the dot
	States     Fix = "states"      // São Paulo → SP
	Names      Fix = "names"       // ANA DE SOUZA → Ana de Souza
)

// All are the rules there are.
var All = []Fix{Phones, Dates, MonthFirst, Gender, Zeros, Emails, States, Names}

// Known tells whether f is a rule.
func (f Fix) Known() bool { return slices.Contains(All, f) }

// Rule mends one value. ok is false when it has nothing to say about it; today is YYYY-MM-DD.
type Rule struct {
	Fix  Fix
	Mend func(text, today string) (mended string, ok bool)
}

// Rescues are tried on a value that the field has refused. What they give must still be accepted by the field.
func Rescues(f crm.Field) []Rule { return rulesOf(rescues[:], f) }

// Rewrites change values that the field would take as they are: another meaning or another spelling.
func Rewrites(f crm.Field) []Rule { return rulesOf(rewrites[:], f) }

func rulesOf(table [][]Rule, f crm.Field) []Rule {
	if int(f) < len(table) {
		return table[f]
	}
	return nil
}

var rescues = [...][]Rule{
	crm.FieldEmail:     {{Emails, email}},
	crm.FieldCPF:       {{Zeros, cpfZeros}},
	crm.FieldCNPJ:      {{Zeros, cnpjZeros}},
	crm.FieldGender:    {{Gender, gender}},
	crm.FieldBirthDate: {{Dates, birthDate}, {MonthFirst, monthFirst}},
}

var rewrites = [...][]Rule{
	crm.FieldBirthDate: {{MonthFirst, monthFirst}},
	crm.FieldState:     {{States, state}},
	crm.FieldName:      {{Names, personName}},
	crm.FieldCity:      {{Names, personName}},
	crm.FieldZipCode:   {{Zeros, zipZeros}},
}

// DateRescues and DateRewrites are those of a custom field that holds dates, which may lie ahead.
var (
	DateRescues  = []Rule{{Dates, anyDate}, {MonthFirst, monthFirst}}
	DateRewrites = []Rule{{MonthFirst, monthFirst}}
)

// PhoneRescues are those of a phone.
var PhoneRescues = []Rule{{Phones, func(text, _ string) (string, bool) {
	p, ok := crm.GuessPhone(text)
	return string(p), ok
}}}
