package sqlite

import (
	"errors"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// indexer writes the search index, behind the replica and on another core. It runs from the first commit of
// the process until Close; other processes leave the work to it.
type indexer struct {
	db   *DB
	s    *searchIndex
	stop chan struct{}
	lock *flock.Flock

	c      *conn // nil: not open
	state  searchState
	counts *gramCounts
	open   int  // entries written since the last commit
	bulk   bool // a large hash is set
	merge  bool // segments wait to be merged

	rebuilds int
}

const (
	// indexCommit is how many entries one commit of the index holds at most. Fewer commits, fewer segments.
	indexCommit = 100_000
	// indexRead is how many texts are read back from the replica at a time.
	indexRead = 5_000
	// bulkHash and smallHash bound the memory in which entries are collected, in bytes.
	bulkHash, smallHash = 32 << 20, 1 << 20
	// putOffFor is how often it looks whether it may go on.
	putOffFor = 20 * time.Millisecond
	// lockRetry is how often it is tried to take over from another process.
	lockRetry = 2 * time.Second
)

func (x *indexer) run(done chan struct{}) {
	defer close(done)
	x.lock = flock.New(filepath.Join(x.db.dir, "search.lock"))
	for x.work() {
	}
	err := x.lastSteps()
	if err == nil {
		err = x.commit()
	}
	if err == nil {
		err = x.finishBulk()
	}
	if x.c != nil {
		err = errors.Join(err, x.c.close())
	}
	err = errors.Join(err, x.lock.Close())
	x.fail(err)
}

// lastSteps indexes a little before the process ends: a command that changes one contact is over before the
// indexer has begun, and a thousand of them should not leave it all to the next question.
func (x *indexer) lastSteps() error {
	x.s.mu.Lock()
	waiting := len(x.s.fresh)
	x.s.mu.Unlock()
	if waiting > indexRead {
		return nil
	}
	for range 2 { // new contacts, changed ones
		if busy, err := x.step(); !busy || err != nil {
			return err
		}
	}
	return nil
}

// maxRebuilds is how often one process builds the index anew before it gives up.
const maxRebuilds = 3

// fail keeps the error for who waits. Damage is answered by building anew.
func (x *indexer) fail(err error) {
	if err == nil {
		return
	}
	x.s.mu.Lock()
	defer x.s.mu.Unlock()
	if isDamage(err) && x.rebuilds < maxRebuilds {
		x.s.damaged = true
		return
	}
	x.s.failed = err
}

// work does one step or waits for one; false when it is time to stop.
func (x *indexer) work() bool {
	select {
	case <-x.stop:
		return false
	default:
	}
	if x.s.waits() {
		select {
		case <-x.stop:
			return false
		case <-time.After(putOffFor):
		}
		return true
	}
	busy, err := x.step()
	if err != nil {
		x.abandon(err)
	}
	if busy && err == nil {
		return true
	}
	wait := searchIdle
	if err != nil || x.c == nil {
		wait = lockRetry
	}
	x.s.mu.Lock()
	switch bulk := bulkIdle - time.Since(x.s.bulkAt); {
	case x.s.flush && err == nil:
		wait = 0
	case bulk > wait:
		wait = bulk
	}
	x.s.mu.Unlock()
	if x.open > 0 || wait > searchIdle {
		select {
		case <-x.stop:
			return false
		case <-x.s.poke:
			return true
		case <-time.After(wait):
		}
		if err := x.commit(); err != nil {
			x.abandon(err)
		}
		return true
	}
	x.s.mu.Lock()
	x.s.flush = false
	x.s.mu.Unlock()
	if more, err := x.tidy(); err != nil {
		x.abandon(err)
	} else if more {
		return true
	}
	select {
	case <-x.stop:
		return false
	case <-x.s.poke:
		return true
	}
}

// abandon gives up what was not committed. The file is opened again at the next step.
func (x *indexer) abandon(err error) {
	x.fail(err)
	if x.c != nil {
		x.fail(x.c.close()) // rolls back
		x.c = nil
	}
	x.open, x.bulk = 0, false
}

// step indexes some contacts; busy tells that there may be more.
func (x *indexer) step() (busy bool, err error) {
	if ready, err := x.ready(); !ready {
		return false, err
	}
	if old, err := x.outdated(); old || err != nil {
		return old, err
	}
	rows := x.take()
	if len(rows) > 0 && rows[0].contact == x.state.watermark+1 {
		return true, x.addRows(rows)
	}
	if n, err := x.addTail(); n > 0 || err != nil {
		return true, err
	}
	return x.renew()
}
