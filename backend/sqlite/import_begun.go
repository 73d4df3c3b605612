package sqlite

import (
	"slices"
	"strings"
	"time"

	"carteira/backend/crm"
)

// BegunImport is what a person has chosen and corrected in a file that they have not imported yet: of this replica alone,
// never sent.
type BegunImport struct {
	Path string
	At   time.Time
	Body string // JSON, the window's own
}

// Bounds of what is kept: far above what a person corrects by hand, and no longer than anybody comes back to it.
const (
	maxBegunImport  = 8 << 20 // bytes
	keptBegunImport = 30 * 24 * time.Hour
)

// BegunImports lists those of a user, the latest first.
func (v *View) BegunImports(user crm.ID) (out []BegunImport, err error) {
	users, err := v.userNumbers()
	if err != nil {
		return nil, err
	}
	err = v.c.query(`SELECT path, at, body FROM import_draft WHERE user = ? ORDER BY at DESC, path`, values(users.n[user]), func(row result) error {
		out = append(out, BegunImport{Path: row[0].(string), At: time.UnixMilli(row[1].(int64)).UTC(), Body: row[2].(string)})
		return nil
	})
	return out, err
}

// SaveBegunImport keeps what the actor has begun with a file; "" discards it. What nobody came back to goes along.
func (tx *Tx) SaveBegunImport(path, body string) error {
	if len(body) > maxBegunImport {
		return crm.Errorf(crm.CodeInvalid, "draft", "too much of this file was corrected by hand; correct the rest in the file")
	}
	user, err := tx.userNumber()
	if err != nil {
		return err
	}
	if _, err := tx.c.exec(`DELETE FROM import_draft WHERE at < ?`, tx.now.Add(-keptBegunImport).UnixMilli()); err != nil {
		return err
	}
	if body == "" {
		_, err = tx.c.exec(`DELETE FROM import_draft WHERE user = ? AND path = ?`, user, path)
		return err
	}
	_, err = tx.c.exec(`
		INSERT INTO import_draft (user, path, at, body) VALUES (?, ?, ?, ?)
		ON CONFLICT (user, path) DO UPDATE SET at = excluded.at, body = excluded.body`, user, path, tx.now.UnixMilli(), body)
	return err
}

// scrubBegunImports destroys what holds a value of an erased person (D8.4).
// A file says in capitals what the contact says otherwise, and SQLite knows the capitals of ASCII only.
func (tx *Tx) scrubBegunImports(values ...string) error {
	type draft struct {
		user int64
		path string
	}
	var found []draft
	if err := tx.c.query(`SELECT user, path, body FROM import_draft`, nil, func(row result) error {
		if holdsAny(row[2].(string), values) {
			found = append(found, draft{row[0].(int64), row[1].(string)})
		}
		return nil
	}); err != nil {
		return err
	}
	for _, d := range found {
		if _, err := tx.c.exec(`DELETE FROM import_draft WHERE user = ? AND path = ?`, d.user, d.path); err != nil {
			return err
		}
	}
	return nil
}

// scrubImportMappings destroys what was remembered of columns whose headers are a person's: in a file without headers its first
// line, or one that was pointed at, stands for them.
func (tx *Tx) scrubImportMappings(values ...string) error {
	var found []string
	if err := tx.c.query(`SELECT header_key, mapping FROM import_mapping`, nil, func(row result) error {
		if holdsAny(row[1].(string), values) {
			found = append(found, row[0].(string))
		}
		return nil
	}); err != nil {
		return err
	}
	for _, key := range found {
		if _, err := tx.c.exec(`DELETE FROM import_mapping WHERE header_key = ?`, key); err != nil {
			return err
		}
	}
	return nil
}

func holdsAny(body string, values []string) bool {
	body = crm.Fold(body)
	return slices.ContainsFunc(values, func(value string) bool { return strings.Contains(body, crm.Fold(value)) })
}
