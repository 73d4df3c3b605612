// Package interactions is what people do with the protocols of a contact (D10.1): add and close them, tabulate them,
// send and enter surveys, agree on appointments, import a file of them.
package interactions

import (
	"context"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/service/jobs"
	"carteira/backend/sqlite"
)

// Service reads and changes interactions.
type Service struct {
	db     *sqlite.DB
	jobs   *jobs.Service
	asking asking
}

// New returns the service and registers the import with jobs.
func New(db *sqlite.DB, j *jobs.Service) *Service {
	s := &Service{db: db, jobs: j}
	j.Register(crm.JobInteractionImport, s.importFile)
	return s
}

// Lengths that people may write, in characters.
const (
	maxProtocol = 120
	maxText     = 10_000
)

// Input is an interaction as a person enters it. Opened zero is now; Closed zero, with Open false, is Opened plus Handle.
// A blank protocol is drawn. Agent and Service are NoID for none. Who it is with is Contact, or From and Name; see whom.
type Input struct {
	Contact    crm.ID
	From       string // address, when no contact was chosen
	Name       string // of the contact that is created, "" = the address
	Another    bool   // a contact of its own although somebody has the address
	Channel    string
	Outbound   bool
	Protocol   string
	Service    crm.ID
	Agent      crm.ID
	Tabulation string
	Opened     time.Time
	Answered   time.Time
	Closed     time.Time
	Handle     time.Duration
	Open       bool
	Subject    string
	Caller     string // number or address it came from
	Message    string
}

// Added is an interaction entered by hand, and whether its contact was created with it.
type Added struct {
	crm.Interaction
	ContactCreated bool
}

// Add enters an interaction by hand. The contact of an unknown address is created with it, in the same transaction (D10.1).
func (s *Service) Add(ctx context.Context, in Input) (x Added, err error) {
	named, err := s.namedBefore(ctx, &in)
	if err != nil {
		return x, err
	}
	err = s.db.Update(ctx, func(tx *sqlite.Tx) error {
		if err := tx.Require(crm.PermEdit); err != nil {
			return err
		}
		n, err := in.interaction(tx.Now())
		if err != nil {
			return err
		}
		if n.Contact, x.ContactCreated, err = in.whom(tx, n, named(tx)); err != nil {
			return err
		}
		if err := tx.AddInteraction(n); err != nil {
			return err
		}
		if x.Interaction, err = tx.Interaction(n.ID); err != nil {
			return err
		}
		c, err := tx.Contact(n.Contact)
		if err != nil {
			return err
		}
		x.ContactName = c.Name()
		if x.ContactCreated {
			if err := tx.Audit("contact.create", n.Contact, nil); err != nil {
				return err
			}
		}
		return tx.Audit("interaction.add", n.Contact, map[string]any{"interaction": n.ID.String(), "channel": n.Channel})
	})
	return x, err
}

// alive is a contact that something may be agreed with: a merged one is its primary.
func alive(v *sqlite.View, id crm.ID) (*sqlite.Stored, error) {
	c, err := v.Primary(id)
	if err != nil {
		return nil, err
	}
	if c.Anonymized {
		return nil, crm.Errorf(crm.CodeConflict, "id", "an anonymized contact cannot be changed")
	}
	return c, nil
}

