package sqlite

import (
	"context"
	"strings"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// talk is an office with a contact and an interaction that the server knows.
func (c *central) talk(open bool) (db *DB, ctx context.Context, contact, call crm.ID) {
	c.t.Helper()
	db, ctx = c.openOffice()
	x := sample()
	mustUpdate(c.t, db, ctx, func(tx *Tx) error { _, err := tx.CreateContact(x, nil); return err })
	n := &NewInteraction{ID: crm.NewID(), Contact: x.ID, Protocol: "p-1", Channel: "voice", Opened: db.Now(),
		Contents: []crm.Content{{Kind: "subject", At: db.Now(), Text: "Assunto-secreto"}}}
	if !open {
		n.Closed = db.Now().Add(time.Minute)
	}
	mustUpdate(c.t, db, ctx, func(tx *Tx) error { return tx.AddInteraction(n) })
	c.sync(db, ctx)
	c.agree(db, ctx)
	return db, ctx, x.ID, n.ID
}

func (c *central) images(db *DB, ctx context.Context) (n int64) {
	c.view(db, ctx, func(v *View) error {
		n = must(v.c.integer(`SELECT count(*) FROM request_image`))(c.t)
		return nil
	})
	return n
}

func tabulate(text string) func(tx *Tx, call crm.ID) error {
	return func(tx *Tx, call crm.ID) error { return tx.EditInteraction(call, nil, &text, nil) }
}

// What an office does by hand reaches the server as it was done, and nothing is left to wait.
func TestRequestsReachTheServer(t *testing.T) {
	c := newCentral(t)
	db, ctx, contact, call := c.talk(true)
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		tabulation := "Venda"
		return tx.EditInteraction(call, &replication.Closing{Closed: tx.now.UnixMilli(), Handle: 42}, &tabulation,
			[]crm.Content{{Kind: "message", At: tx.now, Text: "oi"}})
	})
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		return tx.PutSurvey(crm.Survey{Interaction: call, Sent: tx.now, Score: crm.NoScore})
	})
	visit := crm.NewID()
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		return tx.PutAppointment(crm.Appointment{ID: visit, Contact: contact, Interaction: call, At: tx.now, Status: crm.AppointmentOpen, Text: "Visita"})
	})
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		return tx.PutSurvey(crm.Survey{Interaction: call, Answered: tx.now, Score: 9, Comment: "bom"})
	})
	c.sync(db, ctx)
	c.agree(db, ctx)
	if n := c.images(db, ctx); n != 0 {
		t.Errorf("%d images are left", n)
	}
	x, _ := c.state.Interaction(call)
	s, _ := c.state.Survey(call)
	a, _ := c.state.Appointment(visit)
	if x.Open || x.Tabulation != "Venda" || x.Handle != 42 || len(x.Contents) != 2 || s.Score == nil || *s.Score != 9 || s.Sent == 0 ||
		a.Text != "Visita" || a.Interaction != call {
		t.Errorf("the server has %+v, %+v, %+v", x, s, a)
	}
}

// What an office has written stays in sight until the server has decided, whatever comes down meanwhile (S5.6).
func TestOwnRequestsStayInSight(t *testing.T) {
	c := newCentral(t)
	db, ctx, _, call := c.talk(false)
	mustUpdate(t, db, ctx, func(tx *Tx) error { return tabulate("Venda")(tx, call) })
	c.other(replication.KindInteractionEdit, call, &replication.InteractionEdit{ID: call, Contents: []replication.Content{
		{ID: crm.NewID(), Kind: replication.ContentMessage, At: 1, Text: "de outro"}}})
	sees := func(want string, contents int) {
		t.Helper()
		c.view(db, ctx, func(v *View) error {
			x := must(v.Interaction(call))(t)
			if x.Tabulation != want || x.Contents != contents {
				t.Errorf("%q with %d contents, want %q with %d", x.Tabulation, x.Contents, want, contents)
			}
			return nil
		})
	}
	c.pull(db, ctx)
	sees("Venda", 2)
	mustUpdate(t, db, ctx, func(tx *Tx) error { return tabulate("Retorno")(tx, call) })
	p := c.take(db, ctx, replication.LaneEdit)
	sees("Retorno", 2)
	mustUpdate(t, db, ctx, func(tx *Tx) error { return tabulate("Engano")(tx, call) })
	c.pull(db, ctx) // the effects of the first two, before their answer
	sees("Engano", 2)
	c.answer(db, ctx, p)
	sees("Engano", 2)
	c.sync(db, ctx)
	c.agree(db, ctx)
	sees("Engano", 2)
}

