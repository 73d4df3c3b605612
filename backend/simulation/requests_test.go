package simulation_test

import (
	"bytes"
	"fmt"
	"slices"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/sqlite"
)

// request lets one person do something with an interaction that the office knows: close it, tabulate it, say something,
// send or answer its survey, agree on an appointment.
func (w *world) request(o *office) {
	var here []crm.ID
	w.must(o.db.View(w.ctx, func(v *sqlite.View) error {
		for call := range w.calls {
			if _, err := v.Interaction(call); err == nil {
				here = append(here, call)
			}
		}
		return nil
	}))
	if len(here) == 0 {
		return
	}
	slices.SortFunc(here, func(a, b crm.ID) int { return bytes.Compare(a[:], b[:]) }) // a schedule can be run again
	call := choose(w, here)
	what := w.rng.IntN(6)
	score := w.rng.IntN(crm.MaxScore + 1)
	w.serial++
	tabulation := choose(w, []string{fmt.Sprint("Venda ", w.serial), fmt.Sprint("Retorno ", w.serial), ""})
	text := fmt.Sprint("palavra ", w.serial)
	w.update(o, "request of "+call.String(), func(tx *sqlite.Tx) (err error) {
		x, err := tx.Interaction(call)
		if err != nil {
			return err
		}
		id, known := crm.NewID(), crm.Appointment{}
		if what == 5 && len(w.dates) > 0 && score%2 == 0 {
			id = choose(w, w.dates)
			switch known, err = tx.Appointment(id); {
			case crm.CodeOf(err) == crm.CodeNotFound: // nobody here can change it
				id = crm.NewID()
			case err != nil:
				return err
			}
		}
		switch what {
		case 0:
			err = tx.EditInteraction(call, &replication.Closing{Closed: x.Opened.UnixMilli() + int64(score), Handle: int64(score)}, &tabulation, nil)
		case 1:
			err = tx.EditInteraction(call, nil, &tabulation, nil)
		case 2:
			err = tx.EditInteraction(call, nil, nil, []crm.Content{{Kind: "message", At: x.Opened, Text: "oi"}})
		case 3:
			err = tx.PutSurvey(crm.Survey{Interaction: call, Sent: x.Opened.Add(time.Second), Score: crm.NoScore})
		case 4:
			err = tx.PutSurvey(crm.Survey{Interaction: call, Answered: x.Opened.Add(time.Minute), Score: score, Comment: text})
		case 5:
			status := choose(w, []crm.AppointmentStatus{crm.AppointmentDone, crm.AppointmentDone, crm.AppointmentCancelled, crm.AppointmentOpen})
			if err = tx.PutAppointment(crm.Appointment{ID: id, Contact: x.Contact, Interaction: call, At: x.Opened, Status: status, Text: text}); err == nil {
				w.dates = append(w.dates, id)
			}
		}
		if err == nil {
			switch what {
			case 0, 1:
				w.wrote(call, x.Contact, x.Tabulation, tabulation)
			case 4:
				had := ""
				if x.Survey != nil {
					had = x.Survey.Comment
				}
				w.wrote(call, x.Contact, had, text)
			case 5:
				w.wrote(id, x.Contact, known.Text, text)
			}
		}
		if code := crm.CodeOf(err); code == crm.CodeConflict || code == crm.CodeNotFound {
			return nil // somebody who is gone; or an appointment that this office does not know
		}
		return err
	})
}
