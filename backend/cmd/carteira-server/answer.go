package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"carteira/backend/crm"
	"carteira/backend/server/store"
)

// The exit statuses.
const (
	statusDone       = 0
	statusFailed     = 1
	statusUsage      = 2
	statusNotAllowed = 4
)

// Codes that only this program raises.
const (
	codeUsage    = "usage"
	codeInternal = "internal"
	codeStore    = "store"
	codeTLS      = "tls"
	codeListen   = "listen"
)

// usageError is wrong usage.
type usageError string

func (e usageError) Error() string { return string(e) }

// answer is what a command has to say: the same thing for scripts and for people.
type answer struct {
	doc    any // of --json; nil: the command has written its own
	people func(w io.Writer)
}

func (p *program) answer(a answer) error {
	if p.json {
		if a.doc == nil {
			return nil
		}
		return p.document(a.doc)
	}
	if a.people != nil {
		a.people(p.stdout)
	}
	return nil
}

func (p *program) document(doc any) error {
	e := json.NewEncoder(p.stdout)
	e.SetEscapeHTML(false)
	if err := e.Encode(doc); err != nil {
		return fmt.Errorf("write the answer: %w", err)
	}
	return nil
}

type errorDoc struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Field   string `json:"field"`
}

// fail reports an error and sets the exit status.
func (p *program) fail(err error) {
	d := errorDoc{Code: codeInternal, Message: err.Error()}
	var usage usageError
	var e *crm.Error
	var refused *store.Refusal
	switch {
	case errors.As(err, &usage):
		d = errorDoc{Code: codeUsage, Message: string(usage)}
	case errors.As(err, &e):
		d = errorDoc{Code: e.Code, Message: e.Message, Field: e.Field}
	case errors.As(err, &refused):
		d = errorDoc{Code: refused.Problem.Error.Code, Message: refused.Problem.Error.Message, Field: refused.Problem.Error.Field}
	}
	switch d.Code {
	case codeUsage, crm.CodeInvalid:
		p.status = statusUsage
	case crm.CodeNotAllowed:
		p.status = statusNotAllowed
	default:
		p.status = statusFailed
	}
	if p.json {
		if werr := p.document(map[string]errorDoc{"error": d}); werr != nil {
			fmt.Fprintln(p.stderr, "carteira-server:", werr)
		}
		return
	}
	fmt.Fprintln(p.stderr, "carteira-server:", d.Message)
	if d.Code == codeUsage {
		fmt.Fprintln(p.stderr, "Add --help to see how the command is used.")
	}
}
