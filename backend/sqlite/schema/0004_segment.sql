-- Saved segments, and the members of batch actions. Never edit a released file: add the next number.

-- +goose Up

-- A filter and an order of the contact list under a name, shared in the organization (D2.2).
CREATE TABLE segment (
  id     BLOB    NOT NULL PRIMARY KEY,       -- UUIDv7
  name   TEXT    NOT NULL,                   -- '' when gone
  filter TEXT    NOT NULL,                   -- JSON of crm.SegmentFilter: ids, never names; '' when gone
  author BLOB    NOT NULL,                   -- user who wrote it last, 16 zero bytes = the program
  hlc    INTEGER NOT NULL,                   -- version
  device INTEGER NOT NULL,
  gone   INTEGER NOT NULL DEFAULT 0          -- deleted: kept, so that an older change does not bring it back
) STRICT, WITHOUT ROWID;

-- The contacts that a batch action is about, as its selection was when it began: a job goes on with the same ones
-- whatever changes meanwhile (D2.5).
CREATE TABLE job_member (
  job     INTEGER NOT NULL,                  -- job.n
  part    INTEGER NOT NULL,                  -- from 0 up
  members BLOB    NOT NULL,                  -- contact.n ascending: uvarints, each less the one before it
  PRIMARY KEY (job, part)
) STRICT, WITHOUT ROWID;
