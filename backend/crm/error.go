// Package crm is the vocabulary: the nouns of the product, their validation and their small rules.
// It imports the standard library, text folding and the phone metadata only.
package crm

import (
	"errors"
	"fmt"
	"time"
)

// Error is what a person reads. Code is stable and is what the window translates; Message is plain
// English for the command line and for scripts; Field names the contact field or setting at fault, or "".
// It never carries a personal value: it is written to logs and to error reports.
type Error struct {
	Code    string
	Message string
	Field   string
	Until   time.Time // when the same will be allowed again; zero = not known, or never
}

func (e *Error) Error() string { return e.Message }

// Is lets errors.Is compare by code: errors.Is(err, &crm.Error{Code: crm.CodeNotFound}).
func (e *Error) Is(target error) bool {
	var t *Error
	return errors.As(target, &t) && t.Code == e.Code
}

// Codes shared by several places. A code that only one place can raise is declared beside it.
const (
	CodeInvalid      = "invalid"                         // the request itself is malformed
	CodeNotFound     = "not_found"                       // no such record
	CodeConflict     = "conflict"                        // the record changed meanwhile, or the state forbids it
	CodeNotAllowed   = "not_allowed"                     // the profile lacks the permission (D9.2)
	CodeSignedOut    = "signed_out"                      // no session, or it has expired
	CodeBusy         = "busy"                            // locked by somebody else
	CodeDuplicate    = "duplicate"                       // D1.9
	CodeCNPJTaken    = "cnpj_taken"                      // D1.8
	CodeNameRequired = "name_required"                   // D1.2
	CodeUnreachable  = "contact_required_email_or_phone" // D1.2, when the organization asks for it
)

// Errorf builds an Error; the format must not be given personal values.
func Errorf(code, field, format string, args ...any) *Error {
	return &Error{Code: code, Field: field, Message: fmt.Sprintf(format, args...)}
}

// CodeOf is the code of the first Error in err's chain, or "" when there is none.
func CodeOf(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}
