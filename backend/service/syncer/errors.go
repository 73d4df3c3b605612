package syncer

import (
	"errors"
	"fmt"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/wire"
)

// Codes that only the syncer raises, beside those of the protocol (wire.Code…).
const (
	CodeServerUnreachable = "server_unreachable"      // no connection, or the answer stopped coming
	CodeServerFault       = "server_fault"            // it answered with a failure of its own, or unintelligibly
	CodeCertificate       = "certificate_not_trusted" // a trusted authority, but not for this address
	CodeKeyChanged        = "server_key_changed"      // not the key that was pinned at enrolment
	CodeFingerprint       = "fingerprint_mismatch"    // not the key that the enrolment code names
	CodeNotEnrolled       = "not_enrolled"
	CodeOtherOrganization = "other_organization" // this replica's data belongs to another one
	CodeServerBehind      = "server_behind"      // restored from a backup, but not told so (org new-epoch)
	CodeKeystore          = "keystore_unavailable"
	CodeSyncFailed        = "sync_failed" // something here went wrong; the log says what
)

// refusal is an answer of the server that is not 2xx.
type refusal struct {
	status     int
	problem    wire.Problem
	retryAfter time.Duration
}

func (r *refusal) Error() string {
	return fmt.Sprintf("the server answered %d %s: %s", r.status, r.problem.Error.Code, r.problem.Error.Message)
}

// Unwrap gives what people are told.
func (r *refusal) Unwrap() error {
	return &crm.Error{Code: r.problem.Error.Code, Message: r.problem.Error.Message, Field: r.problem.Error.Field}
}

// refusalOf is the server's refusal in err's chain, nil when there is none with that code.
func refusalOf(err error, code string) *refusal {
	var r *refusal
	if errors.As(err, &r) && r.problem.Error.Code == code {
		return r
	}
	return nil
}

// unreachable tells people that the network or the server is at fault; cause is for the log.
func unreachable(cause error) error {
	var known *crm.Error
	if errors.As(cause, &known) { // the certificate was refused
		return cause
	}
	return errors.Join(crm.Errorf(CodeServerUnreachable, "server", "the server cannot be reached"), cause)
}

// problemOf is what people are told of an error.
func problemOf(err error) *crm.Error {
	var known *crm.Error
	if errors.As(err, &known) {
		return known
	}
	return crm.Errorf(CodeSyncFailed, "", "synchronization failed; it will be tried again")
}
