//go:build linux

package process_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/service/syncer"
	"carteira/backend/sqlite"
)

// office is a data folder, and the program that works on it.
type office struct {
	t         testing.TB
	name, dir string
}

// founded is the first office of an organization, with its administrator; at is the server's address.
func founded(t testing.TB, s *server, organization, name string) *office {
	t.Helper()
	o := &office{t, name, filepath.Join(t.TempDir(), name)}
	o.run("init", "--admin-email", admin, "--admin-name", "Ada")
	o.enrol(s.address, s.code(organization))
	return o
}

// joined is another office of an organization, with all that the server has.
func joined(t testing.TB, s *server, organization, name string) *office {
	t.Helper()
	o := &office{t, name, filepath.Join(t.TempDir(), name)}
	o.enrol(s.address, s.code(organization))
	return o
}

func (o *office) enrol(address, code string) {
	o.t.Helper()
	o.run("sync", "enroll", "--server", "http://"+address, "--code", code, "--office", o.name)
}

func (o *office) command(args ...string) *exec.Cmd {
	return process(officeProgram, append([]string{"--data", o.dir, "--as", admin, "--json"}, args...)...)
}

// run lets a command end, wholly or partly successful.
func (o *office) run(args ...string) []byte {
	o.t.Helper()
	r := finish(o.t, o.command(args...), 0)
	if r.status != 0 && r.status != 3 {
		o.t.Fatalf("%s: %v: %v", o.name, args, r)
	}
	return r.out
}

// refused runs a command that must fail, and returns the code of its error.
func (o *office) refused(args ...string) string {
	o.t.Helper()
	r := finish(o.t, o.command(args...), 0)
	var doc struct{ Error struct{ Code string } }
	decode(o.t, r.out, &doc)
	if r.status == 0 || r.status == 3 || doc.Error.Code == "" {
		o.t.Fatalf("%s: %v: it should have failed: %v", o.name, args, r)
	}
	return doc.Error.Code
}

// person is what these tests look at in a contact.
type person struct {
	ID, Name, CPF, City, Company, Address, Complement, Number, State string
}

func (o *office) create(args ...string) (p person) {
	o.t.Helper()
	decode(o.t, o.run(append([]string{"contact", "create"}, args...)...), &p)
	return p
}

func (o *office) edit(id string, args ...string) (p person) {
	o.t.Helper()
	decode(o.t, o.run(append([]string{"contact", "update", id}, args...)...), &p)
	return p
}

func (o *office) show(id string) (p person) {
	o.t.Helper()
	decode(o.t, o.run("contact", "show", id), &p)
	return p
}

// condition is what `sync now` and `sync status` tell.
type condition struct {
	State                       string
	Device                      crm.ID
	Pending, Refused, Conflicts int
}

func (o *office) sync() (c condition) {
	o.t.Helper()
	decode(o.t, o.run("sync", "now"), &c)
	return c
}

type conflict struct {
	Kind, Field, Value, Winner string
	Contact, Other             *string
}

func (o *office) conflicts() []conflict {
	o.t.Helper()
	var doc struct{ Conflicts []conflict }
	decode(o.t, o.run("sync", "conflicts", "--limit", "100000"), &doc)
	return doc.Conflicts
}

type request struct{ Kind, Why, Reason string }

func (o *office) requests() []request {
	o.t.Helper()
	var doc struct{ Requests []request }
	decode(o.t, o.run("sync", "requests", "--limit", "100000"), &doc)
	return doc.Requests
}

// noKeys is a computer without a keystore: the key lies in the folder.
type noKeys struct{}

var errNoKeystore = errors.New("no keystore here")

func (noKeys) Get(string) (string, error) { return "", syncer.ErrNoKey }
func (noKeys) Set(string, string) error   { return errNoKeystore }
func (noKeys) Delete(string) error        { return errNoKeystore }

// inside opens the folder in this process, for what no command shows or does; no process has it open meanwhile.
func (o *office) inside(options sqlite.Options, f func(ctx context.Context, db *sqlite.DB, s *syncer.Service)) {
	o.t.Helper()
	ctx := crm.WithActor(context.Background(), crm.System)
	db, err := sqlite.Open(ctx, o.dir, options)
	must(o.t, err)
	s := syncer.New(db, syncer.Options{Keys: noKeys{}, Log: slog.New(slog.DiscardHandler)})
	f(ctx, db, s)
	s.Close()
	must(o.t, db.Close())
}

// agrees tells whether the office holds exactly what the server does, and how not.
func (o *office) agrees() (yes bool, how string) {
	o.t.Helper()
	o.inside(sqlite.Options{}, func(ctx context.Context, _ *sqlite.DB, s *syncer.Service) {
		here, there, err := s.Digest(ctx)
		must(o.t, err)
		st, err := s.Status(ctx)
		must(o.t, err)
		yes = here.Equal(&there.Digest) && st.Pending == 0
		how = fmt.Sprintf("%s holds %v, the server %v; %d operations wait", o.name, here.Records, there.Digest.Records, st.Pending)
	})
	return yes, how
}

// records is everything that an office holds and the server should, by noun and id.
func (o *office) records() map[string]string {
	o.t.Helper()
	all := map[string]string{}
	o.inside(sqlite.Options{}, func(ctx context.Context, db *sqlite.DB, _ *syncer.Service) {
		must(o.t, db.View(ctx, func(v *sqlite.View) error {
			return v.EachSynced(func(noun replication.Noun, id crm.ID, x replication.Effect) error {
				if x.Put != nil {
					x.Put = x.Put.Canonical()
				}
				b, err := json.Marshal(x)
				all[fmt.Sprint(noun, " ", id)] = string(b)
				return err
			})
		}))
	})
	return all
}

// heal lets the offices exchange until all of them hold what the server does (S5.1, S5.16).
func heal(t testing.TB, offices ...*office) {
	t.Helper()
	const rounds = 4 // push, pull what others pushed meanwhile, and room for what restored folders offer
	for round := 1; ; round++ {
		for _, o := range offices {
			o.sync()
		}
		var apart []string
		for _, o := range offices {
			if yes, how := o.agrees(); !yes {
				apart = append(apart, how)
			}
		}
		if len(apart) == 0 {
			return
		}
		if round == rounds {
			tellDifferences(t, offices)
			t.Fatalf("after %d rounds: %q", rounds, apart)
		}
	}
}

// tellDifferences shows some records that the offices hold differently.
func tellDifferences(t testing.TB, offices []*office) {
	t.Helper()
	first, told := offices[0].records(), 0
	for _, o := range offices[1:] {
		here := o.records()
		for key := range first {
			here[key] += ""
		}
		for key, value := range here {
			if first[key] != value && told < 5 {
				told++
				t.Logf("%s:\n%s %s\n%s %s", key, offices[0].name, first[key], o.name, value)
			}
		}
	}
}

// copyFolder copies a folder of which no process has anything open, as a backup does, and puts it back.
func copyFolder(t testing.TB, from, to string) {
	t.Helper()
	must(t, os.RemoveAll(to))
	must(t, filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if d.IsDir() {
			return os.MkdirAll(filepath.Join(to, rel), 0o700)
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, rel), b, 0o600)
	}))
}
