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
	"carteira/backend/engine/traces"
)

// PurgeErased makes sure that no file of this replica holds a value of the people who were erased since the last time
// (D8.5): secure deletion leaves copies in the gaps of pages, in the log, in the search index, and jobs keep copies of
// files. It returns the line of the server's log up to which that may be certified. Jobs that were under way are waited
// for, as they read what must go. Error: crm.CodeBusy when one still works, when another program purges, or when a reader
// keeps the log from being emptied, or when a person wants to write (ErrQuietFirst); try again. ErrJobsFirst is the first of
// them, and costs nothing to be asked for again.
func (db *DB) PurgeErased(ctx context.Context) (certified int64, err error) {
	return db.purgeErased(ctx, false)
}

// PurgeWhenQuiet is PurgeErased that writes the database anew only in a moment when nobody, of whatever process, writes.
// Error, beside those of PurgeErased: ErrQuietFirst.
func (db *DB) PurgeWhenQuiet(ctx context.Context) (certified int64, err error) {
	return db.purgeErased(ctx, true)
}

func (db *DB) purgeErased(ctx context.Context, whenQuiet bool) (certified int64, err error) {
	t := &db.unpurged
	t.purging.Lock()
	defer t.purging.Unlock()
	d, err := db.debt(ctx)
	if err != nil {
		return 0, err
	}
	if d.files() {
		if mine, err := t.claim(db.dir); err != nil {
			return 0, err
		} else if !mine {
			t.since = time.Time{}
			db.IndexNewContacts() // the index may be this program's
			return 0, crm.Errorf(crm.CodeBusy, "", "another program makes sure that erased people are gone from every file")
		}
		if d.stillWorks {
			return 0, ErrJobsFirst
		}
		if err := db.purge(ctx, &d, whenQuiet); err != nil {
			return 0, err
		}
	}
	if d.any() || len(d.people) > 0 {
		if err := db.settle(ctx, &d); err != nil {
			return 0, err
		}
	}
	t.since = time.Time{}
	return max(d.certified, d.erasure), t.letGo()
}

// ErrJobsFirst says that jobs must end before the files can be purged.
var ErrJobsFirst error = crm.Errorf(crm.CodeBusy, "", "a job that began before somebody was erased must end first")

func (db *DB) purge(ctx context.Context, d *debt, whenQuiet bool) error {
	if whenQuiet && d.cleaned == d.due {
		if err := db.mayRewrite(d); err != nil {
			return err
		}
	}
	who, err := db.wanted(ctx, d)
	if err != nil {
		return err
	}
	if d.cleaned < d.due {
		if err := db.purgeJobs(ctx, who); err != nil {
			return err
		}
		if err := db.purgeHandedOver(who); err != nil {
			return err
		}
		if err := db.purgeJobRows(ctx, who, d.due); err != nil {
			return err
		}
		db.unpurged.cleanedOf(d)
	}
	if err := db.forgetAbandoned(PreviewFolder); err != nil {
		return err
	}
	if whenQuiet {
		if err := db.mayRewrite(d); err != nil {
			return err
		}
	}
	if err := db.rewriteInPeace(ctx, d); err != nil {
		return err
	}
	return db.verify(ctx, who.needles)
}

// wanted is how the erased people are looked for.
type wanted struct {
	known   bool // false = it may be anybody
	find    *traces.Finder
	needles [][]byte
}

func (db *DB) wanted(ctx context.Context, d *debt) (*wanted, error) {
	w := &wanted{known: d.known()}
	alone, err := db.borneAlone(ctx, d.people)
	if err != nil {
		return nil, err
	}
	w.find = traces.New(d.people, func(c *crm.Contact) bool { return alone[c] })
	w.needles, err = db.needles(ctx, d.people, alone)
	return w, err
}

// personal tells whether a text may say who one of them is.
func (w *wanted) personal(text string) bool { return !w.known || w.find.Text(text) }

// borneAlone are those of the people whose name nobody else bears.
func (db *DB) borneAlone(ctx context.Context, people []*crm.Contact) (map[*crm.Contact]bool, error) {
	alone := map[*crm.Contact]bool{}
	return alone, db.View(ctx, func(v *View) error {
		for _, c := range people {
			name := nameKey(c)
			if len(name) <= shortName {
				continue
			}
			n, err := v.c.integer(`SELECT EXISTS (SELECT 1 FROM roster WHERE name_key LIKE '%' || ? || '%')`, name)
			if err != nil {
				return err
			}
			alone[c] = n == 0
		}
		return nil
	})
}

// shortName is up to how many bytes a name may be somebody else's too, or a part of it.
const shortName = 8

// needles are byte sequences that only the erased people had: identifiers, and names that nobody else bears.
func (db *DB) needles(ctx context.Context, people []*crm.Contact, alone map[*crm.Contact]bool) (out [][]byte, err error) {
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
			if cnpj := c.Fields[crm.FieldCNPJ]; cnpj != "" {
				n, err := v.c.integer(`SELECT count(*) FROM contact_cnpj WHERE cnpj = ?`, cnpj)
				if err := add(n, err, []byte(cnpj)); err != nil {
					return err
				}
			}
			if alone[c] {
				out = append(out, []byte(c.Name()), []byte(nameKey(c)))
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

// sources are folders of what jobs and previews that began after the erasure read, and of what people hand over: files of
// theirs, in which anybody may be.
var sources = []string{jobsFolder, PreviewFolder, IncomingFolder, OutgoingFolder, InboxFolder}

// findTrace is the first file of the replica that holds a needle, "" for none.
func (db *DB) findTrace(needles [][]byte) (found string, needle []byte, err error) {
	err = filepath.WalkDir(db.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && slices.Contains(sources, d.Name()) {
			return filepath.SkipDir
		}
		if found != "" || !d.Type().IsRegular() || strings.HasPrefix(d.Name(), SearchFileName) {
			return nil // the index was built anew from clean texts
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
