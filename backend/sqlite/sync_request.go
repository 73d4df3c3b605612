package sqlite

import (
	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// Requests are interactions, surveys and appointments. What people see of one is the server's state of it with this
// office's pending operations on top, by the same rules that the server has; as long as there are such operations,
// the server's state stands beside it (S1.3).

// requestOf is the request that an effect is the whole record of; "" for any other effect.
func requestOf(e *replication.Effect) (noun replication.Noun, id crm.ID) {
	switch {
	case e.Interaction != nil:
		return replication.NounInteraction, e.Interaction.ID
	case e.Survey != nil:
		return replication.NounSurvey, e.Survey.ID
	case e.Appointment != nil:
		return replication.NounAppointment, e.Appointment.ID
	}
	return "", crm.NoID
}

// acceptRequest takes over what the server says of a request.
func (tx *Tx) acceptRequest(e *replication.Effect) error {
	noun, id := requestOf(e)
	offered, err := tx.offered(noun, id)
	if err != nil {
		return err
	}
	next := *e
	if offered {
		if next, err = tx.joinOffered(e); err != nil {
			return err
		}
	}
	enrolled, err := tx.Enrolment()
	if err != nil {
		return err
	}
	if enrolled == nil {
		return tx.writeRequest(&next)
	}
	pending, err := tx.pendingOf(noun, id)
	if err != nil {
		return err
	}
	if len(pending) == 0 {
		if err := tx.dropRequestImage(noun, id); err != nil {
			return err
		}
		return tx.writeRequest(&next)
	}
	if err := tx.saveRequestImage(noun, id, &next); err != nil {
		return err
	}
	shown, err := replayRequest(&next, pending, enrolled.Number)
	if err != nil {
		return err
	}
	return tx.writeRequest(shown)
}

// joinOffered keeps what a restored server has forgotten of a request, to be offered; when there is nothing of the kind
// it is taken off.
func (tx *Tx) joinOffered(e *replication.Effect) (replication.Effect, error) {
	noun, id := requestOf(e)
	own, _, err := tx.requestImage(noun, id)
	if err != nil {
		return *e, err
	}
	if own == nil {
		if own, err = tx.request(noun, id); err != nil || own == nil {
			return *e, err
		}
	}
	next, same := *e, true
	switch noun {
	case replication.NounInteraction:
		x := replication.JoinInteractions(e.Interaction, own.Interaction)
		same, next.Interaction = x.Equal(e.Interaction), &x
	case replication.NounSurvey:
		x := replication.JoinSurveys(e.Survey, own.Survey)
		same, next.Survey = x.Equal(e.Survey), &x
	case replication.NounAppointment:
		x := replication.JoinAppointments(e.Appointment, own.Appointment)
		same, next.Appointment = x == *e.Appointment, &x
	}
	if same {
		return next, tx.unoffer(noun, id)
	}
	return next, nil
}

const pendingOfSQL = `SELECT ` + outgoingColumns + ` FROM pending_op WHERE entity = ? AND echoed = 0 ORDER BY counter`

// pendingOf are the operations about a request whose effects are not here.
func (tx *Tx) pendingOf(noun replication.Noun, id crm.ID) (out []*outgoing, err error) {
	all, err := tx.outgoings(pendingOfSQL, id[:])
	if err != nil {
		return nil, err
	}
	for _, o := range all {
		if o.request() == noun {
			out = append(out, o)
		}
	}
	return out, nil
}

// request is the kind of request that the operation, when it is about one, changes.
func (o *outgoing) request() replication.Noun {
	switch o.op.Kind {
	case replication.KindInteraction, replication.KindInteractionEdit:
		return replication.NounInteraction
	case replication.KindSurveyPut:
		return replication.NounSurvey
	case replication.KindAppointmentPut:
		return replication.NounAppointment
	}
	return ""
}

// replayRequest puts pending operations on top of what the server has, nil for none, under the number that it knows this
// device by, which decides between two of the same moment. nil: there is nothing to show.
func replayRequest(e *replication.Effect, pending []*outgoing, number int64) (*replication.Effect, error) {
	var x replication.Effect
	if e != nil {
		x = cloneRequest(e)
		x.Renumber(thisDevice, number)
	}
	for _, o := range pending {
		at := replication.Stamp{HLC: o.op.HLC, Device: number}
		switch o.op.Kind {
		case replication.KindInteraction:
			c, err := replication.DecodeInteractions(o.op.Body)
			if err != nil {
				return nil, err
			}
			if x.Interaction == nil && len(c.Interactions) == 1 {
				x.Interaction = &c.Interactions[0]
			}
		case replication.KindInteractionEdit:
			var edit replication.InteractionEdit
			if err := replication.Decode(o.op.Body, &edit); err != nil {
				return nil, err
			}
			if x.Interaction != nil {
				next, _ := x.Interaction.Edit(&edit, at)
				x.Interaction = &next
			}
		case replication.KindSurveyPut:
			var p replication.SurveyPut
			if err := replication.Decode(o.op.Body, &p); err != nil {
				return nil, err
			}
			next, _ := x.Survey.Put(&p, at)
			x.Survey = &next
		case replication.KindAppointmentPut:
			var p replication.AppointmentPut
			if err := replication.Decode(o.op.Body, &p); err != nil {
				return nil, err
			}
			next, _ := x.Appointment.Put(&p, at)
			x.Appointment = &next
		}
	}
	if noun, _ := requestOf(&x); noun == "" {
		return nil, nil
	}
	x.Renumber(number, thisDevice)
	return &x, nil
}

// cloneRequest copies what Renumber changes.
func cloneRequest(e *replication.Effect) (x replication.Effect) {
	switch {
	case e.Interaction != nil:
		y := *e.Interaction
		x.Interaction = &y
	case e.Survey != nil:
		y := *e.Survey
		x.Survey = &y
	case e.Appointment != nil:
		y := *e.Appointment
		x.Appointment = &y
	}
	return x
}

// putRequest carries out what this office has decided itself.
func (tx *Tx) putRequest(e *replication.Effect) error {
	if err := tx.keepRequest(requestOf(e)); err != nil {
		return err
	}
	return tx.writeRequest(e)
}

// keepRequest keeps how the server has a request before its first pending change.
func (tx *Tx) keepRequest(noun replication.Noun, id crm.ID) error {
	if yes, err := tx.isEnrolled(); err != nil || !yes {
		return err
	}
	pending, err := tx.pendingOf(noun, id)
	if err != nil || len(pending) > 0 {
		return err
	}
	now, err := tx.request(noun, id)
	if err != nil {
		return err
	}
	if now != nil && now.Interaction != nil {
		waits, err := tx.c.integer(addedHereSQL, id[:])
		if err != nil || waits != 0 { // the server has none: its image comes with the answer to the operation that adds it
			return err
		}
	}
	return tx.saveRequestImage(noun, id, now)
}
