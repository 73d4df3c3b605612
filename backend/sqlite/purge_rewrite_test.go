package sqlite

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"carteira/backend/crm"
)

// A purge waits for a moment when nobody writes, though not for ever.
func TestPurgeInAQuietMoment(t *testing.T) {
	for name, c := range map[string]struct {
		since time.Duration // the last write was
		first time.Duration // the purge was to be made
		want  error
	}{
		"in the middle of work": {0, 0, ErrQuietFirst},
		"nobody works":          {2 * quietFor, 0, nil},
		"for too long":          {0, patience, nil},
	} {
		t.Run(name, func(t *testing.T) {
			e := newErasable(t)
			e.erase()
			_, err := e.db.PurgeWhenQuiet(e.ctx)
			if !errors.Is(err, ErrQuietFirst) {
				t.Fatalf("right after the erasure: %v", err)
			}
			must(0, e.db.SearchSettled(e.ctx))(t) // it writes, too
			at := time.Now().Add(-c.since)
			must(0, os.Chtimes(filepath.Join(e.dir, FileName+"-wal"), at, at))(t)
			e.db.unpurged.since = e.db.unpurged.since.Add(-c.first)
			if _, err := e.db.PurgeWhenQuiet(e.ctx); !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
			if c.want == nil {
				e.purge("")
				e.clean()
			}
		})
	}
}

// What needs to know who was erased is done before the quiet moment: a program that ends meanwhile takes no report of
// somebody else away.
func TestPurgeThatWaitsKeepsReportsOfOthers(t *testing.T) {
	e := newErasable(t)
	theirs := e.job(crm.JobEnded, "a.csv", []byte("529.982.247-25"))
	other := e.job(crm.JobEnded, "b.csv", []byte("Outra Pessoa"))
	e.erase()
	if _, err := e.db.PurgeWhenQuiet(e.ctx); !errors.Is(err, ErrQuietFirst) {
		t.Fatal(err)
	}
	e.has(false, e.folder(theirs))
	e.reopen()
	e.purge("")
	e.has(true, e.folder(other))
	e.clean()
	e.job(crm.JobEnded, "c.csv", []byte("Outra Pessoa")) // and the next erasure is one of its own
	e.person = newcomer("Wvbnm Plkjh", "39053344705")
	mustUpdate(t, e.db, e.ctx, func(tx *Tx) error { _, err := tx.CreateContact(e.person, nil); return err })
	e.erase()
	e.reopen()
	e.purge("")
	e.has(false, e.folder(other))
}

// Somebody whom another process erases meanwhile is not taken for one who is known.
func TestPurgeThatWaitsMeetsAStranger(t *testing.T) {
	e := newErasable(t)
	e.erase()
	if _, err := e.db.PurgeWhenQuiet(e.ctx); !errors.Is(err, ErrQuietFirst) {
		t.Fatal(err)
	}
	known := e.db
	stranger := newcomer("Wvbnm Plkjh", "39053344705")
	mustUpdate(t, known, e.ctx, func(tx *Tx) error { _, err := tx.CreateContact(stranger, nil); return err })
	theirs := e.job(crm.JobEnded, "a.csv", []byte("390.533.447-05"))
	other, err := Open(e.ctx, e.dir, Options{})
	must(0, err)(t)
	e.db, e.person = other, stranger
	e.erase()
	must(0, other.Close())(t)
	e.db = known
	e.purge("")
	e.has(false, e.folder(theirs))
	e.clean()
}

// Whom another process has purged does not count as somebody who is known, when a third one has erased.
func TestPurgeForgetsWhomOthersPurged(t *testing.T) {
	e := newErasable(t)
	var people []*crm.Contact
	for _, cpf := range []string{"39053344705", "15350946056"} {
		c := newcomer("Wvbnm Plkjh", cpf)
		mustUpdate(t, e.db, e.ctx, func(tx *Tx) error { _, err := tx.CreateContact(c, nil); return err })
		people = append(people, c)
	}
	window, her := e.db, e.person
	open := func() *DB {
		db, err := Open(e.ctx, e.dir, Options{})
		must(0, err)(t)
		return db
	}
	command := open()
	e.db, e.person = command, people[0]
	e.erase() // it purges
	e.db, e.person = window, her
	e.erase()
	purged := make(chan error, 1)
	go func() { _, err := command.PurgeErased(e.ctx); purged <- err }()
	for waits := true; waits; { // as a window does that notices
		select {
		case err := <-purged:
			must(0, errors.Join(err, command.Close()))(t)
			waits = false
		case <-time.After(20 * time.Millisecond):
			window.IndexNewContacts()
		}
	}
	theirs := e.job(crm.JobEnded, "a.csv", []byte("153.509.460-56"))
	e.db, e.person = open(), people[1]
	e.erase()
	must(0, e.db.Close())(t)
	e.db = window
	e.purge("")
	e.has(false, e.folder(theirs))
}

