package exchange_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
	"carteira/backend/service/syncer"
	"carteira/backend/sqlite"
)

type sender = func(*http.Request) (*http.Response, error)

// An answer to a push or a pull that is cut after any number of bytes is as good as none: the exchange is repeated, and
// nothing is lost or done twice (S5.2, S5.4, S5.18).
func TestAnswersCutAtEveryByte(t *testing.T) {
	c := newCentral(t)
	a := founded(t, c, "centro")
	b := joined(t, c, "norte")
	id := a.create("Ana")
	a.now()
	for _, path := range []string{"/v1/push", "/v1/pull"} {
		for n, whole := 0, false; !whole; n++ {
			a.edit(id, crm.FieldCity, fmt.Sprint(path, n))
			cutOnce := false
			a.net.fault(func(r *http.Request, send sender) (*http.Response, error) {
				resp, err := send(r)
				if err != nil || cutOnce || r.URL.Path != path || path == "/v1/pull" && a.status().Pending > 0 {
					return resp, err
				}
				cutOnce = true
				return cutAfter(resp, n), nil
			})
			if whole = a.sync.Now(crm.WithActor(t.Context(), crm.System)) == nil; whole && n < 50 {
				t.Fatalf("%s: cut after %d bytes, and nobody noticed", path, n)
			}
			a.net.fault(nil)
			a.now()
			if n > 1000 {
				t.Fatal("the answer never was whole")
			}
		}
	}
	b.now()
	if a.field(id, crm.FieldCity) != b.field(id, crm.FieldCity) {
		t.Error("the offices differ")
	}
	agree(t, c, a, b)
}

// Requests are lost before the server, or their answers after it, or they arrive twice; exchanges go on until they end.
func TestLostAndRepeatedRequests(t *testing.T) {
	for name, fault := range map[string]func(lost bool, r *http.Request, send sender) (*http.Response, error){
		"lost before": func(lost bool, r *http.Request, send sender) (*http.Response, error) {
			if lost {
				return nil, errNetwork
			}
			return send(r)
		},
		"lost after": func(lost bool, r *http.Request, send sender) (*http.Response, error) {
			resp, err := send(r)
			if err == nil && lost {
				resp.Body.Close()
				return nil, errNetwork
			}
			return resp, err
		},
		"twice": func(_ bool, r *http.Request, send sender) (*http.Response, error) {
			resp, err := send(again(r))
			if err != nil {
				return resp, err
			}
			resp.Body.Close()
			return send(again(r))
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCentral(t)
			a := founded(t, c, "centro")
			b := joined(t, c, "norte")
			for _, o := range []*office{a, b} {
				var mu sync.Mutex
				chance := rand.New(rand.NewPCG(1, 2))
				o.net.fault(func(r *http.Request, send sender) (*http.Response, error) {
					mu.Lock()
					lost := chance.IntN(4) == 0
					mu.Unlock()
					return fault(lost, r, send)
				})
			}
			var ids []crm.ID
			for round := range 6 {
				for _, o := range []*office{a, b} {
					ids = append(ids, o.create(fmt.Sprint("Ana ", round)))
					o.edit(ids[len(ids)-1], crm.FieldCity, "Natal")
					o.imports(20, fmt.Sprint("Imported ", round))
					_ = o.sync.Now(crm.WithActor(t.Context(), crm.System)) // it may fail: that is the fault
				}
			}
			for _, o := range []*office{a, b, a} {
				for try := 0; o.sync.Now(crm.WithActor(t.Context(), crm.System)) != nil; try++ {
					if try > 50 {
						t.Fatal("it never ends")
					}
				}
			}
			a.net.fault(nil)
			b.net.fault(nil)
			agree(t, c, a, b)
			for _, id := range ids {
				if a.field(id, crm.FieldCity) != "Natal" || b.field(id, crm.FieldCity) != "Natal" {
					t.Errorf("contact %s is not everywhere", id)
				}
			}
			if st := a.status(); st.Refused != 0 || st.Conflicts != 0 {
				t.Errorf("%d refused, %d conflicts", st.Refused, st.Conflicts)
			}
		})
	}
}

