package wire

import (
	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// Version is the version of the protocol and of the records in it; the server serves Oldest to Version (S3). Changes
// are additive within one version.
const (
	Version = 1
	Oldest  = 1
)

// MediaType is the content type of a stream of frames.
const MediaType = "application/vnd.carteira.frames"

// Problem codes of the protocol, in crm.Error.Code of an answer that is not 2xx.
const (
	CodeGap         = "gap"             // 409: operations are missing before the first one; Expected says which is next
	CodeCloned      = "cloned"          // 409: another copy of this disk has pushed meanwhile; Incarnation says what to go on as
	CodeEpoch       = "epoch"           // 409: the server was restored from a backup, or the device was; start from hello
	CodeErasure     = "erasure_pending" // 412: pull first, people have been erased
	CodeOldVersion  = "old_version"     // 426: this program is too old, or too new, for the server
	CodeRevoked     = "revoked"         // 401: this device's access has been withdrawn; Wipe says whether to destroy its data
	CodeToken       = "token_expired"   // 401: ask for a new token
	CodeUnknown     = "unknown_device"  // 401: enrol (again)
	CodeSlowDown    = "slow_down"       // 429, with Retry-After
	CodeCodeInvalid = "code_invalid"    // 403: the enrolment code is wrong, used or expired
	CodePlainHTTP   = "plain_http"      // a server that is not on this computer must be spoken to by HTTPS
)

// Problem is the body of an answer that is not 2xx: {"error": {…}, …}.
type Problem struct {
	Error       ProblemError `json:"error"`
	Expected    int64        `json:"expected,omitempty"`    // CodeGap
	Incarnation int64        `json:"incarnation,omitempty"` // CodeCloned
	ErasureHead int64        `json:"erasure_head,omitempty"`
	Wipe        bool         `json:"wipe,omitempty"`
}

// ProblemError is the product's one error format.
type ProblemError struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Field   string `json:"field,omitempty"`
}

// EnrolRequest asks for a place in an organization (POST /v1/enroll).
type EnrolRequest struct {
	Code      string `json:"code"`
	Device    crm.ID `json:"device"`
	Office    string `json:"office"`
	PublicKey []byte `json:"public_key"`       // Ed25519
	Number    int64  `json:"number,omitempty"` // had before, kept if still free
}

// EnrolAnswer is the place.
type EnrolAnswer struct {
	OrganizationID crm.ID `json:"organization_id"`
	Organization   string `json:"organization"`
	Number         int64  `json:"number"` // of the device, from 2 on
	Epoch          string `json:"epoch"`
}

// TokenRequest asks first for a challenge, then, signed, for a token (POST /v1/token).
type TokenRequest struct {
	Device    crm.ID `json:"device"`
	Challenge []byte `json:"challenge,omitempty"`
	Signature []byte `json:"signature,omitempty"` // Ed25519 over the challenge
}

// TokenAnswer holds either.
type TokenAnswer struct {
	Challenge []byte `json:"challenge,omitempty"`
	Token     string `json:"token,omitempty"`
	ExpiresIn int    `json:"expires_in,omitempty"` // seconds
}

// Hello is where an organization stands (GET /v1/hello).
type Hello struct {
	ServerTime   int64  `json:"server_time"` // Unix ms
	Organization string `json:"organization"`
	Epoch        string `json:"epoch"` // another one: the server was restored from a backup
	Head         int64  `json:"head"`
	ErasureHead  int64  `json:"erasure_head"`
	Oldest       int    `json:"oldest_version"`
	Version      int    `json:"version"`
	MaxOps       int    `json:"max_ops"`   // of one interactive push
	MaxBytes     int    `json:"max_bytes"` // of one interactive push; bulk operations go one by one
}

// PushHeader begins a push (POST /v1/push).
type PushHeader struct {
	Version     int              `cbor:"1,keyasint"`
	Incarnation int64            `cbor:"2,keyasint"`
	Lane        replication.Lane `cbor:"3,keyasint"`
	First       int64            `cbor:"4,keyasint"`           // lane number of the first operation, contiguous from 1
	Nonce       []byte           `cbor:"5,keyasint,omitempty"` // of the last answer in this lane
	Offset      int64            `cbor:"6,keyasint,omitempty"` // server time − own time, ms, as measured at hello
	Erasure     int64            `cbor:"7,keyasint"`           // erasures carried out here
	Epoch       string           `cbor:"8,keyasint"`
}

