package simulation_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/sqlite"
)

// zenaide is somebody whose every value nobody else has, and who is everywhere.
type zenaide struct {
	id, field crm.ID
	call      crm.ID
	segment   crm.ID
}

const (
	zName, zCPF, zEmail, zPhone = "Zenaide Quixabeira", "52998224725", "zenaide@quixabeira.example", crm.Phone("5581987654321")
	zCPFMasked, zPhoneMasked    = "529.982.247-25", "(81) 98765-4321"
)

// zValues are looked for as they are, and in lower case.
var zValues = []string{zName, zCPF, zEmail, string(zPhone), zCPFMasked, zPhoneMasked, "Rua das Quixabas", "apelido-zizi", "retrato-zizi", "nota-zizi",
	"cidade-zizi", "conversa-zizi", "opiniao-zizi", "visita-zizi", "rascunho-zizi", "firma-zizi", "planilha-zizi", "bairro-zizi", "recusado-zizi", "elogio-zizi", "queixa-zizi"}

// everywhere puts the person into every place that a replica has for somebody, known to both offices or waiting in b.
func (w *world) everywhere(a, b *office) (z zenaide) {
	z.call, z.segment = crm.NewID(), crm.NewID()
	w.update(a, "a custom field", func(tx *sqlite.Tx) (err error) {
		z.field, _, err = tx.DefineField(crm.CustomField{Name: "Apelido", Type: crm.TypeText})
		return err
	})
	z.id = w.add(a, func(c *crm.Contact) {
		c.Fields[crm.FieldName], c.Fields[crm.FieldCPF], c.Fields[crm.FieldEmail], c.Phones = zName, zCPF, zEmail, []crm.Phone{zPhone}
		c.Fields[crm.FieldAddress] = "Rua das Quixabas"
		c.SetCustom(z.field, "apelido-zizi")
	})
	noted := func(o *office, text string) {
		w.update(o, "note", func(tx *sqlite.Tx) error {
			old, err := tx.Contact(z.id)
			if err != nil {
				return err
			}
			_, err = tx.UpdateContact(old, old.Clone(), []string{text})
			return err
		})
	}
	noted(a, "nota-zizi")
	w.update(a, "picture, request and segment", func(tx *sqlite.Tx) error {
		if _, err := tx.SetAvatar(z.id, []byte("retrato-zizi")); err != nil {
			return err
		}
		now := time.Now()
		if err := tx.AddInteractions([]sqlite.NewInteraction{{ID: z.call, Contact: z.id, Protocol: "1", Channel: "voice", Opened: now, Closed: now,
			Contents: []crm.Content{{Kind: "message", At: now, Text: "conversa-zizi"}}}}); err != nil {
			return err
		}
		return tx.PutSegment(crm.Segment{ID: z.segment, Name: "Pedidos de " + zName})
	})
	w.settle()

	w.write(a, z.id, crm.FieldCity, "cidade-zizi") // two at once: one is listed as a conflict
	w.write(b, z.id, crm.FieldCity, "bairro-zizi")
	answered := func(o *office, comment string) {
		w.update(o, "answer", func(tx *sqlite.Tx) error {
			return tx.PutSurvey(crm.Survey{Interaction: z.call, Answered: time.Now(), Score: crm.NoScore, Comment: comment})
		})
	}
	answered(a, "elogio-zizi")
	answered(b, "queixa-zizi")
	w.settle()

	// Refused by the server, and kept as a draft.
	w.update(a, "forbid", func(tx *sqlite.Tx) error { return tx.SetPermission(crm.ProfileAdmin, crm.PermEdit, false) })
	for w.push(a, replication.LaneEdit) {
	}
	w.write(b, z.id, crm.FieldState, "recusado-zizi")
	w.settle()
	w.update(a, "allow", func(tx *sqlite.Tx) error { return tx.SetPermission(crm.ProfileAdmin, crm.PermEdit, true) })
	w.settle()
	if n := len(w.waiting(b)); n != 1 {
		w.t.Fatalf("%d drafts, want one", n)
	}

	// What waits in b: an edit, a note, an import, a batch, requests, a segment, drafts, jobs with their files.
	w.write(b, z.id, crm.FieldCompany, "firma-zizi")
	noted(b, "nota-zizi, a second one")
	w.update(b, "import and batch", func(tx *sqlite.Tx) error {
		old, err := tx.Contact(z.id)
		if err != nil {
			return err
		}
		next := old.Clone()
		next.Fields[crm.FieldComplement] = "planilha-zizi"
		job := w.endedJob(tx, b, "")
		if err := tx.ApplyImport(&sqlite.ImportBatch{Job: job, FirstLine: 2, LastLine: 2, Drafts: []sqlite.ImportDraft{{Stored: old, Next: next}}}); err != nil {
			return err
		}
		return tx.AddRejections(job, []sqlite.Rejection{{Line: 3, Code: "phone_masked", Field: "contact_phone", Reason: "it is probably " + string(zPhone)}})
	})
	w.update(b, "batch", func(tx *sqlite.Tx) error {
		old, err := tx.Contact(z.id)
		if err != nil {
			return err
		}
		next := old.Clone()
		next.Fields[crm.FieldActive] = "false"
		_, err = tx.ApplyBatch(w.endedJob(tx, b, zName+".csv"), []sqlite.ImportDraft{{Stored: old, Next: next}})
		return err
	})
	w.update(b, "requests", func(tx *sqlite.Tx) error {
		now := time.Now()
		if err := tx.EditInteraction(z.call, nil, nil, []crm.Content{{Kind: "message", At: now, Text: "conversa-zizi, more"}}); err != nil {
			return err
		}
		if err := tx.PutSurvey(crm.Survey{Interaction: z.call, Answered: now, Score: 3, Comment: "opiniao-zizi"}); err != nil {
			return err
		}
		return tx.PutAppointment(crm.Appointment{ID: crm.NewID(), Contact: z.id, Interaction: z.call, At: now, Status: crm.AppointmentDone, Text: "visita-zizi"})
	})
	w.update(b, "segments", func(tx *sqlite.Tx) error {
		if err := tx.PutSegment(crm.Segment{ID: z.segment, Name: "Fone " + zPhoneMasked}); err != nil {
			return err
		}
		return tx.PutSegment(crm.Segment{ID: crm.NewID(), Name: "Documento", SegmentFilter: crm.SegmentFilter{Custom: []crm.CustomValue{{Field: z.field, Value: zCPFMasked}}}})
	})
	w.update(b, "drafts", func(tx *sqlite.Tx) error {
		if err := tx.SaveDraft(z.id, `{"city":"rascunho-zizi"}`); err != nil {
			return err
		}
		return tx.SaveDraft(crm.NoID, `{"cpf":"`+zCPFMasked+`","city":"rascunho-zizi"}`)
	})
	return z
}

