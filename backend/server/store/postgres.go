package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// connections to PostgreSQL of one process, at most. Writers of one organization wait for each other anyway.
const connections = 16

func openPostgres(url string) (writer, reader *sql.DB, d *dialect, err error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		// The error of the parser may repeat the address with its password.
		return nil, nil, nil, errors.New("the address of the PostgreSQL database is not valid")
	}
	// Every query has an index. A plan that was made, and kept, while a table was small must not read all of it later.
	if _, set := config.RuntimeParams["enable_seqscan"]; !set {
		config.RuntimeParams["enable_seqscan"] = "off"
	}
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, db, &dialect{
		writing:    &sql.TxOptions{Isolation: sql.LevelReadCommitted},
		reading:    &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true},
		schema:     func(text string) string { return text },
		passing:    passingPostgres,
		purge:      purgePostgres,
		parameters: 65535,
	}, nil
}

// passingPostgres: serialization failures and deadlocks, and two processes that create the same table at once.
func passingPostgres(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && slices.Contains([]string{"40001", "40P01", "23505", "42P07", "42710"}, e.Code)
}

// purgedTables hold, or have held, personal data.
var purgedTables = []string{"entity", "lookup", "log", "result"}

func purgePostgres(ctx context.Context, s *Store) error {
	for _, table := range purgedTables {
		if _, err := s.writer.ExecContext(ctx, "VACUUM "+table); err != nil {
			return fmt.Errorf("vacuum %s: %w", table, err)
		}
	}
	return nil
}
