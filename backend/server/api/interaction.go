package api

import (
	"context"
	"fmt"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// interaction is the body of POST /v1/platform/interactions (D10.1). It may be sent again, by its id: nothing is
// recorded twice, and an open one may be closed so.
type interaction struct {
	ID         crm.ID `json:"id"`
	ContactID  crm.ID `json:"contact_id,omitzero"` // of who it is with, or
	From       string `json:"from,omitempty"`      // their address: of an unknown one a contact is created
	Name       string `json:"name,omitempty"`      // of that contact, "" = the address
	Channel    string `json:"channel"`
	Direction  string `json:"direction"`
	Protocol   string `json:"protocol,omitempty"`
	Status     string `json:"status,omitempty"`   // "" = as closed says
	Opened     string `json:"opened,omitempty"`   // RFC 3339, "" = now
	Answered   string `json:"answered,omitempty"` // "" = nobody has
	Closed     string `json:"closed,omitempty"`
	Agent      string `json:"agent,omitempty"`   // e-mail
	Service    string `json:"service,omitempty"` // name
	Tabulation string `json:"tabulation,omitempty"`
	Handle     int64  `json:"handle_seconds,omitempty"`

	Subject  string    `json:"subject,omitempty"`
	Messages []message `json:"messages,omitempty"`
}

// interactionAnswer says where it was recorded.
type interactionAnswer struct {
	ID             crm.ID `json:"id"`
	ContactID      crm.ID `json:"contact_id"`
	ContactCreated bool   `json:"contact_created"`
	Recorded       bool   `json:"recorded"` // false: it was there already
}

// addInteraction records an interaction with a contact, which is created when its address is unknown.
func (s *Server) addInteraction(c *call) error {
	var q interaction
	if err := readJSON(c, true, &q); err != nil {
		return err
	}
	add, err := q.parse(s.now())
	if err != nil {
		return err
	}
	ctx := c.r.Context()
	if err := s.resolve(ctx, c.org, &q, add); err != nil {
		return err
	}
	created := false
	if q.From != "" {
		// Two calls about one new person must not both find nobody.
		defer s.callers.lock(c.org)()
		if add.Contact, created, err = s.contactOf(ctx, c.org, &q, add); err != nil {
			return err
		}
	}
	result, err := s.store.Perform(ctx, c.org, replication.KindInteraction, add.ID,
		&replication.InteractionChunk{Interactions: []replication.InteractionAdd{*add}})
	switch {
	case err != nil:
		return err
	case len(result.Refused) > 0:
		return crm.Errorf(crm.CodeInvalid, "contact_id", "there is no contact with that id")
	case result.Outcome == replication.Rejected:
		return crm.Errorf(result.Code, "", "the interaction was not recorded")
	}
	return c.json(interactionAnswer{
		ID: add.ID, ContactID: add.Contact, ContactCreated: created, Recorded: result.Outcome == replication.Applied,
	})
}

// parse validates what needs no store.
func (q *interaction) parse(now time.Time) (*replication.InteractionAdd, error) {
	add := &replication.InteractionAdd{ID: q.ID, Contact: q.ContactID, Channel: q.Channel, Handle: q.Handle}
	switch {
	case q.ID == crm.NoID:
		return nil, crm.Errorf(crm.CodeInvalid, "id", "an interaction has an id of your choice: a UUID")
	case (q.ContactID == crm.NoID) == (q.From == ""):
		return nil, crm.Errorf(crm.CodeInvalid, "contact_id", "say who it is with: contact_id or from, one of them")
	case q.Channel == "":
		return nil, crm.Errorf(crm.CodeInvalid, "channel", "a channel is one of %v", crm.Channels)
	case q.Handle < 0:
		return nil, crm.Errorf(crm.CodeInvalid, "handle_seconds", "a handle time counts from 0 up")
	}
	if err := crm.CheckChannel(q.Channel); err != nil {
		return nil, err
	}
	var err error
	if add.Outbound, err = direction(q.Direction); err != nil {
		return nil, err
	}
	if add.Protocol, err = crm.ParseText("protocol", q.Protocol, 120); err != nil {
		return nil, err
	}
	if add.Tabulation, err = crm.ParseText("tabulation", q.Tabulation, 120); err != nil {
		return nil, err
	}
	if err := q.parseTimes(add, now); err != nil {
		return nil, err
	}
	add.Contents, err = q.contents(add.Opened)
	return add, err
}

func (q *interaction) parseTimes(add *replication.InteractionAdd, now time.Time) error {
	add.Opened = now.UnixMilli()
	for _, t := range []struct {
		field, text string
		to          *int64
	}{{"opened", q.Opened, &add.Opened}, {"answered", q.Answered, &add.Answered}, {"closed", q.Closed, &add.Closed}} {
		if t.text == "" {
			continue
		}
		at, err := time.Parse(time.RFC3339, t.text)
		if err != nil || at.Year() < 1970 {
			return crm.Errorf(crm.CodeInvalid, t.field, "a time is written as in RFC 3339: 2026-07-01T12:00:00Z")
		}
		*t.to = at.UnixMilli()
	}
	switch {
	case q.Status == "open" && add.Closed == 0, q.Status == "" && add.Closed == 0:
		add.Open = true
	case q.Status == "closed" && add.Closed == 0:
		add.Closed = max(now.UnixMilli(), add.Opened)
	case q.Status == "closed", q.Status == "":
	default:
		return crm.Errorf(crm.CodeInvalid, "status", "a status is open, or closed with the time it was closed")
	}
	if add.Answered != 0 && add.Answered < add.Opened {
		return crm.Errorf(crm.CodeInvalid, "answered", "an interaction is answered after it was opened")
	}
	if !add.Open && add.Closed < max(add.Opened, add.Answered) {
		return crm.Errorf(crm.CodeInvalid, "closed", "an interaction is closed after it was opened and answered")
	}
	return nil
}

// resolve turns the agent's address and the service's name into ids.
func (s *Server) resolve(ctx context.Context, org crm.ID, q *interaction, add *replication.InteractionAdd) error {
	if q.Agent != "" {
		u, err := s.store.UserByEmail(ctx, org, q.Agent)
		if err != nil {
			return absent(err, "agent", "there is no user with that e-mail address")
		}
		add.Agent = u.ID
	}
	if q.Service != "" {
		x, err := s.store.ServiceByName(ctx, org, q.Service)
		if err != nil {
			return absent(err, "service", "there is no service of that name")
		}
		add.Service = x.ID
	}
	return nil
}

// absent makes of a record that is not there a member of the request that is wrong.
func absent(err error, field, message string) error {
	if crm.CodeOf(err) != crm.CodeNotFound {
		return err
	}
	return crm.Errorf(crm.CodeInvalid, field, "%s", message)
}

// unexpected is a result that an operation of the server's own never has.
func unexpected(kind replication.Kind, r replication.Result) error {
	return fmt.Errorf("%s by the platform ended as %d %s", kind, r.Outcome, r.Code)
}