// A delayed copy of an old push that arrives after newer ones changes nothing.
func TestOldPushArrivesLate(t *testing.T) {
	c := newCentral(t)
	a := founded(t, c, "centro")
	id := a.create("Ana")
	var kept *http.Request
	a.net.fault(func(r *http.Request, send sender) (*http.Response, error) {
		if r.URL.Path == "/v1/push" && kept == nil {
			kept = again(r)
		}
		return send(r)
	})
	a.now()
	a.net.fault(nil)
	a.edit(id, crm.FieldCity, "Natal")
	a.now()
	resp, err := a.net.base.RoundTrip(kept.WithContext(t.Context()))
	must(t, err)
	resp.Body.Close()
	a.edit(id, crm.FieldState, "RN")
	a.now()
	if got := a.field(id, crm.FieldCity); got != "Natal" {
		t.Errorf("city %q", got)
	}
	agree(t, c, a)
}

func TestTokenExpires(t *testing.T) {
	c := newCentral(t)
	a := founded(t, c, "centro")
	for range 3 {
		c.skew.Add(int64(time.Hour))
		a.create("Ana")
		a.now()
	}
	agree(t, c, a)
}

func TestRevokedDevice(t *testing.T) {
	for _, wipe := range []bool{false, true} {
		t.Run(fmt.Sprint("wipe ", wipe), func(t *testing.T) {
			c := newCentral(t)
			a := founded(t, c, "centro")
			b := joined(t, c, "norte")
			id := a.create("Marisa Unmistakable")
			a.now()
			b.sync.Start(t.Context())
			eventually(t, "the contact", func() bool { return b.field(id, crm.FieldName) != "" })
			device := b.status().Device
			must(t, c.store.Revoke(t.Context(), device, wipe))
			b.edit2("a reason to speak with the server")
			eventually(t, "the revocation", func() bool { return b.status().State == syncer.StateRevoked })
			if err := b.sync.Now(crm.WithActor(t.Context(), crm.System)); err == nil {
				t.Error("a revoked device exchanges")
			}
			held := b.field(id, crm.FieldName)
			b.close() // waits for the end of a wipe
			if !wipe {
				if held == "" {
					t.Error("the data is gone without an order")
				}
				return
			}
			if held != "" {
				t.Error("the data is still there")
			}
			if file := holds(t, b.dir, "Marisa Unmistakable"); file != "" {
				t.Errorf("%s still holds the name", file)
			}
			if _, err := os.Stat(filepath.Join(b.dir, "device.key")); err == nil {
				t.Error("the key is still there")
			}
		})
	}
}

// edit2 is a change that wakes the loop, where the replica still takes one.
func (o *office) edit2(name string) {
	c := new(crm.Contact)
	c.Fields[crm.FieldName], c.Fields[crm.FieldActive] = name, "true"
	_ = o.db.Update(o.ctx, func(tx *sqlite.Tx) error { _, err := tx.CreateContact(c, nil); return err })
}

// holds is a file of the folder that holds the text, "" when none does.
func holds(t *testing.T, dir, text string) (found string) {
	t.Helper()
	must(t, filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if bytes.Contains(b, []byte(text)) {
			found = path
		}
		return err
	}))
	return found
}

// allowAnonymization gives administrators the right, which is off by default (D8.1).
func (o *office) allowAnonymization() {
	o.t.Helper()
	must(o.t, o.db.Update(o.ctx, func(tx *sqlite.Tx) error {
		return tx.SetPermission(crm.ProfileAdmin, crm.PermAnonymize, true)
	}))
	o.now()
}

