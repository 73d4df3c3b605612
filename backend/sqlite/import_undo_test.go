package sqlite

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// doing stores a job that has ended, with what it does.
func doing(t *testing.T, db *DB, ctx context.Context, kind crm.JobKind, work func(tx *Tx, job *crm.Job) error) crm.ID {
	t.Helper()
	job := crm.Job{ID: crm.NewID(), Kind: kind, State: crm.JobEnded, Title: "a.csv", Params: []byte(`{}`)}
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		if err := tx.CreateJob(&job); err != nil {
			return err
		}
		return work(tx, &job)
	})
	return job.ID
}

// importing stores an import job and what it does, whose contacts have the CPFs given; edits are made of those named.
func importing(t *testing.T, db *DB, ctx context.Context, creates []*crm.Contact, edits ...ImportDraft) crm.ID {
	t.Helper()
	return doing(t, db, ctx, crm.JobImport, func(tx *Tx, job *crm.Job) error {
		b := &ImportBatch{Job: job.ID, FirstLine: 2, LastLine: 2}
		for _, c := range creates {
			b.Drafts = append(b.Drafts, ImportDraft{Next: c, Notes: []string{"do arquivo"}})
		}
		b.Drafts = append(b.Drafts, edits...)
		return tx.ApplyImport(b)
	})
}

// undo takes an import back and returns the undo's job and result.
func undo(t *testing.T, db *DB, ctx context.Context, imported crm.ID) (id crm.ID, r UndoResult) {
	t.Helper()
	id = doing(t, db, ctx, crm.JobImportUndo, func(tx *Tx, job *crm.Job) error {
		if err := tx.BeginUndo(imported, job.ID); err != nil {
			return err
		}
		for {
			step, err := tx.UndoNext(imported, job.ID)
			if err != nil {
				return err
			}
			if step == nil {
				break
			}
			r.Add(step.UndoCounts, step.Kept)
			if err := tx.KeepUndone(job.ID, step.Kept); err != nil {
				return err
			}
		}
		b, err := jsonOf(r)
		job.Result, job.Colour = b, r.Colour()
		if err != nil {
			return err
		}
		return tx.SaveJob(job)
	})
	return id, r
}

// undoneBy reads the result of an undo as it stands, and what it lists.
func undoneBy(t *testing.T, db *DB, ctx context.Context, job crm.ID) (r UndoResult, kept []UndoKept) {
	t.Helper()
	if err := db.View(ctx, func(v *View) error {
		j, err := v.Job(job)
		if err != nil {
			return err
		}
		if r, err = UndoResultOf(j); err != nil {
			return err
		}
		return v.EachUndoKept(job, func(k UndoKept) error { kept = append(kept, k); return nil })
	}); err != nil {
		t.Fatal(err)
	}
	return r, kept
}

func newcomer(name, cpf string) *crm.Contact {
	c := &crm.Contact{ID: crm.NewID()}
	c.Fields[crm.FieldName], c.Fields[crm.FieldCPF], c.Fields[crm.FieldActive] = name, cpf, "true"
	c.Phones = []crm.Phone{crm.Phone(fmt.Sprintf("55119%08d", len(name)*1000003%100000000))}
	return c
}

func (c *central) contact(id crm.ID) *replication.Contact {
	x, _ := c.state.Contact(id)
	return x
}

func storedIn(t *testing.T, db *DB, ctx context.Context, id crm.ID) (s *Stored) {
	t.Helper()
	if err := db.View(ctx, func(v *View) (err error) { s, err = v.stored(id); return err }); err != nil {
		t.Fatal(err)
	}
	return s
}

