package api

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// message is a piece of what was said in an interaction.
type message struct {
	At        string `json:"at,omitempty"` // RFC 3339, "" = as the interaction was opened, or now
	Direction string `json:"direction,omitempty"`
	Text      string `json:"text"`
}

// closing is the body of POST /v1/platform/interactions/{id}/close.
type closing struct {
	Closed     string  `json:"closed,omitempty"`   // RFC 3339, "" = now
	Answered   string  `json:"answered,omitempty"` // "" = as it was recorded
	Handle     *int64  `json:"handle_seconds,omitempty"`
	Tabulation *string `json:"tabulation,omitempty"`
}

// survey is the body of PUT /v1/platform/interactions/{id}/survey (D10.1).
type survey struct {
	Status  string `json:"status"` // "sent", "answered"
	At      string `json:"at,omitempty"`
	Score   *int64 `json:"score,omitempty"`
	Comment string `json:"comment,omitempty"`
}

// appointment is the body of PUT /v1/platform/appointments/{id}.
type appointment struct {
	ContactID     crm.ID `json:"contact_id"`
	InteractionID crm.ID `json:"interaction_id,omitzero"`
	At            string `json:"at"`
	Status        string `json:"status,omitempty"` // "" = open
	Agent         string `json:"agent,omitempty"`  // e-mail
	Text          string `json:"text,omitempty"`
}

const (
	maxMessages = 200
	maxWords    = 10_000 // characters of a text that a person wrote
)

// contents are the pieces of an interaction that is recorded: their ids follow from it, so that they are appended once
// however often it is sent.
func (q *interaction) contents(opened int64) (out []replication.Content, err error) {
	add := func(kind replication.ContentKind, at int64, outbound bool, text string) {
		if text != "" {
			sum := sha256.Sum256(fmt.Appendf(nil, "%s %s %d %s", q.ID, kind, len(out), text))
			out = append(out, replication.Content{ID: crm.ID(sum[:16]), Kind: kind, At: at, Outbound: outbound, Text: text})
		}
	}
	subject, err := crm.ParseText("subject", q.Subject, 500)
	if err != nil {
		return nil, err
	}
	caller, err := crm.ParseText("from", q.From, 200)
	if err != nil {
		return nil, err
	}
	add(replication.ContentSubject, opened, false, subject)
	add(replication.ContentCaller, opened, false, caller)
	if len(q.Messages) > maxMessages {
		return nil, crm.Errorf(crm.CodeInvalid, "messages", "at most %d messages at a time", maxMessages)
	}
	for i := range q.Messages {
		at, outbound, text, err := q.Messages[i].parse(opened)
		if err != nil {
			return nil, err
		}
		add(replication.ContentMessage, at, outbound, text)
	}
	return out, nil
}

func (m *message) parse(otherwise int64) (at int64, outbound bool, text string, err error) {
	if at, err = moment("messages", m.At, otherwise); err != nil {
		return 0, false, "", err
	}
	if m.Direction != "" {
		if outbound, err = direction(m.Direction); err != nil {
			return 0, false, "", err
		}
	}
	if text, err = crm.ParseText("messages", m.Text, maxWords); err == nil && text == "" {
		err = crm.Errorf(crm.CodeInvalid, "messages", "a message has a text")
	}
	return at, outbound, text, err
}

