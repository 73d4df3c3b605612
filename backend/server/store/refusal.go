package store

import (
	"net/http"

	"carteira/backend/engine/wire"
)

// Refusal is a request that the protocol does not allow: an HTTP status and the body of its answer.
type Refusal struct {
	Status int
	wire.Problem
}

func (e *Refusal) Error() string { return e.Problem.Error.Message }

func refuse(status int, code, message string) *Refusal {
	return &Refusal{Status: status, Problem: wire.Problem{Error: wire.ProblemError{Code: code, Message: message}}}
}

func refuseUnknownDevice() *Refusal {
	return refuse(http.StatusUnauthorized, wire.CodeUnknown, "this device is not enrolled")
}