// The server has the import already: everybody hears that its contacts are gone.
func TestUndoAfterSync(t *testing.T) {
	c := newCentral(t)
	db, ctx := c.openOffice()
	known := newcomer("Zoe", "39053344705")
	mustUpdate(t, db, ctx, func(tx *Tx) error { _, err := tx.CreateContact(known, nil); return err })
	c.sync(db, ctx)
	old := storedIn(t, db, ctx, known.ID)
	next := old.Clone()
	next.Fields[crm.FieldName], next.Fields[crm.FieldCity] = "Zoe Lima", "Natal"
	a, b := newcomer("Ana", "52998224725"), newcomer("Beto", "11144477735")
	job := importing(t, db, ctx, []*crm.Contact{a, b}, ImportDraft{Stored: old, Next: next, Notes: []string{"mais"}})
	c.sync(db, ctx)
	c.agree(db, ctx)
	undone, r := undo(t, db, ctx, job)
	if r.Removed != 2 || r.Restored != 1 || r.Kept != 0 {
		t.Errorf("%+v", r)
	}
	if s := storedIn(t, db, ctx, a.ID); !s.Deleted || s.Name() != "" {
		t.Errorf("hidden at once: %+v", s.Contact)
	}
	c.sync(db, ctx)
	c.agree(db, ctx)
	if x := c.contact(a.ID); x.Mark != replication.Removed || len(x.Fields) > 0 {
		t.Errorf("on the server: %+v", x)
	}
	if x := c.contact(known.ID); x.Field(crm.FieldName) != "Zoe" || x.Field(crm.FieldCity) != "" {
		t.Errorf("on the server: %+v", x)
	}
	if again, _ := undoneBy(t, db, ctx, undone); again.UndoCounts != r.UndoCounts {
		t.Errorf("afterwards %+v", again)
	}
	c.view(db, ctx, func(v *View) error {
		for _, q := range []string{`SELECT count(*) FROM contact_change`, `SELECT count(*) FROM note WHERE text <> ''`} {
			n := must(v.c.integer(q))(t)
			if q[len(`SELECT count(*) FROM `)] == 'n' && n != 0 {
				t.Errorf("%s: %d", q, n)
			}
		}
		return nil
	})
}

// Another office was first: what it has touched stays, and the undo says so.
func TestUndoMeetsOtherOffices(t *testing.T) {
	c := newCentral(t)
	db, ctx := c.openOffice()
	known := newcomer("Zoe", "39053344705")
	mustUpdate(t, db, ctx, func(tx *Tx) error { _, err := tx.CreateContact(known, nil); return err })
	c.sync(db, ctx)
	old := storedIn(t, db, ctx, known.ID)
	next := old.Clone()
	next.Fields[crm.FieldName], next.Fields[crm.FieldCity] = "Zoe Lima", "Natal"
	a, b, x, y := newcomer("Ana", "52998224725"), newcomer("Beto", "11144477735"), newcomer("Caio", "12345678909"), newcomer("Dora", "98765432100")
	job := importing(t, db, ctx, []*crm.Contact{a, b, x, y}, ImportDraft{Stored: old, Next: next})
	c.sync(db, ctx)
	// Unknown here when the undo runs.
	c.other(replication.KindContactEdit, a.ID, &replication.ContactEdit{ID: a.ID, Fields: []replication.FieldEdit{{Field: crm.FieldCity, Value: "Olinda"}}})
	c.other(replication.KindNoteAdd, b.ID, &replication.NoteAdd{ID: crm.NewID(), Contact: b.ID, Text: "de outro", At: 1})
	c.other(replication.KindContactEdit, known.ID, &replication.ContactEdit{ID: known.ID, Fields: []replication.FieldEdit{{Field: crm.FieldCity, Value: "Recife"}}})
	undone, r := undo(t, db, ctx, job)
	if r.Removed != 4 || r.Kept != 0 {
		t.Errorf("as far as this office knows: %+v", r)
	}
	c.sync(db, ctx)
	c.agree(db, ctx)
	r, kept := undoneBy(t, db, ctx, undone)
	if r.Removed != 2 || r.Kept != 3 || r.Reasons[replication.CodeChangedSince] != 3 || len(kept) != 3 {
		t.Errorf("%+v %+v", r, kept)
	}
	if s := storedIn(t, db, ctx, a.ID); s.Deleted || s.Fields[crm.FieldCity] != "Olinda" {
		t.Errorf("a contact that somebody else has changed: %+v", s.Contact)
	}
	if s := storedIn(t, db, ctx, known.ID); s.Name() != "Zoe" || s.Fields[crm.FieldCity] != "Recife" {
		t.Errorf("restored around another office's change: %+v", s.Contact)
	}
	said := replication.InteractionAdd{ID: crm.NewID(), Contact: y.ID, Channel: "voice", Opened: 1, Contents: []replication.Content{{ID: crm.NewID(), Kind: replication.ContentMessage, At: 1, Text: "dito"}}}
	if got := c.otherChunk(replication.KindInteraction, must(replication.EncodeInteractions(&replication.InteractionChunk{Interactions: []replication.InteractionAdd{said}}))(t)); len(got.Refused) != 1 || got.Refused[0].Code != replication.CodeDeleted {
		t.Errorf("what was said with a contact that is gone: %+v", got)
	}
	// And the other way round: what others write of a contact that is gone is refused, not lost.
	got := c.other(replication.KindContactEdit, x.ID, &replication.ContactEdit{ID: x.ID, Fields: []replication.FieldEdit{{Field: crm.FieldCity, Value: "Olinda"}}})
	if got.Outcome != replication.Rejected || got.Code != replication.CodeDeleted {
		t.Errorf("an edit of a removed contact: %+v", got)
	}
}

