//go:build !cgo

package store

import (
	"context"
	"database/sql"
	"errors"
)

// FileName is the embedded database inside its folder.
const FileName = "carteira-server.db"

// A server built without cgo has no SQLite and says so; PostgreSQL works all the same.
func openSQLite(context.Context, string) (writer, reader *sql.DB, d *dialect, err error) {
	return nil, nil, nil, errors.New("this program was built without cgo and cannot open an embedded database")
}