// Two offices that did not know of each other: the later stands, on both (S2).
func TestLaterTabulationStands(t *testing.T) {
	for _, first := range []bool{true, false} { // the other office's reaches the server first
		c := newCentral(t)
		db, ctx, _, call := c.talk(false)
		other := func() {
			c.other(replication.KindInteractionEdit, call, &replication.InteractionEdit{ID: call, Tabulate: &replication.Tabulating{Tabulation: "Dela"}})
		}
		mustUpdate(t, db, ctx, func(tx *Tx) error { return tabulate("Primeira")(tx, call) })
		c.sync(db, ctx) // the version that the other one has not seen
		if first {
			other()
		}
		mustUpdate(t, db, ctx, func(tx *Tx) error { return tabulate("Minha")(tx, call) })
		if !first {
			c.sync(db, ctx)
			other()
		}
		c.sync(db, ctx)
		c.agree(db, ctx)
		if x, _ := c.state.Interaction(call); x.Tabulation != "Dela" { // its clock is far ahead
			t.Errorf("first %v: %q stands", first, x.Tabulation)
		}
	}
}

// What the server refuses is taken back, and what was only here is gone (S2).
func TestRefusedRequestsAreTakenBack(t *testing.T) {
	c := newCentral(t)
	db, ctx, contact, call := c.talk(true)
	c.other(replication.KindPermissionSet, crm.NoID, &replication.PermissionSet{Profile: crm.ProfileAdmin, Permission: crm.PermEdit})
	c.other(replication.KindPermissionSet, crm.NoID, &replication.PermissionSet{Profile: crm.ProfileAdmin, Permission: crm.PermImport})
	fresh := &NewInteraction{Contact: contact, Channel: "sms", Opened: db.Now()}
	for _, do := range []func(tx *Tx) error{
		func(tx *Tx) error { return tabulate("Venda")(tx, call) },
		func(tx *Tx) error {
			return tx.PutSurvey(crm.Survey{Interaction: call, Sent: tx.now, Score: crm.NoScore})
		},
		func(tx *Tx) error {
			return tx.PutAppointment(crm.Appointment{ID: crm.NewID(), Contact: contact, At: tx.now, Status: crm.AppointmentOpen})
		},
		func(tx *Tx) error { return tx.AddInteraction(fresh) },
		func(tx *Tx) error { return tabulate("Venda")(tx, fresh.ID) },
		func(tx *Tx) error {
			return tx.AddInteractions([]NewInteraction{{Contact: contact, Channel: "email", Opened: tx.now}})
		},
	} {
		mustUpdate(t, db, ctx, do)
	}
	c.sync(db, ctx)
	c.agree(db, ctx)
	c.view(db, ctx, func(v *View) error {
		s := must(v.Contact(contact))(t)
		if s.Interactions != 1 {
			t.Errorf("%d interactions are counted", s.Interactions)
		}
		if _, refused, _, err := v.SyncCounts(); err != nil || refused != 6 {
			t.Errorf("%d operations are kept as drafts, %v", refused, err)
		}
		return nil
	})
	if n := c.images(db, ctx); n != 0 {
		t.Errorf("%d images are left", n)
	}
}

