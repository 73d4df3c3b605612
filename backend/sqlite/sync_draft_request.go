package sqlite

import (
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// readableWords is what somebody wrote and the server did not take, where it is no contact: without it the words would be
// lost with the draft.
func (v *View) readableWords(kind replication.Kind, body []byte) (out map[string]any, err error) {
	switch kind {
	case replication.KindNoteAdd:
		var n replication.NoteAdd
		if err := replication.Decode(body, &n); err != nil {
			return nil, err
		}
		return map[string]any{"id": n.Contact.String(), "notes": []string{n.Text}}, nil
	case replication.KindInteraction:
		c, err := replication.DecodeInteractions(body)
		if err != nil {
			return nil, err
		}
		list := make([]map[string]any, len(c.Interactions))
		for i := range c.Interactions {
			x := &c.Interactions[i]
			list[i] = map[string]any{"id": x.ID.String(), "contact": x.Contact.String(), "protocol": x.Protocol, "channel": x.Channel,
				"outbound": x.Outbound, "open": x.Open, "tabulation": x.Tabulation, "opened": moment(x.Opened), "answered": moment(x.Answered),
				"closed": moment(x.Closed), "handle_seconds": x.Handle, "contents": readableContents(x.Contents)}
		}
		return map[string]any{"interactions": list}, nil
	case replication.KindInteractionEdit:
		var e replication.InteractionEdit
		if err := replication.Decode(body, &e); err != nil {
			return nil, err
		}
		out = map[string]any{"id": e.ID.String(), "contents": readableContents(e.Contents)}
		if c := e.Close; c != nil {
			out["answered"], out["closed"], out["handle_seconds"] = moment(c.Answered), moment(c.Closed), c.Handle
		}
		if t := e.Tabulate; t != nil {
			out["tabulation"] = t.Tabulation
		}
		return out, nil
	case replication.KindSurveyPut:
		var p replication.SurveyPut
		if err := replication.Decode(body, &p); err != nil {
			return nil, err
		}
		s := &p.Survey
		return map[string]any{"id": s.ID.String(), "sent": moment(s.Sent), "answered": moment(s.Answered), "score": s.Score, "comment": s.Comment}, nil
	case replication.KindAppointmentPut:
		var p replication.AppointmentPut
		if err := replication.Decode(body, &p); err != nil {
			return nil, err
		}
		a := &p.Appointment
		out = map[string]any{"id": a.ID.String(), "contact": a.Contact.String(), "at": moment(a.At), "status": a.Status, "text": a.Text}
		if a.Agent != crm.NoID {
			out["agent"] = v.authorOf(a.Agent)
		}
		return out, nil
	case replication.KindBlacklistAdd:
		var b replication.BlacklistAdd
		if err := replication.Decode(body, &b); err != nil {
			return nil, err
		}
		return map[string]any{"id": b.ID.String(), "number": b.Number, "outbound": b.Outbound}, nil
	}
	return map[string]any{}, nil
}

func readableContents(list []replication.Content) []map[string]any {
	out := make([]map[string]any, len(list))
	for i, c := range list {
		out[i] = map[string]any{"id": c.ID.String(), "kind": c.Kind, "at": moment(c.At), "outbound": c.Outbound, "text": c.Text}
	}
	return out
}

// moment is a time as a person reads it, "" for none.
func moment(ms int64) string {
	if ms == 0 {
		return ""
	}
	return time.UnixMilli(ms).UTC().Format(time.RFC3339)
}
