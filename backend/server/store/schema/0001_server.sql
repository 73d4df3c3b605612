-- The central server's data. One text for SQLite and PostgreSQL: /*packed*/ becomes WITHOUT ROWID on the former, where
-- it saves a second copy of the key, and nothing on the latter. Times are Unix milliseconds, ids 16 bytes, flags 0 or 1.
-- org_id comes first in the key of all that belongs to an organization.

CREATE TABLE organization (
  org_id     BIGINT NOT NULL PRIMARY KEY,
  id         BYTEA  NOT NULL UNIQUE,
  name       TEXT   NOT NULL,
  name_key   TEXT   NOT NULL UNIQUE, -- folded
  created_at BIGINT NOT NULL
);

-- Where an organization stands. Whoever writes to it locks this row first, so that order of numbers = order of commits.
CREATE TABLE org_head (
  org_id         BIGINT NOT NULL PRIMARY KEY,
  epoch          TEXT   NOT NULL, -- another one after a backup was restored
  seq            BIGINT NOT NULL, -- last line of the log
  erasure_seq    BIGINT NOT NULL, -- line of the last erasure
  erasures       BIGINT NOT NULL, -- how many there were, see purge
  definition_seq BIGINT NOT NULL, -- last change of a user, definition, setting or permission
  log_floor      BIGINT NOT NULL, -- the log holds what comes after this line
  log_bytes      BIGINT NOT NULL,
  next_name      BIGINT NOT NULL, -- number that the next device or user gets
  device         BIGINT NOT NULL  -- number of the server itself, as the author of what the platform does
);

CREATE TABLE name ( -- what the small numbers in stamps and log lines stand for
  org_id BIGINT NOT NULL,
  number BIGINT NOT NULL,
  id     BYTEA  NOT NULL,
  office TEXT   NOT NULL, -- of a device, '' for a user
  PRIMARY KEY (org_id, number),
  UNIQUE (org_id, id)
);

CREATE TABLE device (
  id           BYTEA  NOT NULL PRIMARY KEY,
  org_id       BIGINT NOT NULL,
  number       BIGINT NOT NULL,
  office       TEXT   NOT NULL,
  public_key   BYTEA  NOT NULL, -- Ed25519
  enrolled_at  BIGINT NOT NULL,
  last_seen_at BIGINT NOT NULL, -- 0 = never
  seq          BIGINT NOT NULL, -- acknowledged line of the log
  erasure      BIGINT NOT NULL, -- erasures certified up to this line
  revoked      BIGINT NOT NULL,
  wipe         BIGINT NOT NULL,
  incarnation  BIGINT NOT NULL, -- highest one given out or used
  cloned       BIGINT NOT NULL, -- more than one copy of its disk has been seen
  UNIQUE (org_id, number)
);

CREATE TABLE code ( -- of enrolment, good once and for ten minutes
  hash       BYTEA  NOT NULL PRIMARY KEY, -- SHA-256
  org_id     BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  device     BYTEA  NULL -- that used it: it may ask again when the answer was lost
);

CREATE TABLE platform_key (
  hash       BYTEA  NOT NULL PRIMARY KEY, -- SHA-256
  org_id     BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE secret ( -- what all processes of this store sign tokens with
  one   BIGINT NOT NULL PRIMARY KEY,
  value BYTEA  NOT NULL
);

CREATE TABLE purge ( -- how many erasures are gone from the files as well
  one      BIGINT NOT NULL PRIMARY KEY,
  erasures BIGINT NOT NULL
);
INSERT INTO purge (one, erasures) VALUES (1, 0);

CREATE TABLE lane ( -- what has been decided of what a device sends
  org_id         BIGINT NOT NULL,
  device         BIGINT NOT NULL, -- number
  incarnation    BIGINT NOT NULL,
  lane           TEXT   NOT NULL,
  last           BIGINT NOT NULL, -- lane number of the last operation decided
  last_hlc       BIGINT NOT NULL,
  nonce          BYTEA  NOT NULL, -- that the next push must name
  previous_nonce BYTEA  NOT NULL, -- that the last push named: its answer may have been lost
  PRIMARY KEY (org_id, device, incarnation, lane)
);

CREATE TABLE result ( -- kept until the author is known to have it
  org_id      BIGINT NOT NULL,
  device      BIGINT NOT NULL,
  incarnation BIGINT NOT NULL,
  lane        TEXT   NOT NULL,
  number      BIGINT NOT NULL,
  op_hash     BYTEA  NOT NULL, -- SHA-256
  log_seq     BIGINT NOT NULL, -- 0 = no effect
  body        BYTEA  NOT NULL, -- replication.Result
  PRIMARY KEY (org_id, device, incarnation, lane, number)
);

-- The state: one row a record, as the effect that would bring it about. key is one column so that hundreds of records
-- are asked for by it alone: with org_id and noun before the id PostgreSQL, which has no statistics of a new
-- organization, would rather read every record of the noun.
CREATE TABLE entity (
  key    BYTEA  NOT NULL PRIMARY KEY, -- org_id in four bytes, noun in one, id
  org_id BIGINT NOT NULL,
  noun   BIGINT NOT NULL, -- see nounCode; 100 + noun: an alias, id → parent
  parent BYTEA  NULL,     -- contact of a note, interaction or conflict; what a merged contact was merged into
  seq    BIGINT NOT NULL, -- log line that last changed it
  active BIGINT NOT NULL, -- 1: an open interaction, an unsettled conflict
  body   BYTEA  NOT NULL  -- replication.Effect; empty: the record is gone, and devices are told so
) /*packed*/;
CREATE INDEX entity_by_seq ON entity (org_id, noun, seq, key);
CREATE INDEX entity_by_parent ON entity (org_id, noun, parent) WHERE parent IS NOT NULL;

CREATE TABLE lookup ( -- identifiers that contacts are found by; an erased one has none
  key BYTEA NOT NULL, -- org_id in four bytes, replication.KeyKind in one, the text or the number in eight
  id  BYTEA NOT NULL, -- contact
  PRIMARY KEY (key, id)
) /*packed*/;

CREATE TABLE erasure ( -- the ledger: who is gone, and nothing else about them; it never expires
  org_id  BIGINT NOT NULL,
  contact BYTEA  NOT NULL,
  mark    BIGINT NOT NULL, -- replication.Mark
  seq     BIGINT NOT NULL,
  at      BIGINT NOT NULL,
  PRIMARY KEY (org_id, contact, mark)
);

CREATE TABLE log (
  org_id      BIGINT NOT NULL,
  seq         BIGINT NOT NULL,
  device      BIGINT NOT NULL, -- number of the author's device
  incarnation BIGINT NOT NULL,
  counter     BIGINT NOT NULL,
  actor       BIGINT NOT NULL, -- number of the user, 0 = the program
  hlc         BIGINT NOT NULL,
  as_proposed BIGINT NOT NULL,
  body        BYTEA  NOT NULL, -- effects, see packEffects
  PRIMARY KEY (org_id, seq)
) /*packed*/;

CREATE TABLE presence ( -- of users, as the platform tells it
  org_id     BIGINT NOT NULL,
  user_id    BYTEA  NOT NULL,
  presence   TEXT   NOT NULL,
  reason     TEXT   NOT NULL,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (org_id, user_id)
);