// interaction validates what was entered.
func (in *Input) interaction(now time.Time) (*sqlite.NewInteraction, error) {
	n := &sqlite.NewInteraction{
		ID: crm.NewID(), Channel: in.Channel, Outbound: in.Outbound, Service: in.Service, Agent: in.Agent,
		Opened: in.Opened, Answered: in.Answered, Closed: in.Closed, Handle: in.Handle,
	}
	if n.Opened.IsZero() {
		n.Opened = now
	}
	if err := checkChannel(in.Channel); err != nil {
		return nil, err
	}
	var err error
	if n.Protocol, err = crm.ParseText("protocol", in.Protocol, maxProtocol); err != nil {
		return nil, err
	}
	if n.Protocol == "" {
		n.Protocol = crm.NewProtocol(n.ID, n.Opened)
	}
	if n.Tabulation, err = crm.ParseText("tabulation", in.Tabulation, maxProtocol); err != nil {
		return nil, err
	}
	if !in.Open && n.Closed.IsZero() {
		n.Closed = n.Opened.Add(in.Handle)
	}
	if in.Open && !n.Closed.IsZero() {
		return nil, crm.Errorf(crm.CodeInvalid, "closed", "an open interaction has no time at which it was closed")
	}
	if err := checkTimes(n.Opened, n.Answered, n.Closed, n.Handle, now); err != nil {
		return nil, err
	}
	caller := in.Caller
	if caller == "" {
		caller = in.From
	}
	for _, part := range []struct{ kind, text string }{{"subject", in.Subject}, {"caller", caller}, {"message", in.Message}} {
		text, err := crm.ParseText(part.kind, part.text, maxText)
		if err != nil {
			return nil, err
		}
		if text != "" {
			n.Contents = append(n.Contents, crm.Content{ID: crm.NewID(), Kind: part.kind, At: n.Opened, Outbound: in.Outbound, Text: text})
		}
	}
	return n, nil
}

func checkChannel(channel string) error {
	if channel == "" {
		return crm.Errorf(crm.CodeInvalid, "channel", "a channel is one of %v", crm.Channels)
	}
	return crm.CheckChannel(channel)
}

// ahead is how far a time may lie in the future: the clocks of two computers differ.
const ahead = 5 * time.Minute

func checkTimes(opened, answered, closed time.Time, handle time.Duration, now time.Time) error {
	switch {
	case opened.Year() < 1970 || opened.After(now.Add(ahead)):
		return crm.Errorf(crm.CodeInvalid, "opened", "an interaction is not opened in the future")
	case !answered.IsZero() && answered.Before(opened):
		return crm.Errorf(crm.CodeInvalid, "answered", "an interaction is answered after it was opened")
	case !closed.IsZero() && (closed.Before(opened) || closed.Before(answered)):
		return crm.Errorf(crm.CodeInvalid, "closed", "an interaction is closed after it was opened and answered")
	case handle < 0 || handle > 365*24*time.Hour:
		return crm.Errorf(crm.CodeInvalid, "handle_seconds", "a handle time counts from 0 up")
	}
	return nil
}

// Closing is how an interaction ended. At zero is now; Handle nil is the time since it was answered, or opened.
type Closing struct {
	At         time.Time
	Handle     *time.Duration
	Tabulation *string // nil = as it is
}

// Close closes an open interaction, or corrects how a closed one ended.
func (s *Service) Close(ctx context.Context, id crm.ID, c Closing) (crm.Interaction, error) {
	return s.change(ctx, id, "interaction.close", func(tx *sqlite.Tx, x *crm.Interaction) error {
		at := c.At
		if at.IsZero() {
			at = tx.Now()
		}
		since := x.Opened
		if !x.Answered.IsZero() {
			since = x.Answered
		}
		handle := max(0, at.Sub(since)).Truncate(time.Second)
		if c.Handle != nil {
			handle = *c.Handle
		}
		if err := checkTimes(x.Opened, x.Answered, at, handle, tx.Now()); err != nil {
			return err
		}
		tabulation, err := parsed(c.Tabulation)
		if err != nil {
			return err
		}
		closing := &replication.Closing{Closed: at.UnixMilli(), Handle: int64(handle / time.Second)}
		if !x.Answered.IsZero() {
			closing.Answered = x.Answered.UnixMilli()
		}
		return tx.EditInteraction(id, closing, tabulation, nil)
	})
}

func parsed(tabulation *string) (*string, error) {
	if tabulation == nil {
		return nil, nil
	}
	text, err := crm.ParseText("tabulation", *tabulation, maxProtocol)
	return &text, err
}

