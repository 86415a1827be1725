-- Facts are only ever added. A fact is visible once its sequence is at or below the last
-- sequence in "change"; what lies above belongs to a load that has not been committed.

CREATE TABLE name (            -- tables, sources and files, written once
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
);

CREATE TABLE change (          -- one row for each commit that moved the head
    sequence INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    mark TEXT NOT NULL UNIQUE  -- tells apart two histories that reached the same sequence
);

CREATE TABLE load (
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES name (id),
    started TEXT NOT NULL,
    committed TEXT,            -- null while the load is staged
    sequence INTEGER,          -- head after the load
    changed INTEGER,           -- head after the last load that changed this source
    facts INTEGER              -- facts of this source visible after the load
);
CREATE INDEX load_of_source ON load (source, sequence);

CREATE TABLE fact (
    sequence INTEGER PRIMARY KEY,
    load INTEGER NOT NULL REFERENCES load (id),
    tab INTEGER NOT NULL REFERENCES name (id),
    source INTEGER NOT NULL REFERENCES name (id),
    key TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('asserted', 'withdrawn')),
    cells TEXT NOT NULL,       -- JSON object of the filled cells, its names sorted
    file INTEGER NOT NULL REFERENCES name (id),
    row INTEGER NOT NULL,
    supersedes INTEGER REFERENCES fact (sequence)
);
CREATE INDEX fact_by_key ON fact (tab, source, key);
CREATE UNIQUE INDEX fact_superseded ON fact (supersedes) WHERE supersedes IS NOT NULL;

CREATE TABLE span (            -- where the facts of a table lie, so that a read scans only them
    tab INTEGER NOT NULL REFERENCES name (id),
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (tab, first)
) WITHOUT ROWID;

CREATE TABLE correction (      -- shares its sequence with fact
    sequence INTEGER PRIMARY KEY,
    tab INTEGER NOT NULL REFERENCES name (id),
    key TEXT NOT NULL,
    source INTEGER REFERENCES name (id),
    cells TEXT NOT NULL,
    status TEXT CHECK (status IN ('asserted', 'disputed', 'withdrawn')),
    adds INTEGER NOT NULL CHECK (adds IN (0, 1)),
    reason TEXT NOT NULL,
    author TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX correction_by_key ON correction (tab, key);

CREATE TABLE pack_text (
    digest TEXT PRIMARY KEY,
    text TEXT NOT NULL
);

CREATE TABLE decision (
    number INTEGER PRIMARY KEY,
    request TEXT UNIQUE,
    at TEXT NOT NULL,
    case_text TEXT NOT NULL,
    on_day TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    packs TEXT NOT NULL,       -- JSON list of name and digest
    options TEXT NOT NULL,
    verdict TEXT NOT NULL,
    author TEXT NOT NULL
);

CREATE TRIGGER fact_is_kept BEFORE DELETE ON fact
WHEN old.sequence <= (SELECT max(sequence) FROM change)
BEGIN SELECT raise(ABORT, 'a visible fact is never deleted'); END;
CREATE TRIGGER fact_is_fixed BEFORE UPDATE ON fact
BEGIN SELECT raise(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER change_is_kept BEFORE DELETE ON change
BEGIN SELECT raise(ABORT, 'a change is never deleted'); END;
CREATE TRIGGER change_is_fixed BEFORE UPDATE ON change
BEGIN SELECT raise(ABORT, 'a change is never changed'); END;
CREATE TRIGGER correction_is_kept BEFORE DELETE ON correction
BEGIN SELECT raise(ABORT, 'a correction is never deleted'); END;
CREATE TRIGGER correction_is_fixed BEFORE UPDATE ON correction
BEGIN SELECT raise(ABORT, 'a correction is never changed'); END;
CREATE TRIGGER decision_is_kept BEFORE DELETE ON decision
BEGIN SELECT raise(ABORT, 'a decision is never deleted'); END;
CREATE TRIGGER decision_is_fixed BEFORE UPDATE ON decision
BEGIN SELECT raise(ABORT, 'a decision is never changed'); END;
CREATE TRIGGER pack_text_is_kept BEFORE DELETE ON pack_text
BEGIN SELECT raise(ABORT, 'a pack text is never deleted'); END;
CREATE TRIGGER pack_text_is_fixed BEFORE UPDATE ON pack_text
BEGIN SELECT raise(ABORT, 'a pack text is never changed'); END;
