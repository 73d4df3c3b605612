package app

import (
	"context"
	"time"

	"carteira/backend/crm"
	"carteira/backend/service/contacts"
	"carteira/backend/service/interactions"
	"carteira/backend/sqlite"
)

// Timeline is what a contact's page shows beside its fields (D2.6): interactions, surveys, appointments, notes.
type Timeline struct{ app *App }

// TimelineFilter chooses interactions; what is blank chooses all.
type TimelineFilter struct {
	Channels []string `json:"channels"`
	Status   string   `json:"status"` // "", "open", "closed"
	Agent    string   `json:"agent"`  // id
	Service  string   `json:"service"`
}

// TimelinePage is some interactions, newest first.
type TimelinePage struct {
	Rows []InteractionRow `json:"rows"`
	Next string           `json:"next"` // cursor of the following page, "" at the end
}

// InteractionRow is one interaction (D10.1).
type InteractionRow struct {
	ID            string     `json:"id"`
	Protocol      string     `json:"protocol"`
	Channel       string     `json:"channel"`
	Outbound      bool       `json:"outbound"`
	Open          bool       `json:"open"`
	Service       string     `json:"service"` // name
	ServiceID     string     `json:"serviceId"`
	Agent         string     `json:"agent"` // name
	Tabulation    string     `json:"tabulation"`
	OpenedAt      string     `json:"openedAt"`
	AnsweredAt    string     `json:"answeredAt"`
	ClosedAt      string     `json:"closedAt"`
	HandleSeconds int        `json:"handleSeconds"`
	Contents      int        `json:"contents"` // how many pieces
	Survey        *SurveyRow `json:"survey"`
}

// SurveyRow is the survey of an interaction.
type SurveyRow struct {
	SentAt     string `json:"sentAt"`
	AnsweredAt string `json:"answeredAt"` // "" = awaited
	Score      int    `json:"score"`      // -1 = none
	Comment    string `json:"comment"`
}

// ContentRow is one piece of what was said.
type ContentRow struct {
	ID       string `json:"id"`
	Kind     string `json:"kind"` // "subject", "caller", "message"
	At       string `json:"at"`
	Outbound bool   `json:"outbound"`
	Text     string `json:"text"`
}

// AppointmentRow is one appointment.
type AppointmentRow struct {
	ID      string `json:"id"`
	At      string `json:"at"`
	Status  string `json:"status"` // "open", "done", "cancelled"
	Text    string `json:"text"`
	Agent   string `json:"agent"` // name
	AgentID string `json:"agentId"`
}

// MergedRow is a contact that was merged into this one.
type MergedRow struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	At   string `json:"at"`
	// What it gave: fields in the vocabulary of the history, and how many interactions and notes.
	Gave         []string `json:"gave"`
	Interactions int      `json:"interactions"`
	Notes        int      `json:"notes"`
}

// ContactProfile is what there is of a contact beside fields and interactions.
type ContactProfile struct {
	Appointments []AppointmentRow `json:"appointments"`
	Surveys      []InteractionRow `json:"surveys"`
	Merged       []MergedRow      `json:"merged"`
	Open         bool             `json:"open"` // something is open (D8.2)
}

// InteractionInput is an interaction entered by hand. Times are RFC 3339, "" for none. Contact "" is whom From and Name say.
type InteractionInput struct {
	Contact       string `json:"contact"`
	From          string `json:"from"`    // address; of an unknown one a contact is created
	Name          string `json:"name"`    // of that contact, "" = the address
	Another       bool   `json:"another"` // a contact of its own although somebody has the address
	Channel       string `json:"channel"`
	Outbound      bool   `json:"outbound"`
	Protocol      string `json:"protocol"` // "" = a new one
	Service       string `json:"service"`  // id
	Agent         string `json:"agent"`    // id
	Tabulation    string `json:"tabulation"`
	OpenedAt      string `json:"openedAt"` // "" = now
	ClosedAt      string `json:"closedAt"`
	HandleSeconds int    `json:"handleSeconds"`
	Open          bool   `json:"open"`
	Subject       string `json:"subject"`
	Caller        string `json:"caller"`
	Message       string `json:"message"`
}

