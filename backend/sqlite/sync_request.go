package sqlite

import (
	"database/sql/driver"
	"fmt"

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

// addedHereSQL is the operation that added an interaction here, as long as its effects are not back.
const addedHereSQL = `
	SELECT p.counter FROM interaction i CROSS JOIN pending_op p ON p.counter = i.op
	WHERE i.id = ? AND p.echoed = 0`

// rebaseRequests shows the requests of an operation that is decided as they are without it.
func (tx *Tx) rebaseRequests(o *outgoing) error {
	noun := o.request()
	if noun == "" || o.op.Entity == crm.NoID {
		return nil
	}
	known, kept, err := tx.requestImage(noun, o.op.Entity)
	if err != nil || !kept {
		return err
	}
	if known != nil {
		return tx.acceptRequest(known)
	}
	return tx.showOwn(noun, o.op.Entity)
}

// showOwn shows a request that the server has none of: what pending operations make of it, or nothing.
func (tx *Tx) showOwn(noun replication.Noun, id crm.ID) error {
	enrolled, err := tx.Enrolment()
	if err != nil || enrolled == nil {
		return err
	}
	pending, err := tx.pendingOf(noun, id)
	if err != nil {
		return err
	}
	shown, err := replayRequest(nil, pending, enrolled.Number)
	if err != nil {
		return err
	}
	if shown == nil {
		if err := tx.dropRequestImage(noun, id); err != nil {
			return err
		}
		return tx.removeRequest(noun, id)
	}
	return tx.writeRequest(shown)
}

// withdrawRequests takes back what a refused operation did to requests.
func (tx *Tx) withdrawRequests(o *outgoing) error {
	if o.op.Kind != replication.KindInteraction {
		return tx.rebaseRequests(o)
	}
	var added []crm.ID
	if err := tx.c.query(`SELECT id FROM interaction WHERE op = ? AND op > 0`, values(o.counter), func(row result) error {
		added = append(added, blobID(row[0]))
		return nil
	}); err != nil {
		return err
	}
	return tx.withdrawAdded(added)
}

// withdrawAdded takes interactions away that were added here and that the server does not take.
func (tx *Tx) withdrawAdded(added []crm.ID) error {
	for _, id := range added {
		known, _, err := tx.requestImage(replication.NounInteraction, id)
		if err != nil {
			return err
		}
		if known != nil {
			err = tx.acceptRequest(known)
		} else {
			err = tx.removeRequest(replication.NounInteraction, id)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// withdrawParts does the same for the interactions of a batch that were refused one by one.
func (tx *Tx) withdrawParts(o *outgoing, refused []replication.Refusal) error {
	if o.op.Kind != replication.KindInteraction {
		return nil
	}
	var added []crm.ID
	for _, r := range refused {
		id, err := crm.ParseID(r.Part)
		if err != nil || r.Code != replication.CodeUnknown {
			continue // an agent or service that is left out
		}
		added = append(added, id)
	}
	return tx.withdrawAdded(added)
}

const waitsForAddedSQL = `
	SELECT p.counter FROM interaction i CROSS JOIN pending_op p ON p.counter = i.op
	WHERE i.id = ? AND p.lane = 'bulk' AND p.seq = 0 AND p.echoed = 0`

// requestWaits is the operation of the bulk lane that must be decided before one about a request: the import of its
// contact, or of the interaction.
func (v *View) requestWaits(o *outgoing) (int64, error) {
	var contact, interaction crm.ID
	switch o.op.Kind {
	case replication.KindInteraction:
		c, err := replication.DecodeInteractions(o.op.Body)
		if err != nil || len(c.Interactions) != 1 {
			return 0, nil // the server will say so
		}
		contact = c.Interactions[0].Contact
	case replication.KindInteractionEdit, replication.KindSurveyPut:
		interaction = o.op.Entity
	case replication.KindAppointmentPut:
		var p replication.AppointmentPut
		if replication.Decode(o.op.Body, &p) != nil {
			return 0, nil
		}
		contact, interaction = p.Appointment.Contact, p.Appointment.Interaction
	default:
		return 0, nil
	}
	for _, q := range []struct {
		id   crm.ID
		sql  string
		more []driver.Value
	}{{contact, waitsForImportSQL, values(thisDevice)}, {interaction, waitsForAddedSQL, nil}} {
		if q.id == crm.NoID {
			continue
		}
		n, err := v.c.integer(q.sql, append(values(q.id[:]), q.more...)...)
		if err != nil || n != 0 {
			return n, err
		}
	}
	return 0, nil
}

func (tx *Tx) saveRequestImage(noun replication.Noun, id crm.ID, e *replication.Effect) error {
	return tx.keepEffect("request_image", noun, id, e)
}

// requestImage is how the server has a request that has pending changes here; nil when it has none.
func (v *View) requestImage(noun replication.Noun, id crm.ID) (e *replication.Effect, kept bool, err error) {
	return v.keptEffect("request_image", noun, id)
}

func (tx *Tx) dropRequestImage(noun replication.Noun, id crm.ID) error {
	_, err := tx.c.exec(`DELETE FROM request_image WHERE noun = ? AND id = ?`, string(noun), id[:])
	return err
}

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
