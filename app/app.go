package app

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"carteira/backend/crm"
	"carteira/backend/service/access"
	"carteira/backend/service/audit"
	"carteira/backend/service/batch"
	"carteira/backend/service/contacts"
	"carteira/backend/service/demo"
	"carteira/backend/service/erasure"
	"carteira/backend/service/exporter"
	"carteira/backend/service/importer"
	"carteira/backend/service/interactions"
	"carteira/backend/service/jobs"
	"carteira/backend/service/segments"
	"carteira/backend/service/settings"
	"carteira/backend/service/syncer"
	"carteira/backend/service/undo"
	"carteira/backend/sqlite"
)

// Version of the program, as in wails.json.
const Version = crm.Version

// Options say which data a program works on.
type Options struct {
	DataFolder string
	Now        func() time.Time // nil = time.Now
	Idle       time.Duration    // a session ends after it at the latest, whatever the organization allows; 0 = as set there (D9.1)
}

// App is the composition root: it opens the data, builds the services and binds one thin struct per screen. Several
// programs may work on one data folder at once; a job belongs to the one that holds its lock.
type App struct {
	options  Options
	calls    *Calls
	events   *outbox
	session  session
	words    words
	board    board
	natively natively
	waiting  waitingFiles
	names    directory
	samples  sampleCache[SampleLine]
	mended   sampleCache[MendedCell]
	connect  func(*sqlite.DB) synchronizer
	login    func() (loginEntry, error)

	// Set by Start before it opens the gate, not changed afterwards.
	shell        Shell
	db           *sqlite.DB
	access       *access.Service
	contacts     *contacts.Service
	settings     *settings.Service
	audit        *audit.Service
	jobs         *jobs.Service
	importer     *importer.Service
	exporter     *exporter.Service
	demo         *demo.Service
	segments     *segments.Service
	interactions *interactions.Service
	batch        *batch.Service
	undo         *undo.Service
	sync         synchronizer
	began        time.Time

	idle           atomic.Int64 // nanoseconds after which a session ends
	edition        atomic.Int64 // counts changes of contacts
	warming        atomic.Bool
	inhabited      atomic.Bool // the replica has users, as far as has been seen
	background     sync.WaitGroup
	stopBackground context.CancelFunc
}

// New makes a program; nothing is opened before Start.
func New(o Options) *App {
	return &App{options: o, calls: NewCalls(), events: newOutbox(), words: words{folder: o.DataFolder}, connect: newSynchronizer, login: newLoginEntry}
}

// Bound is the structs that the window may call.
func (a *App) Bound() []any {
	return []any{
		&Session{a}, &Contacts{a}, &ContactForm{a}, &Lookups{a}, &Imports{a}, &Jobs{a}, &Exports{a}, &Notices{a}, &Settings{a},
		&Files{a}, &Status{a}, &Sync{a}, &Users{a}, &Permissions{a}, &Services{a}, &Tabulations{a}, &Audit{a},
		&Account{a}, &Segments{a}, &Batches{a}, &Definitions{a}, &Demo{a}, &Timeline{a}, &Desktop{a}, &InteractionImports{a}, &ImportHistory{a},
	}
}

// Start opens the data and lets the window's calls through. What may take long goes on in the background: the
// interrupted jobs (D3.15), whoever is signed in, and the list in memory.
func (a *App) Start(shell Shell) error {
	a.shell = shell
	if err := a.open(); err != nil {
		a.calls.Open(err)
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	a.stopBackground = cancel
	a.events.start(func(entity string) {
		shell.Emit("data:changed", map[string]string{"entity": entity})
	})
	a.warming.Store(true)
	a.calls.Open(nil)
	a.sync.Start(ctx)
	a.background.Go(func() { a.warm(ctx) })
	a.background.Go(func() { a.resume(ctx) })
	a.background.Go(func() { erasure.Keep(ctx, a.db) })
	a.jobs.SweepDaily()
	a.background.Go(func() { a.watchSession(ctx) })
	a.background.Go(func() { a.watchOthers(ctx) })
	return nil
}

func (a *App) open() error {
	db, err := sqlite.Open(context.Background(), a.options.DataFolder, sqlite.Options{Now: a.options.Now})
	if err != nil {
		return fmt.Errorf("start: %w", err)
	}
	a.db, a.began = db, db.Now()
	a.access, a.contacts, a.settings = access.New(db), contacts.New(db), settings.New(db)
	a.audit = audit.New(db)
	a.readIdleLimit(context.Background())
	a.jobs = jobs.New(db)
	a.importer, a.exporter = importer.New(db, a.jobs), exporter.New(db, a.jobs)
	a.interactions = interactions.New(db, a.jobs)
	a.demo = demo.New(db, a.jobs)
	a.segments, a.batch = segments.New(db), batch.New(db, a.jobs)
	a.undo = undo.New(db, a.jobs)
	a.jobs.Listen(func(j crm.Job, c jobs.Change) { a.events.post(func() { a.tellJob(j, c) }) })
	a.leaveIfGone(context.Background())
	a.sync = a.connect(db)
	a.sync.Listen(func(syncer.Status) { a.events.touch("sync") })
	db.Listen(a.dataChanged)
	return nil
}

// dataChanged runs inside a commit and must not wait for the window.
func (a *App) dataChanged(e sqlite.Event) {
	entity := e.Entity
	switch entity {
	case "contact":
		a.edition.Add(1)
	case "setting":
		a.events.post(func() { a.readIdleLimit(context.Background()) })
	case "service":
		entity = "setting" // the window's word for what an organization defines (D9.4)
		a.names.forget()
	case "label", "field", "user":
		a.names.forget()
		if entity == "user" {
			a.events.post(func() { a.leaveIfGone(context.Background()) })
		}
	}
	a.events.touch(entity)
}

func (a *App) warm(ctx context.Context) {
	err := a.db.Warm(ctx)
	a.warming.Store(false)
	if err != nil && ctx.Err() == nil {
		slog.Error("build the list in memory", "error", err) // SQL answers meanwhile
	}
	a.events.touch("contact")
}

func (a *App) resume(ctx context.Context) {
	if err := a.jobs.ResumeInterrupted(crm.WithActor(ctx, crm.System)); err != nil && ctx.Err() == nil {
		slog.Error("resume interrupted jobs", "error", err)
	}
}

// Stop ends the running calls, leaves the jobs at their last committed point and closes the data.
func (a *App) Stop() {
	a.calls.Close(3 * time.Second)
	a.events.stop()
	a.stopBackground()
	a.background.Wait() // nothing is resumed any more when the jobs are stopped
	a.jobs.Close()
	a.sync.Close()
	if err := a.db.Close(); err != nil {
		slog.Error("close the data", "error", err)
	}
}
