package crm

import (
	"github.com/google/uuid"
)

// ID names a record on every replica and on the server: a random UUIDv7, never derived from personal data (S1.1).
type ID = uuid.UUID

// NoID is the absence of a record.
var NoID ID

// NewID draws a fresh identifier. It panics when the system has no randomness left, which is not survivable.
func NewID() ID { return uuid.Must(uuid.NewV7()) }

// ParseID reads the full textual form.
func ParseID(s string) (ID, error) {
	id, err := uuid.Parse(s)
	if err != nil || len(s) != 36 {
		return NoID, Errorf(CodeInvalid, "id", "an id is a full UUID such as 01890a5d-ac96-774b-bcce-b302099a8057")
	}
	return id, nil
}

// IDText is the textual form, "" for NoID.
func IDText(id ID) string {
	if id == NoID {
		return ""
	}
	return id.String()
}
