package sqlite

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"carteira/backend/crm"
)

// An erasure owes that no file keeps a value of the person (D8.5). The duty commits with the erasure, without a word of
// who it was; who it was is known in memory alone, to the process that erased. Dies that process first, whatever may hold
// anybody goes: reports and private copies of every job that has ended.

// unpurged are the people whose values must yet be gone from every file.
type unpurged struct {
	mu      sync.Mutex // guards what follows
	people  []*crm.Contact
	counted int64 // erasures that people are of
	cleaned int64 // and of those the ones that jobs are free of
	last    int64 // the last of them, as of debt.due
	lock    *flock.Flock
	purging sync.Mutex // held by whoever purges, guards what follows
	since   time.Time  // when this process was to purge the files first, zero = all are
	// For which erasures, as of debt.due, the search index and the database are written anew: what else must wait does not
	// have that done again. 0 = none.
	indexed, rewritten int64
}

// purgeLock is held by the process that knows who was erased, until it has purged: another one would take everybody's
// reports away.
const purgeLock = "purge.lock"

// claim makes this process the one that purges; false when another one is. The system gives it back however this one ends.
func (t *unpurged) claim(dir string) (bool, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.lock == nil {
		t.lock = flock.New(filepath.Join(dir, purgeLock), flock.SetPermissions(0o600))
	}
	return t.lock.TryLock()
}

// letGo gives the claim back unless somebody was erased since.
func (t *unpurged) letGo() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.counted > 0 || t.lock == nil {
		return nil
	}
	return t.lock.Unlock()
}

func (t *unpurged) close() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.lock == nil {
		return nil
	}
	return t.lock.Close()
}

// erased is what one transaction has erased.
type erased struct {
	people    []*crm.Contact
	more      int64 // of whom everything that can be known is known already
	strangers int64 // of whom this replica has never heard, though a file of it may have
	due, done int64 // see debt
}

func (e *erased) count() int64 { return int64(len(e.people)) + e.more + e.strangers }

// oweErased writes the duty down with the erasure, and takes the people out of what is still known to be theirs: the names
// of files. Of a job under way more cannot be taken before it ends.
func (tx *Tx) oweErased() error {
	n := tx.erased.count()
	if n == 0 {
		return nil
	}
	if _, err := tx.c.exec(`
		INSERT INTO purge (one, due, done) VALUES (1, ?, 0)
		ON CONFLICT (one) DO UPDATE SET due = due + excluded.due`, n); err != nil {
		return err
	}
	if _, err := tx.c.one(`SELECT due, done FROM purge`, nil, func(row result) error {
		tx.erased.due, tx.erased.done = row[0].(int64), row[1].(int64)
		return nil
	}); err != nil {
		return err
	}
	if _, err := tx.c.exec(`
		INSERT INTO purge_job (job) SELECT n FROM job WHERE state IN ('queued', 'running') ON CONFLICT DO NOTHING`); err != nil {
		return err
	}
	return tx.purgeTitles(tx.erased.people)
}

// keepErased has this process remember whom the transaction that has just committed erased.
func (t *unpurged) keepErased(e *erased) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.forget(e.done)
	t.people = append(t.people, e.people...)
	t.counted += int64(len(e.people)) + e.more
	if e.due > 0 {
		t.last = e.due
	}
}

// forget drops people whom another process has purged: they must not count as some of those who are owed now.
func (t *unpurged) forget(done int64) {
	if done >= t.last {
		t.people, t.counted, t.cleaned = nil, 0, 0
	}
}

// debt is what is owed at one moment.
type debt struct {
	due, done  int64
	cleaned    int64 // see schema 0015
	people     []*crm.Contact
	counted    int64
	ofCleaned  int64   // see unpurged.cleaned
	jobs       []int64 // that were under way while somebody was erased
	certified  int64   // as lines of the server's log
	erasure    int64
	enrolled   bool
	stillWorks bool // one of the jobs
}

func (d *debt) files() bool { return d.done < d.due }
func (d *debt) any() bool   { return d.files() || d.certified < d.erasure }

// known tells whether everybody whom jobs may hold is among the people.
func (d *debt) known() bool { return d.counted-d.ofCleaned >= d.due-max(d.done, d.cleaned) }

func (v *View) debt() (d debt, err error) {
	if _, err = v.c.one(`SELECT due, done, cleaned FROM purge`, nil, func(row result) error {
		d.due, d.done, d.cleaned = row[0].(int64), row[1].(int64), row[2].(int64)
		return nil
	}); err != nil {
		return d, err
	}
	if err := v.c.query(`SELECT job FROM purge_job`, nil, func(row result) error {
		d.jobs = append(d.jobs, row[0].(int64))
		return nil
	}); err != nil {
		return d, err
	}
	live, err := v.c.integer(`
		SELECT EXISTS (SELECT 1 FROM purge_job p JOIN job j ON j.n = p.job WHERE j.state IN ('queued', 'running'))`)
	if err != nil {
		return d, err
	}
	d.stillWorks = live != 0
	e, err := v.Enrolment()
	if err == nil && e != nil {
		d.enrolled, d.certified, d.erasure = true, e.Certified, e.Erasure
	}
	return d, err
}

// Owes tells whether a file of this replica may yet hold a value of somebody who was erased.
func (v *View) Owes() (bool, error) {
	d, err := v.debt()
	return d.any(), err
}

// debt reads what is owed, and by whom, as of one moment between two transactions of this process.
func (db *DB) debt(ctx context.Context) (d debt, err error) {
	db.write.Lock()
	defer db.write.Unlock()
	if _, err := db.writer.exec(`BEGIN`); err != nil {
		return d, err
	}
	d, err = (&View{c: db.writer, ctx: ctx, now: db.Now()}).debt()
	if _, cerr := db.writer.exec(`COMMIT`); err != nil || cerr != nil {
		return d, errors.Join(err, cerr)
	}
	t := &db.unpurged
	t.mu.Lock()
	defer t.mu.Unlock()
	t.forget(d.done)
	d.people, d.counted, d.ofCleaned = t.people, t.counted, t.cleaned
	return d, nil
}

// cleanedOf notes that jobs are free of whoever was erased then.
func (t *unpurged) cleanedOf(d *debt) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.cleaned = d.counted
}

// settle notes that what was owed then is done.
func (db *DB) settle(ctx context.Context, d *debt) error {
	if err := db.purgeUpdate(ctx, func(tx *Tx) error {
		if _, err := tx.c.exec(`UPDATE purge SET done = max(done, ?)`, d.due); err != nil {
			return err
		}
		for _, n := range d.jobs {
			if _, err := tx.c.exec(`DELETE FROM purge_job WHERE job = ?`, n); err != nil {
				return err
			}
		}
		e, err := tx.Enrolment()
		if err != nil || e == nil || e.Certified >= d.erasure {
			return err
		}
		e.Certified = d.erasure
		return tx.SaveEnrolment(e)
	}); err != nil {
		return err
	}
	t := &db.unpurged
	t.mu.Lock()
	defer t.mu.Unlock()
	t.people = t.people[min(len(d.people), len(t.people)):] // less where some were forgotten meanwhile
	t.counted, t.cleaned = max(0, t.counted-d.counted), max(0, t.cleaned-d.counted)
	return nil
}

// purgeUpdate is a write of the purge itself, which no person waits for.
func (db *DB) purgeUpdate(ctx context.Context, f func(tx *Tx) error) error {
	if err := db.giveTurn(ctx); err != nil {
		return err
	}
	return db.update(ctx, syncActor, inBulk, f)
}
