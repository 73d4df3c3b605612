package exchange_test

import (
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/service/jobs"
	"carteira/backend/service/undo"
	"carteira/backend/sqlite"
)

// importsJob imports people under a job and returns it with their ids: one more has a note.
func (o *office) importsJob(names ...string) (job crm.ID, people []crm.ID) {
	o.t.Helper()
	j := crm.Job{ID: crm.NewID(), Kind: crm.JobImport, State: crm.JobEnded, Title: "a.csv", Params: []byte(`{}`)}
	must(o.t, o.db.Update(o.ctx, func(tx *sqlite.Tx) error {
		if err := tx.CreateJob(&j); err != nil {
			return err
		}
		b := &sqlite.ImportBatch{Job: j.ID, FirstLine: 2, LastLine: 1 + len(names)}
		for _, name := range names {
			c := &crm.Contact{ID: crm.NewID()}
			c.Fields[crm.FieldName], c.Fields[crm.FieldActive] = name, "true"
			people = append(people, c.ID)
			b.Drafts = append(b.Drafts, sqlite.ImportDraft{Next: c, Notes: []string{"do arquivo"}})
		}
		return tx.ApplyImport(b)
	}))
	return j.ID, people
}

func (o *office) undoes(job crm.ID) (undone crm.ID) {
	o.t.Helper()
	work := jobs.New(o.db)
	defer work.Close()
	j, err := undo.New(o.db, work).Start(o.ctx, job)
	must(o.t, err)
	j, err = work.Wait(o.ctx, j.ID)
	must(o.t, err)
	if j.State != crm.JobEnded {
		o.t.Fatalf("undo: %s %v", j.State, j.Error)
	}
	return j.ID
}

func (o *office) keptBy(undone crm.ID) (r sqlite.UndoResult, codes map[crm.ID]string) {
	o.t.Helper()
	codes = map[crm.ID]string{}
	must(o.t, o.db.View(o.ctx, func(v *sqlite.View) error {
		j, err := v.Job(undone)
		if err != nil {
			return err
		}
		if r, err = sqlite.UndoResultOf(j); err != nil {
			return err
		}
		return v.EachUndoKept(undone, func(k sqlite.UndoKept) error { codes[k.Contact] = k.Code; return nil })
	}))
	return r, codes
}

func (o *office) gone(id crm.ID) bool {
	o.t.Helper()
	err := o.db.View(o.ctx, func(v *sqlite.View) error { _, err := v.Contact(id); return err })
	if err != nil && crm.CodeOf(err) != crm.CodeNotFound {
		o.t.Fatal(err)
	}
	return err != nil
}

// Two offices and a server (D3.18): the import has gone everywhere, the second office has touched some of it, known to the
// first or not, and writes on while it has no network.
func TestUndoEverywhere(t *testing.T) {
	c := newCentral(t)
	a, b := founded(t, c, "Matriz"), joined(t, c, "Filial")
	job, p := a.importsJob("Ana", "Beto", "Caio", "Dora", "Eva")
	a.now()
	b.now()
	b.edit(p[0], crm.FieldCity, "Natal") // known to the first office when it undoes
	b.now()
	a.now()
	b.edit(p[1], crm.FieldCity, "Olinda") // known to the server alone
	b.now()
	must(t, b.db.Update(b.ctx, func(tx *sqlite.Tx) error {
		s, err := tx.Contact(p[2])
		if err == nil {
			_, err = tx.UpdateContact(s, s.Clone(), []string{"ligou"})
		}
		return err
	}))
	b.now()
	b.edit(p[3], crm.FieldCity, "Recife") // not sent yet: it comes too late
	undone := a.undoes(job)
	if r, codes := a.keptBy(undone); r.Removed != 4 || codes[p[0]] != replication.CodeChangedSince {
		t.Errorf("as far as the first office knows: %+v %v", r, codes)
	}
	a.now()
	b.now()
	a.now()
	r, codes := a.keptBy(undone)
	if r.Removed != 2 || r.Kept != 3 || codes[p[1]] != replication.CodeChangedSince || codes[p[2]] != replication.CodeChangedSince {
		t.Errorf("after the server's word: %+v %v", r, codes)
	}
	for i, want := range []bool{false, false, false, true, true} {
		for _, o := range []*office{a, b} {
			if o.gone(p[i]) != want {
				t.Errorf("%s: person %d is gone: %v", o.name, i, !want)
			}
		}
	}
	if got := a.field(p[1], crm.FieldCity); got != "Olinda" {
		t.Errorf("what came back is %q", got)
	}
	agree(t, c, a, b)
}
