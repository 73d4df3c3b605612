package simulation_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/service/syncer"
	"carteira/backend/sqlite"
)

// What people write of one living contact, and what becomes of it when two offices write the same thing without knowledge of
// each other (S2): one stands, the other is listed for review or stands beside it. None is gone.

// wording is one thing that people write. write puts a text into it, and texts are all that stand there.
type wording struct {
	what   string
	part   string // of the conflict that lists the loser, "" = both stand
	values [2]string
	write  func(tx *sqlite.Tx, s *scene, text string) error
	texts  func(v *sqlite.View, s *scene) ([]string, error)
}

// scene is what both offices know before they write.
type scene struct {
	contact, call, date, field crm.ID
	opened                     time.Time
}

func wordings() []wording {
	edit := func(tx *sqlite.Tx, s *scene, change func(c *crm.Contact), notes ...string) error {
		old, err := tx.Contact(s.contact)
		if err != nil {
			return err
		}
		next := old.Clone()
		change(next)
		_, err = tx.UpdateContact(old, next, notes)
		return err
	}
	contact := func(read func(c *crm.Contact) string) func(v *sqlite.View, s *scene) ([]string, error) {
		return func(v *sqlite.View, s *scene) ([]string, error) {
			c, err := v.Contact(s.contact)
			if err != nil {
				return nil, err
			}
			return []string{read(&c.Contact)}, nil
		}
	}
	call := func(read func(x crm.Interaction) string) func(v *sqlite.View, s *scene) ([]string, error) {
		return func(v *sqlite.View, s *scene) ([]string, error) {
			x, err := v.Interaction(s.call)
			return []string{read(x)}, err
		}
	}
	date := func(change func(a *crm.Appointment, text string) error) func(tx *sqlite.Tx, s *scene, text string) error {
		return func(tx *sqlite.Tx, s *scene, text string) error {
			a, err := tx.Appointment(s.date)
			if err != nil {
				return err
			}
			if err := change(&a, text); err != nil {
				return err
			}
			return tx.PutAppointment(a)
		}
	}
	appointed := func(read func(a crm.Appointment) string) func(v *sqlite.View, s *scene) ([]string, error) {
		return func(v *sqlite.View, s *scene) ([]string, error) {
			a, err := v.Appointment(s.date)
			return []string{read(a)}, err
		}
	}
	when := func(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }
	answer := func(tx *sqlite.Tx, s *scene, score int, comment string) error {
		return tx.PutSurvey(crm.Survey{Interaction: s.call, Answered: s.opened.Add(time.Minute), Score: score, Comment: comment})
	}
	return []wording{
		{what: "a field of the contact", part: "company", values: [2]string{"Firma Um", "Firma Dois"},
			write: func(tx *sqlite.Tx, s *scene, text string) error {
				return edit(tx, s, func(c *crm.Contact) { c.Fields[crm.FieldCompany] = text })
			},
			texts: contact(func(c *crm.Contact) string { return c.Fields[crm.FieldCompany] })},
		{what: "a custom field", part: "custom", values: [2]string{"ouro", "prata"},
			write: func(tx *sqlite.Tx, s *scene, text string) error {
				return edit(tx, s, func(c *crm.Contact) { c.SetCustom(s.field, text) })
			},
			texts: contact(func(c *crm.Contact) string {
				for _, v := range c.Custom {
					return v.Value
				}
				return ""
			})},
		{what: "a note", values: [2]string{"nota um", "nota dois"},
			write: func(tx *sqlite.Tx, s *scene, text string) error { return edit(tx, s, func(*crm.Contact) {}, text) },
			texts: func(v *sqlite.View, s *scene) (out []string, err error) {
				c, err := v.Contact(s.contact)
				if err != nil {
					return nil, err
				}
				notes, err := v.Notes(c.N)
				for _, n := range notes {
					out = append(out, n.Text)
				}
				return out, err
			}},
		{what: "what was said", values: [2]string{"oi", "alô"},
			write: func(tx *sqlite.Tx, s *scene, text string) error {
				return tx.EditInteraction(s.call, nil, nil, []crm.Content{{Kind: "message", At: s.opened, Text: text}})
			},
			texts: func(v *sqlite.View, s *scene) (out []string, err error) {
				said, err := v.Contents(s.call)
				for _, c := range said {
					out = append(out, c.Text)
				}
				return out, err
			}},
		{what: "a tabulation", part: replication.PartTabulation, values: [2]string{"Venda", "Retorno"},
			write: func(tx *sqlite.Tx, s *scene, text string) error { return tx.EditInteraction(s.call, nil, &text, nil) },
			texts: call(func(x crm.Interaction) string { return x.Tabulation })},
		{what: "how it ended", part: replication.PartHandle, values: [2]string{"40", "55"},
			write: func(tx *sqlite.Tx, s *scene, text string) error {
				var seconds int64
				if _, err := fmt.Sscan(text, &seconds); err != nil {
					return err
				}
				return tx.EditInteraction(s.call, &replication.Closing{Closed: s.opened.Add(time.Minute).UnixMilli(), Handle: seconds}, nil, nil)
			},
			texts: call(func(x crm.Interaction) string { return fmt.Sprint(int64(x.Handle / time.Second)) })},
		{what: "when it ended", part: replication.PartClosed, values: [2]string{"2026-05-04T12:10:00Z", "2026-05-04T12:20:00Z"},
			write: func(tx *sqlite.Tx, s *scene, text string) error {
				at, err := time.Parse(time.RFC3339, text)
				if err != nil {
					return err
				}
				return tx.EditInteraction(s.call, &replication.Closing{Closed: at.UnixMilli(), Handle: 9}, nil, nil)
			},
			texts: call(func(x crm.Interaction) string { return when(x.Closed) })},
		{what: "a comment", part: replication.PartSurveyComment, values: [2]string{"ótimo", "demorou"},
			write: func(tx *sqlite.Tx, s *scene, text string) error { return answer(tx, s, crm.NoScore, text) },
			texts: call(func(x crm.Interaction) string { return x.Survey.Comment })},
		{what: "a score", part: replication.PartSurveyScore, values: [2]string{"0", "9"},
			write: func(tx *sqlite.Tx, s *scene, text string) error {
				var score int
				if _, err := fmt.Sscan(text, &score); err != nil {
					return err
				}
				return answer(tx, s, score, "")
			},
			texts: call(func(x crm.Interaction) string { return fmt.Sprint(x.Survey.Score) })},
		{what: "the text of an appointment", part: replication.PartAppointmentText, values: [2]string{"visita", "reunião"},
			write: date(func(a *crm.Appointment, text string) error { a.Text = text; return nil }),
			texts: appointed(func(a crm.Appointment) string { return a.Text })},
		{what: "the time of an appointment", part: replication.PartAppointmentAt, values: [2]string{"2026-06-01T13:00:00Z", "2026-06-02T13:00:00Z"},
			write: date(func(a *crm.Appointment, text string) (err error) {
				a.At, err = time.Parse(time.RFC3339, text)
				return err
			}),
			texts: appointed(func(a crm.Appointment) string { return when(a.At) })},
		{what: "the state of an appointment", part: replication.PartAppointmentStatus, values: [2]string{"done", "cancelled"},
			write: date(func(a *crm.Appointment, text string) error { a.Status = crm.AppointmentStatus(text); return nil }),
			texts: appointed(func(a crm.Appointment) string { return string(a.Status) })},
	}
}

