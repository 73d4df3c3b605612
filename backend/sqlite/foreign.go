package sqlite

import (
	"errors"

	sqlite3 "github.com/mattn/go-sqlite3"

	"carteira/backend/crm"
)

// CodeForeign is the code of a database file that is not a replica, or is damaged beyond reading.
const CodeForeign = "data_foreign"

// refuseForeign keeps the migration off a file that another program wrote: it has tables, and not those every replica
// has had since its first schema.
func refuseForeign(c *conn) error {
	tables, err := c.integer(`SELECT count(*) FROM sqlite_master WHERE type = 'table'`)
	if err != nil || tables == 0 {
		return foreignError(err)
	}
	ours, err := c.integer(`SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'goose_db_version'`)
	if err == nil && ours == 0 {
		err = sqlite3.Error{Code: sqlite3.ErrNotADB}
	}
	return foreignError(err)
}

// foreignError says in people's words that a file is no database, or no longer one.
func foreignError(err error) error {
	var se sqlite3.Error
	if errors.As(err, &se) && (se.Code == sqlite3.ErrNotADB || se.Code == sqlite3.ErrCorrupt) {
		return errors.Join(crm.Errorf(CodeForeign, "",
			"the data file is damaged, or is not one of this program; restore a backup or choose another data folder"), err)
	}
	return err
}
