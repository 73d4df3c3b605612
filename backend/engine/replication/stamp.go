package replication

import (
	"cmp"
	"fmt"

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

// maxField is one past the highest number of a scalar field. Those that this version does not know are decided and
// carried like the others, so that a new contact field needs no new server and no new office (S3, S4).
const maxField crm.Field = 128

// FieldPart names the version of a scalar field.
func FieldPart(f crm.Field) string {
	if name := f.String(); name != "" {
		return name
	}
	return fmt.Sprintf("field:%d", f)
}

// Names of the versioned parts of a contact beside its scalar fields, see FieldPart.
const (
	PartPortfolio = "portfolio"
	PartPhones    = "phones" // their order
)

// CustomPart names the version of a custom field's value.
func CustomPart(field crm.ID) string { return "custom:" + field.String() }
