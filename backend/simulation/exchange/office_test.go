package exchange_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/server/api"
	"carteira/backend/server/store"
	"carteira/backend/service/access"
	"carteira/backend/service/syncer"
	"carteira/backend/sqlite"
)

// central is a server that can be stopped, started again at the same address, and restored from a copy.
type central struct {
	t     *testing.T
	dir   string
	addr  string
	store *store.Store
	api   *api.Server
	web   *httptest.Server
	org   crm.ID
	skew  atomic.Int64
}

func newCentral(t *testing.T) *central {
	t.Helper()
	c := &central{t: t, dir: filepath.Join(t.TempDir(), "store"), addr: "127.0.0.1:0"}
	c.start()
	o, err := c.store.CreateOrganization(t.Context(), "Aurora")
	must(t, err)
	c.org = o.ID
	t.Cleanup(c.stop)
	return c
}

func (c *central) now() time.Time { return time.Now().Add(time.Duration(c.skew.Load())) }

func (c *central) start() {
	c.t.Helper()
	var err error
	quiet := slog.New(slog.NewTextHandler(&serverLog{c.t}, nil))
	c.store, err = store.Open(c.t.Context(), "sqlite:"+c.dir, store.Options{Log: quiet, Now: c.now})
	must(c.t, err)
	c.api, err = api.New(c.t.Context(), c.store, api.Options{Log: quiet, Now: c.now})
	must(c.t, err)
	l, err := net.Listen("tcp", c.addr)
	must(c.t, err)
	c.addr = l.Addr().String()
	c.web = httptest.NewUnstartedServer(c.api)
	must(c.t, c.web.Listener.Close())
	c.web.Listener = l
	c.web.Start()
}

func (c *central) stop() {
	if c.web == nil {
		return
	}
	c.api.Close()
	c.web.CloseClientConnections()
	c.web.Close()
	must(c.t, c.store.Close())
	c.web = nil
}

func (c *central) code() string {
	c.t.Helper()
	code, _, err := c.store.NewCode(c.t.Context(), c.org)
	must(c.t, err)
	return code
}

// office is a replica with its syncer.
type office struct {
	t    *testing.T
	name string
	dir  string
	db   *sqlite.DB
	sync *syncer.Service
	net  *network
	ctx  context.Context
	log  *strings.Builder
	mu   sync.Mutex
}

// noKeys is a computer without a keystore.
type noKeys struct{}

func (noKeys) Get(string) (string, error) { return "", syncer.ErrNoKey }
func (noKeys) Set(string, string) error   { return errNetwork }
func (noKeys) Delete(string) error        { return errNetwork }

func newOffice(t *testing.T, name string) *office {
	t.Helper()
	o := &office{t: t, name: name, dir: filepath.Join(t.TempDir(), name), ctx: crm.WithActor(t.Context(), crm.System)}
	o.open()
	t.Cleanup(o.close)
	return o
}

