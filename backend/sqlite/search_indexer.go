package sqlite

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/gofrs/flock"

	"carteira/backend/crm"
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

// outdated tells whether somebody was erased since the file was made: what it has deleted is still in it. It is thrown away
// before another contact is indexed.
func (x *indexer) outdated() (bool, error) {
	var wanted int64
	if err := x.db.View(context.Background(), func(v *View) (err error) {
		_, _, wanted, _, err = v.searchOwner()
		return err
	}); err != nil || wanted <= x.state.generation {
		return false, err
	}
	x.s.mu.Lock()
	x.s.damaged = true
	x.s.mu.Unlock()
	x.rebuilds-- // the file was not at fault
	return true, nil
}

// ready opens the index, when no other process writes it.
func (x *indexer) ready() (bool, error) {
	x.s.mu.Lock()
	damaged := x.s.damaged
	x.s.mu.Unlock()
	if x.c != nil && !damaged {
		return true, nil
	}
	if ok, err := x.lock.TryLock(); !ok {
		return false, err
	}
	if x.c != nil {
		err := x.c.close()
		x.c, x.open = nil, 0
		if err != nil {
			return false, err
		}
	}
	err := x.db.View(context.Background(), func(v *View) (err error) {
		x.c, err = x.openFile(v, damaged)
		return err
	})
	if err != nil {
		return false, err
	}
	state, _, err := readSearchState(x.c)
	if err != nil {
		return false, err
	}
	x.state = state
	if err := x.sayNew(); err != nil {
		return false, err
	}
	x.merge = true // whoever filled it may have ended before tidying up
	x.counts, err = readGramCounts(x.c)
	return err == nil, err
}

// sayNew notes in the replica that an index which did not fit, or held what was erased, is gone.
func (x *indexer) sayNew() error {
	var known int64
	if err := x.db.View(context.Background(), func(v *View) (err error) {
		_, _, known, _, err = v.searchOwner()
		return err
	}); err != nil || known >= x.state.generation {
		return err
	}
	return x.db.update(context.Background(), crm.System, inBulk, func(tx *Tx) error {
		_, err := tx.c.exec(`UPDATE list_state SET generation = max(generation, ?)`, x.state.generation)
		return err
	})
}

// openFile opens the index when it is of this replica and whole, or makes it anew.
func (x *indexer) openFile(v *View, damaged bool) (*conn, error) {
	if _, err := os.Stat(searchPath(x.db.dir)); err == nil && !damaged {
		c, err := openConn(searchPath(x.db.dir), searchPragmas)
		if err == nil {
			if fits, err := searchFits(c, v); err == nil && fits {
				return c, nil
			}
			_ = c.close() // it is thrown away: what it says on closing does not matter
		}
	}
	x.s.mu.Lock()
	x.rebuilds++
	x.s.damaged = false
	x.s.epoch++
	x.s.counts = nil
	for _, r := range x.s.readers {
		_ = r.c.close() // of a file that goes: Windows removes none that is open
	}
	x.s.readers = nil
	x.s.mu.Unlock()
	return createSearch(x.db.dir, v)
}

// searchFits tells whether the index is of the replica that v reads and no older than it counts on.
func searchFits(c *conn, v *View) (bool, error) {
	state, ok, err := readSearchState(c)
	if err != nil || !ok {
		return false, err
	}
	id, incarnation, generation, version, err := v.searchOwner()
	return state.replica == id && state.incarnation == incarnation && state.generation >= generation &&
		state.reflects <= version, err
}

// take is what transactions handed over, in order of number and without gaps.
func (x *indexer) take() []rosterRow {
	x.s.mu.Lock()
	rows := x.s.fresh
	x.s.fresh = nil
	x.s.mu.Unlock()
	slices.SortStableFunc(rows, func(a, b rosterRow) int { return cmp.Compare(a.contact, b.contact) })
	for len(rows) > 0 && rows[0].contact <= x.state.watermark { // renamed: they are in search_dirty
		rows = rows[1:]
	}
	for i := 1; i < len(rows); i++ {
		if rows[i].contact != rows[i-1].contact+1 {
			return rows[:i] // the rest is read back
		}
	}
	return rows
}

func (x *indexer) addRows(rows []rosterRow) error {
	for i := range rows {
		r := &rows[i]
		if err := x.add(r.contact, r.key+"\n"+r.rest+"\n"); err != nil {
			return err
		}
		*r = rosterRow{} // its text may go: the rest of a hundred thousand takes a second or more
	}
	return x.commitFull()
}

// addTail indexes contacts newer than the watermark that nobody handed over.
func (x *indexer) addTail() (n int, err error) {
	type text struct {
		n    int64
		text string
	}
	var texts []text
	var version int64
	err = x.db.View(context.Background(), func(v *View) (err error) {
		if version, err = v.listVersion(); err != nil {
			return err
		}
		return v.c.query(`SELECT n, doc FROM contact WHERE n > ? ORDER BY n LIMIT ?`, values(x.state.watermark, int64(indexRead)),
			func(row result) error {
				var c crm.Contact
				if err := v.decodeDoc(row[1].([]byte), &c); err != nil {
					return err
				}
				texts = append(texts, text{row[0].(int64), nameKey(&c) + "\n" + searchRest(&c) + "\n"})
				return nil
			})
	})
	if err != nil || len(texts) == 0 {
		return 0, err
	}
	x.state.reflects = max(x.state.reflects, version)
	for _, t := range texts {
		if err := x.add(t.n, t.text); err != nil {
			return 0, err
		}
	}
	return len(texts), x.commitFull()
}