// Tabulate changes the tabulation.
func (s *Service) Tabulate(ctx context.Context, id crm.ID, tabulation string) (crm.Interaction, error) {
	return s.change(ctx, id, "interaction.tabulate", func(tx *sqlite.Tx, _ *crm.Interaction) error {
		text, err := parsed(&tabulation)
		if err != nil {
			return err
		}
		return tx.EditInteraction(id, nil, text, nil)
	})
}

// Say appends a message.
func (s *Service) Say(ctx context.Context, id crm.ID, text string, outbound bool) (crm.Interaction, error) {
	return s.change(ctx, id, "interaction.message", func(tx *sqlite.Tx, _ *crm.Interaction) error {
		text, err := crm.ParseText("message", text, maxText)
		if err != nil {
			return err
		}
		if text == "" {
			return crm.Errorf(crm.CodeInvalid, "message", "a message has a text")
		}
		return tx.EditInteraction(id, nil, nil, []crm.Content{{ID: crm.NewID(), Kind: "message", At: tx.Now(), Outbound: outbound, Text: text}})
	})
}

// change is one edit of an interaction that exists.
func (s *Service) change(ctx context.Context, id crm.ID, action string, edit func(tx *sqlite.Tx, x *crm.Interaction) error) (x crm.Interaction, err error) {
	err = s.db.Update(ctx, func(tx *sqlite.Tx) error {
		if err := tx.Require(crm.PermEdit); err != nil {
			return err
		}
		if x, err = tx.Interaction(id); err != nil {
			return err
		}
		if err := edit(tx, &x); err != nil {
			return err
		}
		contact := x.Contact
		if x, err = tx.Interaction(id); err != nil {
			return err
		}
		return tx.Audit(action, contact, map[string]any{"interaction": id.String()})
	})
	return x, err
}

// SurveyInput is the answer to a survey, or that it was sent.
type SurveyInput struct {
	Interaction crm.ID
	Answered    bool
	At          time.Time // zero = now
	Score       int       // crm.NoScore for none
	Comment     string
}

// Survey sends the survey of an interaction or enters its answer.
func (s *Service) Survey(ctx context.Context, in SurveyInput) (crm.Interaction, error) {
	return s.change(ctx, in.Interaction, "survey.put", func(tx *sqlite.Tx, x *crm.Interaction) error {
		if in.Score != crm.NoScore && (in.Score < 0 || in.Score > crm.MaxScore) {
			return crm.Errorf(crm.CodeInvalid, "score", "a score is a number from 0 to %d", crm.MaxScore)
		}
		if !in.Answered && (in.Score != crm.NoScore || in.Comment != "") {
			return crm.Errorf(crm.CodeInvalid, "status", "a survey that was only sent has no score and no comment")
		}
		comment, err := crm.ParseText("comment", in.Comment, maxText)
		if err != nil {
			return err
		}
		at := in.At
		if at.IsZero() {
			at = tx.Now()
		}
		if err := checkTimes(x.Opened, time.Time{}, at, 0, tx.Now()); err != nil {
			return crm.Errorf(crm.CodeInvalid, "at", "a survey is sent and answered after its interaction was opened")
		}
		next := crm.Survey{Interaction: in.Interaction, Score: in.Score, Comment: comment}
		switch {
		case in.Answered:
			next.Answered = at
		case x.Survey != nil && !x.Survey.Answered.IsZero():
			return crm.Errorf(crm.CodeConflict, "status", "this survey has been answered already")
		default:
			next.Sent = at
		}
		if x.Survey != nil && in.Answered {
			next.Sent = x.Survey.Sent
		}
		return tx.PutSurvey(next)
	})
}

// AppointmentInput makes or changes an appointment. ID NoID makes one.
type AppointmentInput struct {
	ID          crm.ID
	Contact     crm.ID // of a new one
	Interaction crm.ID // in which it was agreed, or NoID
	Agent       crm.ID
	At          time.Time
	Status      crm.AppointmentStatus
	Text        string
}

