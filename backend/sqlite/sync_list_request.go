package sqlite

import (
	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// describeRequest says of a conflict about a part of an interaction, a survey or an appointment which one that is, and
// names people where the part holds their ids.
func (v *View) describeRequest(x *SyncConflict) error {
	name, request, ok := replication.SplitRequestPart(x.Part)
	if !ok {
		return nil
	}
	x.Field, x.Request = name, request
	if name == replication.PartAppointmentAgent {
		x.Value, x.Winner = v.agentNamed(x.Value), v.agentNamed(x.Winner)
	}
	switch name {
	case replication.PartAppointmentAt, replication.PartAppointmentStatus, replication.PartAppointmentAgent, replication.PartAppointmentText:
		e, err := v.request(replication.NounAppointment, request)
		if err == nil && e != nil {
			x.Due = timeOf(e.Appointment.At)
		}
		return err
	}
	e, err := v.request(replication.NounInteraction, request)
	if err == nil && e != nil {
		x.About = e.Interaction.Protocol
	}
	return err
}

// agentNamed is the name of the user whose id a conflict holds, "" for nobody.
func (v *View) agentNamed(text string) string {
	if text == "" {
		return ""
	}
	id, err := crm.ParseID(text)
	if err != nil {
		return text
	}
	return v.authorOf(id)
}