// An open request of any kind stands against an erasure (D8.2); both ways.
func TestOpenRequestsStandAgainstAnErasure(t *testing.T) {
	for name, opens := range map[string]func(tx *Tx, contact, call crm.ID) error{
		"nothing": nil,
		"survey": func(tx *Tx, _, call crm.ID) error {
			return tx.PutSurvey(crm.Survey{Interaction: call, Sent: tx.now, Score: crm.NoScore})
		},
		"appointment": func(tx *Tx, contact, _ crm.ID) error {
			return tx.PutAppointment(crm.Appointment{ID: crm.NewID(), Contact: contact, At: tx.now, Status: crm.AppointmentOpen})
		},
		"interaction": func(tx *Tx, contact, _ crm.ID) error {
			return tx.AddInteraction(&NewInteraction{Contact: contact, Channel: "sms", Opened: tx.now})
		},
	} {
		db, ctx := openTest(t) // decides for itself
		x := sample()
		call := crm.NewID()
		mustUpdate(t, db, ctx, func(tx *Tx) error { _, err := tx.CreateContact(x, nil); return err })
		mustUpdate(t, db, ctx, func(tx *Tx) error {
			return tx.AddInteraction(&NewInteraction{ID: call, Contact: x.ID, Channel: "sms", Opened: tx.now, Closed: tx.now})
		})
		if opens != nil {
			mustUpdate(t, db, ctx, func(tx *Tx) error { return opens(tx, x.ID, call) })
		}
		var r replication.Result
		mustUpdate(t, db, ctx, func(tx *Tx) (err error) {
			r, err = tx.Perform(replication.KindDelete, x.ID, &replication.Erase{ID: x.ID})
			return err
		})
		if refused := r.Outcome == replication.Rejected; refused != (opens != nil) {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

// An erasure keeps the facts and leaves no word of what was said: not in rows, images, waiting operations or drafts (D8.4).
func TestErasureLeavesNoContents(t *testing.T) {
	const secret = "secreto"
	c := newCentral(t)
	db, ctx, contact, call := c.talk(false)
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		return tx.PutSurvey(crm.Survey{Interaction: call, Sent: tx.now, Answered: tx.now, Score: 3, Comment: "Comentário-secreto"})
	})
	visit := crm.NewID()
	appoint := func(status crm.AppointmentStatus) {
		t.Helper()
		mustUpdate(t, db, ctx, func(tx *Tx) error {
			return tx.PutAppointment(crm.Appointment{ID: visit, Contact: contact, At: tx.now, Status: status, Text: "Visita-secreta secreto"})
		})
	}
	appoint(crm.AppointmentDone)
	c.sync(db, ctx)
	c.agree(db, ctx)
	// While these wait to be sent the server erases the person.
	appoint(crm.AppointmentCancelled)
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		return tx.PutSurvey(crm.Survey{Interaction: call, Answered: tx.now, Score: 5, Comment: "Outro-secreto"})
	})
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		return tx.EditInteraction(call, nil, nil, []crm.Content{{Kind: "message", At: tx.now, Text: "Mensagem-secreto"}})
	})
	late := crm.NewID()
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		return tx.AddInteractions([]NewInteraction{{ID: late, Contact: contact, Protocol: "p-2", Channel: "email", Opened: tx.now, Closed: tx.now,
			Contents: []crm.Content{{Kind: "caller", At: tx.now, Text: "segredo secreto"}}}})
	})
	if r := c.other(replication.KindAnonymize, contact, &replication.Erase{ID: contact}); r.Outcome != replication.Applied {
		t.Fatalf("%+v", r)
	}
	c.pull(db, ctx)
	c.view(db, ctx, func(v *View) error {
		for _, column := range []string{
			"content.text", "survey.comment", "appointment.text", "request_image.state", "pending_op.body", "refused_op.body",
		} {
			table, name, _ := strings.Cut(column, ".")
			kept := must(v.c.integer(`SELECT count(*) FROM `+table+` WHERE instr(CAST(`+name+` AS BLOB), ?) > 0`, []byte(secret)))(t)
			if kept != 0 {
				t.Errorf("%s still holds what was said", column)
			}
		}
		return nil
	})
	c.sync(db, ctx)
	c.agree(db, ctx)
	c.view(db, ctx, func(v *View) error {
		x := must(v.Interaction(call))(t)
		if x.Protocol != "p-1" || x.Contents != 0 || x.Survey == nil || x.Survey.Score != 5 || x.Survey.Comment != "" {
			t.Errorf("%+v %+v", x, x.Survey)
		}
		if x := must(v.Interaction(late))(t); x.Protocol != "p-2" || x.Contents != 0 {
			t.Errorf("%+v", x)
		}
		if a := must(v.Appointment(visit))(t); a.Status != crm.AppointmentCancelled || a.Text != "" {
			t.Errorf("%+v", a)
		}
		return nil
	})
	_ = c.state.Each(func(_ replication.Noun, e replication.Effect) error {
		if e.Silence() {
			t.Errorf("the server still has %s", show(e))
		}
		return nil
	})
}

