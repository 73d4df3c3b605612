package sqlite

import (
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// Enrolment is this replica's place in an organization.
type Enrolment struct {
	Server         string // URL
	OrganizationID crm.ID
	Organization   string
	Office         string
	Number         int64  // of this device, see replication.OwnDevice
	Epoch          string // of the server's history
	Cursor         string // where the next pull begins, "" = from the start
	Seq            int64  // everything up to this line of the log is here
	Erasure        int64  // erasures applied here up to this line
	Certified      int64  // and verified to be gone from every file
	Pin            []byte // SHA-256 of the server's public key, when it is self-signed
	Offset         int64  // server time − own time, ms
	LastSyncAt     time.Time
	Revoked        bool
}

// PendingOp is an operation that the server has not acknowledged, or has refused.
type PendingOp struct {
	Counter int64
	Lane    replication.Lane
	Kind    replication.Kind
	Entity  crm.ID
	Name    string // of the contact it is about
	Unmade  bool   // the contact was to be made by it and is not there: a refused creation, whose name is in what was asked for
	At      time.Time
	Actor   crm.ID
	Author  string
	Size    int64 // bytes
	Lines   int   // of an import chunk, else 1
	Sent    bool  // has a lane number
	Acked   bool  // decided; its effects have not come back yet
	Waits   int64 // counter of the operation that must go first, 0 = none, -1 = what a restored server has lost
	Code    string
	Other   crm.ID
	Refused bool
	Parts   []replication.Refusal // of a refused one that was carried out otherwise; RefusedBody alone tells
}

// SyncConflict is a conflict as it is listed.
type SyncConflict struct {
	replication.Conflict
	Name         string // of the contact
	OtherName    string
	Field        string    // name of the field: crm.Field.String, a custom field's own, or a part of a request
	Request      crm.ID    // whose part it is: an interaction, which its survey has the id of, or an appointment; or NoID
	About        string    // which request that is, for people: the interaction's protocol
	Due          time.Time // or the appointment's time
	Custom       bool      // Field is a custom field's own name
	ByName       string    // who wrote Value: the user, or else the office
	WinnerByName string
	Mine         bool // Value was written in this office
}
