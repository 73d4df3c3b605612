-- Custom fields and labels that people keep in order, rename and archive (D1.7). Never edit a released file: add the
-- next number.

-- +goose Up

ALTER TABLE field ADD COLUMN position INTEGER NOT NULL DEFAULT 0;  -- lists show them in this order, then by name
ALTER TABLE field ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;  -- 1 = not offered for new values
ALTER TABLE field ADD COLUMN versions BLOB    NOT NULL DEFAULT x'';-- CBOR of replication.DefinitionVersions, empty = none
ALTER TABLE field ADD COLUMN state    INTEGER NOT NULL DEFAULT 0;  -- see below

ALTER TABLE label ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
ALTER TABLE label ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
ALTER TABLE label ADD COLUMN versions BLOB    NOT NULL DEFAULT x'';
ALTER TABLE label ADD COLUMN state    INTEGER NOT NULL DEFAULT 0;

ALTER TABLE service ADD COLUMN state  INTEGER NOT NULL DEFAULT 0;

-- state: 0 = of the organization.
--        1 = the server has refused it: shown where something here still names it, offered nowhere, gone with the last
--            record that names it.
--        2 = stands for another one, into which the server has folded it: only its number is still named, in histories.