// InteractionAdded is an interaction entered by hand, and whom it is with.
type InteractionAdded struct {
	InteractionRow
	Contact        string `json:"contact"` // id
	ContactName    string `json:"contactName"`
	ContactCreated bool   `json:"contactCreated"`
}

// Whom is how a text that says whom an interaction is with is understood.
type Whom struct {
	Kind    string       `json:"kind"`    // "phone", "email", "user", "name", "" = not yet an address
	Address string       `json:"address"` // as it would be kept, "" of a name
	Holders []WhomHolder `json:"holders"` // who has that very address
	Another bool         `json:"another"` // one more contact may have it
}

// WhomHolder is somebody who has an address.
type WhomHolder struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Email  string `json:"email"`
	Phone  string `json:"phone"` // the main one
	Active bool   `json:"active"`
}

// ClosingInput ends an interaction. HandleSeconds -1 is the time since it was answered or opened.
type ClosingInput struct {
	Tabulation    string `json:"tabulation"`
	HandleSeconds int    `json:"handleSeconds"`
	ClosedAt      string `json:"closedAt"` // "" = now
}

// AppointmentInput makes (ID "") or changes an appointment.
type AppointmentInput struct {
	ID      string `json:"id"`
	Contact string `json:"contact"`
	Agent   string `json:"agent"` // id
	At      string `json:"at"`
	Status  string `json:"status"`
	Text    string `json:"text"`
}

// Page reads limit interactions of a contact after a cursor, "" for the newest.
func (s *Timeline) Page(contact string, f TimelineFilter, after string, limit int) (TimelinePage, error) {
	return signedIn(s.app, "Timeline.Page", func(ctx context.Context) (p TimelinePage, err error) {
		id, err := crm.ParseID(contact)
		if err != nil {
			return p, err
		}
		filter := crm.TimelineFilter{Channels: f.Channels, Status: f.Status}
		if filter.Agent, err = optionalID(f.Agent); err != nil {
			return p, err
		}
		if filter.Service, err = optionalID(f.Service); err != nil {
			return p, err
		}
		rows, next, err := s.app.interactions.Timeline(ctx, id, filter, after, limit)
		return TimelinePage{Rows: convert(rows, interactionRow), Next: next}, err
	})
}

// Contents reads what was said in an interaction.
func (s *Timeline) Contents(id string) ([]ContentRow, error) {
	return signedIn(s.app, "Timeline.Contents", func(ctx context.Context) ([]ContentRow, error) {
		interaction, err := crm.ParseID(id)
		if err != nil {
			return nil, err
		}
		w, err := s.app.interactions.Get(ctx, interaction)
		return convert(w.Said, func(c crm.Content) ContentRow {
			return ContentRow{ID: c.ID.String(), Kind: c.Kind, At: timeText(c.At), Outbound: c.Outbound, Text: c.Text}
		}), err
	})
}

// Profile reads appointments, surveys and merged contacts.
func (s *Timeline) Profile(contact string) (ContactProfile, error) {
	return signedIn(s.app, "Timeline.Profile", func(ctx context.Context) (ContactProfile, error) {
		id, err := crm.ParseID(contact)
		if err != nil {
			return ContactProfile{}, err
		}
		p, err := s.app.interactions.Profile(ctx, id)
		return ContactProfile{
			Appointments: convert(p.Appointments, appointmentRow), Surveys: convert(p.Surveys, interactionRow), Open: p.Open,
			Merged: convert(p.Merged, func(m sqlite.Merged) MergedRow {
				return MergedRow{
					ID: m.ID.String(), Name: m.Name, At: timeText(m.At), Gave: m.Gave, Interactions: m.Interactions, Notes: m.Notes,
				}
			}),
		}, err
	})
}

