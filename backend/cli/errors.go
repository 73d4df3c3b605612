package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/pflag"

	"carteira/backend/crm"
	"carteira/backend/service/access"
	"carteira/backend/service/contacts"
)

// Codes that only the command line raises.
const (
	codeUsage       = "usage"
	codeInterrupted = "interrupted" // Ctrl+C; the job can be resumed
	codeCancelled   = "cancelled"
	codeInternal    = "internal"
)

// usageError is wrong usage, in both languages.
type usageError struct{ words }

func (e usageError) Error() string { return e.en }

func wrong(key string, args ...any) error {
	return usageError{words{in(english, key, args...), in(portuguese, key, args...)}}
}

// usage says in our words what cobra and pflag found wrong with the arguments.
func usage(err error) error {
	var (
		own     usageError
		missing *pflag.ValueRequiredError
		unknown *pflag.NotExistError
		invalid *pflag.InvalidValueError
	)
	switch {
	case errors.As(err, &own):
		return own
	case errors.As(err, &missing):
		return wrong("usage.value", missing.GetSpecifiedName())
	case errors.As(err, &unknown):
		return wrong("usage.flag", unknown.GetSpecifiedName())
	case errors.As(err, &invalid):
		return wrong("usage.invalid", invalid.GetFlag().Name)
	}
	return wrong("usage.other", err.Error())
}

// errorDoc is an error in JSON.
type errorDoc struct {
	Code     string  `json:"code"`
	Message  string  `json:"message"`
	Field    string  `json:"field"`
	Existing *string `json:"existing,omitempty"` // the contact that a refused one duplicates
	pt       string  // the message in Portuguese, where errorsInPortuguese does not have it
}

func describe(err error) errorDoc {
	var usage usageError
	var e *crm.Error
	d := errorDoc{Code: codeInternal, Message: err.Error()}
	switch {
	case errors.As(err, &usage):
		d = errorDoc{Code: codeUsage, Message: usage.en, pt: usage.pt}
	case errors.As(err, &e):
		d = errorDoc{Code: e.Code, Message: e.Message, Field: e.Field}
	}
	var duplicate *contacts.DuplicateError
	if errors.As(err, &duplicate) {
		id := duplicate.Existing.String()
		d.Existing = &id
	}
	return d
}

// fail reports an error and sets the exit status.
func (p *program) fail(err error) {
	d := describe(err)
	p.status = statusOfError(d.Code)
	if p.json {
		if werr := p.document(map[string]errorDoc{"error": d}); werr != nil {
			fmt.Fprintln(p.Stderr, "carteira:", werr)
		}
		return
	}
	fmt.Fprintln(p.Stderr, "carteira:", p.errorText(d))
	switch d.Code {
	case codeUsage:
		p.note("usage.hint")
	case codeInternal:
		p.note("internal.hint", logVariable)
	}
}

func statusOfError(code string) int {
	switch code {
	case codeUsage, crm.CodeInvalid:
		return statusUsage
	case crm.CodeNotAllowed, crm.CodeSignedOut, access.CodeBadCredentials, access.CodeLocked:
		return statusNotAllowed
	}
	return statusFailed
}