func TestInvariant02NothingWrittenDisappears(t *testing.T) {
	w := quiet(t, 2)
	a, b := w.offices[0], w.offices[1]
	for _, x := range wordings() {
		for _, later := range []*office{a, b} { // whose clock is ahead: the winner arrives first, or last
			t.Run(fmt.Sprint(x.what, ", later ", later.name), func(t *testing.T) {
				whole := w.t
				defer func() { w.t = whole }()
				w.t = t
				s := w.stage(a)
				first, second := b, a
				if later == b {
					first, second = a, b
				}
				w.update(first, x.what, func(tx *sqlite.Tx) error { return x.write(tx, s, x.values[0]) })
				time.Sleep(3 * time.Millisecond)
				w.update(second, x.what, func(tx *sqlite.Tx) error { return x.write(tx, s, x.values[1]) })
				for w.push(a, replication.LaneEdit) {
				}
				w.settle()
				w.check()
				for _, o := range w.offices {
					w.expectKept(o, s, &x)
				}
				if x.part != "" {
					w.takeBack(second, s, &x)
				}
			})
		}
	}
}

// Several offices write about one interaction and one appointment at random, sending and fetching when they please.
func TestInvariant02NoWordOfManyIsLost(t *testing.T) {
	w := quiet(t, 3)
	for range 4 {
		s := w.stage(w.offices[0])
		w.calls, w.dates = map[crm.ID]crm.ID{s.call: s.contact}, []crm.ID{s.date}
		for range 50 {
			o := choose(w, w.offices)
			switch w.rng.IntN(6) {
			case 0:
				w.push(o, replication.LaneEdit)
			case 1:
				w.pull(o)
			default:
				w.request(o)
			}
		}
		w.settle()
		w.check()
		w.checkNothingLost()
	}
}

