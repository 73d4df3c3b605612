package app

import (
	"context"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
	"carteira/backend/engine/wire"
	"carteira/backend/service/access"
	"carteira/backend/service/syncer"
)

// fakeSynchronizer stands at the one real seam below the window, the network: it answers what a test gives it and
// keeps what it was asked, with who asked.
type fakeSynchronizer struct {
	mu        sync.Mutex
	status    syncer.Status
	pending   []syncer.Pending
	conflicts []syncer.Conflict
	draft     map[string]any
	devices   []wire.Device
	err       error
	asked     []string
	actor     crm.Actor
	listener  func(syncer.Status)
	started   bool
	closed    bool
}

func (f *fakeSynchronizer) ask(ctx context.Context, what string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, what)
	f.actor, _ = crm.ActorOf(ctx)
	return f.err
}

func (f *fakeSynchronizer) Start(context.Context)             { f.started = true }
func (f *fakeSynchronizer) Close()                            { f.closed = true }
func (f *fakeSynchronizer) Listen(listen func(syncer.Status)) { f.listener = listen }
func (f *fakeSynchronizer) Enrol(ctx context.Context, server, code, office string) error {
	return f.ask(ctx, strings.Join([]string{"enrol", server, code, office}, " "))
}
func (f *fakeSynchronizer) Now(ctx context.Context) error { return f.ask(ctx, "now") }
func (f *fakeSynchronizer) Status(context.Context) (syncer.Status, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.status, nil
}
func (f *fakeSynchronizer) Pending(context.Context, int) ([]syncer.Pending, error) {
	return f.pending, nil
}
func (f *fakeSynchronizer) Conflicts(context.Context, int) ([]syncer.Conflict, error) {
	return f.conflicts, nil
}
func (f *fakeSynchronizer) Settle(ctx context.Context, id crm.ID, c syncer.Choice) error {
	return f.ask(ctx, "settle "+id.String()+" "+string(c))
}
func (f *fakeSynchronizer) Cancel(ctx context.Context, _ int64) error  { return f.ask(ctx, "cancel") }
func (f *fakeSynchronizer) Discard(ctx context.Context, _ int64) error { return f.ask(ctx, "discard") }
func (f *fakeSynchronizer) Draft(ctx context.Context, _ int64) (map[string]any, error) {
	return f.draft, f.ask(ctx, "draft")
}
func (f *fakeSynchronizer) Devices(ctx context.Context) ([]wire.Device, error) {
	return f.devices, f.ask(ctx, "devices")
}

func (f *fakeSynchronizer) stand(s syncer.Status) {
	f.mu.Lock()
	f.status = s
	f.mu.Unlock()
	f.listener(s)
}

func TestStatusSaysHowThingsStandWithTheServer(t *testing.T) {
	o := openSignedIn(t)
	at := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	o.server.stand(syncer.Status{
		State: syncer.StateOffline, Server: "https://crm.example.com", Organization: "Exemplo", Office: "Filial Sul",
		Pending: 12, Refused: 1, Conflicts: 2, LastSyncAt: at, Problem: crm.Errorf("server_unreachable", "", "no answer"),
		Done: 5, Total: 10, Phase: "push", KeyInFile: true, Fingerprint: "ab",
	})
	eventually(t, "the window to hear of it", func() bool { return o.shell.announced("sync") })
	got, err := o.status.Get()
	want := SyncInfo{
		State: "offline", Server: "https://crm.example.com", Organization: "Exemplo", Office: "Filial Sul",
		Pending: 12, Refused: 1, Conflicts: 2, LastSyncAt: "2026-11-27T12:00:00Z",
		Problem: &Problem{Code: "server_unreachable", Message: "no answer"},
		Phase:   "push", Done: 5, Total: 10, KeyInFile: true, Fingerprint: "ab",
	}
	if err != nil || !reflect.DeepEqual(got.Sync, want) {
		t.Errorf("%+v %v", got.Sync, err)
	}
}

func TestSyncListsMaskDocuments(t *testing.T) {
	o := openSignedIn(t)
	contact, other := crm.NewID(), crm.NewID()
	o.server.conflicts = []syncer.Conflict{
		{ID: crm.NewID(), Contact: contact, Name: "Ana", Kind: replication.ConflictField, Field: "cpf", Value: "52998224725", Winner: "11144477735", Mine: true},
		{ID: crm.NewID(), Contact: contact, Name: "Ana", Kind: replication.ConflictField, Field: "cpf", Custom: true, Value: "52998224725"},
		{ID: crm.NewID(), Contact: contact, Kind: replication.ConflictCNPJ, Field: "cnpj", Value: "11222333000181", Other: other, OtherName: "Bia"},
	}
	all, err := o.sync.Conflicts()
	if err != nil || len(all) != 3 {
		t.Fatalf("%+v %v", all, err)
	}
	if all[0].Value != "•••.982.247-••" || all[0].Winner != "•••.444.777-••" || !all[0].Mine || all[0].Other != "" {
		t.Errorf("CPF: %+v", all[0])
	}
	if all[1].Value != "52998224725" { // a custom field that happens to have that name
		t.Errorf("custom field: %+v", all[1])
	}
	if all[2].Value != "••.222.333/0001-••" || all[2].Other != other.String() || all[2].OtherName != "Bia" {
		t.Errorf("CNPJ: %+v", all[2])
	}
	o.server.pending = []syncer.Pending{
		{Counter: 7, Kind: replication.KindContactEdit, Entity: contact, Name: "Ana", Author: "Bia", Why: syncer.WhyOffline, Size: 1},
		{Counter: 8, Kind: replication.KindLabelDefine, Entity: other, Why: syncer.WhyRefused, Code: "not_allowed", Size: 1},
	}
	waiting, err := o.sync.Pending()
	if err != nil || len(waiting) != 2 || waiting[0].Contact != contact.String() || waiting[0].Counter != 7 ||
		waiting[0].Why != "offline" || waiting[1].Contact != "" || waiting[1].Code != "not_allowed" {
		t.Errorf("%+v %v", waiting, err)
	}
	o.server.devices = []wire.Device{{ID: other, Office: "Filial Sul", LastSeenAt: 1, Behind: 3, Self: true}}
	devices, err := o.sync.Devices()
	if err != nil || len(devices) != 1 || devices[0].EnrolledAt != "" || devices[0].LastSeenAt != "1970-01-01T00:00:00Z" || devices[0].Behind != 3 || !devices[0].Self {
		t.Errorf("%+v %v", devices, err)
	}
}

