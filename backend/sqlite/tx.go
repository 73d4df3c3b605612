package sqlite

import (
	"context"
	"errors"
	"fmt"
	"syscall"
	"time"

	"carteira/backend/crm"
	"carteira/backend/engine/replication"
)

// View is a consistent read of the replica.
type View struct {
	c    *conn
	ctx  context.Context // a View lives inside one call of View or Update
	now  time.Time
	defs *definitions
}

// Now is the time of the read or write: one moment for the whole transaction.
func (v *View) Now() time.Time { return v.now }

// Tx is a write. Everything done through it commits together or not at all. No network, file or event inside.
type Tx struct {
	View
	db       *DB
	actor    crm.Actor
	clock    *clock
	keys     keyBuffer
	events   []Event
	touched  []int64 // contacts whose line in lists changed
	lists    listChanges
	enrolled *bool  // nil = not looked up yet
	undoing  bool   // what is written takes an import back
	numbered bool   // see freeNumber
	erased   erased // people whose values must be gone from every file
}

// Actor is who writes.
func (tx *Tx) Actor() crm.Actor { return tx.actor }

// Update runs f in one immediate transaction on behalf of the actor in ctx and, after it is on disk,
// delivers what f announced. f may be run only once; its error rolls everything back.
func (db *DB) Update(ctx context.Context, f func(tx *Tx) error) (err error) {
	actor, err := crm.ActorOf(ctx)
	if err != nil {
		return err
	}
	db.urgent.Add(1)
	defer db.urgent.Add(-1)
	release, err := db.askTurn(personsTurn)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	return db.update(ctx, actor, byPerson, f)
}

// Bulk is Update for a batch of a long job. It does not count as a person waiting: see Contended.
func (db *DB) Bulk(ctx context.Context, f func(tx *Tx) error) error {
	actor, err := crm.ActorOf(ctx)
	if err != nil {
		return err
	}
	if err := db.giveTurn(ctx); err != nil {
		return err
	}
	return db.update(ctx, actor, inBulk, f)
}

// writeKind says how a write stands to others and to a power cut.
type writeKind int

const (
	byPerson writeKind = iota
	inBulk             // a batch of a long job
	// Of the server's own records: a power cut may take the last of them, never a part of one, and they are fetched
	// again from where the replica then stands. A commit that somebody waits for puts them on disk with its own.
	fetched
)

// Contended tells a long job that a person's write is waiting, so that it ends its batch early.
func (db *DB) Contended() bool {
	if db.urgent.Load() > 0 {
		return true
	}
	asked, err := db.turnAsked(personsTurn)
	return asked || err != nil // when in doubt, the batch ends early
}

func (db *DB) update(ctx context.Context, actor crm.Actor, kind writeKind, f func(tx *Tx) error) (err error) {
	db.write.Lock()
	defer db.write.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if kind == fetched {
		if _, err := db.writer.exec(`PRAGMA synchronous = NORMAL`); err != nil {
			return err
		}
		defer func() {
			_, perr := db.writer.exec(`PRAGMA synchronous = FULL`)
			err = errors.Join(err, perr)
		}()
	}
	if err := db.begin(ctx, kind != byPerson); err != nil {
		return DiskError(err)
	}
	tx := &Tx{View: View{c: db.writer, ctx: ctx, now: db.Now()}, db: db, actor: actor}
	tx.lists.follow = db.warm.on.Load()
	committed := false
	defer func() {
		if db.guard != nil {
			db.guard.exempt = false
		}
		if !committed { // also when f panics
			if _, rerr := db.writer.exec(`ROLLBACK`); rerr != nil && err != nil && faultOf(rerr) != logicFault {
				err = errors.Join(err, rerr)
			}
		}
	}()
	if err := f(tx); err != nil {
		return DiskError(err)
	}
	if err := tx.finish(); err != nil {
		return DiskError(err)
	}
	if tx.erased.count() > 0 {
		if _, err := db.unpurged.claim(db.dir); err != nil { // taken: who has it purges, without knowing whom
			return fmt.Errorf("claim the purge: %w", err)
		}
	}
	if _, err := db.writer.exec(`COMMIT`); err != nil {
		return DiskError(fmt.Errorf("commit: %w", err))
	}
	committed = true
	db.unpurged.keepErased(&tx.erased)
	db.listsChanged(tx)
	db.deliver(tx.events)
	return db.checkpoint(kind != byPerson)
}

