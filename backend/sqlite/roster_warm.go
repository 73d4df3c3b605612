package sqlite

import (
	"context"
	"errors"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// warmth is the list in memory: a generation, and what was committed since. It answers only with exactly the state that
// the asking View sees (list_state.version); otherwise SQL answers, with the same meaning. What other processes commit
// shows as a version that is not known here; list_touched says what it was about.
type warmth struct {
	on     atomic.Bool // transactions say what becomes of rows
	making sync.Mutex  // who makes the next generation; taken before mu
	mu     sync.Mutex

	now     *generation // nil: not built, or given up
	version int64       // what now and pending together stand for
	pending []commit    // since now
	merging []*layer    // made into one at the moment
	log     []commit    // while building: what is committed meanwhile
	logging bool
	changed time.Time // of the last change seen, of any process
	seen    int64     // version at that time
	build   error     // why the last build gave up

	use rankingUse

	stop chan struct{}
	done chan struct{}
	kick chan struct{}
}

const (
	// warmPoll is how often changes of other processes are looked for.
	warmPoll = 250 * time.Millisecond
	// warmQuiet is how long nothing must have changed before a list that was given up is built again.
	warmQuiet = time.Second
	// warmRetry is how long to wait after a build that went wrong.
	warmRetry = 30 * time.Second
	// warmCatch is how long an answer waits for a commit that is just being told.
	warmCatch = 5 * time.Millisecond
	// warmFold is how long nothing must have changed before all layers become one.
	warmFold = 10 * time.Second
	// warmLarge is how many contacts are worth giving memory back for at once.
	warmLarge = 100_000
	// warmAhead is how many changed contacts are brought into the list before anybody asks.
	warmAhead = 500
)

// Warm builds the list in memory, which makes every page and search a matter of milliseconds, and keeps it
// current until Close. Returns when it is built first. For a program with a window; about 110 bytes a contact.
func (db *DB) Warm(ctx context.Context) error {
	w := &db.warm
	w.mu.Lock()
	started := w.stop != nil
	if !started {
		w.stop, w.done, w.kick = make(chan struct{}), make(chan struct{}), make(chan struct{}, 1)
		w.on.Store(true)
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
func (w *warmth) committed(c commit) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.stop == nil {
		return
	}
	w.changed, w.seen = time.Now(), max(w.seen, c.version)
	if w.logging {
		w.log = append(w.log, c)
	}
	if w.now == nil || c.version <= w.now.version { // none, or followed by who saw it first
		return
	}
	w.pending = append(w.pending, c)
	w.version = max(w.version, c.version)
	if slices.Contains(c.touched, allTouched) {
		w.drop()
		return
	}
	if len(c.touched) > warmAhead {
		select {
		case w.kick <- struct{}{}:
		default:
		}
	}
}

// drop gives the list up: SQL answers until it is built again.
func (w *warmth) drop() { w.now, w.pending = nil, nil }

// at is the list in memory as v sees it; nil when SQL has to answer.
func (db *DB) at(v *View) (*generation, error) {
	w := &db.warm
	version, err := v.listVersion()
	if err != nil {
		return nil, err
	}
	for until := time.Now().Add(warmCatch); ; time.Sleep(warmCatch / 20) {
		w.mu.Lock()
		g, known := w.now, w.version
		w.mu.Unlock()
		switch {
		case g == nil || g.version > version:
			return nil, nil
		case g.version == version:
			return g, nil
		case known < version && time.Now().Before(until): // a commit is just being told, or another process's
			continue
		}
		return w.follow(v, version)
	}
}

// follow makes the generation that v sees, of the last one and what was committed since; nil when that is not to be had.
func (w *warmth) follow(v *View, version int64) (*generation, error) {
	w.making.Lock()
	defer w.making.Unlock()
	w.mu.Lock()
	g, pending, merging := w.now, slices.Clone(w.pending), w.merging
	w.mu.Unlock()
	if g == nil || g.version >= version {
		if g != nil && g.version > version {
			g = nil
		}
		return g, nil
	}
	commits, ok, err := v.commitsAfter(g.version, version, pending)
	if err != nil {
		return nil, err
	}
	var next *generation
	if ok {
		if next, err = g.after(v, version, commits); err == nil {
			next, err = next.tidied(merging)
		}
		if err != nil {
			return nil, err
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.now != g { // given up meanwhile
		return next, nil
	}
	if next == nil {
		w.drop()
		return nil, nil
	}
	w.now, w.version = next, max(w.version, version)
	w.pending = slices.DeleteFunc(slices.Clone(w.pending), func(c commit) bool { return c.version <= version })
	return next, nil
}

// commitsAfter are all commits between two versions: our own as they were told, others as list_touched has them; ok is
// false when that is not known any more, or too much.
func (v *View) commitsAfter(from, to int64, own []commit) (all []commit, ok bool, err error) {
	own = slices.DeleteFunc(own, func(c commit) bool { return c.version <= from || c.version > to })
	if int64(len(own)) == to-from {
		return own, true, nil
	}
	foreign := 0
	err = v.touchedSince(from, func(version int64, contacts []byte) error {
		if len(own) > 0 && own[0].version == version {
			all, own = append(all, own[0]), own[1:]
			return nil
		}
		numbers, err := unpackNumbers(contacts)
		if err != nil {
			return err
		}
		if foreign += len(numbers); foreign > limits.foreign || slices.Contains(numbers, allTouched) {
			return errStop
		}
		all = append(all, commit{version: version, touched: numbers, foreign: true})
		return nil
	})
	return all, err == nil && int64(len(all)) == to-from, err
}

// keepWarm brings commits into the list, merges its layers, builds it again when it was given up, and hears of other
// processes' changes.
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
		foreign, rebuild, err := db.lookAround(ctx)
		if foreign {
			db.deliver([]Event{{"contact"}})
		}
		if err == nil {
			err = w.merge()
		}
		if err == nil && rebuild {
			err = db.buildRoster(ctx)
		}
		w.mu.Lock()
		g := w.now
		w.mu.Unlock()
		w.use.rest(time.Now(), g)
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

// lookAround compares the version in the database with the one known here, and brings the list up to date.
func (db *DB) lookAround(ctx context.Context) (foreign, rebuild bool, err error) {
	w := &db.warm
	err = db.View(ctx, func(v *View) error {
		version, err := v.listVersion()
		if err != nil {
			return err
		}
		w.mu.Lock()
		waiting := 0
		for _, c := range w.pending {
			waiting += len(c.touched)
		}
		behind := waiting > warmAhead || version > w.version
		if version > w.seen { // or a commit of our own that is just being told: then it is only looked at again
			w.seen, w.changed, foreign = version, time.Now(), true
		}
		w.mu.Unlock()
		if behind {
			_, err = db.at(v)
		}
		return err
	})
	w.mu.Lock()
	defer w.mu.Unlock()
	return foreign, w.now == nil && time.Since(w.changed) >= warmQuiet, err
}

// merge makes one index of layers that have grown too many.
func (w *warmth) merge() error {
	w.making.Lock()
	w.mu.Lock()
	g, quiet := w.now, time.Since(w.changed)
	w.mu.Unlock()
	var old []*layer
	if g != nil {
		from, contacts := due(g.layers)
		if young := g.young(); quiet > warmFold && young > limits.mergeAtOnce {
			from, contacts = 0, young+g.layers[0].alive
		}
		if old = g.layers[from:]; contacts <= limits.mergeAtOnce {
			old = nil
		}
	}
	w.mu.Lock()
	w.merging = old
	w.mu.Unlock()
	w.making.Unlock()
	if len(old) == 0 {
		return nil
	}
	x, err := mergeLayers(old)
	if err == nil {
		fresh := newLayer(x)
		fresh.prepare()
		w.making.Lock()
		w.mu.Lock()
		if w.now != nil {
			if next := w.now.replacing(old, fresh); next != nil {
				w.now = next
			}
		}
		w.mu.Unlock()
		w.making.Unlock()
		if x.Len() > warmLarge {
			debug.FreeOSMemory() // what it was made of
		}
	}
	w.mu.Lock()
	w.merging = nil
	w.mu.Unlock()
	return err
}

// buildRoster reads the whole list into memory.
func (db *DB) buildRoster(ctx context.Context) error {
	w := &db.warm
	w.mu.Lock()
	w.logging, w.log = true, nil
	w.mu.Unlock()
	g := new(generation)
	err := db.View(ctx, func(v *View) (err error) {
		if g.version, err = v.listVersion(); err != nil {
			return err
		}
		x, err := v.readRoster(ctx)
		if err == nil {
			g.layers = []*layer{newLayer(x)}
		}
		return err
	})
	w.mu.Lock()
	w.logging = false
	if err == nil {
		w.install(g)
	}
	w.log = nil
	w.mu.Unlock()
	if err == nil {
		g.layers[0].prepare()
		debug.FreeOSMemory() // the garbage of building is as large as the index
	}
	return err
}

// install puts the list of a snapshot to work, with what was committed while it was built.
func (w *warmth) install(g *generation) {
	w.now, w.version = g, g.version
	w.pending = slices.DeleteFunc(w.log, func(c commit) bool { return c.version <= g.version })
	if n := len(w.pending); n > 0 {
		w.version = w.pending[n-1].version
	}
	w.seen = max(w.seen, w.version)
	for _, c := range w.pending {
		if slices.Contains(c.touched, allTouched) {
			w.drop()
			return
		}
	}
}
