-- Who looked at what, each entry sealed by the digest of the one before it.

CREATE TABLE entry (
    sequence INTEGER PRIMARY KEY,
    text TEXT NOT NULL,        -- JSON object of the entry, its names sorted
    previous TEXT NOT NULL,
    digest TEXT NOT NULL UNIQUE
);

CREATE TRIGGER entry_is_kept BEFORE DELETE ON entry
BEGIN SELECT raise(ABORT, 'an entry is never deleted'); END;
CREATE TRIGGER entry_is_fixed BEFORE UPDATE ON entry
BEGIN SELECT raise(ABORT, 'an entry is never changed'); END;
