package crm

import "time"

// Profile is the role of a user (D9.1).
type Profile string

// The profiles.
const (
	ProfileAdmin      Profile = "admin"
	ProfileSupervisor Profile = "supervisor"
	ProfileAgent      Profile = "agent"
)

// Profiles lists them from the widest rights to the narrowest.
var Profiles = []Profile{ProfileAdmin, ProfileSupervisor, ProfileAgent}

// ParseProfile reads a profile's name.
func ParseProfile(s string) (Profile, error) {
	for _, p := range Profiles {
		if string(p) == s {
			return p, nil
		}
	}
	return "", Errorf(CodeInvalid, "profile", "a profile is admin, supervisor or agent")
}

// Presence is what routing asks about an agent (D5.4).
type Presence string

// The presences.
const (
	PresenceAvailable Presence = "available"
	PresencePaused    Presence = "paused"
	PresenceOffline   Presence = "offline"
)

// User is somebody who can sign in. The password hash never leaves the replica's own code.
type User struct {
	ID               ID
	Name             string
	Email            string
	Profile          Profile
	ExternalNumber   Phone
	ConcurrencyLimit int // interactions at once; 0 = no limit
	Active           bool
	Presence         Presence
	PresenceReason   string
	CreatedAt        time.Time
}
