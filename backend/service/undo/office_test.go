package undo

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/service/importer"
	"carteira/backend/service/jobs"
	"carteira/backend/sqlite"
)

// office is a replica with its services and somebody who may do everything.
type office struct {
	t    testing.TB
	db   *sqlite.DB
	jobs *jobs.Service
	imp  *importer.Service
	undo *Service
	ctx  context.Context
	user crm.User
}

func newOffice(t testing.TB) *office {
	t.Helper()
	return newOfficeAt(t, nil)
}

func newOfficeAt(t testing.TB, now func() time.Time) *office {
	t.Helper()
	db, err := sqlite.Open(context.Background(), t.TempDir(), sqlite.Options{RefuseUntyped: true, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, db: db, jobs: jobs.New(db)}
	o.must(db.Warm(context.Background()))
	o.imp, o.undo = importer.New(db, o.jobs), New(db, o.jobs)
	t.Cleanup(func() {
		o.jobs.Close()
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	o.user = o.person("Ada", crm.ProfileAdmin)
	o.ctx = as(o.user)
	return o
}

func (o *office) person(name string, profile crm.Profile) crm.User {
	o.t.Helper()
	u := crm.User{ID: crm.NewID(), Name: name, Email: strings.ToLower(name) + "@example.com", Profile: profile, Active: true}
	o.must(o.db.Update(crm.WithActor(context.Background(), crm.System), func(tx *sqlite.Tx) error { return tx.PutUser(u, "-") }))
	return u
}

func as(u crm.User) context.Context {
	return crm.WithActor(context.Background(), crm.Actor{User: u.ID, Name: u.Name, Profile: u.Profile, Source: "test"})
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// imports imports lines under a header and returns the job.
func (o *office) imports(header string, lines ...string) crm.Job {
	o.t.Helper()
	path := filepath.Join(o.t.TempDir(), "contatos.csv")
	o.must(os.WriteFile(path, []byte(header+"\r\n"+strings.Join(lines, "\r\n")+"\r\n"), 0o600))
	j, err := o.imp.Start(o.ctx, importer.Options{Path: path})
	o.must(err)
	if j, err = o.jobs.Wait(o.ctx, j.ID); err != nil || j.State != crm.JobEnded {
		o.t.Fatalf("import: %s %v %v", j.State, j.Error, err)
	}
	return j
}

// undone undoes an import, checks that the plan said what happened, and returns the result.
func (o *office) undone(imported crm.Job) (crm.Job, sqlite.UndoResult) {
	o.t.Helper()
	p, err := o.undo.Plan(o.ctx, imported.ID, func(int, int) {})
	o.must(err)
	j, err := o.undo.Start(o.ctx, imported.ID)
	o.must(err)
	j, err = o.jobs.Wait(o.ctx, j.ID)
	o.must(err)
	if j.State != crm.JobEnded {
		o.t.Fatalf("undo: %s %v", j.State, j.Error)
	}
	r, err := sqlite.UndoResultOf(j)
	o.must(err)
	if p.UndoCounts != r.UndoCounts || p.Total != r.Total || r.Done != r.Total {
		o.t.Errorf("planned %+v, done %+v", p, r)
	}
	o.must(o.db.View(o.ctx, func(v *sqlite.View) error { return v.CheckLookups() }))
	held, err := o.db.CheckWarm(o.ctx)
	if o.must(err); !held {
		o.t.Error("the undo lost the list in memory")
	}
	return j, r
}

// contact finds a contact by its CPF; nil when there is none.
func (o *office) contact(cpf string) (s *sqlite.Stored) {
	o.t.Helper()
	o.must(o.db.View(o.ctx, func(v *sqlite.View) error {
		n, err := v.ByCPF(cpf)
		if err != nil || len(n) == 0 {
			return err
		}
		s, err = v.At(n[0])
		return err
	}))
	return s
}

// edit changes a contact as somebody.
func (o *office) edit(as context.Context, cpf string, change func(c *crm.Contact)) {
	o.t.Helper()
	s := o.contact(cpf)
	next := s.Clone()
	change(next)
	o.must(o.db.Update(as, func(tx *sqlite.Tx) error { _, err := tx.UpdateContact(s, next, nil); return err }))
}

func (o *office) kept(undo crm.Job) []Kept {
	o.t.Helper()
	list, err := o.undo.Kept(o.ctx, undo.ID, 1000)
	o.must(err)
	return list
}

func (o *office) count() (n int64) {
	o.t.Helper()
	o.must(o.db.View(o.ctx, func(v *sqlite.View) (err error) { n, err = v.CountContacts(); return err }))
	return n
}

const (
	cpfA = "52998224725"
	cpfB = "11144477735"
	cpfC = "39053344705"
)

// text is a contact as a test compares it.
func text(c *crm.Contact) string { return strings.Join(parts(c), "\n") }

func parts(c *crm.Contact) (out []string) {
	for f := crm.FieldName; int(f) < crm.NumFields; f++ {
		if c.Fields[f] != "" {
			out = append(out, f.String()+"="+c.Fields[f])
		}
	}
	for _, p := range c.Phones {
		out = append(out, "phone="+string(p))
	}
	for _, l := range c.Labels {
		out = append(out, "label="+l.String())
	}
	for _, v := range c.Custom {
		if v.Value != "" {
			out = append(out, v.Field.String()+"="+v.Value)
		}
	}
	if p := c.Portfolio; p != nil {
		out = append(out, fmt.Sprintf("portfolio=%d %s %s %s", p.Type, p.Owner, p.Service, p.Reserve))
	}
	slices.Sort(out)
	return out
}

func mergeOf(primary, secondary crm.ID) *replication.Merge {
	return &replication.Merge{Primary: primary, Secondaries: []crm.ID{secondary}}
}

func eraseOf(id crm.ID) *replication.Erase { return &replication.Erase{ID: id} }