// moment reads a time; "" is otherwise.
func moment(field, text string, otherwise int64) (int64, error) {
	if text == "" {
		return otherwise, nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil || at.Year() < 1970 {
		return 0, crm.Errorf(crm.CodeInvalid, field, "a time is written as in RFC 3339: 2026-07-01T12:00:00Z")
	}
	return at.UnixMilli(), nil
}

// pathID is the record that the address names.
func pathID(c *call) (crm.ID, error) {
	id, err := crm.ParseID(c.r.PathValue("id"))
	if err != nil || id == crm.NoID {
		return crm.NoID, crm.Errorf(crm.CodeInvalid, "id", "the address names a record by its UUID")
	}
	return id, nil
}

// closeInteraction closes an interaction, or corrects how it ended.
func (s *Server) closeInteraction(c *call) error {
	var q closing
	if err := readJSON(c, true, &q); err != nil {
		return err
	}
	id, err := pathID(c)
	if err != nil {
		return err
	}
	known, err := s.store.Interaction(c.r.Context(), c.org, id)
	if err != nil {
		return err
	}
	e := replication.InteractionEdit{ID: id, Close: &replication.Closing{Answered: known.Answered, Handle: known.Handle}}
	if e.Close.Closed, err = moment("closed", q.Closed, max(s.now().UnixMilli(), known.Opened)); err != nil {
		return err
	}
	if e.Close.Answered, err = moment("answered", q.Answered, known.Answered); err != nil {
		return err
	}
	if e.Close.Closed < max(known.Opened, e.Close.Answered) || e.Close.Answered != 0 && e.Close.Answered < known.Opened {
		return crm.Errorf(crm.CodeInvalid, "closed", "an interaction is closed after it was opened and answered")
	}
	if q.Handle != nil {
		if e.Close.Handle = *q.Handle; e.Close.Handle < 0 {
			return crm.Errorf(crm.CodeInvalid, "handle_seconds", "a handle time counts from 0 up")
		}
	}
	if q.Tabulation != nil {
		text, err := crm.ParseText("tabulation", *q.Tabulation, 120)
		if err != nil {
			return err
		}
		e.Tabulate = &replication.Tabulating{Tabulation: text}
	}
	return s.perform(c, replication.KindInteractionEdit, id, &e)
}

// addMessage appends to what was said. The same message at the same time is appended once.
func (s *Server) addMessage(c *call) error {
	var q message
	if err := readJSON(c, true, &q); err != nil {
		return err
	}
	id, err := pathID(c)
	if err != nil {
		return err
	}
	at, outbound, text, err := q.parse(s.now().UnixMilli())
	if err != nil {
		return err
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d %v %s", id, at, outbound, text))
	return s.perform(c, replication.KindInteractionEdit, id, &replication.InteractionEdit{ID: id, Contents: []replication.Content{
		{ID: crm.ID(sum[:16]), Kind: replication.ContentMessage, At: at, Outbound: outbound, Text: text}}})
}

// putSurvey says that the survey of an interaction was sent, or gives its answer.
func (s *Server) putSurvey(c *call) error {
	var q survey
	if err := readJSON(c, true, &q); err != nil {
		return err
	}
	id, err := pathID(c)
	if err != nil {
		return err
	}
	at, err := moment("at", q.At, s.now().UnixMilli())
	if err != nil {
		return err
	}
	p := replication.SurveyPut{Survey: replication.Survey{ID: id, Score: q.Score}}
	if p.Survey.Comment, err = crm.ParseText("comment", q.Comment, maxWords); err != nil {
		return err
	}
	switch q.Status {
	case "sent":
		if q.Score != nil || q.Comment != "" {
			return crm.Errorf(crm.CodeInvalid, "status", "a survey that was only sent has no score and no comment")
		}
		p.Survey.Sent = at
	case "answered":
		p.Survey.Answered = at
	default:
		return crm.Errorf(crm.CodeInvalid, "status", "a survey is sent or answered")
	}
	if q.Score != nil && (*q.Score < 0 || *q.Score > crm.MaxScore) {
		return crm.Errorf(crm.CodeInvalid, "score", "a score is a number from 0 to %d", crm.MaxScore)
	}
	return s.perform(c, replication.KindSurveyPut, id, &p)
}

// putAppointment makes or changes an appointment.
func (s *Server) putAppointment(c *call) error {
	var q appointment
	if err := readJSON(c, true, &q); err != nil {
		return err
	}
	id, err := pathID(c)
	if err != nil {
		return err
	}
	x := replication.Appointment{ID: id, Contact: q.ContactID, Interaction: q.InteractionID}
	if q.ContactID == crm.NoID {
		return crm.Errorf(crm.CodeInvalid, "contact_id", "say who the appointment is with")
	}
	if x.At, err = moment("at", q.At, 0); err != nil {
		return err
	}
	if x.At == 0 {
		return crm.Errorf(crm.CodeInvalid, "at", "an appointment has a date and a time")
	}
	if x.Status, err = crm.ParseAppointmentStatus(q.Status); err != nil {
		return err
	}
	if x.Text, err = crm.ParseText("text", q.Text, maxWords); err != nil {
		return err
	}
	if x.Agent, err = s.agent(c.r.Context(), c.org, q.Agent); err != nil {
		return err
	}
	return s.perform(c, replication.KindAppointmentPut, id, &replication.AppointmentPut{Appointment: x})
}

// agent is the user with an e-mail address; "" is none.
func (s *Server) agent(ctx context.Context, org crm.ID, email string) (crm.ID, error) {
	if email == "" {
		return crm.NoID, nil
	}
	u, err := s.store.UserByEmail(ctx, org, email)
	if err != nil {
		return crm.NoID, absent(err, "agent", "there is no user with that e-mail address")
	}
	return u.ID, nil
}

// perform decides an operation of the platform's about a record that must be there.
func (s *Server) perform(c *call, kind replication.Kind, id crm.ID, body any) error {
	r, err := s.store.Perform(c.r.Context(), c.org, kind, id, body)
	switch {
	case err != nil:
		return err
	case r.Outcome == replication.Rejected && r.Code == replication.CodeUnknown:
		return crm.Errorf(crm.CodeNotFound, "id", "there is no such record")
	case r.Outcome == replication.Superseded || r.Code == replication.CodeDeleted || len(r.Refused) > 0:
		return crm.Errorf(crm.CodeConflict, "", "the contact has been anonymized or deleted")
	case r.Outcome == replication.Rejected:
		return unexpected(kind, r)
	}
	c.w.WriteHeader(http.StatusNoContent)
	return nil
}