// Whom understands what somebody typed to say whom an interaction of a channel is with. Nothing is saved.
func (s *Timeline) Whom(channel, text string) (Whom, error) {
	return signedIn(s.app, "Timeline.Whom", func(ctx context.Context) (Whom, error) {
		r, err := s.app.interactions.Read(ctx, channel, text)
		return Whom{
			Kind: string(r.Kind), Address: r.Address, Another: r.Another,
			Holders: convert(r.Holders, func(c crm.Contact) WhomHolder {
				h := WhomHolder{ID: c.ID.String(), Name: c.Name(), Email: c.Fields[crm.FieldEmail], Active: c.Active()}
				if len(c.Phones) > 0 {
					h.Phone = string(c.Phones[0])
				}
				return h
			}),
		}, err
	})
}

// Add enters an interaction by hand.
func (s *Timeline) Add(in InteractionInput) (InteractionAdded, error) {
	return signedIn(s.app, "Timeline.Add", func(ctx context.Context) (InteractionAdded, error) {
		x, err := in.parse()
		if err != nil {
			return InteractionAdded{}, err
		}
		added, err := s.app.interactions.Add(ctx, x)
		return InteractionAdded{
			InteractionRow: interactionRow(added.Interaction), Contact: crm.IDText(added.Contact), ContactName: added.ContactName,
			ContactCreated: added.ContactCreated,
		}, err
	})
}

func (in *InteractionInput) parse() (x interactions.Input, err error) {
	x = interactions.Input{
		Channel: in.Channel, Outbound: in.Outbound, Protocol: in.Protocol, Tabulation: in.Tabulation, Open: in.Open,
		Handle: time.Duration(in.HandleSeconds) * time.Second, Subject: in.Subject, Caller: in.Caller, Message: in.Message,
		From: in.From, Name: in.Name, Another: in.Another,
	}
	if x.Contact, err = optionalID(in.Contact); err != nil {
		return x, err
	}
	if x.Service, err = optionalID(in.Service); err != nil {
		return x, err
	}
	if x.Agent, err = optionalID(in.Agent); err != nil {
		return x, err
	}
	if x.Opened, err = interactions.ParseTime("opened", in.OpenedAt); err != nil {
		return x, err
	}
	x.Closed, err = interactions.ParseTime("closed", in.ClosedAt)
	return x, err
}

// Close closes an interaction, or corrects how it ended.
func (s *Timeline) Close(id string, in ClosingInput) (InteractionRow, error) {
	return s.change("Timeline.Close", id, func(ctx context.Context, interaction crm.ID) (crm.Interaction, error) {
		c := interactions.Closing{Tabulation: &in.Tabulation}
		if in.HandleSeconds >= 0 {
			handle := time.Duration(in.HandleSeconds) * time.Second
			c.Handle = &handle
		}
		var err error
		if c.At, err = interactions.ParseTime("closed", in.ClosedAt); err != nil {
			return crm.Interaction{}, err
		}
		return s.app.interactions.Close(ctx, interaction, c)
	})
}

func (s *Timeline) change(name, id string, do func(ctx context.Context, interaction crm.ID) (crm.Interaction, error)) (InteractionRow, error) {
	return signedIn(s.app, name, func(ctx context.Context) (InteractionRow, error) {
		interaction, err := crm.ParseID(id)
		if err != nil {
			return InteractionRow{}, err
		}
		x, err := do(ctx, interaction)
		return interactionRow(x), err
	})
}

// Tabulate changes the tabulation of an interaction.
func (s *Timeline) Tabulate(id, tabulation string) (InteractionRow, error) {
	return s.change("Timeline.Tabulate", id, func(ctx context.Context, interaction crm.ID) (crm.Interaction, error) {
		return s.app.interactions.Tabulate(ctx, interaction, tabulation)
	})
}

