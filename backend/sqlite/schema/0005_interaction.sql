-- Interactions by hand, their contents, surveys and appointments (D10.1). Never edit a released file: add the next number.

-- +goose Up

ALTER TABLE interaction ADD COLUMN closing_hlc INTEGER NOT NULL DEFAULT 0;      -- version of status, answered, closed, handle; 0 = as added
ALTER TABLE interaction ADD COLUMN closing_device INTEGER NOT NULL DEFAULT 0;
ALTER TABLE interaction ADD COLUMN tabulated_hlc INTEGER NOT NULL DEFAULT 0;    -- version of the tabulation; 0 = as added
ALTER TABLE interaction ADD COLUMN tabulated_device INTEGER NOT NULL DEFAULT 0;
ALTER TABLE interaction ADD COLUMN op INTEGER NOT NULL DEFAULT 0;               -- pending_op.counter that added it here, 0 = another office's
CREATE INDEX interaction_op ON interaction (op) WHERE op > 0;
CREATE INDEX interaction_protocol ON interaction (protocol) WHERE protocol <> '';

-- What was said and by whom: personal, gone with an erasure (D8.4).
CREATE TABLE content (
  interaction INTEGER NOT NULL,
  id          BLOB    NOT NULL,              -- UUIDv7: in order of writing
  kind        TEXT    NOT NULL,              -- replication.ContentKind
  at          INTEGER NOT NULL,
  outbound    INTEGER NOT NULL,
  text        TEXT    NOT NULL,
  PRIMARY KEY (interaction, id)
) STRICT, WITHOUT ROWID;

-- One survey an interaction, with its id.
CREATE TABLE survey (
  id          BLOB    NOT NULL PRIMARY KEY,  -- interaction.id
  contact     INTEGER NOT NULL,
  sent_at     INTEGER NOT NULL,
  answered_at INTEGER NOT NULL,              -- 0 = awaited
  score       INTEGER,
  comment     TEXT    NOT NULL,              -- personal
  hlc         INTEGER NOT NULL,
  device      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX survey_contact ON survey (contact);

CREATE TABLE appointment (
  id          BLOB    NOT NULL PRIMARY KEY,
  contact     INTEGER NOT NULL,
  interaction BLOB,                          -- id, NULL = none
  agent       INTEGER NOT NULL,              -- user, 0 = nobody in particular
  at          INTEGER NOT NULL,
  status      TEXT    NOT NULL CHECK (status IN ('open', 'done', 'cancelled')),
  text        TEXT    NOT NULL,              -- personal
  hlc         INTEGER NOT NULL,
  device      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX appointment_contact ON appointment (contact, at);

-- Interactions, surveys and appointments that this office has changed and the server has not decided: how the server has
-- them. What people see is this with the pending operations on top.
CREATE TABLE request_image (
  noun  TEXT NOT NULL,
  id    BLOB NOT NULL,
  state BLOB,                                -- CBOR of replication.Effect, NULL = it has none
  PRIMARY KEY (noun, id)
) STRICT, WITHOUT ROWID;
