package undo

import (
	"context"
	"os"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/service/interactions"
	"carteira/backend/service/jobs"
	"carteira/backend/sqlite"
)

// Why a contact that the import created stays; each beside one that goes.
func TestReasonsToStay(t *testing.T) {
	for _, c := range []struct {
		code string
		do   func(o *office, s *sqlite.Stored) error
	}{
		{"changed_since", func(o *office, s *sqlite.Stored) error {
			return o.db.Update(o.ctx, func(tx *sqlite.Tx) error { _, err := tx.UpdateContact(s, s.Clone(), []string{"uma nota"}); return err })
		}},
		{"has_interactions", func(o *office, s *sqlite.Stored) error {
			_, err := interactions.New(o.db, jobs.New(o.db)).Add(o.ctx, interactions.Input{Contact: s.ID, Channel: "voice"})
			return err
		}},
		{"being_edited", func(o *office, s *sqlite.Stored) error {
			return o.db.Update(o.ctx, func(tx *sqlite.Tx) error { return tx.SaveDraft(s.ID, "{}") })
		}},
		{"merged", func(o *office, s *sqlite.Stored) error {
			return o.db.Update(o.ctx, func(tx *sqlite.Tx) error {
				id, err := tx.CreateContact(&crm.Contact{Fields: [crm.NumFields]string{crm.FieldName: "Zeca", crm.FieldActive: "true"}}, nil)
				if err != nil {
					return err
				}
				x, err := tx.At(id)
				if err != nil {
					return err
				}
				_, err = tx.Perform("contact.merge", x.ID, mergeOf(x.ID, s.ID))
				return err
			})
		}},
		{"anonymized", func(o *office, s *sqlite.Stored) error {
			return o.db.Update(o.ctx, func(tx *sqlite.Tx) error {
				_, err := tx.Perform("contact.anonymize", s.ID, eraseOf(s.ID))
				return err
			})
		}},
	} {
		t.Run(c.code, func(t *testing.T) {
			o := newOffice(t)
			j := o.imports(header, `Maria;52998224725;;;;;`, `José;11144477735;;;;;`)
			o.must(c.do(o, o.contact(cpfA)))
			u, r := o.undone(j)
			kept := o.kept(u)
			if r.Removed != 1 || len(kept) != 1 || kept[0].Code != c.code {
				t.Errorf("%+v %+v", r, kept)
			}
			if o.contact(cpfB) != nil {
				t.Error("the other one is still there")
			}
		})
	}
}

