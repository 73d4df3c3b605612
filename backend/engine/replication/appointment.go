package replication

import "carteira/backend/crm"

// Appointment is something agreed with a contact for a time (D10.1).
type Appointment struct {
	_           struct{} `cbor:",toarray"`
	ID          crm.ID
	Contact     crm.ID
	Interaction crm.ID // in which it was agreed, or NoID
	Agent       crm.ID // user who keeps it, or NoID
	At          int64  // Unix ms
	Status      crm.AppointmentStatus
	Text        string // personal: gone with an erasure (D8.4)
	Stamp       Stamp
}

// Open tells whether it is still to be kept (D8.2).
func (a *Appointment) Open() bool { return a.Status == crm.AppointmentOpen }

// AppointmentPut makes or changes an appointment. Base is the version that the author saw, zero for none.
type AppointmentPut struct {
	Appointment Appointment `cbor:"1,keyasint"`
	Base        Stamp       `cbor:"2,keyasint"`
}

// Put is the appointment after a put: whoever knew the current one, or is later, writes all of it. The contact stays.
func (a *Appointment) Put(p *AppointmentPut, at Stamp) (next Appointment, changed bool) {
	next = p.Appointment
	next.Stamp = at
	if a == nil {
		return next, true
	}
	if !prevails(p.Base, a.Stamp, at) {
		return *a, false
	}
	next.Contact = a.Contact
	return next, next != *a
}

// JoinAppointments is the later of two states of one appointment; the contact is that of a.
func JoinAppointments(a, b *Appointment) Appointment {
	next := *a
	if b.Stamp.Compare(a.Stamp) > 0 {
		next = *b
		next.Contact = a.Contact
	}
	return next
}