// An edit of somebody who has been erased meanwhile never leaves: the server asks to pull first (S5.11).
func TestErasureComesBeforePushing(t *testing.T) {
	c := newCentral(t)
	a := founded(t, c, "centro")
	a.allowAnonymization()
	id := a.create("Ana Unmistakable")
	other := a.create("Bia")
	a.now()
	b := joined(t, c, "norte")
	b.edit(id, crm.FieldCompany, "Unmistakable Company")
	b.edit(other, crm.FieldCity, "Natal")
	erased := false
	b.net.fault(func(r *http.Request, send sender) (*http.Response, error) {
		if r.URL.Path == "/v1/push" && !erased { // between b's pull and its push
			erased = true
			a.anonymize(id)
			a.now()
		}
		return send(r)
	})
	before := len(b.net.bodies)
	b.now()
	if !erased {
		t.Fatal("nothing was pushed")
	}
	if got := b.field(id, crm.FieldName); got == "Ana Unmistakable" || got == "" {
		t.Errorf("the name is %q", got)
	}
	for _, body := range b.net.bodies[before+1:] { // the first left before b could know
		if bytes.Contains(body, []byte("Unmistakable")) {
			t.Error("a push that followed holds the erased person's data")
		}
	}
	a.now()
	if got := a.field(other, crm.FieldCity); got != "Natal" {
		t.Errorf("the other edit: %q", got)
	}
	b.now()
	agree(t, c, a, b)
	devices, err := a.sync.Devices(a.ctx)
	must(t, err)
	for _, d := range devices {
		if d.Office == "norte" && d.ErasureOwed {
			t.Error("the office owes its receipt")
		}
	}
	b.close()
	if file := holds(t, b.dir, "Unmistakable"); file != "" {
		t.Errorf("%s still holds the erased person", file)
	}
}

// Two copies of one disk go on as two devices: neither loses what it does (S3).
func TestClonedDisk(t *testing.T) {
	c := newCentral(t)
	a := founded(t, c, "centro")
	first := a.create("Ana")
	a.now()
	a.create("waits on both disks")
	a.close()
	twin := &office{t: t, name: "twin", dir: filepath.Join(t.TempDir(), "twin"), ctx: a.ctx}
	copyFolder(t, a.dir, twin.dir)
	a.open()
	twin.open()
	t.Cleanup(twin.close)
	var ids []crm.ID
	for round := range 4 {
		for _, o := range []*office{a, twin} {
			ids = append(ids, o.create(fmt.Sprint(o.name, round)))
			o.edit(first, crm.FieldCity, fmt.Sprint(o.name, round))
			o.now()
		}
	}
	for range 2 {
		a.now()
		twin.now()
	}
	for _, id := range ids {
		if a.field(id, crm.FieldName) == "" || twin.field(id, crm.FieldName) == "" {
			t.Errorf("contact %s is lost on one of them", id)
		}
	}
	agree(t, c, a, twin)
}

// A data folder that was put back from a backup catches up, what it had done since included.
func TestReplicaRestoredFromBackup(t *testing.T) {
	c := newCentral(t)
	a := founded(t, c, "centro")
	a.create("Ana")
	a.now()
	a.close()
	backup := filepath.Join(t.TempDir(), "backup")
	copyFolder(t, a.dir, backup)
	a.open()
	id := a.create("Bia")
	a.imports(30, "Imported")
	a.now()
	a.edit(id, crm.FieldCity, "Natal")
	a.now()
	a.close()
	copyFolder(t, backup, a.dir)
	a.open()
	later := a.create("Caio")
	a.now()
	if a.field(id, crm.FieldCity) != "Natal" || a.field(later, crm.FieldName) != "Caio" {
		t.Error("something is missing")
	}
	agree(t, c, a)
}

// A server that was put back from a backup gets back what its offices have (S3).
func TestServerRestoredFromBackup(t *testing.T) {
	c := newCentral(t)
	a := founded(t, c, "centro")
	old := a.create("Ana")
	a.now()
	b := joined(t, c, "norte")
	c.stop()
	backup := filepath.Join(t.TempDir(), "backup")
	copyFolder(t, c.dir, backup)
	c.start()
	id := a.create("Bia")
	a.edit(old, crm.FieldCity, "Natal")
	a.imports(40, "Imported")
	a.now()
	b.now()
	b.edit(old, crm.FieldState, "RN")
	b.now()
	c.stop()
	copyFolder(t, backup, c.dir)
	c.start()

	if err := a.sync.Now(crm.WithActor(t.Context(), crm.System)); crm.CodeOf(err) != syncer.CodeServerBehind {
		t.Errorf("a server that was restored and not told so: %v", err)
	}
	must(t, c.store.NewEpoch(t.Context(), c.org))
	waits := a.create("Caio")
	for range 2 {
		a.now()
		b.now()
	}
	a.now()
	for _, o := range []*office{a, b, joined(t, c, "sul")} {
		for id, want := range map[crm.ID][2]string{old: {"Ana", "Natal"}, id: {"Bia", ""}, waits: {"Caio", ""}} {
			if got := [2]string{o.field(id, crm.FieldName), o.field(id, crm.FieldCity)}; got != want {
				t.Errorf("%s has %q, want %q", o.name, got, want)
			}
		}
		if got := o.field(old, crm.FieldState); got != "RN" {
			t.Errorf("%s: what the other office did is lost: %q", o.name, got)
		}
	}
	agree(t, c, a, b)
}

