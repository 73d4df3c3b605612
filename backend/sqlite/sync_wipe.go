package sqlite

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"carteira/backend/crm"
)

// Wipe destroys everything that this replica holds, on the order of the organization that has withdrawn the device's
// access (S4). What is left is an empty replica that belongs to nobody. Its enrolment goes last: a wipe that was cut short
// is met again.
func (db *DB) Wipe(ctx context.Context) error {
	for _, folder := range sources {
		if err := os.RemoveAll(filepath.Join(db.dir, folder)); err != nil {
			return err
		}
	}
	err := db.syncUpdate(ctx, func(a *applying) error {
		if err := a.tx.emptyTables(); err != nil {
			return err
		}
		a.tx.defs = nil
		a.tx.touched = append(a.tx.touched, allTouched)
		for _, entity := range []string{"contact", "user", "setting", "label", "field", "service", "job", "sync"} {
			a.tx.Announce(Event{entity})
		}
		return nil
	})
	if err != nil {
		return err
	}
	t := &db.unpurged
	t.mu.Lock()
	t.last = 0
	t.forget(0)
	t.mu.Unlock()
	if err := db.rewriteFiles(ctx); err != nil {
		return err
	}
	return db.syncUpdate(ctx, func(a *applying) error {
		if _, err := a.tx.c.exec(`DELETE FROM enrolment`); err != nil {
			return err
		}
		if _, err := a.tx.c.exec(`DELETE FROM device`); err != nil {
			return err
		}
		id := crm.NewID()
		if _, err := a.tx.c.exec(`UPDATE replica SET id = ?, incarnation = 1, counter = 0, hlc = 0, created_at = ?`, id[:], a.tx.now.UnixMilli()); err != nil {
			return err
		}
		if _, err := a.tx.c.exec(`INSERT INTO device (n, id) VALUES (1, ?)`, id[:]); err != nil {
			return err
		}
		a.tx.clock, a.tx.enrolled = nil, nil
		a.tx.Announce(Event{"sync"})
		return nil
	})
}

// emptyTables deletes every row but those that say which replica this is. The audit is append-only for everybody else.
func (tx *Tx) emptyTables() error {
	type definition struct{ name, sql string }
	var tables, triggers []definition
	if err := tx.c.query(`
		SELECT type, name, sql FROM sqlite_master
		WHERE type IN ('table', 'trigger') AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'goose_%'`, nil, func(row result) error {
		d := definition{row[1].(string), row[2].(string)}
		if row[0].(string) == "table" {
			tables = append(tables, d)
		} else {
			triggers = append(triggers, d)
		}
		return nil
	}); err != nil {
		return err
	}
	for _, t := range triggers {
		if _, err := tx.c.exec(`DROP TRIGGER ` + t.name); err != nil {
			return err
		}
	}
	for _, t := range tables {
		switch t.name {
		case "replica", "device", "enrolment", "list_state":
			continue
		}
		if _, err := tx.c.exec(`DELETE FROM ` + t.name); err != nil {
			return err
		}
	}
	for _, t := range triggers {
		if _, err := tx.c.exec(t.sql); err != nil {
			return err
		}
	}
	return nil
}

func ignoreEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}
