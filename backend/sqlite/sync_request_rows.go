package sqlite

import (
	"fmt"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// request reads a request as it stands here; nil when there is none.
func (v *View) request(noun replication.Noun, id crm.ID) (e *replication.Effect, err error) {
	q := interactionRecord
	where := ` WHERE i.id = ?`
	switch noun {
	case replication.NounSurvey:
		q, where = surveyRecord, ` WHERE s.id = ?`
	case replication.NounAppointment:
		q, where = appointmentRecord, ` WHERE a.id = ?`
	}
	_, err = v.c.one(q.sql+where, values(id[:]), func(row result) error {
		x, err := q.row(v, row)
		e = &x
		return err
	})
	return e, err
}

// requestQuery reads requests as they stand here.
type requestQuery struct {
	noun replication.Noun
	sql  string
	row  func(v *View, row result) (replication.Effect, error)
}

// record reads them as the server has them, for a digest or an offer.
func (q requestQuery) record(offered string) recordQuery {
	return recordQuery{q.noun, q.sql, offered, func(v *View, row result) (crm.ID, replication.Effect, error) {
		e, err := q.row(v, row)
		if err != nil {
			return crm.NoID, e, err
		}
		_, id := requestOf(&e)
		known, _, err := v.requestImage(q.noun, id)
		if known != nil {
			e = *known
		}
		return id, e, err
	}}
}

var interactionRecord = requestQuery{replication.NounInteraction, `
	SELECT i.id, c.id, i.protocol, i.channel, i.direction, i.status, s.id, a.id, i.tabulation, i.opened_at, i.answered_at,
	  i.closed_at, i.handle_seconds, i.closing_hlc, i.closing_device, i.tabulated_hlc, i.tabulated_device, i.n
	FROM interaction i JOIN contact c ON c.n = i.contact LEFT JOIN service s ON s.n = i.service LEFT JOIN account a ON a.n = i.agent`,
	func(v *View, row result) (replication.Effect, error) {
		x := &replication.InteractionAdd{
			ID: blobID(row[0]), Contact: blobID(row[1]), Protocol: row[2].(string), Channel: row[3].(string),
			Outbound: row[4].(string) == "outbound", Open: row[5].(string) == "open", Service: blobID(row[6]), Agent: blobID(row[7]),
			Tabulation: row[8].(string), Opened: row[9].(int64), Answered: row[10].(int64), Closed: row[11].(int64), Handle: row[12].(int64),
			Closing: stampOf(row[13], row[14]), Tabulated: stampOf(row[15], row[16]),
		}
		var err error
		x.Contents, err = v.wireContents(row[17].(int64))
		return replication.Effect{Interaction: x}, err
	}}

var surveyRecord = requestQuery{replication.NounSurvey, `
	SELECT s.id, c.id, s.sent_at, s.answered_at, s.score, s.comment, s.hlc, s.device
	FROM survey s JOIN contact c ON c.n = s.contact`,
	func(_ *View, row result) (replication.Effect, error) {
		x := &replication.Survey{
			ID: blobID(row[0]), Contact: blobID(row[1]), Sent: row[2].(int64), Answered: row[3].(int64), Comment: row[5].(string),
			Stamp: stampOf(row[6], row[7]),
		}
		if score, ok := row[4].(int64); ok {
			x.Score = &score
		}
		return replication.Effect{Survey: x}, nil
	}}

var appointmentRecord = requestQuery{replication.NounAppointment, `
	SELECT a.id, c.id, a.interaction, u.id, a.at, a.status, a.text, a.hlc, a.device
	FROM appointment a JOIN contact c ON c.n = a.contact LEFT JOIN account u ON u.n = a.agent`,
	func(_ *View, row result) (replication.Effect, error) {
		return replication.Effect{Appointment: &replication.Appointment{
			ID: blobID(row[0]), Contact: blobID(row[1]), Interaction: blobID(row[2]), Agent: blobID(row[3]), At: row[4].(int64),
			Status: crm.AppointmentStatus(row[5].(string)), Text: row[6].(string), Stamp: stampOf(row[7], row[8]),
		}}, nil
	}}

func stampOf(hlc, device any) replication.Stamp {
	return replication.Stamp{HLC: replication.HLC(hlc.(int64)), Device: device.(int64)}
}

func (v *View) wireContents(interaction int64) (out []replication.Content, err error) {
	err = v.c.query(`SELECT id, kind, at, outbound, text FROM content WHERE interaction = ? ORDER BY id`, values(interaction), func(row result) error {
		out = append(out, replication.Content{ID: blobID(row[0]), Kind: replication.ContentKind(row[1].(string)), At: row[2].(int64),
			Outbound: row[3].(int64) != 0, Text: row[4].(string)})
		return nil
	})
	return out, err
}

// writeRequest makes the rows of a request what e says. What belongs to a contact that is not here comes later.
func (tx *Tx) writeRequest(e *replication.Effect) error {
	switch {
	case e.Interaction != nil:
		return tx.writeInteraction(e.Interaction)
	case e.Survey != nil:
		return tx.writeSurvey(e.Survey)
	}
	return tx.writeAppointment(e.Appointment)
}

// holder is the row of the contact that a request belongs to: the one that the server names, but for a merge that this
// office has made and the server has not decided. 0: it is not here.
func (tx *Tx) holder(contact crm.ID, at int64) (n int64, err error) {
	var into int64
	if _, err := tx.c.one(`SELECT n, merged_into FROM contact WHERE id = ?`, values(contact[:]), func(row result) error {
		n, into = row[0].(int64), row[1].(int64)
		return nil
	}); err != nil {
		return 0, err
	}
	if at != 0 && at == into {
		return at, nil
	}
	return n, nil
}

// writeInteraction adds an interaction or changes it. What only another office could know (an agent or service that is
// not here) cannot be: the server names them first.
func (tx *Tx) writeInteraction(x *replication.InteractionAdd) error {
	var have, was int64
	if _, err := tx.c.one(`SELECT n, contact FROM interaction WHERE id = ?`, values(x.ID[:]), func(row result) error {
		have, was = row[0].(int64), row[1].(int64)
		return nil
	}); err != nil {
		return err
	}
	tx.Announce(Event{"contact"})
	if have == 0 {
		contact, err := tx.insertInteraction(x, 0)
		if err != nil {
			return err
		}
		return tx.addActivity(map[int64]activity{contact: {1, x.Opened}})
	}
	agent, err := known(x.Agent, "agent", tx.userNumbers)
	if err != nil {
		return err
	}
	service, err := known(x.Service, "service", tx.serviceNumbers)
	if err != nil {
		return err
	}
	contact, err := tx.holder(x.Contact, was)
	if err != nil {
		return err
	}
	if contact == 0 {
		return fmt.Errorf("interaction %s belongs to a contact that is not here", x.ID)
	}
	if _, err := tx.c.exec(`
		UPDATE interaction SET contact = ?, status = ?, agent = ?, service = ?, tabulation = ?, answered_at = ?, closed_at = ?,
		  handle_seconds = ?, closing_hlc = ?, closing_device = ?, tabulated_hlc = ?, tabulated_device = ?
		WHERE n = ?`, contact, statusOf(x.Open), agent, service, x.Tabulation, x.Answered, x.Closed, x.Handle,
		int64(x.Closing.HLC), x.Closing.Device, int64(x.Tabulated.HLC), x.Tabulated.Device, have); err != nil {
		return err
	}
	if err := tx.writeContents(have, x.Contents); err != nil || contact == was {
		return err
	}
	tx.touched = append(tx.touched, contact, was)
	if err := tx.sumActivity(was); err != nil {
		return err
	}
	return tx.sumActivity(contact)
}

func statusOf(open bool) string {
	if open {
		return "open"
	}
	return "closed"
}

// writeContents makes the contents of an interaction those of the list.
func (tx *Tx) writeContents(interaction int64, list []replication.Content) error {
	have, err := tx.wireContents(interaction)
	if err != nil {
		return err
	}
	if len(have) > 0 && len(list) < len(have) {
		if _, err := tx.c.exec(`DELETE FROM content WHERE interaction = ?`, interaction); err != nil {
			return err
		}
		have = nil
	}
	if len(have) == len(list) {
		return nil // they are appended and never changed
	}
	for _, c := range list {
		if _, err := tx.c.exec(`
			INSERT INTO content (interaction, id, kind, at, outbound, text) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT DO NOTHING`, interaction, c.ID[:], string(c.Kind), c.At, flag(c.Outbound), c.Text); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) writeSurvey(x *replication.Survey) error {
	was, err := tx.c.integer(`SELECT contact FROM survey WHERE id = ?`, x.ID[:])
	if err != nil {
		return err
	}
	contact, err := tx.holder(x.Contact, was)
	if err != nil || contact == 0 {
		return err
	}
	var score any
	if x.Score != nil {
		score = *x.Score
	}
	_, err = tx.c.exec(`
		INSERT INTO survey (id, contact, sent_at, answered_at, score, comment, hlc, device) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET contact = excluded.contact, sent_at = excluded.sent_at, answered_at = excluded.answered_at,
		  score = excluded.score, comment = excluded.comment, hlc = excluded.hlc, device = excluded.device`,
		x.ID[:], contact, x.Sent, x.Answered, score, x.Comment, int64(x.Stamp.HLC), x.Stamp.Device)
	tx.Announce(Event{"contact"})
	return err
}

func (tx *Tx) writeAppointment(x *replication.Appointment) error {
	was, err := tx.c.integer(`SELECT contact FROM appointment WHERE id = ?`, x.ID[:])
	if err != nil {
		return err
	}
	contact, err := tx.holder(x.Contact, was)
	if err != nil || contact == 0 {
		return err
	}
	agent, err := known(x.Agent, "agent", tx.userNumbers)
	if err != nil {
		return err
	}
	var interaction any
	if x.Interaction != crm.NoID {
		interaction = x.Interaction[:]
	}
	_, err = tx.c.exec(`
		INSERT INTO appointment (id, contact, interaction, agent, at, status, text, hlc, device) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET contact = excluded.contact, interaction = excluded.interaction, agent = excluded.agent,
		  at = excluded.at, status = excluded.status, text = excluded.text, hlc = excluded.hlc, device = excluded.device`,
		x.ID[:], contact, interaction, agent, x.At, string(x.Status), x.Text, int64(x.Stamp.HLC), x.Stamp.Device)
	tx.Announce(Event{"contact"})
	return err
}

// removeRequest takes a request away that only this office knew.
func (tx *Tx) removeRequest(noun replication.Noun, id crm.ID) error {
	tx.Announce(Event{"contact"})
	switch noun {
	case replication.NounSurvey:
		_, err := tx.c.exec(`DELETE FROM survey WHERE id = ?`, id[:])
		return err
	case replication.NounAppointment:
		_, err := tx.c.exec(`DELETE FROM appointment WHERE id = ?`, id[:])
		return err
	}
	contact, err := tx.c.integer(`SELECT contact FROM interaction WHERE id = ?`, id[:])
	if err != nil || contact == 0 {
		return err
	}
	for _, sql := range []string{
		`DELETE FROM content WHERE interaction = (SELECT n FROM interaction WHERE id = ?)`,
		`DELETE FROM survey WHERE id = ?`,
		`DELETE FROM interaction WHERE id = ?`,
	} {
		if _, err := tx.c.exec(sql, id[:]); err != nil {
			return err
		}
	}
	tx.touched = append(tx.touched, contact)
	return tx.sumActivity(contact)
}