// A server that is too old for what is sent is left in peace; pulling goes on, and pushing is tried again later.
func TestServerTooOldForPush(t *testing.T) {
	c := newCentral(t)
	a := founded(t, c, "centro")
	b := joined(t, c, "norte")
	var pushes atomic.Int64
	a.net.fault(func(r *http.Request, send sender) (*http.Response, error) {
		if r.URL.Path != "/v1/push" {
			return send(r)
		}
		pushes.Add(1)
		return problem(r, http.StatusUpgradeRequired, wire.CodeOldVersion), nil
	})
	mine := a.create("Ana")
	theirs := b.create("Bia")
	b.now()
	a.now()
	if st := a.status(); st.Problem == nil || st.Problem.Code != wire.CodeOldVersion || st.State != syncer.StateOnline || st.Pending != 1 {
		t.Errorf("status %+v", st)
	}
	if n := pushes.Load(); n > 2 {
		t.Errorf("it was asked %d times", n)
	}
	if a.field(theirs, crm.FieldName) == "" {
		t.Error("pulling stopped")
	}
	a.net.fault(nil)
	a.now()
	b.now()
	if b.field(mine, crm.FieldName) == "" {
		t.Error("it never was sent")
	}
	if st := a.status(); st.Problem != nil {
		t.Errorf("the problem stays: %v", st.Problem)
	}
	agree(t, c, a, b)
}

func problem(r *http.Request, status int, code string) *http.Response {
	w := &recorder{header: http.Header{}}
	w.body.WriteString(fmt.Sprintf(`{"error":{"code":%q,"message":"no"}}`, code))
	return w.response(r, status)
}

// A server that asks for patience is given it.
func TestSlowDown(t *testing.T) {
	c := newCentral(t)
	a := founded(t, c, "centro")
	var once sync.Map
	a.net.fault(func(r *http.Request, send sender) (*http.Response, error) {
		if _, told := once.LoadOrStore(r.URL.Path, true); !told && (r.URL.Path == "/v1/push" || r.URL.Path == "/v1/pull") {
			resp := problem(r, http.StatusTooManyRequests, wire.CodeSlowDown)
			resp.Header.Set("Retry-After", "0")
			return resp, nil
		}
		return send(r)
	})
	a.create("Ana")
	a.now()
	agree(t, c, a)
}

// Two processes may have a replica open: one exchanges at a time.
func TestTwoProcesses(t *testing.T) {
	c := newCentral(t)
	a := founded(t, c, "centro")
	command := &office{t: t, name: "command", dir: a.dir, ctx: a.ctx}
	command.open()
	t.Cleanup(command.close)
	var inFlight, most atomic.Int64
	count := func(r *http.Request, send sender) (*http.Response, error) {
		if laneOf(r) != replication.LaneEdit {
			return send(r)
		}
		n := inFlight.Add(1)
		for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
		}
		defer inFlight.Add(-1)
		time.Sleep(5 * time.Millisecond)
		return send(r)
	}
	a.net.fault(count)
	command.net.fault(count)
	var ids []crm.ID
	for range 5 {
		ids = append(ids, a.create("Ana"), command.create("Bia"))
		var wait sync.WaitGroup
		for _, o := range []*office{a, command} {
			wait.Go(func() {
				if err := o.sync.Now(crm.WithActor(t.Context(), crm.System)); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
	}
	if most.Load() != 1 {
		t.Errorf("%d pushes of one lane at a time", most.Load())
	}
	for _, id := range ids {
		if a.field(id, crm.FieldName) == "" {
			t.Error("one is lost")
		}
	}
	agree(t, c, a, command)
}