// A new open appointment with somebody who has been erased is refused; nothing of it stays.
func TestAppointmentWithAnErasedPersonIsTakenBack(t *testing.T) {
	c := newCentral(t)
	db, ctx, contact, _ := c.talk(false)
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		return tx.PutAppointment(crm.Appointment{ID: crm.NewID(), Contact: contact, At: tx.now, Status: crm.AppointmentOpen, Text: "secreto"})
	})
	c.other(replication.KindAnonymize, contact, &replication.Erase{ID: contact})
	c.sync(db, ctx)
	c.agree(db, ctx)
}

// Requests move with a merge, here and on the server, and back when the merge is refused (D7.4).
func TestRequestsMoveWithAMerge(t *testing.T) {
	for _, allowed := range []bool{true, false} {
		c := newCentral(t)
		db, ctx, contact, call := c.talk(false)
		mustUpdate(t, db, ctx, func(tx *Tx) error {
			return tx.PutSurvey(crm.Survey{Interaction: call, Sent: tx.now, Score: crm.NoScore})
		})
		visit := crm.NewID()
		mustUpdate(t, db, ctx, func(tx *Tx) error {
			return tx.PutAppointment(crm.Appointment{ID: visit, Contact: contact, At: tx.now, Status: crm.AppointmentOpen})
		})
		root := new(crm.Contact)
		root.Fields[crm.FieldName], root.Fields[crm.FieldActive] = "Bia", "true"
		mustUpdate(t, db, ctx, func(tx *Tx) error { _, err := tx.CreateContact(root, nil); return err })
		c.sync(db, ctx)
		if !allowed {
			c.other(replication.KindPermissionSet, crm.NoID, &replication.PermissionSet{Profile: crm.ProfileAdmin, Permission: crm.PermMerge})
		}
		mustUpdate(t, db, ctx, func(tx *Tx) error {
			_, err := tx.Perform(replication.KindMerge, root.ID, &replication.Merge{Primary: root.ID, Secondaries: []crm.ID{contact}})
			return err
		})
		// On top of the merge that waits: what the server says of the interaction meanwhile does not move it back.
		mustUpdate(t, db, ctx, func(tx *Tx) error { return tabulate("Venda")(tx, call) })
		c.other(replication.KindInteractionEdit, call, &replication.InteractionEdit{ID: call, Contents: []replication.Content{
			{ID: crm.NewID(), Kind: replication.ContentMessage, Text: "oi"}}})
		c.pull(db, ctx)
		holder := func(want crm.ID) {
			t.Helper()
			c.view(db, ctx, func(v *View) error {
				x, a := must(v.Interaction(call))(t), must(v.Appointment(visit))(t)
				s := must(v.request(replication.NounSurvey, call))(t)
				if x.Contact != want || a.Contact != want || s.Survey.Contact != want {
					t.Errorf("allowed %v: they are with %s, %s, %s; want %s", allowed, x.Contact, a.Contact, s.Survey.Contact, want)
				}
				return nil
			})
		}
		holder(root.ID)
		c.sync(db, ctx)
		c.agree(db, ctx)
		want := contact
		if allowed {
			want = root.ID
		}
		holder(want)
	}
}

