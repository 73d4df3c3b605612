-- What each of the last commits changed in lists, so that a list in memory follows what other processes write. Never edit
-- a released file: add the next number.

-- +goose Up

CREATE TABLE list_touched (
  version  INTEGER PRIMARY KEY,              -- list_state.version after the commit
  contacts BLOB NOT NULL                     -- row numbers, see packNumbers
) STRICT;
