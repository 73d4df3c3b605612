package sqlite

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"carteira/backend/crm"
)

// SearchFileName is the search index inside the data directory. Deleting it costs nothing but the time to
// build it again.
const SearchFileName = "search.db"

// searchFormat changes with what is indexed or how.
const searchFormat = 1

// searchSchema: a contentless table, as texts are in the replica; without positions, as hits are checked
// anyway; exact trigrams, as texts are folded already. Every value and the whole text end with a line feed, so
// that each letter and pair of letters begins some trigram.
const searchSchema = `
CREATE TABLE state (
  one         INTEGER PRIMARY KEY CHECK (one = 1),
  format      INTEGER NOT NULL,
  replica     BLOB    NOT NULL,
  incarnation INTEGER NOT NULL,
  watermark   INTEGER NOT NULL,  -- contacts up to this number are indexed
  generation  INTEGER NOT NULL,
  reflects    INTEGER NOT NULL,  -- the list version of the last texts read from the replica
  counts      BLOB    NOT NULL   -- see gramCounts
) STRICT;
CREATE VIRTUAL TABLE gram USING fts5 (
  text, content = '', contentless_delete = 1, detail = none, tokenize = 'trigram case_sensitive 1'
);
CREATE VIRTUAL TABLE gram_term USING fts5vocab (gram, row);
INSERT INTO gram (gram, rank) VALUES ('automerge', 0);
`

// A power cut may take the last commits of the index, not its consistency: the generation shows what is missing.
const searchPragmas = `PRAGMA synchronous = NORMAL;`

func searchPath(dir string) string { return filepath.Join(dir, SearchFileName) }

// searchState is the one row of state.
type searchState struct {
	watermark, generation, reflects int64
	replica                         crm.ID
	incarnation                     int64
}

// readSearchState reads the row; ok is false when the file is of another format.
func readSearchState(c *conn) (s searchState, ok bool, err error) {
	_, err = c.one(`SELECT format, replica, incarnation, watermark, generation, reflects FROM state`, nil, func(row result) error {
		ok = row[0].(int64) == searchFormat
		s.replica, s.incarnation = blobID(row[1]), row[2].(int64)
		s.watermark, s.generation, s.reflects = row[3].(int64), row[4].(int64), row[5].(int64)
		return nil
	})
	return s, ok, err
}

// searchOwner is the replica that v reads, and the generation of the index that it counts on.
func (v *View) searchOwner() (id crm.ID, incarnation, generation, version int64, err error) {
	_, err = v.c.one(`
		SELECT r.id, r.incarnation, l.generation, l.version
		FROM replica r, list_state l`, nil, func(row result) error {
		id, incarnation, generation, version = blobID(row[0]), row[1].(int64), row[2].(int64), row[3].(int64)
		return nil
	})
	return id, incarnation, generation, version, err
}

// createSearch makes an empty index for the replica that v reads, in place of whatever there is.
func createSearch(dir string, v *View) (*conn, error) {
	path := searchPath(dir)
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	c, err := openConn(path, `PRAGMA page_size = 8192; PRAGMA journal_mode = WAL;`+searchPragmas)
	if err != nil {
		return nil, err
	}
	id, incarnation, generation, _, err := v.searchOwner()
	if err == nil {
		_, err = c.raw.Exec("BEGIN;"+searchSchema, nil)
	}
	if err == nil {
		_, err = c.exec(`
			INSERT INTO state (one, format, replica, incarnation, watermark, generation, reflects, counts)
			VALUES (1, ?, ?, ?, 0, ?, 0, x'')`, int64(searchFormat), id[:], incarnation, generation+1)
	}
	if err == nil {
		_, err = c.exec(`COMMIT`)
	}
	if err != nil {
		return nil, errors.Join(err, c.close())
	}
	return c, nil
}

// isDamage tells errors that say the file itself is at fault, so that building it anew helps.
func isDamage(err error) bool {
	f := faultOf(err)
	return f == damaged || f == changed || f == logicFault
}

// searchRenewal is how long it is waited for that an index which is out of date is thrown away.
const searchRenewal = 20 * time.Second

// renewSearch has the index thrown away, by whatever program writes it, and waits until it is: what an index has deleted is
// still in its file. The new one need not be filled.
func (db *DB) renewSearch(ctx context.Context) error {
	var asked int64
	if err := db.purgeUpdate(ctx, func(tx *Tx) (err error) {
		// By the time of day, too: a replica whose disk was put back counts behind an index that was not.
		if _, err := tx.c.exec(`UPDATE list_state SET generation = max(generation + 1000, ?)`, time.Now().UnixMilli()); err != nil {
			return err
		}
		asked, err = tx.c.integer(`SELECT generation FROM list_state`)
		return err
	}); err != nil || db.search.off {
		return err
	}
	s := &db.search
	for end := time.Now().Add(searchRenewal); ; {
		s.mu.Lock()
		s.flush = true
		s.mu.Unlock()
		db.IndexNewContacts()
		var now int64
		if err := db.View(ctx, func(v *View) (err error) {
			now, err = v.c.integer(`SELECT generation FROM list_state`)
			return err
		}); err != nil || now > asked { // see indexer.ready
			return err
		}
		if time.Now().After(end) {
			return crm.Errorf(crm.CodeBusy, "", "another program has the search index open; the purge is tried again")
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}
