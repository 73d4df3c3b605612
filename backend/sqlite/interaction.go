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
}

// activity is what the lists show of a contact's interactions.
type activity struct{ interactions, last int64 }

// AddInteractions stores a batch of interactions with the sums that lists show and one operation that says so.
// Error: crm.CodeNotFound for a contact, user or service that does not exist.
func (tx *Tx) AddInteractions(all []NewInteraction) error {
	if len(all) == 0 {
		return nil
	}
	s, err := tx.nextStamp()
	if err != nil {
		return err
	}
	chunk := replication.InteractionChunk{Interactions: make([]replication.InteractionAdd, 0, len(all))}
	sums := map[int64]activity{}
	for i := range all {
		x := &all[i]
		if x.ID == crm.NoID {
			x.ID = crm.NewID()
		}
		n, err := tx.insertInteraction(x)
		if err != nil {
			return err
		}
		sum := sums[n]
		sums[n] = activity{sum.interactions + 1, max(sum.last, x.Opened.UnixMilli())}
		chunk.Interactions = append(chunk.Interactions, x.wire())
	}
	if err := tx.addActivity(sums); err != nil {
		return err
	}
	tx.Announce(Event{"contact"})
	body, err := replication.EncodeInteractions(&chunk)
	if err != nil {
		return err
	}
	return tx.record(s, replication.LaneBulk, replication.KindInteraction, crm.NoID, body)
}

// insertInteraction returns the row number of its contact.
func (tx *Tx) insertInteraction(x *NewInteraction) (contact int64, err error) {
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
	direction, status := "inbound", "closed"
	if x.Outbound {
		direction = "outbound"
	}
	if x.Closed.IsZero() {
		status = "open"
	}
	_, err = tx.c.exec(`
		INSERT INTO interaction (id, contact, protocol, channel, direction, status, service, agent, tabulation,
		  opened_at, answered_at, closed_at, handle_seconds)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		x.ID[:], contact, x.Protocol, x.Channel, direction, status, service, agent, x.Tabulation,
		x.Opened.UnixMilli(), msOf(x.Answered), msOf(x.Closed), int64(x.Handle/time.Second))
	return contact, err
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
	return replication.InteractionAdd{
		ID: x.ID, Contact: x.Contact, Protocol: x.Protocol, Channel: x.Channel, Outbound: x.Outbound, Open: x.Closed.IsZero(),
		Service: x.Service, Agent: x.Agent, Tabulation: x.Tabulation, Opened: x.Opened.UnixMilli(),
		Answered: msOf(x.Answered), Closed: msOf(x.Closed), Handle: int64(x.Handle / time.Second),
	}
}
