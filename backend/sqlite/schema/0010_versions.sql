-- Versions of what the server decides alone, so that a server restored from a backup learns what was changed since; and all
-- that was refused of an operation. Never edit a released file: add the next number.

-- +goose Up

-- hlc, device: the version that the server gave to the last change; 0 = not decided by a server yet.
ALTER TABLE account ADD COLUMN hlc INTEGER NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN device INTEGER NOT NULL DEFAULT 0;
ALTER TABLE service ADD COLUMN hlc INTEGER NOT NULL DEFAULT 0;
ALTER TABLE service ADD COLUMN device INTEGER NOT NULL DEFAULT 0;
ALTER TABLE setting ADD COLUMN hlc INTEGER NOT NULL DEFAULT 0;
ALTER TABLE setting ADD COLUMN device INTEGER NOT NULL DEFAULT 0;
ALTER TABLE permission ADD COLUMN hlc INTEGER NOT NULL DEFAULT 0;
ALTER TABLE permission ADD COLUMN device INTEGER NOT NULL DEFAULT 0;

-- CBOR of a list of replication.Refusal; NULL = the whole operation, for the reason in code.
ALTER TABLE refused_op ADD COLUMN parts BLOB;