// Op is one operation on its way up.
type Op struct {
	_       struct{} `cbor:",toarray"`
	Counter int64
	Kind    replication.Kind
	Entity  crm.ID
	HLC     replication.HLC // as the device's clock had it
	At      int64           // Unix ms, as the device's clock had it
	Actor   crm.ID
	Body    []byte
}

// PushAnswer begins the answer to a push; one OpResult an operation follows.
type PushAnswer struct {
	Last  int64  `cbor:"1,keyasint"` // lane number decided so far
	Nonce []byte `cbor:"2,keyasint"` // to be echoed by the next push in this lane
	Head  int64  `cbor:"3,keyasint"`
}

// OpResult is what became of one operation.
type OpResult struct {
	_      struct{} `cbor:",toarray"`
	Number int64    // lane number
	Seq    int64    // of its log entry, 0 = it had no effect
	Result replication.Result
}

// PullHeader begins a page (GET /v1/pull?cursor=&max_bytes=&names=). A page of the log holds replication.Entry, a
// page of the state replication.Records, whole records each.
type PullHeader struct {
	Epoch       string             `cbor:"1,keyasint"`
	Head        int64              `cbor:"2,keyasint"`
	ErasureHead int64              `cbor:"3,keyasint"`
	State       bool               `cbor:"4,keyasint,omitempty"`
	Begin       bool               `cbor:"5,keyasint,omitempty"` // first page of a copy from the state
	Total       int64              `cbor:"6,keyasint,omitempty"` // records in all, about, for progress
	Names       []replication.Name `cbor:"7,keyasint,omitempty"` // numbers that are new to the device
	First       int64              `cbor:"8,keyasint,omitempty"` // number of the first line, see Compact
	Next        string             `cbor:"9,keyasint,omitempty"` // cursor of the page after this one, which may be asked for at once
}

// PullEnd closes a page.
type PullEnd struct {
	Cursor string `cbor:"1,keyasint"`           // where the next page begins
	Seq    int64  `cbor:"2,keyasint"`           // everything up to this line of the log is known; 0 in the middle of a copy from the state
	More   bool   `cbor:"3,keyasint,omitempty"` // there is more at once
}

// Ack says how far a device is (POST /v1/ack).
type Ack struct {
	Seq     int64 `json:"seq"`
	Erasure int64 `json:"erasure"` // erasures carried out, purged from every file and verified
}

// DigestAnswer sums up what the server holds (GET /v1/digest).
type DigestAnswer struct {
	Seq    int64              `json:"seq"`
	Digest replication.Digest `json:"digest"`
}

// Device is one line of the list of devices (GET /v1/devices).
type Device struct {
	ID          crm.ID `json:"id"`
	Number      int64  `json:"number"`
	Office      string `json:"office"`
	EnrolledAt  int64  `json:"enrolled_at"`  // Unix ms
	LastSeenAt  int64  `json:"last_seen_at"` // Unix ms, 0 = never
	Behind      int64  `json:"behind"`       // log lines that it has not acknowledged
	ErasureOwed bool   `json:"erasure_owed"` // it has not yet certified that erased people are gone from its disk
	Revoked     bool   `json:"revoked"`
	Self        bool   `json:"self"`
}

// Compact leaves the numbers of lines out, six bytes of every change: the header says the first one's, and whoever
// applies them counts on.
func Compact(h *PullHeader, entries []replication.Entry) {
	for i := len(entries) - 1; i >= 0; i-- {
		switch {
		case i == 0:
			h.First, entries[0].Seq = entries[0].Seq, 0
		case entries[i].Seq == entries[i-1].Seq+1:
			entries[i].Seq = 0
		}
	}
}

// Expand is the inverse of Compact.
func Expand(h PullHeader, entries []replication.Entry) {
	for i := range entries {
		switch {
		case entries[i].Seq != 0:
		case i == 0:
			entries[0].Seq = h.First
		default:
			entries[i].Seq = entries[i-1].Seq + 1
		}
	}
}

// HeadEvent is what /v1/events sends.
type HeadEvent struct {
	Head        int64 `json:"head"`
	ErasureHead int64 `json:"erasure_head"`
}
