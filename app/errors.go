package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"carteira/backend/crm"
)

// Codes that only the shell raises. The window translates them like every other code.
const (
	CodeInternal    = "internal"    // a defect of ours; the log has the details
	CodeStopping    = "stopping"    // the program is closing
	CodeDiskFull    = "disk_full"   // the data folder's disk is full
	CodeUnreachable = "unreachable" // browser mode only, raised by shim.js: the program does not answer
)

// FormatError is the one form in which the window receives an error: a JSON *string* {"code","message","field"}, with
// "until" where the same will be allowed again.
// It is a string because the desktop bridge turns an object into "[object Object]".
func FormatError(err error) string {
	e := public(err)
	until := ""
	if !e.Until.IsZero() {
		until = e.Until.UTC().Format(time.RFC3339)
	}
	text, marshalErr := json.Marshal(struct {
		Code    string `json:"code"`
		Message string `json:"message"`
		Field   string `json:"field"`
		Until   string `json:"until,omitempty"`
	}{e.Code, e.Message, e.Field, until})
	if marshalErr != nil {
		panic(fmt.Sprintf("bug: strings do not marshal: %v", marshalErr))
	}
	return string(text)
}

// public keeps errors meant for people and hides all others behind a neutral one.
// Whoever hides an error logs it first, see hide.
func public(err error) *crm.Error {
	var e *crm.Error
	switch {
	case errors.As(err, &e):
		return e
	case isDiskFull(err):
		return crm.Errorf(CodeDiskFull, "", "The disk is full. Nothing was lost; free some space and try again.")
	case errors.Is(err, context.Canceled):
		return crm.Errorf(CodeStopping, "", "The program is closing.")
	}
	return crm.Errorf(CodeInternal, "", "Something went wrong inside the program. Your data is safe; try again.")
}

// hide is public for the place where an error leaves Go: what the person does not see goes to the log, once.
func hide(method string, err error) *crm.Error {
	e := public(err)
	if e.Code == CodeInternal && !errors.Is(err, e) {
		slog.Error("bound method failed", "method", method, "error", err)
	}
	return e
}
