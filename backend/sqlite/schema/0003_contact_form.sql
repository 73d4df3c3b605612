-- What the contact form keeps beside the contact. Never edit a released file: add the next number.

-- +goose Up

-- Pictures (D1.1), as they are shown here. A row without an image says that the picture was removed.
CREATE TABLE avatar (
  contact INTEGER PRIMARY KEY,
  hlc     INTEGER NOT NULL,                  -- version
  device  INTEGER NOT NULL,
  image   BLOB                               -- JPEG of at most 40 KiB
) STRICT;

-- What people have typed into the form and not saved: of this replica alone, never sent.
CREATE TABLE contact_draft (
  user    INTEGER NOT NULL,                  -- account
  contact INTEGER NOT NULL,                  -- 0 = a new one
  at      INTEGER NOT NULL,
  body    TEXT    NOT NULL,                  -- JSON, the window's own
  PRIMARY KEY (user, contact)
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_draft_contact ON contact_draft (contact);
