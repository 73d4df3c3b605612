package batch

import (
	"context"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/service/jobs"
	"carteira/backend/sqlite"
)

// An undo takes contacts away between a batch's choosing and its keeping of them, or before it has chosen: whoever is created
// next is none of them, and is left alone.
func TestUndoWhileABatchChooses(t *testing.T) {
	for name, when := range map[string]struct{ beforeChoosing, beforeKeeping bool }{
		"before choosing": {true, false}, "before keeping": {false, true},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			named := func(name string) *crm.Contact {
				c := &crm.Contact{ID: crm.NewID()}
				c.Fields[crm.FieldName], c.Fields[crm.FieldActive] = name, "true"
				return c
			}
			imported := crm.Job{ID: crm.NewID(), Kind: crm.JobImport, State: crm.JobEnded, Title: "a.csv", Params: []byte(`{}`)}
			o.must(o.db.Update(o.ctx, func(tx *sqlite.Tx) error {
				if err := tx.CreateJob(&imported); err != nil {
					return err
				}
				return tx.ApplyImport(&sqlite.ImportBatch{Job: imported.ID, FirstLine: 2, LastLine: 2,
					Drafts: []sqlite.ImportDraft{{Next: named("Desfeita")}}})
			}))
			stranger := named("Outra")
			exchanged := func() { // the last contact is gone, and somebody else comes
				o.must(o.db.Update(o.ctx, func(tx *sqlite.Tx) error {
					undo := crm.Job{ID: crm.NewID(), Kind: crm.JobImportUndo, State: crm.JobEnded, Params: []byte(`{}`)}
					if err := tx.CreateJob(&undo); err != nil {
						return err
					}
					step, err := tx.UndoNext(imported.ID, undo.ID)
					if err == nil && step.Removed != 1 {
						t.Errorf("undone: %+v", step)
					}
					return err
				}))
				o.must(o.db.Update(o.ctx, func(tx *sqlite.Tx) error { _, err := tx.CreateContact(stranger, nil); return err }))
			}
			o.jobs.Register(crm.JobBatch, func(ctx context.Context, run *jobs.Run) error {
				w := &work{s: o.batch, run: run, began: o.db.Now()}
				if err := w.read(run.Job()); err != nil {
					return err
				}
				numbers, missing, err := w.matching(ctx)
				if err != nil {
					return err
				}
				if when.beforeChoosing { // again, as after an interruption
					exchanged()
					if numbers, missing, err = w.matching(ctx); err != nil {
						return err
					}
				}
				if when.beforeKeeping {
					exchanged()
				}
				if err := w.keep(ctx, numbers, missing); err != nil {
					return err
				}
				return o.batch.run(ctx, run)
			})
			j, err := o.batch.Start(o.ctx, Options{Action: AddLabel, Label: o.label, Selection: crm.Selection{All: true}})
			o.must(err)
			_, r := o.wait(j.ID)
			want := Result{Refused: 1}
			if when.beforeChoosing {
				want = Result{Changed: 1} // the stranger was there when it chose
			}
			if r.Changed != want.Changed || r.Refused != want.Refused {
				t.Errorf("%+v, want %+v", r, want)
			}
			o.must(o.db.View(o.ctx, func(v *sqlite.View) error {
				c, err := v.Contact(stranger.ID)
				if err == nil && (len(c.Labels) > 0) != when.beforeChoosing {
					t.Errorf("the stranger's labels: %v", c.Labels)
				}
				return err
			}))
		})
	}
}