// The right to import for one's own, that to the settings for another's; while it runs, and after it, no second one.
func TestWhoMayUndo(t *testing.T) {
	o := newOffice(t)
	bia, leo := o.person("Bia", crm.ProfileSupervisor), o.person("Leo", crm.ProfileAgent)
	j := o.imports(header, `Maria;52998224725;;;;;`)
	for name, c := range map[string]context.Context{"another's import": as(bia), "no right to import": as(leo)} {
		if _, err := o.undo.Start(c, j.ID); crm.CodeOf(err) != crm.CodeNotAllowed {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := o.undo.Plan(c, j.ID, func(int, int) {}); crm.CodeOf(err) != crm.CodeNotAllowed {
			t.Errorf("%s, the plan: %v", name, err)
		}
	}
	ada := o.ctx
	o.ctx = as(bia)
	own := o.imports(header, `Rita;39053344705;;;;;`)
	o.undone(own)
	o.ctx = ada
	if _, err := o.undo.Start(o.ctx, crm.NewID()); crm.CodeOf(err) != crm.CodeNotFound {
		t.Errorf("no such import: %v", err)
	}
	if u, _ := o.undone(j); true {
		if _, err := o.undo.Plan(o.ctx, u.ID, func(int, int) {}); crm.CodeOf(err) != crm.CodeNotFound {
			t.Errorf("an undo is no import: %v", err)
		}
	}
	var entries int
	o.must(o.db.View(o.ctx, func(v *sqlite.View) error {
		list, err := v.AuditEntries(crm.AuditFilter{Action: "import.undo"}, 0, 10)
		entries = len(list)
		return err
	}))
	if entries != 2 {
		t.Errorf("%d entries of the audit", entries)
	}
}

// Reports, private copies and what an undo needs go when their time is over (D3.16).
func TestReportsAreKeptAsLongAsTheOrganizationSays(t *testing.T) {
	for _, c := range []struct {
		keep      string
		age       time.Duration
		dismissed bool // its notification was closed
		stays     bool
	}{
		{"until-dismissed", 400 * 24 * time.Hour, false, true},
		{"until-dismissed", 0, true, false},
		{"7", 6 * 24 * time.Hour, true, true},
		{"7", 8 * 24 * time.Hour, true, false},
		{"30", 8 * 24 * time.Hour, false, true},
		{"30", 31 * 24 * time.Hour, false, false},
	} {
		t.Run(c.keep+" "+c.age.String(), func(t *testing.T) {
			now := time.Now()
			o := newOfficeAt(t, func() time.Time { return now })
			o.must(o.db.Update(o.ctx, func(tx *sqlite.Tx) error { return tx.SetSetting(crm.SettingKeepReports, c.keep) }))
			j := o.imports(header, `Maria;52998224725;;;;;`, `;123;;;;;`)
			if c.dismissed {
				o.must(o.jobs.Dismiss(o.ctx, j.ID))
			}
			now = now.Add(c.age)
			o.must(o.jobs.Sweep(context.Background()))
			_, _, err := o.imp.Rejections(o.ctx, j.ID, 10)
			if stays := err == nil; stays != c.stays {
				t.Errorf("the report stays: %v, %v", stays, err)
			}
			if _, err := os.Stat(o.jobs.Folder(j.ID)); os.IsNotExist(err) == c.stays {
				t.Errorf("its folder: %v", err)
			}
			_, err = o.undo.Plan(o.ctx, j.ID, func(int, int) {})
			if possible := err == nil; possible != (c.age < jobs.UndoDays*24*time.Hour) {
				t.Errorf("after %s it can be undone: %v", c.age, err)
			}
		})
	}
}

// What was undone before it was cancelled stays so, and the rest can be undone later.
func TestCancelledUndoGoesOn(t *testing.T) {
	o := newOffice(t)
	j := o.imports(header, `Maria;52998224725;;;;;`)
	u, err := o.undo.Start(o.ctx, j.ID)
	o.must(err)
	_ = o.jobs.Cancel(o.ctx, u.ID) // it may have ended
	u, err = o.jobs.Wait(o.ctx, u.ID)
	o.must(err)
	if u.State == crm.JobCancelled && o.contact(cpfA) != nil {
		o.undone(j)
	}
	if o.contact(cpfA) != nil {
		t.Error("still there")
	}
}

// The server answers for what the last transaction did before the job's end is recorded.
func TestAnswerBeforeTheEndIsNotOverwritten(t *testing.T) {
	o := newOffice(t)
	j := o.imports(header, `Maria;52998224725;;;;;`)
	told := false
	o.jobs.Listen(func(j crm.Job, c jobs.Change) {
		if told || j.Kind != crm.JobImportUndo || c != jobs.Progress {
			return
		}
		told = true
		o.must(o.db.Update(o.ctx, func(tx *sqlite.Tx) error {
			stored, err := tx.Job(j.ID)
			if err != nil {
				return err
			}
			r, err := sqlite.UndoResultOf(stored)
			if err != nil {
				return err
			}
			r.Add(sqlite.UndoCounts{Removed: -1, Kept: 1}, nil)
			stored.Result = jobs.Encode(r)
			return tx.SaveJob(&stored)
		}))
	})
	u, err := o.undo.Start(o.ctx, j.ID)
	o.must(err)
	u, err = o.jobs.Wait(o.ctx, u.ID)
	o.must(err)
	r, err := sqlite.UndoResultOf(u)
	o.must(err)
	if !told || r.Removed != 0 || r.Kept != 1 || u.Colour != crm.Red {
		t.Errorf("%v %+v %s", told, r, u.Colour)
	}
}