// Known here when the undo runs: the history says who.
func TestUndoKnowsWhatCameBefore(t *testing.T) {
	c := newCentral(t)
	db, ctx := c.openOffice()
	a, b := newcomer("Ana", "52998224725"), newcomer("Beto", "11144477735")
	job := importing(t, db, ctx, []*crm.Contact{a, b})
	c.sync(db, ctx)
	c.other(replication.KindContactEdit, a.ID, &replication.ContactEdit{ID: a.ID, Fields: []replication.FieldEdit{{Field: crm.FieldCity, Value: "Olinda"}}})
	c.sync(db, ctx)
	undone, r := undo(t, db, ctx, job)
	_, kept := undoneBy(t, db, ctx, undone)
	if r.Removed != 1 || r.Kept != 1 || len(kept) != 1 || kept[0].Contact != a.ID || kept[0].At.IsZero() {
		t.Errorf("%+v %+v", r, kept)
	}
	c.sync(db, ctx)
	c.agree(db, ctx)
}

// The right was taken away before the server heard of the undo: everything comes back.
func TestUndoThatTheServerRejects(t *testing.T) {
	c := newCentral(t)
	db, ctx := c.openOffice()
	user := crm.User{ID: crm.NewID(), Name: "Bia", Email: "bia@example.com", Profile: crm.ProfileSupervisor, Active: true}
	mustUpdate(t, db, ctx, func(tx *Tx) error { return tx.PutUser(user, "x") })
	bia := crm.WithActor(context.Background(), crm.Actor{User: user.ID, Name: user.Name, Profile: user.Profile, Source: "test"})
	a := newcomer("Ana", "52998224725")
	job := importing(t, db, bia, []*crm.Contact{a})
	c.sync(db, ctx)
	c.agree(db, ctx)
	undone, _ := undo(t, db, bia, job)
	c.other(replication.KindPermissionSet, crm.NoID, &replication.PermissionSet{Profile: crm.ProfileSupervisor, Permission: crm.PermImport, Allowed: false})
	c.answer(db, ctx, c.take(db, ctx, replication.LaneBulk))
	c.pull(db, ctx)
	var e *Enrolment
	c.view(db, ctx, func(v *View) error { e = must(v.Enrolment())(t); return nil })
	if e.Cursor != CopyCursor(0) {
		t.Fatalf("goes on at %s", e.Cursor)
	}
	c.copyTo(db, ctx)
	c.agree(db, ctx)
	if s := storedIn(t, db, ctx, a.ID); s.Deleted || s.Name() != "Ana" {
		t.Errorf("what was not undone: %+v", s.Contact)
	}
	if r, kept := undoneBy(t, db, ctx, undone); r.Removed != 0 || r.Kept != 1 || len(kept) != 1 || kept[0].Code != crm.CodeNotAllowed {
		t.Errorf("%+v %+v", r, kept)
	}
}

