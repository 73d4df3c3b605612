package replication

import (
	"strconv"
	"strings"
	"time"

	"carteira/backend/crm"
)

// An interaction, a survey or an appointment is written whole or by large parts. Of two authors who did not know of each
// other one gives way (S2), and what he wrote is listed part by part, like a field of the contact: nothing that somebody
// has written disappears unseen.

// The parts of requests that people write. A conflict names one with the request's id behind it, see RequestPart.
const (
	PartSurveyScore       = "survey_score" // a number
	PartSurveyComment     = "survey_comment"
	PartAppointmentAt     = "appointment_at" // RFC 3339
	PartAppointmentStatus = "appointment_status"
	PartAppointmentAgent  = "appointment_agent" // id of a user
	PartAppointmentText   = "appointment_text"
	PartTabulation        = "interaction_tabulation"
	PartClosed            = "interaction_closed" // RFC 3339
	PartHandle            = "interaction_handle" // seconds
)

// RequestPart names a part of one request; a survey has the id of its interaction.
func RequestPart(name string, request crm.ID) string { return name + ":" + request.String() }

// SplitRequestPart is the inverse of RequestPart; not ok for what is no part of a request.
func SplitRequestPart(part string) (name string, request crm.ID, ok bool) {
	name, text, found := strings.Cut(part, ":")
	if !found {
		return "", crm.NoID, false
	}
	switch name {
	case PartSurveyScore, PartSurveyComment, PartAppointmentAt, PartAppointmentStatus, PartAppointmentAgent, PartAppointmentText,
		PartTabulation, PartClosed, PartHandle:
		id, err := crm.ParseID(text)
		return name, id, err == nil
	}
	return "", crm.NoID, false
}

// requestText is what stands in one part of a request, "" when nobody has written anything.
type requestText struct{ part, text string }

func (s *Survey) texts() []requestText {
	score := ""
	if s.Score != nil {
		score = strconv.FormatInt(*s.Score, 10)
	}
	return []requestText{{PartSurveyScore, score}, {PartSurveyComment, s.Comment}}
}

func (a *Appointment) texts() []requestText {
	return []requestText{
		{PartAppointmentAt, timeText(a.At)}, {PartAppointmentStatus, string(a.Status)}, {PartAppointmentAgent, crm.IDText(a.Agent)},
		{PartAppointmentText, a.Text},
	}
}

func (c *Closing) texts() []requestText {
	return []requestText{{PartClosed, timeText(c.Closed)}, {PartHandle, strconv.FormatInt(c.Handle, 10)}}
}

func timeText(ms int64) string {
	if ms == 0 {
		return ""
	}
	return time.UnixMilli(ms).UTC().Format(time.RFC3339Nano)
}

// knew tells whether an author who writes at a version has seen the current one. What his own device wrote he may not have
// seen either: its disk may have been put back since.
func knew(base, current, at Stamp) bool {
	if base.Device == OwnDevice {
		base.Device = at.Device
	}
	return base == current
}

// concurrent is what was written about one request without knowledge of each other.
type concurrent struct {
	request  crm.ID
	old, new []requestText // the same parts
	oldAt    Stamp
	newAt    Stamp
	newWins  bool
}

// lost is what gives way. A blank says nothing that could be lost.
func (c *concurrent) lost() (out []Lost) {
	for i, old := range c.old {
		next := c.new[i]
		l := Lost{Part: RequestPart(old.part, c.request), Value: old.text, Winner: next.text, Stamp: c.oldAt, WinnerStamp: c.newAt}
		if !c.newWins {
			l.Value, l.Winner, l.Stamp, l.WinnerStamp, l.OfOperation = next.text, old.text, c.newAt, c.oldAt, true
		}
		if l.Value != "" && l.Value != l.Winner {
			out = append(out, l)
		}
	}
	return out
}

// lost is what gives way when the survey is put, whichever of the two it is.
func (s *Survey) lost(p *SurveyPut, at Stamp) []Lost {
	if s == nil || knew(p.Base, s.Stamp, at) {
		return nil
	}
	next, _ := s.Put(p, at)
	c := concurrent{request: s.ID, old: s.texts(), new: p.Survey.texts(), oldAt: s.Stamp, newAt: at, newWins: next.Stamp == at}
	return c.lost()
}

func (a *Appointment) lost(p *AppointmentPut, at Stamp) []Lost {
	if a == nil || knew(p.Base, a.Stamp, at) {
		return nil
	}
	next, _ := a.Put(p, at)
	c := concurrent{request: a.ID, old: a.texts(), new: p.Appointment.texts(), oldAt: a.Stamp, newAt: at, newWins: next.Stamp == at}
	return c.lost()
}

// lost is what gives way when the interaction is edited. Contents are never in each other's way.
func (x *InteractionAdd) lost(e *InteractionEdit, at Stamp) (out []Lost) {
	if c := e.Close; c != nil && !x.Open && !knew(c.Base, x.Closing, at) {
		was := &Closing{Closed: x.Closed, Handle: x.Handle}
		both := concurrent{request: x.ID, old: was.texts(), new: c.texts(), oldAt: x.Closing, newAt: at, newWins: prevails(c.Base, x.Closing, at)}
		out = both.lost()
	}
	if t := e.Tabulate; t != nil && !knew(t.Base, x.Tabulated, at) {
		both := concurrent{
			request: x.ID, old: []requestText{{PartTabulation, x.Tabulation}}, new: []requestText{{PartTabulation, t.Tabulation}},
			oldAt: x.Tabulated, newAt: at, newWins: prevails(t.Base, x.Tabulated, at),
		}
		out = append(out, both.lost()...)
	}
	return out
}

// listLost lists what gave way for review, with the living person it is about: an erased one's words are kept nowhere (D8.4).
func (d *decision) listLost(contact *Contact, lost []Lost) error {
	if contact == nil || contact.Erased() {
		return nil
	}
	for _, l := range lost {
		if err := d.fieldConflict(contact.ID, l); err != nil {
			return err
		}
	}
	return nil
}
