package sqlite

import (
	"slices"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// NewInteraction is one protocol on any channel, about to be stored (D10.1).
type NewInteraction struct {
	ID         crm.ID // drawn when it has none
	Contact    crm.ID
	Protocol   string
	Channel    string // of crm.Channels
	Outbound   bool
	Service    crm.ID // or NoID
	Agent      crm.ID // user, or NoID
	Tabulation string
	Opened     time.Time
	Answered   time.Time // zero = nobody has
	Closed     time.Time // zero = still open
	Handle     time.Duration
	Contents   []crm.Content // ids are drawn for those that have none
}

// activity is what the lists show of a contact's interactions.
type activity struct{ interactions, last int64 }

// AddInteractions stores a batch of interactions with the sums that lists show and one operation that says so, in the
// lane of imports. Error: crm.CodeNotFound for a contact, user or service that does not exist.
func (tx *Tx) AddInteractions(all []NewInteraction) error {
	if len(all) == 0 {
		return nil
	}
	return tx.addInteractions(all, replication.LaneBulk, crm.NoID)
}

// AddInteraction stores one interaction, in the lane of people's edits. The errors are those of AddInteractions.
func (tx *Tx) AddInteraction(x *NewInteraction) error {
	if x.ID == crm.NoID {
		x.ID = crm.NewID()
	}
	return tx.addInteractions([]NewInteraction{*x}, replication.LaneEdit, x.ID)
}

func (tx *Tx) addInteractions(all []NewInteraction, lane replication.Lane, entity crm.ID) error {
	s, err := tx.nextStamp()
	if err != nil {
		return err
	}
	chunk := replication.InteractionChunk{Interactions: make([]replication.InteractionAdd, 0, len(all))}
	sums := map[int64]activity{}
	for i := range all {
		x := all[i].wire()
		n, err := tx.insertInteraction(&x, s.op)
		if err != nil {
			return err
		}
		sum := sums[n]
		sums[n] = activity{sum.interactions + 1, max(sum.last, x.Opened)}
		chunk.Interactions = append(chunk.Interactions, x)
	}
	if err := tx.addActivity(sums); err != nil {
		return err
	}
	tx.Announce(Event{"contact"})
	body, err := replication.EncodeInteractions(&chunk)
	if err != nil {
		return err
	}
	return tx.record(s, lane, replication.KindInteraction, entity, body)
}

// insertInteraction adds a row with its contents and returns the row number of its contact. op is the operation of this
// replica that adds it, 0 for another's.
func (tx *Tx) insertInteraction(x *replication.InteractionAdd, op int64) (contact int64, err error) {
	contact, err = tx.c.integer(`SELECT n FROM contact WHERE id = ?`, x.Contact[:])
	if err != nil {
		return 0, err
	}
	if contact == 0 {
		return 0, crm.Errorf(crm.CodeNotFound, "contact", "there is no contact with that id")
	}
	agent, err := known(x.Agent, "agent", tx.userNumbers)
	if err != nil {
		return 0, err
	}
	service, err := known(x.Service, "service", tx.serviceNumbers)
	if err != nil {
		return 0, err
	}
	direction := "inbound"
	if x.Outbound {
		direction = "outbound"
	}
	n, err := tx.insert(`
		INSERT INTO interaction (id, contact, protocol, channel, direction, status, service, agent, tabulation,
		  opened_at, answered_at, closed_at, handle_seconds, closing_hlc, closing_device, tabulated_hlc, tabulated_device, op)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		x.ID[:], contact, x.Protocol, x.Channel, direction, statusOf(x.Open), service, agent, x.Tabulation,
		x.Opened, x.Answered, x.Closed, x.Handle, int64(x.Closing.HLC), x.Closing.Device, int64(x.Tabulated.HLC), x.Tabulated.Device, op)
	if err != nil || len(x.Contents) == 0 {
		return contact, err
	}
	return contact, tx.writeContents(n, x.Contents)
}

// known is the local number of an optional record, 0 for none.
func known(id crm.ID, field string, read func() (*numbering, error)) (int64, error) {
	if id == crm.NoID {
		return 0, nil
	}
	m, err := read()
	if err != nil {
		return 0, err
	}
	n, ok := m.n[id]
	if !ok {
		return 0, crm.Errorf(crm.CodeNotFound, field, "there is no such %s", field)
	}
	return n, nil
}

// addActivity adds to the sums beside the interactions, in row order.
func (tx *Tx) addActivity(sums map[int64]activity) error {
	contacts := make([]int64, 0, len(sums))
	for n := range sums {
		contacts = append(contacts, n)
	}
	slices.Sort(contacts)
	for _, n := range contacts {
		if _, err := tx.c.exec(`
			INSERT INTO activity (contact, interactions, last_at)
			VALUES (?, ?, ?)
			ON CONFLICT (contact) DO UPDATE SET
			  interactions = interactions + excluded.interactions,
			  last_at = max(last_at, excluded.last_at)`,
			n, sums[n].interactions, sums[n].last); err != nil {
			return err
		}
	}
	tx.touched = append(tx.touched, contacts...)
	return nil
}

func (x *NewInteraction) wire() replication.InteractionAdd {
	if x.ID == crm.NoID {
		x.ID = crm.NewID()
	}
	return replication.InteractionAdd{
		ID: x.ID, Contact: x.Contact, Protocol: x.Protocol, Channel: x.Channel, Outbound: x.Outbound, Open: x.Closed.IsZero(),
		Service: x.Service, Agent: x.Agent, Tabulation: x.Tabulation, Opened: x.Opened.UnixMilli(),
		Answered: msOf(x.Answered), Closed: msOf(x.Closed), Handle: int64(x.Handle / time.Second), Contents: wireContents(x.Contents),
	}
}

func wireContents(list []crm.Content) (out []replication.Content) {
	for _, c := range list {
		if c.ID == crm.NoID {
			c.ID = crm.NewID()
		}
		out = append(out, replication.Content{ID: c.ID, Kind: replication.ContentKind(c.Kind), At: msOf(c.At), Outbound: c.Outbound, Text: c.Text})
	}
	return out
}

// EditInteraction changes an interaction by the rules that the server has, knowing it as it stands here: closes it
// (closing, with its answered and closed times and handle time), tabulates it (tabulation, nil = as it is), appends
// contents. Error: crm.CodeNotFound.
func (tx *Tx) EditInteraction(id crm.ID, closing *replication.Closing, tabulation *string, contents []crm.Content) error {
	now, err := tx.request(replication.NounInteraction, id)
	if err != nil {
		return err
	}
	if now == nil {
		return noInteraction()
	}
	e := replication.InteractionEdit{ID: id, Contents: wireContents(contents)}
	if closing != nil {
		c := *closing
		c.Base = now.Interaction.Closing
		e.Close = &c
	}
	if tabulation != nil {
		e.Tabulate = &replication.Tabulating{Tabulation: *tabulation, Base: now.Interaction.Tabulated}
	}
	return tx.performRequest(replication.KindInteractionEdit, id, e)
}

func noInteraction() *crm.Error {
	return crm.Errorf(crm.CodeNotFound, "interaction", "there is no interaction with that id")
}

// PutSurvey sends or answers the survey of an interaction. Error: crm.CodeNotFound when there is no such interaction.
func (tx *Tx) PutSurvey(s crm.Survey) error {
	now, err := tx.request(replication.NounSurvey, s.Interaction)
	if err != nil {
		return err
	}
	p := replication.SurveyPut{Survey: replication.Survey{ID: s.Interaction, Sent: msOf(s.Sent), Answered: msOf(s.Answered), Comment: s.Comment}}
	if s.Score != crm.NoScore {
		score := int64(s.Score)
		p.Survey.Score = &score
	}
	if now != nil {
		p.Base = now.Survey.Stamp
	}
	return tx.performRequest(replication.KindSurveyPut, s.Interaction, p)
}

// PutAppointment makes or changes an appointment. Error: crm.CodeNotFound when there is no such contact.
func (tx *Tx) PutAppointment(a crm.Appointment) error {
	now, err := tx.request(replication.NounAppointment, a.ID)
	if err != nil {
		return err
	}
	p := replication.AppointmentPut{Appointment: replication.Appointment{
		ID: a.ID, Contact: a.Contact, Interaction: a.Interaction, Agent: a.Agent, At: msOf(a.At), Status: a.Status, Text: a.Text,
	}}
	if now != nil {
		p.Base = now.Appointment.Stamp
	}
	return tx.performRequest(replication.KindAppointmentPut, a.ID, p)
}

// performRequest decides an operation about a request here, and records it.
func (tx *Tx) performRequest(kind replication.Kind, id crm.ID, body any) error {
	r, err := tx.Perform(kind, id, body)
	switch {
	case err != nil:
		return err
	case r.Outcome == replication.Superseded || len(r.Refused) > 0:
		return crm.Errorf(crm.CodeConflict, "contact", "this contact has been anonymized or deleted")
	case r.Outcome == replication.Rejected && r.Code == replication.CodeUnknown:
		return noInteraction()
	case r.Outcome == replication.Rejected:
		return crm.Errorf(crm.CodeInvalid, "", "this is not a valid change")
	}
	return nil
}
