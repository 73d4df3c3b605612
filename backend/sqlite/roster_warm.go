package sqlite

import (
	"context"
	"errors"
	"runtime/debug"
	"sync"
	"time"

	"carteira/backend/engine/roster"
)

// warmth is the list in memory: an index built from one snapshot and, over it, what was committed since. It
// answers only when it stands for exactly the state that the asking View sees (list_state.version); otherwise
// SQL answers, with the same meaning. Commits of other processes show as a version that is not known here.
type warmth struct {
	mu      sync.Mutex
	index   *roster.Index // nil: not built, or given up
	over    *overlay      // over index
	version int64         // what index, over and pending together stand for
	pending []int64       // contacts touched since over was made
	log     []touchedAt   // while building: what is committed meanwhile
	logging bool
	changed time.Time // of the last change seen, of any process
	seen    int64     // version at that time
	sets    *setCaches
	build   error // why the last build gave up

	rankings rankings // over index

	stop chan struct{}
	done chan struct{}
	kick chan struct{}
}

type touchedAt struct {
	version int64
	numbers []int64
}

const (
	// warmPoll is how often changes of other processes are looked for.
	warmPoll = 250 * time.Millisecond
	// warmQuiet is how long nothing must have changed before the index is built again: not after every batch
	// of an import.
	warmQuiet = time.Second
	// warmRetry is how long to wait after a build that went wrong.
	warmRetry = 30 * time.Second
)

// Warm builds the list in memory, which makes every page and search a matter of milliseconds, and keeps it
// current until Close. Returns when it is built first. For a program with a window; about 100 bytes a contact.
func (db *DB) Warm(ctx context.Context) error {
	w := &db.warm
	w.mu.Lock()
	started := w.stop != nil
	if !started {
		w.stop, w.done, w.kick = make(chan struct{}), make(chan struct{}), make(chan struct{}, 1)
	}
	w.mu.Unlock()
	if started {
		return nil
	}
	db.IndexNewContacts()
	err := db.buildRoster(ctx)
	go db.keepWarm()
	return err
}

func (db *DB) stopWarm() error {
	w := &db.warm
	w.mu.Lock()
	stop, done := w.stop, w.done
	w.mu.Unlock()
	if stop == nil {
		return nil
	}
	select {
	case <-stop:
	default:
		close(stop)
	}
	<-done
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.build
}

// committed takes note of a commit of this process.
func (w *warmth) committed(version int64, touched []int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.stop == nil {
		return
	}
	w.changed, w.seen = time.Now(), max(w.seen, version)
	if w.logging {
		w.log = append(w.log, touchedAt{version, touched})
	}
	if w.index == nil {
		return
	}
	if version != w.version+1 || len(w.pending)+len(w.over.rows)+len(touched) > limits.overlay {
		w.drop()
		return
	}
	w.version = version
	w.pending = append(w.pending, touched...)
}

// drop gives the index up: SQL answers until it is built again.
func (w *warmth) drop() {
	w.index, w.over, w.pending, w.sets = nil, nil, nil, nil
	w.rankings.forget()
}

// keepWarm builds the index again when it was given up, and hears of other processes' changes.
func (db *DB) keepWarm() {
	w := &db.warm
	defer close(w.done)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		<-w.stop
		cancel()
	}()
	tick := time.NewTicker(warmPoll)
	defer tick.Stop()
	for {
		select {
		case <-w.stop:
			return
		case <-tick.C:
		case <-w.kick:
		}
		w.rankings.rest(time.Now())
		foreign, rebuild, err := db.lookAround(ctx)
		if foreign {
			db.deliver([]Event{{"contact"}})
		}
		if err == nil && rebuild {
			err = db.buildRoster(ctx)
		}
		if errors.Is(err, context.Canceled) {
			return
		}
		w.mu.Lock()
		if w.build = err; err != nil {
			w.changed = time.Now().Add(warmRetry)
		}
		w.mu.Unlock()
	}
}

// lookAround compares the version in the database with the one known here.
func (db *DB) lookAround(ctx context.Context) (foreign, rebuild bool, err error) {
	var version int64
	if err := db.View(ctx, func(v *View) (err error) {
		version, err = v.listVersion()
		return err
	}); err != nil {
		return false, false, err
	}
	w := &db.warm
	w.mu.Lock()
	defer w.mu.Unlock()
	if version > w.seen { // or a commit of our own that is just being told: then it is only looked at again
		w.seen, w.changed, foreign = version, time.Now(), true
	}
	if w.index != nil && version > w.version && foreign {
		w.drop()
	}
	return foreign, w.index == nil && time.Since(w.changed) >= warmQuiet, nil
}

// buildRoster reads the whole list into memory.
func (db *DB) buildRoster(ctx context.Context) error {
	w := &db.warm
	w.mu.Lock()
	w.logging, w.log = true, nil
	w.mu.Unlock()
	var index *roster.Index
	var version int64
	err := db.View(ctx, func(v *View) (err error) {
		if version, err = v.listVersion(); err != nil {
			return err
		}
		index, err = v.readRoster(ctx)
		return err
	})
	if err == nil {
		w.rankings.prepare(index)
	}
	w.mu.Lock()
	w.logging = false
	log := w.log
	w.log = nil
	if err == nil {
		w.install(index, version, log)
	}
	w.mu.Unlock()
	if err == nil {
		debug.FreeOSMemory() // the garbage of building is as large as the index
	}
	return err
}

// install puts the index of a snapshot to work, with what was committed while it was built.
func (w *warmth) install(index *roster.Index, version int64, log []touchedAt) {
	var pending []int64
	for _, t := range log {
		if t.version <= version {
			continue
		}
		if t.version != version+1 || len(pending)+len(t.numbers) > limits.overlay {
			w.drop()
			return // too much, or another process in between: built again when it is quiet
		}
		version = t.version
		pending = append(pending, t.numbers...)
	}
	w.index, w.over, w.version, w.pending = index, &overlay{}, version, pending
	w.seen = max(w.seen, version)
	w.sets = newSetCaches()
}

// at is the list in memory as v sees it; nil when SQL has to answer.
func (w *warmth) at(v *View) (*roster.Index, *overlay, *setCaches, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.index == nil {
		return nil, nil, nil, nil
	}
	version, err := v.listVersion()
	if err != nil || version != w.version {
		return nil, nil, nil, err
	}
	if len(w.pending) > 0 {
		over, err := w.over.with(v, w.index, w.pending)
		if err != nil {
			return nil, nil, nil, err
		}
		w.over, w.pending = over, nil
	}
	return w.index, w.over, w.sets, nil
}