// endedJob is a job that has ended, whose row and folder name the person.
func (w *world) endedJob(tx *sqlite.Tx, o *office, title string) crm.ID {
	params, err := json.Marshal(map[string]any{"Selection": map[string]any{"Filter": map[string]any{"Search": "quixab"}}, "cells": []string{zCPFMasked, zName}, "path": "/tmp/a.csv"})
	w.must(err)
	j := crm.Job{ID: crm.NewID(), Kind: crm.JobImport, Title: title, State: crm.JobRunning, Params: params}
	w.must(tx.CreateJob(&j))
	j.State, j.Checkpoint, j.Result = crm.JobEnded, []byte(`{"last":"`+zName+`"}`), []byte(`{"read":2}`)
	j.Error = &crm.Error{Code: "x", Message: "of " + zEmail}
	w.must(tx.SaveJob(&j))
	dir := filepath.Join(o.dir, "jobs", j.ID.String())
	w.must(os.MkdirAll(dir, 0o700))
	w.must(os.WriteFile(filepath.Join(dir, sqlite.JobCopy), []byte("contact_name;contact_phone\r\n"+zName+";"+zPhoneMasked+"\r\n"), 0o600))
	return j.ID
}

// unpacked is what an office holds in a form that a search for bytes does not read: compressed bodies, drafts.
func (w *world) unpacked(o *office) (all []byte) {
	for _, lane := range []replication.Lane{replication.LaneEdit, replication.LaneBulk} {
		_, ops, err := o.db.NextPush(w.ctx, lane, 1000, 100<<20)
		w.must(err)
		for _, op := range ops {
			body := any(op.Body)
			switch op.Kind {
			case replication.KindImportChunk, replication.KindContactBatch:
				body, err = replication.DecodeChunk(op.Body)
			case replication.KindInteraction:
				body, err = replication.DecodeInteractions(op.Body)
			case replication.KindRestore:
				body, err = replication.DecodeRestore(op.Body)
			}
			w.must(err)
			b, err := replication.Encode(body)
			w.must(err)
			all = fmt.Appendf(append(all, b...), "\n%s\n", op.Body)
		}
	}
	for _, p := range w.waiting(o) {
		if !p.Refused {
			continue
		}
		w.must(o.db.View(w.ctx, func(v *sqlite.View) error {
			_, body, err := v.RefusedBody(p.Counter)
			all = fmt.Append(all, body)
			return err
		}))
	}
	return all
}

