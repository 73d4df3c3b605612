package syncer

import (
	"strconv"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/sqlite"
)

// takeRequestValue writes what gave way in a part of an interaction, a survey or an appointment, by somebody who sees what
// stands there.
func takeRequestValue(tx *sqlite.Tx, part string, request crm.ID, value string) error {
	switch part {
	case replication.PartSurveyScore, replication.PartSurveyComment:
		return takeAnswer(tx, part, request, value)
	case replication.PartTabulation:
		return tx.EditInteraction(request, nil, &value, nil)
	case replication.PartClosed, replication.PartHandle:
		return takeClosing(tx, part, request, value)
	}
	return takeAppointment(tx, part, request, value)
}

func takeAnswer(tx *sqlite.Tx, part string, interaction crm.ID, value string) error {
	x, err := tx.Interaction(interaction)
	if err != nil {
		return err
	}
	if x.Survey == nil {
		return noValue()
	}
	s := *x.Survey
	if part == replication.PartSurveyComment {
		s.Comment = value
	} else if s.Score, err = strconv.Atoi(value); err != nil {
		return noValue()
	}
	return tx.PutSurvey(s)
}

func takeClosing(tx *sqlite.Tx, part string, interaction crm.ID, value string) error {
	x, err := tx.Interaction(interaction)
	if err != nil {
		return err
	}
	c := &replication.Closing{Closed: x.Closed.UnixMilli(), Handle: int64(x.Handle / time.Second)}
	if !x.Answered.IsZero() {
		c.Answered = x.Answered.UnixMilli()
	}
	if part == replication.PartHandle {
		c.Handle, err = strconv.ParseInt(value, 10, 64)
	} else {
		c.Closed, err = momentOf(value)
	}
	if err != nil {
		return noValue()
	}
	return tx.EditInteraction(interaction, c, nil, nil)
}

func takeAppointment(tx *sqlite.Tx, part string, id crm.ID, value string) error {
	a, err := tx.Appointment(id)
	if err != nil {
		return err
	}
	switch part {
	case replication.PartAppointmentText:
		a.Text = value
	case replication.PartAppointmentStatus:
		a.Status, err = crm.ParseAppointmentStatus(value)
	case replication.PartAppointmentAgent:
		a.Agent, err = crm.ParseID(value)
	case replication.PartAppointmentAt:
		var ms int64
		ms, err = momentOf(value)
		a.At = time.UnixMilli(ms)
	}
	if err != nil {
		return noValue()
	}
	return tx.PutAppointment(a)
}

func momentOf(text string) (ms int64, err error) {
	at, err := time.Parse(time.RFC3339Nano, text)
	return at.UnixMilli(), err
}

func noValue() *crm.Error { return crm.Errorf(crm.CodeConflict, "choice", "there is no value to take") }
