package crm

import (
	"crypto/sha256"
	"encoding/base32"
	"time"
)

// Interaction is one protocol on any channel (D10.1), as it is shown.
type Interaction struct {
	ID         ID
	Contact    ID
	Protocol   string
	Channel    string // of Channels
	Outbound   bool
	Open       bool
	Service    ID
	Agent      ID
	Tabulation string
	Opened     time.Time
	Answered   time.Time // zero = nobody has
	Closed     time.Time // zero = still open
	Handle     time.Duration
	Contents   int // how many pieces of content it has
	Survey     *Survey

	ContactName, AgentName, AgentEmail, ServiceName string
}

// TimelineFilter chooses interactions of one contact; what is blank chooses all.
type TimelineFilter struct {
	Channels   []string
	Status     string // "open", "closed"
	Agent      ID
	Service    ID
	Tabulation string
}

// Content is one piece of what was said in an interaction: subject, message or caller identifier.
type Content struct {
	ID       ID
	Kind     string // "subject", "caller", "message"
	At       time.Time
	Outbound bool
	Text     string
}

// Survey is the satisfaction survey of an interaction.
type Survey struct {
	Interaction ID
	Contact     ID
	Sent        time.Time
	Answered    time.Time // zero = awaited
	Score       int       // 0 to MaxScore, NoScore = none was given
	Comment     string
}

// The scores of a survey.
const (
	MaxScore = 10
	NoScore  = -1
)

// AppointmentStatus is where an appointment stands.
type AppointmentStatus string

// The statuses.
const (
	AppointmentOpen      AppointmentStatus = "open"
	AppointmentDone      AppointmentStatus = "done"
	AppointmentCancelled AppointmentStatus = "cancelled"
)

// ParseAppointmentStatus reads a status; "" is open.
func ParseAppointmentStatus(s string) (AppointmentStatus, error) {
	switch status := AppointmentStatus(s); status {
	case "":
		return AppointmentOpen, nil
	case AppointmentOpen, AppointmentDone, AppointmentCancelled:
		return status, nil
	}
	return "", Errorf(CodeInvalid, "status", "an appointment is open, done or cancelled")
}

// Appointment is something agreed with a contact for a time.
type Appointment struct {
	ID          ID
	Contact     ID
	Interaction ID
	Agent       ID
	At          time.Time
	Status      AppointmentStatus
	Text        string

	AgentName string
}

var protocolLetters = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// NewProtocol is the protocol number of an interaction that brings none: its day and ten letters and digits drawn from
// its id, which no other office draws. Letters that are misread for digits are left out, since people read it aloud.
func NewProtocol(id ID, opened time.Time) string {
	sum := sha256.Sum256(id[:])
	text := protocolLetters.EncodeToString(sum[:])
	return opened.Format("20060102") + "-" + text[:5] + "-" + text[5:10]
}