// stage is a contact with an interaction and an appointment that everybody knows.
func (w *world) stage(o *office) *scene {
	s := &scene{contact: w.add(o, nil), call: crm.NewID(), date: crm.NewID(), opened: time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)}
	w.update(o, "stage", func(tx *sqlite.Tx) (err error) {
		if s.field, _, err = tx.DefineField(crm.CustomField{Name: "Plano", Type: crm.TypeText}); err != nil {
			return err
		}
		if err := tx.AddInteraction(&sqlite.NewInteraction{ID: s.call, Contact: s.contact, Protocol: "P1", Channel: "voice", Opened: s.opened}); err != nil {
			return err
		}
		return tx.PutAppointment(crm.Appointment{ID: s.date, Contact: s.contact, At: s.opened, Status: crm.AppointmentOpen})
	})
	w.settle()
	return s
}

// expectKept: the later text stands and the other is listed with its author, or both stand.
func (w *world) expectKept(o *office, s *scene, x *wording) {
	w.t.Helper()
	w.must(o.db.View(w.ctx, func(v *sqlite.View) error {
		stands, err := x.texts(v, s)
		if err != nil {
			return err
		}
		slices.Sort(stands)
		if x.part == "" {
			want := slices.Sorted(slices.Values(x.values[:]))
			if !slices.Equal(stands, want) {
				return fmt.Errorf("%s: %s: %q stand, not both", o.name, x.what, stands)
			}
			return nil
		}
		if !slices.Equal(stands, x.values[1:]) {
			return fmt.Errorf("%s: %s: %q stands, not the later text", o.name, x.what, stands)
		}
		list, err := listed(v, s, x)
		if err != nil {
			return err
		}
		if len(list) != 1 || list[0].Value != x.values[0] || list[0].Winner != x.values[1] || list[0].ByName == "" || list[0].WinnerByName == "" {
			return fmt.Errorf("%s: %s is listed as %+v", o.name, x.what, list)
		}
		return nil
	}))
}

func listed(v *sqlite.View, s *scene, x *wording) (out []sqlite.SyncConflict, err error) {
	all, err := v.SyncConflicts(1000)
	for _, c := range all {
		if c.Contact == s.contact && (c.Field == x.part || c.Custom && x.part == "custom") {
			out = append(out, c)
		}
	}
	return out, err
}

// takeBack: the review writes what gave way, everywhere, and nothing is left to review.
func (w *world) takeBack(o *office, s *scene, x *wording) {
	w.t.Helper()
	var list []sqlite.SyncConflict
	w.must(o.db.View(w.ctx, func(v *sqlite.View) (err error) { list, err = listed(v, s, x); return err }))
	if len(list) != 1 {
		w.must(fmt.Errorf("%s: %d conflicts to take back", x.what, len(list)))
	}
	review := syncer.New(o.db, syncer.Options{})
	defer review.Close()
	w.must(review.Settle(o.ctx, list[0].ID, syncer.TakeValue))
	w.settle()
	w.check()
	for _, o := range w.offices {
		w.must(o.db.View(w.ctx, func(v *sqlite.View) error {
			stands, err := x.texts(v, s)
			if err != nil {
				return err
			}
			if !slices.Equal(stands, x.values[:1]) {
				return fmt.Errorf("%s: %s: %q stands after the other was taken", o.name, x.what, stands)
			}
			if list, err = listed(v, s, x); err == nil && len(list) > 0 {
				err = fmt.Errorf("%s: %s is still to be reviewed: %+v", o.name, x.what, list)
			}
			return err
		}))
	}
}