// Say appends a message to an interaction.
func (s *Timeline) Say(id, text string, outbound bool) (InteractionRow, error) {
	return s.change("Timeline.Say", id, func(ctx context.Context, interaction crm.ID) (crm.Interaction, error) {
		return s.app.interactions.Say(ctx, interaction, text, outbound)
	})
}

// Survey sends the survey of an interaction, or enters its answer; score -1 for none.
func (s *Timeline) Survey(id string, answered bool, score int, comment string) (InteractionRow, error) {
	return s.change("Timeline.Survey", id, func(ctx context.Context, interaction crm.ID) (crm.Interaction, error) {
		return s.app.interactions.Survey(ctx, interactions.SurveyInput{Interaction: interaction, Answered: answered, Score: score, Comment: comment})
	})
}

// Appoint makes or changes an appointment.
func (s *Timeline) Appoint(in AppointmentInput) (AppointmentRow, error) {
	return signedIn(s.app, "Timeline.Appoint", func(ctx context.Context) (AppointmentRow, error) {
		x := interactions.AppointmentInput{Status: crm.AppointmentStatus(in.Status), Text: in.Text}
		var err error
		if x.ID, err = optionalID(in.ID); err != nil {
			return AppointmentRow{}, err
		}
		if x.Contact, err = optionalID(in.Contact); err != nil {
			return AppointmentRow{}, err
		}
		if x.Agent, err = optionalID(in.Agent); err != nil {
			return AppointmentRow{}, err
		}
		if x.At, err = interactions.ParseTime("at", in.At); err != nil {
			return AppointmentRow{}, err
		}
		a, err := s.app.interactions.Appoint(ctx, x)
		return appointmentRow(a), err
	})
}

// AddNote appends a note to a contact.
func (s *Timeline) AddNote(contact, text string) error {
	return acting(s.app, "Timeline.AddNote", func(ctx context.Context) error {
		id, err := crm.ParseID(contact)
		if err != nil {
			return err
		}
		if text, err = crm.ParseText("notes", text, 10_000); err == nil && text == "" {
			err = crm.Errorf(crm.CodeInvalid, "notes", "a note has a text")
		}
		if err != nil {
			return err
		}
		_, _, err = s.app.contacts.Update(ctx, id, contacts.Input{Notes: []string{text}})
		return err
	})
}

// SetActive activates or deactivates a contact.
func (s *Timeline) SetActive(contact string, active bool) error {
	return acting(s.app, "Timeline.SetActive", func(ctx context.Context) error {
		id, err := crm.ParseID(contact)
		if err != nil {
			return err
		}
		_, refused, err := s.app.contacts.SetActive(ctx, []crm.ID{id}, active)
		if err == nil {
			err = refused[id]
		}
		return err
	})
}

func interactionRow(x crm.Interaction) InteractionRow {
	r := InteractionRow{
		ID: x.ID.String(), Protocol: x.Protocol, Channel: x.Channel, Outbound: x.Outbound, Open: x.Open, Service: x.ServiceName,
		ServiceID: crm.IDText(x.Service), Agent: x.AgentName, Tabulation: x.Tabulation, OpenedAt: timeText(x.Opened), AnsweredAt: timeText(x.Answered),
		ClosedAt: timeText(x.Closed), HandleSeconds: int(x.Handle / time.Second), Contents: x.Contents,
	}
	if v := x.Survey; v != nil {
		r.Survey = &SurveyRow{SentAt: timeText(v.Sent), AnsweredAt: timeText(v.Answered), Score: v.Score, Comment: v.Comment}
	}
	return r
}

func appointmentRow(a crm.Appointment) AppointmentRow {
	return AppointmentRow{ID: a.ID.String(), At: timeText(a.At), Status: string(a.Status), Text: a.Text, Agent: a.AgentName, AgentID: crm.IDText(a.Agent)}
}
