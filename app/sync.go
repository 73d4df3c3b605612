package app

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"carteira/backend/crm"
	"carteira/backend/engine/wire"
	"carteira/backend/service/syncer"
	"carteira/backend/sqlite"
)

// Sync is the synchronization page. How things stand with the server is in Status.Get.
type Sync struct{ app *App }

// synchronizer is what the window needs of syncer.Service; tests put one without a network in its place.
type synchronizer interface {
	Start(ctx context.Context)
	Close()
	Listen(func(syncer.Status))
	Enrol(ctx context.Context, server, code, office string) error
	Now(ctx context.Context) error
	Status(ctx context.Context) (syncer.Status, error)
	Pending(ctx context.Context, limit int) ([]syncer.Pending, error)
	Conflicts(ctx context.Context, limit int) ([]syncer.Conflict, error)
	Settle(ctx context.Context, id crm.ID, choice syncer.Choice) error
	Cancel(ctx context.Context, counter int64) error
	Discard(ctx context.Context, counter int64) error
	Draft(ctx context.Context, counter int64) (map[string]any, error)
	Devices(ctx context.Context) ([]wire.Device, error)
}

func newSynchronizer(db *sqlite.DB) synchronizer { return syncer.New(db, syncer.Options{}) }

// listedSync bounds the lists of the page; the counts of the status tell how many there are in all.
const listedSync = 300

// Enrol makes this replica part of an organization, with a code that whoever runs the server gave out.
func (s *Sync) Enrol(server, code, office string) error {
	return acting(s.app, "Sync.Enrol", func(ctx context.Context) error {
		return s.app.sync.Enrol(ctx, server, code, office)
	})
}

// Now exchanges everything there is to exchange, without waiting for the next try.
func (s *Sync) Now() error {
	return acting(s.app, "Sync.Now", func(ctx context.Context) error { return s.app.sync.Now(ctx) })
}

// Pending lists what the server has not acknowledged, and what it did not carry out.
func (s *Sync) Pending() ([]SyncPending, error) {
	return watching(s.app, "Sync.Pending", func(ctx context.Context) ([]SyncPending, error) {
		all, err := s.app.sync.Pending(ctx, listedSync)
		return convert(all, pendingOf), err
	})
}

// Conflicts lists what a person should look at.
func (s *Sync) Conflicts() ([]SyncConflict, error) {
	return watching(s.app, "Sync.Conflicts", func(ctx context.Context) ([]SyncConflict, error) {
		all, err := s.app.sync.Conflicts(ctx, listedSync)
		return convert(all, conflictOf), err
	})
}

// Settle takes a conflict off the list: choice is "winner", which leaves things as they stand, or "value".
func (s *Sync) Settle(id, choice string) error {
	return acting(s.app, "Sync.Settle", func(ctx context.Context) error {
		conflict, err := crm.ParseID(id)
		if err != nil {
			return err
		}
		return s.app.sync.Settle(ctx, conflict, syncer.Choice(choice))
	})
}

// Cancel withdraws an operation that nobody has carried out yet.
func (s *Sync) Cancel(counter int64) error {
	return acting(s.app, "Sync.Cancel", func(ctx context.Context) error { return s.app.sync.Cancel(ctx, counter) })
}

// Discard throws the draft of a refused operation away.
func (s *Sync) Discard(counter int64) error {
	return acting(s.app, "Sync.Discard", func(ctx context.Context) error { return s.app.sync.Discard(ctx, counter) })
}

// SaveDraft saves what a refused operation was meant to do; see App.save for the answer.
func (s *Sync) SaveDraft(counter int64) (string, error) {
	a := s.app
	return signedIn(a, "Sync.SaveDraft", func(ctx context.Context) (string, error) {
		p, err := a.phrases(ctx)
		if err != nil {
			return "", err
		}
		draft, err := a.sync.Draft(ctx, counter)
		if err != nil {
			return "", err
		}
		name := fmt.Sprintf("%s-%d.json", p.draft, counter)
		return a.save(p.jsonDialog(p.saveDraft, name), func(w io.Writer) error {
			e := json.NewEncoder(w)
			e.SetEscapeHTML(false)
			e.SetIndent("", "  ")
			return e.Encode(draft)
		})
	})
}

// Devices asks the server for the organization's devices: it needs the connection.
func (s *Sync) Devices() ([]SyncDevice, error) {
	return watching(s.app, "Sync.Devices", func(ctx context.Context) ([]SyncDevice, error) {
		all, err := s.app.sync.Devices(ctx)
		return convert(all, deviceOf), err
	})
}
