//go:build !cgo

package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
)

// A program built without cgo has no SQLite and says so; the types let the rest be checked all the same.
var errNoDriver = errors.New("this program was built without cgo and cannot open a database")

type driverConn struct{ driver.Conn }

type driverStmt struct{ driver.Stmt }

func openDriver(string) (*driverConn, error) { return nil, errNoDriver }

func (*driverConn) Exec(string, []driver.Value) (driver.Result, error)  { return nil, errNoDriver }
func (*driverConn) RegisterUpdateHook(func(int, string, string, int64)) {}
func (*driverConn) RegisterCommitHook(func() int)                       {}
func (*driverConn) RegisterRollbackHook(func())                         {}

func (*driverStmt) ExecContext(context.Context, []driver.NamedValue) (driver.Result, error) {
	return nil, errNoDriver
}

func (*driverStmt) QueryContext(context.Context, []driver.NamedValue) (driver.Rows, error) {
	return nil, errNoDriver
}

type fault int

const (
	noFault fault = iota
	otherFault
	logicFault
	diskFull
	busy
	damaged
	changed
)

func faultOf(error) fault { return noFault }
