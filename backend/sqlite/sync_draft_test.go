package sqlite

import (
	"fmt"
	"strings"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
)

// What was refused of a chunk is kept with every reason, and its lines by name: counts alone nobody can do again.
func TestDraftOfAChunk(t *testing.T) {
	whole := wire.OpResult{Number: 1, Result: replication.Result{Outcome: replication.Rejected, Code: crm.CodeNotAllowed}}
	for name, x := range map[string]struct {
		result  func(created, edited crm.ID) wire.OpResult
		reasons int
		creates string
		edits   string
	}{
		"whole": {func(_, _ crm.ID) wire.OpResult { return whole }, 0, "João D’Ávila", "Natal"},
		"one line": {func(_, edited crm.ID) wire.OpResult {
			return wire.OpResult{Number: 1, Result: replication.Result{Outcome: replication.Already, Refused: []replication.Refusal{{Part: "contact", Code: replication.CodeDeleted, Other: edited}}}}
		}, 1, "", "Natal"},
		"two lines": {func(created, edited crm.ID) wire.OpResult {
			return wire.OpResult{Number: 1, Result: replication.Result{Outcome: replication.Already, Refused: []replication.Refusal{
				{Part: "contact", Code: replication.CodeDeleted, Other: edited}, {Part: "contact", Code: replication.CodeUnknown, Other: created}}}}
		}, 2, "João D’Ávila", "Natal"},
		"something of some line": {func(_, _ crm.ID) wire.OpResult {
			return wire.OpResult{Number: 1, Result: replication.Result{Outcome: replication.Already, Refused: []replication.Refusal{{Part: "label", Code: replication.CodeUnknown}}}}
		}, 1, "João D’Ávila", "Natal"},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCentral(t)
			db, ctx := c.openOffice()
			known := sample()
			mustUpdate(t, db, ctx, func(tx *Tx) error { _, err := tx.CreateContact(known, nil); return err })
			c.sync(db, ctx)
			created := sample()
			mustUpdate(t, db, ctx, func(tx *Tx) error {
				old := must(tx.Contact(known.ID))(t)
				next := old.Clone()
				next.Fields[crm.FieldCity] = "Natal"
				job := crm.Job{ID: crm.NewID(), Kind: crm.JobImport, State: crm.JobRunning}
				if err := tx.CreateJob(&job); err != nil {
					return err
				}
				return tx.ApplyImport(&ImportBatch{Job: job.ID, FirstLine: 2, LastLine: 3, Drafts: []ImportDraft{{Next: created}, {Stored: old, Next: next}}})
			})
			h, ops, err := db.NextPush(ctx, replication.LaneBulk, 10, 1<<20)
			if err != nil || len(ops) == 0 {
				t.Fatal(len(ops), err)
			}
			for i := range ops { // creations and changes go apart
				r := x.result(created.ID, known.ID)
				r.Number = h.First + int64(i)
				if err := db.Pushed(ctx, h, wire.PushAnswer{Last: r.Number, Nonce: []byte{1}}, []wire.OpResult{r}); err != nil {
					t.Fatal(err)
				}
			}
			c.view(db, ctx, func(v *View) error {
				lines := map[string]string{}
				for _, op := range ops {
					p, body, err := v.RefusedBody(op.Counter)
					if err != nil || len(p.Parts) != x.reasons {
						t.Errorf("%d reasons, want %d: %v", len(p.Parts), x.reasons, err)
					}
					for list, field := range map[string]string{"creates": "name", "edits": "city"} {
						if all, _ := body[list].([]map[string]any); len(all) > 0 {
							lines[list] = fmt.Sprint(all[0][field])
						}
					}
				}
				if lines["creates"] != x.creates || lines["edits"] != x.edits {
					t.Errorf("lines %v, want %q and %q", lines, x.creates, x.edits)
				}
				return nil
			})
		})
	}
}

// Whatever a person wrote can be read in its draft.
func TestWordsOfADraft(t *testing.T) {
	const words = "o que foi dito"
	id := crm.NewID()
	contents := []replication.Content{{ID: id, Kind: replication.ContentMessage, At: 1, Text: words}}
	interactions, err := replication.EncodeInteractions(&replication.InteractionChunk{Interactions: []replication.InteractionAdd{{ID: id, Contact: id, Contents: contents}}})
	if err != nil {
		t.Fatal(err)
	}
	db, ctx := openTest(t)
	for kind, body := range map[replication.Kind]any{
		replication.KindNoteAdd:         &replication.NoteAdd{ID: id, Contact: id, Text: words, At: 1},
		replication.KindInteraction:     interactions,
		replication.KindInteractionEdit: &replication.InteractionEdit{ID: id, Contents: contents},
		replication.KindSurveyPut:       &replication.SurveyPut{Survey: replication.Survey{ID: id, Comment: words}},
		replication.KindAppointmentPut:  &replication.AppointmentPut{Appointment: replication.Appointment{ID: id, Text: words}},
		replication.KindBlacklistAdd:    &replication.BlacklistAdd{ID: id, Number: words},
	} {
		encoded, ok := body.([]byte)
		if !ok {
			if encoded, err = replication.Encode(body); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.View(ctx, func(v *View) error {
			got, err := v.readable(&PendingOp{Kind: kind}, encoded)
			if err == nil && !strings.Contains(fmt.Sprint(got), words) {
				t.Errorf("%s: %v", kind, got)
			}
			return err
		}); err != nil {
			t.Fatal(kind, err)
		}
	}
}
