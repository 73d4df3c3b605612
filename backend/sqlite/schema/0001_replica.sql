-- The replica of one office. Never edit a released file: add the next number.
--
-- contact.doc holds what a contact IS; roster and the contact_* key tables are lookups that can be derived
-- from it and are written in the same transaction, sorted, so that a million inserts touch each page few times.
-- Numbers called n, contact, label, field, user are local row numbers: they never leave this file.
-- Times are Unix milliseconds UTC unless said otherwise; 0 or NULL = none.

-- +goose Up

-- Who this replica is (S1.1). One row.
CREATE TABLE replica (
  one         INTEGER PRIMARY KEY CHECK (one = 1),
  id          BLOB    NOT NULL,             -- this replica; also its device id
  incarnation INTEGER NOT NULL,             -- grows when the disk was cloned or restored (S3)
  counter     INTEGER NOT NULL,             -- the last operation number given out
  hlc         INTEGER NOT NULL,             -- the last hybrid time given out: ms << 16 | tie
  created_at  INTEGER NOT NULL
) STRICT;

-- Devices that have written fields here; number 1 is this one.
CREATE TABLE device (
  n  INTEGER PRIMARY KEY,
  id BLOB    NOT NULL UNIQUE
) STRICT;

CREATE TABLE contact (
  n           INTEGER PRIMARY KEY,
  id          BLOB    NOT NULL,             -- UUIDv7
  created_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL,
  created_by  INTEGER NOT NULL,             -- user, 0 = the program
  merged_into INTEGER NOT NULL DEFAULT 0,   -- contact
  anonymized  INTEGER NOT NULL DEFAULT 0,   -- 0 or 1
  hlc         INTEGER NOT NULL,             -- version of every field that versions does not name
  device      INTEGER NOT NULL,
  versions    BLOB,                         -- CBOR {field: [hlc, device]} of the fields written since; NULL = none
  doc         BLOB    NOT NULL              -- CBOR, see contact_doc.go
) STRICT;
CREATE UNIQUE INDEX contact_id ON contact (id);
CREATE INDEX contact_created ON contact (created_at);

-- One row a contact in list order: what lists, filters and searches read.
CREATE TABLE roster (
  name_key TEXT    NOT NULL,                -- the name folded: lower case, no accents
  contact  INTEGER NOT NULL,
  attrs    INTEGER NOT NULL,                -- bit fields, see attrs.go
  rest     TEXT    NOT NULL,                -- folded e-mail, phone digits, document digits, channel user, one a line
  PRIMARY KEY (name_key, contact)
) STRICT, WITHOUT ROWID;

CREATE TABLE contact_cpf (
  cpf     INTEGER NOT NULL,                 -- the eleven digits as a number
  contact INTEGER NOT NULL,
  PRIMARY KEY (cpf, contact)
) STRICT, WITHOUT ROWID;