// Old values that an undo would need are destroyed with the person (D8.4), before it and while it waits to be sent.
func TestErasureTakesUndoWithIt(t *testing.T) {
	const secret = "segredo@example.com"
	c := newCentral(t)
	db, ctx := c.openOffice()
	known, other := newcomer("Zoe", "39053344705"), newcomer("Yara", "52998224725")
	known.Fields[crm.FieldEmail] = secret
	mustUpdate(t, db, ctx, func(tx *Tx) error { _, err := tx.CreateContact(known, nil); return err })
	c.sync(db, ctx)
	old := storedIn(t, db, ctx, known.ID)
	next := old.Clone()
	next.Fields[crm.FieldEmail] = "nova@example.com"
	job := importing(t, db, ctx, []*crm.Contact{other}, ImportDraft{Stored: old, Next: next})
	c.sync(db, ctx)
	undone, _ := undo(t, db, ctx, job)
	c.other(replication.KindAnonymize, known.ID, &replication.Erase{ID: known.ID})
	c.other(replication.KindAnonymize, other.ID, &replication.Erase{ID: other.ID}) // hidden here, and not decided
	c.pull(db, ctx)
	c.view(db, ctx, func(v *View) error {
		for _, q := range []string{`SELECT count(*) FROM contact_change`, `SELECT count(*) FROM note WHERE text <> ''`, `SELECT count(*) FROM image`} {
			if n := must(v.c.integer(q))(t); n != 0 {
				t.Errorf("%s: %d", q, n)
			}
		}
		return v.c.query(`SELECT body FROM pending_op WHERE kind = 'import.undo'`, nil, func(row result) error {
			chunk, err := replication.DecodeChunk(row[0].([]byte))
			if err == nil && len(chunk.Edits) > 0 {
				t.Errorf("an old value waits to be sent: %+v", chunk.Edits)
			}
			return err
		})
	})
	c.sync(db, ctx)
	c.agree(db, ctx)
	if r, kept := undoneBy(t, db, ctx, undone); r.Kept == 0 || len(kept) == 0 {
		t.Errorf("%+v %+v", r, kept)
	}
	if s := storedIn(t, db, ctx, other.ID); s.mark() != replication.Anonymized {
		t.Errorf("the erasure beats the removal: %+v", s.mark())
	}
}

// A server that was restored learns of an undo again.
func TestUndoReachesRestoredServer(t *testing.T) {
	c := newCentral(t)
	db, ctx := c.openOffice()
	known := newcomer("Zoe", "39053344705")
	mustUpdate(t, db, ctx, func(tx *Tx) error { _, err := tx.CreateContact(known, nil); return err })
	c.sync(db, ctx)
	old := storedIn(t, db, ctx, known.ID)
	a := newcomer("Ana", "52998224725")
	next := old.Clone()
	next.Fields[crm.FieldCity] = "Natal"
	job := importing(t, db, ctx, []*crm.Contact{a}, ImportDraft{Stored: old, Next: next, Notes: []string{"nota"}})
	c.sync(db, ctx)
	backup := c.state.Clone()
	undo(t, db, ctx, job)
	c.sync(db, ctx)
	c.agree(db, ctx)
	c.restore(db, ctx, backup)
	c.sync(db, ctx)
	c.agree(db, ctx)
	if x := c.contact(a.ID); x.Mark != replication.Removed {
		t.Errorf("on the restored server: %+v", x)
	}
}

