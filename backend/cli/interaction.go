package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
	"carteira/backend/service/interactions"
)

// interactionDoc is an interaction in JSON (D10.1).
type interactionDoc struct {
	ID         string     `json:"id"`
	Contact    string     `json:"contact"`
	Protocol   string     `json:"protocol"`
	Channel    string     `json:"channel"`
	Direction  string     `json:"direction"` // inbound, outbound
	Status     string     `json:"status"`    // open, closed
	Service    string     `json:"service"`   // name
	Agent      string     `json:"agent"`     // e-mail
	Tabulation string     `json:"tabulation"`
	OpenedAt   *string    `json:"opened_at"`
	AnsweredAt *string    `json:"answered_at"`
	ClosedAt   *string    `json:"closed_at"`
	Handle     int64      `json:"handle_seconds"`
	Contents   int        `json:"contents"`
	Survey     *surveyDoc `json:"survey"`
}

// addedDoc is one that was entered by hand.
type addedDoc struct {
	interactionDoc
	ContactCreated bool `json:"contact_created"`
}

type surveyDoc struct {
	Status     string  `json:"status"` // sent, answered
	Score      *int    `json:"score"`
	Comment    string  `json:"comment"`
	SentAt     *string `json:"sent_at"`
	AnsweredAt *string `json:"answered_at"`
}

func interactionOf(x crm.Interaction) interactionDoc {
	d := interactionDoc{
		ID: x.ID.String(), Contact: x.Contact.String(), Protocol: x.Protocol, Channel: x.Channel, Direction: "inbound", Status: "closed",
		Service: x.ServiceName, Agent: x.AgentEmail, Tabulation: x.Tabulation, OpenedAt: timeText(x.Opened), AnsweredAt: timeText(x.Answered),
		ClosedAt: timeText(x.Closed), Handle: int64(x.Handle / time.Second), Contents: x.Contents,
	}
	if x.Outbound {
		d.Direction = "outbound"
	}
	if x.Open {
		d.Status = "open"
	}
	if v := x.Survey; v != nil {
		d.Survey = &surveyDoc{Status: "sent", Comment: v.Comment, SentAt: timeText(v.Sent), AnsweredAt: timeText(v.Answered)}
		if !v.Answered.IsZero() {
			d.Survey.Status = "answered"
		}
		if v.Score != crm.NoScore {
			d.Survey.Score = &v.Score
		}
	}
	return d
}

func (p *program) interactionCommand() *cobra.Command {
	return p.group("interaction", "help.interaction", p.interactionAddCommand(), p.interactionListCommand(),
		p.interactionCloseCommand(), p.interactionImportCommand())
}

func (p *program) interactionAddCommand() *cobra.Command {
	c := &cobra.Command{Use: "add (--contact ID | --from ADDRESS) --channel CHANNEL", Short: p.text("help.interaction.add"), Args: p.between(0, 0)}
	f := c.Flags()
	contact := f.String("contact", "", p.text("flag.interaction.contact"))
	address := f.String("from", "", p.text("flag.interaction.from"))
	name := f.String("name", "", p.text("flag.interaction.name"))
	channel := f.String("channel", "", p.text("flag.interaction.channel"))
	direction := f.String("direction", "inbound", p.text("flag.direction"))
	protocol := f.String("protocol", "", p.text("flag.protocol"))
	status := f.String("status", "closed", p.text("flag.interaction.status"))
	opened := f.String("opened", "", p.text("flag.opened"))
	answered := f.String("answered", "", p.text("flag.answered"))
	closed := f.String("closed", "", p.text("flag.closed"))
	agent := f.String("agent", "", p.text("flag.agent"))
	service := f.String("service", "", p.text("flag.interaction.service"))
	tabulation := f.String("tabulation", "", p.text("flag.tabulation"))
	handle := f.Int64("handle-seconds", 0, p.text("flag.handle"))
	subject := f.String("subject", "", p.text("flag.subject"))
	message := f.String("message", "", p.text("flag.message"))
	c.RunE = p.run(p.with(func(ctx context.Context, s *session, _ []string) (a answer, err error) {
		in := interactions.Input{Channel: *channel, Protocol: *protocol, Tabulation: *tabulation, Subject: *subject, Message: *message,
			Handle: time.Duration(*handle) * time.Second, From: *address, Name: *name}
		if (*contact == "") == (*address == "") || *channel == "" || *name != "" && *address == "" {
			return a, wrong("usage.missing", c.UseLine())
		}
		if *contact != "" {
			if in.Contact, err = idOf(*contact); err != nil {
				return a, err
			}
		}
		if in.Outbound, err = outbound(*direction); err != nil {
			return a, err
		}
		if in.Open, err = isOpen(*status); err != nil {
			return a, err
		}
		if in.Agent, err = s.userNamed(ctx, "agent", *agent); err != nil {
			return a, err
		}
		if in.Service, err = s.serviceNamed(ctx, *service); err != nil {
			return a, err
		}
		for _, t := range []struct {
			field, text string
			to          *time.Time
		}{{"opened", *opened, &in.Opened}, {"answered", *answered, &in.Answered}, {"closed", *closed, &in.Closed}} {
			if *t.to, err = interactions.ParseTime(t.field, t.text); err != nil {
				return a, err
			}
		}
		x, err := s.interactions.Add(ctx, in)
		if err != nil {
			return a, err
		}
		a = p.interactionAnswer(x.Interaction)
		a.doc = addedDoc{interactionOf(x.Interaction), x.ContactCreated}
		return a, nil
	}))
	return c
}

