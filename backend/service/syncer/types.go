// Package syncer keeps this replica and the server in agreement: it pushes what was done here, pulls what others did,
// and says where that stands. Working offline never waits for it (S1).
package syncer

import (
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// State is how things stand with the server.
type State string

// The states.
const (
	StateNever   State = "never"   // not enrolled: the replica is complete in itself (S1.4)
	StateOnline  State = "online"  // the server answered a moment ago
	StateOffline State = "offline" // it did not; Status.Problem says why
	StateSyncing State = "syncing" // a longer exchange is under way, with Done and Total
	StateRevoked State = "revoked" // this device's access has been withdrawn
)

// Status is what the status bar and `sync status` show.
type Status struct {
	State        State
	Server       string // URL, "" when not enrolled
	Organization string
	Office       string
	Device       crm.ID
	Pending      int // operations the server has not acknowledged
	Refused      int // operations that it did not carry out, kept as drafts
	Conflicts    int
	LastSyncAt   time.Time // zero = never
	NextTryAt    time.Time // zero = at the next change
	Problem      *crm.Error
	Done, Total  int64  // of the exchange under way; Total 0 = not known
	Phase        string // "copy" (the first one), "push", "pull", "" = none
	KeyInFile    bool   // the device key lies in a file, for want of a keystore of the system
	Fingerprint  string // of a pinned self-signed server, hex SHA-256, or ""
}

// Pending is one operation that waits, and why.
type Pending struct {
	Counter int64
	Kind    replication.Kind
	Entity  crm.ID // or NoID
	Name    string // of the contact, for people; "" for others
	Unmade  bool   // that contact was never created: there is nothing to open
	At      time.Time
	Author  string // name
	Why     Why
	Code    string // of a refusal: why the server did not carry it out
	Other   crm.ID
	Size    int // lines of an import chunk, else 1
	// Cancellable: an anonymization or deletion that nobody has carried out yet.
	Cancellable bool
}

// Why says why an operation has not been acknowledged.
type Why string

// The reasons.
const (
	WhyOffline    Why = "offline"    // the server has not been reached since
	WhySending    Why = "sending"    // on its way
	WhyImport     Why = "import"     // its contact is part of an import that is still being sent
	WhyConnection Why = "connection" // only the server may decide it: an anonymization
	WhyEcho       Why = "echo"       // decided, the answer is being fetched
	WhyRefused    Why = "refused"    // not carried out, for the reason in Code; kept as a draft
	WhyUnreadable Why = "unreadable" // set aside: the server is too old for it
)

// Conflict is one line of the conflict review.
type Conflict struct {
	ID        crm.ID
	Contact   crm.ID
	Name      string // of the contact
	Kind      replication.ConflictKind
	Field     string    // name of the field as people know it: crm.Field.String or a custom field's name
	Custom    bool      // Field is a custom field's own name
	Request   crm.ID    // interaction, with its survey, or appointment whose part Field is; or NoID
	About     string    // its protocol
	Due       time.Time // or the appointment's time
	Value     string    // what gave way
	ValueBy   string    // user, or the office when the user is not known
	ValueAt   time.Time
	Winner    string // what stands
	WinnerBy  string
	WinnerAt  time.Time
	Other     crm.ID // the other contact
	OtherName string
	Mine      bool // Value was written in this office
}

// Choice is how a person settles a conflict.
type Choice string

// The choices.
const (
	KeepWinner Choice = "winner" // leave it as it stands
	TakeValue  Choice = "value"  // write what gave way, as an edit of its own
)