// The import went up before its undo and comes back refused: the server hears of its contacts neither way.
func TestUndoOfAnImportThatTheServerRejects(t *testing.T) {
	c := newCentral(t)
	db, ctx := c.openOffice()
	user := crm.User{ID: crm.NewID(), Name: "Bia", Email: "bia@example.com", Profile: crm.ProfileSupervisor, Active: true}
	mustUpdate(t, db, ctx, func(tx *Tx) error { return tx.PutUser(user, "x") })
	bia := crm.WithActor(context.Background(), crm.Actor{User: user.ID, Name: user.Name, Profile: user.Profile, Source: "test"})
	c.sync(db, ctx)
	c.other(replication.KindPermissionSet, crm.NoID, &replication.PermissionSet{Profile: crm.ProfileSupervisor, Permission: crm.PermImport, Allowed: false})
	a := newcomer("Ana", "52998224725")
	job := importing(t, db, bia, []*crm.Contact{a})
	sent := c.take(db, ctx, replication.LaneBulk)
	if len(sent.results) != 1 || sent.results[0].Result.Outcome != replication.Rejected {
		t.Fatalf("the import: %+v", sent.results)
	}
	undo(t, db, bia, job)
	c.answer(db, ctx, sent)
	c.answer(db, ctx, c.take(db, ctx, replication.LaneBulk))
	c.pull(db, ctx)
	c.copyTo(db, ctx)
	c.agree(db, ctx)
	if s := storedIn(t, db, ctx, a.ID); s != nil {
		t.Errorf("nobody else has ever heard of %+v", s.Contact)
	}
}

// This office wrote of a contact that another one's undo takes away: drafts are all that stays here.
func TestAnothersUndoMeetsWhatWaitsHere(t *testing.T) {
	c := newCentral(t)
	db, ctx := c.openOffice()
	gone, merged, primary := crm.NewID(), crm.NewID(), crm.NewID()
	for i, id := range []crm.ID{gone, merged, primary} {
		c.other(replication.KindContactCreate, id, &replication.ContactCreate{ID: id, At: 1, Fields: map[crm.Field]string{crm.FieldName: fmt.Sprint("Pessoa ", i)}})
	}
	note := crm.NewID()
	c.other(replication.KindNoteAdd, merged, &replication.NoteAdd{ID: note, Contact: merged, Text: "do arquivo", At: 1})
	c.pull(db, ctx)
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		s, err := tx.stored(gone)
		if err != nil {
			return err
		}
		next := s.Clone()
		next.Fields[crm.FieldCity] = "Olinda"
		if _, err := tx.UpdateContact(s, next, []string{"daqui"}); err != nil {
			return err
		}
		_, err = tx.Perform(replication.KindMerge, primary, &replication.Merge{Primary: primary, Secondaries: []crm.ID{merged}})
		return err
	})
	undone := must(replication.EncodeChunk(&replication.ImportChunk{Removes: []replication.ContactRemoval{{ID: gone}, {ID: merged, Notes: []crm.ID{note}}}}))(t)
	if got := c.otherChunk(replication.KindImportUndo, undone); len(got.Refused) > 0 {
		t.Fatalf("%+v", got)
	}
	c.sync(db, ctx)
	c.agree(db, ctx)
	c.view(db, ctx, func(v *View) error {
		if n := must(v.c.integer(`SELECT count(*) FROM note WHERE text <> ''`))(t); n != 0 {
			t.Errorf("%d notes of nobody", n)
		}
		if n := must(v.c.integer(`SELECT count(*) FROM refused_op`))(t); n == 0 {
			t.Error("what was written here is no draft")
		}
		return nil
	})
}

