-- What an erasure has yet to do on the disk. Never edit a released file: add the next number.

-- +goose Up

-- The duty to make every file free of the people who were erased here (D8.5): it outlives the program and holds nothing
-- of anybody. No row = nobody was erased.
CREATE TABLE purge (
  one  INTEGER PRIMARY KEY CHECK (one = 1),
  due  INTEGER NOT NULL,                      -- erasures carried out here, counted
  done INTEGER NOT NULL                       -- and of them gone from every file
) STRICT;

-- Jobs that were under way while somebody was erased: they go on reading a private copy which may hold that person, so
-- their end is waited for.
CREATE TABLE purge_job (
  job INTEGER PRIMARY KEY                     -- n of job
) STRICT;

-- Where the duty was known to the server alone, or to nobody.
INSERT INTO purge (one, due, done)
SELECT 1, 1, 0
WHERE EXISTS (SELECT 1 FROM enrolment WHERE erasure > certified)
   OR NOT EXISTS (SELECT 1 FROM enrolment) AND EXISTS (SELECT 1 FROM contact WHERE anonymized IN (1, 2));