CREATE TABLE contact_cnpj (
  cnpj    TEXT    NOT NULL PRIMARY KEY,     -- of one contact at most (D1.8)
  contact INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE contact_phone (
  phone   INTEGER NOT NULL,                 -- canonical number with the ninth digit (D1.6), for matching only
  contact INTEGER NOT NULL,
  PRIMARY KEY (phone, contact)
) STRICT, WITHOUT ROWID;

CREATE TABLE contact_email (
  email   INTEGER NOT NULL,                 -- hash of the lower-cased address; the document tells collisions apart
  contact INTEGER NOT NULL,
  PRIMARY KEY (email, contact)
) STRICT, WITHOUT ROWID;

CREATE TABLE contact_custom (
  field   INTEGER NOT NULL,
  value   TEXT    NOT NULL,                 -- folded, at most 64 bytes
  contact INTEGER NOT NULL,
  PRIMARY KEY (field, value, contact)
) STRICT, WITHOUT ROWID;

CREATE TABLE contact_label (
  label   INTEGER NOT NULL,
  contact INTEGER NOT NULL,
  PRIMARY KEY (label, contact)
) STRICT, WITHOUT ROWID;

CREATE TABLE note (
  contact INTEGER NOT NULL,
  id      BLOB    NOT NULL,                 -- UUIDv7: in order of writing
  author  INTEGER NOT NULL,                 -- user
  at      INTEGER NOT NULL,
  text    TEXT    NOT NULL,
  PRIMARY KEY (contact, id)
) STRICT, WITHOUT ROWID;

-- What each operation changed on a contact that existed before it: its history (D2.6), and what undoing an
-- import or an unsent edit restores.
CREATE TABLE contact_change (
  contact INTEGER NOT NULL,
  op      INTEGER NOT NULL,                 -- pending_op.counter at the time
  at      INTEGER NOT NULL,
  user    INTEGER NOT NULL,
  job     INTEGER NOT NULL DEFAULT 0,       -- job.n of the import that did it, 0 = by hand
  source  TEXT    NOT NULL,
  changes BLOB    NOT NULL,                 -- CBOR, see change.go
  PRIMARY KEY (contact, op)
) STRICT, WITHOUT ROWID;

CREATE TABLE portfolio (
  contact INTEGER PRIMARY KEY,
  type    INTEGER NOT NULL CHECK (type BETWEEN 1 AND 4),
  owner   INTEGER NOT NULL,                 -- user
  service INTEGER NOT NULL DEFAULT 0,
  reserve INTEGER NOT NULL DEFAULT 0,       -- user
  since   INTEGER NOT NULL
) STRICT;
CREATE INDEX portfolio_owner ON portfolio (owner);

CREATE TABLE interaction (
  n              INTEGER PRIMARY KEY,
  id             BLOB    NOT NULL UNIQUE,
  contact        INTEGER NOT NULL,
  protocol       TEXT    NOT NULL,
  channel        TEXT    NOT NULL,
  direction      TEXT    NOT NULL CHECK (direction IN ('inbound', 'outbound')),
  status         TEXT    NOT NULL CHECK (status IN ('open', 'closed')),
  service        INTEGER NOT NULL DEFAULT 0,
  agent          INTEGER NOT NULL DEFAULT 0,
  tabulation     TEXT    NOT NULL DEFAULT '',
  opened_at      INTEGER NOT NULL,
  answered_at    INTEGER NOT NULL DEFAULT 0,
  closed_at      INTEGER NOT NULL DEFAULT 0,
  handle_seconds INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX interaction_contact ON interaction (contact, opened_at);
CREATE INDEX interaction_open ON interaction (contact) WHERE status = 'open';

-- Sums over interaction, kept beside it because every list shows them.
CREATE TABLE activity (
  contact      INTEGER PRIMARY KEY,
  interactions INTEGER NOT NULL,
  last_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX activity_last ON activity (last_at);

-- Named users, as a table name may not be a keyword elsewhere (the server shares the vocabulary).
CREATE TABLE account (
  n                 INTEGER PRIMARY KEY,
  id                BLOB    NOT NULL UNIQUE,
  name              TEXT    NOT NULL,
  email             TEXT    NOT NULL,
  email_key         TEXT    NOT NULL UNIQUE, -- lower-cased
  password          TEXT    NOT NULL,        -- argon2id, PHC string format
  profile           TEXT    NOT NULL,
  external_number   TEXT    NOT NULL DEFAULT '',
  concurrency_limit INTEGER NOT NULL DEFAULT 0,
  active            INTEGER NOT NULL DEFAULT 1,
  presence          TEXT    NOT NULL DEFAULT 'offline',
  presence_reason   TEXT    NOT NULL DEFAULT '',
  failed_sign_ins   INTEGER NOT NULL DEFAULT 0,
  locked_until      INTEGER NOT NULL DEFAULT 0,
  created_at        INTEGER NOT NULL
) STRICT;

-- Only what differs from the defaults of crm.DefaultPermission.
CREATE TABLE permission (
  profile    TEXT    NOT NULL,
  permission TEXT    NOT NULL,
  allowed    INTEGER NOT NULL,
  PRIMARY KEY (profile, permission)
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE service (
  n         INTEGER PRIMARY KEY,
  id        BLOB    NOT NULL UNIQUE,
  name      TEXT    NOT NULL UNIQUE,
  mailbox   TEXT    NOT NULL DEFAULT '',
  validated INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE field (
  n        INTEGER PRIMARY KEY,
  id       BLOB    NOT NULL UNIQUE,
  name     TEXT    NOT NULL,
  name_key TEXT    NOT NULL UNIQUE,          -- folded
  type     TEXT    NOT NULL,
  choices  TEXT    NOT NULL DEFAULT '[]'     -- JSON array of text
) STRICT;

CREATE TABLE label (
  n        INTEGER PRIMARY KEY,
  id       BLOB    NOT NULL UNIQUE,
  name     TEXT    NOT NULL,
  name_key TEXT    NOT NULL UNIQUE,          -- folded
  color    TEXT    NOT NULL
) STRICT;

-- A column mapping the person chose for one set of headers (D3.2).
CREATE TABLE import_mapping (
  header_key TEXT NOT NULL PRIMARY KEY,
  mapping    TEXT NOT NULL                   -- JSON
) STRICT, WITHOUT ROWID;

CREATE TABLE job (
  n          INTEGER PRIMARY KEY,
  id         BLOB    NOT NULL UNIQUE,
  kind       TEXT    NOT NULL,
  owner      INTEGER NOT NULL,               -- user
  title      TEXT    NOT NULL,
  state      TEXT    NOT NULL,
  colour     TEXT    NOT NULL DEFAULT '',
  done       INTEGER NOT NULL DEFAULT 0,
  total      INTEGER NOT NULL DEFAULT 0,
  resumed    INTEGER NOT NULL DEFAULT 0,
  dismissed  INTEGER NOT NULL DEFAULT 0,
  cancel     INTEGER NOT NULL DEFAULT 0,     -- somebody asked it to stop
  params     TEXT    NOT NULL,               -- JSON
  checkpoint TEXT    NOT NULL DEFAULT '',    -- JSON
  result     TEXT    NOT NULL DEFAULT '',    -- JSON
  error      TEXT    NOT NULL DEFAULT '',    -- JSON of crm.Error
  created_at INTEGER NOT NULL,
  started_at INTEGER NOT NULL DEFAULT 0,
  ended_at   INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX job_live ON job (owner, kind) WHERE state IN ('queued', 'running');

-- The rejected lines of an import, all of them (D3.16). The text of a line stays in the private copy of the file.
CREATE TABLE job_rejection (
  job    INTEGER NOT NULL,
  line   INTEGER NOT NULL,                   -- of the file, 1 = its first
  code   TEXT    NOT NULL,
  field  TEXT    NOT NULL,                   -- column at fault, or ''
  reason TEXT    NOT NULL,                   -- for the person who imported: may quote their own line
  PRIMARY KEY (job, line)
) STRICT, WITHOUT ROWID;

-- Append-only, hash-chained, free of personal data (D9.3).
CREATE TABLE audit (
  seq     INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,
  actor   BLOB    NOT NULL,                  -- user id, 16 zero bytes = the program
  source  TEXT    NOT NULL,
  action  TEXT    NOT NULL,
  subject BLOB    NOT NULL,                  -- record id, 16 zero bytes = none
  detail  TEXT    NOT NULL,                  -- JSON
  hash    BLOB    NOT NULL                   -- SHA-256 over the previous hash and this entry
) STRICT;
-- +goose StatementBegin
CREATE TRIGGER audit_append_only_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_append_only_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
-- +goose StatementEnd

-- What this replica has done and the server has not acknowledged (S1.2, S1.3): written with the rows it describes.
CREATE TABLE pending_op (
  counter     INTEGER PRIMARY KEY,           -- contiguous within one incarnation
  incarnation INTEGER NOT NULL,
  lane        TEXT    NOT NULL CHECK (lane IN ('edit', 'bulk')),
  kind        TEXT    NOT NULL,
  entity      BLOB,                          -- the one record it is about; NULL for a chunk
  hlc         INTEGER NOT NULL,
  actor       BLOB    NOT NULL,
  at          INTEGER NOT NULL,
  body        BLOB    NOT NULL               -- CBOR of replication's body of that kind; bulk: zstd over it
) STRICT;
CREATE INDEX pending_op_entity ON pending_op (entity) WHERE entity IS NOT NULL;

-- Contacts whose entry in the search index is out of date; see search.go. Contacts newer than the index's
-- watermark need no row here.
CREATE TABLE search_dirty (
  contact INTEGER PRIMARY KEY,
  stamp   INTEGER NOT NULL                   -- grows with each change: only the stamp that was indexed is removed
) STRICT;

-- One row. What copies of the list outside this database compare themselves with.
CREATE TABLE list_state (
  one        INTEGER PRIMARY KEY CHECK (one = 1),
  version    INTEGER NOT NULL,               -- grows with each transaction that changes what lists show
  highest    INTEGER NOT NULL,               -- contact number ever given out
  generation INTEGER NOT NULL                -- of the search index when rows were last removed from search_dirty
) STRICT;
INSERT INTO list_state (one, version, highest, generation) VALUES (1, 0, 0, 0);