func TestSyncActsAsWhoeverIsSignedIn(t *testing.T) {
	o := openSignedIn(t)
	id := crm.NewID().String()
	for want, act := range map[string]func() error{
		"enrol https://s 123 Sul": func() error { return o.sync.Enrol("https://s", "123", "Sul") },
		"now":                     func() error { return o.sync.Now() },
		"settle " + id + " value": func() error { return o.sync.Settle(id, "value") },
		"cancel":                  func() error { return o.sync.Cancel(1) },
		"discard":                 func() error { return o.sync.Discard(1) },
	} {
		o.server.asked, o.server.actor = nil, crm.Actor{}
		if err := act(); err != nil || len(o.server.asked) != 1 || o.server.asked[0] != want || o.server.actor.Email != adminEmail {
			t.Errorf("%s: %v %+v %v", want, o.server.asked, o.server.actor, err)
		}
	}
	if err := o.sync.Settle("rubbish", "value"); crm.CodeOf(err) != crm.CodeInvalid {
		t.Errorf("an id that is none: %v", err)
	}
}

func TestSaveDraft(t *testing.T) {
	o := openSignedIn(t)
	o.server.draft = map[string]any{"kind": "contact.edit", "name": "José & filhos"}
	path, err := o.sync.SaveDraft(42)
	if err != nil || !strings.HasSuffix(path, "rascunho-42.json") {
		t.Fatalf("%q %v", path, err)
	}
	text, err := os.ReadFile(path)
	var back map[string]any
	if err != nil || json.Unmarshal(text, &back) != nil || !reflect.DeepEqual(back, o.server.draft) || !strings.Contains(string(text), "José & filhos") {
		t.Errorf("%s %v", text, err)
	}
	o.shell.saveTo = "" // the person cancels
	if path, err := o.sync.SaveDraft(42); path != "" || err != nil {
		t.Errorf("cancelled: %q %v", path, err)
	}
	o.server.err = crm.Errorf(crm.CodeNotFound, "counter", "no such draft")
	dialogs := len(o.shell.dialogs)
	if _, err := o.sync.SaveDraft(43); crm.CodeOf(err) != crm.CodeNotFound || len(o.shell.dialogs) != dialogs {
		t.Errorf("a draft that is gone asked where to put it: %v", err)
	}
}

// A replica without users may join before anybody signs in; one with users may not.
func TestJoin(t *testing.T) {
	o := openApp(t, t.TempDir())
	if info, err := o.session.Info(); err != nil || info.Joining != nil || !o.server.started {
		t.Fatalf("before: %+v %v", info, err)
	}
	o.server.err = crm.Errorf(wire.CodeCodeInvalid, "code", "wrong code")
	if _, err := o.session.Join("https://s", "123", "Sul"); crm.CodeOf(err) != wire.CodeCodeInvalid {
		t.Errorf("a wrong code: %v", err)
	}
	o.server.err = nil
	o.server.stand(syncer.Status{State: syncer.StateSyncing, Phase: "copy", Organization: "Exemplo", Office: "Sul", Done: 3, Total: 9})
	info, err := o.session.Join("https://s", "123", "Sul")
	want := Joining{Organization: "Exemplo", Office: "Sul", State: "syncing", Done: 3, Total: 9}
	if err != nil || info.Joining == nil || *info.Joining != want || info.SignedIn {
		t.Errorf("joining: %+v %v", info.Joining, err)
	}
	if _, err := o.app.access.Initialise(t.Context(), "Ana", adminEmail, adminPassword, source); err != nil {
		t.Fatal(err)
	}
	if info, err := o.session.Info(); err != nil || info.Joining == nil || !info.Initialised {
		t.Errorf("users are there, the copy goes on: %+v %v", info, err)
	}
	o.server.stand(syncer.Status{State: syncer.StateOnline, LastSyncAt: time.Now()})
	if info, err := o.session.Info(); err != nil || info.Joining != nil || !info.Initialised {
		t.Errorf("joined: %+v %v", info, err)
	}
	if _, err := o.session.Join("https://s", "123", "Sul"); crm.CodeOf(err) != access.CodeInitialised {
		t.Errorf("with users: %v", err)
	}
}

func TestStopEndsSyncBeforeTheDataCloses(t *testing.T) {
	o := openApp(t, t.TempDir())
	o.close()
	if !o.server.closed {
		t.Error("the exchange went on")
	}
}
