package sqlite

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"carteira/backend/crm"
)

// PurgeErased makes sure that no file of this replica holds a value of the people who were erased since the last time
// (D8.5): secure deletion leaves copies in the gaps of pages, in the log, in the search index. It returns the line of
// the server's log up to which that may be certified. Error: crm.CodeBusy when a reader keeps the log from being
// emptied; try again.
func (db *DB) PurgeErased(ctx context.Context) (certified int64, err error) {
	var e *Enrolment
	if err := db.View(ctx, func(v *View) (err error) { e, err = v.Enrolment(); return err }); err != nil || e == nil {
		return 0, err
	}
	if e.Certified >= e.Erasure {
		return e.Certified, nil
	}
	db.traces.mu.Lock()
	people := db.traces.people
	db.traces.mu.Unlock()
	needles, err := db.needles(ctx, people)
	if err != nil {
		return 0, err
	}
	if err := db.purgeJobs(ctx, needles, len(people) > 0); err != nil {
		return 0, err
	}
	if err := db.purgeJobRows(ctx, people, needles); err != nil {
		return 0, err
	}
	if err := db.forgetAbandoned("preview"); err != nil {
		return 0, err
	}
	if err := db.rewriteFiles(ctx); err != nil {
		return 0, err
	}
	if err := db.verify(ctx, needles); err != nil {
		return 0, err
	}
	err = db.syncUpdate(ctx, func(a *applying) error {
		a.e.Certified = max(a.e.Certified, e.Erasure)
		return a.tx.SaveEnrolment(a.e)
	})
	if err != nil {
		return 0, err
	}
	db.traces.mu.Lock()
	db.traces.people = db.traces.people[len(people):]
	db.traces.mu.Unlock()
	return e.Erasure, nil
}

