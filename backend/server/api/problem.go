package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"runtime"
	"strconv"
	"strings"

	"carteira/backend/crm"
	"carteira/backend/engine/wire"
	"carteira/backend/server/store"
)

// Codes that only this package raises.
const (
	codeInternal    = "internal"
	codeDamaged     = "damaged"      // 400: a checksum or the form of a body is wrong
	codeTruncated   = "truncated"    // 400: a body ended before its end
	codeTooLarge    = "too_large"    // 413
	codeMediaType   = "media_type"   // 415
	codeNoSuchRoute = "no_such_path" // 404
	codeMethod      = "method"       // 405
	codeKey         = "key_invalid"  // 401: the platform key is wrong
)

// closedRequest is what is measured where the client went away: nobody reads the answer.
const closedRequest = 499

func refusal(status int, code, message string) *store.Refusal {
	return &store.Refusal{Status: status, Problem: wire.Problem{Error: wire.ProblemError{Code: code, Message: message}}}
}

// problem answers with an error and logs it: codes and ids, never what the request held.
func (s *Server) problem(a *answer, r route, c *call, err error) {
	p := refusalOf(err)
	log := []any{"route", r.path, "status", p.Status, "code", p.Problem.Error.Code}
	if c.device.ID != crm.NoID {
		log = append(log, "device", c.device.ID)
	} else if c.org != crm.NoID {
		log = append(log, "organization", c.org)
	}
	switch {
	case p.Status == closedRequest:
		a.status = closedRequest
		s.log.Debug("the client went away", log...)
		return
	case p.Status >= http.StatusInternalServerError:
		s.log.Error("request failed", append(log, "error", err.Error())...)
	default:
		s.log.Info("request refused", log...)
	}
	if a.status != 0 { // in the middle of an answer: a stream without its trailer says so itself
		panic(http.ErrAbortHandler)
	}
	writeProblem(a, p)
}

// refusalOf is the answer that an error deserves.
func refusalOf(err error) *store.Refusal {
	var r *store.Refusal
	var e *crm.Error
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &r):
		return r
	case errors.As(err, &tooLarge), errors.Is(err, errTooLarge):
		return refusal(http.StatusRequestEntityTooLarge, codeTooLarge, "the request is larger than the server takes")
	case errors.Is(err, wire.ErrTruncated):
		return refusal(http.StatusBadRequest, codeTruncated, "the request was cut off before its end")
	case errors.Is(err, wire.ErrDamaged):
		return refusal(http.StatusBadRequest, codeDamaged, "the request arrived damaged")
	case errors.As(err, &e):
		r := refusal(statusOf(e), e.Code, e.Message)
		r.Problem.Error.Field = e.Field
		return r
	case errors.Is(err, context.Canceled):
		return refusal(closedRequest, codeInternal, "the client went away")
	}
	return refusal(http.StatusInternalServerError, codeInternal, "the server ran into an error; its log says more")
}

func statusOf(e *crm.Error) int {
	switch e.Code {
	case crm.CodeNotFound:
		return http.StatusNotFound
	case crm.CodeConflict, crm.CodeBusy, crm.CodeDuplicate, crm.CodeCNPJTaken:
		return http.StatusConflict
	case crm.CodeNotAllowed:
		return http.StatusForbidden
	case crm.CodeSignedOut:
		return http.StatusUnauthorized
	}
	if e.Field == "" {
		return http.StatusBadRequest
	}
	return http.StatusUnprocessableEntity
}

const retryAfter = 1 // second

func writeProblem(w http.ResponseWriter, p *store.Refusal) {
	h := w.Header()
	switch p.Status {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		h.Set("Retry-After", strconv.Itoa(retryAfter))
	case http.StatusUnauthorized:
		h.Set("WWW-Authenticate", "Bearer")
	}
	h.Del("Content-Encoding")
	h.Set("Content-Type", "application/json")
	w.WriteHeader(p.Status)
	// A client that went away meanwhile gets no answer.
	_ = json.NewEncoder(w).Encode(p.Problem)
}

// unknown answers what the mux would answer as plain text: every problem has the one format.
func (s *Server) unknown(w http.ResponseWriter, r *http.Request) {
	p := refusal(http.StatusNotFound, codeNoSuchRoute, "there is nothing at this path; /openapi.json describes what there is")
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut} {
		other := r.Clone(r.Context())
		other.Method = method
		if _, pattern := s.mux.Handler(other); pattern != "" {
			p = refusal(http.StatusMethodNotAllowed, codeMethod, "this path is asked with "+method)
			w.Header().Set("Allow", method)
		}
	}
	s.metrics.request(route{method: "-", path: "unknown"}, p.Status, 0)
	writeProblem(w, p)
}

// origin is the innermost function of ours on the way to a panic.
func origin() string {
	pc := make([]uintptr, 32)
	frames := runtime.CallersFrames(pc[:runtime.Callers(3, pc)])
	for {
		f, more := frames.Next()
		if strings.HasPrefix(f.Function, "carteira/") {
			return f.Function + ":" + strconv.Itoa(f.Line)
		}
		if !more {
			return ""
		}
	}
}