// A server restored from a backup gets back what was closed, answered and agreed since.
func TestRestoredServerGetsRequestsBack(t *testing.T) {
	c := newCentral(t)
	db, ctx, contact, call := c.talk(true)
	backup := c.state.Clone()
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		tabulation := "Venda"
		return tx.EditInteraction(call, &replication.Closing{Closed: tx.now.UnixMilli()}, &tabulation, nil)
	})
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		return tx.PutSurvey(crm.Survey{Interaction: call, Sent: tx.now, Answered: tx.now, Score: 0})
	})
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		return tx.PutAppointment(crm.Appointment{ID: crm.NewID(), Contact: contact, At: tx.now, Status: crm.AppointmentDone})
	})
	c.sync(db, ctx)
	mustUpdate(t, db, ctx, func(tx *Tx) error { return tabulate("Retorno")(tx, call) }) // waits while all is read anew
	c.restore(db, ctx, backup)
	c.sync(db, ctx)
	c.agree(db, ctx)
	x, _ := c.state.Interaction(call)
	s, _ := c.state.Survey(call)
	if x.Open || x.Tabulation != "Retorno" || s == nil || s.Score == nil || *s.Score != 0 {
		t.Errorf("the server has %+v, %+v", x, s)
	}
}

// An edit waits for the import that adds its interaction, which is in the other lane; another's does not.
func TestEditWaitsForTheImportOfItsInteraction(t *testing.T) {
	c := newCentral(t)
	db, ctx, contact, known := c.talk(false)
	imported := crm.NewID()
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		return tx.AddInteractions([]NewInteraction{{ID: imported, Contact: contact, Channel: "email", Opened: tx.now, Closed: tx.now}})
	})
	mustUpdate(t, db, ctx, func(tx *Tx) error { return tabulate("Espera")(tx, imported) })
	mustUpdate(t, db, ctx, func(tx *Tx) error { return tabulate("Segue")(tx, known) })
	_, ops, err := db.NextPush(ctx, replication.LaneEdit, 100, 1<<20)
	if err != nil || len(ops) != 1 || ops[0].Entity != known {
		t.Errorf("%d operations go first, %v", len(ops), err)
	}
	c.sync(db, ctx)
	c.agree(db, ctx)
	if x, _ := c.state.Interaction(imported); x == nil || x.Tabulation != "Espera" {
		t.Errorf("%+v", x)
	}
}

// The timeline is newest first, in pages, filtered.
func TestTimeline(t *testing.T) {
	db, ctx := openTest(t)
	x := sample()
	mustUpdate(t, db, ctx, func(tx *Tx) error { _, err := tx.CreateContact(x, nil); return err })
	begin := time.UnixMilli(1_700_000_000_000).UTC()
	var all []NewInteraction
	for i := range 25 {
		all = append(all, NewInteraction{Contact: x.ID, Protocol: string(rune('a' + i)), Channel: crm.Channels[i%2],
			Opened: begin.Add(time.Duration(i/2) * time.Hour), Closed: begin.Add(100 * time.Hour)})
	}
	mustUpdate(t, db, ctx, func(tx *Tx) error { return tx.AddInteractions(all) })
	if err := db.View(ctx, func(v *View) error {
		n := must(v.Contact(x.ID))(t).N
		for _, q := range []struct {
			f     crm.TimelineFilter
			want  string
			limit int
		}{
			{crm.TimelineFilter{}, "yxwvutsrqponmlkjihgfedcba", 7},
			{crm.TimelineFilter{}, "yxwvutsrqponmlkjihgfedcba", 25},
			{crm.TimelineFilter{Channels: []string{crm.Channels[1]}}, "xvtrpnljhfdb", 5},
			{crm.TimelineFilter{Channels: crm.Channels[:2], Status: "closed"}, "yxwvutsrqponmlkjihgfedcba", 24},
			{crm.TimelineFilter{Status: "open"}, "", 5},
			{crm.TimelineFilter{Agent: crm.NewID()}, "", 5},
		} {
			got, cursor := "", ""
			for pages := 0; ; pages++ {
				page, next, err := v.Timeline(n, q.f, cursor, q.limit)
				if err != nil || len(page) > q.limit || pages > 25 {
					t.Fatal(len(page), pages, err)
				}
				for _, x := range page {
					got += x.Protocol
				}
				if cursor = next; next == "" {
					break
				}
			}
			if got != q.want {
				t.Errorf("%+v: %s, want %s", q.f, got, q.want)
			}
		}
		if _, _, err := v.Timeline(n, crm.TimelineFilter{}, "abc", 5); crm.CodeOf(err) != crm.CodeInvalid {
			t.Errorf("a cursor of another make: %v", err)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}
