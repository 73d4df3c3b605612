//go:build cgo

package sqlite

import (
	"errors"

	sqlite3 "github.com/mattn/go-sqlite3"
)

// What the replica uses of its driver, which is C. Only this file names it; driver_none.go stands in where a check
// of another system's build is made without a C compiler for it.
type (
	driverConn = sqlite3.SQLiteConn
	driverStmt = sqlite3.SQLiteStmt
)

func openDriver(dsn string) (*driverConn, error) {
	c, err := (&sqlite3.SQLiteDriver{}).Open(dsn)
	if err != nil {
		return nil, err
	}
	return c.(*sqlite3.SQLiteConn), nil
}

// fault is what kind of error SQLite reports.
type fault int

const (
	noFault    fault = iota
	otherFault       // an SQL error, a constraint, …
	logicFault       // SQLITE_ERROR: no transaction, no such table, a wrong index format
	diskFull
	busy
	damaged // corrupt, or no database at all
	changed // another schema than was prepared for
)

// faultOf classifies an error of the driver.
func faultOf(err error) fault {
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return noFault
	}
	switch e.Code {
	case sqlite3.ErrFull:
		return diskFull
	case sqlite3.ErrIoErr:
		if e.SystemErrno == errNoSpace {
			return diskFull
		}
	case sqlite3.ErrBusy:
		return busy
	case sqlite3.ErrCorrupt, sqlite3.ErrNotADB, sqlite3.ErrFormat:
		return damaged
	case sqlite3.ErrSchema:
		return changed
	case sqlite3.ErrError:
		return logicFault
	}
	return otherFault
}
