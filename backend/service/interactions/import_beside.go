package interactions

import (
	"slices"
	"strconv"

	"carteira/backend/crm"
	"carteira/backend/sqlite"
)

// beside is what a line says beside its interaction: a survey and an appointment, nil when it says nothing of them. Whose
// they are is filled in when they are taken.
type beside struct {
	survey *crm.Survey
	visit  *crm.Appointment
}

// besides reads both. A score or a comment without its time was given when the interaction ended; one that was only sent
// is awaited.
func (b *batch) besides(cell func(string) string, n *sqlite.NewInteraction) (out beside, err error) {
	s := crm.Survey{Score: crm.NoScore}
	if text := cell("survey_score"); text != "" {
		if s.Score, err = strconv.Atoi(text); err != nil || s.Score < 0 || s.Score > crm.MaxScore {
			return out, crm.Errorf(crm.CodeInvalid, "survey_score", "a score is a number from 0 to %d", crm.MaxScore)
		}
	}
	if s.Comment, err = crm.ParseText("survey_comment", cell("survey_comment"), maxText); err != nil {
		return out, err
	}
	if s.Sent, err = ParseTime("survey_sent", cell("survey_sent")); err != nil {
		return out, err
	}
	if s.Answered, err = ParseTime("survey_answered", cell("survey_answered")); err != nil {
		return out, err
	}
	if s.Answered.IsZero() && (s.Score != crm.NoScore || s.Comment != "") {
		if s.Answered = n.Closed; s.Answered.IsZero() {
			s.Answered = n.Opened
		}
		if s.Answered.Before(s.Sent) {
			s.Answered = s.Sent
		}
	}
	if s.Sent.IsZero() {
		s.Sent = s.Answered
	}
	latest := b.tx.Now().Add(ahead)
	switch {
	case s.Sent.IsZero():
	case s.Sent.Before(n.Opened) || s.Sent.After(latest):
		return out, crm.Errorf(crm.CodeInvalid, "survey_sent", "a survey is sent after its interaction was opened, and not in the future")
	case !s.Answered.IsZero() && (s.Answered.Before(s.Sent) || s.Answered.After(latest)):
		return out, crm.Errorf(crm.CodeInvalid, "survey_answered", "a survey is answered after it was sent, and not in the future")
	default:
		out.survey = &s
	}
	out.visit, err = visit(cell, n)
	return out, err
}

func visit(cell func(string) string, n *sqlite.NewInteraction) (*crm.Appointment, error) {
	at, err := ParseTime("appointment", cell("appointment"))
	if err != nil {
		return nil, err
	}
	text, err := crm.ParseText("appointment_text", cell("appointment_text"), maxText)
	if err != nil {
		return nil, err
	}
	a := crm.Appointment{ID: crm.NewID(), Agent: n.Agent, At: at, Text: text}
	switch s := crm.Fold(cell("appointment_status")); s {
	case "", "open", "aberto", "aberta":
		a.Status = crm.AppointmentOpen
	case "done", "feito", "feita", "realizado", "realizada":
		a.Status = crm.AppointmentDone
	case "cancelled", "canceled", "cancelado", "cancelada":
		a.Status = crm.AppointmentCancelled
	default:
		return nil, crm.Errorf(crm.CodeInvalid, "appointment_status", "an appointment is open, done or cancelled")
	}
	switch {
	case !at.IsZero() && at.Year() >= 1970:
		return &a, nil
	case !at.IsZero(), text != "", cell("appointment_status") != "":
		return nil, crm.Errorf(crm.CodeInvalid, "appointment", "an appointment has a date and a time")
	}
	return nil, nil
}

// keep takes what the interaction does not have yet: a survey that has an answer stays as it is, and so does an appointment of
// the same time, whatever became of it since. Of an erased person nothing is taken.
func (b *batch) keep(x *crm.Interaction, said beside) (changed bool, err error) {
	if said.survey == nil && said.visit == nil {
		return false, nil
	}
	c, err := alive(&b.tx.View, x.Contact)
	if code := crm.CodeOf(err); code == crm.CodeNotFound || code == crm.CodeConflict {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if s := said.survey; s != nil {
		s.Interaction = x.ID
		i := slices.IndexFunc(b.surveys, func(o crm.Survey) bool { return o.Interaction == x.ID })
		had := x.Survey
		if i >= 0 {
			had = &b.surveys[i]
		}
		if had != nil && !had.Sent.IsZero() && !had.Sent.After(s.Answered) {
			s.Sent = had.Sent
		}
		switch {
		case had != nil && (!had.Answered.IsZero() || s.Answered.IsZero()):
		case i >= 0:
			b.surveys[i], changed = *s, true
		default:
			b.surveys, changed = append(b.surveys, *s), true
		}
	}
	if a := said.visit; a != nil {
		a.Interaction, a.Contact = x.ID, c.ID
		same := func(o crm.Appointment) bool { return o.Interaction == x.ID && o.At.Equal(a.At) }
		old, err := b.tx.Appointments(c.N)
		if err != nil {
			return false, err
		}
		if !slices.ContainsFunc(append(old, b.visits...), same) {
			b.visits, changed = append(b.visits, *a), true
		}
	}
	return changed, nil
}
