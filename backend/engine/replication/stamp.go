package replication

import (
	"cmp"

	"carteira/backend/crm"
)

// Stamp is the version of one field: when it was written and by which device (S2). A device is a small number that
// the server gives out; it stands for an id that would take sixteen bytes of every change.
type Stamp struct {
	_      struct{} `cbor:",toarray"`
	HLC    HLC
	Device int64
}

// OwnDevice stands, in whatever a device writes, for that device itself: it needs no number before it is enrolled.
// The server never gives this number out.
const OwnDevice = 1

// Compare orders stamps by time, then device.
func (s Stamp) Compare(o Stamp) int {
	return cmp.Or(cmp.Compare(s.HLC, o.HLC), cmp.Compare(s.Device, o.Device))
}

// Zero is the version of what nobody has written.
func (s Stamp) Zero() bool { return s.HLC == 0 }

// Names of the versioned parts of a contact beside its scalar fields, which go by crm.Field.String.
const (
	PartPortfolio = "portfolio"
	PartPhones    = "phones" // their order
)

// CustomPart names the version of a custom field's value.
func CustomPart(field crm.ID) string { return "custom:" + field.String() }
