package cli

import (
	"context"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"carteira/backend/crm"
	"carteira/backend/service/interactions"
)

func (p *program) surveyCommand() *cobra.Command {
	return p.group("survey", "help.survey", p.surveyAddCommand())
}

func (p *program) surveyAddCommand() *cobra.Command {
	c := &cobra.Command{Use: "add --interaction ID --status sent|answered", Short: p.text("help.survey.add"), Args: p.between(0, 0)}
	f := c.Flags()
	interaction := f.String("interaction", "", p.text("flag.survey.interaction"))
	status := f.String("status", "", p.text("flag.survey.status"))
	score := f.Int("score", crm.NoScore, p.text("flag.score"))
	comment := f.String("comment", "", p.text("flag.comment"))
	at := f.String("at", "", p.text("flag.survey.at"))
	c.RunE = p.run(p.with(func(ctx context.Context, s *session, _ []string) (a answer, err error) {
		if *interaction == "" || *status == "" {
			return a, wrong("usage.missing", c.UseLine())
		}
		in := interactions.SurveyInput{Score: *score, Comment: *comment}
		if in.Interaction, err = idOf(*interaction); err != nil {
			return a, err
		}
		switch *status {
		case "sent":
		case "answered":
			in.Answered = true
		default:
			return a, crm.Errorf(crm.CodeInvalid, "status", "a survey is sent or answered")
		}
		if f.Changed("score") && *score == crm.NoScore {
			return a, crm.Errorf(crm.CodeInvalid, "score", "a score is a number from 0 to %d", crm.MaxScore)
		}
		if in.At, err = interactions.ParseTime("at", *at); err != nil {
			return a, err
		}
		x, err := s.interactions.Survey(ctx, in)
		return p.interactionAnswer(x), err
	}))
	return c
}

type appointmentDoc struct {
	ID      string  `json:"id"`
	Contact string  `json:"contact"`
	At      *string `json:"at"`
	Status  string  `json:"status"` // open, done, cancelled
	Agent   string  `json:"agent"`  // name
	Text    string  `json:"text"`
}

func appointmentOf(a crm.Appointment) appointmentDoc {
	return appointmentDoc{a.ID.String(), a.Contact.String(), timeText(a.At), string(a.Status), a.AgentName, a.Text}
}

func (p *program) appointmentCommand() *cobra.Command {
	return p.group("appointment", "help.appointment", p.appointmentAddCommand(), p.appointmentListCommand(), p.appointmentUpdateCommand())
}

func (p *program) appointmentAnswer(a crm.Appointment) answer {
	d := appointmentOf(a)
	return answer{doc: d, people: func(w io.Writer) { p.writeAppointments(w, []appointmentDoc{d}) }}
}

func (p *program) writeAppointments(w io.Writer, all []appointmentDoc) {
	t := &table{head: strings.Split(p.text("appointment.head"), "|")}
	for _, d := range all {
		t.add(d.ID, text(d.At), d.Status, d.Agent, d.Text)
	}
	t.write(w)
}

func (p *program) appointmentAddCommand() *cobra.Command {
	c := &cobra.Command{Use: "add --contact ID --at T", Short: p.text("help.appointment.add"), Args: p.between(0, 0)}
	f := c.Flags()
	contact := f.String("contact", "", p.text("flag.interaction.contact"))
	at := f.String("at", "", p.text("flag.appointment.at"))
	status := f.String("status", "open", p.text("flag.appointment.status"))
	agent := f.String("agent", "", p.text("flag.agent"))
	about := f.String("text", "", p.text("flag.appointment.text"))
	c.RunE = p.run(p.with(func(ctx context.Context, s *session, _ []string) (a answer, err error) {
		if *contact == "" || *at == "" {
			return a, wrong("usage.missing", c.UseLine())
		}
		in := interactions.AppointmentInput{Status: crm.AppointmentStatus(*status), Text: *about}
		if in.Contact, err = idOf(*contact); err != nil {
			return a, err
		}
		if in.At, err = interactions.ParseTime("at", *at); err != nil {
			return a, err
		}
		if in.Agent, err = s.userNamed(ctx, "agent", *agent); err != nil {
			return a, err
		}
		x, err := s.interactions.Appoint(ctx, in)
		return p.appointmentAnswer(x), err
	}))
	return c
}

func (p *program) appointmentListCommand() *cobra.Command {
	c := &cobra.Command{Use: "list --contact ID", Short: p.text("help.appointment.list"), Args: p.between(0, 0)}
	contact := c.Flags().String("contact", "", p.text("flag.interaction.contact"))
	c.RunE = p.run(p.with(func(ctx context.Context, s *session, _ []string) (a answer, err error) {
		if *contact == "" {
			return a, wrong("usage.missing", c.UseLine())
		}
		id, err := idOf(*contact)
		if err != nil {
			return a, err
		}
		profile, err := s.interactions.Profile(ctx, id)
		if err != nil {
			return a, err
		}
		docs := []appointmentDoc{}
		for _, x := range profile.Appointments {
			docs = append(docs, appointmentOf(x))
		}
		return answer{doc: map[string]any{"appointments": docs}, people: func(w io.Writer) { p.writeAppointments(w, docs) }}, nil
	}))
	return c
}

func (p *program) appointmentUpdateCommand() *cobra.Command {
	c := &cobra.Command{Use: "update ID", Short: p.text("help.appointment.update"), Args: p.between(1, 1)}
	f := c.Flags()
	at := f.String("at", "", p.text("flag.appointment.at"))
	status := f.String("status", "", p.text("flag.appointment.status"))
	about := f.String("text", "", p.text("flag.appointment.text"))
	c.RunE = p.run(p.with(func(ctx context.Context, s *session, args []string) (a answer, err error) {
		id, err := idOf(args[0])
		if err != nil {
			return a, err
		}
		old, err := s.interactions.Appointment(ctx, id)
		if err != nil {
			return a, err
		}
		in := interactions.AppointmentInput{ID: id, Agent: old.Agent, At: old.At, Status: old.Status, Text: old.Text}
		if f.Changed("at") {
			if in.At, err = interactions.ParseTime("at", *at); err != nil {
				return a, err
			}
		}
		if f.Changed("status") {
			in.Status = crm.AppointmentStatus(*status)
		}
		if f.Changed("text") {
			in.Text = *about
		}
		x, err := s.interactions.Appoint(ctx, in)
		return p.appointmentAnswer(x), err
	}))
	return c
}
