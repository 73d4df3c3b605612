package sqlite

import (
	"errors"

	"carteira/backend/crm"
)

// CodeForeign is the code of a database file that is not a replica, or is damaged beyond reading.
const CodeForeign = "data_foreign"

var errForeign = crm.Errorf(CodeForeign, "",
	"the data file is damaged, or is not one of this program; restore a backup or choose another data folder")

// refuseForeign keeps the migration off a file that another program wrote: it has tables, and not those every replica
// has had since its first schema.
func refuseForeign(c *conn) error {
	tables, err := c.integer(`SELECT count(*) FROM sqlite_master WHERE type = 'table'`)
	if err != nil || tables == 0 {
		return foreignError(err)
	}
	ours, err := c.integer(`SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'goose_db_version'`)
	if err == nil && ours == 0 {
		return errForeign
	}
	return foreignError(err)
}

// foreignError says in people's words that a file is no database, or no longer one.
func foreignError(err error) error {
	if faultOf(err) == damaged {
		return errors.Join(errForeign, err)
	}
	return err
}
