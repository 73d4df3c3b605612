package sqlite

import (
	"database/sql/driver"
	"fmt"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// scrubRequests destroys what is personal of the requests of a contact: contents, comments and texts, those that wait
// to be sent and drafts too. The facts stay (D8.4).
func (tx *Tx) scrubRequests(n int64) error {
	for _, sql := range []string{
		`DELETE FROM content WHERE interaction IN (SELECT n FROM interaction WHERE contact = ?)`,
		`UPDATE survey SET comment = '' WHERE contact = ? AND comment <> ''`,
		`UPDATE appointment SET text = '' WHERE contact = ? AND text <> ''`,
	} {
		if _, err := tx.c.exec(sql, n); err != nil {
			return err
		}
	}
	ids := map[crm.ID]bool{}
	if err := tx.c.query(requestsOfSQL, values(n, n, n), func(row result) error {
		ids[blobID(row[0])] = true
		return nil
	}); err != nil {
		return err
	}
	if err := tx.scrubRequestImages(ids); err != nil {
		return err
	}
	for _, q := range []struct{ read, write string }{
		{pendingRequestsSQL, `UPDATE pending_op SET body = ? WHERE counter = ?`},
		{refusedRequestsSQL, `UPDATE refused_op SET body = ? WHERE counter = ?`},
	} {
		var args []driver.Value
		if q.read == pendingRequestsSQL {
			args = values(n, n, n, n)
		}
		if err := tx.scrubRequestBodies(q.read, args, q.write, n, ids); err != nil {
			return err
		}
	}
	tx.Announce(Event{"contact"})
	return nil
}

const requestsOfSQL = `
	SELECT id FROM interaction WHERE contact = ?
	UNION SELECT id FROM survey WHERE contact = ?
	UNION SELECT id FROM appointment WHERE contact = ?`

const pendingRequestsSQL = `
	SELECT counter, kind, body FROM pending_op
	WHERE counter IN (SELECT op FROM interaction WHERE contact = ? AND op > 0)
	UNION
	SELECT counter, kind, body FROM pending_op
	WHERE entity IN (` + requestsOfSQL + `)`

// What was refused has no rows any more to be found by; there is little of it.
const refusedRequestsSQL = `
	SELECT counter, kind, body FROM refused_op
	WHERE kind IN ('interaction.add', 'interaction.edit', 'survey.put', 'appointment.put')`

func (tx *Tx) scrubRequestImages(ids map[crm.ID]bool) error {
	for id := range ids {
		for _, noun := range []replication.Noun{replication.NounInteraction, replication.NounSurvey, replication.NounAppointment} {
			e, _, err := tx.requestImage(noun, id)
			if err != nil {
				return err
			}
			if e != nil && e.Silence() {
				if err := tx.saveRequestImage(noun, id, e); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (tx *Tx) scrubRequestBodies(read string, args []driver.Value, write string, contact int64, ids map[crm.ID]bool) error {
	bodies := map[int64][]byte{}
	root, err := tx.c.integer(`SELECT count(*) FROM contact WHERE n = ?`, contact)
	if err != nil || root == 0 {
		return err
	}
	person := map[crm.ID]bool{}
	if err := tx.c.query(`
		SELECT id FROM contact WHERE n = ?
		UNION SELECT a.id FROM alias a JOIN contact c ON c.id = a.root WHERE a.noun = 'contact' AND c.n = ?`, values(contact, contact),
		func(row result) error {
			person[blobID(row[0])] = true
			return nil
		}); err != nil {
		return err
	}
	if err := tx.c.query(read, args, func(row result) error {
		body := row[2].([]byte)
		if len(body) == 0 {
			return nil
		}
		next, err := silenced(replication.Kind(row[1].(string)), body, func(id, of crm.ID) bool { return ids[id] || person[of] })
		if err == nil && next != nil {
			bodies[row[0].(int64)] = next
		}
		return err
	}); err != nil {
		return err
	}
	for counter, body := range bodies {
		if _, err := tx.c.exec(write, body, counter); err != nil {
			return err
		}
	}
	return nil
}

// silenced is the body of an operation without what is personal of the requests that belong to somebody; nil when there
// was nothing.
func silenced(kind replication.Kind, body []byte, theirs func(request, contact crm.ID) bool) ([]byte, error) {
	switch kind {
	case replication.KindInteraction:
		c, err := replication.DecodeInteractions(body)
		if err != nil {
			return nil, fmt.Errorf("pending interactions: %w", err)
		}
		had := false
		for i := range c.Interactions {
			if x := &c.Interactions[i]; len(x.Contents) > 0 && theirs(x.ID, x.Contact) {
				x.Contents, had = nil, true
			}
		}
		if had {
			return replication.EncodeInteractions(c)
		}
	case replication.KindInteractionEdit:
		var e replication.InteractionEdit
		if err := replication.Decode(body, &e); err != nil {
			return nil, err
		}
		if len(e.Contents) > 0 && theirs(e.ID, crm.NoID) {
			e.Contents = nil
			return replication.Encode(e)
		}
	case replication.KindSurveyPut:
		var p replication.SurveyPut
		if err := replication.Decode(body, &p); err != nil {
			return nil, err
		}
		if p.Survey.Comment != "" && theirs(p.Survey.ID, p.Survey.Contact) {
			p.Survey.Comment = ""
			return replication.Encode(p)
		}
	case replication.KindAppointmentPut:
		var p replication.AppointmentPut
		if err := replication.Decode(body, &p); err != nil {
			return nil, err
		}
		if p.Appointment.Text != "" && theirs(p.Appointment.ID, p.Appointment.Contact) {
			p.Appointment.Text = ""
			return replication.Encode(p)
		}
	}
	return nil, nil
}