// add writes one entry.
func (x *indexer) add(n int64, text string) error {
	if err := x.begin(); err != nil {
		return err
	}
	if x.open == 5_000 && !x.bulk {
		x.bulk = true
		if err := x.setHash(bulkHash); err != nil {
			return err
		}
	}
	if _, err := x.c.exec(`INSERT INTO gram (rowid, text) VALUES (?, ?)`, n, text); err != nil {
		return err
	}
	x.counts.add(n, text)
	x.state.watermark = n
	x.open++
	return nil
}

func (x *indexer) begin() error {
	if x.open > 0 {
		return nil
	}
	_, err := x.c.exec(`BEGIN IMMEDIATE`)
	return err
}

func (x *indexer) commitFull() error {
	if x.open < indexCommit {
		return nil
	}
	return x.commit()
}

func (x *indexer) commit() error {
	if x.open == 0 || x.c == nil {
		return nil
	}
	if _, err := x.c.exec(`UPDATE state SET watermark = ?, generation = ?, reflects = ?, counts = ?`,
		x.state.watermark, x.state.generation, x.state.reflects, x.counts.encode()); err != nil {
		return err
	}
	if _, err := x.c.exec(`COMMIT`); err != nil {
		return err
	}
	x.merge = x.merge || x.open > 100
	x.open = 0
	return nil
}

func (x *indexer) setHash(bytes int64) error {
	_, err := x.c.exec(`INSERT INTO gram (gram, rank) VALUES ('hashsize', ?)`, bytes)
	return err
}

// renew indexes contacts anew that changed. One that is gone before it was ever indexed lies beyond the watermark, where
// no contact will move it.
func (x *indexer) renew() (busy bool, err error) {
	type entry struct {
		n, stamp int64
		text     string // "" = the contact is gone
	}
	var entries []entry
	var version int64
	if err := x.db.View(context.Background(), func(v *View) (err error) {
		if version, err = v.listVersion(); err != nil {
			return err
		}
		if err := v.c.query(`
			SELECT d.contact, d.stamp
			FROM search_dirty d
			WHERE d.contact <= ? OR NOT EXISTS (SELECT 1 FROM contact c WHERE c.n = d.contact)
			ORDER BY d.contact
			LIMIT ?`,
			values(x.state.watermark, int64(indexRead)), func(row result) error {
				entries = append(entries, entry{n: row[0].(int64), stamp: row[1].(int64)})
				return nil
			}); err != nil {
			return err
		}
		for i := range entries {
			s, err := v.contactAt(entries[i].n)
			if err != nil {
				return err
			}
			if s != nil {
				entries[i].text = nameKey(&s.Contact) + "\n" + searchRest(&s.Contact) + "\n"
			}
		}
		return nil
	}); err != nil {
		return false, err
	}
	if len(entries) == 0 {
		return false, nil
	}
	if err := x.commit(); err != nil {
		return false, err
	}
	if err := x.begin(); err != nil {
		return false, err
	}
	for _, e := range entries {
		x.open++
		if _, err := x.c.exec(`DELETE FROM gram WHERE rowid = ?`, e.n); err != nil {
			return false, err
		}
		if e.text == "" {
			continue
		}
		if _, err := x.c.exec(`INSERT INTO gram (rowid, text) VALUES (?, ?)`, e.n, e.text); err != nil {
			return false, err
		}
	}
	x.state.generation++
	x.state.reflects = max(x.state.reflects, version)
	if err := x.commit(); err != nil {
		return false, err
	}
	return true, x.db.update(context.Background(), crm.System, inBulk, func(tx *Tx) error {
		for _, e := range entries {
			if _, err := tx.c.exec(`DELETE FROM search_dirty WHERE contact = ? AND stamp = ?`, e.n, e.stamp); err != nil {
				return err
			}
		}
		// A purge may have asked for a new index since: see renewSearch.
		_, err := tx.c.exec(`UPDATE list_state SET generation = max(generation, ?)`, x.state.generation)
		return err
	})
}

// tidy uses idle time to merge segments, a little at a time; more tells that it is not finished.
func (x *indexer) tidy() (more bool, err error) {
	if x.c == nil || !x.merge {
		return false, nil
	}
	if err := x.finishBulk(); err != nil {
		return false, err
	}
	before, err := x.c.integer(`SELECT total_changes()`)
	if err != nil {
		return false, err
	}
	if _, err := x.c.exec(`INSERT INTO gram (gram, rank) VALUES ('merge', 400)`); err != nil {
		return false, err
	}
	after, err := x.c.integer(`SELECT total_changes()`)
	if err != nil {
		return false, err
	}
	x.merge = after-before >= 2 // the documented sign that something was merged
	return x.merge, nil
}

func (x *indexer) finishBulk() error {
	if !x.bulk || x.c == nil {
		return nil
	}
	x.bulk = false
	return x.setHash(smallHash)
}
