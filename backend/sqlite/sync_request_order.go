package sqlite

import (
	"database/sql/driver"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

const waitsForAddedSQL = `
	SELECT p.counter FROM interaction i CROSS JOIN pending_op p ON p.counter = i.op
	WHERE i.id = ? AND p.lane = 'bulk' AND p.seq = 0 AND p.echoed = 0`

// requestWaits is the operation of the bulk lane that must be decided before one about a request: the import of its
// contact, or of the interaction.
func (v *View) requestWaits(o *outgoing) (int64, error) {
	var contact, interaction crm.ID
	switch o.op.Kind {
	case replication.KindInteraction:
		c, err := replication.DecodeInteractions(o.op.Body)
		if err != nil || len(c.Interactions) != 1 {
			return 0, nil // the server will say so
		}
		contact = c.Interactions[0].Contact
	case replication.KindInteractionEdit, replication.KindSurveyPut:
		interaction = o.op.Entity
	case replication.KindAppointmentPut:
		var p replication.AppointmentPut
		if replication.Decode(o.op.Body, &p) != nil {
			return 0, nil
		}
		contact, interaction = p.Appointment.Contact, p.Appointment.Interaction
	default:
		return 0, nil
	}
	for _, q := range []struct {
		id   crm.ID
		sql  string
		more []driver.Value
	}{{contact, waitsForImportSQL, values(thisDevice)}, {interaction, waitsForAddedSQL, nil}} {
		if q.id == crm.NoID {
			continue
		}
		n, err := v.c.integer(q.sql, append(values(q.id[:]), q.more...)...)
		if err != nil || n != 0 {
			return n, err
		}
	}
	return 0, nil
}
