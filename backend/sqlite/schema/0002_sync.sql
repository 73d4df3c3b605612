-- Sync with the central server. Never edit a released file: add the next number.

-- +goose Up

-- This replica's place in an organization; no row = never enrolled: the replica is complete in itself (S1.4).
CREATE TABLE enrolment (
  one             INTEGER PRIMARY KEY CHECK (one = 1),
  server          TEXT    NOT NULL,           -- URL
  organization_id BLOB    NOT NULL,
  organization    TEXT    NOT NULL,
  office          TEXT    NOT NULL,
  number          INTEGER NOT NULL,           -- of this device at the server
  epoch           TEXT    NOT NULL,
  cursor          TEXT    NOT NULL,           -- where the next pull begins
  seq             INTEGER NOT NULL,           -- every line of the log up to this one is here
  erasure         INTEGER NOT NULL,           -- erasures carried out here, as a line of the log
  certified       INTEGER NOT NULL,           -- and verified to be gone from every file
  pin             BLOB,                       -- SHA-256 of the public key of a self-signed server
  clock_offset    INTEGER NOT NULL,           -- server time - own time, ms
  last_sync_at    INTEGER NOT NULL,
  revoked         INTEGER NOT NULL
) STRICT;

-- Lane numbers are given at the moment of sending, so that an operation that has to wait holds up nobody (S1.3).
CREATE TABLE lane (
  lane  TEXT    NOT NULL PRIMARY KEY,
  last  INTEGER NOT NULL,                     -- number given out last
  nonce BLOB                                  -- of the server's last answer
) STRICT, WITHOUT ROWID;

-- What the server has said of each operation. The body is the last column: a chunk's is long, and what lies behind it
-- would be read through all of it.
CREATE TABLE pending_op_2 (
  counter     INTEGER PRIMARY KEY,           -- contiguous within one incarnation
  incarnation INTEGER NOT NULL,
  lane        TEXT    NOT NULL CHECK (lane IN ('edit', 'bulk')),
  kind        TEXT    NOT NULL,
  entity      BLOB,                          -- the one record it is about; NULL for a chunk
  hlc         INTEGER NOT NULL,
  actor       BLOB    NOT NULL,
  at          INTEGER NOT NULL,
  number      INTEGER,                       -- in its lane, NULL = not sent yet
  seq         INTEGER NOT NULL DEFAULT 0,    -- acknowledged; its effects are that line of the log
  echoed      INTEGER NOT NULL DEFAULT 0,    -- 1 = its effects are here, its acknowledgement is not
  body        BLOB    NOT NULL               -- CBOR of replication's body of that kind; bulk: zstd over it
) STRICT;
INSERT INTO pending_op_2 (counter, incarnation, lane, kind, entity, hlc, actor, at, body)
SELECT counter, incarnation, lane, kind, entity, hlc, actor, at, body FROM pending_op ORDER BY counter;
DROP TABLE pending_op;
ALTER TABLE pending_op_2 RENAME TO pending_op;
CREATE INDEX pending_op_entity ON pending_op (entity) WHERE entity IS NOT NULL;
CREATE INDEX pending_op_hlc ON pending_op (hlc);
CREATE INDEX pending_op_unacknowledged ON pending_op (lane, number, counter) WHERE seq = 0;
CREATE INDEX pending_op_awaited ON pending_op (seq) WHERE seq > 0;

-- What the server did not carry out: kept as a draft that can be read, exported and discarded (S2).
CREATE TABLE refused_op (
  counter INTEGER PRIMARY KEY,
  lane    TEXT    NOT NULL,
  kind    TEXT    NOT NULL,
  entity  BLOB,
  actor   BLOB    NOT NULL,
  at      INTEGER NOT NULL,
  code    TEXT    NOT NULL,
  other   BLOB    NOT NULL,                   -- the record that stands in the way, 16 zero bytes = none
  body    BLOB    NOT NULL
) STRICT;
CREATE INDEX refused_op_entity ON refused_op (entity) WHERE entity IS NOT NULL;

-- Contacts with changes that the server has not decided: how the server sees them (S1.3). What people see is this with
-- the pending operations on top.
CREATE TABLE image (
  contact INTEGER PRIMARY KEY,
  state   BLOB    NOT NULL                    -- CBOR of replication.Contact
) STRICT;

-- Users, services, settings, rights and blacklist entries that this office has changed and the server has not decided:
-- how the server has them.
CREATE TABLE record_image (
  noun  TEXT NOT NULL,
  id    BLOB NOT NULL,
  state BLOB,                                 -- CBOR of replication.Effect, NULL = it has none
  PRIMARY KEY (noun, id)
) STRICT, WITHOUT ROWID;

-- Ids that stand for another record, for good (S2).
CREATE TABLE alias (
  noun TEXT NOT NULL,
  id   BLOB NOT NULL,
  root BLOB NOT NULL,
  PRIMARY KEY (noun, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX alias_root ON alias (noun, root);

-- What the server's small numbers stand for: devices, with their office, and users.
CREATE TABLE name (
  n      INTEGER PRIMARY KEY,
  id     BLOB    NOT NULL,
  office TEXT    NOT NULL
) STRICT;

CREATE TABLE conflict (
  id      BLOB    NOT NULL PRIMARY KEY,
  contact INTEGER NOT NULL,
  body    BLOB    NOT NULL                    -- CBOR of replication.Conflict
) STRICT, WITHOUT ROWID;
CREATE INDEX conflict_contact ON conflict (contact);

CREATE TABLE blacklist (
  id       BLOB    NOT NULL PRIMARY KEY,
  outbound INTEGER NOT NULL,
  number   TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX blacklist_number ON blacklist (outbound, number);

-- What a server restored from an old backup may lack, until it has been offered.
CREATE TABLE offer (
  noun TEXT NOT NULL,
  id   BLOB NOT NULL,
  PRIMARY KEY (noun, id)
) STRICT, WITHOUT ROWID;

-- Two contacts may hold one CNPJ until the server has decided whose it is (D1.8, S2).
CREATE TABLE contact_cnpj_2 (
  cnpj    TEXT    NOT NULL,
  contact INTEGER NOT NULL,
  PRIMARY KEY (cnpj, contact)
) STRICT, WITHOUT ROWID;
INSERT INTO contact_cnpj_2 SELECT cnpj, contact FROM contact_cnpj ORDER BY cnpj, contact;
DROP TABLE contact_cnpj;
ALTER TABLE contact_cnpj_2 RENAME TO contact_cnpj;

-- A note that the server sends may lie with another contact here, as long as a merge is pending.
CREATE INDEX note_id ON note (id);

-- contact.anonymized: 0 = no, 1 = anonymized, 2 = deleted: only what others refer to is left.

-- Merged contacts that came before their primary in a copy from the server.
CREATE TABLE merge_later (
  contact INTEGER PRIMARY KEY,
  root    BLOB    NOT NULL
) STRICT;

-- Contacts of this office that were folded into one that comes later in a copy from the server.
CREATE TABLE fold_later (
  id BLOB NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE INDEX contact_merged ON contact (merged_into) WHERE merged_into > 0;
