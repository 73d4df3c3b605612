-- What the import wizard keeps until an import begins. Never edit a released file: add the next number.

-- +goose Up

-- Choices and corrected cells of a file that a person has begun to import (D3.17): of this replica alone, never sent.
CREATE TABLE import_draft (
  user INTEGER NOT NULL,                     -- account
  path TEXT    NOT NULL,                     -- of the file
  at   INTEGER NOT NULL,
  body TEXT    NOT NULL,                     -- JSON, the window's own
  PRIMARY KEY (user, path)
) STRICT, WITHOUT ROWID;
