//go:build cgo && !windows

package bench

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/service/access"
	"carteira/backend/service/demo"
	"carteira/backend/service/importer"
	"carteira/backend/service/jobs"
	"carteira/backend/service/syncer"
	"carteira/backend/sqlite"
)

// office is a replica in this process, with its connection.
type office struct {
	testing.TB
	dir  string
	db   *sqlite.DB
	sync *syncer.Service
	net  *network
	ctx  context.Context // of its administrator, or of the program where it has none
	stop func()
}

// keysInFile is a computer without a keystore of its own.
type keysInFile struct{}

var errNoKeystore = errors.New("no keystore")

func (keysInFile) Get(string) (string, error) { return "", syncer.ErrNoKey }
func (keysInFile) Set(string, string) error   { return errNoKeystore }
func (keysInFile) Delete(string) error        { return errNoKeystore }

func openOffice(ctx context.Context, dir string) (*office, error) {
	db, err := sqlite.Open(ctx, dir, sqlite.Options{})
	if err != nil {
		return nil, err
	}
	o := &office{dir: dir, db: db, net: newNetwork(), ctx: crm.WithActor(ctx, crm.System)}
	o.sync = o.service()
	o.stop = sync.OnceFunc(func() { o.sync.Close(); _ = db.Close(); o.net.close() })
	return o, nil
}

func (o *office) service() *syncer.Service {
	return syncer.New(o.db, syncer.Options{Transport: o.net, Keys: keysInFile{}, Log: slog.New(slog.DiscardHandler)})
}

// connect keeps the office connected until the service that it returns is closed.
func (o *office) connect() *syncer.Service {
	s := o.service()
	s.Start(o.ctx)
	return s
}

func newOffice(tb testing.TB, dir string) *office {
	tb.Helper()
	o, err := openOffice(tb.Context(), dir)
	must(tb, err)
	o.TB = tb
	tb.Cleanup(o.stop)
	return o
}

// founded is the first office of an organization.
func founded(tb testing.TB, c *central, url string) *office {
	tb.Helper()
	o := newOffice(tb, filepath.Join(tb.TempDir(), "founder"))
	_, err := access.New(o.db).Initialise(tb.Context(), "Ada", "ada@example.com", "correct horse battery", "bench")
	must(tb, err)
	must(tb, o.sync.Enrol(o.ctx, url, c.code(), "Matriz"))
	must(tb, o.sync.Now(o.ctx))
	var users []crm.User
	must(tb, o.db.View(o.ctx, func(v *sqlite.View) (err error) { users, err = v.Users(); return err }))
	o.ctx = crm.WithActor(tb.Context(), crm.Actor{User: users[0].ID, Name: users[0].Name, Email: users[0].Email, Profile: users[0].Profile, Source: "bench"})
	return o
}

// enrolled is another office that has nothing yet.
func enrolled(tb testing.TB, c *central, url, name string) *office {
	tb.Helper()
	o := newOffice(tb, filepath.Join(tb.TempDir(), name))
	must(tb, o.sync.Enrol(o.ctx, url, c.code(), name))
	return o
}

// joined is another office, with everything.
func joined(tb testing.TB, c *central, url, name string) *office {
	tb.Helper()
	o := enrolled(tb, c, url, name)
	must(tb, o.sync.Now(o.ctx))
	return o
}

// imports imports a generated file of n lines, from the people of a seed, with everything that an import does.
func (o *office) imports(n int, seed uint64) {
	o.Helper()
	path := filepath.Join(o.TempDir(), "people.csv")
	f, err := os.Create(path)
	must(o.TB, err)
	must(o.TB, errors.Join(demo.WriteCSV(f, n, seed, demo.CSVOptions{}), f.Close()))
	work := jobs.New(o.db)
	defer work.Close()
	j, err := importer.New(o.db, work).Start(o.ctx, importer.Options{Path: path})
	must(o.TB, err)
	j, err = work.Wait(o.ctx, j.ID)
	must(o.TB, err)
	if j.State != crm.JobEnded {
		o.Fatalf("the import ended as %s: %v", j.State, j.Error)
	}
	must(o.TB, os.Remove(path))
}

// contacts are the ids of some.
func (o *office) contacts(n int) (ids []crm.ID) {
	o.Helper()
	page, err := o.db.List(o.ctx, crm.ContactFilter{}, crm.ContactOrder{}, 0, n)
	must(o.TB, err)
	for _, c := range page.Contacts {
		ids = append(ids, c.ID)
	}
	if len(ids) < n {
		o.Fatalf("%d contacts, not %d", len(ids), n)
	}
	return ids
}

// edit changes one field of one contact, as a person does.
func (o *office) edit(id crm.ID, value string) error {
	return o.db.Update(o.ctx, func(tx *sqlite.Tx) error {
		old, err := tx.Contact(id)
		if err != nil {
			return err
		}
		next := old.Clone()
		next.Fields[crm.FieldComplement] = value
		_, err = tx.UpdateContact(old, next, nil)
		return err
	})
}

func (o *office) has(id crm.ID, value string) (same bool) {
	o.Helper()
	must(o.TB, o.db.View(o.ctx, func(v *sqlite.View) error {
		c, err := v.Contact(id)
		if err == nil {
			same = c.Fields[crm.FieldComplement] == value
		}
		return err
	}))
	return same
}

// pending is how many operations wait.
func (o *office) pending() (n int64) {
	o.Helper()
	must(o.TB, o.db.View(o.ctx, func(v *sqlite.View) (err error) { n, _, _, err = v.SyncCounts(); return err }))
	return n
}

// agrees fails unless the office holds exactly what the server does.
func (o *office) agrees() {
	o.Helper()
	here, there, err := o.sync.Digest(o.ctx)
	must(o.TB, err)
	if !here.Equal(&there.Digest) {
		o.Fatalf("%s holds %v, the server %v", filepath.Base(o.dir), here.Records, there.Digest.Records)
	}
}

// within waits for what goes on in the background.
func within(tb testing.TB, limit time.Duration, what string, f func() bool) {
	tb.Helper()
	for end := time.Now().Add(limit); !f(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			tb.Fatalf("not within %v: %s", limit, what)
		}
	}
}

// oneContact is a contact of its own making.
func (o *office) oneContact() crm.ID {
	o.Helper()
	c := new(crm.Contact)
	c.Fields[crm.FieldName], c.Fields[crm.FieldActive] = "Ana", "true"
	must(o.TB, o.db.Update(o.ctx, func(tx *sqlite.Tx) error { _, err := tx.CreateContact(c, nil); return err }))
	return c.ID
}
