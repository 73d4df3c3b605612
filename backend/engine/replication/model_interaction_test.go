package replication_test

import (
	"fmt"
	"slices"
	"time"

	"carteira/backend/crm"
	r "carteira/backend/engine/replication"
)

// The model's interactions, surveys and appointments: a later author, or one who saw what stands, writes a part; what
// is closed or answered stays so.

// busy: something of the person is open (D8.2).
func (t *turn) busy(root crm.ID) bool {
	for _, x := range t.calls {
		if x.Open && t.find(x.Contact) == root {
			return true
		}
	}
	for _, x := range t.surveys {
		if x.Answered == 0 && t.find(x.Contact) == root {
			return true
		}
	}
	for _, x := range t.dates {
		if x.Status == "open" && t.find(x.Contact) == root {
			return true
		}
	}
	return false
}

// stands: the author wins over a version.
func (t *turn) beats(base, now r.Stamp) bool {
	if base.Device == r.OwnDevice {
		base.Device = t.at.Device
	}
	return base == now || t.at.HLC > now.HLC || t.at.HLC == now.HLC && t.at.Device >= now.Device
}

// rival lists what gives way of two states of a request whose authors did not know of each other: every part that
// somebody has filled in otherwise than what stands. wins: the operation's state stands.
func (t *turn) rival(of crm.ID, contact crm.ID, base, old r.Stamp, wins bool, was, wants map[string]string) {
	who := t.contacts[t.find(contact)]
	if base.Device == r.OwnDevice {
		base.Device = t.at.Device
	}
	if base == old || who == nil || who.mark != r.Live {
		return
	}
	for part := range was {
		c := r.Conflict{Contact: who.id, Kind: "field", Part: part + ":" + of.String()}
		if wins {
			c.Value, c.Winner, c.WinnerBy, c.Stamp, c.WinnerStamp = was[part], wants[part], t.op.Actor, old, t.at
		} else {
			c.Value, c.Winner, c.By, c.Stamp, c.WinnerStamp = wants[part], was[part], t.op.Actor, t.at, old
		}
		if c.Value != c.Winner && c.Value != "" {
			t.list(c)
		}
	}
}

func answer(x r.Survey) map[string]string {
	out := map[string]string{"survey_comment": x.Comment, "survey_score": ""}
	if x.Score != nil {
		out["survey_score"] = fmt.Sprint(*x.Score)
	}
	return out
}

func agreed(x r.Appointment) map[string]string {
	out := map[string]string{"appointment_text": x.Text, "appointment_status": string(x.Status), "appointment_at": moment(x.At), "appointment_agent": ""}
	if x.Agent != crm.NoID {
		out["appointment_agent"] = x.Agent.String()
	}
	return out
}

func ended(closed, handle int64) map[string]string {
	return map[string]string{"interaction_closed": moment(closed), "interaction_handle": fmt.Sprint(handle)}
}

// moment is a time of the model's, which are a few milliseconds after the beginning of time.
func moment(ms int64) string {
	if ms == 0 {
		return ""
	}
	return time.UnixMilli(ms).UTC().Format("2006-01-02T15:04:05.999999999Z07:00")
}

func (t *turn) editCall(e *r.InteractionEdit) {
	x, known := t.calls[e.ID]
	if !known {
		t.reject("not_found")
		return
	}
	if c := e.Close; c != nil && !x.Open {
		t.rival(e.ID, x.Contact, c.Base, x.Closing, t.beats(c.Base, x.Closing), ended(x.Closed, x.Handle), ended(c.Closed, c.Handle))
	}
	if c := e.Tabulate; c != nil {
		const part = "interaction_tabulation"
		t.rival(e.ID, x.Contact, c.Base, x.Tabulated, t.beats(c.Base, x.Tabulated), map[string]string{part: x.Tabulation}, map[string]string{part: c.Tabulation})
	}
	if c := e.Close; c != nil && (x.Open || t.beats(c.Base, x.Closing)) {
		after := x
		after.Open, after.Answered, after.Closed, after.Handle, after.Closing = false, c.Answered, c.Closed, c.Handle, t.at
		t.effect = t.effect || after.Open != x.Open || after.Answered != x.Answered || after.Closed != x.Closed || after.Handle != x.Handle || after.Closing != x.Closing
		x = after
	}
	if c := e.Tabulate; c != nil && t.beats(c.Base, x.Tabulated) {
		t.effect = t.effect || x.Tabulation != c.Tabulation || x.Tabulated != t.at
		x.Tabulation, x.Tabulated = c.Tabulation, t.at
	}
	if p := t.contacts[t.find(x.Contact)]; len(e.Contents) > 0 && p.mark != r.Live {
		t.refuse("conflict")
	} else {
		for _, c := range e.Contents {
			if !slices.ContainsFunc(x.Contents, func(o r.Content) bool { return o.ID == c.ID }) {
				x.Contents = append(slices.Clone(x.Contents), c)
				t.effect = true
			}
		}
		slices.SortFunc(x.Contents, func(a, b r.Content) int { return slices.Compare(a.ID[:], b.ID[:]) })
	}
	t.calls[e.ID] = x
}

