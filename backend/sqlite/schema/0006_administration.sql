-- Tabulations, and who keeps trying to sign in. Never edit a released file: add the next number.

-- +goose Up

-- Disposition codes of closed interactions (D9.4). Interactions keep the name, so that an archived or renamed one still
-- reads as it was chosen. A name may be here twice until the server has made one of the two.
CREATE TABLE tabulation (
  id       BLOB    NOT NULL PRIMARY KEY,
  name     TEXT    NOT NULL,
  name_key TEXT    NOT NULL,                  -- folded
  service  BLOB    NOT NULL,                  -- service id, 16 zero bytes = offered in every service
  archived INTEGER NOT NULL,
  hlc      INTEGER NOT NULL,                  -- version of the whole record: the later (hybrid time, device) stands
  device   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX tabulation_name ON tabulation (name_key, service);

-- Wrong passwords for addresses that nobody here has: they lock like any other, or a lock would tell which addresses
-- exist (D9.1). The key is a hash: what somebody typed is not kept.
CREATE TABLE sign_in_attempt (
  address      BLOB    NOT NULL PRIMARY KEY,  -- SHA-256 of the address, lower-cased
  failed       INTEGER NOT NULL,              -- in a row
  locked_until INTEGER NOT NULL,              -- Unix ms, 0 = not locked
  at           INTEGER NOT NULL               -- Unix ms of the last
) STRICT, WITHOUT ROWID;

CREATE INDEX audit_action ON audit (action, seq);
CREATE INDEX audit_actor ON audit (actor, seq);
CREATE INDEX audit_at ON audit (at);