// heavy makes the database so large that writing it anew takes a while.
func (e *erasable) heavy() {
	e.Helper()
	must(e.db.writer.raw.Exec(`
		CREATE TABLE heavy (n INTEGER PRIMARY KEY, x BLOB);
		WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 150000) INSERT INTO heavy SELECT n, zeroblob(300) FROM i;
		CREATE INDEX heavy_x ON heavy (x, n)`, nil))(e)
}

// A person who wants to write stops the database from being written anew.
func TestPurgeMakesWay(t *testing.T) {
	e := newErasable(t)
	e.heavy()
	e.erase()
	window, err := Open(e.ctx, e.dir, Options{})
	must(0, err)(t)
	defer func() { must(0, window.Close())(t) }()
	write := func() error {
		return window.Update(e.ctx, func(tx *Tx) error { return tx.SetSetting(crm.SettingOrganization, "person") })
	}
	made := false
	for range 5 { // it may be done before anybody asks
		wrote := make(chan error, 1)
		ctx, stop := context.WithCancel(e.ctx)
		go func() {
			for ctx.Err() == nil {
				if asked, err := window.turnAsked(rewriteTurn); err != nil || asked {
					wrote <- errors.Join(err, write())
					return
				}
				time.Sleep(time.Millisecond)
			}
			wrote <- nil
		}()
		_, err := e.db.PurgeErased(e.ctx)
		stop()
		must(0, <-wrote)(t)
		if made = errors.Is(err, ErrQuietFirst); made {
			break
		}
		must(0, err)(t)
		mustUpdate(t, e.db, e.ctx, func(tx *Tx) error { tx.erased.more++; return nil })
	}
	if !made {
		t.Error("nobody was ever made way for")
	}
	e.purge("")
	e.clean()
}

// A reader that keeps the log from being emptied keeps nobody from writing.
func TestPurgeBesideAReader(t *testing.T) {
	e := newErasable(t)
	e.erase()
	reads, done := make(chan struct{}), make(chan error, 1)
	end := make(chan struct{})
	go func() {
		done <- e.db.View(e.ctx, func(v *View) error {
			_, err := v.c.integer(`SELECT count(*) FROM contact`)
			close(reads)
			<-end
			return err
		})
	}()
	<-reads
	purged := make(chan error, 1)
	go func() { _, err := e.db.PurgeErased(e.ctx); purged <- err }()
	for range 4 {
		time.Sleep(500 * time.Millisecond)
		asked := time.Now()
		mustUpdate(t, e.db, e.ctx, func(tx *Tx) error { return tx.SetSetting(crm.SettingOrganization, "person") })
		if waited := time.Since(asked); waited > 5*time.Second {
			t.Errorf("the write waited for %v", waited)
		}
	}
	if err := <-purged; crm.CodeOf(err) != crm.CodeBusy {
		t.Errorf("the log cannot be empty: %v", err)
	}
	close(end)
	must(0, <-done)(t)
	e.purge("")
	e.clean()
}

// A write of another process waits for the database that is written anew, however long that takes: it does not fail.
func TestAWriteWaitsForARewrite(t *testing.T) {
	e := newErasable(t)
	window, err := Open(e.ctx, e.dir, Options{})
	must(0, err)(t)
	defer func() { must(0, window.Close())(t) }()
	must(window.writer.raw.Exec(`PRAGMA busy_timeout = 30`, nil))(t)
	write := func() error {
		return window.Update(e.ctx, func(tx *Tx) error { return tx.SetSetting(crm.SettingOrganization, "person") })
	}
	must(e.db.writer.exec(`BEGIN IMMEDIATE`))(t)
	if err := write(); crm.CodeOf(err) != crm.CodeBusy {
		t.Fatalf("beside a write of some other kind: %v", err)
	}
	release := must(e.db.askTurn(rewriteTurn))(t)
	wrote := make(chan error, 1)
	go func() { wrote <- write() }()
	select {
	case err := <-wrote:
		t.Errorf("did not wait: %v", err)
	case <-time.After(300 * time.Millisecond):
	}
	must(e.db.writer.exec(`COMMIT`))(t)
	must(0, release())(t)
	must(0, <-wrote)(t)
}