func (o *office) open() {
	o.t.Helper()
	db, err := sqlite.Open(o.t.Context(), o.dir, sqlite.Options{RefuseUntyped: true})
	must(o.t, err)
	o.db = db
	o.net = &network{base: &http.Transport{DisableCompression: true}}
	o.log = new(strings.Builder)
	o.sync = syncer.New(db, syncer.Options{
		Transport: o.net, Keys: noKeys{}, Retry: 20 * time.Millisecond,
		Log: slog.New(slog.NewTextHandler(o, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
}

// Write keeps the log for a test that fails.
func (o *office) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.log.Write(b)
}

func (o *office) close() {
	if o.db == nil {
		return
	}
	o.sync.Close()
	must(o.t, o.db.Close())
	if t, ok := o.net.base.(*http.Transport); ok {
		t.CloseIdleConnections()
	}
	o.db = nil
	if o.t.Failed() {
		o.t.Logf("log of %s:\n%s", o.name, o.log)
	}
}

// joined is an office of the organization with all that the server has.
func joined(t *testing.T, c *central, name string) *office {
	t.Helper()
	o := newOffice(t, name)
	must(t, o.sync.Enrol(t.Context(), "http://"+c.addr, c.code(), name))
	o.now()
	return o
}

// founded is the first office of the organization, with its administrator.
func founded(t *testing.T, c *central, name string) *office {
	t.Helper()
	o := newOffice(t, name)
	_, err := access.New(o.db).Initialise(t.Context(), "Maria", "maria@example.com", "correct horse battery", "test")
	must(t, err)
	must(t, o.sync.Enrol(o.ctx, "http://"+c.addr, c.code(), name))
	o.now()
	return o
}

func (o *office) now() {
	o.t.Helper()
	must(o.t, o.sync.Now(crm.WithActor(o.t.Context(), crm.System)))
}

func (o *office) status() syncer.Status {
	o.t.Helper()
	st, err := o.sync.Status(o.t.Context())
	must(o.t, err)
	return st
}

func (o *office) create(name string) crm.ID {
	o.t.Helper()
	c := new(crm.Contact)
	c.Fields[crm.FieldName], c.Fields[crm.FieldActive] = name, "true"
	must(o.t, o.db.Update(o.ctx, func(tx *sqlite.Tx) error { _, err := tx.CreateContact(c, nil); return err }))
	return c.ID
}

func (o *office) edit(id crm.ID, f crm.Field, value string) {
	o.t.Helper()
	must(o.t, o.db.Update(o.ctx, func(tx *sqlite.Tx) error {
		old, err := tx.Contact(id)
		if err != nil {
			return err
		}
		next := old.Clone()
		next.Fields[f] = value
		_, err = tx.UpdateContact(old, next, nil)
		return err
	}))
}

func (o *office) field(id crm.ID, f crm.Field) (value string) {
	o.t.Helper()
	must(o.t, o.db.View(o.t.Context(), func(v *sqlite.View) error {
		c, err := v.Contact(id)
		if crm.CodeOf(err) == crm.CodeNotFound {
			return nil
		}
		if err == nil {
			value = c.Fields[f]
		}
		return err
	}))
	return value
}

func (o *office) anonymize(id crm.ID) {
	o.t.Helper()
	must(o.t, o.db.Update(o.ctx, func(tx *sqlite.Tx) error {
		_, err := tx.Perform(replication.KindAnonymize, id, &replication.Erase{ID: id})
		return err
	}))
}

// imports writes one chunk of an import of n new contacts.
func (o *office) imports(n int, prefix string) {
	o.t.Helper()
	must(o.t, o.db.Update(o.ctx, func(tx *sqlite.Tx) error {
		job := crm.NewID()
		if err := tx.CreateJob(&crm.Job{ID: job, Kind: crm.JobImport, State: crm.JobEnded, Params: []byte("{}")}); err != nil {
			return err
		}
		b := &sqlite.ImportBatch{Job: job, FirstLine: 2, LastLine: 1 + n}
		for i := range n {
			c := &crm.Contact{ID: crm.NewID()}
			c.Fields[crm.FieldName], c.Fields[crm.FieldActive] = fmt.Sprint(prefix, " ", i), "true"
			b.Drafts = append(b.Drafts, sqlite.ImportDraft{Next: c})
		}
		return tx.ApplyImport(b)
	}))
}

// agree fails unless every office holds exactly what the server does and nothing waits (S5.1).
func agree(t *testing.T, c *central, offices ...*office) {
	t.Helper()
	for _, o := range offices {
		here, there, err := o.sync.Digest(crm.WithActor(o.t.Context(), crm.System))
		must(t, err)
		if !here.Equal(&there.Digest) {
			t.Errorf("%s holds %v, the server %v", o.name, here.Records, there.Digest.Records)
			tellDifferences(t, c, o)
		}
		if st := o.status(); st.Pending != 0 {
			t.Errorf("%s: %d operations wait", o.name, st.Pending)
		}
	}
}

// eventually waits for what goes on in the background.
func eventually(t *testing.T, what string, f func() bool) {
	t.Helper()
	for end := time.Now().Add(15 * time.Second); !f(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not in time: %s", what)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// copyFolder copies a data folder as a person copies a disk.
func copyFolder(t *testing.T, from, to string) {
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

// records is everything that an office holds and the server should, by noun and id.
func (o *office) records() map[string]string {
	o.t.Helper()
	out := map[string]string{}
	must(o.t, o.db.View(o.t.Context(), func(v *sqlite.View) error {
		return v.EachSynced(func(noun replication.Noun, id crm.ID, x replication.Effect) error {
			if x.Put != nil {
				x.Put = x.Put.Canonical()
			}
			b, err := json.Marshal(x)
			out[fmt.Sprint(noun, " ", id)] = string(b)
			return err
		})
	}))
	return out
}

// tellDifferences says in what an office differs from one that has just joined.
func tellDifferences(t *testing.T, c *central, o *office) {
	t.Helper()
	has, wants := o.records(), joined(t, c, "fresh").records()
	told := 0
	for k := range maps.Keys(has) {
		wants[k] += ""
	}
	for k, want := range wants {
		if has[k] == want {
			continue
		}
		if told++; told > 3 {
			break
		}
		t.Logf("%s of %s\nserver %s\noffice %s", k, o.name, want, has[k])
	}
}

// serverLog shows what the server itself takes for an error.
type serverLog struct{ t *testing.T }

func (l *serverLog) Write(b []byte) (int, error) {
	if strings.Contains(string(b), "level=ERROR") {
		l.t.Logf("server: %s", b)
	}
	return len(b), nil
}