// finish writes what was collected during the transaction.
func (tx *Tx) finish() error {
	if err := tx.flushKeys(); err != nil {
		return err
	}
	if err := tx.countListChange(); err != nil {
		return err
	}
	if err := tx.oweErased(); err != nil {
		return err
	}
	return tx.saveClock()
}

// View runs f on a consistent read-only snapshot.
func (db *DB) View(ctx context.Context, f func(v *View) error) (err error) {
	var c *conn
	select {
	case c = <-db.pool:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { db.pool <- c }()
	if _, err := c.exec(`BEGIN`); err != nil {
		return err
	}
	defer func() {
		if _, cerr := c.exec(`COMMIT`); err == nil && cerr != nil {
			err = cerr
		}
	}()
	return f(&View{c: c, ctx: ctx, now: db.Now()})
}

// walLimit is how large the log may grow before it is folded into the database, in pages of 8 KiB: 64 MiB
// while people work, four times that during an import.
const walLimit = 8192

// checkpoint folds the write-ahead log back when it has grown; it never waits for readers.
func (db *DB) checkpoint(bulk bool) error {
	limit := int64(walLimit)
	if bulk {
		limit *= 4
	}
	size, err := walPages(db.dir)
	if err != nil || size < limit {
		return err
	}
	if rewriting, err := db.turnAsked(rewriteTurn); err != nil || rewriting { // the log is all of the database, see vacuum
		return err
	}
	_, err = db.writer.integer(`PRAGMA wal_checkpoint(PASSIVE)`)
	return err
}

// Settle folds the whole log into the database file, as after an import; readers may keep it from finishing,
// which is not an error: a later write tries again.
func (db *DB) Settle() error {
	db.write.Lock()
	defer db.write.Unlock()
	_, err := db.writer.integer(`PRAGMA wal_checkpoint(TRUNCATE)`)
	return err
}

// clock is this replica's place in the order of operations.
type clock struct {
	incarnation int64
	counter     int64
	hlc         replication.HLC
}

func (tx *Tx) loadClock() error {
	if tx.clock != nil {
		return nil
	}
	k := new(clock)
	if _, err := tx.c.one(`SELECT incarnation, counter, hlc FROM replica`, nil, func(row result) error {
		k.incarnation, k.counter, k.hlc = row[0].(int64), row[1].(int64), replication.HLC(row[2].(int64))
		return nil
	}); err != nil {
		return err
	}
	tx.clock = k
	return nil
}

func (tx *Tx) saveClock() error {
	if tx.clock == nil {
		return nil
	}
	_, err := tx.c.exec(`UPDATE replica SET counter = ?, hlc = ?`, tx.clock.counter, int64(tx.clock.hlc))
	return err
}

// CodeDiskFull is the code of a write that found no room: nothing of it was kept.
const CodeDiskFull = "disk_full"

// DiskError says in people's words that there is no room for a file or the database, or that others are writing.
func DiskError(err error) error {
	fault := faultOf(err)
	switch {
	case fault == diskFull || errors.Is(err, syscall.ENOSPC):
		return errors.Join(crm.Errorf(CodeDiskFull, "",
			"the disk is full; nothing was lost, free some space and try again"), err)
	case fault == busy:
		return errors.Join(crm.Errorf(crm.CodeBusy, "",
			"another program is writing to this data folder; try again in a moment"), err)
	}
	return err
}