func (t *turn) survey(p *r.SurveyPut) {
	call, known := t.calls[p.Survey.ID]
	if !known {
		t.reject("not_found")
		return
	}
	x := p.Survey
	x.Contact, x.Stamp = call.Contact, t.at
	if who := t.contacts[t.find(call.Contact)]; who.mark != r.Live {
		t.draft(who, x.Comment)
		x.Comment = ""
	}
	if old, there := t.surveys[x.ID]; there {
		wins := t.beats(p.Base, old.Stamp)
		if answered, answers := old.Answered != 0, x.Answered != 0; answered != answers {
			wins = answers
		}
		t.rival(x.ID, call.Contact, p.Base, old.Stamp, wins, answer(old), answer(x))
		if !wins {
			return
		}
		x.Contact = old.Contact
		if x.Sent == 0 {
			x.Sent = old.Sent
		}
		if recordLine(r.Effect{Survey: &x}) == recordLine(r.Effect{Survey: &old}) {
			return
		}
	}
	t.surveys[x.ID], t.effect = x, true
}

func (t *turn) appoint(p *r.AppointmentPut) {
	x := p.Appointment
	old, there := t.dates[x.ID]
	if there {
		x.Contact = old.Contact
	}
	who := t.contacts[t.find(x.Contact)]
	if who == nil {
		t.reject("not_found")
		return
	}
	if who.mark != r.Live {
		if x.Status == "open" {
			t.v.outcome, t.v.code = r.Superseded, gone(who)
			return
		}
		t.draft(who, x.Text)
		x.Text = ""
	}
	if !there {
		x.Contact = who.id
	}
	x.Stamp = t.at
	if there {
		x.Agent = t.stands(x.Agent)
		t.rival(x.ID, x.Contact, p.Base, old.Stamp, t.beats(p.Base, old.Stamp), agreed(old), agreed(x))
	}
	if there && (!t.beats(p.Base, old.Stamp) || x == old) {
		return
	}
	t.dates[x.ID], t.effect = x, true
}

// draft: words about somebody whose import was undone stay with their author; an erased person's stay nowhere.
func (t *turn) draft(who *person, words string) {
	if who.mark == r.Removed && words != "" {
		t.refuse("deleted")
	}
}

func (m *model) moveCalls(from, to crm.ID) {
	for id, x := range m.surveys {
		if x.Contact == from {
			x.Contact = to
			m.surveys[id] = x
		}
	}
	for id, x := range m.dates {
		if x.Contact == from {
			x.Contact = to
			m.dates[id] = x
		}
	}
}

// silence takes away what is personal of an erased person's requests (D8.4).
func (m *model) silence(contact crm.ID) {
	for id, x := range m.calls {
		if x.Contact == contact {
			x.Contents = nil
			m.calls[id] = x
		}
	}
	for id, x := range m.surveys {
		if x.Contact == contact {
			x.Comment = ""
			m.surveys[id] = x
		}
	}
	for id, x := range m.dates {
		if x.Contact == contact {
			x.Text = ""
			m.dates[id] = x
		}
	}
}

// editCall closes or tabulates an interaction, knowing what has been seen of it.
func (p pen) editCall(n int, closes bool, tabulation string) *r.InteractionEdit {
	e := &r.InteractionEdit{ID: id(n)}
	x, _ := p.seen.Interaction(id(n))
	if x == nil {
		x = &r.InteractionAdd{}
	}
	if closes {
		e.Close = &r.Closing{Closed: 70 + p.device, Handle: p.device, Base: p.own(x.Closing)}
	}
	if tabulation != "" {
		e.Tabulate = &r.Tabulating{Tabulation: tabulation, Base: p.own(x.Tabulated)}
	}
	return e
}

// survey sends a survey, or answers it with a score.
func (p pen) survey(n int, score int64) *r.SurveyPut {
	x := &r.SurveyPut{Survey: r.Survey{ID: id(n), Sent: 6, Comment: fmt.Sprint("bom ", p.device)}}
	if score != 0 {
		x.Survey.Answered, x.Survey.Score = 7, &score
	}
	if old, _ := p.seen.Survey(id(n)); old != nil {
		x.Base = p.own(old.Stamp)
	}
	return x
}

// appointment makes or changes an appointment of contact 1.
func (p pen) appointment(n int, status crm.AppointmentStatus) *r.AppointmentPut {
	x := &r.AppointmentPut{Appointment: r.Appointment{ID: id(n), Contact: id(1), At: 9, Agent: id(70), Status: status, Text: fmt.Sprint("visita ", p.device)}}
	if old, _ := p.seen.Appointment(id(n)); old != nil {
		x.Base = p.own(old.Stamp)
	}
	return x
}