// needles are byte sequences that only the erased people had: identifiers, and names that nobody else bears.
func (db *DB) needles(ctx context.Context, people []*crm.Contact) (out [][]byte, err error) {
	err = db.View(ctx, func(v *View) error {
		for _, c := range people {
			add := func(held int64, err error, forms ...[]byte) error {
				if err == nil && held == 0 {
					out = append(out, forms...)
				}
				return err
			}
			if cpf := c.Fields[crm.FieldCPF]; cpf != "" {
				n, err := v.c.integer(`SELECT count(*) FROM contact_cpf WHERE cpf = ?`, crm.CPFKey(cpf))
				if err := add(n, err, []byte(cpf), stored48(crm.CPFKey(cpf))); err != nil {
					return err
				}
			}
			for _, p := range allPhones(c) {
				n, err := v.c.integer(`SELECT count(*) FROM contact_phone WHERE phone = ?`, p.MatchKey())
				if err := add(n, err, []byte(p), stored48(p.MatchKey())); err != nil {
					return err
				}
			}
			if email := c.Fields[crm.FieldEmail]; email != "" {
				n, err := v.c.integer(`SELECT count(*) FROM contact_email WHERE email = ?`, crm.EmailHash(crm.EmailKey(email)))
				if err := add(n, err, []byte(email), []byte(crm.Fold(email))); err != nil {
					return err
				}
			}
			if name := nameKey(c); len(name) > 8 {
				n, err := v.c.integer(`SELECT count(*) FROM roster WHERE name_key LIKE '%' || ? || '%'`, name)
				if err := add(n, err, []byte(c.Name()), []byte(name)); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return out, err
}

// stored48 is how SQLite stores an identifier of that size: six bytes, big endian. Smaller and larger numbers are
// searched as text only.
func stored48(n int64) []byte {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(n))
	if n < 1<<32 || n >= 1<<47 {
		return []byte(fmt.Sprint(n))
	}
	return b[2:]
}

// rewriteFiles writes the database anew without what was deleted, empties its log, and lets the search index be built
// again from it.
func (db *DB) rewriteFiles(ctx context.Context) error {
	if err := db.syncUpdate(ctx, func(a *applying) error {
		_, err := a.tx.c.exec(`UPDATE list_state SET generation = generation + 1000`)
		return err
	}); err != nil {
		return err
	}
	db.IndexNewContacts()
	db.write.Lock()
	defer db.write.Unlock()
	if _, err := db.writer.exec(`VACUUM`); err != nil {
		return DiskError(err)
	}
	for try := 0; ; try++ {
		busy, err := db.writer.integer(`PRAGMA wal_checkpoint(TRUNCATE)`)
		if err != nil || busy == 0 {
			return err
		}
		if try == 20 {
			return crm.Errorf(crm.CodeBusy, "", "a reader keeps the log from being emptied; the purge is tried again")
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// verify looks for the needles in every file. One that a living contact's history or a waiting change holds as well is
// not a trace: it is theirs, too.
func (db *DB) verify(ctx context.Context, needles [][]byte) error {
	for {
		found, needle, err := db.findTrace(needles)
		if err != nil || found == "" {
			return err
		}
		shared, err := db.livesOn(ctx, needle)
		if err != nil {
			return err
		}
		if !shared {
			return fmt.Errorf("after the purge %s still holds a value of an erased contact", filepath.Base(found))
		}
		needles = slices.DeleteFunc(slices.Clone(needles), func(n []byte) bool { return bytes.Equal(n, needle) })
	}
}

// livesOn tells whether any record of the replica holds the value.
func (db *DB) livesOn(ctx context.Context, needle []byte) (shared bool, err error) {
	err = db.View(ctx, func(v *View) error {
		for _, column := range []string{
			"contact.doc", "contact_change.changes", "image.state", "pending_op.body", "refused_op.body", "conflict.body", "note.text",
			"content.text", "survey.comment", "appointment.text", "request_image.state",
			"contact_draft.body", "import_draft.body", "account.name", "account.email", "account.external_number", "blacklist.number",
			// What the organization calls its own things: a contact may be called like a label.
			"field.name", "field.choices", "label.name", "service.name", "service.mailbox", "tabulation.name", "setting.value",
			"segment.name", "segment.filter", "record_image.state", "import_mapping.mapping", "name.office", "enrolment.organization",
		} {
			table, name, _ := strings.Cut(column, ".")
			n, err := v.c.integer(`SELECT count(*) FROM (SELECT 1 FROM `+table+` WHERE instr(CAST(`+name+` AS BLOB), ?) > 0 LIMIT 1)`, needle)
			if err != nil || n > 0 {
				shared = n > 0
				return err
			}
		}
		return nil
	})
	return shared, err
}

// findTrace is the first file of the replica that holds a needle, "" for none. Private copies of running jobs are
// sources, not storage.
func (db *DB) findTrace(needles [][]byte) (found string, needle []byte, err error) {
	err = filepath.WalkDir(db.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && d.Name() == "jobs" {
			return filepath.SkipDir
		}
		if found != "" || !d.Type().IsRegular() || strings.HasPrefix(d.Name(), SearchFileName) {
			return nil // the index is built anew from clean texts
		}
		if needle, err = fileHolds(path, needles); needle != nil {
			found = path
		}
		return err
	})
	return found, needle, err
}

// fileHolds looks for any of the needles, a part of the file at a time; nil when it holds none.
func fileHolds(path string, needles [][]byte) ([]byte, error) {
	longest := 0
	for _, n := range needles {
		longest = max(longest, len(n))
	}
	if longest == 0 {
		return nil, nil
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	const part = 4 << 20
	buf := make([]byte, 0, part+longest)
	for {
		n, err := f.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		for _, needle := range needles {
			if bytes.Contains(buf, needle) {
				return needle, nil
			}
		}
		if err != nil || n == 0 {
			return nil, ignoreEOF(err)
		}
		keep := min(len(buf), longest-1)
		copy(buf[:keep], buf[len(buf)-keep:])
		buf = buf[:keep]
	}
}
