-- What of an erasure only the process that erased can do. Never edit a released file: add the next number.

-- +goose Up

-- Erasures of which jobs and handed over files are free: that needs to know who it was, the rest does not. Until the rest is
-- done, maybe by another process, nobody's report is taken away for it.
ALTER TABLE purge ADD COLUMN cleaned INTEGER NOT NULL DEFAULT 0;