// Appoint makes or changes an appointment.
func (s *Service) Appoint(ctx context.Context, in AppointmentInput) (a crm.Appointment, err error) {
	err = s.db.Update(ctx, func(tx *sqlite.Tx) error {
		if err := tx.Require(crm.PermEdit); err != nil {
			return err
		}
		next := crm.Appointment{ID: in.ID, Interaction: in.Interaction, Agent: in.Agent, At: in.At, Status: in.Status}
		if next.ID == crm.NoID {
			c, err := alive(&tx.View, in.Contact)
			if err != nil {
				return err
			}
			next.ID, next.Contact = crm.NewID(), c.ID
		} else {
			old, err := tx.Appointment(in.ID)
			if err != nil {
				return err
			}
			next.Contact, next.Interaction = old.Contact, old.Interaction
		}
		if next.At.IsZero() || next.At.Year() < 1970 {
			return crm.Errorf(crm.CodeInvalid, "at", "an appointment has a date and a time")
		}
		var err error
		if next.Status, err = crm.ParseAppointmentStatus(string(in.Status)); err != nil {
			return err
		}
		if next.Text, err = crm.ParseText("text", in.Text, maxText); err != nil {
			return err
		}
		if next.Interaction != crm.NoID {
			if _, err := tx.Interaction(next.Interaction); err != nil {
				return err
			}
		}
		if err := tx.PutAppointment(next); err != nil {
			return err
		}
		if a, err = tx.Appointment(next.ID); err != nil {
			return err
		}
		return tx.Audit("appointment.put", next.Contact, map[string]any{"appointment": next.ID.String(), "status": string(next.Status)})
	})
	return a, err
}

// Timeline reads a page of a contact's interactions, newest first; see sqlite.View.Timeline.
func (s *Service) Timeline(ctx context.Context, contact crm.ID, f crm.TimelineFilter, after string, limit int) (out []crm.Interaction, next string, err error) {
	if limit < 1 || limit > 500 {
		return nil, "", crm.Errorf(crm.CodeInvalid, "limit", "a page has between 1 and 500 interactions")
	}
	err = s.of(ctx, contact, func(v *sqlite.View, n int64) error {
		out, next, err = v.Timeline(n, f, after, limit)
		return err
	})
	return out, next, err
}

// of reads something of one contact.
func (s *Service) of(ctx context.Context, contact crm.ID, f func(v *sqlite.View, n int64) error) error {
	return s.db.ViewAs(ctx, crm.PermView, func(v *sqlite.View) error {
		c, err := v.Contact(contact)
		if err != nil {
			return err
		}
		return f(v, c.N)
	})
}

// Whole is one interaction with what was said in it.
type Whole struct {
	crm.Interaction
	Said []crm.Content
}

// Get reads one interaction.
func (s *Service) Get(ctx context.Context, id crm.ID) (w Whole, err error) {
	err = s.db.ViewAs(ctx, crm.PermView, func(v *sqlite.View) error {
		if w.Interaction, err = v.Interaction(id); err != nil {
			return err
		}
		w.Said, err = v.Contents(id)
		return err
	})
	return w, err
}

// Profile is what a contact's page shows beside the timeline (D2.6).
type Profile struct {
	Appointments []crm.Appointment
	Surveys      []crm.Interaction // those with a survey
	Merged       []sqlite.Merged
	Open         bool // an interaction, survey or appointment is open (D8.2)
}

// Profile reads a contact's appointments, surveys and merged contacts.
func (s *Service) Profile(ctx context.Context, contact crm.ID) (p Profile, err error) {
	err = s.of(ctx, contact, func(v *sqlite.View, n int64) error {
		if p.Appointments, err = v.Appointments(n); err != nil {
			return err
		}
		if p.Surveys, err = v.Surveys(n); err != nil {
			return err
		}
		if p.Merged, err = v.MergedInto(n); err != nil {
			return err
		}
		p.Open, err = v.OpenRequests(contact)
		return err
	})
	return p, err
}

// Appointment reads one appointment.
func (s *Service) Appointment(ctx context.Context, id crm.ID) (a crm.Appointment, err error) {
	err = s.db.ViewAs(ctx, crm.PermView, func(v *sqlite.View) (err error) { a, err = v.Appointment(id); return err })
	return a, err
}
