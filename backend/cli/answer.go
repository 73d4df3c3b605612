package cli

import (
	"encoding/json"
	"fmt"
	"io"

	"carteira/backend/crm"
)

// The exit statuses.
const (
	statusDone       = 0 // everything done (green)
	statusFailed     = 1 // nothing done, or failed (red)
	statusUsage      = 2
	statusPartly     = 3 // yellow
	statusNotAllowed = 4
)

// answer is what a command has to say: the same thing for scripts and for people.
type answer struct {
	doc    any               // of --json; nil: the command has written its own
	people func(w io.Writer) // nil: nothing to say
	status int
}

func (p *program) answer(a answer) error {
	p.status = a.status
	switch {
	case p.json && a.doc != nil:
		return p.document(a.doc)
	case p.json:
		return nil
	}
	if a.people != nil {
		a.people(p.Stdout)
	}
	return nil
}

// document writes the one JSON document of a run.
func (p *program) document(doc any) error {
	e := json.NewEncoder(p.Stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(doc); err != nil {
		return fmt.Errorf("write the answer: %w", err)
	}
	return nil
}

// note tells a person something beside the answer.
func (p *program) note(key string, args ...any) {
	fmt.Fprintln(p.Stderr, p.text(key, args...))
}

// statusOf is the exit status of a colour.
func statusOf(c crm.Colour) int {
	switch c {
	case crm.Green:
		return statusDone
	case crm.Yellow:
		return statusPartly
	}
	return statusFailed
}
