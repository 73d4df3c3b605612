-- What an import did, so that it can be undone (D3.18). Never edit a released file: add the next number.

-- +goose Up

-- One row an operation of an import, that is five thousand contacts: whom it created and whom it changed. The old values
-- are in contact_change, where the history has them anyway and an erasure destroys them; here are numbers alone.
CREATE TABLE import_part (
  job    INTEGER NOT NULL,                   -- job.n
  op     INTEGER NOT NULL,                   -- pending_op.counter of the operation
  first  INTEGER NOT NULL,                   -- contact.n of the created ones, from first to last; 0 = none
  last   INTEGER NOT NULL,
  low    BLOB    NOT NULL,                   -- their ids, and those of their notes, lie between these: a number that was
  high   BLOB    NOT NULL,                   -- given out again names somebody else
  edited BLOB    NOT NULL,                   -- contact.n of the changed ones ascending: uvarints, each less the one before it
  PRIMARY KEY (job, op)
) STRICT, WITHOUT ROWID;

-- The jobs that took an import back; several when one was cancelled.
CREATE TABLE import_undo (
  job  INTEGER NOT NULL,                     -- job.n of the import
  undo INTEGER NOT NULL,                     -- job.n of the undo
  PRIMARY KEY (job, undo)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_undo_by ON import_undo (undo);

-- 1 = everything is to be read again from the server, which did not take an undo that is hidden here already.
ALTER TABLE enrolment ADD COLUMN reread INTEGER NOT NULL DEFAULT 0;

-- 1 = its notification is closed, the report is kept (D3.16).
ALTER TABLE job ADD COLUMN closed INTEGER NOT NULL DEFAULT 0;

CREATE INDEX job_kind ON job (kind, n);