// Nothing that somebody typed here about a contact which another office's undo takes away is lost: contents, the comment of a survey
// and the text of an appointment stay as drafts, the facts with the server. A later erasure of the person destroys the drafts (D8.4).
func TestWordsAboutARemovedContactStayAsDrafts(t *testing.T) {
	c := newCentral(t)
	db, ctx := c.openOffice()
	contact, call, kept, agreed := crm.NewID(), crm.NewID(), crm.NewID(), crm.NewID()
	c.other(replication.KindContactCreate, contact, &replication.ContactCreate{ID: contact, At: 1, Fields: map[crm.Field]string{crm.FieldName: "Ana"}})
	c.pull(db, ctx)
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		return tx.AddInteraction(&NewInteraction{ID: call, Contact: contact, Protocol: "p-1", Channel: "voice", Opened: tx.now, Closed: tx.now,
			Contents: []crm.Content{{Kind: "message", At: tx.now, Text: "palavra na conversa"}}})
	})
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		return tx.PutSurvey(crm.Survey{Interaction: call, Answered: tx.now, Score: 9, Comment: "palavra na pesquisa"})
	})
	for id, status := range map[crm.ID]crm.AppointmentStatus{kept: crm.AppointmentDone, agreed: crm.AppointmentOpen} {
		mustUpdate(t, db, ctx, func(tx *Tx) error {
			return tx.PutAppointment(crm.Appointment{ID: id, Contact: contact, At: tx.now, Status: status, Text: "palavra na agenda " + string(status)})
		})
	}
	undone := must(replication.EncodeChunk(&replication.ImportChunk{Removes: []replication.ContactRemoval{{ID: contact}}}))(t)
	if got := c.otherChunk(replication.KindImportUndo, undone); len(got.Refused) > 0 {
		t.Fatalf("%+v", got)
	}
	c.sync(db, ctx)
	c.agree(db, ctx)
	drafts := func() (words string) {
		c.view(db, ctx, func(v *View) error {
			for _, p := range must(v.PendingOps(100))(t) {
				if !p.Refused {
					continue
				}
				_, body, err := v.RefusedBody(p.Counter)
				if err != nil {
					return err
				}
				words += fmt.Sprint(p.Kind, body)
			}
			return nil
		})
		return words
	}
	for _, words := range []string{"na conversa", "na pesquisa", "na agenda done", "na agenda open"} {
		if n := strings.Count(drafts(), words); n != 1 {
			t.Errorf("%q is %d drafts", words, n)
		}
	}
	c.view(db, ctx, func(v *View) error {
		if x := must(v.Interaction(call))(t); x.Protocol != "p-1" || x.Contents != 0 || x.Survey == nil || x.Survey.Score != 9 || x.Survey.Comment != "" {
			t.Errorf("%+v %+v", x, x.Survey)
		}
		if a := must(v.Appointment(kept))(t); a.Status != crm.AppointmentDone || a.Text != "" {
			t.Errorf("%+v", a)
		}
		if _, err := v.Appointment(agreed); crm.CodeOf(err) != crm.CodeNotFound {
			t.Errorf("an appointment with nobody: %v", err)
		}
		return nil
	})
	c.other(replication.KindAnonymize, contact, &replication.Erase{ID: contact})
	c.sync(db, ctx)
	c.agree(db, ctx)
	if strings.Contains(drafts(), "palavra") {
		t.Errorf("after the erasure: %s", drafts())
	}
}

// Another office wrote the very value of the import, which came in a copy: no line of the history says so.
func TestUndoKeepsWhatAnotherOfficeConfirmed(t *testing.T) {
	c := newCentral(t)
	db, ctx := c.openOffice()
	known := newcomer("Zoe", "39053344705")
	mustUpdate(t, db, ctx, func(tx *Tx) error { _, err := tx.CreateContact(known, nil); return err })
	c.sync(db, ctx)
	old := storedIn(t, db, ctx, known.ID)
	next := old.Clone()
	next.Fields[crm.FieldCity], next.Fields[crm.FieldState] = "Natal", "RN"
	job := importing(t, db, ctx, nil, ImportDraft{Stored: old, Next: next})
	c.sync(db, ctx)
	c.other(replication.KindContactEdit, known.ID, &replication.ContactEdit{ID: known.ID, Fields: []replication.FieldEdit{{Field: crm.FieldCity, Value: "Natal"}}})
	c.copyTo(db, ctx)
	undone, r := undo(t, db, ctx, job)
	if _, kept := undoneBy(t, db, ctx, undone); r.Restored != 1 || len(kept) != 1 || fmt.Sprint(kept[0].Parts) != "[city]" {
		t.Errorf("%+v %+v", r, kept)
	}
	c.sync(db, ctx)
	c.agree(db, ctx)
	if x := c.contact(known.ID); x.Field(crm.FieldCity) != "Natal" || x.Field(crm.FieldState) != "" {
		t.Errorf("%+v", x)
	}
}