func outbound(direction string) (bool, error) {
	switch direction {
	case "inbound":
		return false, nil
	case "outbound":
		return true, nil
	}
	return false, crm.Errorf(crm.CodeInvalid, "direction", "a direction is inbound or outbound")
}

func isOpen(status string) (bool, error) {
	switch status {
	case "open":
		return true, nil
	case "closed":
		return false, nil
	}
	return false, crm.Errorf(crm.CodeInvalid, "status", "a status is open or closed")
}

// userNamed finds a user by e-mail address; "" is none.
func (s *session) userNamed(ctx context.Context, field, email string) (crm.ID, error) {
	if email == "" {
		return crm.NoID, nil
	}
	all, err := s.access.Users(ctx)
	if err != nil {
		return crm.NoID, err
	}
	for _, u := range all {
		if crm.EmailKey(u.Email) == crm.EmailKey(email) {
			return u.ID, nil
		}
	}
	return crm.NoID, crm.Errorf(crm.CodeNotFound, field, "there is no user with that e-mail address")
}

func (p *program) interactionAnswer(x crm.Interaction) answer {
	d := interactionOf(x)
	return answer{doc: d, people: func(w io.Writer) { p.writeInteractions(w, []interactionDoc{d}) }}
}

func (p *program) writeInteractions(w io.Writer, all []interactionDoc) {
	t := &table{head: strings.Split(p.text("interaction.head"), "|")}
	for _, d := range all {
		score := ""
		if d.Survey != nil && d.Survey.Score != nil {
			score = fmt.Sprint(*d.Survey.Score)
		}
		t.add(d.ID, d.Protocol, d.Channel, d.Status, text(d.OpenedAt), d.Agent, d.Service, d.Tabulation, fmt.Sprint(d.Handle), score)
	}
	t.write(w)
}

func (p *program) interactionListCommand() *cobra.Command {
	c := &cobra.Command{Use: "list --contact ID", Short: p.text("help.interaction.list"), Args: p.between(0, 0)}
	f := c.Flags()
	contact := f.String("contact", "", p.text("flag.interaction.contact"))
	status := f.String("status", "", p.text("flag.interaction.status"))
	limit := f.Int("limit", 100, p.text("flag.limit"))
	after := f.String("after", "", p.text("flag.after"))
	c.RunE = p.run(p.with(func(ctx context.Context, s *session, _ []string) (a answer, err error) {
		if *contact == "" {
			return a, wrong("usage.missing", c.UseLine())
		}
		id, err := idOf(*contact)
		if err != nil {
			return a, err
		}
		if *status != "" {
			if _, err := isOpen(*status); err != nil {
				return a, err
			}
		}
		all, next, err := s.interactions.Timeline(ctx, id, crm.TimelineFilter{Status: *status}, *after, *limit)
		if err != nil {
			return a, err
		}
		docs := []interactionDoc{}
		for _, x := range all {
			docs = append(docs, interactionOf(x))
		}
		a.doc = map[string]any{"interactions": docs, "next": orNull(next)}
		a.people = func(w io.Writer) { p.writeInteractions(w, docs) }
		return a, nil
	}))
	return c
}

// orNull is null for no text.
func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func (p *program) interactionCloseCommand() *cobra.Command {
	c := &cobra.Command{Use: "close ID", Short: p.text("help.interaction.close"), Args: p.between(1, 1)}
	f := c.Flags()
	tabulation := f.String("tabulation", "", p.text("flag.tabulation"))
	handle := f.Int64("handle-seconds", 0, p.text("flag.handle"))
	closed := f.String("closed", "", p.text("flag.closed"))
	c.RunE = p.run(p.with(func(ctx context.Context, s *session, args []string) (a answer, err error) {
		id, err := idOf(args[0])
		if err != nil {
			return a, err
		}
		var how interactions.Closing
		if how.At, err = interactions.ParseTime("closed", *closed); err != nil {
			return a, err
		}
		if f.Changed("tabulation") {
			how.Tabulation = tabulation
		}
		if f.Changed("handle-seconds") {
			seconds := time.Duration(*handle) * time.Second
			how.Handle = &seconds
		}
		x, err := s.interactions.Close(ctx, id, how)
		return p.interactionAnswer(x), err
	}))
	return c
}