// tracesIn are the values of the person that an office or, beside its files, the server holds.
func (w *world) tracesIn(o *office) (out []string) {
	all := bytes.ToLower(w.unpacked(o))
	w.must(w.eachFile(func(_ string, b []byte) { all = append(all, bytes.ToLower(b)...) }))
	for _, v := range zValues {
		if bytes.Contains(all, bytes.ToLower([]byte(v))) {
			out = append(out, v)
		}
	}
	return out
}

// The person is in every place that there is, and then in none: not in any file of any office and the server, nor in what
// is compressed there (D8.4, D8.5, S5.10).
func TestInvariant10InEveryPlace(t *testing.T) {
	for _, kind := range []replication.Kind{replication.KindAnonymize, replication.KindDelete} {
		t.Run(string(kind), func(t *testing.T) {
			w := quiet(t, 2)
			a, b := w.offices[0], w.offices[1]
			z := w.everywhere(a, b)
			if got := w.tracesIn(b); len(got) != len(zValues) {
				t.Fatalf("only %v of the person can be found: the test would not find what is left", got)
			}
			w.perform(a, "erase", kind, z.id, &replication.Erase{ID: z.id})
			for w.push(a, replication.LaneEdit) || w.pull(a) || w.pull(b) {
			}
			gone := func(when string) {
				t.Helper()
				w.checkErased()
				for _, o := range w.offices {
					for _, v := range w.tracesIn(o) {
						t.Errorf("%s: %q is left, and %s can read it", when, v, o.name)
					}
				}
			}
			gone("before the other office has sent what it has")
			w.settle()
			w.check()
			gone("at rest")
			w.must(b.db.View(w.ctx, func(v *sqlite.View) error {
				all, err := v.Segments()
				if len(all) != 0 {
					t.Errorf("segments %+v", all)
				}
				return err
			}))
		})
	}
}

// A server is restored to the time before the person was erased, or even known: what an office was about to bring back of
// them is destroyed where it waits.
func TestInvariant10InWhatIsOfferedToARestoredServer(t *testing.T) {
	w := quiet(t, 2)
	a, b := w.offices[0], w.offices[1]
	stays := w.add(a, func(c *crm.Contact) { c.Fields[crm.FieldCity] = "Caruaru" })
	w.settle()
	w.backUpServer()
	z := w.everywhere(a, b)
	w.restoreServer()
	for _, o := range w.offices {
		w.hello(o)
		for w.pull(o) {
		}
	}
	offered := func(o *office) (people []crm.ID, all []byte) {
		_, ops, err := o.db.NextPush(w.ctx, replication.LaneBulk, 1000, 100<<20)
		w.must(err)
		for _, op := range ops {
			if op.Kind != replication.KindRestore {
				continue
			}
			c, err := replication.DecodeRestore(op.Body)
			w.must(err)
			for _, e := range c.Effects {
				if e.Put != nil {
					people = append(people, e.Put.ID)
				}
			}
			x, err := replication.Encode(c)
			w.must(err)
			all = append(all, x...)
		}
		return people, all
	}
	for range 20 { // each push has one more noun in it; none of its answers comes
		offered(b)
	}
	if people, all := offered(b); !slices.Contains(people, z.id) || !bytes.Contains(all, []byte("nota-zizi")) || !bytes.Contains(all, []byte("conversa-zizi")) {
		t.Fatalf("the person is not on offer: %v", people)
	}
	for w.push(a, replication.LaneBulk) || w.push(a, replication.LaneEdit) || w.pull(a) {
	}
	w.perform(a, "anonymize", replication.KindAnonymize, z.id, &replication.Erase{ID: z.id})
	for w.push(a, replication.LaneEdit) || w.pull(a) || w.pull(b) {
	}
	people, _ := offered(b)
	if slices.Contains(people, z.id) {
		t.Error("the person is still on offer")
	}
	w.checkErased()
	for _, v := range w.tracesIn(b) {
		t.Errorf("%q is left in what waits", v)
	}
	w.settle()
	w.check()
	w.checkErased()
	for _, o := range w.offices {
		for _, v := range w.tracesIn(o) {
			t.Errorf("%q is left", v)
		}
		if c := w.read(o, stays); c == nil || c.Fields[crm.FieldCity] != "Caruaru" {
			t.Errorf("%s has lost somebody else: %+v", o.name, c)
		}
	}
}