// A batch goes on by row numbers: those of contacts that an undo has taken away are nobody else's meanwhile.
func TestNumbersOfABatchAreNotGivenOutAgain(t *testing.T) {
	db, ctx := openTest(t)
	a := newcomer("Ana", "52998224725")
	imported := importing(t, db, ctx, []*crm.Contact{a})
	n := storedIn(t, db, ctx, a.ID).N
	batch := crm.Job{ID: crm.NewID(), Kind: crm.JobBatch, State: crm.JobRunning, Params: []byte(`{}`)}
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		if err := tx.CreateJob(&batch); err != nil {
			return err
		}
		return tx.KeepMembers(batch.ID, []int64{n})
	})
	if _, r := undo(t, db, ctx, imported); r.Removed != 1 {
		t.Fatalf("%+v", r)
	}
	b, x := newcomer("Beto", "11144477735"), newcomer("Caio", "12345678909")
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		for _, c := range []*crm.Contact{b, x} {
			if _, err := tx.CreateContact(c, nil); err != nil {
				return err
			}
		}
		return nil
	})
	if got := storedIn(t, db, ctx, b.ID).N; got == n {
		t.Errorf("the batch is about Beto now, number %d", got)
	}
	if s := storedIn(t, db, ctx, x.ID); s == nil || s.N != storedIn(t, db, ctx, b.ID).N+1 {
		t.Errorf("%+v", s)
	}
}

// After a crash nobody knows who was erased, and every reason of a report goes: which contacts an undo left is still told.
func TestUndoReportOutlivesAnErasure(t *testing.T) {
	db, ctx := openTest(t)
	a := newcomer("Ana", "52998224725")
	undone, _ := undo(t, db, ctx, importing(t, db, ctx, []*crm.Contact{a}))
	mustUpdate(t, db, ctx, func(tx *Tx) error {
		if err := tx.KeepUndone(undone, []UndoKept{{Contact: a.ID, Code: UndoGone, Parts: []string{"city"}}}); err != nil {
			return err
		}
		j, err := tx.Job(undone)
		if err != nil {
			return err
		}
		return tx.purgeJobRow(&j, new(wanted))
	})
	if _, kept := undoneBy(t, db, ctx, undone); len(kept) != 1 || kept[0].Contact != a.ID {
		t.Errorf("%+v", kept)
	}
}

// Another office has given the same owner another kind of portfolio, unknown here: it is not taken back with the import's.
func TestUndoLeavesAPortfolioThatAnotherOfficeChanged(t *testing.T) {
	for _, changed := range []bool{false, true} {
		c := newCentral(t)
		db, ctx := c.openOffice()
		owner := crm.User{ID: crm.NewID(), Name: "Bia", Email: "bia@example.com", Profile: crm.ProfileAgent, Active: true}
		known := newcomer("Zoe", "39053344705")
		mustUpdate(t, db, ctx, func(tx *Tx) error {
			if err := tx.PutUser(owner, "x"); err != nil {
				return err
			}
			_, err := tx.CreateContact(known, nil)
			return err
		})
		c.sync(db, ctx)
		old := storedIn(t, db, ctx, known.ID)
		next := old.Clone()
		next.Portfolio = &crm.Portfolio{Type: 1, Owner: owner.ID}
		job := importing(t, db, ctx, nil, ImportDraft{Stored: old, Next: next})
		c.sync(db, ctx)
		if changed {
			got := c.other(replication.KindContactEdit, known.ID, &replication.ContactEdit{ID: known.ID,
				Portfolio: &replication.Assign{Link: &replication.Portfolio{Type: 4, Owner: owner.ID}, Owner: owner.ID}})
			if len(got.Refused) > 0 {
				t.Fatalf("%+v", got)
			}
		}
		undone, _ := undo(t, db, ctx, job)
		c.sync(db, ctx)
		c.agree(db, ctx)
		_, kept := undoneBy(t, db, ctx, undone)
		x := c.contact(known.ID)
		switch {
		case !changed && (x.Portfolio != nil || len(kept) > 0):
			t.Errorf("untouched: %+v %+v", x.Portfolio, kept)
		case changed && (x.Portfolio == nil || x.Portfolio.Type != 4 || len(kept) != 1 || kept[0].Code != replication.CodeChangedSince):
			t.Errorf("changed elsewhere: %+v %+v", x.Portfolio, kept)
		}
	}
}
